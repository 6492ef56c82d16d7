/** What the service answers, as docs/api.md describes it; types only. */

/**
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ person: { id: string, name: string, kind: "staff" | "client", languages: string[], time_zone: string | null },
 *   clinic: { id: string, name: string, time_zone: string }, roles: string[], can: string[], missing?: string[],
 *   proved_until: string, proof_provider: string | null, idle_at: string, warn_at: string, on_call?: boolean, mode: "demo" | "production" }} Me
 * @typedef {{ mode: "demo" | "production", clinic_sign_in: { oidc: boolean }, signed_in: boolean, passkeys?: boolean }} Door
 * @typedef {{ id: string, name: string, kind: "staff" | "client" | "couple", roles: string[], hint: string | null }} DemoPerson
 * @typedef {{ items: DemoPerson[], practice: string | null }} DemoPeople
 * @typedef {{ person: Named, role: string, couple?: string | null, cameras?: number | null, from_cohort?: boolean, serves?: string | null }} Attendee
 * @typedef {{ id: string, title: string, kind: string, track: string, begins_at: string, ends_at: string, opens_at: string, zone: string,
 *   status: "planned" | "cancelled", cohort: Named | null, series: { id: string, rule: string, slot: string | null } | null,
 *   break_min: number, attendees: Attendee[], hidden?: number, version: number, state: "planned" | "open" | "live" | "ended" }} Appointment
 * @typedef {{ appointment: Appointment, waiting: number, here: number, missing: Named[], state: Appointment["state"] }} TodayItem
 * @typedef {{ code: string, severity: "refuse" | "warn", people: Named[], at?: string | null, other?: string | null }} Conflict
 * @typedef {{ id: string, name: string, kind: "staff" | "client", pronouns: string, archived: boolean, roles?: string[] }} PersonLine
 * @typedef {{ line_1: string, line_2: string, city: string, state: string, postal_code: string, country: string }} Address
 * @typedef {{ name: string, phone: string, relation: string, permission: boolean }} Emergency
 * @typedef {PersonLine & { legal_name: string, email: string, phone: string, address: Address, emergency_contact: Emergency,
 *   languages?: string[], time_zone: string, reach: { channel: "email" | "none", safe_times: string } | null,
 *   merged_into?: string | null, version: number }} Person What the reader may not know is missing.
 * @typedef {{ id: string, name: string, track: string, program: string, admission: "closed" | "rolling", capacity: number,
 *   members: number, starts_on: string | null, ends_on: string | null, archived: boolean, version: number }} Cohort
 * @typedef {{ id: string, first: Named, second: Named, cameras: 1 | 2, since: string, until: string | null, version: number }} Couple
 */

export {};
