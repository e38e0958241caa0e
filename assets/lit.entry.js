// What our modules use of Lit, bundled into one file by vendor.py.
export { LitElement, html, svg, nothing } from "lit";
export { repeat } from "lit/directives/repeat.js";
export { classMap } from "lit/directives/class-map.js";
export { live } from "lit/directives/live.js";
export { ref, createRef } from "lit/directives/ref.js";
