/** English, whole: the room's basics, the console, the members' parts. */

import { console_en } from "./console.en.js";
import { links_en } from "./links.en.js";
import { member_en } from "./member.en.js";
import { room_en } from "./room.en.js";

export const en = { ...room_en, ...links_en, console: console_en, member: member_en };
