"""Talking piece: a keeper, and an object that goes round; whoever holds it speaks, the others listen."""

from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    HOLDER,
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
    still_due,
    take_note_of_people,
    take_note_of_turn,
)
from rooms.rules.protocols.shows import Fact, Kind, about
from rooms.rules.protocols.stage import Stage
from rooms.state import Place

__all__ = ["TALKING_PIECE"]

_INTERVENTIONS_MAX = 50
"""How many of the keeper's latest process comments are listed."""


def _begin(stage: Stage) -> None:
    stage.assign("keeper", [stage.started_by])
    stage.go(
        "opening_ceremony",
        **fresh_order([]),
        question=stage.options["question"],
        confirmed=[],
        rounds=0,
        process=None,
        interventions=[],
    )


def _settle(stage: Stage) -> None:
    if stage.step == "agreements":
        people = stage.participants()
        if people and all(person in stage.memory["confirmed"] for person in people):
            _send_round(stage)
    elif stage.step == "piece":
        _settle_piece(stage)


def _settle_piece(stage: Stage) -> None:
    if _stays_with_who_was_lost(stage):
        if stage.is_here(stage.memory["current"]):
            stage.give(stage.memory["current"], limit_s=_soft_limit(stage))
        return
    if take_note_of_turn(stage):
        stage.remember(process=None)
    take_note_of_people(stage, append=True)
    if stage.holder or stage.memory["current"]:
        return
    if offer_next(stage, "waiting", "passed", limit_s=_soft_limit(stage)):
        return
    if not still_due(stage):
        stage.go("next_question")


def _stays_with_who_was_lost(stage: Stage) -> bool:
    """Whether the floor stopped waiting for the holder but the keeper did not: the piece stays where it was."""
    current, last = stage.memory["current"], stage.last_turn
    if current is None or stage.holder or last is None:
        return False
    lost = last.person == current and last.ending is TurnEnding.DEFERRED and last.by is None
    return lost and stage.context.seat_of(current).place is Place.MAIN


def _soft_limit(stage: Stage) -> float | None:
    return stage.options["soft_s"] or None


def _send_round(stage: Stage) -> None:
    people = line_up(stage, stage.options["order"], stage.options["people"])
    stage.go("piece", **fresh_order(people), rounds=stage.memory["rounds"] + 1)


def _confirm(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    confirmed = stage.memory["confirmed"]
    if by not in confirmed:
        stage.remember(confirmed=[*confirmed, by])


def _pass_piece(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if stage.memory["current"] is None:
        # The turn is from before the piece went round.
        raise stage.refuse("protocol.not_yours")
    stage.end_turn(TurnEnding.RELEASED)


def _move_on(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Move the piece on: a holder who is lost gets it again at the end, one who is here does not."""
    memory, current = stage.memory, stage.memory["current"]
    if current is None:
        # Only people who are lost have not had it.
        stage.go("next_question")
        return
    stage.end_turn(TurnEnding.SKIPPED)
    again = current in memory["passed"]
    to = "closed" if stage.is_here(current) or again else "passed"
    lists = {
        name: [person for person in memory[name] if person != current]
        for name in ("waiting", "passed", "closed")
    }
    lists[to].append(current)
    stage.remember(current=None, process=None, **lists)


def _speak_for_process(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    said = [*stage.memory["interventions"], {"by": by, "at": stage.now}]
    stage.remember(process=by, interventions=said[-_INTERVENTIONS_MAX:])


def _end_process(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(process=None)


def _ask_next(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(question=values["question"])
    _send_round(stage)


def _close(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("closing_ceremony", process=None)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(rounds=stage.memory["rounds"], interventions=len(stage.memory["interventions"]))


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    facts: dict[str, Any] = {
        "question": memory["question"],
        "round": memory["rounds"],
        "next": next_two(memory, "waiting"),
        "confirmed": memory["confirmed"],
    }
    if memory["current"]:
        facts["piece"] = memory["current"]
    if memory["process"]:
        facts["process"] = memory["process"]
    return facts


def _staff(stage: Stage) -> dict[str, Any]:
    """Who had the piece and who gets it again; ``lost`` has it but is disconnected. The count-up is the turn's own."""
    memory = stage.memory
    facts = {name: memory[name] for name in ("waiting", "passed", "spoken", "closed", "interventions")}
    facts["unconfirmed"] = _unconfirmed(stage)
    if _lost(stage):
        facts["lost"] = memory["current"]
    return facts


def _lost(stage: Stage) -> list[PersonId]:
    current = stage.memory["current"]
    return [current] if current and not stage.is_here(current) else []


def _unconfirmed(stage: Stage) -> list[PersonId]:
    return [p for p in stage.participants() if p not in stage.memory["confirmed"]]


_SPEAKS = {
    "speak_for_process": Act((FACILITATOR,), useful=lambda stage, person: stage.memory["process"] != person),
    "end_process": Act((FACILITATOR,), useful=lambda stage, person: stage.memory["process"] is not None),
}

TALKING_PIECE = ProtocolRules(
    id="talking_piece",
    roles=("keeper",),
    options={
        "question": Known("question"),
        "order": Choice(("seat", "random", "pick"), "seat"),
        "people": People(0, 24),
        "soft_s": Number(0, 600, 0),
    },
    steps={
        "opening_ceremony": Step(
            FloorMode.HELD,
            MicPolicy.HARD,
            {"to_agreements": Act((FACILITATOR,), moves=True), "close": Act((FACILITATOR,))},
        ),
        "agreements": Step(
            FloorMode.QUEUE,
            MicPolicy.SOFT,
            {"confirm": Act((PARTICIPANT,)), "close": Act((FACILITATOR,))},
        ),
        "piece": Step(
            FloorMode.HELD,
            MicPolicy.HARD,
            {
                # Not in a turn from before the piece went round.
                "pass_piece": Act(
                    (HOLDER,), useful=lambda stage, person: stage.memory["current"] is not None
                ),
                "move_on": Act((FACILITATOR,)),
                **_SPEAKS,
                "close": Act((FACILITATOR,)),
            },
        ),
        "next_question": Step(
            FloorMode.HELD,
            MicPolicy.HARD,
            {"ask_next": Act((FACILITATOR,), {"question": Known("question")}), "close": Act((FACILITATOR,))},
        ),
        "closing_ceremony": Step(
            FloorMode.HELD, MicPolicy.HARD, {"finish": Act((FACILITATOR,), moves=True, closes=True)}
        ),
    },
    begin=_begin,
    acts={
        "to_agreements": lambda stage, by, values: stage.go("agreements"),
        "confirm": _confirm,
        "pass_piece": _pass_piece,
        "move_on": _move_on,
        "speak_for_process": _speak_for_process,
        "end_process": _end_process,
        "ask_next": _ask_next,
        "close": _close,
        "finish": _finish,
    },
    settle=_settle,
    public=_public,
    staff=_staff,
    public_facts={
        "question": Fact(Kind.QUESTION),
        "round": Fact(Kind.COUNT, said=True),
        "next": Fact(Kind.NEXT),
        "confirmed": Fact(Kind.PEOPLE, said=True, steps=("agreements",)),
        "piece": Fact(Kind.PERSON),
        "process": Fact(Kind.PERSON, said=True),
    },
    staff_facts={
        **dict.fromkeys(("waiting", "passed", "spoken", "closed", "unconfirmed"), Fact(Kind.PEOPLE)),
        "interventions": Fact(Kind.DATA),
        "lost": Fact(Kind.PERSON),
    },
    asks={
        "piece_lost": about(_lost),
        "unconfirmed": about(lambda stage: _unconfirmed(stage) if stage.step == "agreements" else []),
    },
)
