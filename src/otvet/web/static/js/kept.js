// What a browser keeps for us, where it lets us: inside another site's page it may refuse every storage.
// Then memory holds as long as the page does.

const memory = new Map();

function drawer(name) {
  let store = null;
  try {
    store = window[name];
    store?.getItem("otvet");
  } catch {
    store = null;
  }
  return {
    get(key) {
      try {
        if (store) return store.getItem(key);
      } catch {
        // asked once more below
      }
      return memory.get(name + key) ?? null;
    },
    set(key, value) {
      memory.set(name + key, value);
      try {
        store?.setItem(key, value);
      } catch {
        // full: memory has it
      }
    },
    remove(key) {
      memory.delete(name + key);
      try {
        store?.removeItem(key);
      } catch {
        // nothing was there
      }
    },
  };
}

/** Kept until removed, shared by tabs. */
export const local = drawer("localStorage");
/** Kept as long as the tab. */
export const tab = drawer("sessionStorage");
