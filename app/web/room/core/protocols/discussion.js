/** Where a guided discussion is in its deck. Pure. */

/**
 * The present topic and question; the question is empty once the topics are over. Null without a discussion or its deck.
 * @param {import("../wire.js").View} view @param {import("./library.js").Library} library
 */
export function questionOf(view, library) {
  const facts = view.run?.protocol === "guided_discussion" ? view.run.facts : undefined;
  const deck = facts && library.data.decks[facts.deck];
  if (!facts || !deck) return null;
  const topic = deck.topics[facts.topic];
  const question = topic?.questions[facts.question];
  return {
    deck: deck.title,
    topic: topic?.title ?? "",
    hint: topic?.hint ?? "",
    text: question?.text ?? "",
    follow_up: question?.follow_up ?? "",
    place: facts.question + 1,
    of: topic?.questions.length ?? 0,
  };
}
