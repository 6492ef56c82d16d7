/** Español, completo. */

import { exit_es } from "../../../shared/words/es/exit.js";
import { LANGUAGES } from "../../../shared/words/languages.js";
import { account_es, webhooks_es } from "./account.js";
import { agreements_es, insurance_es } from "./agreements.js";
import { common_es, shell_es, systems_es } from "./common.js";
import { day_es } from "./day.js";
import { door_es } from "./door.js";
import { office_es } from "./office/office.js";
import { records_es } from "./office/records.js";
import { people_es } from "./people.js";
import { agenda_es } from "./programme/agenda.js";
import { groups_es, measures_es, week_es } from "./programme/groups.js";
import { attendance_es, schedule_es } from "./programme/schedule.js";
import { support_es } from "./programme/support.js";
import { refusals_es } from "./refusals.js";
import { clearance_es, safety_es } from "./safety.js";

export const texts_es = {
  ...LANGUAGES.es,
  common: common_es,
  shell: shell_es,
  exit: exit_es,
  door: door_es,
  day: day_es,
  people: people_es,
  groups: groups_es,
  week: week_es,
  schedule: schedule_es,
  attendance: attendance_es,
  agenda: agenda_es,
  office: office_es,
  systems: systems_es,
  records: records_es,
  account: account_es,
  webhooks: webhooks_es,
  safety: safety_es,
  clearance: clearance_es,
  agreements: agreements_es,
  insurance: insurance_es,
  measures: measures_es,
  support: support_es,
  refusals: refusals_es,
};
