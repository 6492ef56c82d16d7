/** Messages of a view: in order, to whom one may write, what is new. Pure; what one may read is the server's to say. */

import { words } from "../../../shared/words/words.js";
import { isYours, nameOf, namesOf } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire.js").ChatMessage} ChatMessage
 */

const STAFF = new Set(["facilitator", "co_facilitator", "tech_host", "trainee"]);
const SERVING = new Set(["interpreter", "captioner"]);

/** Oldest first. @param {View} view @returns {ChatMessage[]} */
export const messagesOf = (view) => Object.values(view.chat?.messages ?? {}).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** What a message says: its words, or what its one-tap answer says in the reader's language. @param {ChatMessage} message */
export const textOf = (message) => (message.reply ? (words.member.chat.replies[message.reply] ?? message.reply) : message.text);

/** The one-tap answers that this screen may give; a call is asked for only on a screen of one's own. @param {View} view */
export const repliesOf = (view) =>
  view.chat?.may.includes("reply")
    ? Object.keys(words.member.chat.replies).filter((reply) => reply !== "call" || view.you.people.length < 2)
    : [];

/** Who of the staff wrote last to this waiting screen: to them its answers go. @param {View} view */
export const writerTo = (view) =>
  messagesOf(view)
    .filter((message) => !isYours(view, message.from))
    .at(-1)?.from ?? "";

/** What was written between the viewer and whoever sits at a waiting seat. @param {View} view @param {string} seat @param {string[]} people */
export const messagesWith = (view, seat, people) =>
  messagesOf(view).filter((message) => [message.from, message.to].some((one) => one === seat || people.includes(one)));

/** Whether the viewer reads or writes messages at all here. @param {View} view */
export const hasChat = (view) => Boolean(view.chat && (view.chat.may.length || view.chat.open || Object.keys(view.chat.messages).length));

/** Messages of others that came later. @param {View} view @param {number} seen_at Unix seconds. @returns {ChatMessage[]} */
export const newerThan = (view, seen_at) => messagesOf(view).filter((message) => message.at > seen_at && !isYours(view, message.from));

/** When the newest message came, Unix seconds, or 0. @param {View} view */
export const newestAt = (view) => messagesOf(view).at(-1)?.at ?? 0;

/** To whom the viewer may write, with the words of the choice. @param {View} view @returns {{ to: string, label: string }[]} */
export function recipientsOf(view) {
  const may = view.chat?.may ?? [];
  const { chat } = words.member;
  const works = STAFF.has(view.you.role);
  return [
    ...(may.includes("all") ? [{ to: "all", label: chat.all }] : []),
    ...(may.includes("staff") ? [{ to: "staff", label: works ? chat.staff_only : chat.staff }] : []),
    ...(may.includes("direct") ? peopleToWrite(view, works).map((to) => ({ to, label: nameOf(view, to) })) : []),
  ];
}

/** Staff write to anybody; the others to staff, and to whom they serve or who serves them. @param {View} view @param {boolean} works */
function peopleToWrite(view, works) {
  const own = view.you.people;
  return Object.entries(view.people)
    .filter(([id, person]) => {
      if (own.includes(id)) return false;
      const served = own.some((one) => view.people[one]?.serves === id);
      return works || STAFF.has(person.role) || served || (SERVING.has(person.role) && own.includes(person.serves ?? ""));
    })
    .map(([id]) => id);
}

/** Who wrote it, as readers see it. @param {View} view @param {ChatMessage} message */
export function authorOf(view, message) {
  if (isYours(view, message.from) && view.you.people.length === 1) return words.member.chat.you;
  if (!message.both) return nameOf(view, message.from);
  const seat = view.people[message.from]?.seat;
  return namesOf(
    view,
    Object.keys(view.people).filter((one) => view.people[one].seat === seat),
  );
}

/** To whom it went, or "" where it went to everybody. @param {View} view @param {ChatMessage} message */
export function addressOf(view, message) {
  if (message.to === "all") return "";
  const { chat } = words.member;
  if (message.to === "staff") return chat.to_staff;
  const at_seat = view.waiting?.[message.to]?.people ?? (message.to === view.you.seat ? view.you.people : []);
  if (at_seat.length) return chat.to_one(namesOf(view, at_seat));
  return chat.to_one(isYours(view, message.to) ? chat.you.toLowerCase() : nameOf(view, message.to));
}
