import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addressOf,
  authorOf,
  hasChat,
  messagesOf,
  messagesWith,
  newerThan,
  newestAt,
  recipientsOf,
  repliesOf,
  textOf,
  writerTo,
} from "../../../../app/web/room/core/view/chat.js";

const person = (name, role, seat, more = {}) => ({ name, role, seat, ...more });
const PEOPLE = {
  pt_0: person("Dr. Reyes", "facilitator", "se_0"),
  pt_1: person("Ana", "member", "se_1"),
  pt_2: person("Ben", "member", "se_2"),
  pt_3: person("Iris", "interpreter", "se_3", { serves: "pt_1" }),
  pt_4: person("Dana", "member", "se_4"),
  pt_5: person("Eli", "member", "se_4"),
};
const message = (id, at, from, to, more = {}) => ({ id, at, from, to, text: "-", ...more });
const view = ({ people = ["pt_1"], role = "member", may = ["all", "staff", "direct"], messages = [] } = {}) => ({
  you: { people, role },
  people: PEOPLE,
  chat: { open: true, may, messages: Object.fromEntries(messages.map((one) => [one.id, one])) },
});

test("messages stand in the order in which they came", () => {
  const messages = [message("b", 2, "pt_2", "all"), message("c", 1, "pt_0", "all"), message("a", 2, "pt_1", "all")];
  assert.deepEqual(
    messagesOf(view({ messages })).map(({ id }) => id),
    ["c", "a", "b"],
  );
  assert.equal(newestAt(view({ messages })), 2);
});

test("new is what others wrote since", () => {
  const messages = [message("a", 1, "pt_2", "all"), message("b", 2, "pt_1", "all"), message("c", 3, "pt_0", "pt_1")];
  assert.deepEqual(
    newerThan(view({ messages }), 1).map(({ id }) => id),
    ["c"],
  );
});

test("a member writes to everybody, to staff, and to their own interpreter; not to other members", () => {
  assert.deepEqual(
    recipientsOf(view()).map(({ label }) => label),
    ["Everyone", "The staff", "Dr. Reyes", "Iris"],
  );
  assert.deepEqual(
    recipientsOf(view({ people: ["pt_2"] })).map(({ to }) => to),
    ["all", "staff", "pt_0"],
  );
  assert.deepEqual(recipientsOf(view({ may: [] })), []);
});

test("staff write to each person; an interpreter to the one they serve", () => {
  assert.deepEqual(
    recipientsOf(view({ people: ["pt_0"], role: "facilitator", may: ["staff", "direct"] })).map(({ to }) => to),
    ["staff", "pt_1", "pt_2", "pt_3", "pt_4", "pt_5"],
  );
  assert.deepEqual(
    recipientsOf(view({ people: ["pt_3"], role: "interpreter", may: ["direct"] })).map(({ to }) => to),
    ["pt_0", "pt_1"],
  );
});

test("who wrote it, and to whom, in words", () => {
  const seen = view();
  assert.equal(authorOf(seen, message("a", 1, "pt_1", "all")), "You");
  assert.equal(authorOf(seen, message("a", 1, "pt_4", "all", { both: true })), "Dana & Eli");
  assert.equal(authorOf(view({ people: ["pt_4", "pt_5"] }), message("a", 1, "pt_4", "all")), "Dana");
  assert.deepEqual(
    ["all", "staff", "pt_1", "pt_0"].map((to) => addressOf(seen, message("a", 1, "pt_2", to))),
    ["", "to the staff", "to you", "to Dr. Reyes"],
  );
});

test("where nobody may write and nothing was written there are no messages at all", () => {
  const closed = view({ may: [] });
  assert.equal(hasChat({ ...closed, chat: { ...closed.chat, open: false } }), false);
  assert.equal(hasChat(view({ may: ["staff"] })), true);
  assert.equal(hasChat({ ...closed, chat: undefined }), false);
});

test("who waits answers whoever of the staff wrote last, and asks for a call only on a screen of their own", () => {
  const written = (from, at, more) => ({ id: `${at}`, from, at, to: "pt_a", text: "Hello", ...more });
  const chat = {
    may: ["reply"],
    messages: { 1: written("pt_t", 1), 2: written("pt_k", 2), 3: written("pt_a", 3, { to: "pt_k", text: "", reply: "moment" }) },
  };
  const view = { you: { people: ["pt_a"] }, people: {}, chat };
  assert.equal(writerTo(view), "pt_k");
  assert.deepEqual(repliesOf(view), ["here", "moment", "trouble", "call"]);
  assert.deepEqual(repliesOf({ ...view, you: { people: ["pt_a", "pt_b"] } }), ["here", "moment", "trouble"]);
  assert.deepEqual(repliesOf({ ...view, chat: { ...chat, may: [] } }), []);
  assert.deepEqual(messagesOf(view).map(textOf), ["Hello", "Hello", "One moment, please"]);
});

test("staff see beside a waiting seat what was written to it and what its people answered", () => {
  const messages = {
    1: { id: "1", from: "pt_t", at: 1, to: "se_c" },
    2: { id: "2", from: "pt_a", at: 2, to: "pt_t" },
    3: { id: "3", from: "pt_t", at: 3, to: "pt_x" },
  };
  const found = messagesWith({ chat: { messages } }, "se_c", ["pt_a", "pt_b"]);
  assert.deepEqual(
    found.map(({ id }) => id),
    ["1", "2"],
  );
});
