/** One seat: picture or initials, the name, and what is true of it, in words. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { mayBeOverheard } from "../../core/console/care.js";
import { tileTags } from "../../core/protocols/facts.js";
import { gradeOf, initialsOf, isSpeaking, nameOf, namesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const TINTS = 6;

/** Fewer words where the tile is small. @param {string} text @param {string} short */
const sized = (text, short) => html`<span class="if-roomy">${text}</span><span class="if-small">${short}</span>`;

export class Tile extends SessionElement {
  static properties = { ...SessionElement.properties, seat: { attribute: false } };
  static needs_view = true;

  constructor() {
    super();
    this.seat = "";
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** @type {MediaStream | null} */
    this._own = null;
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
        <video class=${own && !sharing ? "mirrored" : ""} autoplay playsinline .muted=${true} .srcObject=${stream} tabindex="-1"></video>
        ${here ? nothing : html`<p class="tile-away">${icon("hourglass")}<span>${words.reconnecting(names)}</span></p>`}
        <div class="tile-notes">
          ${notes.map((note) => html`<span class="tag" data-kind=${note.kind}>${note.kind === "speaking" ? icon("voice") : nothing}${note.text}</span>`)}
          ${tileTags(view, this.session.library, seat.people).map((text) => html`<span class="tag" data-kind="said">${text}</span>`)}
          ${sharing ? html`<span class="tag" data-kind="role">${words.member.tile.shares}</span>` : nothing}
          ${this._overheard(view, seat)} ${here ? this._quality(view) : nothing}
          ${this._pin(view, seat)} ${own ? this._showSelf(sharing) : nothing}
          ${view.resting?.[this.seat] ? html`<span class="tag" data-kind="rest">${words.comfort.rest.tile}</span>` : nothing}
        </div>
        ${paused ? html`<p class="tag tile-paused">${sized(words.paused, words.paused_short)}</p>` : nothing}
        <p class="tile-name">
          ${seat.audio ? nothing : html`<span class="tile-mic">${icon("mic_off")}<span class="for-readers">${seat.mic ? words.mic_closed : words.mic_off}</span></span>`}
          ${seat.people.length > 1 ? html`<span class="tile-mic" title=${words.member.tile.partners}>${icon("link")}<span class="for-readers">${words.member.tile.partners}:</span></span>` : nothing}
          <span>${words.tileName(view, seat)}${own ? html`<span class="tile-you"> ${words.you}</span>` : nothing}</span>
        </p>
      </div>
    `;
  }

  /** A reminder for those who lead; not while their screen is everyone's. @param {import("../../core/wire.js").View} view @param {import("../../core/wire.js").Seat} seat */
  _overheard(view, seat) {
    const heard = seat.people.some((person) => mayBeOverheard(view, person));
    if (!view.care || !heard || this.session.screen.track) return nothing;
    return html`<span class="tag" data-kind="overheard">${words.console.people.overheard_tile}</span>`;
  }

  /** Facilitators alone are told; a sign for those who look, and words for all but the good ones. @param {import("../../core/wire.js").View} view */
  _quality(view) {
    const grade = gradeOf(view, this.seat);
    if (grade === "unknown") return nothing;
    const text =
      grade === "good"
        ? html`<span class="for-readers">${words.grades[grade]}</span>`
        : sized(words.grades[grade], words.grades_short[grade]);
    return html`<span class="tag" data-grade=${grade}>${icon(`signal_${grade}`)}${text}</span>`;
  }

  /** An interpreter's picture can stay beside the speaker's. @param {import("../../core/wire.js").View} view @param {import("../../core/wire.js").Seat} seat */
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

customElements.define("attune-tile", Tile);
