// Words for those who listen to the page, said once what is being read has come to its end.

// While a dialog is open, nothing outside it is read out.
const voiceHere = () => document.querySelector("dialog[open] .voice") ?? document.getElementById("announcer");

/** Say a few words politely; "" takes back the last ones. */
export function announce(words) {
  const voice = voiceHere();
  // The same words twice would not be a change; a space makes them one.
  voice.textContent = voice.textContent === words ? `${words} ` : words;
}
