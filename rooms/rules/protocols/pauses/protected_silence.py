"""Protected silence: half a minute, one minute or two in which nobody has to do anything."""

from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.protocols.declaration import FACILITATOR, Act, Choice, ProtocolRules, Step
from rooms.rules.protocols.shows import Fact, Kind
from rooms.rules.protocols.stage import Stage

__all__ = ["PROTECTED_SILENCE"]


def _begin(stage: Stage) -> None:
    stage.go("quiet", for_s=int(stage.options["seconds"]))


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(early=True)


PROTECTED_SILENCE = ProtocolRules(
    id="protected_silence",
    roles=(),
    options={"seconds": Choice(("30", "60", "120"), "60")},
    steps={
        "quiet": Step(
            FloorMode.QUIET, acts={"finish": Act((FACILITATOR,), moves=True, closes=True)}, prompts=False
        )
    },
    begin=_begin,
    acts={"finish": _finish},
    due=lambda stage: stage.finish(early=False),
    interrupts=True,
    goes_back=True,
    public=lambda stage: {"seconds": int(stage.options["seconds"])},
    public_facts={"seconds": Fact(Kind.SECONDS)},
)
