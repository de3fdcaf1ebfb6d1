// Files: sent ahead, so that what goes with them only needs to name them; and picking one, or dropping it on the page.

import { icon } from "/static/dom.js";

/** Send a file ahead; the word by which it is named. */
export async function give(file) {
  // The browser would only say that it couldn't send it.
  const readable = await file.slice(0, 1).arrayBuffer().catch(() => null);
  if (!readable) throw new Error("I can't read that file. If it's a folder, give me a file from it.");
  const token = document.querySelector('meta[name="page-token"]').content;
  const headers = { "X-Page-Token": token, "X-File-Name": encodeURIComponent(file.name) };
  const answer = await fetch("/given", { method: "POST", body: file, headers }).catch(() => null);
  if (!answer) throw new Error("The connection dropped; try again in a moment.");
  const said = await answer.text();
  // What isn't plain text comes from a proxy in between, such as one that allows smaller files only.
  const isOurs = answer.headers.get("Content-Type")?.startsWith("text/plain");
  if (!answer.ok) throw new Error(isOurs ? said : `That file didn't get through (error ${answer.status}); a smaller one may.`);
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
  // A field for a file takes what's dropped on it by itself.
  const carries = ({ dataTransfer, target }) =>
    [...(dataTransfer?.types ?? [])].includes("Files") && !target.closest?.('input[type="file"]');
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    // A dialog has fields of its own for files.
    if (document.querySelector("dialog[open]")) return;
    for (const file of event.dataTransfer.files) onFile(file);
  });
}
