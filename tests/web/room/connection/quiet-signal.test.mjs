import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { RequestRefused } from "../../../../app/web/room/core/connection/connection.js";
import { CHORD, isChord, listenForChord, QuietSignal } from "../../../../app/web/room/core/connection/quiet-signal.js";
import { LEADING_SHORTCUTS, meaningOf, SHORTCUTS } from "../../../../app/web/room/core/keys.js";
import { texts_en } from "../../../../app/web/shared/words/en/en.js";
import { texts_es } from "../../../../app/web/shared/words/es/es.js";

globalThis.window ??= globalThis;
afterEach(() => mock.timers.reset());

const PRESS = { code: "KeyS", key: "S", altKey: true, shiftKey: true, ctrlKey: false, metaKey: false, repeat: false };

class FakeConnection extends EventTarget {
  constructor(state = "open") {
    super();
    this.state = state;
    this.asked = [];
    this.refusals = [];
  }

  async request(type, fields, patience) {
    this.asked.push({ type, ...fields });
    this.patience = patience;
    const refusal = this.refusals.shift();
    if (refusal) throw new RequestRefused(refusal);
    return { type: "ok" };
  }

  become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

const settled = () => new Promise((done) => setImmediate(done));

test("the chord is two keys held and a place on the keyboard, whatever letter its layout has there", () => {
  assert.ok(isChord(PRESS));
  assert.ok(isChord({ ...PRESS, key: "Í" }));
  for (const change of [{ altKey: false }, { shiftKey: false }, { ctrlKey: true }, { metaKey: true }, { repeat: true }, { code: "KeyD" }])
    assert.ok(!isChord({ ...PRESS, ...change }), JSON.stringify(change));
});

test("the chord is no other shortcut, and no list of keys names it", () => {
  const nowhere = { tag: "", editable: false, in_dialog: false };
  for (const table of [SHORTCUTS, LEADING_SHORTCUTS]) assert.equal(meaningOf(PRESS, nowhere, true, table), null);
  const listed = JSON.stringify([texts_en, texts_es]);
  for (const name of [CHORD.code, "Alt+", "Alt +", "Option+"]) assert.ok(!listed.includes(name), name);
});

test("it is heard before everything else, in a text field too, and nothing else hears of it", () => {
  const target = new EventTarget();
  let heard = 0;
  const others = [];
  const stop = listenForChord(target, () => heard++);
  target.addEventListener("keydown", (event) => others.push(event.code));
  const press = (fields) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), fields);
    target.dispatchEvent(event);
    return event;
  };
  assert.ok(press(PRESS).defaultPrevented);
  assert.ok(!press({ ...PRESS, altKey: false }).defaultPrevented);
  assert.deepEqual([heard, others], [1, ["KeyS"]]);
  stop();
  press(PRESS);
  assert.equal(heard, 1);
});

test("with a connection it is sent at once, and the page never says that the answer is slow", async () => {
  const connection = new FakeConnection();
  const signal = new QuietSignal(connection);
  await signal.send();
  assert.deepEqual(connection.asked, [{ type: "help.signal", late: false }]);
  assert.ok(connection.patience.unsure >= connection.patience.within);
  assert.equal(signal.state, "sent");
});

test("without a connection it is kept, and sent as late once the connection is back", async () => {
  const connection = new FakeConnection("lost");
  const signal = new QuietSignal(connection);
  await signal.send();
  await signal.send();
  assert.deepEqual([signal.state, connection.asked], ["kept", []]);
  connection.become("opening");
  assert.equal(signal.state, "kept");
  connection.become("open");
  await settled();
  assert.deepEqual(connection.asked, [{ type: "help.signal", late: true }]);
  assert.equal(signal.state, "sent");
  connection.become("open");
  await settled();
  assert.equal(connection.asked.length, 1);
});

test("a connection that is lost while it is sent, or a room that is busy, loses nothing", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const connection = new FakeConnection();
  const signal = new QuietSignal(connection);
  connection.refusals = ["connection.lost"];
  await signal.send();
  assert.equal(signal.state, "kept");
  connection.refusals = ["room.busy"];
  connection.become("open");
  await settled();
  assert.equal(signal.state, "kept");
  mock.timers.tick(2000);
  await settled();
  assert.deepEqual(
    connection.asked.map((each) => each.late),
    [false, true, true],
  );
  assert.equal(signal.state, "sent");
});

test("whoever may not send it is told nothing", async () => {
  const connection = new FakeConnection();
  const signal = new QuietSignal(connection);
  const said = [];
  signal.addEventListener("change", () => said.push(signal.state));
  connection.refusals = ["role.forbidden"];
  await signal.send();
  assert.deepEqual(said, ["sending", "none"]);
});

test("nothing of it is stored, logged or put into a title", async () => {
  const touched = [];
  const note = (name, key) => void touched.push(`${name}.${String(key)}`);
  const trap = (name) => new Proxy({}, { get: (_, key) => note(name, key), set: (_, key) => note(name, key) ?? true });
  const before = Object.fromEntries(
    ["localStorage", "sessionStorage", "document"].map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  );
  const methods = ["log", "info", "warn", "error", "debug"].map((name) => mock.method(console, name, () => touched.push(name)));
  for (const name of Object.keys(before)) Object.defineProperty(globalThis, name, { value: trap(name), configurable: true });
  try {
    const connection = new FakeConnection("lost");
    const signal = new QuietSignal(connection);
    await signal.send();
    connection.become("open");
    await settled();
    assert.equal(signal.state, "sent");
  } finally {
    for (const [name, was] of Object.entries(before)) was ? Object.defineProperty(globalThis, name, was) : delete globalThis[name];
    for (const method of methods) method.mock.restore();
  }
  assert.deepEqual(touched, []);
});

test("what the phone says is neutral in both languages", () => {
  for (const texts of [texts_en, texts_es]) {
    const said = Object.values(texts.member.sound_problem).join(" ").toLowerCase();
    for (const word of [
      "help",
      "staff",
      "safe",
      "alert",
      "emergency",
      "danger",
      "signal",
      "ayuda",
      "equipo",
      "segur",
      "alerta",
      "emergencia",
      "peligro",
      "aviso",
    ])
      assert.ok(!said.includes(word), word);
  }
});
