// A board on a projector, where nobody scrolls: it's drawn smaller until all of it is in view.

import { isProjector } from "/static/projector.js";

const SMALLEST = 0.5; // of the usual size; below that a room can't read it anyway
const STEP = 0.04;

/** Keep the board that a scroller shows in view, whatever changes in it or around it. */
export function keepInView(scroller) {
  const fit = () => {
    if (!isProjector()) return;
    let size = 1;
    scroller.style.setProperty("--size", size);
    const isTooLong = () => scroller.scrollHeight > scroller.clientHeight;
    while (isTooLong() && size > SMALLEST) scroller.style.setProperty("--size", (size -= STEP));
  };
  new ResizeObserver(fit).observe(scroller);
  new MutationObserver(fit).observe(scroller, { childList: true, subtree: true, attributeFilter: ["hidden"] });
}
