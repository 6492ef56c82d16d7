/** Planning: repetition in plain words and as a rule, the editor's draft, and what a calendar and a day show. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { canEnter, firstSteps, isUnnamed, nextOf, splitDay } from "../../../../app/web/clinic/core/schedule/day.js";
import {
  bodyOf,
  canReplan,
  changesOf,
  distinct,
  draftErrors,
  draftOf,
  endOf,
  isCheckable,
  newDraft,
  nextStart,
  staffOf,
  usualLength,
  usualTrack,
} from "../../../../app/web/clinic/core/schedule/editor.js";
import { daysOf, NEVER, nthOf, repeatErrors, repeatOf, ruleOf } from "../../../../app/web/clinic/core/schedule/repeat.js";
import { chosenOf, errorsOf, needsOf } from "../../../../app/web/clinic/core/schedule/template.js";
import { byDay, eventOf, hoursOf, spanOf } from "../../../../app/web/clinic/core/schedule/week.js";

const NY = "America/New_York";
const MONDAY = "2026-03-02";
const repeat = (changed) => ({ ...NEVER(), ...changed });

test("choices become the rule of RFC 5545 that they are", () => {
  for (const [changed, rule] of [
    [{ every: "never" }, ""],
    [{ every: "day", count: 5 }, "FREQ=DAILY;COUNT=5"],
    [{ every: "week", days: ["FR", "WE"] }, "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12"],
    [{ every: "week", interval: 2, ends: "until", until: "2026-06-30" }, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20260630"],
    [{ every: "month", by: "date" }, "FREQ=MONTHLY;BYMONTHDAY=2;COUNT=12"],
    [{ every: "month", by: "weekday" }, "FREQ=MONTHLY;BYDAY=1MO;COUNT=12"],
  ])
    assert.equal(ruleOf(repeat(changed), MONDAY), rule);
});

test("a rule that these choices can say is read back as it was", () => {
  for (const every of ["day", "week", "month"])
    for (const interval of [1, 3])
      for (const by of ["date", "weekday"])
        for (const end of [
          { ends: "count", count: 8 },
          { ends: "until", until: "2026-12-31" },
        ]) {
          const rule = ruleOf(repeat({ every, interval, by, days: ["MO", "TH"], ...end }), MONDAY);
          assert.equal(ruleOf(repeatOf(rule), MONDAY), rule);
        }
});

test("a rule that they cannot say is left alone", () => {
  assert.equal(repeatOf("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;COUNT=3"), null);
  assert.equal(repeatOf("FREQ=YEARLY;COUNT=3"), null);
  assert.equal(repeatOf("").every, "never");
});

test("the fifth of a weekday is called the last, and the first day is always among the days", () => {
  assert.deepEqual(["2026-03-02", "2026-03-09", "2026-03-30", "2026-02-28"].map(nthOf), [1, 2, -1, 4]);
  assert.deepEqual(daysOf(repeat({ every: "week", days: [] }), "2026-03-08"), ["SU"]);
});

test("a series without an end, or with too many sessions, is refused before it is sent", () => {
  assert.deepEqual(repeatErrors(repeat({ every: "week", count: Number.NaN }), MONDAY), { "repeat.count": "schedule.endless" });
  assert.deepEqual(repeatErrors(repeat({ every: "week", count: 401 }), MONDAY), { "repeat.count": "schedule.too_many" });
  assert.deepEqual(repeatErrors(repeat({ every: "week", ends: "until" }), MONDAY), { "repeat.until": "schedule.endless" });
  assert.deepEqual(repeatErrors(repeat({ every: "week", ends: "until", until: "2026-03-01" }), MONDAY), {
    "repeat.until": "programme.period",
  });
  assert.deepEqual(repeatErrors(repeat({ every: "week", interval: 0 }), MONDAY), { "repeat.interval": "schedule.rule" });
  assert.deepEqual(repeatErrors(repeat({ every: "never", count: 0 }), MONDAY), {});
});

const appointment = (changed = {}) => ({
  id: "ap_1",
  title: "Morning",
  kind: "group",
  track: "group",
  begins_at: "2026-03-02T14:00:00Z",
  ends_at: "2026-03-02T15:30:00Z",
  opens_at: "2026-03-02T13:45:00Z",
  zone: NY,
  status: "planned",
  cohort: { id: "co_1", name: "A" },
  series: { id: "se_1", rule: "FREQ=WEEKLY;BYDAY=MO;COUNT=12", slot: "" },
  break_min: 10,
  attendees: [
    { person: { id: "pt_1", name: "Leo" }, role: "facilitator" },
    { person: { id: "pt_2", name: "Ana" }, role: "member", from_cohort: true },
    { person: { id: "pt_3", name: "Ben" }, role: "member", couple: "cu_1", cameras: 1 },
  ],
  version: 4,
  state: "planned",
  ...changed,
});

test("an appointment is edited on its own wall, and people of its group are not sent again", () => {
  const draft = draftOf(appointment());
  assert.deepEqual([draft.day, draft.time, draft.duration_min, draft.cohort], [MONDAY, "09:00", 90, "co_1"]);
  assert.deepEqual(bodyOf(draft), {
    title: "Morning",
    kind: "group",
    track: "group",
    starts_local: "2026-03-02T09:00",
    zone: NY,
    duration_min: 90,
    break_min: 10,
    rule: "FREQ=WEEKLY;BYDAY=MO;COUNT=12",
    cohort: "co_1",
    attendees: [
      { person: "pt_1", role: "facilitator" },
      { person: "pt_3", role: "member", couple: "cu_1", cameras: 1 },
    ],
  });
  assert.equal(endOf(draft), "2026-03-02T10:30");
});

test("only what was changed is sent", () => {
  const before = draftOf(appointment());
  assert.deepEqual(changesOf(before, { ...before, time: "10:00" }), { starts_local: "2026-03-02T10:00" });
  assert.deepEqual(changesOf(before, { ...before }), {});
});

test("who is changed names everybody who is to come, those of the group too", () => {
  const before = draftOf(appointment());
  const after = { ...before, attendees: before.attendees.filter(({ person }) => person !== "pt_3") };
  assert.deepEqual(changesOf(before, after), {
    attendees: [
      { person: "pt_1", role: "facilitator" },
      { person: "pt_2", role: "member" },
    ],
  });
});

const TEMPLATE = {
  id: "couples_week",
  sessions: [
    { audience: "cohort", kind: "group", at: "09:00:00", duration_min: 180, break_min: 10 },
    { audience: "couple", kind: "couples", at: "13:00:00", duration_min: 50, break_min: 0 },
  ],
};
const CHOSEN = {
  template: "couples_week",
  first_monday: "2026-03-02",
  weeks: 8,
  cohort: "co_1",
  couple: "",
  session_0_wanted: true,
  session_0_title: " Morning ",
  session_0_at: "09:30",
  leader_0: "pt_1",
  session_1_wanted: false,
};

test("of a template's week only the wanted sessions are planned, and only for whom they are", () => {
  assert.deepEqual([...needsOf(TEMPLATE, CHOSEN)], ["cohort"]);
  assert.deepEqual(errorsOf(TEMPLATE, CHOSEN), {});
  assert.deepEqual(chosenOf(TEMPLATE, CHOSEN), {
    first_monday: "2026-03-02",
    weeks: 8,
    sessions: [{ session: 0, title: "Morning", at: "09:30", staff: [{ person: "pt_1", role: "facilitator" }] }],
    cohort: "co_1",
  });
});

test("what a template's week still needs is said by field", () => {
  assert.deepEqual(errorsOf(TEMPLATE, { ...CHOSEN, session_1_wanted: true, session_1_title: "Us", session_1_at: "13:00" }), {
    leader_1: "field.required",
    couple: "field.required",
  });
  assert.deepEqual(errorsOf(TEMPLATE, { ...CHOSEN, session_0_wanted: false }), { template: "template.session" });
});

test("what is missing from a draft is said by field; a title is not needed to look for conflicts", () => {
  const draft = newDraft("2026-03-02T09:00", NY);
  assert.deepEqual(draftErrors(draft), { title: "field.required" });
  assert.equal(isCheckable(draft), true);
  assert.deepEqual(draftErrors({ ...draft, title: "x", duration_min: 1800, break_min: -1 }), {
    duration_min: "schedule.length",
    break_min: "schedule.length",
  });
  assert.equal(isCheckable({ ...draft, time: "" }), false);
});

test("kinds bring their usual track and length", () => {
  assert.deepEqual(["couples", "multi_couple", "medical_visit", "alumni"].map(usualTrack), ["couples", "couples", "medical", "group"]);
  assert.deepEqual(["individual", "group"].map(usualLength), [50, 75]);
});

test("a new session is offered at the next full hour of a working day, else at nine", () => {
  assert.equal(nextStart(MONDAY, "2026-03-02T10:20"), "2026-03-02T11:00");
  assert.equal(nextStart(MONDAY, "2026-03-02T23:40"), "2026-03-03T09:00");
  assert.equal(nextStart(MONDAY, "2026-03-02T03:10"), "2026-03-02T09:00");
  assert.equal(nextStart("2026-03-09", "2026-03-02T10:20"), "2026-03-09T09:00");
});

test("a week is asked for from Monday to Monday on the wall, also when the clocks change in it", () => {
  assert.deepEqual(spanOf("2026-03-05", "week", NY), { from: "2026-03-02T05:00:00Z", to: "2026-03-09T04:00:00Z" });
  assert.deepEqual(spanOf("2026-03-08", "day", NY), { from: "2026-03-08T05:00:00Z", to: "2026-03-09T04:00:00Z" });
});

test("a calendar shows hours that hold everything", () => {
  const event = eventOf(appointment({ status: "cancelled" }), NY);
  assert.deepEqual([event.start, event.end, event.classNames], ["2026-03-02T09:00", "2026-03-02T10:30", ["track-group", "is-cancelled"]]);
  assert.deepEqual(hoursOf([event]), { from: "08:00", to: "18:00" });
  assert.deepEqual(
    hoursOf([
      { start: "2026-03-02T06:30", end: "2026-03-02T07:00" },
      { start: "2026-03-02T23:00", end: "2026-03-03T00:30" },
    ]),
    { from: "06:00", to: "24:00" },
  );
});

test("appointments of a list stand under their day, in order", () => {
  const days = byDay(
    [
      appointment({ id: "b", begins_at: "2026-03-03T03:30:00Z" }),
      appointment({ id: "a" }),
      appointment({ id: "c", begins_at: "2026-03-03T14:00:00Z" }),
    ],
    NY,
  );
  assert.deepEqual(
    days.map(([day, items]) => [day, items.map(({ id }) => id)]),
    [
      [MONDAY, ["a", "b"]],
      ["2026-03-03", ["c"]],
    ],
  );
});

test("a room can be entered from its opening until its end, unless it is cancelled", () => {
  const at = (time) => Date.parse(`2026-03-02T${time}:00Z`);
  assert.equal(canEnter(appointment(), at("13:44")), false);
  assert.equal(canEnter(appointment(), at("13:45")), true);
  assert.equal(canEnter(appointment(), at("15:30")), false);
  assert.equal(canEnter(appointment({ state: "live" }), at("15:40")), true);
  assert.equal(canEnter(appointment({ status: "cancelled", state: "open" }), at("14:00")), false);
  assert.equal(canEnter(appointment({ state: "ended" }), at("14:00")), false);
});

test("the day says what is next, and puts behind what is over", () => {
  const items = [
    { appointment: appointment({ id: "over" }), state: "ended" },
    { appointment: appointment({ id: "off", status: "cancelled" }), state: "planned" },
    { appointment: appointment({ id: "now" }), state: "live" },
  ];
  assert.equal(nextOf(items, Date.parse("2026-03-02T14:30:00Z"))?.appointment.id, "now");
  assert.deepEqual(
    splitDay(items).ahead.map((one) => one.appointment.id),
    ["now"],
  );
  assert.deepEqual(
    splitDay(items).over.map((one) => one.appointment.id),
    ["over", "off"],
  );
});

test("a clinic's first steps are done one after the other; the owner alone is no staff yet", () => {
  const done = (counts) => firstSteps({ unnamed: false, staff: 1, clients: 0, cohorts: 0, sessions: 0, ...counts }).map((one) => one.done);
  assert.deepEqual(done({}), [false, false, false, false]);
  assert.deepEqual(done({ staff: 2, clients: 1, cohorts: 1, sessions: 1 }), [true, true, true, true]);
});

test("an owner who is only called by their address is asked first how they are called", () => {
  const steps = firstSteps({ unnamed: true, staff: 1, clients: 0, cohorts: 0, sessions: 0 });
  assert.deepEqual(steps[0], { step: "name", path: "/me", done: false });
  assert.equal(isUnnamed({ name: "dana", email: "dana@clinic.example" }), true);
  assert.equal(isUnnamed({ name: "Dana Reyes", email: "dana@clinic.example" }), false);
  assert.equal(isUnnamed({ name: "dan", email: "dana@clinic.example" }), false);
});

test("a colleague can take the place of whoever works in a session, not of a client or an interpreter", () => {
  const attendees = ["facilitator", "member", "interpreter", "observer", "tech_host"].map((role) => ({
    person: { id: role, name: role },
    role,
  }));
  assert.deepEqual(
    staffOf({ attendees }).map(({ role }) => role),
    ["facilitator", "tech_host"],
  );
});

test("a cancelled session is planned again while it is ahead and its series still has a place for it", () => {
  const now = Date.parse("2026-03-02T14:00:00Z");
  const cancelled = { status: "cancelled", begins_at: "2026-03-02T15:00:00Z", series: null };
  assert.equal(canReplan(cancelled, now), true);
  assert.equal(canReplan({ ...cancelled, series: { id: "s", rule: "FREQ=DAILY;COUNT=2", slot: "2026-03-02T10:00" } }, now), true);
  assert.equal(canReplan({ ...cancelled, series: { id: "s", rule: "FREQ=DAILY;COUNT=2", slot: null } }, now), false);
  assert.equal(canReplan({ ...cancelled, begins_at: "2026-03-02T13:00:00Z" }, now), false);
  assert.equal(canReplan({ ...cancelled, status: "planned" }, now), false);
});

test("what holds for every session of a series is said once, what is of a day for each", () => {
  const apart = { code: "couple.apart", severity: "refuse", people: [{ id: "pt_1", name: "Elena" }], at: null };
  const holiday = { code: "schedule.holiday", severity: "warn", people: [], at: "2026-12-25T09:00:00Z" };
  const other = { ...holiday, at: "2027-01-01T09:00:00Z" };
  assert.deepEqual(distinct([apart, holiday, { ...apart }, other, { ...holiday }]), [apart, holiday, other]);
});
