// A pointer that rests does not choose what slides under it: things light up once it has moved.

/** Mark an area as `pointing` while the pointer has moved since the last change in it. */
export function watchPointer(area) {
  area.addEventListener("pointermove", ({ movementX, movementY }) => {
    // Browsers also tell of a move when the page has moved under the pointer.
    if (movementX || movementY) area.classList.add("pointing");
  });
  new MutationObserver(() => area.classList.remove("pointing")).observe(area, { childList: true, subtree: true });
}
