/** Every picture plays where it stands, by itself and without sound: a phone would else show it alone and whole, or not at all. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../../app/web/", import.meta.url);
const VIDEOS = ["room", "clinic", "shared"].flatMap((part) =>
  readdirSync(new URL(`${part}/`, WEB), { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .flatMap((name) => readFileSync(new URL(`${part}/${name}`, WEB), "utf8").match(/<video[^>]*>/g) ?? []),
);

test("every video plays in its place", () => {
  assert.ok(VIDEOS.length >= 2);
  for (const video of VIDEOS) assert.match(video, /(?=.*\bautoplay\b)(?=.*\bplaysinline\b)(?=.*\.muted=\$\{true\})/, video);
});
