"""Time-out: a break with a time to come back, which anybody may call; nobody is shown as having called it.

Everybody is quiet. People rate on their own screens how upset they are; only facilitators see the numbers.
"""

from collections.abc import Mapping
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import (
    ANYONE,
    FACILITATOR,
    Act,
    Choice,
    Number,
    People,
    ProtocolRules,
    Step,
)
from rooms.rules.protocols.dyad import find_pair
from rooms.rules.protocols.rounds.closing_round import RED_FROM
from rooms.rules.protocols.shows import Ask, AskRule, Deed, Fact, Kind, about, when
from rooms.rules.protocols.stage import Stage

__all__ = ["TIME_OUT"]

_READ_S = 15.0
"""Time to read what a time-out is; acknowledging it moves on sooner."""
_MICRO_MIN = 5
_CALM = 4
"""Up to this number people can listen to each other again."""
_EXTEND_S = 600.0
_EXTENSIONS = 2
_MISSING_S = 120.0
"""This long after the time to come back, staff are told who is missing."""
_OFTEN = 2
"""More time-outs than this in one session may be a way to avoid talking."""
_STOP_MAX = 24 * 60


def _begin(stage: Stage) -> None:
    minutes = _MICRO_MIN if stage.options["kind"] == "micro" else stage.options["minutes"]
    stage.assign("concerned", _concerned(stage.context, stage.started_by, stage.options))
    fresh = {"ticked": [], "ratings": {}, "extended": 0, "missing": False}
    stage.go("called", for_s=_READ_S, **fresh, back_at=stage.now + _READ_S + 60 * minutes)


def _concerned(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> list[PersonId]:
    """Return who is asked at the end: those named; the two of the run beneath; the caller's couple; or everybody.

    A bystander of somebody else's dyad calls it for their own couple. Never the caller alone, which would reveal who
    called.
    """
    here = context.participants()
    asked = _two(context, by, options["people"], here) or here
    # In seat order, which does not reveal who called either.
    return [person for person in here if person in asked]


def _two(
    context: RuleContext, by: PersonId, named: list[PersonId], here: list[PersonId]
) -> tuple[PersonId, ...] | list[PersonId] | None:
    if len(named) == 2:
        return named
    dyad = _dyad_beneath(context, here)
    if dyad and not named and (by in dyad or by not in here):
        return dyad
    return find_pair(context, named or ([by] if by in here else [])) or dyad


def _dyad_beneath(context: RuleContext, here: list[PersonId]) -> list[PersonId]:
    for run in reversed(context.state.runs):
        pair: list[PersonId] = run.memory.get("pair", [])
        if pair and all(person in here for person in pair):
            return pair
    return []


def _may_start(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> str | None:
    """Members call a time-out for themselves, not for two other people."""
    named = options["people"]
    return "protocol.not_yours" if named and by not in named and not context.leads(by) else None


def _acknowledge(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    ticked = {*stage.memory["ticked"], by}
    stage.remember(ticked=sorted(ticked))
    if ticked >= set(stage.role("concerned")):
        _cool_down(stage)


def _cool_down(stage: Stage) -> None:
    stage.go("cool_down", for_s=max(0.0, stage.memory["back_at"] - stage.now), missing=False, ratings={})


def _due(stage: Stage) -> None:
    match stage.step:
        case "called":
            _cool_down(stage)
        case "cool_down":
            stage.go("ready_check", for_s=_MISSING_S, back_at=stage.now)
        case _:
            stage.remember(missing=True)


def _talk_with(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.let_speak(values["person"])


def _rate(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(ratings={**stage.memory["ratings"], by: values["number"]})


def _enter(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Staff enter a rating that somebody without a screen of their own told them where nobody else hears."""
    person = values["person"][0]
    if person not in _without_screen(stage):
        raise stage.refuse("protocol.own_screen")
    if stage.voices:
        # Somebody is being talked with in front of everybody: a number said now is not private.
        raise stage.refuse("protocol.heard_by_room")
    _rate(stage, person, values)


def _without_screen(stage: Stage) -> list[PersonId]:
    return [person for person in stage.role("concerned") if not stage.has_own_screen(person)]


def _restart(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if not _is_calm(stage):
        raise stage.refuse("protocol.not_ready")
    stage.go("soft_restart")
    stage.let_speak(stage.role("concerned"))


def _is_calm(stage: Stage) -> bool:
    ratings = stage.memory["ratings"]
    return all(person in ratings and ratings[person] <= _CALM for person in stage.role("concerned"))


def _extend(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    extended = stage.memory["extended"]
    if extended >= _EXTENSIONS:
        raise stage.refuse("protocol.extended_enough")
    stage.remember(extended=extended + 1, back_at=stage.now + _EXTEND_S)
    _cool_down(stage)


def _stop_today(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    wait_s = 60.0 * values["minutes_from_now"]
    stage.go("stop_today", for_s=wait_s + _MISSING_S, back_at=stage.now + wait_s, missing=False)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(stopped=stage.step == "stop_today", extended=stage.memory["extended"])


def _public(stage: Stage) -> dict[str, Any]:
    seats = {stage.context.state.people[person].seat for person in stage.role("concerned")}
    # A pause of the protocol moves the time to come back.
    moves = stage.step == "cool_down" and stage.due is not None
    return {
        "kind": stage.options["kind"],
        "back_at": stage.due if moves else stage.memory["back_at"],
        "extended": stage.memory["extended"],
        "one_device": len(seats) < len(stage.role("concerned")),
    }


def _staff(stage: Stage) -> dict[str, Any]:
    memory, concerned = stage.memory, stage.role("concerned")
    unrated = [person for person in concerned if person not in memory["ratings"]]
    return {
        "acknowledged": memory["ticked"],
        "ratings": memory["ratings"],
        "unrated": unrated,
        "ask": _to_ask(stage),
        "may_restart": stage.step == "ready_check" and _is_calm(stage),
        "extensions_left": _EXTENSIONS - memory["extended"],
        "not_returned": _not_returned(stage),
        "avoidance": _is_often(stage),
    }


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    ratings = stage.memory["ratings"]
    return {"rating": ratings[person]} if person in ratings else {}


def _to_ask(stage: Stage) -> list[PersonId]:
    asked = _without_screen(stage) if stage.step == "ready_check" else []
    return [person for person in asked if person not in stage.memory["ratings"]]


def _not_returned(stage: Stage) -> list[PersonId]:
    return [p for p in stage.role("concerned") if stage.memory["missing"] and not stage.is_here(p)]


def _high(stage: Stage) -> list[Ask]:
    """Each number that is as high as a flagged answer of the exit check asks what to do about it."""
    if stage.step != "ready_check":
        return []
    ratings = stage.memory["ratings"]
    return [
        Ask(
            (person,),
            number=ratings[person],
            deeds=(
                Deed(protocol="crisis_break", options={"person": [person]}, word="crisis_break"),
                *([Deed(aside=person, word="private_talk")] if stage.sits_alone(person) else []),
                Deed("extend", word="stay"),
            ),
        )
        for person in stage.role("concerned")
        if ratings.get(person, 0) >= RED_FROM and stage.is_here(person)
    ]


def _is_often(stage: Stage) -> bool:
    return stage.context.state.run_counts[stage.rules.id] > _OFTEN


def _numbers(stage: Stage) -> list[Ask]:
    ratings = stage.memory["ratings"]
    return [Ask(numbers=ratings)] if ratings else []


_TALK = {"talk_with": Act((FACILITATOR,), {"person": People(0, 1)})}
_FINISH = Act((FACILITATOR,), moves=True, closes=True)
_NUMBER = Number(0, 10)
_STOP = {"stop_today": Act((FACILITATOR,), {"minutes_from_now": Number(1, _STOP_MAX)})}

TIME_OUT = ProtocolRules(
    id="time_out",
    roles=("concerned",),
    options={
        "kind": Choice(("micro", "full"), "full"),
        "minutes": Number(20, 60, 20),
        "people": People(0, 2),
    },
    steps={
        "called": Step(FloorMode.QUIET, acts={"acknowledge": Act(("concerned",))}),
        "cool_down": Step(FloorMode.QUIET, acts={**_TALK, **_STOP}),
        "ready_check": Step(
            FloorMode.QUIET,
            acts={
                "rate": Act(("concerned",), {"number": _NUMBER}, private=True),
                "enter": Act((FACILITATOR,), {"person": People(1, 1), "number": _NUMBER}),
                "restart": Act((FACILITATOR,), moves=True, ready=lambda stage: _is_calm(stage)),
                "extend": Act((FACILITATOR,)),
                **_STOP,
                **_TALK,
            },
        ),
        "soft_restart": Step(FloorMode.DYAD, acts={"finish": _FINISH}),
        "stop_today": Step(FloorMode.QUIET, acts={"finish": _FINISH, **_TALK}),
    },
    begin=_begin,
    acts={
        "acknowledge": _acknowledge,
        "talk_with": _talk_with,
        "rate": _rate,
        "enter": _enter,
        "restart": _restart,
        "extend": _extend,
        "stop_today": _stop_today,
        "finish": _finish,
    },
    due=_due,
    shows_due=lambda stage: stage.step in ("called", "cool_down"),
    started_by=ANYONE,
    may_start=_may_start,
    interrupts=True,
    call_button=True,
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={
        "kind": Fact(Kind.DATA),
        "back_at": Fact(Kind.TIME, said=True, fills="time"),
        "extended": Fact(Kind.COUNT),
        "one_device": Fact(Kind.FLAG, said=True),
    },
    staff_facts={
        **dict.fromkeys(("acknowledged", "unrated", "ask", "not_returned"), Fact(Kind.PEOPLE)),
        "ratings": Fact(Kind.NUMBERS),
        "may_restart": Fact(Kind.FLAG),
        "extensions_left": Fact(Kind.COUNT),
        "avoidance": Fact(Kind.FLAG),
    },
    own_facts={"rating": Fact(Kind.NUMBER, said=True)},
    asks={
        "high": AskRule(_high, frozenset({"people", "number"})),
        "numbers": AskRule(_numbers, frozenset({"numbers"})),
        "ask": about(_to_ask),
        "not_returned": about(_not_returned),
        "avoidance": when(_is_often),
    },
    deeds=("crisis_break", "private_talk", "stay"),
    answers=("ratings",),
)
