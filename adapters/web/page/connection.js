// The one WebSocket. It comes back by itself, and matches every answer to its request by id.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;
const PATIENCE = 20000; // milliseconds of silence after a request from which on the connection counts as broken
const QUIET = 30000; // milliseconds in which nothing comes, from which on the connection is tried
const ECHO = 10000; // milliseconds of silence after that from which on it counts as broken

/** A request that was turned down, with one sentence for the person. */
export class Refused extends Error {
  constructor({ sentence, spans = null, option = "", buttons = [] }) {
    super(sentence);
    this.spans = spans; // the sentence in its parts, with commands in it as such
    this.option = option; // what is to blame, by the name of its field
    this.buttons = buttons; // what would do instead
  }
}

/** A request that may not have arrived, as the connection broke. */
export class Lost extends Error {
  constructor() {
    super("The connection dropped; try again in a moment.");
    this.name = "Lost";
  }
}

/** What the browser says of the person: a first guess at their time zone, and how they write numbers. */
function told() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  return { locale: navigator.language ?? "", zone };
}

/**
 * Events: "welcome" (let in), "event" (something happened in the room), "lost" (the connection broke, or the playground
 * is full, which a sentence says then; it is tried again), "unwelcome" (the name was refused; it is not tried again).
 */
export class Connection extends EventTarget {
  #socket = null;
  #waiting = new Map();
  #lastId = 0;
  #tries = 0;
  #timer = 0;
  #overdue = 0;
  #quiet = 0;
  #attempt = 0;
  #name = "";

  constructor() {
    super();
    // Try at once when there is reason to believe that it will work.
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#try());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  get name() {
    return this.#name;
  }

  /** Come back under another name after an interruption. */
  set name(name) {
    this.#name = name;
  }

  /** Come in under a name, and stay. */
  enter(name) {
    this.#name = name;
    this.#tries = 0;
    this.#drop();
    this.#open();
  }

  /** Send a frame; its answer, or Refused, or Lost. */
  request(type, fields) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) return reject(new Lost());
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      if (this.#waiting.size === 1) this.#expect();
      this.#socket.send(JSON.stringify({ type, id, ...fields }));
    });
  }

  async #open() {
    const attempt = ++this.#attempt;
    const token = await this.#token().catch(() => null);
    if (attempt !== this.#attempt) return;
    if (token === null) return this.#again();
    const socket = new WebSocket(new URL("/socket", location.href.replace(/^http/, "ws")));
    this.#socket = socket;
    socket.addEventListener("open", () => {
      const hello = { type: "hello", id: ++this.#lastId, token, name: this.#name, ...told() };
      socket.send(JSON.stringify(hello));
    });
    socket.addEventListener("message", (event) => this.#receive(socket, JSON.parse(event.data)));
    socket.addEventListener("close", () => socket === this.#socket && this.#again());
  }

  /** The page's token: at first from this page; later from a fresh one, as a new start has another. */
  async #token() {
    const kept = document.querySelector('meta[name="page-token"]');
    if (this.#tries > 0) {
      const answer = await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      // It wants the key again, which only a visit to the page can ask for.
      if (answer.status === 401) location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      kept.content = page.querySelector('meta[name="page-token"]').content; // files are given with it as well
    }
    return kept.content;
  }

  #receive(socket, frame) {
    if (socket !== this.#socket) return;
    const { type, id } = frame;
    if (type === "welcome") {
      this.#tries = 0;
      this.#emit("welcome", frame);
    } else if (type === "refused" && frame.reason === "token") {
      socket.close();
    } else if (type === "refused" && frame.reason === "full") {
      this.#again(frame.sentence);
    } else if (type === "refused" && frame.reason) {
      this.#drop();
      this.#emit("unwelcome", frame);
    } else if (this.#waiting.has(id)) {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (type === "refused") reject(new Refused(frame));
      else resolve(frame);
    } else {
      this.#emit("event", frame);
    }
    this.#expect();
  }

  #again(sentence = null) {
    this.#drop();
    this.#emit("lost", sentence);
    // A little chance in the wait, so that many tabs do not come back at the same moment.
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 1.7 ** this.#tries) * (0.75 + Math.random() / 2);
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#open(), wait);
  }

  // A network that's gone doesn't say so: the answer just never comes.
  #expect() {
    clearTimeout(this.#overdue);
    clearTimeout(this.#quiet);
    if (this.#waiting.size) this.#overdue = setTimeout(() => this.#again(), PATIENCE);
    else if (this.#socket) this.#quiet = setTimeout(() => this.#try(), QUIET);
  }

  // Nor does it to someone who only watches.
  #try() {
    if (this.#waiting.size || this.#socket?.readyState !== WebSocket.OPEN) return;
    this.request("ping").catch(() => {});
    clearTimeout(this.#overdue);
    this.#overdue = setTimeout(() => this.#again(), ECHO);
  }

  #hurry() {
    if (!this.#timer) return this.#try();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#open();
  }

  #drop() {
    for (const each of [this.#timer, this.#overdue, this.#quiet]) clearTimeout(each);
    this.#timer = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    for (const { reject } of this.#waiting.values()) reject(new Lost());
    this.#waiting.clear();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
