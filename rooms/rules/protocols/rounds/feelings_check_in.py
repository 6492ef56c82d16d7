"""Feelings check-in: everybody picks a word for how they are, private or on their tile; then each says one back.

A private word is known to the person and to facilitators, and affects nothing that others see: whose turn comes, and
whom each person says back, depend only on who is here and what is shown.
"""

from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    PARTICIPANT,
    Act,
    Flag,
    Number,
    People,
    ProtocolRules,
    Step,
    Value,
    Wheel,
)
from rooms.rules.protocols.order import (
    fresh_order,
    next_two,
    offer_next,
    take_note_of_people,
    take_note_of_turn,
)
from rooms.rules.protocols.shows import Fact, Kind, about, when
from rooms.rules.protocols.stage import Stage

__all__ = ["ANSWER_S", "FEELINGS_CHECK_IN", "OWN_WORDS_S"]

ANSWER_S = 20.0
"""Time to say whether it was heard; without an answer the round goes on."""
OWN_WORDS_S = 40.0
"""Time to say it again in one's own words."""
_WORD = "feeling"


def _begin(stage: Stage) -> None:
    stage.go("picking", **fresh_order([]), answers={}, passed_on=[], said_back={}, fitted=0)


# Picking a word.


def _pick(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    answer = {name: values[name] for name in _PICKED}
    passed = [person for person in stage.memory["passed_on"] if person != by]
    stage.remember(answers={**stage.memory["answers"], by: answer}, passed_on=passed)


def _pick_for(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Staff enter the word of somebody without a screen of their own, who told them where nobody else hears."""
    (person,) = values["person"]
    if stage.is_here(person) and stage.has_own_screen(person):
        raise stage.refuse("protocol.own_screen")
    _pick(stage, person, values)


def _take_back(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    answers = {person: answer for person, answer in stage.memory["answers"].items() if person != by}
    passed = [person for person in stage.memory["passed_on"] if person != by]
    stage.remember(answers=answers, passed_on=passed)


def _pass_on(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _take_back(stage, by, values)
    stage.remember(passed_on=[*stage.memory["passed_on"], by])


def _has_answered(stage: Stage, person: PersonId) -> bool:
    return person in stage.memory["answers"] or person in stage.memory["passed_on"]


def _shown(stage: Stage) -> list[PersonId]:
    """Return who is in the room and shows their word."""
    answers = stage.memory["answers"]
    return [person for person in stage.participants() if answers.get(person, {}).get("shown")]


# Round.


def _start_round(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("reflecting", **fresh_order(stage.participants()))


def _settle(stage: Stage) -> None:
    if stage.step == "reflecting":
        _settle_round(stage)
    elif stage.step in ("answer", "own_words") and not _reflected_is_here(stage):
        _back_to_round(stage)


def _settle_round(stage: Stage) -> None:
    ending = take_note_of_turn(stage)
    if ending in (TurnEnding.RELEASED, TurnEnding.REVOKED) and _reflected_is_here(stage):
        _hear_answer(stage)
        return
    take_note_of_people(stage, append=True)
    if stage.memory["current"]:
        # The in-seat turn may have passed to the partner, who is then given somebody, too.
        _pair_up(stage, stage.memory["current"])
    elif not stage.holder:
        _offer(stage)


def _offer(stage: Stage) -> None:
    """Give the next turn to a person who can say somebody back; others are skipped."""
    waiting = [person for person in stage.memory["waiting"] if stage.is_here(person)]
    left_out = [person for person in waiting if _whom(stage, person) is None]
    rest = [person for person in stage.memory["waiting"] if person not in left_out]
    stage.remember(waiting=rest, closed=[*stage.memory["closed"], *left_out])
    if offer_next(stage, "waiting", limit_s=stage.options["limit_s"]):
        _pair_up(stage, stage.memory["current"])
    elif not rest:
        # People who are reconnecting are waited for; a facilitator may close the round.
        _close(stage)


def _pair_up(stage: Stage, person: PersonId) -> None:
    if stage.one("reflector") == person and stage.one("reflected") is not None:
        return
    whom = _whom(stage, person)
    stage.assign("reflector", [person])
    stage.assign("reflected", [] if whom is None else [whom])


def _whom(stage: Stage, person: PersonId) -> PersonId | None:
    """Return whom to say back: whoever was said back least, and one's own partner only if there is nobody else.

    Ties go to the person two seats on, so that in a full round everybody is said back once, even in rooms of couples.
    """
    everybody = stage.participants()
    shown = [other for other in _shown(stage) if other != person and stage.is_here(other)]
    others = [other for other in shown if other != stage.context.partner_of(person)] or shown
    said_back, place = stage.memory["said_back"], everybody.index(person)

    def rank(other: PersonId) -> tuple[int, int]:
        return said_back.get(other, 0), (everybody.index(other) - place - 2) % len(everybody)

    return min(others, key=rank, default=None)


def _reflected_is_here(stage: Stage) -> bool:
    person = stage.one("reflected")
    return person is not None and person in stage.participants() and stage.is_here(person)


def _hear_answer(stage: Stage) -> None:
    (person,) = stage.role("reflected")
    said_back = {**stage.memory["said_back"], person: stage.memory["said_back"].get(person, 0) + 1}
    stage.go("answer", for_s=ANSWER_S, said_back=said_back)
    stage.let_speak([person])


def _fits(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(fitted=stage.memory["fitted"] + 1)
    _back_to_round(stage)


def _not_quite(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("own_words", for_s=OWN_WORDS_S)
    stage.let_speak(stage.role("reflected"))


def _back_to_round(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    _part(stage)
    stage.go("reflecting")


def _close(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    _part(stage)
    stage.go("closing")


def _part(stage: Stage) -> None:
    for role in stage.rules.roles:
        stage.assign(role, ())


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    said_back = sum(stage.memory["said_back"].values())
    stage.finish(said_back=said_back, fitted=stage.memory["fitted"])


# Facts.


def _tag(answer: dict[str, Any]) -> dict[str, Any]:
    return {"word": answer[_WORD], "number": answer["strength"]}


def _public(stage: Stage) -> dict[str, Any]:
    answers = stage.memory["answers"]
    facts: dict[str, Any] = {"shown": {person: _tag(answers[person]) for person in _shown(stage)}}
    if stage.step == "reflecting":
        facts |= {"limit_s": stage.options["limit_s"], "next": next_two(stage.memory, "waiting")}
    return facts


def _unanswered(stage: Stage) -> list[PersonId]:
    return [person for person in stage.participants() if not _has_answered(stage, person)]


def _to_ask(stage: Stage) -> list[PersonId]:
    """Return who can answer only if a facilitator asks them in private."""
    if stage.step != "picking":
        return []
    return [p for p in _unanswered(stage) if stage.is_here(p) and not stage.has_own_screen(p)]


def _staff(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    private = {person: answer for person, answer in memory["answers"].items() if not answer["shown"]}
    facts: dict[str, Any] = {
        "kept_private": {person: _tag(answer) for person, answer in private.items()},
        "passed_on": memory["passed_on"],
        "ask": _to_ask(stage),
    }
    if stage.step == "picking":
        facts["unanswered"] = _unanswered(stage)
    return facts


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    answer = stage.memory["answers"].get(person)
    if answer is None:
        return {"passed": True} if person in stage.memory["passed_on"] else {}
    return {"on_tile" if answer["shown"] else "kept": _tag(answer)}


_STAFF = (FACILITATOR,)
_PICKED: dict[str, Value] = {
    _WORD: Wheel(f"feelings_check_in.{_WORD}"),
    "strength": Number(0, 10),
    "shown": Flag(),
}


def _acts(*, optional: bool) -> dict[str, Act]:
    """Return the actions about one's own word: required at first, optional later."""
    return {
        "pick": Act((PARTICIPANT,), _PICKED, private=True, optional=optional),
        "take_back": Act((PARTICIPANT,), private=True, optional=True, useful=_has_answered),
        "pick_for": Act(_STAFF, {"person": People(1, 1), **_PICKED}),
    }


_PASS_ON = Act(
    (PARTICIPANT,),
    private=True,
    optional=True,
    useful=lambda stage, person: person not in stage.memory["passed_on"],
)
"""Only in the first step; later it could be mistaken for passing a turn."""
_LATER = _acts(optional=True)
_GO_ON = Act(_STAFF, moves=True)
_CLOSE = Act(_STAFF)

FEELINGS_CHECK_IN = ProtocolRules(
    id="feelings_check_in",
    roles=("reflector", "reflected"),
    options={"limit_s": Number(15, 180, 45)},
    steps={
        "picking": Step(
            FloorMode.QUIET,
            acts={
                "begin": Act(_STAFF, moves=True),
                **_acts(optional=False),
                "pass_on": _PASS_ON,
                "close": _CLOSE,
            },
        ),
        "reflecting": Step(FloorMode.ROUND, MicPolicy.SOFT, {**_LATER, "close": _CLOSE}),
        "answer": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {
                "fits": Act(("reflected",), optional=True),
                "not_quite": Act(("reflected",), optional=True),
                "go_on": _GO_ON,
                **_LATER,
                "close": _CLOSE,
            },
        ),
        "own_words": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {"said": Act(("reflected",)), "go_on": _GO_ON, **_LATER, "close": _CLOSE},
        ),
        "closing": Step(
            FloorMode.ROUND, MicPolicy.SOFT, {"finish": Act(_STAFF, moves=True, closes=True), **_LATER}
        ),
    },
    begin=_begin,
    acts={
        "pick": _pick,
        "pass_on": _pass_on,
        "take_back": _take_back,
        "pick_for": _pick_for,
        "begin": _start_round,
        "fits": _fits,
        "not_quite": _not_quite,
        "said": _back_to_round,
        "go_on": _back_to_round,
        "close": _close,
        "finish": _finish,
    },
    settle=_settle,
    due=_back_to_round,
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={
        "shown": Fact(Kind.TILE_TAGS, said=True, wheel=_WORD),
        "limit_s": Fact(Kind.SECONDS),
        "next": Fact(Kind.NEXT),
    },
    staff_facts={
        "kept_private": Fact(Kind.TAGS, said=True, wheel=_WORD),
        "passed_on": Fact(Kind.PEOPLE, said=True),
        "unanswered": Fact(Kind.PEOPLE, said=True),
        "ask": Fact(Kind.PEOPLE),
    },
    own_facts={
        "kept": Fact(Kind.TAG, said=True, wheel=_WORD),
        "on_tile": Fact(Kind.TAG, said=True, wheel=_WORD),
        "passed": Fact(Kind.FLAG, said=True),
    },
    asks={
        "ask": about(_to_ask),
        "none_shown": when(
            lambda stage: stage.step == "picking" and not _unanswered(stage) and not _shown(stage)
        ),
    },
    answers=("answers",),
)
