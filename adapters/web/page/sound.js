// Sounds, off until someone switches them on: a few soft tones, made here.

import { browser } from "/static/storage.js";

const KEY = "versed-sound";

// Frequency in Hz and length in seconds of each tone, one after the other.
const CUES = {
  open: [[523, 0.09], [784, 0.14]],
  chosen: [[660, 0.07]],
  tick: [[880, 0.04]],
  right: [[659, 0.1], [784, 0.1], [1047, 0.22]],
  wrong: [[311, 0.14], [233, 0.24]],
  festive: [[523, 0.12], [659, 0.12], [784, 0.12], [1047, 0.4]],
};
const LOUDNESS = 0.12;

let context = null;

export const isOn = () => browser.get(KEY) === "on";

/** Switch sounds on or off, here and for the next visit. */
export function switchSound(on) {
  browser.set(KEY, on ? "on" : "off");
  if (on) cue("open");
}

/** Let something be heard, if sounds are on. */
export function cue(name) {
  if (!isOn()) return;
  context ??= new AudioContext();
  // A browser keeps it silent until the person has done something on the page.
  if (context.state === "suspended") context.resume().catch(() => {});
  let at = context.currentTime;
  for (const [frequency, seconds] of CUES[name]) {
    tone(frequency, at, seconds);
    at += seconds;
  }
}

function tone(frequency, at, seconds) {
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.type = "triangle";
  source.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, at + seconds + 0.08);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + seconds + 0.1);
}
