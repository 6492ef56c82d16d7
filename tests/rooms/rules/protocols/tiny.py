"""A tiny protocol for testing the engine: two steps, a private act, a clock, a role, an end."""

from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.protocols.declaration import (
    ANYONE,
    FACILITATOR,
    PARTICIPANT,
    Act,
    Choice,
    Number,
    People,
    ProtocolRules,
    Step,
)
from rooms.rules.protocols.stage import Stage

__all__ = ["OVER", "TINY"]


def _begin(stage: Stage) -> None:
    stage.go("first", for_s=10, n=0)
    stage.assign("speaker", [PersonId(person) for person in stage.options["people"]])


def _count(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(n=stage.memory["n"] + values["by"])


def _rate(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(rated=values["number"])


def _second(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if stage.memory["n"] == 0:
        raise stage.refuse("tiny.nothing_counted", "n")
    stage.go("second")
    stage.let_speak(stage.role("speaker"))


_ACTS = {
    "count": Act((ANYONE,), {"by": Number(1, 5, 1)}),
    "rate": Act((PARTICIPANT,), {"number": Number(0, 10)}, private=True),
    "second": Act((FACILITATOR, "speaker")),
}

TINY = ProtocolRules(
    id="tiny",
    roles=("speaker",),
    options={"people": People(0, 2), "kind": Choice(("a", "b"), "a")},
    steps={
        "first": Step(FloorMode.ROUND, acts=_ACTS),
        "second": Step(FloorMode.DYAD, acts={"finish": Act((FACILITATOR,))}),
    },
    begin=_begin,
    acts={
        "count": _count,
        "rate": _rate,
        "second": _second,
        "finish": lambda stage, by, values: stage.finish(n=stage.memory["n"]),
    },
    due=lambda stage: stage.remember(n=99),
    public=lambda stage: {"n": stage.memory["n"]},
    staff=lambda stage: {"rated": stage.memory.get("rated", -1)},
    personal=lambda stage, person: {"you": person},
)

OVER = ProtocolRules(
    id="over",
    roles=(),
    options={},
    steps={"only": Step(FloorMode.QUIET, acts={"finish": Act((ANYONE,))}, prompts=False)},
    begin=lambda stage: stage.go("only"),
    acts={"finish": lambda stage, by, values: stage.finish()},
    started_by=ANYONE,
    interrupts=True,
    goes_back=True,
)
