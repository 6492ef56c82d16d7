/** English, whole. */

import { exit_en } from "../../../shared/words/en/exit.js";
import { compose } from "../compose.js";
import { account_en } from "./account.js";
import { agreements_en } from "./agreements.js";
import { common_en, shell_en, systems_en } from "./common.js";
import { day_en } from "./day.js";
import { door_en } from "./door.js";
import { groups_en } from "./groups.js";
import { office_en } from "./office.js";
import { people_en } from "./people.js";
import { refusals_en } from "./refusals.js";
import { clearance_en, safety_en } from "./safety.js";
import { schedule_en } from "./schedule.js";

export const texts_en = {
  tag: "en",
  name: "English",
  locale: "en-US",
  dir: "ltr",
  common: common_en,
  shell: shell_en,
  exit: exit_en,
  door: door_en,
  day: day_en,
  people: people_en,
  groups: groups_en,
  schedule: schedule_en,
  office: office_en,
  systems: systems_en,
  account: account_en,
  safety: safety_en,
  clearance: clearance_en,
  agreements: agreements_en,
  refusals: refusals_en,
};

export const en = compose(texts_en);
