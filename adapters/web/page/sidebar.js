// Channels, people, the own name and the theme; on a phone, in a drawer.

import { icon, make } from "/static/dom.js";
import { avatar } from "/static/people.js";
import { isDark, switchTheme } from "/static/screen.js";
import { isOn, switchSound } from "/static/sound.js";

const byId = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 760px)"); // where the style sheet has a drawer

/** onPick(channel): a channel was chosen. onRename(): the person wants another name. */
export class Sidebar {
  #onPick;
  #buttons = new Map();

  constructor({ onPick, onRename }) {
    this.#onPick = onPick;
    byId("me").addEventListener("click", onRename);
    byId("drawer-open").append(icon("menu"));
    byId("drawer-close").append(icon("close"));
    byId("drawer-open").addEventListener("click", () => this.#drawer(true));
    byId("drawer-close").addEventListener("click", () => this.#drawer(false));
    byId("veil").addEventListener("click", () => this.#drawer(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("drawer")) this.#drawer(false);
    });
    narrow.addEventListener("change", () => this.#drawer(false));
    this.#labelDrawer();
    byId("theme").addEventListener("click", () => this.#switchTheme());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#showTheme());
    this.#showTheme();
    byId("sound").addEventListener("click", () => {
      switchSound(!isOn());
      this.#showSound();
    });
    this.#showSound();
  }

  welcome({ me, channels, people }) {
    byId("me").title = "Change your name";
    byId("me").hidden = false;
    this.people(people, me);
    if (this.#buttons.size) return;
    for (const channel of channels) {
      const count = make("span", { class: "unread", hidden: true });
      const button = make("button", { type: "button" }, icon("hash"), make("span", {}, channel.name.slice(1)), count);
      button.addEventListener("click", () => {
        this.#onPick(channel.id);
        this.#drawer(false);
      });
      this.#buttons.set(channel.id, { button, count, unread: 0 });
      byId("channels").append(make("li", {}, button));
    }
  }

  people(people, me) {
    byId("me").replaceChildren(avatar(me), make("span", { translate: "no" }, me.name));
    byId("me").ariaLabel = `${me.name}: change your name`;
    const lines = people.map((person) =>
      make("li", {}, avatar(person), make("span", { translate: "no" }, person.name), person.id === me.id ? make("em", {}, "you") : null),
    );
    byId("people").replaceChildren(...lines);
  }

  /** Mark a channel as the one being read. */
  pick(channel) {
    for (const [id, { button }] of this.#buttons) button.ariaCurrent = id === channel.id ? "true" : null;
    byId("title").textContent = channel.name;
    byId("topic").textContent = channel.topic;
    this.#count(channel.id, 0);
  }

  /** Count what came in unseen. */
  unread(channel) {
    this.#count(channel, this.#buttons.get(channel).unread + 1);
  }

  #count(channel, unread) {
    const line = this.#buttons.get(channel);
    line.unread = unread;
    line.count.hidden = unread === 0;
    line.count.replaceChildren(String(unread), make("span", { class: "unseen" }, " unread"));
    const all = [...this.#buttons.values()].reduce((sum, each) => sum + each.unread, 0);
    byId("drawer-open").classList.toggle("has-unread", all > 0);
    document.title = all ? `(${all}) Versed playground` : "Versed playground";
    this.#labelDrawer(all);
  }

  #labelDrawer(unread = 0) {
    byId("drawer-open").ariaLabel = unread ? `Open channels, ${unread} unread` : "Open channels";
  }

  #drawer(open) {
    const wasOpen = document.body.classList.contains("drawer");
    document.body.classList.toggle("drawer", open);
    byId("veil").hidden = !open;
    document.querySelector(".main").inert = open; // nobody tabs to what the drawer covers
    byId("drawer-open").ariaExpanded = String(open);
    if (open) byId("drawer-close").focus();
    else if (wasOpen) byId("drawer-open").focus();
  }

  #switchTheme() {
    switchTheme();
    this.#showTheme();
  }

  #showSound() {
    byId("sound").replaceChildren(icon(isOn() ? "sound" : "silence"));
    byId("sound").ariaPressed = String(isOn());
    byId("sound").title = isOn() ? "Sounds are on" : "Sounds are off";
  }

  #showTheme() {
    byId("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
    byId("theme").ariaLabel = isDark() ? "Switch to light" : "Switch to dark";
  }
}
