/** Español, completo. */

import { compose } from "./compose.js";
import { console_es } from "./console.es.js";
import { links_es } from "./links.es.js";
import { member_es } from "./member.es.js";
import { say_es } from "./now.es.js";
import { room_es } from "./room.es.js";

export const texts_es = { say: say_es, links: links_es, room: room_es, member: member_es, console: console_es };

export const es = compose(texts_es);
