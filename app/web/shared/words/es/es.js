/** Español, completo. */

import { alerts_es } from "./alerts.js";
import { console_es } from "./console.js";
import { comfort_es } from "./devices/comfort.js";
import { exit_es } from "./exit.js";
import { links_es } from "./links.js";
import { member_es } from "./member.js";
import { agenda_es, say_es } from "./now.js";
import { room_es } from "./room.js";

export const texts_es = {
  say: say_es,
  links: links_es,
  exit: exit_es,
  room: room_es,
  member: member_es,
  console: console_es,
  alerts: alerts_es,
  comfort: comfort_es,
  agenda: agenda_es,
};
