/**
 * The websocket: hello, resume, requests with ids, and coming back after a loss. It owns the socket and the resume token;
 * what the messages mean for the room is decided by the session. Follows PROTOCOL.md parts 2 to 4.
 */

import { delayBefore } from "./reconnect.js";

/**
 * @typedef {import("./wire.js").ServerMessage} ServerMessage
 * @typedef {import("./wire.js").DeviceSwitches} DeviceSwitches
 * @typedef {"closed" | "opening" | "open" | "lost"} ConnectionState
 * @typedef {{ ticket: string } | { resume: { token: string, seq: number } }} Credential
 */

const SUBPROTOCOL = "attune.v1";
const CLIENT = "attune-web/1";
const ANSWER_WITHIN_MS = 8000;
const OPEN_WITHIN_MS = 10_000;

/** A request was not done. `code` is the server's, or `connection.lost`. */
export class RequestRefused extends Error {
  /** @param {string} code @param {string} [reason] */
  constructor(code, reason) {
    super(code);
    this.name = "RequestRefused";
    this.code = code;
    this.reason = reason;
  }
}

/** Events: `state` (the state changed) and `message` (detail: a server message that is not an answer). */
export class Connection extends EventTarget {
  /**
   * @param {object} options
   * @param {string} options.url
   * @param {() => DeviceSwitches} options.devices What `hello` says of microphone and camera.
   * @param {() => number} options.seq The last `seq` that was applied.
   * @param {(url: string, protocol: string) => WebSocket} [options.makeSocket]
   * @param {() => number} [options.random]
   */
  constructor({ url, devices, seq, makeSocket = (at, protocol) => new WebSocket(at, protocol), random = Math.random }) {
    super();
    this._url = url;
    this._devices = devices;
    this._seq = seq;
    this._makeSocket = makeSocket;
    this._random = random;
    /** @type {ConnectionState} */
    this.state = "closed";
    /** @type {WebSocket | null} */
    this._socket = null;
    this._resume = "";
    this._next_id = 1;
    this._attempt = 0;
    this._timer = 0;
    /** @type {Map<number, { resolve: (answer: ServerMessage) => void, reject: (error: RequestRefused) => void, timer: number }>} */
    this._pending = new Map();
  }

  /** Opens the conversation with a ticket. @param {string} ticket */
  open(ticket) {
    this._dropSocket();
    this._resume = "";
    this._attempt = 0;
    this._setState("opening");
    this._connect({ ticket });
  }

  /** Closes for good. Idempotent. */
  close() {
    clearTimeout(this._timer);
    this._resume = "";
    this._dropSocket();
    this._setState("closed");
  }

  /** Tries again at once, if a loss is being mended or the network has just changed. */
  hurry() {
    if (this.state !== "lost") return;
    clearTimeout(this._timer);
    this._attempt = 0;
    this._dropSocket();
    this._connect({ resume: { token: this._resume, seq: this._seq() } });
  }

  /** Treats the present socket as lost and comes back on a new one, for a gap in `seq` or a changed network. */
  renew() {
    if (this.state === "open") this._onLost();
  }

  /**
   * Sends a request; fulfilled by its answer, which is `ok` or a message of its own.
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   * @returns {Promise<ServerMessage>}
   * @throws {RequestRefused}
   */
  request(type, fields = {}) {
    const socket = this._socket;
    if (this.state !== "open" || !socket) return Promise.reject(new RequestRefused("connection.lost"));
    const id = this._next_id++;
    return new Promise((resolve, reject) => {
      // A socket over a dead network stays "open" for minutes: an answer that does not come is the first sign.
      const timer = window.setTimeout(() => this._onLost(), ANSWER_WITHIN_MS);
      this._pending.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ type, id, ...fields }));
    });
  }

  /** @param {Credential} credential */
  _connect(credential) {
    const socket = this._makeSocket(this._url, SUBPROTOCOL);
    this._socket = socket;
    this._timer = window.setTimeout(() => this._onLost(), OPEN_WITHIN_MS);
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: "hello", ...credential, devices: this._devices(), client: CLIENT }));
    socket.onmessage = (event) => this._onFrame(String(event.data));
    socket.onclose = () => this._onLost();
  }

  /** @param {string} text */
  _onFrame(text) {
    /** @type {ServerMessage} */
    const message = JSON.parse(text);
    switch (message.type) {
      case "welcome":
        clearTimeout(this._timer);
        this._resume = message.resume;
        this._attempt = 0;
        this._onWelcome(message);
        break;
      case "ok":
      case "media.snapshot":
        this._settle(message.re)?.resolve(message);
        break;
      case "error":
        if (message.re !== undefined) this._settle(message.re)?.reject(new RequestRefused(message.code, message.reason));
        break;
      case "bye":
        this._onBye(message);
        break;
      default:
        this._tell(message);
    }
  }

  /** Whoever hears of the welcome may ask at once, so it is open by then. @param {import("./wire.js").Welcome} welcome */
  _onWelcome(welcome) {
    const news = this.state !== "open";
    this.state = "open";
    this._tell(welcome);
    if (news) this.dispatchEvent(new Event("state"));
  }

  /** @param {import("./wire.js").Bye} bye */
  _onBye(bye) {
    if (bye.retry) {
      this._onLost();
      return;
    }
    this.close();
    this._tell(bye);
  }

  _onLost() {
    this._dropSocket();
    if (this.state === "closed") return;
    if (!this._resume) {
      this._setState("closed");
      this._tell({ type: "bye", code: "service.unreachable", retry: false });
      return;
    }
    this._setState("lost");
    const delay_ms = delayBefore(this._attempt++, this._random());
    this._timer = window.setTimeout(() => this._connect({ resume: { token: this._resume, seq: this._seq() } }), delay_ms);
  }

  _dropSocket() {
    clearTimeout(this._timer);
    const socket = this._socket;
    this._socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const id of [...this._pending.keys()]) this._settle(id)?.reject(new RequestRefused("connection.lost"));
  }

  /** @param {number} id */
  _settle(id) {
    const pending = this._pending.get(id);
    this._pending.delete(id);
    if (pending) clearTimeout(pending.timer);
    return pending;
  }

  /** @param {ConnectionState} state */
  _setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /** @param {ServerMessage} message */
  _tell(message) {
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }
}
