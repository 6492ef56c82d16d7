/** English: what speaks against a session. */

/** What speaks against a session; `{people}` are names, `{at}` is when. @type {Record<string, string>} */
export const CONFLICTS = {
  "schedule.clearance": "{people}: not cleared for sessions together yet. You can plan it. Please don’t tell them why.",
  "schedule.double_booked": "{people}: already in another session at this time.",
  "schedule.holiday": "The clinic is closed on this day. {at}",
  "schedule.licence_ended": "{people}: the license ends before this session.",
  "schedule.licence_state": "{people}: no one who leads is licensed for their state.",
  "schedule.no_facilitator": "No one leads this session yet.",
  "schedule.no_licence": "No one who leads has the license this kind of session needs.",
  "schedule.own_clinician": "{people}: treats one of the partners alone.",
  "schedule.partners_together": "{people}: partners, and the policy keeps partners apart.",
  "schedule.people": "More clients than the policy allows.",
  "schedule.seats": "More cameras than the policy allows.",
  "schedule.staff_minimum": "The policy asks for more staff.",
  "care_team.couples_therapist": "{people}: the couples therapist can’t treat a partner alone.",
  "care_team.own_clinician": "{people}: treats one of the partners alone.",
};
