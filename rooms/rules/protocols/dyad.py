"""Two people who listen to each other step by step: who they are, whose voice is due, what happens if one is lost.

The memory of such a run: ``due_voice``, whose voice is due; ``ticked``, who has done their part of a step that both do;
``away``, which of them is lost; ``away_from`` and ``left_s``, when that began on the run's own clock and how much of the
step's time was left; and ``pair``, the two. Scripts call ``enter`` for every step and ``settle_pair`` when they settle.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.protocols.shows import Fact, Kind
from rooms.rules.protocols.stage import Stage

__all__ = [
    "PAIR_FACTS",
    "Beat",
    "both_here",
    "enter",
    "find_pair",
    "fresh_pair",
    "pair_facts",
    "pair_refusal",
    "settle_pair",
    "talk_with",
    "tick",
]

PAIR_FACTS: Mapping[str, Fact] = {
    "due_voice": Fact(Kind.VOICE),
    "one_mic": Fact(Kind.ONE_MICROPHONE),
    "away": Fact(Kind.PEOPLE),
    "ticked": Fact(Kind.PEOPLE),
    "limit_s": Fact(Kind.SECONDS),
}
"""The declarations of the facts in ``pair_facts``."""

_Act = Callable[[Stage, PersonId, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Beat:
    """The meaning of a step for the two.

    Attributes:
        heard: The roles that are heard. If they share a microphone, both are heard whenever one is.
        due: The role whose voice is due; None for both.
        for_s: Its intended length, seconds; the clock only informs (F6).
    """

    heard: tuple[str, ...]
    due: str | None = None
    for_s: float | None = None


def find_pair(context: RuleContext, named: Sequence[PersonId]) -> tuple[PersonId, PersonId] | None:
    """Return the pair, first speaker first: those named, the couple, or the only two members; None if unclear."""
    here = context.participants()
    if len(named) == 2:
        return named[0], named[1]
    if len(named) == 1:
        partner = context.partner_of(named[0])
        return (named[0], partner) if partner is not None and partner in here else None
    if len(here) == 2:
        return here[0], here[1]
    couples: dict[frozenset[PersonId], tuple[PersonId, PersonId]] = {}
    for person in here:
        partner = context.partner_of(person)
        if partner is not None and partner in here:
            couples.setdefault(frozenset((person, partner)), (person, partner))
    return next(iter(couples.values())) if len(couples) == 1 else None


def pair_refusal(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> str | None:
    """Refuse a start if it is unclear which two it is for."""
    return None if find_pair(context, options["people"]) else "protocol.needs_pair"


def fresh_pair(pair: Sequence[PersonId]) -> dict[str, Any]:
    """Return the initial memory of a run of these two."""
    return {"pair": list(pair), "due_voice": None, "ticked": [], "away": [], "away_from": 0.0, "left_s": None}


def enter(stage: Stage, beats: Mapping[str, Beat], step: str, **memory: Any) -> None:
    """Go to a step; who is heard and whose voice is due follow from its beat and the current roles."""
    beat = beats[step]
    stage.go(step, for_s=beat.for_s, due_voice=stage.one(beat.due) if beat.due else None, ticked=[], **memory)
    stage.let_speak(_heard(stage, beat))


def tick(stage: Stage, by: PersonId) -> bool:
    """Record that one of the two has done their part of the step; True once both have."""
    ticked = [*(person for person in stage.memory["ticked"] if person != by), by]
    stage.remember(ticked=ticked)
    return len(ticked) == 2


def settle_pair(stage: Stage, beats: Mapping[str, Beat]) -> float | None:
    """Pause while one of the two is lost, and resume once both are back.

    Returns:
        The length of the pause in seconds, if it has just ended; otherwise None.
    """
    memory = stage.memory
    # A turn from before the dyad would be a second voice (F2). Only a facilitator's start or resume meets one.
    stage.end_turn(TurnEnding.REVOKED)
    away = [person for person in memory["pair"] if not stage.is_here(person)]
    if away == memory["away"]:
        return None
    if away:
        if not memory["away"]:
            left_s = None if stage.due is None else max(0.0, stage.due - stage.now)
            stage.remember(left_s=left_s, away_from=stage.counted_s)
        stage.remember(away=away)
        stage.clock(None)
        # Nobody is left alone with a frozen picture: what is said now is between the partner and the coach.
        stage.let_speak(())
        return None
    stage.remember(away=[])
    stage.clock(memory["left_s"])
    stage.let_speak(_heard(stage, beats[stage.step]))
    away_from: float = memory["away_from"]
    return stage.counted_s - away_from


def both_here(act: _Act) -> _Act:
    """Return the action, refused unless both of the two are connected."""

    def guarded(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
        if stage.memory["away"]:
            raise stage.refuse("protocol.partner_away")
        act(stage, by, values)

    return guarded


def talk_with(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """While one is lost, let the other talk with the coach; with nobody named, end that."""
    people, memory = values["person"], stage.memory
    if not memory["away"] or any(p not in memory["pair"] or p in memory["away"] for p in people):
        raise stage.refuse("protocol.bad_value", "person")
    stage.let_speak(people)


def pair_facts(stage: Stage, beats: Mapping[str, Beat]) -> dict[str, Any]:
    """Return what everybody may know: whose voice is due, whether one microphone carries both, who is lost."""
    memory = stage.memory
    seats = {stage.context.state.people[person].seat for person in memory["pair"]}
    return {
        "due_voice": memory["due_voice"],
        "one_mic": len(seats) == 1,
        "away": memory["away"],
        "ticked": memory["ticked"],
        "limit_s": beats[stage.step].for_s,
    }


def _heard(stage: Stage, beat: Beat) -> list[PersonId]:
    return [person for role in beat.heard for person in stage.role(role)]
