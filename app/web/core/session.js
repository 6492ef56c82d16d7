/**
 * One visit of one browser: it composes tickets, connection, media, devices and the state of the room into what the screens
 * draw from. Events: `change` (draw again), `toast` (detail: a sentence), `say` (detail: a sentence for screen readers).
 */

import { nowOf } from "./clock.js";
import { Connection, RequestRefused } from "./connection.js";
import { Devices } from "./devices.js";
import { Library } from "./library.js";
import { Media } from "./media.js";
import { loadPreferences, savePreferences } from "./prefs.js";
import { NOTHING_KNOWN, onChanged, onWelcome } from "./room-state.js";
import { PausedPictures } from "./pictures.js";
import { isFacilitator, namesOf, slotsSeen } from "./selectors.js";
import { Sound } from "./sound.js";
import { TicketBox, TicketRefused } from "./tickets.js";
import { TileReport } from "./tiles.js";
import { words } from "./words.js";

/**
 * @typedef {"loading" | "check" | "joining" | "waiting" | "room" | "message"} Phase
 * @typedef {import("./prefs.js").Preferences} Preferences
 */

/** Endings that a new ticket from the link mends by itself. */
const MENDED_BY_TICKET = ["resume.invalid", "ticket.invalid"];
const AS_PAGE = new Map([["link.ended", "session.ended"]]);

export class Session extends EventTarget {
  /** @param {{ invitation: string, url: string, sound_home: HTMLElement }} options */
  constructor({ invitation, url, sound_home }) {
    super();
    /** @type {Phase} */
    this.phase = "loading";
    this.message = "";
    /** @type {import("./wire.js").Ticket | null} */
    this.ticket = null;
    this.known = NOTHING_KNOWN;
    this.library = new Library();
    this.prefs = loadPreferences(localStorage);
    this.devices = new Devices(this.prefs);
    this.sound = new Sound(sound_home);
    this.sound.setSpeaker(this.prefs.speaker_id);
    this._tickets = new TicketBox(invitation);
    this._invitation = invitation;
    /** @type {import("./wire.js").DeviceSwitches | null} What the server was last told. */
    this._told = null;
    this._fresh_tries = 0;
    this._devices_let_go = true;
    this.connection = new Connection({ url, devices: () => this.devices.switches, seq: () => this.known.seq });
    this.media = new Media({
      sound: this.sound,
      sendAnswer: (generation, sdp) => this.connection.request("media.answer", { generation, sdp }),
      askRestart: (generation, fresh) => this.connection.request("media.restart", { generation, fresh }),
    });
    this.tiles = new TileReport({ send: (heights) => this.connection.request("media.tiles", { heights }) });
    this.paused = new PausedPictures({ expected: () => this._slotsSeen(), frames: () => this.media.frames() });
    for (const part of [this.devices, this.sound, this.media, this.paused]) part.addEventListener("change", () => this._changed());
    this.devices.addEventListener("change", () => this._onDevices());
    this.connection.addEventListener("state", () => this._changed());
    this.connection.addEventListener("message", (event) => void this._onMessage(/** @type {CustomEvent} */ (event).detail));
  }

  get view() {
    return this.known.view;
  }

  get lost() {
    return this.view !== null && this.connection.state !== "open";
  }

  /** Looks at the link and opens the check page. */
  async start() {
    if (!("RTCPeerConnection" in globalThis) || !("WebSocket" in globalThis)) return this._show("unsupported");
    if (!this._invitation) return this._show("link.missing");
    void this.library.load(words.tag).then(() => this._changed());
    this._setPhase("loading");
    try {
      this.ticket = await this._tickets.peek();
    } catch (error) {
      return this._show(error instanceof TicketRefused ? error.code : "service.unreachable");
    }
    if (this.ticket.session.state === "ended") return this._show("session.ended");
    this._setPhase("check");
    await this._openDevices();
  }

  /** From the check page, or with a new ticket after another window took the seat. */
  async join() {
    // Inside the room the tiles stay while a new ticket mends the connection.
    if (!this.view) this._setPhase("joining");
    try {
      if (this._devices_let_go) await this._openDevices();
      this.ticket = await this._tickets.take();
      this.connection.open(this.ticket.ticket);
    } catch (error) {
      this._show(error instanceof TicketRefused ? error.code : "service.unreachable");
    }
  }

  /** The button of a message page. */
  async retry() {
    if (this.message === "seat.replaced") await this.join();
    else await this.start();
  }

  async leave() {
    // Leaving always works, also over a dead network: the server notices soon enough.
    await Promise.race([this.connection.request("session.leave").catch(() => undefined), new Promise((done) => setTimeout(done, 800))]);
    this.connection.close();
    this._show("left");
  }

  /**
   * Sends a request; a refusal becomes a sentence.
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   */
  async ask(type, fields = {}) {
    try {
      await this.connection.request(type, fields);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      // What was open when the visit ended needs no word.
      if (this.phase === "message") return;
      this.toast(words.refusal(error.code));
    }
  }

  /** What facilitators hand to support, as text. @returns {Promise<string>} @throws {RequestRefused} */
  async snapshot() {
    const { room, relay } = /** @type {import("./wire.js").Snapshot} */ (await this.connection.request("media.snapshot"));
    const here = { browser: navigator.userAgent, seat: this.view?.you.seat, received: await this.media.stats() };
    return JSON.stringify({ room, relay, here }, null, 1);
  }

  /** A floor intent, with the floor the person was looking at. @param {string} type @param {Record<string, unknown>} [fields] */
  askFloor(type, fields = {}) {
    return this.ask(type, { ...fields, expected_seq: this.view?.floor?.seq ?? 0 });
  }

  /** Does one of the actions of the present step. @param {string} person @param {string} action @param {Record<string, unknown>} [values] */
  act(person, action, values = {}) {
    return this.askFloor("protocol.act", { person, action, values });
  }

  /** @param {string} person @param {string} protocol @param {Record<string, unknown>} [options] */
  startProtocol(person, protocol, options = {}) {
    return this.askFloor("protocol.start", { person, protocol, options });
  }

  /** The room's time, Unix seconds. */
  now() {
    return nowOf(this.known);
  }

  /** @param {import("./devices.js").DeviceKind} kind @param {boolean} on */
  async switchDevice(kind, on) {
    await this.devices.set(kind, on);
    this.setPreferences({ [kind]: on });
    if (on && !this.devices.switches[kind]) this.toast(words.deviceProblem(this.devices.problem[kind], kind));
  }

  /** @param {import("./devices.js").DeviceKind} kind @param {string} id */
  async chooseDevice(kind, id) {
    this.setPreferences(kind === "mic" ? { mic_id: id } : { camera_id: id });
    await this.devices.choose(kind, id);
  }

  /** @param {Partial<Preferences>} changes */
  setPreferences(changes) {
    this.prefs = { ...this.prefs, ...changes };
    savePreferences(localStorage, this.prefs);
    if (changes.speaker_id !== undefined) this.sound.setSpeaker(changes.speaker_id);
    this._changed();
  }

  /** @param {string} sentence */
  toast(sentence) {
    if (sentence) this.dispatchEvent(new CustomEvent("toast", { detail: sentence }));
  }

  /** @param {import("./wire.js").ServerMessage} message */
  async _onMessage(message) {
    switch (message.type) {
      case "welcome": return this._onWelcome(message);
      case "room.changed": return this._onChanged(message);
      case "media.offer": return this._onOffer(message);
      case "media.layers": return this.media.want(message);
      case "bye": return this._onBye(message.code);
    }
  }

  /** @param {import("./wire.js").MediaOffer} offer */
  async _onOffer(offer) {
    const heights = offer.layers?.map((layer) => layer.height) ?? [];
    const answered = this.media.accept(offer);
    if (heights.length) await this.devices.fitCamera(Math.max(...heights));
    await this.media.refit();
    await answered;
  }

  /** @param {import("./wire.js").Welcome} welcome */
  _onWelcome(welcome) {
    this._fresh_tries = 0;
    this.known = onWelcome(this.known, welcome, Date.now() / 1000);
    this.media.ice_servers = welcome.ice_servers;
    this._told = { ...this.devices.switches };
    this._followView();
    this.media.recheck();
    this.tiles.again();
  }

  /** @param {import("./wire.js").RoomChanged} changed */
  _onChanged(changed) {
    const before = this.view && words.now(this.view);
    const { known, outcome } = onChanged(this.known, changed);
    if (outcome === "gap") return this.connection.renew();
    if (outcome === "old") return;
    this.known = known;
    this._followView();
    const view = this.view;
    if (!view || view.you.space !== "main") return;
    const waiting = changed.events.find((event) => event.kind === "seat.joined" && event.seat && view.waiting?.[event.seat]);
    if (isFacilitator(view) && waiting?.seat) this._say(words.waits(namesOf(view, view.waiting?.[waiting.seat]?.people ?? [])));
    if (words.now(view) !== before) this._say(words.now(view));
  }

  /** The screen, the own voice's slot and the devices follow the view. */
  _followView() {
    const view = this.view;
    if (!view) return;
    if (view.room.state === "ended") {
      this.connection.close();
      this._show("session.ended");
      return;
    }
    this.sound.setOwnSlot(view.seats?.[view.you.seat]?.slot ?? -1);
    if (view.you.space === "main") this.paused.start();
    else this.paused.stop();
    this._setPhase(view.you.space === "main" ? "room" : "waiting");
  }

  /** Nothing is expected to move while there is no connection. */
  _slotsSeen() {
    return this.view && !this.lost && this.media.connected ? slotsSeen(this.view) : [];
  }

  /** @param {string} code */
  async _onBye(code) {
    if (MENDED_BY_TICKET.includes(code) && this._fresh_tries < 2) {
      this._fresh_tries += 1;
      return this.join();
    }
    return this._show(code);
  }

  async _openDevices() {
    this._devices_let_go = false;
    await this.devices.start();
    // The page may have ended while the browser asked its user.
    if (this.phase === "message") this.devices.stop();
  }

  /** Tracks and switches go where they are needed. */
  _onDevices() {
    void this.media.setTrack("mic", this.devices.track.mic);
    void this.media.setTrack("cam", this.devices.track.camera);
    const now = this.devices.switches;
    if (this.connection.state !== "open" || (this._told?.mic === now.mic && this._told?.camera === now.camera)) return;
    this._told = { ...now };
    void this.ask("devices.set", now);
  }

  /** @param {string} code A code with a page of its own in the words. */
  _show(code) {
    this.message = AS_PAGE.get(code) ?? code;
    this.media.close();
    this.tiles.forget();
    this.paused.stop();
    this.sound.stop();
    this.devices.stop();
    this._devices_let_go = true;
    this.known = NOTHING_KNOWN;
    this._setPhase("message");
  }

  /** @param {Phase} phase */
  _setPhase(phase) {
    this.phase = phase;
    this._changed();
  }

  /** @param {string} sentence */
  _say(sentence) {
    this.dispatchEvent(new CustomEvent("say", { detail: sentence }));
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
