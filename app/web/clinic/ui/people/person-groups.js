/** The groups of a client, and their times of care. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { emptyState, panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, level: string, starts: string, ends: string | null, target_min?: number | null }} Episode */

export class PersonGroups extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._cohorts = this.follow(
      new Resource((signal) => this.http.get("/cohorts", { query: { member: this.person.id }, signal }), this._redraw),
    );
    this._episodes = this.follow(
      new Resource((signal) => this.http.get("/episodes", { query: { client: this.person.id }, signal }), this._redraw),
    );
  }

  render() {
    const { groups } = words;
    return html`
      ${panel(
        groups.title,
        shown(this._cohorts, this.writer, ({ items }) =>
          items.length
            ? tableList(
                groups.title,
                [groups.fields.name, groups.fields.track],
                items.map((/** @type {any} */ one) => [
                  html`<a class="row-link" href="/groups/${one.id}"><bdi>${one.name}</bdi></a>`,
                  words.schedule.tracks[one.track] ?? "",
                ]),
              )
            : emptyState("groups", groups.person_none, groups.person_none_text, html`<a class="button" href="/groups">${groups.title}</a>`),
        ),
      )}
      ${panel(
        groups.episodes.title,
        shown(this._episodes, this.writer, ({ items }) =>
          items.length
            ? tableList(
                groups.episodes.title,
                [groups.episodes.level, groups.episodes.starts, groups.episodes.ends, groups.episodes.target],
                items.map((/** @type {Episode} */ one) => [
                  groups.levels[one.level] ?? one.level,
                  this.writer.onlyDay(one.starts),
                  one.ends ? this.writer.onlyDay(one.ends) : "",
                  one.target_min ? this.writer.length(one.target_min) : nothing,
                ]),
              )
            : html`<p class="quiet">${groups.episodes.none}</p>`,
        ),
      )}
    `;
  }
}

customElements.define("clinic-person-groups", PersonGroups);
