// What the browser keeps for the next visit. One that may keep nothing says no to everything; then it lasts for this visit.

class Kept {
  #name;
  #here = new Map();

  constructor(name) {
    this.#name = name;
  }

  get(key) {
    try {
      return window[this.#name].getItem(key) ?? this.#here.get(key) ?? null;
    } catch {
      return this.#here.get(key) ?? null;
    }
  }

  set(key, value) {
    this.#here.set(key, value);
    try {
      window[this.#name].setItem(key, value);
    } catch {
      // It stays where it is.
    }
  }
}

/** For all tabs of this browser. */
export const browser = new Kept("localStorage");

/** For this tab. */
export const tab = new Kept("sessionStorage");
