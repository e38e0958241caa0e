// The topics of conversations, in words.

import { t } from "./strings.js";

export const TOPICS = {
  "order-not-received": { icon: "truck", name: () => t("Order not received") },
  "wrong-item": { icon: "swap", name: () => t("Wrong or broken item") },
  refund: { icon: "refund", name: () => t("Refund") },
  return: { icon: "return", name: () => t("Return an item") },
  payment: { icon: "card", name: () => t("Payment") },
  technical: { icon: "device", name: () => t("Site and app") },
  exchange: { icon: "swap", name: () => t("Exchange") },
  promo: { icon: "tag", name: () => t("Promo codes") },
  product: { icon: "shop", name: () => t("About a product") },
  courier: { icon: "truck", name: () => t("Courier") },
  feedback: { icon: "star", name: () => t("Feedback") },
  other: { icon: "chat", name: () => t("Other question") },
};

// What the desk's settings call them now, where that is not what came along.
const renamed = JSON.parse(document.querySelector('meta[name="topics"]')?.content || "{}");
for (const [code, name] of Object.entries(renamed)) if (TOPICS[code]) TOPICS[code].name = () => name;

export const FRONT = ["order-not-received", "wrong-item", "refund", "return", "payment", "technical"];

export const MORE = Object.keys(TOPICS).filter((code) => !FRONT.includes(code) && !["other", "feedback"].includes(code));

export const topicName = (code) => (TOPICS[code] ?? TOPICS.other).name();
