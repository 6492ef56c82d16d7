"""Closing round: a word each, one small thing to do, and a private exit check that is never skipped."""

from collections.abc import Mapping
from typing import Any

from rooms.model.floor import TurnEnding, TurnPhase
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    PARTICIPANT,
    Act,
    Choice,
    Flag,
    Number,
    People,
    ProtocolRules,
    Step,
    Value,
)
from rooms.rules.protocols.order import (
    fresh_order,
    next_two,
    offer_next,
    take_note_of_people,
    take_note_of_turn,
)
from rooms.rules.protocols.shows import Ask, AskRule, Deed, Fact, Kind, about
from rooms.rules.protocols.stage import Stage

__all__ = ["CHECK_S", "CLOSING_ROUND", "RED_FROM", "is_red"]

RED_FROM = 8
"""From this number on, of 0 to 10, somebody looks after the person before the session ends."""
CHECK_S = 120
"""Seconds reserved for the exit check and the staff's review of it."""
_COMMITMENT_S = 45
_LEAST_S = 5
_SEEN_TO = ("crisis_break", "private_talk", "stay", "call", "note")
"""What staff may do about a red answer."""
_ONE_WORD_S = 10
"""Turns shorter than this are for a single word."""


# Rounds.


def _begin(stage: Stage) -> None:
    limits = {"word_s": _limit(stage, stage.options["word_s"])}
    if stage.options["commitments"]:
        limits["commitment_s"] = _limit(stage, _COMMITMENT_S)
    stage.go("announce", **fresh_order([]), **limits, people=[], answers={}, done={})


def _limit(stage: Stage, wanted: int) -> int:
    """Return a turn length that fits the remaining time, down to one word."""
    turns = max(1, len(stage.participants())) * (2 if stage.options["commitments"] else 1)
    fitting = (stage.options["minutes"] * 60 - CHECK_S) // turns
    return int(max(_LEAST_S, min(wanted, fitting)))


def _settle(stage: Stage) -> None:
    _take_note_of_who_was_here(stage)
    if stage.step in ("words", "commitments"):
        _settle_round(stage)
    elif stage.step == "exit_check" and all(p in stage.memory["answers"] for p in stage.participants()):
        stage.go("review")


def _take_note_of_who_was_here(stage: Stage) -> None:
    known = stage.memory["people"]
    new = [person for person in stage.participants() if person not in known]
    if new:
        stage.remember(people=[*known, *new])


def _settle_round(stage: Stage) -> None:
    take_note_of_turn(stage)
    take_note_of_people(stage, append=True)
    if stage.holder or stage.memory["current"]:
        return
    # Time is short: people who are reconnecting are not waited for.
    if not offer_next(stage, "waiting", "passed", limit_s=_limit_now(stage)):
        _go_on(stage)


def _limit_now(stage: Stage) -> int:
    limit: int = stage.memory["word_s" if stage.step == "words" else "commitment_s"]
    return limit


def _go_on(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    if stage.step == "announce":
        stage.go("words", **fresh_order(stage.participants()))
    elif stage.step == "words" and stage.options["commitments"]:
        stage.go("commitments", **fresh_order(stage.participants()))
    else:
        # Nobody is interrupted, but a turn that was only announced does not start any more.
        if stage.holder and stage.holder.phase is TurnPhase.ANNOUNCED:
            stage.end_turn(TurnEnding.SKIPPED)
        stage.go("exit_check")


# Exit check.


def _answer(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _write_down(stage, by, values)


def _answer_for(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Staff enter the answer of somebody without an own screen or connection, who told them where nobody else hears."""
    (person,) = values["person"]
    if _has_own_screen(stage, person):
        raise stage.refuse("protocol.own_screen")
    _write_down(stage, person, values)


def _write_down(stage: Stage, person: PersonId, values: dict[str, Any]) -> None:
    answers, done = stage.memory["answers"], stage.memory["done"]
    answer = {"number": values["number"], "call": values["call"]}
    if answers.get(person) != answer:
        seen_to = {other: what for other, what in done.items() if other != person}
        stage.remember(answers={**answers, person: answer}, done=seen_to)


def _has_own_screen(stage: Stage, person: PersonId) -> bool:
    return stage.is_here(person) and stage.has_own_screen(person)


def _acknowledge(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    (person,) = values["person"]
    if person not in _open(stage):
        raise stage.refuse("protocol.nothing_open")
    stage.remember(done={**stage.memory["done"], person: values["done"]})


def _open(stage: Stage) -> list[PersonId]:
    """Return whose red answers have not been dealt with."""
    memory = stage.memory
    return [p for p, answer in memory["answers"].items() if is_red(answer) and p not in memory["done"]]


def is_red(answer: Mapping[str, Any]) -> bool:
    """Whether an answer of the exit check has to be followed up."""
    return bool(answer["number"] >= RED_FROM or answer["call"])


def _open_business(stage: Stage) -> str | None:
    return "protocol.open_business" if _open(stage) else None


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if _open(stage):
        raise stage.refuse("protocol.open_business")
    memory = stage.memory
    stage.finish(answered=len(memory["answers"]), seen_to=len(memory["done"]), to_call=len(_to_call(stage)))


def _to_call(stage: Stage) -> list[PersonId]:
    """Return who was here and left without an answer."""
    return [p for p in stage.memory["people"] if p not in stage.memory["answers"] and not stage.is_here(p)]


# Facts.


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    facts: dict[str, Any] = {"commitments": stage.options["commitments"]}
    if stage.step in ("words", "commitments"):
        facts |= {"limit_s": _limit_now(stage), "next": next_two(memory, "waiting")}
        facts["one_word"] = facts["limit_s"] < _ONE_WORD_S
    return facts


def _staff(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    facts: dict[str, Any] = {"needs_s": _needs_s(stage), "to_call": _to_call(stage)}
    if stage.step in ("exit_check", "review"):
        facts["unanswered"] = _unanswered(stage)
        facts["ask"] = _to_ask(stage)
        facts["answers"] = {
            person: {**answer, "red": is_red(answer)} for person, answer in memory["answers"].items()
        }
        facts["open"] = _open(stage)
        facts["done"] = memory["done"]
    return facts


def _unanswered(stage: Stage) -> list[PersonId]:
    return [person for person in stage.participants() if person not in stage.memory["answers"]]


def _to_ask(stage: Stage) -> list[PersonId]:
    """Return who can answer only if a facilitator asks them in private."""
    if stage.step not in ("exit_check", "review"):
        return []
    return [p for p in _unanswered(stage) if stage.is_here(p) and not _has_own_screen(stage, p)]


def _deed(stage: Stage, person: PersonId, done: str) -> Deed:
    """Return what is noted and done about a red answer with one tap."""
    values = {"person": [person], "done": done}
    here = stage.is_here(person)
    if done == "crisis_break":
        return Deed("acknowledge", values, "crisis_break", {"person": [person] if here else []}, word=done)
    # A private room takes both of a shared camera along, so nobody is moved from one.
    aside = person if done == "private_talk" and here and stage.sits_alone(person) else None
    return Deed("acknowledge", values, aside=aside, word=done)


def _red(*, call: bool) -> AskRule:
    """Each red answer is a separate ask until somebody has dealt with it."""

    def find(stage: Stage) -> list[Ask]:
        answers = stage.memory["answers"]
        return [
            Ask(
                (person,),
                number=answers[person]["number"],
                deeds=tuple(_deed(stage, person, done) for done in _SEEN_TO),
            )
            for person in _open(stage)
            if answers[person]["call"] is call
        ]

    return AskRule(find, frozenset({"people", "number"}))


def _ending(stage: Stage) -> str | None:
    """Return what ending the session now would leave open; nothing before the check."""
    if _open(stage):
        return "open"
    return "unanswered" if stage.step in ("exit_check", "review") and _unanswered(stage) else None


def _needs_s(stage: Stage) -> int:
    """Return how long everything takes from the start, seconds: "12 min left, closing round needs 6"."""
    each_s = stage.memory["word_s"] + stage.memory.get("commitment_s", 0)
    return int(len(stage.participants()) * each_s + CHECK_S)


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    if stage.step not in ("exit_check", "review") or stage.context.role(person) is not Role.MEMBER:
        return {}
    return {"answered": person in stage.memory["answers"]}


_STAFF = (FACILITATOR,)
_GO_ON = Act(_STAFF, moves=True)
_ASKED: dict[str, Value] = {"number": Number(0, 10), "call": Flag()}
_CHECK = {
    "answer": Act((PARTICIPANT,), _ASKED, private=True),
    "answer_for": Act(_STAFF, {"person": People(1, 1, anywhere=True), **_ASKED}),
    "acknowledge": Act(
        _STAFF,
        {
            "person": People(1, 1, anywhere=True),
            "done": Choice(_SEEN_TO),
        },
    ),
}

CLOSING_ROUND = ProtocolRules(
    id="closing_round",
    roles=(),
    options={"word_s": Number(5, 60, 20), "commitments": Flag(), "minutes": Number(0, 60, 10)},
    steps={
        "announce": Step(FloorMode.ROUND, MicPolicy.SOFT, {"go_on": _GO_ON}),
        "words": Step(FloorMode.ROUND, MicPolicy.SOFT, {"go_on": _GO_ON}),
        "commitments": Step(FloorMode.ROUND, MicPolicy.SOFT, {"go_on": _GO_ON}),
        "exit_check": Step(
            FloorMode.QUIET,
            MicPolicy.HARD,
            {**_CHECK, "to_review": Act(_STAFF, moves=True, ready=lambda stage: not _unanswered(stage))},
            prompts=False,
        ),
        "review": Step(
            FloorMode.OPEN,
            MicPolicy.SOFT,
            {
                **_CHECK,
                "finish": Act(_STAFF, moves=True, ready=lambda stage: not _open(stage), closes=True),
            },
        ),
    },
    begin=_begin,
    acts={
        "go_on": _go_on,
        "answer": _answer,
        "answer_for": _answer_for,
        "acknowledge": _acknowledge,
        "to_review": lambda stage, by, values: stage.go("review"),
        "finish": _finish,
    },
    settle=_settle,
    open_business=_open_business,
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={
        "commitments": Fact(Kind.FLAG),
        "limit_s": Fact(Kind.SECONDS),
        "next": Fact(Kind.NEXT),
        "one_word": Fact(Kind.FLAG, said=True),
    },
    staff_facts={
        "needs_s": Fact(Kind.SECONDS),
        **dict.fromkeys(("to_call", "unanswered", "ask", "open"), Fact(Kind.PEOPLE)),
        **dict.fromkeys(("answers", "done"), Fact(Kind.DATA)),
    },
    own_facts={"answered": Fact(Kind.FLAG, said=True)},
    asks={
        "red_call": _red(call=True),
        "red": _red(call=False),
        "ask": about(_to_ask),
        "to_call": about(_to_call),
    },
    deeds=_SEEN_TO,
    ending=_ending,
    endings=("open", "unanswered"),
    answers=("answers", "done", "answered", "seen_to", "to_call"),
)
