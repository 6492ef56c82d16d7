"""Go-round and check-in: everybody is offered one turn in order; whoever passes is offered one more."""

from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    PARTICIPANT,
    Act,
    Choice,
    Known,
    Number,
    People,
    ProtocolRules,
    Step,
)
from rooms.rules.protocols.order import (
    fresh_order,
    line_up,
    next_two,
    offer_next,
    same_seat,
    still_due,
    take_note_of_people,
    take_note_of_turn,
    together,
)
from rooms.rules.protocols.shows import Ask, AskRule, Deed, Fact, Kind, about
from rooms.rules.protocols.stage import Stage

__all__ = ["GO_ROUND"]

_LIMITS_S = {"number": 10, "word": 20, "comment": 90, "check_in": 120}
_LEAST_S = 5
_CAP = 1.2
"""The cap of a round, as a multiple of the sum of its turns' limits."""
_TELL_FROM_S = 30
"""Seconds over the cap that are worth telling the facilitator."""
_PACE_MAX = 2.0
"""A longer pause within a turn does not predict how long the remaining turns will take."""


def _begin(stage: Stage) -> None:
    people = line_up(stage, stage.options["order"], stage.options["people"])
    if _joint(stage):
        people = [p for n, p in enumerate(people) if not any(same_seat(stage, p, q) for q in people[:n])]
    memory = {"limit_s": _planned(stage), "volunteers": [], "used_s": 0.0, "meant_s": 0.0}
    step = "volunteers" if stage.options["order"] == "volunteer" else "opening"
    stage.go(step, for_s=stage.options["think_s"], **fresh_order(people), **memory)


def _planned(stage: Stage) -> int:
    limit: int = stage.options["limit_s"] or _LIMITS_S[stage.options["kind"]]
    return limit


def _joint(stage: Stage) -> bool:
    return bool(stage.options["couple"] == "joint")


def _settle(stage: Stage) -> None:
    if stage.step in ("opening", "volunteers"):
        return
    limit_s = stage.memory["limit_s"]
    if take_note_of_turn(stage):
        used_s = stage.memory["used_s"] + stage.now - stage.memory["given_at"]
        stage.remember(used_s=used_s, meant_s=stage.memory["meant_s"] + limit_s)
    if stage.step == "closing":
        return
    take_note_of_people(stage, append=True, one_per_seat=_joint(stage))
    if stage.holder or stage.memory["current"] or offer_next(stage, "waiting", limit_s=limit_s):
        return
    if not still_due(stage):
        stage.go("closing")
        return
    if stage.step == "turns":
        stage.go("second_offer")
    # People who are reconnecting are waited for; a facilitator may close the round.
    offer_next(stage, "passed", limit_s=limit_s)


def _start_turns(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    waiting = stage.memory["waiting"]
    stage.go("turns", waiting=together(stage, waiting) if stage.step == "volunteers" else waiting)


def _volunteer(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    volunteers = stage.memory["volunteers"]
    if by in volunteers:
        return
    # If a couple shares one turn, the partner who volunteers takes it.
    others = [
        person
        for person in stage.memory["waiting"]
        if person != by and not (_joint(stage) and same_seat(stage, person, by))
    ]
    first = [person for person in others if person in volunteers]
    rest = [person for person in others if person not in volunteers]
    stage.remember(volunteers=[*first, by], waiting=[*first, by, *rest])


def _shorten(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if values["limit_s"] >= stage.memory["limit_s"]:
        raise stage.refuse("protocol.bad_value", "limit_s")
    stage.remember(limit_s=values["limit_s"])


def _put_next(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory, (person,) = stage.memory, values["person"]
    if person not in memory["waiting"] or person == memory["current"]:
        raise stage.refuse("protocol.bad_value", "person")
    rest = [p for p in memory["waiting"] if p not in (person, memory["current"])]
    now = [p for p in memory["waiting"] if p == memory["current"]]
    stage.remember(waiting=[*now, person, *rest])


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory = stage.memory
    passed, missed = len(memory["passed"]) + len(memory["closed"]), len(memory["waiting"])
    stage.finish(spoken=len(memory["spoken"]), passed=passed, missed=missed)


def _offered(stage: Stage) -> tuple[str, ...]:
    return ("waiting", "passed") if stage.step == "second_offer" else ("waiting",)


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    done = [person for name in ("spoken", "passed", "closed") for person in memory[name]]
    open_ = [person for person in memory["waiting"] if person != memory["current"]]
    return {
        "kind": stage.options["kind"],
        "stimulus": stage.options["stimulus"],
        "joint": _joint(stage),
        "limit_s": memory["limit_s"],
        "next": next_two(memory, *_offered(stage)),
        "heard": {
            "done": len([person for person in done if person != memory["current"]]),
            "of": len(done) + len(open_) + (1 if memory["current"] in memory["waiting"] else 0),
        },
    }


def _staff(stage: Stage) -> dict[str, Any]:
    """Who is where in the round, and how far over its time it will be at this pace.

    ``over_s``: seconds over the cap, which is 120 % of all turns' limits. ``fits_s``: the length of each remaining turn
    with which it would stay within the cap.
    """
    memory = stage.memory
    lists = {name: memory[name] for name in ("waiting", "passed", "spoken", "closed")}
    left = len(still_due(stage))
    cap_s = _CAP * _planned(stage) * sum(len(people) for people in lists.values())
    pace = min(_PACE_MAX, memory["used_s"] / memory["meant_s"]) if memory["meant_s"] else 1.0
    missing = [person for person in still_due(stage) if not stage.is_here(person)]
    over_s = max(0.0, memory["used_s"] + pace * left * memory["limit_s"] - cap_s)
    facts: dict[str, Any] = {**lists, "over_s": round(over_s), "missing": missing}
    if over_s and left and pace:
        facts["fits_s"] = max(_LEAST_S, int((cap_s - memory["used_s"]) / left / pace))
    return facts


def _too_long(stage: Stage) -> list[Ask]:
    facts = _staff(stage)
    if facts["over_s"] < _TELL_FROM_S:
        return []
    fits_s = facts.get("fits_s")
    shorten = Deed("shorten", {"limit_s": fits_s}, word="shorten", number=fits_s)
    return [Ask(seconds=facts["over_s"], deeds=(shorten,) if fits_s else ())]


_TURNS = {
    "shorten": Act((FACILITATOR,), {"limit_s": Number(_LEAST_S, 600)}),
    "put_next": Act((FACILITATOR,), {"person": People(1, 1)}),
    "close": Act((FACILITATOR,)),
}

_BEGIN = Act((FACILITATOR,), moves=True)

GO_ROUND = ProtocolRules(
    id="go_round",
    roles=(),
    options={
        "kind": Choice(tuple(_LIMITS_S), "comment"),
        "stimulus": Known("question"),
        "order": Choice(("seat", "random", "volunteer", "pick"), "seat"),
        "people": People(0, 24),
        "couple": Choice(("two", "joint"), "two"),
        "limit_s": Number(0, 600, 0),
        "think_s": Number(0, 120, 15),
    },
    steps={
        "opening": Step(FloorMode.ROUND, MicPolicy.SOFT, {"begin": _BEGIN}),
        "volunteers": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {"begin": _BEGIN, "volunteer": Act((PARTICIPANT,))},
        ),
        "turns": Step(FloorMode.ROUND, MicPolicy.SOFT, _TURNS),
        "second_offer": Step(FloorMode.ROUND, MicPolicy.SOFT, _TURNS),
        "closing": Step(
            FloorMode.ROUND, MicPolicy.SOFT, {"finish": Act((FACILITATOR,), moves=True, closes=True)}
        ),
    },
    begin=_begin,
    acts={
        "begin": _start_turns,
        "volunteer": _volunteer,
        "shorten": _shorten,
        "put_next": _put_next,
        "close": lambda stage, by, values: stage.go("closing"),
        "finish": _finish,
    },
    settle=_settle,
    due=_start_turns,
    public=_public,
    staff=_staff,
    public_facts={
        "kind": Fact(Kind.DATA),
        "stimulus": Fact(Kind.QUESTION),
        "joint": Fact(Kind.FLAG),
        "limit_s": Fact(Kind.SECONDS),
        "next": Fact(Kind.NEXT),
        "heard": Fact(Kind.PROGRESS, said=True),
    },
    staff_facts={
        **dict.fromkeys(("waiting", "passed", "spoken", "closed", "missing"), Fact(Kind.PEOPLE)),
        **dict.fromkeys(("over_s", "fits_s"), Fact(Kind.SECONDS)),
    },
    asks={
        "too_long": AskRule(_too_long, frozenset({"length"})),
        "missing": about(lambda stage: [p for p in still_due(stage) if not stage.is_here(p)]),
    },
    deeds=("shorten",),
)
