/**
 * Where tiles go: rows that fill the place, in an order that lasts. Who has the turn is larger within the same rows, so nobody jumps.
 * Pure.
 */

/** What a face bears: a tile is at least this wide for its height, and at most that. Two who sit side by side are at the edges of their picture. */
const RATIO = { least: 0.7, least_for_two: 4 / 3, most: 2.1 };
/** Beside somebody who has the turn a tile may be that narrow. */
const LEAST_BESIDE = 0.6;
/** A single face is large whatever is cut off at its sides, and a phone held upright sends it upright. */
const LEAST_ALONE = 0.62;
/** What cameras send lies between 4:3 and 16:9: within that nothing is cut off. */
const CAMERA = { least: 4 / 3, most: 16 / 9 };
const WEIGHT_OF_TWO = 1.4;
/** Below that nobody is known by their face: the rows become higher than the place, and scroll. */
const FACE_PX = { width: 64, height: 48 };
const SCROLLED_WIDTH_PX = 88;
/** How much higher short rows are: not at all, or so that all pictures have one shape. */
const SLOPES = [0, 0.5, 1];
/** @type {Growth[]} */
const GROWTHS = [1, 1.15, 1.3, 1.5].flatMap((higher) =>
  [1, 1.25, 1.5, 1.75, 2, 2.25].flatMap((wider) => [1, wider].map((wider_short) => ({ higher, wider, wider_short }))),
);
/** Larger than that says no more. */
const GAIN_MOST = 1.5;
/** What the others keep of their size, and all together of what they took: less only where else nobody would stand out, and pictures still take so much of the place. */
const KEEPS = { each: 0.5, all: [0.97, 0.95, 0.93, 0.9], place: 0.905 };
/** So many times the largest other tile is seen at a glance; in a place as low as this, px, pictures count for more, and the frame says it. */
const STANDS_OUT = 1.04;
const LOW_PX = 400;
/** What a filled place counts for against a larger tile. */
const FILLING = 4;
/** @type {Growth} */
const CALM = { higher: 1, wider: 1, wider_short: 1 };
/** Another arrangement has to be that much better: of two that are alike the first stays. */
const BETTER = 1.01;

/**
 * @typedef {{ wide?: boolean, grown?: boolean }} Want `wide`: two people sit there. `grown`: their turn.
 * @typedef {{ width: number, height: number, gap: number }} Place px.
 * @typedef {{ x: number, y: number, width: number, height: number }} Box px, from the start of the line and from the top.
 * @typedef {{ boxes: Box[], height: number, scrolls: boolean }} Packed `height` of all rows, px; `scrolls`: they are higher than the place.
 * @typedef {{ rows: Want[][], slope: number, turned: boolean }} Arrangement `turned`: the rows stand upright, as columns.
 * @typedef {{ higher: number, wider: number, wider_short: number }} Growth How many times its share the row, and in it the tile, of whoever
 *   has the turn gets; in a short row tiles are wide already.
 */

/**
 * The boxes of these tiles, in their order: as much of the faces as the place can show.
 * @param {readonly Want[]} wants One for each tile. @param {Place} place @returns {Packed}
 */
export function pack(wants, place) {
  if (!wants.length) return { boxes: [], height: 0, scrolls: false };
  const calm = arrange(wants, place);
  const still = lay(calm, place, CALM);
  if (still.some(({ width, height }) => width < FACE_PX.width || height < FACE_PX.height)) return scrolled(wants.length, place);
  return { boxes: grow(calm, still, place), height: place.height, scrolls: false };
}

/** The share of a place that boxes cover, 0 to 1. @param {readonly Box[]} boxes @param {{ width: number, height: number }} place */
export const shareOf = (boxes, place) => total(boxes.map(area)) / (place.width * place.height);

/** The rows, or columns, that show most, whoever has the turn. @param {readonly Want[]} wants @param {Place} place @returns {Arrangement} */
function arrange(wants, place) {
  /** @type {Arrangement} */
  let best = { rows: [[...wants]], slope: 0, turned: false };
  let best_worth = 0;
  for (const arrangement of arrangements(wants)) {
    const its_worth = worth(lay(arrangement, place, CALM), arrangement.rows.flat(), place);
    if (its_worth <= best_worth * BETTER) continue;
    best_worth = its_worth;
    best = arrangement;
  }
  return best;
}

/** @param {readonly Want[]} wants @returns {Generator<Arrangement>} */
function* arrangements(wants) {
  for (const turned of [false, true])
    for (let count = 1; count <= wants.length; count += 1)
      for (const rows of splits(wants, count)) for (const slope of SLOPES) yield { rows, slope, turned };
}

/** So many rows, as even as can be: the short ones on top, or at the end. @param {readonly Want[]} wants @param {number} count */
function splits(wants, count) {
  const short = Math.floor(wants.length / count);
  const longer = wants.length % count;
  const lengths = Array.from({ length: count }, (_, index) => (index < count - longer ? short : short + 1));
  return longer ? [cut(wants, lengths), cut(wants, [...lengths].reverse())] : [cut(wants, lengths)];
}

/** @param {readonly Want[]} wants @param {number[]} lengths @returns {Want[][]} */
function cut(wants, lengths) {
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return wants.slice(from - length, from);
  });
}

/** @param {Want} want */
const weightOf = ({ wide }) => (wide ? WEIGHT_OF_TWO : 1);

/**
 * Every row fills the width, and all rows the height, as far as faces bear it; the rest is left around them. Columns are rows of a
 * place that lies on its side.
 * @param {Arrangement} arrangement @param {Place} place @param {Growth} growth @returns {Box[]}
 */
function lay({ rows, slope, turned }, place, { higher, wider, wider_short }) {
  const { width, height, gap } = turned ? onItsSide(place) : place;
  const shares = rows.map((row) => total(row.map(weightOf)) ** -slope * (row.some(({ grown }) => grown) ? higher : 1));
  const free = height - gap * (rows.length - 1);
  const longest = Math.max(...rows.map((row) => row.length));
  const laid = rows.map((row, index) => {
    const by = row.length < longest ? wider_short : wider;
    const grows = higher * by > 1 && row.some(({ grown }) => grown);
    const least = rows.flat().length === 1 ? LEAST_ALONE : grows ? LEAST_BESIDE : RATIO.least;
    const leastOf = (/** @type {Want} */ { wide }) => (wide ? RATIO.least_for_two : least);
    const limits = row.map((want) =>
      turned ? { least: 1 / RATIO.most, most: 1 / leastOf(want) } : { least: leastOf(want), most: RATIO.most },
    );
    const weights = row.map((want) => (turned ? 1 : weightOf(want)) * (want.grown ? by : 1));
    return layRow(weights, limits, Math.floor((free * shares[index]) / total(shares)), { width, gap });
  });
  let top = Math.floor((height - total(laid.map((row) => row.height)) - gap * (rows.length - 1)) / 2);
  return laid.flatMap((row) => {
    const from = top;
    top += row.height + gap;
    const boxes = row.boxes.map((box) => ({ ...box, y: from + Math.floor((row.height - box.height) / 2) }));
    return turned ? boxes.map(onItsSide) : boxes;
  });
}

/** @param {number[]} weights @param {{ least: number, most: number }[]} limits @param {number} height px @param {{ width: number, gap: number }} place */
function layRow(weights, limits, height, { width, gap }) {
  const free = width - gap * (weights.length - 1);
  const sizes = weights.map((weight, index) => {
    const wide = Math.floor(Math.min((free * weight) / total(weights), height * limits[index].most));
    return { width: wide, height: Math.floor(Math.min(height, wide / limits[index].least)) };
  });
  let x = Math.floor((free - total(sizes.map((size) => size.width))) / 2);
  const boxes = sizes.map((size) => {
    const box = { x, y: 0, ...size };
    x += size.width + gap;
    return box;
  });
  return { boxes, height: Math.max(...sizes.map((size) => size.height)) };
}

/** @template {{ width: number, height: number, x?: number, y?: number }} T @param {T} box @returns {T} */
const onItsSide = (box) => ({ ...box, width: box.height, height: box.width, ...(box.x === undefined ? {} : { x: box.y, y: box.x }) });

/** Those whose turn it is become larger than everybody else, as far as the others bear it. @param {Arrangement} calm @param {Box[]} still @param {Place} place */
function grow(calm, still, place) {
  const wants = calm.rows.flat();
  const growing = wants.filter(({ grown }) => grown).length;
  if (!growing || growing === wants.length) return still;
  const others = Math.max(...still.filter((_, index) => !wants[index].grown).map(area));
  const merit = (/** @type {Box[]} */ boxes) => gain(boxes, wants, others) + FILLING * shareOf(boxes, place);
  let best = still;
  const took = total(still.map(area));
  const enough = Math.min(KEEPS.all[0] * took, KEEPS.place * area(place));
  for (const kept of KEEPS.all) {
    const least = Math.max(kept * took, enough);
    for (const slope of [0, -0.5, 0.5].map((more) => calm.slope + more))
      for (const growth of GROWTHS) {
        const boxes = lay({ ...calm, slope }, place, growth);
        if (isFair(boxes, still, wants, least) && merit(boxes) > merit(best) + 0.01) best = boxes;
      }
    if (lead(best, wants) >= STANDS_OUT || place.height < LOW_PX) return best;
  }
  return best;
}

/** How many times the size of the largest other one those have whose turn it is. @param {Box[]} boxes @param {Want[]} wants */
function lead(boxes, wants) {
  const grown = Math.min(...boxes.filter((_, index) => wants[index].grown).map(area));
  return grown / Math.max(...boxes.filter((_, index) => !wants[index].grown).map(area));
}

/**
 * How many times the size of the largest other one those have whose turn it is: beside what it is then, and what it was before.
 * @param {Box[]} boxes @param {Want[]} wants @param {number} before px²
 */
function gain(boxes, wants, before) {
  const grown = Math.min(...boxes.filter((_, index) => wants[index].grown).map(area));
  return Math.min(GAIN_MOST, lead(boxes, wants)) + Math.min(GAIN_MOST, grown / before) / 2;
}

/** @param {Box[]} boxes @param {Box[]} still @param {Want[]} wants @param {number} least What all take together, px². */
const isFair = (boxes, still, wants, least) =>
  total(boxes.map(area)) >= least &&
  boxes.every((box, index) => wants[index].grown || (seen(box) >= KEEPS.each * seen(still[index]) && box.width >= FACE_PX.width));

/** @param {number} count @param {Place} place @returns {Packed} */
function scrolled(count, place) {
  const columns = Math.max(1, Math.floor((place.width + place.gap) / (SCROLLED_WIDTH_PX + place.gap)));
  const width = Math.floor((place.width - place.gap * (columns - 1)) / columns);
  const height = Math.floor((width * 3) / 4);
  const boxes = Array.from({ length: count }, (_, index) => ({
    x: (index % columns) * (width + place.gap),
    y: Math.floor(index / columns) * (height + place.gap),
    width,
    height,
  }));
  const whole = Math.ceil(count / columns) * (height + place.gap) - place.gap;
  return { boxes, height: whole, scrolls: whole > place.height };
}

/** @param {{ width: number, height: number }} box */
const area = ({ width, height }) => width * height;

/** What a box is worth to a face, px²: its size, and less where much would be cut off; a face is in the middle and loses least. @param {Box} box */
function seen(box) {
  const ratio = box.width / box.height;
  return area(box) * Math.sqrt(Math.min(1, ratio / CAMERA.least, CAMERA.most / ratio));
}

/**
 * Many faces of one size are worth more than a large and a small one, and an empty place nothing.
 * @param {Box[]} boxes @param {Want[]} wants @param {Place} place
 */
const worth = (boxes, wants, place) =>
  shareOf(boxes, place) / total(boxes.map((box, index) => weightOf(wants[index]) / Math.sqrt(seen(box))));

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
