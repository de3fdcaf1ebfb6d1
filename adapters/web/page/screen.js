// Whether the page is light or dark: as its reader chose, or as their screen is; and the pictures that fit.

import { browser } from "/static/storage.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : dark.matches;
}

/** Choose the other one. */
export function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  browser.set("versed-theme", theme);
  fit();
}

/** What makes an image of either picture: the one that fits now, and again whenever that changes. */
export function eitherPicture(light, dark) {
  return { src: dark && isDark() ? dark : light, "data-light": light, "data-dark": dark || null };
}

dark.addEventListener("change", fit);

function fit() {
  for (const image of document.querySelectorAll("img[data-dark]")) image.src = image.dataset[isDark() ? "dark" : "light"];
}
