/** The element that draws each page; a page's code is loaded when somebody first comes to it. */

/** @type {Readonly<Record<string, [tag: string, load: () => Promise<unknown>]>>} */
export const PAGES = {
  door: ["clinic-door", () => import("./door/door.js")],
  welcome: ["clinic-welcome", () => import("./door/welcome.js")],
  proved: ["clinic-proved", () => import("./door/proved.js")],
  today: ["clinic-today", () => import("./day/today.js")],
  follow_ups: ["clinic-follow-ups", () => import("./day/follow-ups.js")],
  programme: ["clinic-programme", () => import("./day/programme.js")],
  agreements: ["clinic-agreements", () => import("./day/agreements.js")],
  schedule: ["clinic-schedule", () => import("./schedule/schedule.js")],
  people: ["clinic-people", () => import("./people/people.js")],
  person: ["clinic-person", () => import("./people/person.js")],
  groups: ["clinic-groups", () => import("./groups/groups.js")],
  group: ["clinic-group", () => import("./groups/group.js")],
  couples: ["clinic-couples", () => import("./groups/couples.js")],
  couple: ["clinic-couple", () => import("./groups/couple.js")],
  team: ["clinic-team", () => import("./office/team.js")],
  policies: ["clinic-policies", () => import("./office/policies.js")],
  documents: ["clinic-documents", () => import("./office/documents.js")],
  document: ["clinic-document", () => import("./office/document.js")],
  mail: ["clinic-mail", () => import("./office/mail.js")],
  audit: ["clinic-audit", () => import("./office/audit.js")],
  settings: ["clinic-settings", () => import("./office/settings.js")],
  on_call: ["clinic-on-call", () => import("./safety/on-call.js")],
  crisis_card: ["clinic-crisis-card", () => import("./safety/crisis-card.js")],
  account: ["clinic-account", () => import("./account/account.js")],
};
