/** The pages and their paths, who comes to which, and where somebody begins. Pure. */

/**
 * @typedef {"anyone" | "staff" | "client" | "both"} Side
 * @typedef {{ path: string, page: string, side: Side, needs?: string, on_call?: boolean }} Route `needs` is an action that somebody must be allowed;
 *   `on_call`: it is for those who may be paged.
 * @typedef {{ page: string, params: Record<string, string>, route: Route | null }} Place
 * @typedef {{ person: { kind: string }, can: readonly string[], on_call?: boolean }} Visitor
 */

/** @type {readonly Route[]} */
export const ROUTES = [
  { path: "/", page: "door", side: "anyone" },
  { path: "/sign-in", page: "door", side: "anyone" },
  { path: "/welcome", page: "welcome", side: "anyone" },
  { path: "/proved", page: "proved", side: "anyone" },
  { path: "/on-call", page: "on_call", side: "staff", on_call: true },
  { path: "/people/{id}/crisis-card", page: "crisis_card", side: "staff" },
  { path: "/sessions/{id}/departures", page: "departures", side: "staff" },
  { path: "/sessions/{id}/attendance", page: "attendance", side: "staff", needs: "care_team.read" },
  { path: "/sessions/{id}/agenda", page: "agenda", side: "staff", needs: "schedule.read" },
  { path: "/today", page: "today", side: "staff" },
  { path: "/follow-ups", page: "follow_ups", side: "staff", needs: "care_team.read" },
  { path: "/schedule", page: "schedule", side: "staff", needs: "schedule.read" },
  { path: "/people", page: "people", side: "staff", needs: "people.read" },
  { path: "/people/{id}", page: "person", side: "staff", needs: "people.read" },
  { path: "/groups", page: "groups", side: "staff", needs: "programme.read" },
  { path: "/groups/{id}", page: "group", side: "staff", needs: "programme.read" },
  { path: "/couples", page: "couples", side: "staff", needs: "people.read" },
  { path: "/couples/{id}", page: "couple", side: "staff", needs: "people.read" },
  { path: "/team", page: "team", side: "staff", needs: "staff.read" },
  { path: "/policies", page: "policies", side: "staff", needs: "policies.read" },
  { path: "/documents", page: "documents", side: "staff", needs: "policies.read" },
  { path: "/documents/{id}", page: "document", side: "staff", needs: "policies.read" },
  { path: "/insurance", page: "insurance", side: "staff", needs: "programme.write" },
  { path: "/support", page: "support", side: "staff", needs: "schedule.read" },
  { path: "/mail", page: "mail", side: "staff", needs: "mail.read" },
  { path: "/audit", page: "audit", side: "staff", needs: "audit.read" },
  { path: "/systems", page: "systems", side: "staff", needs: "settings.read" },
  { path: "/records", page: "records", side: "staff", needs: "records.read" },
  { path: "/settings", page: "settings", side: "staff", needs: "settings.read" },
  { path: "/week", page: "week", side: "staff", needs: "programme.oversee" },
  { path: "/webhooks", page: "webhooks", side: "staff", needs: "settings.read" },
  { path: "/programme", page: "programme", side: "client" },
  { path: "/questions", page: "questions", side: "client" },
  { path: "/agreements", page: "agreements", side: "client" },
  { path: "/connected", page: "connected", side: "client" },
  { path: "/data", page: "own_data", side: "client" },
  { path: "/me", page: "account", side: "both" },
];

/** @param {string} pattern @param {string} path @returns {Record<string, string> | null} */
function match(pattern, path) {
  const wanted = pattern.split("/");
  const given = (path.length > 1 ? path.replace(/\/$/, "") : path).split("/");
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [place, part] of wanted.entries()) {
    if (part.startsWith("{")) params[part.slice(1, -1)] = decoded(given[place]);
    else if (part !== given[place]) return null;
  }
  return params;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {string} path @returns {Place} */
export function placeOf(path) {
  for (const route of ROUTES) {
    const params = match(route.path, path);
    if (params) return { page: route.page, params, route };
  }
  return { page: "nowhere", params: {}, route: null };
}

/** @param {Route} route @param {Visitor} visitor */
export const mayVisit = (route, visitor) =>
  (["anyone", "both"].includes(route.side) || route.side === visitor.person.kind) &&
  (!route.needs || visitor.can.includes(route.needs)) &&
  (!route.on_call || Boolean(visitor.on_call));

/** Where somebody begins. @param {Visitor} visitor */
export function homeOf(visitor) {
  if (visitor.person.kind === "client") return "/programme";
  return visitor.can.includes("audit.read") && !visitor.can.includes("schedule.read") ? "/audit" : "/today";
}

/** The pages that a menu offers somebody of the staff, the most used first. */
const MENU = [
  "today",
  "on_call",
  "schedule",
  "people",
  "groups",
  "couples",
  "week",
  "follow_ups",
  "support",
  "team",
  "policies",
  "documents",
  "insurance",
  "mail",
  "audit",
  "systems",
  "records",
  "settings",
];
const CLIENT_MENU = ["programme", "connected", "agreements"];

/** @param {Visitor} visitor @returns {Route[]} */
export const menuOf = (visitor) =>
  (visitor.person.kind === "client" ? CLIENT_MENU : MENU)
    .map((page) => /** @type {Route} */ (ROUTES.find((route) => route.page === page)))
    .filter((route) => mayVisit(route, visitor));
