"""Grounding: a quiet exercise of one to five minutes, line by line, then half a minute to come back.

The quiet lasts until a facilitator ends it, whether or not anybody feels worse than before: its length must not tell.

Anybody may sit it out and stay in the room; only staff and that person know. Ratings are private.
"""

from collections.abc import Sequence
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    PARTICIPANT,
    Act,
    Known,
    Number,
    ProtocolRules,
    Step,
)
from rooms.rules.protocols.shows import Fact, Kind, about
from rooms.rules.protocols.stage import Stage

__all__ = ["GROUNDING", "TRANSITION_S", "WORSE_BY"]

TRANSITION_S = 30.0
WORSE_BY = 3
"""A rise of a rating by this much (0 to 10) is reported to staff, who may offer a private talk."""


def _begin(stage: Stage) -> None:
    stage.go("guided", left_s=60.0 * stage.options["minutes"], sitting_out=[], before={}, after={})
    _show_line(stage, 0)


def _lines(stage: Stage) -> Sequence[float]:
    """Return how long each line is shown; empty if the facilitator leads without a script."""
    return stage.context.library.scripts.get(stage.options["script"], ())


def _show_line(stage: Stage, line: int) -> None:
    """Show a line for its time; the last one, or none, stays until the exercise is over."""
    lines, left_s = _lines(stage), stage.memory["left_s"]
    line_s = min(lines[line], left_s) if line + 1 < len(lines) else left_s
    stage.remember(line=line, line_s=line_s)
    stage.clock(line_s)


def _due(stage: Stage) -> None:
    if stage.step == "guided":
        stage.remember(left_s=stage.memory["left_s"] - stage.memory["line_s"])
        if stage.memory["left_s"] > 0:
            _show_line(stage, stage.memory["line"] + 1)
        else:
            stage.go("transition", for_s=TRANSITION_S)


def _come_back(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("transition", for_s=TRANSITION_S)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(sat_out=len(stage.memory["sitting_out"]), worse=len(_worse(stage)))


def _sit_out(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if by not in stage.memory["sitting_out"]:
        stage.remember(sitting_out=[*stage.memory["sitting_out"], by])


def _join_again(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(sitting_out=[person for person in stage.memory["sitting_out"] if person != by])


def _sits_out(stage: Stage, person: PersonId) -> bool:
    return person in stage.memory["sitting_out"]


def _rate(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    when = _when(stage)
    stage.remember(**{when: {**stage.memory[when], by: values["distress"]}})


def _when(stage: Stage) -> str:
    return "before" if stage.step == "guided" else "after"


def _worse(stage: Stage) -> list[PersonId]:
    before, after = stage.memory["before"], stage.memory["after"]
    return [person for person in after if person in before and after[person] - before[person] >= WORSE_BY]


def _public(stage: Stage) -> dict[str, Any]:
    """The line and since when, so that each client can go on by itself if its connection drops."""
    facts: dict[str, Any] = {"minutes": stage.options["minutes"]}
    if stage.step == "guided":
        facts["line"] = {
            "script": stage.options["script"],
            "line": stage.memory["line"],
            "since": None if stage.due is None else stage.due - stage.memory["line_s"],
        }
    return facts


def _staff(stage: Stage) -> dict[str, Any]:
    return {"sitting_out": stage.memory["sitting_out"], "worse": _worse(stage)}


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    memory = stage.memory
    ratings = {when: memory[when][person] for when in ("before", "after") if person in memory[when]}
    return {"sitting_out": person in memory["sitting_out"], **ratings}


_EVERYBODY = {
    "sit_out": Act((PARTICIPANT,), optional=True, useful=lambda stage, person: not _sits_out(stage, person)),
    "join_again": Act((PARTICIPANT,), optional=True, useful=lambda stage, person: _sits_out(stage, person)),
    "rate": Act((PARTICIPANT,), {"distress": Number(0, 10)}, private=True),
    "finish": Act((FACILITATOR,), closes=True),
}

GROUNDING = ProtocolRules(
    id="grounding",
    roles=(),
    options={"script": Known("script"), "minutes": Number(1, 5, 3)},
    steps={
        "guided": Step(FloorMode.QUIET, acts={"next": Act((FACILITATOR,), moves=True), **_EVERYBODY}),
        "transition": Step(
            FloorMode.QUIET, acts={**_EVERYBODY, "finish": Act((FACILITATOR,), moves=True, closes=True)}
        ),
    },
    begin=_begin,
    acts={
        "next": _come_back,
        "finish": _finish,
        "sit_out": _sit_out,
        "join_again": _join_again,
        "rate": _rate,
    },
    due=_due,
    interrupts=True,
    goes_back=True,
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={"minutes": Fact(Kind.COUNT), "line": Fact(Kind.LINE)},
    staff_facts=dict.fromkeys(("sitting_out", "worse"), Fact(Kind.PEOPLE)),
    own_facts={
        "sitting_out": Fact(Kind.FLAG, said=True),
        **dict.fromkeys(("before", "after"), Fact(Kind.NUMBER)),
    },
    asks={"worse": about(_worse), "sitting_out": about(lambda stage: stage.memory["sitting_out"])},
    answers=("before", "after", "worse"),
)
