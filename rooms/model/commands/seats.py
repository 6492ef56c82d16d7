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
    "WithdrawLink",
]


# What the house tells the room about a seat's connection.


@dataclass(frozen=True, slots=True)
class Attach:
    """The seat's client is here: it arrived, or came back. On a companion device both switches mean nothing.

    Attributes:
        nonce: Tells this opening of the seat from every other; only who brings it may resume from here. Empty for a
            client that will not.
        resumes: The nonce of the opening that a returning client continues; None for one that comes by a ticket.
        link: The version of the seat's link that the client came by.
    """

    seat: SeatId
    mic: bool
    camera: bool
    nonce: str = ""
    resumes: str | None = None
    link: int = 1


@dataclass(frozen=True, slots=True)
class Detach:
    """The seat's client is gone without having left."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class WithdrawLink:
    """Links of the seat older than version ``link`` are good no more: whoever is here by one is out."""

    seat: SeatId
    link: int


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
    Attach
    | Detach
    | WithdrawLink
    | MediaUp
    | MediaDown
    | SetDevices
    | Leave
    | Admit
    | AdmitAll
    | MoveToWaiting
    | EndSession
)
