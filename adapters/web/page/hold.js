// Changes wait while a finger or a mouse button is down: nothing moves away under it, and a press goes where it was aimed.

const LONGEST = 1500; // milliseconds; whoever presses longer is not about to press a button
const AFTER = 350; // milliseconds from lifting a finger to the click that the browser makes of it, at most

export class Hold {
  #waiting = [];
  #timer = 0;

  constructor(area) {
    area.addEventListener("pointerdown", ({ target }) => target.closest("button, a") && this.#hold(LONGEST));
    addEventListener("pointerup", () => this.#timer && this.#hold(AFTER));
    addEventListener("pointercancel", () => this.#release());
    // After what the click itself does.
    addEventListener("click", () => this.#timer && this.#hold(0));
  }

  /** Do something now, or as soon as nobody is pressing; everything in its order. */
  then(work) {
    if (this.#timer) this.#waiting.push(work);
    else work();
  }

  #hold(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#release(), milliseconds);
  }

  #release() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const work of this.#waiting.splice(0)) work();
  }
}
