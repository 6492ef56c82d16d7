/** The fields of forms: a label, a hint, the input, and what is wrong with it, tied together for screen readers. */

import { html, live, nothing } from "../../../vendor/lit.js";
import { allZones, zoneName } from "../../core/time/zones.js";
import { locale, words } from "../../words/words.js";
import { icon } from "./icons.js";

/**
 * @typedef {import("../../core/forms/form.js").Form} Form
 * @typedef {{ label: string, hint?: string, type?: string, required?: boolean, autocomplete?: string, inputmode?: string, max?: number,
 *   from?: number | string, to?: number | string, step?: number, focus?: boolean, wide?: boolean, onChange?: (value: any) => void }} Look
 */

/** @type {WeakMap<Form, number>} */
const NUMBERS = new WeakMap();
let forms = 0;

/** What the fields of a form are called, to lead to those that are wrong. @type {WeakMap<Form, Map<string, string>>} */
const LABELS = new WeakMap();

/** @param {Form} form @param {string} name @param {string} label */
function noteLabel(form, name, label) {
  if (!LABELS.has(form)) LABELS.set(form, new Map());
  LABELS.get(form)?.set(name, label);
}

/** An id that no other form of the page uses. @param {Form} form @param {string} name */
export function idOf(form, name) {
  if (!NUMBERS.has(form)) {
    forms += 1;
    NUMBERS.set(form, forms);
  }
  return `f${NUMBERS.get(form)}-${name.replaceAll(".", "-")}`;
}

/** @param {Form} form @param {string} name @param {Look} look @param {unknown} input */
function framed(form, name, look, input) {
  const id = idOf(form, name);
  noteLabel(form, name, look.label);
  return html`
    <div class="field" ?data-wide=${look.wide}>
      <label class="field-label" for=${id}>${look.label}${look.required ? nothing : html` <span class="field-optional">${words.common.optional}</span>`}</label>
      ${look.hint ? html`<p class="field-hint" id="${id}-hint">${look.hint}</p>` : nothing} ${input} ${problemOf(form, name)}
    </div>
  `;
}

/** @param {Form} form @param {string} name */
function problemOf(form, name) {
  const code = form.errors[name];
  return code
    ? html`<p class="field-problem" id="${idOf(form, name)}-problem">${icon("stop")}<span>${words.fieldProblem(code)}</span></p>`
    : nothing;
}

/** What describes a field to a screen reader. @param {Form} form @param {string} name @param {Look} look */
const described = (form, name, look) =>
  [look.hint ? `${idOf(form, name)}-hint` : "", form.errors[name] ? `${idOf(form, name)}-problem` : ""].filter(Boolean).join(" ") ||
  nothing;

/** @param {Form} form @param {string} name @param {Look} look @param {(input: HTMLInputElement) => any} [read] */
function inputOf(form, name, look, read = (input) => input.value) {
  return html`<input
    class="input"
    id=${idOf(form, name)}
    name=${name}
    type=${look.type ?? "text"}
    .value=${live(String(form.values[name] ?? ""))}
    autocomplete=${/** @type {any} */ (look.autocomplete ?? "off")}
    inputmode=${/** @type {any} */ (look.inputmode ?? nothing)}
    maxlength=${look.max ?? nothing}
    min=${look.from ?? nothing}
    max=${look.to ?? nothing}
    step=${look.step ?? nothing}
    ?required=${look.required}
    ?autofocus=${look.focus}
    aria-invalid=${form.errors[name] ? "true" : "false"}
    aria-describedby=${described(form, name, look)}
    dir=${look.type === "email" || look.type === "tel" ? "ltr" : "auto"}
    @input=${(/** @type {Event} */ event) => change(form, name, look, read(/** @type {HTMLInputElement} */ (event.currentTarget)))}
  />`;
}

/** @param {Form} form @param {string} name @param {Look} look @param {any} value */
function change(form, name, look, value) {
  form.set(name, value);
  look.onChange?.(value);
}

/** Text, a password, an e-mail, a phone number, a day or a time. @param {Form} form @param {string} name @param {Look} look */
export const textField = (form, name, look) => framed(form, name, look, inputOf(form, name, look));

/** @param {Form} form @param {string} name @param {Look} look */
export const numberField = (form, name, look) =>
  framed(
    form,
    name,
    look,
    inputOf(form, name, { ...look, type: "number", inputmode: "numeric" }, (input) => (input.value === "" ? null : input.valueAsNumber)),
  );

/** @param {Form} form @param {string} name @param {Look} look */
export const areaField = (form, name, look) =>
  framed(
    form,
    name,
    look,
    html`<textarea
      class="input"
      rows="3"
      id=${idOf(form, name)}
      name=${name}
      .value=${live(form.values[name] ?? "")}
      maxlength=${look.max ?? nothing}
      ?required=${look.required}
      aria-invalid=${form.errors[name] ? "true" : "false"}
      aria-describedby=${described(form, name, look)}
      dir="auto"
      @input=${(/** @type {Event} */ event) => change(form, name, look, /** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}
    ></textarea>`,
  );

/** @param {Form} form @param {string} name @param {Look} look @param {readonly (readonly [string, string])[]} options Values and their words. */
export const selectField = (form, name, look, options) =>
  framed(
    form,
    name,
    { required: true, ...look },
    html`<select
      id=${idOf(form, name)}
      name=${name}
      aria-invalid=${form.errors[name] ? "true" : "false"}
      aria-describedby=${described(form, name, look)}
      @change=${(/** @type {Event} */ event) => change(form, name, look, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}
    >
      ${options.map(([value, text]) => html`<option value=${value} .selected=${live(String(form.values[name] ?? "") === value)}>${text}</option>`)}
    </select>`,
  );

/** @param {Form} form @param {string} name @param {Look} look */
export const checkField = (form, name, look) => html`
  <div class="field" ?data-wide=${look.wide}>
    <label class="switch">
      <input
        type="checkbox"
        id=${idOf(form, name)}
        name=${name}
        .checked=${live(Boolean(form.values[name]))}
        aria-invalid=${form.errors[name] ? "true" : "false"}
        aria-describedby=${described(form, name, look)}
        @change=${(/** @type {Event} */ event) => change(form, name, look, /** @type {HTMLInputElement} */ (event.currentTarget).checked)}
      />
      <span>${look.label}</span>
    </label>
    ${look.hint ? html`<p class="field-hint" id="${idOf(form, name)}-hint">${look.hint}</p>` : nothing} ${problemOf(form, name)}
  </div>
`;

/** One of a few, all in sight. @param {Form} form @param {string} name @param {Look} look @param {readonly (readonly [string, string, string?])[]} options Values, words, hints. */
export const choiceField = (form, name, look, options) => html`
  <fieldset class="choices" ?data-wide=${look.wide}>
    <legend class="field-label">${look.label}</legend>
    ${options.map(
      ([value, text, hint]) => html`
        <label class="choice">
          <input
            type="radio"
            name=${idOf(form, name)}
            .checked=${live(String(form.values[name]) === value)}
            @change=${() => change(form, name, look, value)}
          />
          <span><span class="choice-name">${text}</span>${hint ? html`<span class="field-hint">${hint}</span>` : nothing}</span>
        </label>
      `,
    )}
    ${problemOf(form, name)}
  </fieldset>
`;

/** A time zone by its city; those of the United States come first. @param {Form} form @param {string} name @param {Look} look */
export const zoneField = (form, name, look) => {
  const chosen = String(form.values[name] ?? "");
  const zones = allZones(locale());
  const listed = zones.includes(chosen) || !chosen ? zones : [chosen, ...zones];
  return selectField(
    form,
    name,
    look,
    listed.map((zone) => /** @type {[string, string]} */ ([zone, zoneName(zone, locale())])),
  );
};

/** Spoken most in the United States first; any other is written by its code. */
const SPOKEN = [
  "en",
  "es",
  "zh",
  "tl",
  "vi",
  "ar",
  "fr",
  "ko",
  "ru",
  "pt",
  "ht",
  "de",
  "hi",
  "pl",
  "it",
  "ur",
  "fa",
  "ja",
  "so",
  "am",
  "ase",
];

/** The language somebody reads and speaks best. @param {Form} form @param {string} name @param {Look} look */
export function languageField(form, name, look) {
  const chosen = form.values[name]?.[0] ?? "";
  const names = new Intl.DisplayNames([locale()], { type: "language" });
  const codes = SPOKEN.includes(chosen) || !chosen ? SPOKEN : [chosen, ...SPOKEN];
  return framed(
    form,
    name,
    { required: true, ...look },
    html`<select
      id=${idOf(form, name)}
      name=${name}
      aria-invalid=${form.errors[name] ? "true" : "false"}
      aria-describedby=${described(form, name, look)}
      @change=${(/** @type {Event} */ event) => {
        const code = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
        change(form, name, look, [code, ...(form.values[name] ?? []).filter((/** @type {string} */ one) => one !== code).slice(1)]);
      }}
    >
      ${codes.map((code) => html`<option value=${code} .selected=${live(code === chosen)}>${names.of(code) ?? code}</option>`)}
    </select>`,
  );
}

/** What is wrong with the form as a whole; where that is more than one field, with a way to each. @param {Form} form */
export function formProblem(form) {
  if (!form.code) return nothing;
  const wrong = [...(LABELS.get(form) ?? [])].filter(([name]) => form.errors[name]);
  return html`<div class="form-problem" role="alert" tabindex="-1">
    ${icon("stop")}<span>${words.formProblem(form)}</span>
    ${
      wrong.length > 1
        ? html`<ul>${wrong.map(([name, label]) => html`<li><a href="#${idOf(form, name)}" @click=${toField}>${label}</a></li>`)}</ul>`
        : nothing
    }
  </div>`;
}

/** The focus goes to the field; the address stays as it is. @param {Event} event */
function toField(event) {
  event.preventDefault();
  event.stopPropagation();
  document.getElementById(/** @type {HTMLAnchorElement} */ (event.currentTarget).hash.slice(1))?.focus();
}

/** The buttons under a form. @param {Form} form @param {string} text @param {unknown} [more] */
export const formActions = (form, text, more = nothing) => html`
  <div class="form-actions">
    <button class="button button-main" type="submit" aria-disabled=${form.busy ? "true" : "false"}>${form.busy ? words.common.working : text}</button>
    ${more}
  </div>
`;

/** Sends a form by its own code only. @param {() => unknown} send */
export const onSubmit = (send) => (/** @type {Event} */ event) => {
  event.preventDefault();
  void send();
};
