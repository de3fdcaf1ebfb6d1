// Files: sent ahead, so that what goes with them only needs to name them; and picking one, or dropping it on the page.

import { icon } from "/static/dom.js";

/** Send a file ahead; the word by which it is named. */
export async function give(file) {
  const token = document.querySelector('meta[name="page-token"]').content;
  const headers = { "X-Page-Token": token, "X-File-Name": encodeURIComponent(file.name) };
  const answer = await fetch("/given", { method: "POST", body: file, headers }).catch(() => null);
  if (!answer) throw new Error("The connection dropped; try again in a moment.");
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said;
}

/** Take a file that is picked with the button beside the line; on a phone there is nothing to drop. onFile(file): as below. */
export function takePicks(onFile) {
  const [button, input] = ["bring", "brought"].map((id) => document.getElementById(id));
  button.append(icon("clip"));
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) onFile(file);
    input.value = ""; // the same one may be picked again
  });
}

/** Let files be picked where one may make packs. commands: those of the person. */
export function letPick(commands) {
  document.getElementById("bring").hidden = !commands.some(({ name }) => name === "pack import");
}

/** Take a file that is dropped anywhere on the page. onFile(file): what becomes of it. */
export function takeDrops(onFile) {
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    // A dialog has fields of its own for files.
    const [file] = event.dataTransfer.files;
    if (file && !document.querySelector("dialog[open]")) onFile(file);
  });
}
