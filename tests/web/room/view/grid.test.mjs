/** Where tiles go: everybody is seen, as large as the place allows, and nobody jumps when the turn changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pack, shareOf } from "../../../../app/web/room/core/view/grid.js";

const SEATS = Array.from({ length: 24 }, (_, index) => index + 1);
/** What is left of a window for the pictures, px. */
const PLACES = {
  "desktop 1280×800": { width: 1264, height: 684, gap: 8 },
  "desktop beside the panel": { width: 880, height: 684, gap: 8 },
  "tablet 820×1180": { width: 804, height: 1050, gap: 8 },
  "phone 390×844": { width: 382, height: 680, gap: 5 },
  "phone sideways 844×390": { width: 840, height: 340, gap: 8 },
  "phone 360×640": { width: 352, height: 478, gap: 5 },
  "phone sideways 640×360": { width: 636, height: 312, gap: 8 },
  "screen of 280 px": { width: 272, height: 480, gap: 5 },
  "magnified 320×256": { width: 316, height: 164, gap: 5 },
};
/** Of its place, what pictures take at least if they fit. */
const LEAST = 0.85;

const seats = (count, more = {}) => Array.from({ length: count }, (_, index) => ({ ...(more[index] ?? {}) }));
const area = ({ width, height }) => width * height;

function overlaps(boxes) {
  return boxes.some((one, index) =>
    boxes
      .slice(index + 1)
      .some(
        (other) =>
          Math.min(one.x + one.width, other.x + other.width) > Math.max(one.x, other.x) &&
          Math.min(one.y + one.height, other.y + other.height) > Math.max(one.y, other.y),
      ),
  );
}

for (const [name, place] of Object.entries(PLACES)) {
  test(`from 1 to 24 seats nobody is covered or left out, and the place is used: ${name}`, () => {
    for (const count of SEATS) {
      const { boxes, height, scrolls } = pack(seats(count), place);
      assert.equal(boxes.length, count);
      assert.ok(!overlaps(boxes), `${count} lie apart`);
      for (const box of boxes) {
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= place.width, `${count} stay inside`);
        assert.ok(box.y + box.height <= height, `${count} end above the end`);
        assert.ok(box.width >= 64 && box.height >= 44, `${count} are known by their faces`);
      }
      if (scrolls) continue;
      assert.ok(height <= place.height);
      assert.ok(shareOf(boxes, place) >= LEAST, `${count} take ${shareOf(boxes, place)}`);
    }
  });
}

test("faces are not cut: no tile is narrower or wider than they bear, and two people get the width", () => {
  for (const place of Object.values(PLACES))
    for (const count of SEATS)
      for (const [index, { width, height }] of pack(seats(count, { 1: { wide: true } }), place).boxes.entries()) {
        const least = index === 1 ? 1.32 : count === 1 ? 0.61 : 0.69;
        assert.ok(width / height >= least && width / height <= 2.2, `${count}: ${width}×${height}`);
      }
});

test("two on one camera have hardly less than the half of what others have, wherever they sit", () => {
  for (const place of Object.values(PLACES))
    for (const count of SEATS.slice(1, 14))
      for (let at = 0; at < count; at += 1) {
        const areas = pack(seats(count, { [at]: { wide: true } }), place).boxes.map(area);
        const of_others = areas.filter((_, index) => index !== at).reduce((sum, one) => sum + one, 0) / (count - 1);
        assert.ok(areas[at] >= of_others * 0.475, `${count}, at ${at}: ${areas[at] / of_others}`);
      }
});

test("eight people are seen at once on a phone of 360 by 640, and thirteen too", () => {
  for (const count of [8, 13]) assert.equal(pack(seats(count, { 3: { wide: true } }), PLACES["phone 360×640"]).scrolls, false);
});

test("where faces would be too small to be known the rows scroll", () => {
  const place = PLACES["magnified 320×256"];
  const { boxes, scrolls, height } = pack(seats(24), place);
  assert.equal(scrolls, true);
  assert.ok(height > place.height);
  assert.ok(boxes.every(({ width }) => width >= 88));
});

test("whoever has the turn is larger than before, and everybody stays among the same neighbors", () => {
  for (const [name, place] of Object.entries(PLACES)) {
    for (const count of SEATS.filter((each) => each > 1)) {
      const calm = pack(seats(count), place);
      if (calm.scrolls) continue;
      for (let holder = 0; holder < count; holder += 1) {
        const { boxes } = pack(seats(count, { [holder]: { grown: true } }), place);
        const others = boxes.filter((_, index) => index !== holder);
        const before = area(calm.boxes[holder]) / Math.max(...calm.boxes.filter((_, index) => index !== holder).map(area));
        assert.ok(area(boxes[holder]) / Math.max(...others.map(area)) >= before - 0.02, `${name}, ${count}, ${holder}`);
        assert.ok(!overlaps(boxes));
        // Half of a row or a column lies where it lay.
        for (const [index, box] of boxes.entries()) {
          const was = calm.boxes[index];
          const moved = Math.hypot(box.x + box.width / 2 - was.x - was.width / 2, box.y + box.height / 2 - was.y - was.height / 2);
          assert.ok(
            moved <= 0.75 * Math.max(was.width, was.height, box.width, box.height),
            `${name}, ${count}, ${holder}: ${index} moved ${moved}`,
          );
        }
      }
    }
  }
});

test("with five seats the holder is the largest, whoever it is; in a dialogue the two are", () => {
  for (const [name, at_least] of [
    ["desktop 1280×800", 1.04],
    ["phone 390×844", 1.04],
    ["desktop beside the panel", 1.04],
  ]) {
    for (const holders of [[0], [1], [2], [3], [4], [1, 2], [0, 4]]) {
      const grown = Object.fromEntries(holders.map((index) => [index, { grown: true }]));
      const { boxes } = pack(seats(5, grown), PLACES[name]);
      const least = Math.min(...holders.map((index) => area(boxes[index])));
      const most = Math.max(...boxes.filter((_, index) => !holders.includes(index)).map(area));
      assert.ok(least >= at_least * most, `${name}: ${holders} have ${least}, others ${most}`);
    }
  }
});

test("on a desktop the holder is the largest beside any couple, from four seats on", () => {
  for (const name of ["desktop 1280×800", "desktop beside the panel"]) {
    for (const count of [4, 5, 6, 7, 8]) {
      for (let holder = 0; holder < count; holder += 1) {
        for (let couple = 0; couple < count; couple += 1) {
          const wants = seats(count).map((_, index) => ({ grown: index === holder, wide: index === couple }));
          const { boxes } = pack(wants, PLACES[name]);
          const most = Math.max(...boxes.filter((_, index) => index !== holder).map(area));
          assert.ok(area(boxes[holder]) > most, `${name}: ${holder} of ${count}, a couple at ${couple}`);
        }
      }
    }
  }
});

test("whoever has the turn, beside any couple, pictures take nine tenths of the place on a phone held upright", () => {
  const place = PLACES["phone 390×844"];
  for (let holder = 0; holder < 5; holder += 1) {
    for (let couple = 0; couple < 5; couple += 1) {
      const wants = seats(5).map((_, index) => ({ grown: index === holder, wide: index === couple }));
      assert.ok(shareOf(pack(wants, place).boxes, place) >= 0.9, `${holder}, a couple at ${couple}`);
    }
  }
});

test("nobody, or a place of no size, breaks nothing", () => {
  assert.deepEqual(pack([], PLACES["phone 390×844"]), { boxes: [], height: 0, scrolls: false });
  const { boxes } = pack(seats(3), { width: 10, height: 10, gap: 8 });
  assert.equal(boxes.length, 3);
});
