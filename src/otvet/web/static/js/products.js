// The shop's products, asked once: orders name them by article only.

import { api } from "./api.js";
import { said } from "./strings.js";

const known = new Map();
let asked = null;

/** Loads the products; names stand as articles until they are here. */
export function loadProducts() {
  asked ??= api.get("/products").then(({ items }) => {
    for (const one of items) known.set(one.sku, one);
  }).catch(() => (asked = null));
  return asked;
}

/** All that are known, as the shop lists them. */
export const products = () => [...known.values()];
export const productOf = (sku) => known.get(sku);
export const productName = (sku) => said(known.get(sku)?.name) || sku;
