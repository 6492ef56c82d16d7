/** The clinic itself: its name and zone, the days on which it is closed, and a sign-in service of its own. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField, zoneField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../safety/measures/instruments.js";
import "../safety/clearance-settings.js";
import "../safety/on-call-settings.js";
import "./systems/sign-in-provider.js";

/** @typedef {{ day: string, name: string }} Holiday */

export class SettingsPage extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    this._holiday = this.form({ day: "", name: "" });
    this._settings = this.follow(new Resource((signal) => this._look(signal), this._redraw));
    this._holidays = new Resource((signal) => this.http.get("/holidays", { signal }), this._redraw);
  }

  connectedCallback() {
    if (this.clinic.can("schedule.read")) this.follow(this._holidays);
    super.connectedCallback();
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const settings = await this.http.get("/settings", { signal });
    this._form = this.form({ name: settings.name, time_zone: settings.time_zone });
    this.guard(() => this._form);
    return settings;
  }

  render() {
    const { settings } = words.office;
    return html`
      ${pageHead(settings.title)}
      ${panel(
        settings.clinic,
        shown(this._settings, this.writer, (found) => this._clinic(found)),
      )}
      ${
        this.clinic.can("schedule.read")
          ? panel(
              settings.holidays,
              shown(this._holidays, this.writer, (found) => this._days(found.items, found.version)),
            )
          : nothing
      }
      <clinic-on-call-settings .clinic=${this.clinic} @done=${() => void this._settings.load()}></clinic-on-call-settings>
      <clinic-clearance-settings .clinic=${this.clinic} @done=${() => void this._settings.load()}></clinic-clearance-settings>
      ${panel(
        words.webhooks.link,
        html`<p class="quiet">${words.webhooks.link_text}</p>`,
        html`<a class="button" href="/webhooks">${words.webhooks.open}</a>`,
      )}
      ${this.clinic.can("policies.read") ? html`<clinic-measure-instruments .clinic=${this.clinic}></clinic-measure-instruments>` : nothing}
      ${this.clinic.can("settings.write") ? html`<clinic-sign-in-provider .clinic=${this.clinic} @done=${() => void this._settings.load()}></clinic-sign-in-provider>` : nothing}
    `;
  }

  /** @param {{ version: number }} found */
  _clinic(found) {
    const { settings } = words.office;
    const form = this._form;
    const may = this.clinic.can("settings.write");
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found.version))}>
        ${formProblem(form)}
        <fieldset class="plain form-grid" ?disabled=${!may}>
          <legend class="for-readers">${settings.clinic}</legend>
          ${textField(form, "name", { label: settings.name, required: true, max: 100 })} ${zoneField(form, "time_zone", { label: settings.time_zone, hint: settings.zone_hint })}
        </fieldset>
        ${may ? formActions(form, words.common.save) : nothing}
      </form>
    `;
  }

  /** @param {number} version */
  async _save(version) {
    const saved = await this.send(this._form, () => this.http.patch("/settings", this._form.changes, { version }));
    if (!saved) return;
    this._settings.put(saved);
    // Both are parts of the same settings, and have their version.
    const provider = /** @type {import("./systems/sign-in-provider.js").SignInProvider | null} */ (
      this.querySelector("clinic-sign-in-provider")
    );
    void provider?.load();
    const on_call = /** @type {import("../safety/on-call-settings.js").OnCallSettings | null} */ (
      this.querySelector("clinic-on-call-settings")
    );
    void on_call?.load();
    const clearance = /** @type {import("../safety/clearance-settings.js").ClearanceSettings | null} */ (
      this.querySelector("clinic-clearance-settings")
    );
    void clearance?.load();
    this.clinic.toasts.show(words.common.saved);
  }

  /** @param {Holiday[]} items @param {number | undefined} version */
  _days(items, version) {
    const { settings } = words.office;
    const may = this.clinic.can("schedule.write");
    const form = this._holiday;
    return html`
      <p class="quiet">${settings.holidays_text}</p>
      <ul class="holiday-list">
        ${items.map(
          (one) => html`<li>
            <span class="day-time">${this.writer.onlyDay(one.day)}</span><bdi>${one.name}</bdi>
            ${
              may
                ? html`<button class="button button-sign" type="button" aria-label="${words.common.remove}: ${one.name}" @click=${() =>
                    void this._put(
                      items.filter((other) => other !== one),
                      version,
                      items,
                    )}>${icon("close")}</button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
      ${
        may
          ? html`<form class="form-grid inset" novalidate @submit=${onSubmit(() => this._add(items, version))}>
              ${formProblem(form)} ${textField(form, "day", { label: settings.day, type: "date", required: true })} ${textField(form, "name", { label: settings.day_name, required: true, max: 80 })}
              <div class="form-wide"><button class="button" type="submit" aria-disabled=${form.busy ? "true" : "false"}>${form.busy ? words.common.working : settings.add_day}</button></div>
            </form>`
          : nothing
      }
    `;
  }

  /** @param {Holiday[]} items @param {number | undefined} version */
  async _add(items, version) {
    const { day, name } = this._holiday.values;
    const missing = Object.fromEntries(
      Object.entries({ day, name })
        .filter(([, value]) => !value.trim())
        .map(([field]) => [field, "field.required"]),
    );
    if (this._holiday.refuse(missing)) return this.focusProblem();
    const all = [...items, { day, name: name.trim() }].sort((a, b) => a.day.localeCompare(b.day));
    const saved = await this.send(this._holiday, () => this.http.put("/holidays", { items: all }, { version }));
    if (!saved) return;
    this._holiday = this.form({ day: "", name: "" });
    await this._holidays.load();
  }

  /** @param {Holiday[]} wanted @param {number | undefined} version @param {Holiday[]} before */
  async _put(wanted, version, before) {
    const saved = await this.act(
      () => this.http.put("/holidays", { items: wanted }, { version }),
      words.common.removed,
      async () => {
        await this.http.put("/holidays", { items: before }, { version: this._holidays.data?.version });
        await this._holidays.load();
      },
    );
    if (saved) await this._holidays.load();
  }
}

customElements.define("clinic-settings", SettingsPage);
