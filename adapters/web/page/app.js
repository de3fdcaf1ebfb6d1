// The page: one person, in one channel at a time, over one connection.

import { Composer } from "/static/composer.js";
import { Connection } from "/static/connection.js";
import { follow } from "/static/countdown.js";
import { ask, askName, isShared } from "/static/dialogs.js";
import { keepInView } from "/static/fitting.js";
import { give, letPick, takeDrops, takePicks } from "/static/given.js";
import { Hold } from "/static/hold.js";
import { Log } from "/static/log.js";
import { meet } from "/static/people.js";
import { isProjector, setUpProjector, showProjector } from "/static/projector.js";
import { go, here } from "/static/routes.js";
import { Sidebar } from "/static/sidebar.js";
import { showSlips } from "/static/slips.js";
import { browser, tab } from "/static/storage.js";

const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;
const status = document.getElementById("status");
const connection = new Connection();
const hold = new Hold(document);
// On a machine of one's own a tab stays one person over reloads, and another tab may be another person. In a shared
// playground the whole browser is one person.
const names = isShared ? browser : tab;
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

const log = new Log(document.getElementById("scroller"), hold, {
  press: async (entry, press, filled, from) => {
    if (filled) return fillIn(entry, press, filled);
    let form = null;
    const send = async () => {
      const answer = await pressed(entry, press);
      form = answer.form;
      if (!form) log.answered(answer.entry, from);
    };
    const sent = await attempt(send, entry.channel);
    if (form) ask(form, (typed, id = press) => fillIn(entry, id, typed), from);
    return sent && !form;
  },
  dismiss: (entry) => attempt(() => connection.request("dismiss", { entry: entry.id }), entry.channel),
  run: (line) => say(line),
  linesFrom: async (line) => {
    const answer = await connection.request("complete", { channel: channels[0].id, line, settled: false }).catch(() => null);
    return (answer?.reading?.suggestions ?? []).map((each) => each.line.trim());
  },
  unread: (id) => sidebar.unread(id),
});

const pressed = (entry, press, filled) =>
  connection.request("press", { channel: entry.channel, entry: entry.id, press, ...filled });

// A form stays open where this is refused, and says why; gives how to show the answer.
async function fillIn(entry, press, filled) {
  const answer = await pressed(entry, press, filled);
  return () => log.answered(answer.entry, document.activeElement);
}

// A line that does not go through comes back into the box, to be put right.
async function say(text) {
  const { id } = channel;
  const sent = await attempt(
    async () => log.answered((await connection.request("say", { channel: id, text })).entry),
    id,
    () => composer.discard(text),
    text,
  );
  if (!sent) composer.restore(text);
}

// A file that is picked or dropped becomes a pack, once its owner has seen what would come of it.
function bringFile(file) {
  const { id } = channel;
  const bring = async () => {
    const files = { file: await give(file) };
    return connection.request("say", { channel: id, text: "/pack import", files });
  };
  attempt(async () => log.answered((await bring()).entry), id);
}

takePicks(bringFile);
takeDrops(bringFile);

/**
 * Do something on the server; when it is turned down, say why, to this person alone, with what would do instead.
 *
 * done(): called once that was done. line: what was typed. Gives whether it went through at once.
 */
async function attempt(work, where, done, line) {
  try {
    await work();
    return true;
  } catch (problem) {
    const spans = problem.spans ?? [{ text: problem.message, style: "plain" }];
    log.notice(where, spans, problem.buttons, done, line);
    return false;
  }
}

function pick(id, { instead = false, projector = isProjector() } = {}) {
  channel = channels.find((each) => each.id === id);
  tab.set("versed-channel", id);
  go({ channel: id, projector }, { instead });
  showProjector(projector);
  sidebar.pick(channel);
  log.show(id);
  composer.setChannel(channel);
  composer.focus();
}

// To where the address says, if there is such a channel; an address that names none is put right.
function arrive() {
  const { channel: named, projector } = here();
  const known = (id) => channels.some((each) => each.id === id);
  const id = [named, channel?.id, tab.get("versed-channel")].find(known) ?? channels[0].id;
  pick(id, { instead: true, projector });
}

// A newcomer is asked a question right away, as if they had asked for it themselves.
function begin({ first, me: { id } }) {
  const key = `versed-begun-${id}`;
  if (!first || isProjector() || browser.get(key)) return;
  browser.set(key, "yes");
  say(first);
}

function become(person) {
  me = person;
  names.set("versed-name", me.name);
  connection.name = me.name;
}

function enter(name) {
  connection.enter(name);
}

connection.addEventListener("welcome", ({ detail }) => hold.then(() => welcome(detail)));
connection.addEventListener("event", ({ detail }) => hold.then(() => happen(detail)));

function welcome(detail) {
  follow(detail.now);
  meet(detail.people);
  if (me && me.id !== detail.me.id) {
    log.clear();
    composer.clear();
  }
  become(detail.me);
  channels = detail.channels;
  status.textContent = "";
  sidebar.welcome(detail);
  composer.welcome(detail);
  letPick(detail.commands);
  log.welcome(detail);
  showSlips(detail.slips, detail.warnings);
  if (!channel || !document.querySelector(".channel:not([hidden])")) arrive();
  begin(detail);
}

function happen(detail) {
  if (detail.type === "entry") log.add(detail.entry, detail.replaces);
  else if (detail.type === "board") log.change(detail.entry);
  else if (detail.type === "told") log.tell(detail.entry);
  else if (detail.type === "gone") log.remove(detail.entry);
  else if (detail.type === "forgotten") log.forget();
  else if (detail.type === "slips") showSlips(detail.slips, detail.warnings);
  else if (detail.type === "people" && me) {
    meet(detail.people);
    // Another tab of the same person may have changed their name.
    become(detail.people.find(({ id }) => id === me.id) ?? me);
    sidebar.people(detail.people, me);
  }
}

connection.addEventListener("lost", ({ detail }) => {
  status.textContent = detail ?? "Reconnecting…";
});

connection.addEventListener("unwelcome", async ({ detail }) => {
  const name = await askName({ problem: detail.sentence, typed: connection.name, current: me?.name });
  enter(name ?? me.name); // who had a name keeps it
});

// What came in while the tab was in the background counts as seen once it is looked at.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && channel) sidebar.pick(channel);
});

addEventListener("popstate", () => channels.length && arrive());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address says where one is
  document.getElementById("line").focus();
});
keepInView(document.getElementById("scroller"));
setUpProjector(isShared && !LOOPBACK.test(location.hostname) ? location.origin : "", (projector) => pick(channel.id, { projector }));

const known = names.get("versed-name");
enter(known ?? (await askName()));
