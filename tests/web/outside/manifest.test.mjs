/** The app on a device's home screen tells nobody what it is for. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../app/web/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("outside/app.webmanifest", WEB), "utf8"));

test("name and icon are neutral, and nothing else is said", () => {
  assert.deepEqual([manifest.name, manifest.short_name], ["Attune", "Attune"]);
  for (const telling of ["description", "categories", "screenshots", "shortcuts"]) assert.equal(manifest[telling], undefined);
  assert.equal(manifest.start_url, "/", "no address of anyone's");
});

test("its icons are there, in the sizes that phones ask for", () => {
  for (const { src } of manifest.icons) assert.ok(existsSync(new URL(`.${src.replace("/web", "")}`, WEB)), src);
  for (const size of ["192x192", "512x512"])
    assert.ok(
      manifest.icons.some(({ sizes }) => sizes === size),
      size,
    );
  assert.ok(manifest.icons.some(({ purpose }) => purpose === "maskable"));
});

test("every page names it, and the icon for iPhones", () => {
  for (const name of ["index.html", "clinic.html"]) {
    const page = readFileSync(new URL(name, WEB), "utf8");
    for (const [, path] of page.matchAll(/<link rel="(?:manifest|apple-touch-icon)" href="\/web\/([^"]+)"/g))
      assert.ok(existsSync(new URL(path, WEB)), path);
    assert.match(page, /rel="manifest"/);
    assert.match(page, /rel="apple-touch-icon"/);
  }
});
