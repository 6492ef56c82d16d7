"""Every request of the wire becomes its command; nobody speaks for somebody on another seat."""

from typing import Any, get_args

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.policy import FloorMode, GrantRule, MicPolicy
from signaling.messages import client_adapter
from signaling.translate import RoomRequest, to_command
from tests.support.rooms import ANA, ANA_SEAT, ELENA, FINN

ROWS: list[tuple[dict[str, Any], cmd.Command]] = [
    ({"type": "devices.set", "mic": False, "camera": True}, cmd.SetDevices(ELENA, mic=False, camera=True)),
    ({"type": "floor.request", "person": FINN, "expected_seq": 1}, cmd.RequestFloor(FINN, 1)),
    ({"type": "floor.withdraw", "person": FINN, "expected_seq": 1}, cmd.WithdrawRequest(FINN, 1)),
    ({"type": "floor.pass", "person": ELENA, "expected_seq": 1}, cmd.PassTurn(ELENA, 1)),
    ({"type": "floor.release", "person": FINN, "expected_seq": 1}, cmd.ReleaseFloor(FINN, 1)),
    ({"type": "floor.grant", "person": ANA, "expected_seq": 1}, cmd.GrantFloor(ELENA, ANA, 1)),
    ({"type": "floor.revoke", "expected_seq": 1}, cmd.RevokeFloor(ELENA, 1)),
    ({"type": "floor.next", "expected_seq": 1}, cmd.NextSpeaker(ELENA, 1)),
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
    ({"type": "seat.admit", "seat": ANA_SEAT}, cmd.Admit(ELENA, ANA_SEAT)),
    ({"type": "seat.admit_all"}, cmd.AdmitAll(ELENA)),
    ({"type": "seat.move_to_waiting", "seat": ANA_SEAT}, cmd.MoveToWaiting(ELENA, ANA_SEAT)),
    ({"type": "session.leave"}, cmd.Leave(ELENA)),
    ({"type": "session.end"}, cmd.EndSession(ELENA)),
]


@pytest.mark.parametrize(("message", "command"), ROWS)
def test_a_request_becomes_its_command(message: dict[str, Any], command: cmd.Command) -> None:
    request = client_adapter.validate_python(message | {"id": 1})
    assert isinstance(request, RoomRequest)
    assert to_command(request, (ELENA, FINN)) == command


def test_every_room_request_is_in_the_table() -> None:
    assert len(ROWS) == len(get_args(RoomRequest))


@pytest.mark.parametrize("kind", ["floor.request", "floor.withdraw", "floor.pass", "floor.release"])
def test_nobody_speaks_for_another_seat(kind: str) -> None:
    request = client_adapter.validate_python({"type": kind, "id": 1, "person": ANA, "expected_seq": 1})
    assert isinstance(request, RoomRequest)
    with pytest.raises(Refused, match=r"person\.not_yours"):
        to_command(request, (ELENA, FINN))
