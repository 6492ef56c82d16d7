/** A group's course: weeks on the average, and how its sessions were beside what was done in them. Nobody's own value. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { wordsIn } from "../../../core/measures/course.js";
import { locale, words } from "../../../words/words.js";
import { badge, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { coursePicture } from "./picture.js";

/**
 * @typedef {import("../../../core/measures/course.js").Instrument} Instrument
 * @typedef {{ value: number, people: number } | null} Average
 * @typedef {{ session: string, begins_at: string, open_until: string, instrument: Instrument, averages: Average[], protocols: string[], quieter_half: number | null }} Pulse
 * @typedef {{ measures: { instrument: Instrument, weeks: { monday: string, average: Average }[] }[], sessions: Pulse[] }} Course
 */

const NOON = "T12:00:00Z";

export class GroupMeasures extends PageElement {
  static properties = { ...PageElement.properties, group: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Cohort} */
    this.group;
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Course>} */ (signal) => this.http.get(`/cohorts/${this.group.id}/measures`, { signal }),
        () => {
          if (this._found.data) this._name(this._found.data);
          this._redraw();
        },
      ),
    );
    this._named = false;
    /** The texts of rooms, which name exercises. @type {Resource<{ protocols: Record<string, { title: string }> }>} */
    this._library = new Resource((signal) => this.http.get(`/library/${this._language}`, { signal }), this._redraw);
  }

  /** What exercises are called, once there are some to name. @param {Course} found */
  _name(found) {
    if (this._named || !found.sessions.some(({ protocols }) => protocols.length)) return;
    this._named = true;
    void this._library.load();
  }

  get _language() {
    return locale().slice(0, 2);
  }

  render() {
    const { group } = words.measures;
    // To everybody else there is nothing here.
    if (this._found.state === "failed") return nothing;
    return panel(
      group.title,
      shown(
        this._found,
        this.writer,
        (found) => html`
          <p class="quiet">${group.lead}</p>
          ${found.measures.length || found.sessions.length ? nothing : html`<p>${group.none}</p>`}
          ${found.sessions.length ? this._sessions(found.sessions) : nothing} ${found.measures.map((one) => this._weeks(one))}
        `,
      ),
    );
  }

  /** @param {Pulse[]} sessions */
  _sessions(sessions) {
    const { group } = words.measures;
    const { instrument } = sessions[0];
    const told = (/** @type {Average} */ one) => (one ? group.of(this._number(one.value), one.people) : "");
    const rows = [0, 1].map((place) => ({
      name: wordsIn(instrument.items[place], this._language),
      values: sessions.flatMap((one) => {
        const average = one.averages[place];
        return average ? [{ at: Date.parse(one.begins_at), value: average.value }] : [];
      }),
    }));
    return html`
      <h3>${group.sessions}</h3>
      <p>${badge(words.measures.not_validated, "warm")}</p>
      ${coursePicture({
        name: group.sessions,
        open: true,
        rows,
        most: instrument.slider?.highest ?? 10,
        day: (at) => this.writer.monthDay(at),
        dates: sessions.map(({ begins_at }) => Date.parse(begins_at)),
        heads: [words.measures.day, group.exercises, group.quieter, ...instrument.items.map((item) => wordsIn(item, this._language))],
        table: sessions.map((one) => [
          this.writer.shortDate(one.begins_at),
          one.protocols.map((each) => this._library.data?.protocols[each]?.title ?? each).join(", "),
          one.quieter_half === null ? "" : this._part(one.quieter_half),
          ...one.averages.map(told),
        ]),
      })}
      ${sessions.some(({ quieter_half }) => quieter_half !== null) ? html`<p class="quiet">${group.quieter_means}</p>` : nothing}
    `;
  }

  /** @param {Course["measures"][number]} one */
  _weeks({ instrument, weeks: all }) {
    const first = all.findIndex(({ average }) => average);
    if (first < 0) return nothing;
    const weeks = all.slice(first);
    const { group } = words.measures;
    const name = wordsIn(instrument.title, this._language);
    const at = (/** @type {string} */ monday) => Date.parse(`${monday}${NOON}`);
    const values = weeks.flatMap(({ monday, average }) => (average ? [{ at: at(monday), value: average.value }] : []));
    return html`
      <h3>${name}</h3>
      ${coursePicture({
        name: `${name}, ${this.group.name}`,
        rows: [{ name, values }],
        most: instrument.most,
        zones: instrument.bands.map(({ begins, name: band }) => ({ begins, name: wordsIn(band, this._language) })),
        day: (moment) => this.writer.monthDay(moment),
        dates: weeks.map(({ monday }) => at(monday)),
        heads: [group.week, group.average],
        table: weeks.map(({ monday, average }) => [
          this.writer.onlyDay(monday),
          average ? group.of(this._number(average.value), average.people) : group.hidden,
        ]),
      })}
    `;
  }

  /** @param {number} value */
  _part(value) {
    return new Intl.NumberFormat(locale(), { style: "percent" }).format(value);
  }

  /** @param {number} value */
  _number(value) {
    return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
  }
}

customElements.define("clinic-group-measures", GroupMeasures);
