/** How this person may be reached, by their own choice. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { choiceField, formActions, formProblem, languageField, onSubmit, textField, zoneField } from "../common/fields.js";
import { panel, shown } from "../common/pieces.js";
import { safeTimesField } from "../common/safe-times.js";
import { PageElement } from "../element.js";

export class OwnContact extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    this._contact = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const contact = await this.http.get("/me/contact", { signal });
    this._form = this.form({
      name: contact.name,
      pronouns: contact.pronouns,
      languages: contact.languages.length ? contact.languages : [words.tag],
      time_zone: contact.time_zone || this.clinic.zone,
      "reach.channel": contact.reach?.channel ?? "none",
      "reach.safe_times": contact.reach?.safe_times ?? "",
    });
    this.guard(() => this._form);
    return contact;
  }

  render() {
    return panel(
      words.account.contact.title,
      shown(this._contact, this.writer, (contact) => this._draw(contact)),
    );
  }

  /** @param {{ version?: number }} contact */
  _draw(contact) {
    const { people, account } = words;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(contact.version))}>
        <p class="quiet">${account.contact.text}</p>
        ${formProblem(form)} ${textField(form, "name", { label: people.fields.name, hint: account.contact.name_hint, required: true, autocomplete: "nickname", max: 100 })}
        ${textField(form, "pronouns", { label: people.fields.pronouns, max: 40 })} ${languageField(form, "languages", { label: account.contact.language, hint: account.contact.language_hint })}
        ${zoneField(form, "time_zone", { label: people.fields.time_zone })}
        ${choiceField(form, "reach.channel", { label: people.fields.reach }, [
          ["email", people.reach.email, account.contact.email_hint],
          ["none", people.reach.none, account.contact.none_hint],
        ])}
        ${form.values["reach.channel"] === "email" ? safeTimesField(form, "reach.safe_times", this.writer) : nothing} ${formActions(form, words.common.save)}
      </form>
    `;
  }

  /** @param {number | undefined} version */
  async _save(version) {
    const saved = await this.send(this._form, async () => (await this.http.put("/me/contact", this._form.body, { version })) ?? {});
    if (!saved) return;
    this.clinic.toasts.show(words.common.saved);
    await this.act(() => this.clinic.signed_in.look());
  }
}

customElements.define("clinic-own-contact", OwnContact);
