/**
 * The media connection: answers the server's offers, sends the microphone and the camera, and hands out what the slots bring.
 * One RTCPeerConnection per generation; the newest offer replaces the one before, but for one that restarts it. Knows nothing
 * of the room.
 */

import { Mending } from "../connection/mending.js";
import { encodingsFor } from "./layers.js";

const ANSWER_AGAIN_AFTER_MS = 1000;
/** From the second failure in a row on people are told what may help. */
const FAILING_AFTER = 2;

/** @typedef {{ slot: number, kind: "audio" | "video", framesDecoded: number, totalAudioEnergy: number, packetsReceived: number, bytesReceived: number }} SlotStats */

/** Events: `change` (a picture appeared or the connection's state changed). */
export class Media extends EventTarget {
  /**
   * @param {object} options
   * @param {(generation: number, sdp: string) => Promise<unknown>} options.sendAnswer
   * @param {(generation: number, fresh: boolean) => Promise<unknown>} options.askRestart
   * @param {import("./sound.js").Sound} options.sound
   */
  constructor({ sendAnswer, askRestart, sound }) {
    super();
    this._sendAnswer = sendAnswer;
    this._sound = sound;
    this._generation = 0;
    /** @type {RTCPeerConnection | null} */
    this._pc = null;
    /** @type {{ mic: MediaStreamTrack | null, cam: MediaStreamTrack | null }} */
    this._tracks = { mic: null, cam: null };
    /** @type {Map<number, MediaStream>} */
    this._pictures = new Map();
    /** @type {readonly import("../wire.js").VideoLayer[]} */
    this._layers = [];
    /** @type {readonly string[] | null} */
    this._wanted = null;
    /** @type {readonly number[]} */
    this._paused_slots = [];
    // One after the other: descriptions of one connection, and settings of the camera's sender.
    this._describing = Promise.resolve();
    this._setting = Promise.resolve();
    this._mending = new Mending((fresh) => askRestart(this._generation, fresh), {
      changed: () => this.dispatchEvent(new Event("change")),
    });
    this._was_connected = false;
    /** What this browser has no format for. @type {readonly import("../wire.js").Lack[]} */
    this.cannot = [];
    /** Whether the service is reached over this computer's inner address alone. */
    this._only_here = false;
    /** Whether the browser gives the connection no way out at all. */
    this._no_way = false;
  }

  get connected() {
    return this._pc?.connectionState === "connected";
  }

  /** Why there is neither sound nor picture: what was lost is being mended, does not get through, or the browser forbids it. @returns {"" | "lost" | "failing" | "blocked" | "only_here"} */
  get trouble() {
    if (this.connected) return "";
    if (!this._pc) return this._no_way ? "blocked" : "";
    if (this._only_here && this._mending.failures) return "only_here";
    if (this._mending.failures >= FAILING_AFTER) return this._no_way ? "blocked" : "failing";
    return this._was_connected && this._mending.failures ? "lost" : "";
  }

  /** What slot `slot` shows, if anything came. @param {number} slot */
  pictureOf(slot) {
    return this._pictures.get(slot) ?? null;
  }

  /** @param {"mic" | "cam"} mid @param {MediaStreamTrack | null} track */
  async setTrack(mid, track) {
    if (this._tracks[mid] === track) return;
    this._tracks[mid] = track;
    await this._transceiver(mid)?.sender.replaceTrack(track);
    if (mid === "cam") await this._setEncodings();
  }

  /** Applies an offer and answers it. @param {import("../wire.js").MediaOffer} offer */
  accept(offer) {
    if (offer.restart) {
      if (!this._pc || offer.generation !== this._generation) return this._mending.despair();
    } else if (!this._makeConnection(offer)) {
      return;
    }
    const pc = /** @type {RTCPeerConnection} */ (this._pc);
    this._describing = this._describing.then(() => this._answer(pc, offer));
    return this._describing;
  }

  /** The server says which layers of the camera somebody wants. @param {import("../wire.js").MediaLayers} layers */
  async want(layers) {
    if (layers.generation !== this._generation) return;
    this._wanted = layers.rids;
    await this._setEncodings();
  }

  /** The server says which pictures the link does not carry. @param {import("../wire.js").MediaPaused} paused */
  notePaused(paused) {
    if (paused.generation !== this._generation) return;
    this._paused_slots = paused.slots;
    this.dispatchEvent(new Event("change"));
  }

  /** Whether the server keeps this picture back because the link is too narrow. @param {number} slot */
  isPaused(slot) {
    return this._paused_slots.includes(slot);
  }

  /** The server says what this browser has no format for. @param {import("../wire.js").MediaUnsupported} unsupported */
  lack({ generation, cannot }) {
    if (generation !== this._generation) return;
    this.cannot = cannot;
    this.dispatchEvent(new Event("change"));
  }

  /** The camera's picture has another size now. */
  refit() {
    return this._setEncodings();
  }

  /** After a lost websocket came back: what failed meanwhile is asked for again. */
  recheck() {
    if (this._pc) this._mending.recheck();
  }

  /** The network has changed. */
  hurry() {
    this._mending.hurry();
  }

  close() {
    this._dropConnection();
    this._mending.reset();
    this._was_connected = false;
    /** What this browser has no format for. @type {readonly import("../wire.js").Lack[]} */
    this.cannot = [];
    /** Whether the service is reached over this computer's inner address alone. */
    this._only_here = false;
    this._pictures.clear();
    this._tracks = { mic: null, cam: null };
  }

  /** @returns {Promise<SlotStats[]>} */
  async stats() {
    const pc = this._pc;
    if (!pc) return [];
    /** @type {SlotStats[]} */
    const found = [];
    for (const report of (await pc.getStats()).values()) {
      const slot = report.type === "inbound-rtp" && slotOf(report.mid);
      if (!slot) continue;
      found.push({
        ...slot,
        framesDecoded: report.framesDecoded ?? 0,
        totalAudioEnergy: report.totalAudioEnergy ?? 0,
        packetsReceived: report.packetsReceived ?? 0,
        bytesReceived: report.bytesReceived ?? 0,
      });
    }
    return found;
  }

  /** Frames decoded so far, by slot. */
  async frames() {
    const pictures = (await this.stats()).filter(({ kind }) => kind === "video");
    return new Map(pictures.map(({ slot, framesDecoded }) => [slot, framesDecoded]));
  }

  /** @param {import("../wire.js").MediaOffer} offer @returns {boolean} Whether the browser makes connections at all. */
  _makeConnection(offer) {
    this._dropConnection();
    const pc = this._open(offer);
    this._pc = pc;
    this._no_way = !pc;
    this.dispatchEvent(new Event("change"));
    if (!pc) return false;
    this._mending.renewed();
    this._generation = offer.generation;
    this.cannot = [];
    this._only_here = isOnlyHere(offer.sdp) && !offer.ice_servers?.length;
    this._layers = offer.layers ?? [];
    this._wanted = null;
    this._paused_slots = [];
    this._describing = this._setting = Promise.resolve();
    pc.ontrack = (event) => this._onTrack(event.transceiver);
    pc.onconnectionstatechange = () => this._onState(pc);
    return true;
  }

  /** @param {import("../wire.js").MediaOffer} offer @returns {RTCPeerConnection | null} Null where a setting or an add-on forbids connections. */
  _open(offer) {
    try {
      return new RTCPeerConnection({ iceServers: offer.ice_servers, bundlePolicy: "max-bundle" });
    } catch {
      return null;
    }
  }

  /** @param {RTCPeerConnection} pc @param {import("../wire.js").MediaOffer} offer */
  async _answer(pc, offer) {
    if (this._pc !== pc) return;
    try {
      // The credentials of an earlier offer may be too old for a new way through a TURN server.
      if (offer.restart) pc.setConfiguration({ ...pc.getConfiguration(), iceServers: offer.ice_servers });
      await pc.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      if (!offer.restart) {
        await this._attach("mic");
        await this._attach("cam");
        await this._setEncodings();
      }
      await pc.setLocalDescription(await pc.createAnswer());
      if (this._pc !== pc) return;
      await this._sendAnswer(offer.generation, pc.localDescription?.sdp ?? "");
      // Chromium switches every layer on again with each description it takes.
      await this._setEncodings();
    } catch (error) {
      if (this._pc === pc) this._onTrouble(error);
    }
  }

  /** @param {string} mid */
  _transceiver(mid) {
    return this._pc?.getTransceivers().find((transceiver) => transceiver.mid === mid);
  }

  /** @param {"mic" | "cam"} mid */
  async _attach(mid) {
    const transceiver = this._transceiver(mid);
    if (!transceiver) return;
    // Also without a track: a microphone that is plugged in later then needs no new offer.
    transceiver.direction = "sendonly";
    await transceiver.sender.replaceTrack(this._tracks[mid]);
  }

  /** Sets size, bits and on or off of every layer of the camera, by what is known when its turn comes. */
  _setEncodings() {
    // Safari refuses all where it refuses one: which layers are sent matters most. A browser that takes none goes on with those it has.
    this._setting = this._setting
      .then(() => this._applyEncodings(["active", "scaleResolutionDownBy", "maxBitrate"]))
      .catch(() => this._applyEncodings(["active"]))
      .catch(() => undefined);
    return this._setting;
  }

  /** @param {(keyof ReturnType<typeof encodingsFor>[number])[]} fields */
  async _applyEncodings(fields) {
    const sender = this._transceiver("cam")?.sender;
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.length) return;
    const settings = encodingsFor({
      rids: parameters.encodings.map((encoding) => encoding.rid ?? ""),
      layers: this._layers,
      wanted: this._wanted,
      height: this._tracks.cam?.getSettings().height ?? 0,
    });
    for (const [index, encoding] of parameters.encodings.entries())
      for (const field of fields) Object.assign(encoding, { [field]: settings[index][field] });
    await sender.setParameters(parameters);
  }

  /** @param {RTCRtpTransceiver} transceiver */
  _onTrack(transceiver) {
    const found = slotOf(transceiver.mid);
    if (!found) return;
    const stream = new MediaStream([transceiver.receiver.track]);
    if (found.kind === "audio") this._sound.play(found.slot, stream);
    else this._pictures.set(found.slot, stream);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {RTCPeerConnection} pc */
  _onState(pc) {
    if (pc !== this._pc) return;
    if (this.connected) this._was_connected = true;
    this._no_way = navigator.onLine && !/^a=candidate:/m.test(pc.localDescription?.sdp ?? "");
    this._mending.follow(pc.connectionState);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {unknown} error */
  _onTrouble(error) {
    const code = /** @type {{ code?: unknown }} */ (error)?.code;
    // An offer follows by itself after these; a lost socket is mended by `recheck`.
    if (code === "media.stale_generation" || code === "media.unavailable") return;
    this._mending.despair(ANSWER_AGAIN_AFTER_MS);
  }

  _dropConnection() {
    const pc = this._pc;
    this._pc = null;
    if (!pc) return;
    pc.ontrack = pc.onconnectionstatechange = null;
    pc.close();
  }
}

/** Whether an offer names no other address than this computer's inner one, as a demo without a network does. @param {string} sdp */
export function isOnlyHere(sdp) {
  const addresses = [...sdp.matchAll(/^a=candidate:\S+ \d+ \S+ \d+ (\S+) /gm)].map(([, address]) => address);
  return addresses.length > 0 && addresses.every((address) => address.startsWith("127."));
}

/**
 * The slot behind a mid such as `a0` or `v12`.
 * @param {string | null} mid
 * @returns {{ slot: number, kind: "audio" | "video" } | null}
 */
export function slotOf(mid) {
  const found = /^([av])(\d+)$/.exec(mid ?? "");
  return found ? { slot: Number(found[2]), kind: found[1] === "a" ? "audio" : "video" } : null;
}
