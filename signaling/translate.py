"""From wire messages to room commands, the one place that knows both. Pure."""

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from signaling import messages as wire

__all__ = ["RoomRequest", "to_command"]

RoomRequest = (
    wire.SetDevices
    | wire.FloorRequest
    | wire.FloorWithdraw
    | wire.FloorPass
    | wire.FloorRelease
    | wire.FloorGrant
    | wire.FloorRevoke
    | wire.FloorNext
    | wire.FloorSetMode
    | wire.SeatAdmit
    | wire.SeatAdmitAll
    | wire.SeatMoveToWaiting
    | wire.SessionLeave
    | wire.SessionEnd
)


def to_command(  # noqa: C901 (one flat table of cases)
    message: RoomRequest, people: tuple[PersonId, ...]
) -> cmd.Command:
    """Return the command that a request of a seat with these ``people`` asks for.

    Facilitators' requests are made in the name of the seat's first person: staff seats have one.

    Raises:
        Refused: ``person.not_yours`` when the request speaks for somebody who does not sit there.
    """
    me = people[0]
    match message:
        case wire.SetDevices(mic=mic, camera=camera):
            return cmd.SetDevices(me, mic, camera)
        case wire.FloorRequest(person=person, expected_seq=seq):
            return cmd.RequestFloor(_own(person, people), seq)
        case wire.FloorWithdraw(person=person, expected_seq=seq):
            return cmd.WithdrawRequest(_own(person, people), seq)
        case wire.FloorPass(person=person, expected_seq=seq):
            return cmd.PassTurn(_own(person, people), seq)
        case wire.FloorRelease(person=person, expected_seq=seq):
            return cmd.ReleaseFloor(_own(person, people), seq)
        case wire.FloorGrant(person=person, expected_seq=seq):
            return cmd.GrantFloor(me, PersonId(person), seq)
        case wire.FloorRevoke(expected_seq=seq):
            return cmd.RevokeFloor(me, seq)
        case wire.FloorNext(expected_seq=seq):
            return cmd.NextSpeaker(me, seq)
        case wire.FloorSetMode():
            return cmd.SetFloorMode(
                me, message.mode, message.mic_policy, message.grants, message.expected_seq
            )
        case wire.SeatAdmit(seat=seat):
            return cmd.Admit(me, SeatId(seat))
        case wire.SeatAdmitAll():
            return cmd.AdmitAll(me)
        case wire.SeatMoveToWaiting(seat=seat):
            return cmd.MoveToWaiting(me, SeatId(seat))
        case wire.SessionLeave():
            return cmd.Leave(me)
        case wire.SessionEnd():
            return cmd.EndSession(me)


def _own(person: str, people: tuple[PersonId, ...]) -> PersonId:
    for own in people:
        if own == person:
            return own
    raise Refused("person.not_yours")
