// Changes wait while a finger or a mouse button is down: nothing moves away under it, and a press goes where it was aimed.

const PRESSED = "button, a, summary, [role=option]";
const AFTER = 350; // milliseconds from lifting a finger to the click that the browser makes of it, at most

export class Hold {
  #waiting = [];
  #pressed = false;
  #timer = 0;

  /** area: where a press has changes wait. */
  constructor(area) {
    area.addEventListener("pointerdown", ({ target }) => target.closest(PRESSED) && this.#press());
    addEventListener("pointerup", () => this.#release(AFTER));
    // After what the click itself does.
    addEventListener("click", () => this.#release(0));
    addEventListener("pointercancel", () => this.#release(0));
    // Lifted where the page didn't hear of it.
    addEventListener("pointermove", ({ buttons }) => buttons || this.#release(0));
    addEventListener("blur", () => this.#release(0));
  }

  /** Do something now, or as soon as nobody is pressing; everything in its order. */
  then(work) {
    if (this.#pressed) this.#waiting.push(work);
    else work();
  }

  #press() {
    clearTimeout(this.#timer);
    this.#pressed = true;
  }

  #release(milliseconds) {
    if (!this.#pressed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#pressed = false;
      for (const work of this.#waiting.splice(0)) work();
    }, milliseconds);
  }
}
