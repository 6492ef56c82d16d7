"""What the house tells a room about seats' connections, and what people ask about seats and the session."""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId

__all__ = [
    "Admit",
    "AdmitAll",
    "Attach",
    "Detach",
    "EndSession",
    "Leave",
    "MediaDown",
    "MediaUp",
    "MoveToWaiting",
    "SeatCommand",
    "SetDevices",
]


# What the house tells the room about a seat's connection.


@dataclass(frozen=True, slots=True)
class Attach:
    """The seat's client is here: it arrived, or came back. On a companion device both switches mean nothing."""

    seat: SeatId
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class Detach:
    """The seat's client is gone without having left."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaUp:
    """The relay carries the seat's media."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaDown:
    """The relay lost the seat's media."""

    seat: SeatId


# What people ask.


@dataclass(frozen=True, slots=True)
class SetDevices:
    """The person switched the microphone or camera of ``via``, or of the own seat, on or off. A companion has none.

    ``by_system``: it was the computer, which silences a microphone for a phone call and gives it back; nobody means
    anything by that.
    """

    by: PersonId
    mic: bool
    camera: bool
    via: SeatId | None = None
    by_system: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """The seat, or companion device, ``via`` leaves the session for now; None: the seat of ``by``.

    From a companion only the device goes; the person stays where they sit.
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
    """Let every waiting seat in, in order of arrival, as far as there is room."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class MoveToWaiting:
    """Take a seat out of the room into the waiting room."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class EndSession:
    """End the session for everybody. Refused while a private exit check has answers that nobody has seen to."""

    by: PersonId


SeatCommand = (
    Attach | Detach | MediaUp | MediaDown | SetDevices | Leave | Admit | AdmitAll | MoveToWaiting | EndSession
)
