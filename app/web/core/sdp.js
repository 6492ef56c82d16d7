/** What is changed in an answer's text before it is used. Pure. */

/**
 * Adds repeats of lost sound, where the offer has them: browsers know `nack` for sound but do not answer it by themselves.
 * @param {string} answer
 * @param {string} offer
 */
export function withRepeatedSound(answer, offer) {
  const offered = new Set(sectionsOf(offer).filter(hasRepeats).map(midOf));
  return sectionsOf(answer)
    .map((section) => (section.startsWith("m=audio") && offered.has(midOf(section)) && !hasRepeats(section) ? addRepeats(section) : section))
    .join("");
}

/** The part before the first media line, then one text per media section. @param {string} sdp */
const sectionsOf = (sdp) => sdp.split(/^(?=m=)/m);

/** @param {string} section */
const midOf = (section) => /^a=mid:(\S+)/m.exec(section)?.[1] ?? "";

/** The payload type of Opus, or nothing. @param {string} section */
const opusOf = (section) => /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];

/** @param {string} section */
function hasRepeats(section) {
  const opus = opusOf(section);
  return opus !== undefined && new RegExp(`^a=rtcp-fb:${opus} nack\\s*$`, "m").test(section);
}

/** @param {string} section */
const addRepeats = (section) =>
  section.replace(/^a=rtpmap:(\d+) opus\/[^\r\n]*(\r?\n)/im, (line, opus, end) => `${line}a=rtcp-fb:${opus} nack${end}`);
