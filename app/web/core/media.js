/**
 * The media connection: answers the server's offers, sends the microphone and the camera, and hands out what the slots bring.
 * One RTCPeerConnection per generation; the newest offer replaces the one before. Knows nothing of the room.
 */

const DISCONNECTED_FOR_MS = 4000;
const OFFER_WITHIN_MS = 8000;
const VIDEO_BITRATE_BPS = 700_000;

/** @typedef {{ slot: number, kind: "audio" | "video", framesDecoded: number, totalAudioEnergy: number, packetsReceived: number, bytesReceived: number }} SlotStats */

/** Events: `change` (a picture appeared or the connection's state changed). */
export class Media extends EventTarget {
  /**
   * @param {object} options
   * @param {(generation: number, sdp: string) => Promise<void>} options.sendAnswer
   * @param {(generation: number) => Promise<void>} options.askRestart
   * @param {import("./sound.js").Sound} options.sound
   */
  constructor({ sendAnswer, askRestart, sound }) {
    super();
    this._sendAnswer = sendAnswer;
    this._askRestart = askRestart;
    this._sound = sound;
    /** @type {RTCIceServer[]} */
    this.ice_servers = [];
    this._generation = 0;
    /** @type {RTCPeerConnection | null} */
    this._pc = null;
    /** @type {{ mic: MediaStreamTrack | null, cam: MediaStreamTrack | null }} */
    this._tracks = { mic: null, cam: null };
    /** @type {Map<number, MediaStream>} */
    this._pictures = new Map();
    this._timer = 0;
  }

  get connected() {
    return this._pc?.connectionState === "connected";
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
  }

  /** Applies an offer and answers it. @param {import("./wire.js").MediaOffer} offer */
  async accept(offer) {
    this._dropConnection();
    const generation = offer.generation;
    const pc = new RTCPeerConnection({ iceServers: this.ice_servers, bundlePolicy: "max-bundle" });
    this._pc = pc;
    this._generation = generation;
    pc.ontrack = (event) => this._onTrack(event.transceiver);
    pc.onconnectionstatechange = () => this._onState(pc);
    try {
      await pc.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      await this._attach("mic");
      await this._attach("cam");
      await pc.setLocalDescription(await pc.createAnswer());
      if (this._pc !== pc) return;
      await this._sendAnswer(generation, pc.localDescription?.sdp ?? "");
      await this._limitVideo();
    } catch (error) {
      if (this._pc === pc) this._onTrouble(error);
    }
  }

  /** After a lost websocket came back: what failed meanwhile is asked for again. */
  recheck() {
    if (this._pc && ["failed", "disconnected"].includes(this._pc.connectionState)) this._onState(this._pc);
  }

  close() {
    this._dropConnection();
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

  async _limitVideo() {
    const sender = this._transceiver("cam")?.sender;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (!sender || !parameters || !encoding) return;
    encoding.maxBitrate = VIDEO_BITRATE_BPS;
    await sender.setParameters(parameters).catch(() => undefined);
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
    clearTimeout(this._timer);
    if (pc.connectionState === "failed") void this._restart();
    if (pc.connectionState === "disconnected") this._timer = window.setTimeout(() => void this._restart(), DISCONNECTED_FOR_MS);
    this.dispatchEvent(new Event("change"));
  }

  async _restart() {
    clearTimeout(this._timer);
    const generation = this._generation;
    await this._askRestart(generation).catch(() => undefined);
    if (!this._pc || generation !== this._generation) return;
    // If no new offer came and nothing healed meanwhile, ask once more, for as long as it takes.
    this._timer = window.setTimeout(() => {
      if (!this.connected) void this._restart();
    }, OFFER_WITHIN_MS);
  }

  /** @param {unknown} error */
  _onTrouble(error) {
    const code = /** @type {{ code?: unknown }} */ (error)?.code;
    // An offer follows by itself after these; a lost socket is mended by `recheck`.
    if (code === "media.stale_generation" || code === "media.unavailable") return;
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._restart(), 1000);
  }

  _dropConnection() {
    clearTimeout(this._timer);
    const pc = this._pc;
    this._pc = null;
    if (!pc) return;
    pc.ontrack = pc.onconnectionstatechange = null;
    pc.close();
  }
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
