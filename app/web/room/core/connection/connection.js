/**
 * The websocket: hello, resume, requests with ids, doubt, and coming back. It owns the socket and the resume token, and comes
 * again by itself, with a new ticket where it has no token; what the messages mean for the room is decided by the session.
 * Follows PROTOCOL.md parts 2 to 4.
 */

import { steady_s } from "../../../shared/core/clock.js";
import { Sleep } from "./sleep.js";
import { TicketRefused } from "./tickets.js";
import { SOCKET_S, Waits } from "./waits.js";

/**
 * @typedef {import("../wire.js").ServerMessage} ServerMessage
 * @typedef {import("../wire.js").DeviceSwitches} DeviceSwitches
 * @typedef {"closed" | "opening" | "open" | "lost"} ConnectionState `lost` after a first welcome, `opening` before.
 */

const SUBPROTOCOL = "attune.v1";
const CLIENT = "attune-web/1";
/** How long answers may take, and after how long people are told that the connection is being checked. */
const ANSWER_MS = { within: 8000, unsure: 3000 };
const PONG_MS = { within: 4000, unsure: 1000 };
const OPEN_WITHIN_MS = 10_000;
/** The server says something every 10 s; whoever hears nothing for longer asks whether it is there. */
const QUIET_S = 12;
/** A socket that held for so long begins its waits anew when it is lost. */
const HELD_S = 30;
const HURRY_EVERY_S = 1;
/** A service that restarts is given this long. */
const RESTART_S = 0.3;
/** Endings that a new ticket mends, unless they come again and again. */
const MENDED_BY_TICKET = ["resume.invalid", "ticket.invalid", "hello.expected"];
const NEW_TICKETS_MAX = 3;

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

/** Events: `state` (state, trouble or doubt changed) and `message` (detail: a server message that is not an answer). */
export class Connection extends EventTarget {
  /**
   * @param {object} options
   * @param {string} options.url
   * @param {() => Promise<string>} options.ticket Gives a ticket to use. Throws TicketRefused.
   * @param {() => DeviceSwitches} options.devices What `hello` says of microphone and camera.
   * @param {() => number} options.seq The last `seq` that was applied.
   * @param {(url: string, protocol: string) => WebSocket} [options.makeSocket]
   * @param {() => number} [options.random]
   * @param {() => number} [options.now_s] A clock that nobody sets.
   */
  constructor({
    url,
    ticket,
    devices,
    seq,
    makeSocket = (at, protocol) => new WebSocket(at, protocol),
    random = Math.random,
    now_s = steady_s,
  }) {
    super();
    this._url = url;
    this._ticket = ticket;
    this._devices = devices;
    this._seq = seq;
    this._makeSocket = makeSocket;
    this._now_s = now_s;
    this._waits = new Waits(SOCKET_S, random);
    /** @type {ConnectionState} */
    this.state = "closed";
    /** What is in the way of coming in, as a code; "" while nothing is. */
    this.trouble = "";
    /** Whether an answer takes longer than it should: the other end may be gone. */
    this.unsure = false;
    /** @type {WebSocket | null} */
    this._socket = null;
    this._resume = "";
    this._next_id = 1;
    /** Which try is the present one: what an older one brings does not count. */
    this._try_number = 0;
    this._tried_at_s = -Infinity;
    this._opened_at_s = 0;
    this._heard_at_s = 0;
    this._lost_at_s = 0;
    this._welcomed = false;
    this._new_tickets = 0;
    this._asking = false;
    this._timer = 0;
    this._watching = 0;
    /** @type {Map<number, { resolve: (answer: ServerMessage) => void, reject: (error: RequestRefused) => void, timer: number, slow: number }>} */
    this._pending = new Map();
  }

  /** How often coming in was tried since the connection last held. */
  get tries() {
    return this._waits.tries;
  }

  /** For how long there has been no connection, in seconds. */
  get lost_for_s() {
    return this.state === "lost" ? this._now_s() - this._lost_at_s : 0;
  }

  /** Opens the conversation, with a ticket. */
  open() {
    this._dropSocket();
    this._resume = "";
    this._welcomed = false;
    this._new_tickets = 0;
    this._waits.reset();
    this._say({ state: "opening", trouble: "" });
    void this._try();
  }

  /** Closes for good. Idempotent. */
  close() {
    this._dropSocket();
    this._resume = "";
    this._say({ state: "closed", trouble: "" });
  }

  /** Says goodbye without waiting for an answer, and closes for good. Returns the token that still names this visit, or "". */
  abandon() {
    const resume = this._resume;
    this.request("session.leave").catch(() => undefined);
    this.close();
    return resume;
  }

  /** Tries again at once, if a loss is being mended: something may have changed for the better. */
  hurry() {
    if (this.state === "closed" || this.state === "open" || this._now_s() - this._tried_at_s < HURRY_EVERY_S) return;
    this._waits.reset();
    void this._try();
  }

  /** Treats the present socket as lost and comes back on a new one, for a gap in `seq` or a changed network. */
  renew() {
    if (this.state === "open") this._onLost();
    else this.hurry();
  }

  /** The other end may be gone unnoticed: asks at once whether it is there. */
  doubt() {
    if (this.state === "open") this._ask();
    else this.hurry();
  }

  /**
   * Sends a request; fulfilled by its answer, which is `ok` or a message of its own.
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   * @param {typeof ANSWER_MS} [patience_ms]
   * @returns {Promise<ServerMessage>}
   * @throws {RequestRefused}
   */
  request(type, fields = {}, patience_ms = ANSWER_MS) {
    const socket = this._socket;
    if (this.state !== "open" || !socket) return Promise.reject(new RequestRefused("connection.lost"));
    const id = this._next_id++;
    return new Promise((resolve, reject) => {
      // A socket over a dead network stays "open" for minutes: an answer that does not come is the first sign.
      const timer = window.setTimeout(() => this._onLost(), patience_ms.within);
      const slow = window.setTimeout(() => this._say({ unsure: true }), patience_ms.unsure);
      this._pending.set(id, { resolve, reject, timer, slow });
      socket.send(JSON.stringify({ type, id, ...fields }));
    });
  }

  async _try() {
    this._dropSocket();
    this._tried_at_s = this._now_s();
    const number = this._try_number;
    if (this._resume) return this._connect({ resume: { token: this._resume, seq: this._seq() } });
    try {
      const ticket = await this._ticket();
      if (number === this._try_number) this._connect({ ticket });
    } catch (error) {
      if (!(error instanceof TicketRefused)) throw error;
      if (number === this._try_number) this._onNoTicket(error);
    }
  }

  /** @param {TicketRefused} refused */
  _onNoTicket(refused) {
    if (refused.retry) {
      this.trouble = refused.code;
      this._later(refused.after_s);
    } else {
      this.close();
      this._tell({ type: "bye", code: refused.code, retry: false });
    }
  }

  /** @param {{ ticket: string } | { resume: { token: string, seq: number } }} credential */
  _connect(credential) {
    const socket = this._makeSocket(this._url, SUBPROTOCOL);
    this._socket = socket;
    this._timer = window.setTimeout(() => this._onLost(), OPEN_WITHIN_MS);
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", ...credential, devices: this._devices(), client: CLIENT }));
    socket.onmessage = (event) => this._onFrame(String(event.data));
    socket.onclose = () => this._onLost();
  }

  /** @param {string} text */
  _onFrame(text) {
    /** @type {ServerMessage} */
    const message = JSON.parse(text);
    this._heard_at_s = this._now_s();
    switch (message.type) {
      case "welcome":
        this._onWelcome(message);
        break;
      case "heartbeat":
        break;
      case "ok":
      case "pong":
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

  /** Whoever hears of the welcome may ask at once, so it is open by then. @param {import("../wire.js").Welcome} welcome */
  _onWelcome(welcome) {
    clearTimeout(this._timer);
    this._resume = welcome.resume;
    this._welcomed = true;
    this._new_tickets = 0;
    this._opened_at_s = this._now_s();
    this._watch();
    const news = this.state !== "open";
    this.state = "open";
    this.trouble = "";
    this._tell(welcome);
    if (news) this.dispatchEvent(new Event("state"));
  }

  /** @param {import("../wire.js").Bye} bye */
  _onBye(bye) {
    const again = MENDED_BY_TICKET.includes(bye.code) && this._new_tickets < NEW_TICKETS_MAX;
    if (again) {
      this._new_tickets += 1;
      this._resume = "";
    }
    if (again || bye.retry) return this._onLost(bye.code === "server.restart" ? RESTART_S : 0);
    this.close();
    this._tell(bye);
  }

  /** @param {number} [at_least_s] */
  _onLost(at_least_s = 0) {
    const held = this.state === "open" && this._now_s() - this._opened_at_s >= HELD_S;
    this._dropSocket();
    if (this.state === "closed") return;
    if (held) this._waits.reset();
    if (this.state === "open") this._lost_at_s = this._now_s();
    this.state = this._welcomed ? "lost" : "opening";
    this.trouble = "service.unreachable";
    this._later(at_least_s);
  }

  /** @param {number} at_least_s */
  _later(at_least_s) {
    this._timer = window.setTimeout(() => void this._try(), this._waits.next(at_least_s));
    this.dispatchEvent(new Event("state"));
  }

  /** Looks every second whether anything was heard, and whether time stood still. */
  _watch() {
    clearInterval(this._watching);
    const sleep = new Sleep(this._now_s(), Date.now() / 1000);
    this._watching = window.setInterval(() => {
      const slept = sleep.look(this._now_s(), Date.now() / 1000);
      if (slept || this._now_s() - this._heard_at_s >= QUIET_S) this._ask();
    }, 1000);
  }

  /** Asks whether the other end is there, and what time it is; without an answer the socket is lost. */
  _ask() {
    if (this._asking) return;
    this._asking = true;
    this.request("ping", {}, PONG_MS)
      .then((pong) => this._tell(pong))
      .catch(() => undefined)
      .finally(() => {
        this._asking = false;
      });
  }

  _dropSocket() {
    this._try_number += 1;
    clearTimeout(this._timer);
    clearInterval(this._watching);
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
    if (!pending) return pending;
    clearTimeout(pending.timer);
    clearTimeout(pending.slow);
    // One answer shows that the way is there: what else is slow is only slow.
    this._say({ unsure: false });
    return pending;
  }

  /** @param {Partial<Pick<Connection, "state" | "trouble" | "unsure">>} changes */
  _say(changes) {
    const { state, trouble, unsure } = this;
    Object.assign(this, changes);
    if (state !== this.state || trouble !== this.trouble || unsure !== this.unsure) this.dispatchEvent(new Event("state"));
  }

  /** @param {ServerMessage} message */
  _tell(message) {
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }
}
