/** English, whole. */

import { exit_en } from "../../../shared/words/en/exit.js";
import { LANGUAGES } from "../../../shared/words/languages.js";
import { account_en, webhooks_en } from "./account.js";
import { agreements_en, insurance_en } from "./agreements.js";
import { common_en, shell_en, systems_en } from "./common.js";
import { day_en } from "./day.js";
import { door_en } from "./door.js";
import { office_en } from "./office/office.js";
import { records_en } from "./office/records.js";
import { people_en } from "./people.js";
import { agenda_en } from "./programme/agenda.js";
import { groups_en, measures_en, week_en } from "./programme/groups.js";
import { attendance_en, schedule_en } from "./programme/schedule.js";
import { support_en } from "./programme/support.js";
import { refusals_en } from "./refusals.js";
import { clearance_en, safety_en } from "./safety.js";

export const texts_en = {
  ...LANGUAGES.en,
  common: common_en,
  shell: shell_en,
  exit: exit_en,
  door: door_en,
  day: day_en,
  people: people_en,
  groups: groups_en,
  week: week_en,
  schedule: schedule_en,
  attendance: attendance_en,
  agenda: agenda_en,
  office: office_en,
  systems: systems_en,
  records: records_en,
  account: account_en,
  webhooks: webhooks_en,
  safety: safety_en,
  clearance: clearance_en,
  agreements: agreements_en,
  insurance: insurance_en,
  measures: measures_en,
  support: support_en,
  refusals: refusals_en,
};
