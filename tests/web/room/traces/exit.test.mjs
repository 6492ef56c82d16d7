/** What a room's page lets go of when it is left at once, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { exitSteps as ofClinic } from "../../../../app/web/clinic/core/account/exit.js";
import { isForClients } from "../../../../app/web/room/core/phases.js";
import { exitSteps } from "../../../../app/web/room/core/traces/exit.js";

function visit(resume) {
  const done = [];
  const session = {
    devices: { stop: () => done.push("devices") },
    screen: { stop: () => done.push("screen") },
    media: { close: () => done.push("media") },
    sound: { stop: () => done.push("sound") },
    connection: {
      abandon: () => {
        done.push("socket");
        return resume;
      },
    },
    invitation: { forget: () => done.push("invitation") },
  };
  const steps = exitSteps(session, {
    send: (path, body) => done.push(`${path} ${JSON.stringify(body)}`),
    sign_out: () => done.push("sign-in"),
  });
  for (const step of steps) step();
  return done;
}

test("camera and microphone go first, then the seat, then the traces", () => {
  assert.deepEqual(visit("rs_1"), [
    "devices",
    "screen",
    "media",
    "sound",
    "socket",
    '/api/v1/seats/exit {"resume":"rs_1"}',
    "invitation",
    "sign-in",
  ]);
});

test("whoever has not come in yet has no seat to give up", () => {
  assert.deepEqual(visit(""), ["devices", "screen", "media", "sound", "socket", "invitation", "sign-in"]);
});

test("a page of the clinic asks nothing, and signs out", () => {
  const done = [];
  const clinic = { has_unsaved: () => true };
  for (const step of ofClinic(clinic, { sign_out: () => done.push("sign-in") })) step();
  assert.equal(clinic.has_unsaved(), false);
  assert.deepEqual(done, ["sign-in"]);
});

test("the button is on the screens of clients, and where it is not known yet whose they are", () => {
  assert.equal(isForClients({ view: null, ticket: null }), true);
  assert.equal(isForClients({ view: null, ticket: { seat: { role: "member" } } }), true);
  assert.equal(isForClients({ view: null, ticket: { seat: { role: "facilitator" } } }), false);
  assert.equal(isForClients({ view: { you: { role: "co_facilitator" } }, ticket: null }), false);
});
