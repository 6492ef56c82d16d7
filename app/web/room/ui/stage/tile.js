/** One seat: picture or initials, the name at its lower edge, and what is true of it, in signs and words. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, live, nothing } from "../../../vendor/lit.js";
import { mayBeOverheard } from "../../core/console/care.js";
import { tileTags } from "../../core/protocols/facts.js";
import { gradeOf, initialsOf, isSpeaking, nameOf, namesOf, voiceOn } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

/** @typedef {import("../../core/wire.js").View} View */
/** @typedef {import("../../core/wire.js").Seat} Seat */

const TINTS = 6;
/** What stands at the upper edge. */
const ABOVE = ["sign", "role", "simulated"];

/** Fewer words where the tile is small. @param {string} text @param {string} short */
const sized = (text, short) =>
  text === short ? text : html`<span class="if-roomy">${text}</span><span class="if-small" aria-hidden="true">${short}</span>`;

export class Tile extends SessionElement {
  static properties = {
    ...SessionElement.properties,
    seat: { attribute: false },
    _is_cut: { state: true },
    _is_whole: { state: true },
  };
  static needs_view = true;

  constructor() {
    super();
    this.seat = "";
    /** Whether the name is longer than its place. */
    this._is_cut = false;
    /** Whether it was asked for whole. */
    this._is_whole = false;
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** @type {MediaStream | null} */
    this._own = null;
    this._observer = new ResizeObserver(() => this._measure());
  }

  connectedCallback() {
    super.connectedCallback();
    this._observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._observer.disconnect();
  }

  render() {
    const { view } = this;
    const seat = view.seats?.[this.seat];
    if (!seat) return nothing;
    const own = this.seat === view.you.seat;
    const sharing = seat.sharing === true;
    const stream = own ? this._ownStream() : this.session.media.pictureOf(seat.slot ?? -1);
    const here = seat.presence === "here";
    const paused = !own && here && seat.video && this.session.paused.has(seat.slot ?? -1);
    // A paused screen keeps its last picture: what it shows is still what is spoken about.
    const shown = Boolean(stream) && (!paused || sharing) && (own ? sharing || this.session.prefs.show_self : seat.video && here);
    const notes = words.tileNotes(view, this.seat, seat);
    const names = namesOf(view, seat.people);
    this.setAttribute("aria-label", own ? `${names} ${words.you}` : names);
    this.dataset.speaking = here && isSpeaking(view, this.seat) ? "yes" : "no";
    this.dataset.holder = notes.some((note) => note.kind === "holder") ? "yes" : "no";
    this.dataset.presence = seat.presence;
    this.dataset.tint = String((seat.slot ?? 0) % TINTS);
    return html`
      <div class="picture" data-picture=${shown ? "on" : "off"}>
        <span class="avatar" aria-hidden="true">${initialsOf(seat.people.map((person) => nameOf(view, person)))}</span>
        <video class=${own && !sharing ? "mirrored" : ""} autoplay playsinline disablepictureinpicture .muted=${true} .srcObject=${live(stream)} tabindex="-1" @resize=${this._onPicture}></video>
        ${here ? nothing : html`<p class="tile-away">${icon("hourglass")}<span>${sized(words.reconnecting(names), words.reconnecting_short)}</span></p>`}
        <div class="tile-notes">
          ${paused ? html`<span class="tag tag-paused">${sized(words.paused, words.paused_short)}</span>` : nothing}
          ${notes.filter(({ kind }) => ABOVE.includes(kind)).map((note) => html`<span class="tag" data-kind=${note.kind}>${note.text}</span>`)}
          ${tileTags(view, this.session.library, seat.people).map((text) => html`<span class="tag" data-kind="said">${text}</span>`)}
          ${sharing ? html`<span class="tag" data-kind="role">${words.member.tile.shares}</span>` : nothing}
          ${this._overheard(view, seat)} ${this._pin(view, seat)} ${own ? this._showSelf(sharing) : nothing}
          ${view.resting?.[this.seat] ? html`<span class="tag" data-kind="rest">${words.comfort.rest.tile}</span>` : nothing}
        </div>
        <div class="tile-foot">
          ${this._name(view, seat, notes)}
          ${notes
            .filter(({ kind }) => kind === "holder" || kind === "line")
            .map((note) => html`<span class="tag" data-kind=${note.kind} title=${note.text}>${shortly(note)}</span>`)}
          ${here ? this._quality(view) : nothing}
        </div>
      </div>
    `;
  }

  updated() {
    this._measure();
  }

  /** One short line; whole when somebody points at it, or asks. @param {View} view @param {Seat} seat @param {import("../../../shared/words/compose.js").TileNote[]} notes */
  _name(view, seat, notes) {
    const speaks = notes.find(({ kind }) => kind === "speaking");
    const told = words.tileName(view, seat);
    const inside = html`
      ${seat.audio ? nothing : html`<span class="tile-sign">${icon("mic_off")}<span class="for-readers">${seat.mic ? words.mic_closed : words.mic_off}</span></span>`}
      ${speaks ? html`<span class="tile-sign" data-kind="speaking">${icon("voice")}<span class="for-readers">${speaks.text}</span></span>` : nothing}
      ${seat.people.length > 1 ? html`<span class="for-readers">${words.member.tile.partners}: ${told}</span>` : nothing}
      <span class="tile-who" dir=${seat.people.length > 1 ? nothing : "auto"} aria-hidden=${seat.people.length > 1 ? "true" : nothing}>${this._who(view, seat)}</span>
      ${this.seat === view.you.seat ? html`<span class="tile-you">${words.you}</span>` : nothing}
    `;
    if (!this._is_cut && !this._is_whole) return html`<p class="tile-name" title=${told}>${inside}</p>`;
    return html`<button class="tile-name" type="button" title=${told} aria-expanded=${this._is_whole ? "true" : "false"} @click=${() => (this._is_whole = !this._is_whole)} @blur=${() => (this._is_whole = false)}>${inside}</button>`;
  }

  /** One name gives its place its own direction, so that its end is what is cut off. Of two, whose voice it is now stands out. @param {View} view @param {Seat} seat */
  _who(view, seat) {
    if (seat.people.length === 1) return nameOf(view, seat.people[0]);
    const voice = voiceOn(view, seat);
    return seat.people.map(
      (person, index) =>
        html`${index ? " & " : ""}<bdi data-voice=${voice ? (person === voice ? "yes" : "no") : nothing}>${nameOf(view, person)}</bdi>`,
    );
  }

  /** Whether the name fits; what is shown whole is not asked. */
  _measure() {
    const who = this.querySelector(".tile-who");
    if (who && !this._is_whole) this._is_cut = who.scrollWidth > who.clientWidth + 1;
  }

  /** A phone held upright sends upright pictures: in a wide tile most of them would be cut off. @param {Event} event */
  _onPicture(event) {
    const { videoWidth, videoHeight } = /** @type {HTMLVideoElement} */ (event.currentTarget);
    this.dataset.upright = videoHeight > videoWidth ? "yes" : "no";
  }

  /** A reminder for those who lead; not while their screen is everyone's. @param {View} view @param {Seat} seat */
  _overheard(view, seat) {
    const heard = seat.people.some((person) => mayBeOverheard(view, person));
    if (!view.care || !heard || this.session.screen.track) return nothing;
    return html`<span class="tag" data-kind="overheard">${words.console.people.overheard_tile}</span>`;
  }

  /** Facilitators alone are told; a good one is read out and not seen, so that a sign on a picture means something. @param {View} view */
  _quality(view) {
    const grade = gradeOf(view, this.seat);
    if (grade === "unknown") return nothing;
    const text = words.grades[grade];
    if (grade === "good") return html`<span class="for-readers">${text}</span>`;
    return html`<span class="tag" data-grade=${grade} title=${text}>${icon(`signal_${grade}`)}${sized(text, words.grades_short[grade])}</span>`;
  }

  /** An interpreter's picture can stay beside the speaker's. @param {View} view @param {Seat} seat */
  _pin(view, seat) {
    if (view.people[seat.people[0]]?.role !== "interpreter" || this.seat === view.you.seat) return nothing;
    const { session } = this;
    const pinned = session.prefs.pin_interpreter;
    const { tile } = words.member;
    return html`<button class="button tile-pin" type="button" @click=${() => session.setPreferences({ pin_interpreter: !pinned })}>${pinned ? tile.unpin : tile.pin}</button>`;
  }

  /** One tap brings the own picture back. @param {boolean} sharing */
  _showSelf(sharing) {
    if (sharing || this.session.prefs.show_self) return nothing;
    return html`<button class="button tile-pin" type="button" @click=${() => this.session.setPreferences({ show_self: true })}>${words.comfort.picture.show_self}</button>`;
  }

  _ownStream() {
    const track = this.session.screen.track ?? this.session.devices.track.camera;
    if (track !== this._track) {
      this._track = track;
      this._own = track && new MediaStream([track]);
    }
    return this._own;
  }
}

/** A place in line is a number on a picture, and the next one is told so where there is room. @param {import("../../../shared/words/compose.js").TileNote} note */
function shortly({ text, place }) {
  if (!place) return text;
  return place === 1 ? sized(text, String(place)) : html`<span aria-hidden="true">${place}</span><span class="for-readers">${text}</span>`;
}

customElements.define("attune-tile", Tile);
