/** Español, completo. */

import { exit_es } from "../../../shared/words/es/exit.js";
import { compose } from "../compose.js";
import { account_es } from "./account.js";
import { agreements_es } from "./agreements.js";
import { common_es, shell_es, systems_es } from "./common.js";
import { day_es } from "./day.js";
import { door_es } from "./door.js";
import { groups_es } from "./groups.js";
import { office_es } from "./office.js";
import { people_es } from "./people.js";
import { refusals_es } from "./refusals.js";
import { clearance_es, safety_es } from "./safety.js";
import { schedule_es } from "./schedule.js";

export const texts_es = {
  tag: "es",
  name: "Español",
  locale: "es-US",
  dir: "ltr",
  common: common_es,
  shell: shell_es,
  exit: exit_es,
  door: door_es,
  day: day_es,
  people: people_es,
  groups: groups_es,
  schedule: schedule_es,
  office: office_es,
  systems: systems_es,
  account: account_es,
  safety: safety_es,
  clearance: clearance_es,
  agreements: agreements_es,
  refusals: refusals_es,
};

export const es = compose(texts_es);
