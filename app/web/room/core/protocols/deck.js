/** Where a run is in a deck of questions. Pure. */

import { factOf } from "./facts.js";

/**
 * The present topic and question; the question is empty once the topics are over. Null where no deck is gone through.
 * @param {import("../wire.js").View} view @param {import("./library.js").Library} library
 */
export function questionOf(view, library) {
  const at = factOf(view, library, "deck_place");
  const deck = at && library.data.decks[at.deck];
  if (!deck) return null;
  const topic = deck.topics[at.topic];
  const question = topic?.questions[at.question];
  return {
    deck: deck.title,
    topic: topic?.title ?? "",
    hint: topic?.hint ?? "",
    text: question?.text ?? "",
    follow_up: question?.follow_up ?? "",
    place: at.question + 1,
    of: topic?.questions.length ?? 0,
  };
}
