"""Facts that the system reports about seats' connections, and commands about seats and the session."""

from dataclasses import dataclass

from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Readiness

__all__ = [
    "Admit",
    "AdmitAll",
    "Attach",
    "Detach",
    "EndSession",
    "ExitSeat",
    "Leave",
    "MediaDown",
    "MediaUp",
    "MoveToWaiting",
    "Prove",
    "ReportReadiness",
    "RestCamera",
    "SeatCommand",
    "SetDevices",
    "WithdrawLink",
]


# Facts that the system reports about a seat's connection.


@dataclass(frozen=True, slots=True)
class Attach:
    """The seat's client has connected or reconnected. On a companion device both switches are ignored.

    Attributes:
        nonce: Identifies this opening of the seat; only a client that presents it may resume. Empty for a client that
            will not resume.
        resumes: The nonce of the opening that a returning client resumes; None for one that joins with a ticket.
        link: The version of the seat's link that the client used.
    """

    seat: SeatId
    mic: bool
    camera: bool
    nonce: str = ""
    resumes: str | None = None
    link: int = 1


@dataclass(frozen=True, slots=True)
class Detach:
    """The seat's client disconnected without leaving."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class ExitSeat:
    """Somebody left the page at once, and it reports that by itself in case its last message was lost.

    Attributes:
        nonce: Identifies the opening of the seat that was left; a later one goes on.
    """

    seat: SeatId
    nonce: str


@dataclass(frozen=True, slots=True)
class WithdrawLink:
    """Links of the seat older than version ``link`` are no longer valid; whoever joined with one is removed."""

    seat: SeatId
    link: int


@dataclass(frozen=True, slots=True)
class Prove:
    """On this seat or companion device, the person has shown who they are: by a PIN, or by being signed in."""

    seat: SeatId
    person: PersonId


@dataclass(frozen=True, slots=True)
class ReportReadiness:
    """How ready the person is to come in has changed."""

    person: PersonId
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class MediaUp:
    """The relay carries the seat's media."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaDown:
    """The relay lost the seat's media."""

    seat: SeatId


# Commands that people send.


@dataclass(frozen=True, slots=True)
class SetDevices:
    """The person turned the microphone or camera of ``via``, or of their own seat, on or off. A companion has none.

    ``by_system``: the operating system did it, for instance by muting a microphone during a phone call and unmuting it
    afterwards; no person meant anything by it.
    """

    by: PersonId
    mic: bool
    camera: bool
    via: SeatId | None = None
    by_system: bool = False


@dataclass(frozen=True, slots=True)
class RestCamera:
    """A member rests the camera of their seat for a while. Turning it on again ends the rest. A companion has none."""

    by: PersonId
    via: SeatId | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The seat or companion device ``via`` leaves the session for now; None: the seat of ``by``.

    From a companion only the device leaves; the person keeps their seat.
    """

    by: PersonId
    via: SeatId | None = None


@dataclass(frozen=True, slots=True)
class Admit:
    """Let one waiting seat into the room."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AdmitAll:
    """Let all waiting seats in, in order of arrival, until the room is full."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class MoveToWaiting:
    """Move a seat from the room to the waiting room; ``reason`` says why, if staff note it."""

    by: PersonId
    seat: SeatId
    reason: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class EndSession:
    """End the session for everybody. Refused while a private exit check has answers that nobody has handled."""

    by: PersonId


SeatCommand = (
    Attach
    | Detach
    | ExitSeat
    | WithdrawLink
    | Prove
    | ReportReadiness
    | MediaUp
    | MediaDown
    | SetDevices
    | RestCamera
    | Leave
    | Admit
    | AdmitAll
    | MoveToWaiting
    | EndSession
)
