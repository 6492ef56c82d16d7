/**
 * One visit of one browser: it composes tickets, connection, media, devices and the state of the room into what the screens
 * draw from. Events: `change` (draw again), `news` (detail: events, and the view before them), `toast` (a sentence), `say` (one for screen readers).
 */

import { BrowserLacks } from "../../shared/core/browser/lacks.js";
import { nowOf, steady_s } from "../../shared/core/clock.js";
import { loadPreferences, savePreferences } from "../../shared/core/prefs.js";
import { shelf } from "../../shared/core/storage.js";
import { words } from "../../shared/words/words.js";
import { Connection, RequestRefused } from "./connection/connection.js";
import { Patience } from "./connection/patience.js";
import { QuietSignal } from "./connection/quiet-signal.js";
import { TicketBox, TicketRefused } from "./connection/tickets.js";
import { Comfort } from "./media/comfort/comfort.js";
import { Devices } from "./media/devices.js";
import { Media } from "./media/media.js";
import { PausedPictures } from "./media/pictures.js";
import { ScreenShare } from "./media/screen.js";
import { Sound } from "./media/sound.js";
import { SwitchReport } from "./media/system/switch-report.js";
import { TileReport } from "./media/tiles.js";
import { endsVisit, pageOf, screenOf } from "./phases.js";
import { Library } from "./protocols/library.js";
import { nowLine } from "./view/now.js";
import { NOTHING_KNOWN, onChanged, onPong, onWelcome } from "./view/room-state.js";
import { movingSlots, sharesScreen } from "./view/selectors.js";

/** @typedef {import("./phases.js").Phase} Phase */
/** @typedef {import("../inside.js").Inside} Inside */
/** @typedef {import("../../shared/core/prefs.js").Preferences} Preferences */

export class Session extends EventTarget {
  /** @param {{ invitation: import("./connection/invitation.js").Invitation, url: string, sound_home: HTMLElement, inside: Inside }} options */
  constructor({ invitation, url, sound_home, inside }) {
    super();
    this.inside = inside;
    /** @type {Phase} */
    this.phase = "loading";
    this.message = "";
    /** @type {import("./wire.js").Ticket | null} */
    this.ticket = null;
    this.known = NOTHING_KNOWN;
    this.library = new Library();
    this._shelf = shelf(() => localStorage);
    this.prefs = loadPreferences(this._shelf);
    this.devices = new Devices(this.prefs);
    this.screen = new ScreenShare();
    this.sound = new Sound(sound_home);
    this.sound.setSpeaker(this.prefs.speaker_id);
    this._tickets = new TicketBox(invitation.text, (text) => inside.ticket(text));
    this._patience = new Patience();
    this.invitation = invitation;
    this._browser = new BrowserLacks();
    this._devices_let_go = true;
    this._shares_since = false; // What the room said last of the own screen.
    this.connection = new Connection({
      url,
      ticket: () => this._takeTicket(),
      devices: () => this._switches.hello(),
      seq: () => this.known.seq,
    });
    this.quiet_signal = new QuietSignal(this.connection);
    this._switches = new SwitchReport({
      sent: () => this.switches,
      wanted: () => this.devices.on.mic,
      send: (switches) => this.ask("devices.set", switches),
    });
    this.media = new Media({
      sound: this.sound,
      sendAnswer: (generation, sdp) => this.connection.request("media.answer", { generation, sdp }),
      askRestart: (generation, fresh) => this.connection.request("media.restart", { generation, fresh }),
    });
    this.tiles = new TileReport({ send: (heights) => this.connection.request("media.tiles", { heights }) });
    this.paused = new PausedPictures({ expected: () => this._slotsSeen(), frames: () => this.media.frames() });
    this.comfort = new Comfort(this);
    for (const part of [this.devices, this.sound, this.media, this.paused]) part.addEventListener("change", () => this._changed());
    this.devices.addEventListener("change", () => this._onDevices());
    this.screen.addEventListener("change", () => this._onScreen());
    this.connection.addEventListener("state", () => this._onState());
    this.connection.addEventListener("message", (event) => void this._onMessage(/** @type {CustomEvent} */ (event).detail));
  }

  get view() {
    return this.known.view;
  }

  /** The one sentence that says what is happening now. */
  get now_line() {
    return this.view ? nowLine(this.view, this.library) : "";
  }

  /** Whether this is somebody's second device, without camera and microphone. */
  get is_companion() {
    return this.view ? this.view.you.space === "companion" : this.ticket?.seat.companion === true;
  }

  /** What is sent: a screen that is shared is a picture, too. */
  get switches() {
    const { mic, camera } = this.devices.switches;
    return { mic, camera: camera || this.screen.track !== null };
  }

  get lost() {
    return this.view !== null && this.connection.state !== "open";
  }

  /** What keeps this person from coming in, as a code; "" while nothing does. It is being tried again. */
  get hindrance() {
    return this._patience.trouble || (this.connection.tries > 1 ? this.connection.trouble : "");
  }

  /** Looks at the link and opens the check page. */
  async start() {
    if (!this.invitation.text) return this._show("link.missing");
    this._setPhase("loading");
    try {
      this.ticket = await this._patience.until(
        () => this._tickets.peek(),
        () => this._changed(),
      );
    } catch (error) {
      if (!(error instanceof TicketRefused)) throw error;
      return this._show(error.code);
    }
    if (this.ticket.session.state === "ended") return this._show("session.ended");
    const lack = this._browser.gravest(this.is_companion);
    if (lack) return this._show(lack);
    this._setPhase("check");
    void this.inside.ahead(() => this.library.load(words.tag)).then(() => this._changed());
    if (!this.is_companion) await this._openDevices();
  }

  /** From the check page, or with a new ticket after another window took the seat. */
  async join() {
    this.invitation.keep();
    this._setPhase("joining");
    if (!(await this.inside.isReady(this._patience, () => this._changed()))) return;
    if (this._devices_let_go && !this.is_companion) await this._openDevices();
    this.connection.open();
  }

  /** The button of a message page. */
  async retry() {
    this._browser.accept(this.message);
    await (this.message === "seat.replaced" ? this.join() : this.start());
  }

  /** Nothing is sure that was: the page is seen again, or the computer woke up. */
  look() {
    this._patience.hurry();
    this.connection.doubt();
    this.sound.revive();
    void this.devices.revive();
  }

  /** What went over the former network is lost. */
  networkChanged() {
    this._patience.hurry();
    this.connection.renew();
    this.media.hurry();
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
   * @returns {Promise<boolean>} Whether it was done.
   */
  async ask(type, fields = {}) {
    try {
      await this.connection.request(type, fields);
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      // What was open when the visit ended needs no word.
      if (this.phase !== "message") this.toast(words.refusal(error.code, this.view?.room.kind));
      return false;
    }
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

  /** Shows a screen in place of the camera, or the camera again. @param {boolean} on */
  async shareScreen(on) {
    if (!on) return this.screen.stop();
    if (!(await this.screen.start())) return this.toast(words.refusal("screen.denied"));
    if (!(await this.ask("screen.share", { on: true }))) this.screen.stop();
  }

  /** @param {import("./media/devices.js").DeviceKind} kind @param {boolean} on */
  async switchDevice(kind, on) {
    await this.devices.set(kind, on);
    this.setPreferences({ [kind]: on });
    if (on) this.toast(this.devices.silenced[kind] ? words.silenced[kind] : words.deviceProblem(this.devices.problem[kind], kind));
  }

  /** @param {Partial<Preferences>} changes */
  setPreferences(changes) {
    this.prefs = { ...this.prefs, ...changes };
    savePreferences(this._shelf, this.prefs);
    if (changes.speaker_id !== undefined) this.sound.setSpeaker(changes.speaker_id);
    if (changes.language !== undefined) void this._speak(changes.language);
    this._changed();
  }

  /** What did not come is said in the language that is spoken still. @param {string} tag */
  async _speak(tag) {
    await this.library.speak(tag).catch(() => this.toast(words.language_away));
    this._changed();
  }

  /** @param {string} sentence */
  toast(sentence) {
    if (sentence) this.dispatchEvent(new CustomEvent("toast", { detail: sentence }));
  }

  /** @param {import("./wire.js").ServerMessage} message */
  async _onMessage(message) {
    switch (message.type) {
      case "welcome":
        return this._onWelcome(message);
      case "room.changed":
        return this._onChanged(message);
      case "media.offer":
        return this._onOffer(message);
      case "media.layers":
        return this.media.want(message);
      case "media.paused":
        return this.media.notePaused(message);
      case "media.unsupported":
        return this.media.lack(message);
      case "pong":
        this.known = onPong(this.known, message, steady_s());
        return;
      case "bye":
        return this._show(message.code);
    }
  }

  /** @param {import("./wire.js").MediaOffer} offer */
  async _onOffer(offer) {
    const heights = offer.layers?.map((layer) => layer.height) ?? [];
    const answered = this.media.accept(offer);
    // A new connection begins with every slot at any height.
    if (!offer.restart) this.tiles.again();
    if (heights.length) await this.devices.fitCamera(Math.max(...heights));
    await this.media.refit();
    await answered;
  }

  /** @param {import("./wire.js").Welcome} welcome */
  _onWelcome(welcome) {
    this.known = onWelcome(this.known, welcome, steady_s());
    this._followView();
    // A screen that was shared while the connection was away is told again, or the camera is.
    if (this._shares !== (this.screen.track !== null)) void this.ask("screen.share", { on: this.screen.track !== null });
    this.media.recheck();
    this.tiles.again();
    this.dispatchEvent(new CustomEvent("news", { detail: { events: [], before: null } }));
  }

  /** @param {import("./wire.js").RoomChanged} changed */
  _onChanged(changed) {
    const seen = this.view;
    const { known, outcome } = onChanged(this.known, changed);
    if (outcome === "gap") return this.connection.renew();
    if (outcome === "old") return;
    this.known = known;
    this._followView();
    this.dispatchEvent(new CustomEvent("news", { detail: { events: changed.events, before: seen } }));
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
    const phase = screenOf(view.you.space);
    if (phase === "room") this.paused.start();
    else this.paused.stop();
    // The room may take the screen away: another role, another space.
    if (this.screen.track && this._shares_since && !this._shares) this.screen.stop();
    this._shares_since = this._shares;
    this._followSpace(phase);
    this._setPhase(phase);
  }

  /** A phone that becomes a seat opens camera and microphone, and lets them go when it is a phone again. @param {Phase} phase */
  _followSpace(phase) {
    if (phase === "companion" && !this._devices_let_go) {
      this.media.close();
      this.devices.stop();
      this._devices_let_go = true;
    } else if (phase !== "companion" && this._devices_let_go) {
      void this._openDevices();
    }
  }

  /** Whether the room says that this seat shows a screen. */
  get _shares() {
    return this.view !== null && sharesScreen(this.view);
  }

  /** Nothing is expected to move while there is no connection. */
  _slotsSeen() {
    return this.view && !this.lost && this.media.connected ? movingSlots(this.view, (slot) => this.media.isPaused(slot)) : [];
  }

  async _takeTicket() {
    this.ticket = await this._tickets.take();
    return this.ticket.ticket;
  }

  async _openDevices() {
    this._devices_let_go = false;
    await this.devices.start();
    // The page may have ended while the browser asked its user.
    if (this.phase === "message") this.devices.stop();
  }

  /** What was switched since `hello` was said, or while the connection was lost, is told now. */
  _onState() {
    if (this.connection.state === "open") this._onDevices();
    this._changed();
  }

  /** Tracks and switches go where they are needed. */
  _onDevices() {
    void this.media.setTrack("mic", this.devices.track.mic);
    void this.media.setTrack("cam", this.screen.track ?? this.devices.track.camera);
    if (this.connection.state === "open") this._switches.tell();
  }

  /** Shared, or stopped: by this person, or by the browser's own button. */
  _onScreen() {
    this._onDevices();
    if (!this.screen.track && this._shares) void this.ask("screen.share", { on: false });
    this._changed();
  }

  /** @param {string} code A code with a page of its own in the words. */
  _show(code) {
    this.message = pageOf(code);
    if (endsVisit(code)) this.invitation.forget();
    this.media.close();
    this.tiles.forget();
    for (const part of [this.paused, this.sound, this.screen, this.devices]) part.stop();
    this._devices_let_go = true;
    this.known = NOTHING_KNOWN;
    this._setPhase("message");
  }

  /** @param {Phase} phase */
  _setPhase(phase) {
    this.phase = phase;
    this._changed();
  }

  /** Says a sentence to screen readers, when it is its turn. @param {string} sentence @param {import("./view/access/announce.js").Kind} kind */
  say(sentence, kind = "beside") {
    if (sentence) this.dispatchEvent(new CustomEvent("say", { detail: { sentence, kind } }));
  }

  _changed() {
    this.comfort.redraws.ask();
  }
}
