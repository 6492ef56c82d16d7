"""Every wire request becomes its command; nobody acts for a person on another seat."""

from typing import Any, get_args

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from signaling import messages as wire
from signaling.messages import ClientMessage, client_adapter
from signaling.translate import Sender, to_command
from tests.signaling.test_messages import CLIENT
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN

COUPLE = Sender(COUPLE_SEAT, (ELENA, FINN))
_NOT_FOR_THE_ROOM = (
    wire.Hello,
    wire.Ping,
    wire.MediaAnswer,
    wire.MediaRestart,
    wire.MediaTiles,
    wire.MediaSnapshot,
)
ROWS: list[tuple[dict[str, Any], cmd.Command]] = [
    (
        {"type": "devices.set", "mic": False, "camera": True},
        cmd.SetDevices(ELENA, mic=False, camera=True, via=COUPLE_SEAT),
    ),
    ({"type": "floor.request", "person": FINN, "expected_seq": 1}, cmd.RequestFloor(FINN, 1)),
    (
        {"type": "floor.request", "person": FINN, "expected_seq": 1, "quick": True},
        cmd.RequestFloor(FINN, 1, quick=True),
    ),
    ({"type": "floor.grant", "person": ANA, "expected_seq": 1}, cmd.GrantFloor(ELENA, ANA, 1)),
    (
        {"type": "floor.grant", "person": FINN, "expected_seq": 1, "limit_s": 60.0, "then": ELENA},
        cmd.GrantFloor(ELENA, FINN, 1, 60.0, ELENA),
    ),
    (
        {"type": "floor.name_next", "person": FINN, "next": ANA, "expected_seq": 1},
        cmd.NameNext(FINN, ANA, 1),
    ),
    (
        {
            "type": "floor.set_mode",
            "mode": "quiet",
            "mic_policy": "hard",
            "grants": "when_free",
            "expected_seq": 1,
        },
        cmd.SetFloorMode(ELENA, FloorMode.QUIET, MicPolicy.HARD, GrantRule.WHEN_FREE, 1),
    ),
    (
        {
            "type": "protocol.act",
            "person": FINN,
            "action": "rate",
            "values": {"number": 3},
            "expected_seq": 1,
        },
        cmd.ActInProtocol(FINN, COUPLE_SEAT, "rate", 1, {"number": 3}),
    ),
    (
        {"type": "protocol.start", "person": FINN, "protocol": "imago", "expected_seq": 1, "kept": 0},
        cmd.StartProtocol(FINN, "imago", 1, {}, 0),
    ),
    ({"type": "session.leave"}, cmd.Leave(ELENA, COUPLE_SEAT)),
    ({"type": "seat.admit", "seat": ANA_SEAT}, cmd.Admit(ELENA, ANA_SEAT)),
    (
        {"type": "message.send", "person": FINN, "to": "all", "text": "Hello", "both": True},
        cmd.SendMessage(FINN, COUPLE_SEAT, "all", "Hello", both=True),
    ),
]


@pytest.mark.parametrize(("message", "command"), ROWS)
def test_a_request_becomes_its_command(message: dict[str, Any], command: cmd.Command) -> None:
    request = client_adapter.validate_python(message | {"id": 1})
    assert to_command(request, COUPLE) == command


@pytest.mark.parametrize(("heading", "example"), CLIENT)
def test_every_request_of_the_page_becomes_a_command_or_is_not_for_the_room(
    heading: str, example: dict[str, Any]
) -> None:
    request = client_adapter.validate_python(example)
    if isinstance(request, _NOT_FOR_THE_ROOM):
        return
    everybody = Sender(ANA_SEAT, (PersonId("pt_1"), PersonId("pt_3"), PersonId("pt_4")))
    command = to_command(request, everybody)
    assert isinstance(command, cmd.Command)
    assert command.by in everybody.people


def test_every_message_of_the_union_is_known() -> None:
    requests = {cls for cls in get_args(get_args(ClientMessage)[0]) if cls not in _NOT_FOR_THE_ROOM}
    assert {type(client_adapter.validate_python(example)) for _, example in CLIENT} >= requests


@pytest.mark.parametrize(
    "kind", ["floor.request", "floor.withdraw", "floor.pass", "floor.release", "protocol.act", "message.send"]
)
def test_nobody_speaks_for_another_seat(kind: str) -> None:
    extra = {
        "protocol.act": {"action": "yes", "expected_seq": 1},
        "message.send": {"to": "all", "text": "Hello"},
    }.get(kind, {"expected_seq": 1})
    request = client_adapter.validate_python({"type": kind, "id": 1, "person": ANA, **extra})
    with pytest.raises(Refused, match=r"person\.not_yours"):
        to_command(request, COUPLE)
