/** Where equal tiles go: the arrangement of n tiles in a box that makes the tiles largest. Pure. */

const RATIOS = [4 / 3, 16 / 9];
const PHONE_WIDTH_PX = 600;
const MIN_TILE_WIDTH_PX = 96;

/**
 * @typedef {{ columns: number, rows: number, width: number, height: number, scrolls: boolean }} Arrangement
 *   Width and height are one tile's, in px. `scrolls` says that the rows are higher than the box.
 */

/**
 * The best arrangement of tiles with the shape 4:3 or 16:9. On a phone three tiles or more stand in two columns and may scroll.
 * @param {number} count 1 or more tiles.
 * @param {{ width: number, height: number, gap: number }} box in px.
 * @returns {Arrangement}
 */
export function arrange(count, box) {
  const tiles = Math.max(1, Math.floor(count));
  if (box.width < PHONE_WIDTH_PX && box.height > box.width * 0.8 && tiles > 2) return scrolling(tiles, 2, box);
  /** @type {Arrangement | undefined} */
  let best;
  for (let columns = 1; columns <= tiles; columns += 1) {
    const rows = Math.ceil(tiles / columns);
    for (const ratio of RATIOS) {
      const fitted = fit(columns, rows, ratio, box);
      if (!best || area(fitted) > area(best) + 1) best = fitted;
    }
  }
  const chosen = /** @type {Arrangement} */ (best);
  if (chosen.width >= MIN_TILE_WIDTH_PX) return chosen;
  return scrolling(tiles, Math.max(2, Math.floor((box.width + box.gap) / (MIN_TILE_WIDTH_PX + box.gap))), box);
}

/** @param {Arrangement} arrangement */
const area = (arrangement) => arrangement.width * arrangement.height;

/**
 * @param {number} columns
 * @param {number} rows
 * @param {number} ratio
 * @param {{ width: number, height: number, gap: number }} box
 * @returns {Arrangement}
 */
function fit(columns, rows, ratio, box) {
  const room_width = (box.width - box.gap * (columns - 1)) / columns;
  const room_height = (box.height - box.gap * (rows - 1)) / rows;
  const width = Math.max(0, Math.floor(Math.min(room_width, room_height * ratio)));
  return { columns, rows, width, height: Math.floor(width / ratio), scrolls: false };
}

/**
 * Columns as wide as the place, and rows that may be higher than it.
 * @param {number} tiles
 * @param {number} columns
 * @param {{ width: number, height: number, gap: number }} box
 * @returns {Arrangement}
 */
function scrolling(tiles, columns, box) {
  const rows = Math.ceil(tiles / columns);
  const width = Math.max(1, Math.floor((box.width - box.gap * (columns - 1)) / columns));
  const height = Math.floor((width * 3) / 4);
  return { columns, rows, width, height, scrolls: rows * height + (rows - 1) * box.gap > box.height };
}
