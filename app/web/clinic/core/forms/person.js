/** A person's record as a form has it, and back. Pure. */

/** @typedef {import("../api/shapes.js").Person} Person */

/** @param {"staff" | "client"} kind @param {string} time_zone @param {string} language */
export const newPerson = (kind, time_zone, language) => ({
  kind,
  name: "",
  legal_name: "",
  pronouns: "",
  email: "",
  phone: "",
  languages: [language],
  time_zone,
  // Nobody is written to before it is known that this is safe for them.
  ...(kind === "client" && { "reach.channel": "none" }),
});

/** @param {Person} person */
export const fieldsOf = (person) => ({
  name: person.name,
  legal_name: person.legal_name ?? "",
  pronouns: person.pronouns ?? "",
  email: person.email ?? "",
  phone: person.phone ?? "",
  languages: person.languages?.length ? person.languages : ["en"],
  time_zone: person.time_zone,
  "address.line_1": person.address?.line_1 ?? "",
  "address.line_2": person.address?.line_2 ?? "",
  "address.city": person.address?.city ?? "",
  "address.state": person.address?.state ?? "",
  "address.postal_code": person.address?.postal_code ?? "",
  "address.country": person.address?.country ?? "US",
  "emergency_contact.name": person.emergency_contact?.name ?? "",
  "emergency_contact.phone": person.emergency_contact?.phone ?? "",
  "emergency_contact.relation": person.emergency_contact?.relation ?? "",
  "emergency_contact.permission": person.emergency_contact?.permission ?? false,
  "reach.channel": person.reach?.channel ?? "none",
  "reach.safe_times": person.reach?.safe_times ?? "",
});

/** How a name is shown small: the first signs of its first and last word. @param {string} name @param {(text: string) => string} first */
export function initialsOf(name, first) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => first(word).toUpperCase()).join("");
}

/** A colour of five for a person, always the same. @param {string} id */
export const tintOf = (id) => Array.from(id).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 6, 0);
