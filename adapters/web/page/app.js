// The page: one person, in one channel at a time, over one connection.

import { Composer } from "/static/composer.js";
import { Connection } from "/static/connection.js";
import { follow } from "/static/countdown.js";
import { askName, isShared } from "/static/dialogs.js";
import { Log } from "/static/log.js";
import { Sidebar } from "/static/sidebar.js";

const status = document.getElementById("status");
const connection = new Connection();
// On a machine of one's own a tab stays one person over reloads, and another tab may be another person. In a shared
// playground the whole browser is one person.
const names = isShared ? localStorage : sessionStorage;
let me = null;
let channels = [];
let channel = null;

const sidebar = new Sidebar({
  onPick: (id) => pick(id),
  onRename: async () => {
    const name = await askName({ current: me.name });
    if (name && name !== me.name) enter(name);
  },
});

const composer = new Composer({
  send: (line) => {
    if (!channel) return false;
    say(line);
    return true;
  },
  read: async (line, settled) => {
    // An answer that does not come is no loss: the line can be sent as it is.
    const answer = await connection.request("complete", { channel: channel.id, line, settled }).catch(() => null);
    return answer?.reading ?? null;
  },
});

const log = new Log(document.getElementById("scroller"), {
  press: async (entry, press, filled, from) => {
    const send = () => connection.request("press", { channel: entry.channel, entry: entry.id, press, ...filled });
    if (!filled) return attempt(async () => log.answered((await send()).entry, from), entry.channel);
    const answer = await send(); // its form stays open where this is refused, and says why
    return () => log.answered(answer.entry, document.activeElement);
  },
  dismiss: (entry) => attempt(() => connection.request("dismiss", { entry: entry.id }), entry.channel),
  run: (line) => say(line),
  unread: (id) => sidebar.unread(id),
});

// A line that does not go through comes back into the box, to be put right.
async function say(text) {
  const { id } = channel;
  const sent = await attempt(
    async () => log.answered((await connection.request("say", { channel: id, text })).entry),
    id,
    () => composer.discard(text),
  );
  if (!sent) composer.restore(text);
}

/**
 * Do something on the server; when it is turned down, say why, to this person alone, with what would do instead.
 *
 * done(): called once that was done. Gives whether it went through at once.
 */
async function attempt(work, where, done) {
  try {
    await work();
    return true;
  } catch (problem) {
    log.notice(where, problem.message, problem.buttons, done);
    return false;
  }
}

function pick(id) {
  channel = channels.find((each) => each.id === id);
  sessionStorage.setItem("versed-channel", id);
  sidebar.pick(channel);
  log.show(id);
  composer.setChannel(channel);
  composer.focus();
}

function enter(name) {
  connection.enter(name);
}

connection.addEventListener("welcome", ({ detail }) => {
  names.setItem("versed-name", detail.me.name);
  follow(detail.now);
  if (me && me.id !== detail.me.id) log.clear();
  me = detail.me;
  channels = detail.channels;
  status.textContent = "";
  sidebar.welcome(detail);
  composer.welcome(detail);
  log.welcome(detail);
  const wanted = channel?.id ?? sessionStorage.getItem("versed-channel");
  if (!channel || !document.querySelector(".channel:not([hidden])")) {
    pick(channels.some((each) => each.id === wanted) ? wanted : channels[0].id);
  }
});

connection.addEventListener("event", ({ detail }) => {
  if (detail.type === "entry") log.add(detail.entry, detail.replaces);
  else if (detail.type === "board") log.change(detail.entry);
  else if (detail.type === "told") log.tell(detail.entry);
  else if (detail.type === "gone") log.remove(detail.entry);
  else if (detail.type === "people" && me) sidebar.people(detail.people, me);
});

connection.addEventListener("lost", () => {
  status.textContent = "Reconnecting…";
});

connection.addEventListener("unwelcome", async ({ detail }) => {
  enter(await askName({ problem: detail.sentence, typed: connection.name }));
});

// What came in while the tab was in the background counts as seen once it is looked at.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && channel) sidebar.pick(channel);
});

const known = names.getItem("versed-name");
enter(known ?? (await askName()));
