/** The clinic's groups, and a new one. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { Resource } from "../../core/api/resource.js";
import { TRACKS } from "../../core/schedule/editor.js";
import { words } from "../../words/words.js";
import { choiceField, formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { emptyState, listed, pageHead, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";
import "../people/import-file.js";

/** @typedef {import("../../core/api/shapes.js").Cohort} Cohort */

export class GroupsPage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._import = createRef();
    this._form = this.form({});
    this._pages = this.follow(new Pages((query, signal) => this.http.get("/cohorts", { query, signal }), this._redraw));
    this._programs = this.follow(new Resource((signal) => this.http.get("/programs", { signal }), this._redraw));
  }

  render() {
    const { groups } = words;
    const may = this.clinic.can("programme.write");
    const bring = may
      ? html`<button class="button" type="button" @click=${() => void this._import.value?.show()}>${words.people.importing.button}</button>`
      : nothing;
    const add = may
      ? html`<button class="button button-main" type="button" @click=${this._open}>${icon("add")}<span>${groups.new}</span></button>`
      : nothing;
    return html`
      ${pageHead(groups.title, { actions: html`${bring}${add}` })}
      ${listed(this._pages, this.writer, () => this._table(), emptyState("groups", groups.none, groups.none_text))}
      <clinic-sheet id="new-group" ${ref(this._sheet)} .heading=${groups.new} .content=${this._new()} .mayClose=${() => this.mayDrop(this._form)}></clinic-sheet>
      <clinic-sheet id="import" wide ${ref(this._import)} .heading=${words.people.importing.title} .content=${this._files()}></clinic-sheet>
    `;
  }

  _table() {
    const { groups } = words;
    const { fields } = groups;
    return tableList(
      groups.title,
      [fields.name, fields.track, fields.admission, fields.members],
      this._pages.items.map((/** @type {Cohort} */ one) => [
        html`<a class="row-link" href="/groups/${one.id}"><bdi>${one.name}</bdi></a>`,
        words.schedule.tracks[one.track] ?? "",
        groups.admissions[one.admission] ?? "",
        groups.filled(one.members, one.capacity),
      ]),
    );
  }

  _files() {
    const { importing } = words.people;
    const part = (/** @type {"cohorts" | "memberships"} */ what) => html`
      <section class="stack">
        <h3>${importing[what]}</h3>
        <clinic-import .clinic=${this.clinic} .what=${what} @done=${() => void this._pages.load()}></clinic-import>
      </section>
    `;
    return html`<div class="stack">${part("cohorts")}${part("memberships")}</div>`;
  }

  _open() {
    const first = this._programs.data?.items?.[0]?.id ?? "";
    this._form = this.form({
      name: "",
      program: first,
      program_name: "",
      level: "asam_2_1",
      track: "group",
      admission: "rolling",
      capacity: 10,
    });
    this.guard(() => this._form);
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _new() {
    const form = this._form;
    const { groups } = words;
    const programs = this._programs.data?.items ?? [];
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._create())}>
        ${formProblem(form)} ${textField(form, "name", { label: groups.fields.name, hint: groups.name_hint, required: true, max: 80, focus: true })}
        ${
          programs.length
            ? selectField(
                form,
                "program",
                { label: groups.fields.program },
                programs.map((/** @type {{ id: string, name: string }} */ one) => [one.id, one.name]),
              )
            : html`${textField(form, "program_name", { label: groups.fields.program, hint: groups.program_hint, required: true, max: 80 })}
              ${selectField(form, "level", { label: groups.episodes.level }, Object.entries(groups.levels))}`
        }
        ${selectField(
          form,
          "track",
          { label: groups.fields.track },
          TRACKS.map((track) => [track, words.schedule.tracks[track]]),
        )}
        ${choiceField(form, "admission", { label: groups.fields.admission }, [
          ["rolling", groups.admissions.rolling, groups.admission_hints.rolling],
          ["closed", groups.admissions.closed, groups.admission_hints.closed],
        ])}
        ${numberField(form, "capacity", { label: groups.fields.capacity, hint: groups.capacity_hint, required: true, from: 2, to: 28 })} ${formActions(form, groups.save_new)}
      </form>
    `;
  }

  async _create() {
    const form = this._form;
    const made = await this.send(form, async () => {
      const { program_name, level, ...body } = form.body;
      // A group belongs to a program; the first one is made along with it.
      if (!body.program) body.program = (await this.http.post("/programs", { name: program_name.trim(), level })).id;
      return this.http.post("/cohorts", body);
    });
    if (!made) return;
    this._sheet.value?.close();
    void this.clinic.router.go(`/groups/${made.id}`);
  }
}

customElements.define("clinic-groups", GroupsPage);
