/** English, whole. */

import { alerts_en } from "./alerts.js";
import { console_en } from "./console.js";
import { comfort_en } from "./devices/comfort.js";
import { exit_en } from "./exit.js";
import { links_en } from "./links.js";
import { member_en } from "./member.js";
import { agenda_en, say_en } from "./now.js";
import { room_en } from "./room.js";

export const texts_en = {
  say: say_en,
  links: links_en,
  exit: exit_en,
  room: room_en,
  member: member_en,
  console: console_en,
  alerts: alerts_en,
  comfort: comfort_en,
  agenda: agenda_en,
};
