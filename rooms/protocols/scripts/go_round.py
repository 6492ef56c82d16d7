"""Go-round and check-in (domain.md 1.1): everybody is offered one turn in order; who passes is offered once more."""

from hashlib import sha256
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy import FloorMode, MicPolicy
from rooms.protocols.order import fresh_order, next_two, offer_next, take_note_of_people, take_note_of_turn
from rooms.protocols.script import FACILITATOR, PARTICIPANT, Act, Choice, Known, Number, People, Script, Step
from rooms.protocols.stage import Stage

__all__ = ["GO_ROUND"]

_LIMITS_S = {"number": 10, "word": 20, "comment": 90, "check_in": 120}


def _begin(stage: Stage) -> None:
    stage.go("opening", for_s=stage.options["think_s"], **fresh_order(_order(stage)), limit_s=_limit(stage))


def _limit(stage: Stage) -> int:
    return stage.options["limit_s"] or _LIMITS_S[stage.options["kind"]]


def _order(stage: Stage) -> list[PersonId]:
    people = stage.participants()
    match stage.options["order"]:
        case "random":
            # Chance that a replay repeats: by a digest of who, in which run of which room.
            people = sorted(
                people,
                key=lambda p: sha256(f"{stage.ledger.setup.id}{stage.started_at}{p}".encode()).digest(),
            )
        case "pick":
            picked = stage.options["people"]
            people = picked + [person for person in people if person not in picked]
        case _:
            pass
    return _one_for_two(stage, people) if stage.options["couple"] == "joint" else people


def _one_for_two(stage: Stage, people: list[PersonId]) -> list[PersonId]:
    seats = set()
    kept = []
    for person in people:
        seat = stage.ledger.state.people[person].seat
        if seat not in seats:
            kept.append(person)
        seats.add(seat)
    return kept


def _settle(stage: Stage) -> None:
    if stage.step not in ("turns", "second_offer"):
        return
    take_note_of_turn(stage)
    take_note_of_people(stage, append=stage.step == "turns" and stage.options["couple"] != "joint")
    if stage.holder or stage.memory["current"]:
        return
    if stage.step == "turns" and offer_next(stage, "waiting", limit_s=stage.memory["limit_s"]):
        return
    if stage.step == "turns":
        # Whoever is reconnecting when all others are done gets the second offer, too.
        stage.go("second_offer", passed=stage.memory["passed"] + stage.memory["waiting"], waiting=[])
    if offer_next(stage, "passed", limit_s=stage.memory["limit_s"]):
        return
    stage.go("closing")


def _start_turns(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    stage.go("turns")


def _volunteer(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    waiting = [person for person in stage.memory["waiting"] if person != by]
    first = [person for person in stage.memory.get("volunteers", []) if person != by]
    rest = [person for person in waiting if person not in first]
    stage.remember(volunteers=[*first, by], waiting=[*first, by, *rest])


def _shorten(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(limit_s=values["limit_s"])


def _close(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("closing")


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory = stage.memory
    stage.finish(spoken=len(memory["spoken"]), passed=len(memory["passed"]) + len(memory["closed"]))


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    offered = "passed" if stage.step == "second_offer" else "waiting"
    done = len(memory["spoken"]) + len(memory["passed"]) + len(memory["closed"])
    return {
        "kind": stage.options["kind"],
        "stimulus": stage.options["stimulus"],
        "limit_s": memory["limit_s"],
        "next": next_two(memory, offered),
        "done": done,
        "of": done + len(memory["waiting"]) + (1 if memory["current"] in memory["waiting"] else 0),
    }


def _staff(stage: Stage) -> dict[str, Any]:
    """At this pace: what the turns that are left take, and the whole may take (a fifth over what was planned)."""
    memory = stage.memory
    left = len(memory["waiting"]) + len(memory["passed"])
    everybody = left + len(memory["spoken"]) + len(memory["closed"])
    return {
        "waiting": memory["waiting"],
        "passed": memory["passed"],
        "spoken": memory["spoken"],
        "left_s": left * memory["limit_s"],
        "cap_s": round(everybody * _limit(stage) * 1.2),
    }


_CLOSE = Act((FACILITATOR,))

GO_ROUND = Script(
    id="go_round",
    roles=(),
    options={
        "kind": Choice(("number", "word", "comment", "check_in"), "comment"),
        "stimulus": Known("prompt"),
        "order": Choice(("seat", "random", "volunteer", "pick"), "seat"),
        "people": People(0, 24),
        "couple": Choice(("two", "joint"), "two"),
        "limit_s": Number(0, 600, 0),
        "think_s": Number(0, 120, 15),
    },
    steps={
        "opening": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {"begin": Act((FACILITATOR,)), "volunteer": Act((PARTICIPANT,))},
        ),
        "turns": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {"shorten": Act((FACILITATOR,), {"limit_s": Number(5, 600)}), "close": _CLOSE},
        ),
        "second_offer": Step(FloorMode.ROUND, MicPolicy.SOFT, {"close": _CLOSE}),
        "closing": Step(FloorMode.ROUND, MicPolicy.SOFT, {"finish": Act((FACILITATOR,))}),
    },
    begin=_begin,
    acts={
        "begin": _start_turns,
        "volunteer": _volunteer,
        "shorten": _shorten,
        "close": _close,
        "finish": _finish,
    },
    settle=_settle,
    due=lambda stage: _start_turns(stage),
    public=_public,
    staff=_staff,
)
