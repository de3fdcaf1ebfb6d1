// Words for those who listen to the page, said once what is being read has come to its end.

// While a dialog is open, nothing outside it is read out.
const voiceHere = () => document.querySelector("dialog[open] .voice") ?? document.getElementById("announcer");

/** Take words back that no longer hold, for those who read on their own; others that were said since stay. */
export function takeBack(words) {
  const voice = voiceHere();
  if (voice.textContent.trim() === words) voice.textContent = "";
}

/** Say a few words politely. */
export function announce(words) {
  const voice = voiceHere();
  // The same words twice would not be a change; a space makes them one.
  voice.textContent = voice.textContent === words ? `${words} ` : words;
}
