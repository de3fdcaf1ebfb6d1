// Where one is, in the address: a channel, perhaps as a room sees it on a projector. Back and links work.

const PROJECTOR = "projector";

/** The channel of the address, and whether it is the projector view; "" without one. */
export function here() {
  const [channel = "", view = ""] = location.hash.slice(1).split("/").map(decode);
  return { channel, projector: view === PROJECTOR };
}

/** Go somewhere; `instead`: in place of where one is, so that Back does not lead there again. */
export function go({ channel, projector = false }, { instead = false } = {}) {
  const hash = `#${encodeURIComponent(channel)}${projector ? `/${PROJECTOR}` : ""}`;
  if (hash === location.hash) return;
  if (instead) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // an address that somebody has typed
  }
}
