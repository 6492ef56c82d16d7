"""A protocol that does nothing, to put a room at some step."""

import pytest

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Act, ProtocolRules, Step
from rooms.rules.protocols.stage import Stage as Hands
from tests.support.rooms.setups import THERAPIST, RoomDriver

ROLES = ("sharer",)


def with_step(
    monkeypatch: pytest.MonkeyPatch,
    driver: RoomDriver,
    protocol: str,
    *,
    held: bool = False,
    quiet: bool = False,
    interrupts: bool = False,
    emergency: bool = False,
) -> None:
    """Start a protocol with this name at step ``one``; the action ``on`` goes to ``two``, ``share`` takes the role."""
    mode = FloorMode.QUIET if quiet else FloorMode.HELD if held else FloorMode.OPEN
    step = Step(
        mode, MicPolicy.HARD, {"on": Act(("anyone",)), "share": Act(("participant",))}, prompts=not quiet
    )

    def begin(hands: Hands) -> None:
        hands.go("one")

    script = ProtocolRules(
        id=protocol,
        roles=ROLES,
        options={},
        steps={"one": step, "two": step},
        begin=begin,
        acts={
            "on": lambda hands, by, values: hands.go("two"),
            "share": lambda hands, by, values: hands.assign("sharer", [by]),
        },
        interrupts=interrupts,
        emergency=emergency,
    )
    monkeypatch.setitem(CATALOG, protocol, script)
    driver.do(cmd.StartProtocol(THERAPIST, protocol, driver.seq))
