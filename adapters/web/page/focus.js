// Where the focus goes when what had it changes or leaves.

const controlsIn = (element) => [...element.querySelectorAll(".card .button, .card .menu-opener")];

/** In a card with menus that comes again with the same controls: what stands where the one in use stood. */
export function counterpart(used, old, element) {
  const [before, after] = [controlsIn(old), controlsIn(element)];
  const at = before.indexOf(used.closest(".block-menu")?.querySelector(".menu-opener") ?? used);
  const alike = before.length === after.length && before.every((each, i) => each.className === after[i].className);
  return alike && old.querySelector(".menu-opener") ? after[at] ?? null : null;
}

/** To what a keyboard user most likely wants next; without a main button, to the message, so that it is read from its start. */
export function focusIn(element) {
  (element.querySelector(".button.primary") ?? element).focus({ preventScroll: true });
}

/** Have a message leave the page; who was in it goes on beside it. leave(): takes it away. */
export async function leaving(article, leave) {
  const line = article.closest("li");
  const beside = (line.nextElementSibling ?? line.previousElementSibling)?.firstElementChild;
  await leave();
  if (document.activeElement === document.body) (beside ?? document.getElementById("scroller")).focus({ preventScroll: true });
}
