/**
 * Whether this network lets sound and picture through, before anybody is let in. Two ends in this page are joined through the
 * TURN server and nothing else: by UDP, then also by TCP or TLS. What carries data there carries sound and picture.
 *
 * This module imports nothing: tests/lab runs it as it is, in a browser behind a real TURN server.
 */

/**
 * @typedef {{ urls: string[], username?: string, credential?: string }} IceServer
 * @typedef {"udp" | "tcp"} Way
 * @typedef {"untried" | "silent" | "answered" | "carried"} Found How far a way led: the server may answer, and yet no data pass.
 * @typedef {"direct" | "detour" | "blocked" | "unchecked"} Verdict
 */

/** The whole check ends by then. A slow link answers within a second or two. */
export const WITHIN_MS = 8000;
/** UDP is tried alone first. It works for most people, who then take no more places at the server. */
export const HEAD_START_MS = 2000;

/** @param {string} url */
const isUdp = (url) => url.startsWith("turn:") && !/[?&]transport=tcp\b/.test(url);

/** The servers by the way that leads to them. @param {IceServer[]} servers @returns {Record<Way, IceServer[]>} */
export function waysOf(servers) {
  /** @param {(url: string) => boolean} fits */
  const only = (fits) => servers.map((server) => ({ ...server, urls: server.urls.filter(fits) })).filter(({ urls }) => urls.length > 0);
  return { udp: only(isUdp), tcp: only((url) => !isUdp(url)) };
}

/**
 * Where a server answers but passes nothing on, its settings may be the reason, so nobody is told that their network is.
 * @param {Record<Way, Found>} found @returns {Verdict}
 */
export function verdictOf({ udp, tcp }) {
  if (udp === "carried") return "direct";
  if (tcp === "carried") return "detour";
  const tried = [udp, tcp].filter((each) => each !== "untried");
  return tried.length > 0 && tried.every((each) => each === "silent") ? "blocked" : "unchecked";
}

/** STUN's code for a server that was not reached; any other error came from it. */
const NOT_REACHED = 701;

/**
 * Tries the network once. Whatever it opened is closed when it returns.
 * @param {IceServer[]} servers
 * @param {{ stop?: AbortSignal, within_ms?: number, head_start_ms?: number, Peer?: typeof RTCPeerConnection }} [options]
 * @returns {Promise<Verdict>}
 */
export async function checkNetwork(servers, options = {}) {
  const { stop, within_ms = WITHIN_MS, head_start_ms = HEAD_START_MS, Peer = globalThis.RTCPeerConnection } = options;
  const ways = waysOf(servers);
  /** @type {Record<Way, Found>} */
  const found = { udp: "untried", tcp: "untried" };
  const over = new AbortController();
  const end = () => over.abort();
  stop?.addEventListener("abort", end);
  const deadline = setTimeout(end, within_ms);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let head_start;
  /** @param {Way} way */
  const tryWay = async (way) => {
    if (!ways[way].length || over.signal.aborted || stop?.aborted) return;
    found[way] = "silent";
    found[way] = await joinEnds(ways[way], Peer, over.signal);
    if (found[way] === "carried") end();
  };
  try {
    const first = tryWay("udp");
    await Promise.race([first, new Promise((done) => (head_start = setTimeout(done, head_start_ms)))]);
    await Promise.all([first, tryWay("tcp")]);
    return stop?.aborted ? "unchecked" : verdictOf(found);
  } catch {
    // This browser cannot be asked.
    return "unchecked";
  } finally {
    clearTimeout(deadline);
    clearTimeout(head_start);
    stop?.removeEventListener("abort", end);
    end();
  }
}

/**
 * Joins two ends through these servers; resolves once it is known how far that led, at the latest when it is over.
 * @param {IceServer[]} servers @param {typeof RTCPeerConnection} Peer @param {AbortSignal} over
 * @returns {Promise<Found>}
 */
async function joinEnds(servers, Peer, over) {
  const make = () => new Peer({ iceServers: servers, iceTransportPolicy: "relay" });
  const [near, far] = [make(), make()];
  /** @type {Found} */
  let found = "silent";
  try {
    await new Promise((done, failed) => {
      over.addEventListener("abort", done);
      const channel = near.createDataChannel("check", { negotiated: true, id: 0 });
      far.createDataChannel("check", { negotiated: true, id: 0 });
      // It opens once data went both ways.
      channel.onopen = () => {
        found = "carried";
        done(undefined);
      };
      const described = describe(near, far);
      described.catch(failed);
      for (const [own, other] of [
        [near, far],
        [far, near],
      ]) {
        own.onicecandidate = ({ candidate }) => {
          // The last one is empty, or none.
          if (!candidate?.candidate) return found === "silent" && done(undefined);
          found = atLeastAnswered(found);
          described.then(() => other.addIceCandidate(candidate)).catch(() => undefined);
        };
        own.onicecandidateerror = ({ errorCode }) => {
          if (errorCode !== NOT_REACHED) found = atLeastAnswered(found);
        };
        own.onconnectionstatechange = () => own.connectionState === "failed" && done(undefined);
      }
    });
  } finally {
    near.close();
    far.close();
  }
  return found;
}

/** @param {Found} found @returns {Found} */
const atLeastAnswered = (found) => (found === "silent" ? "answered" : found);

/** @param {RTCPeerConnection} near @param {RTCPeerConnection} far */
async function describe(near, far) {
  await near.setLocalDescription();
  await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
  await far.setLocalDescription();
  await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
}
