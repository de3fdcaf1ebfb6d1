// Words for those who listen to the page, said once what is being read has come to its end.

const voice = document.getElementById("announcer");

/** Say a few words politely. */
export function announce(words) {
  // The same words twice would not be a change; a space makes them one.
  voice.textContent = voice.textContent === words ? `${words} ` : words;
}
