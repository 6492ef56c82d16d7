"""A person's proof: who has shown who they are, who is not there, and who comes back to a seat in the room."""

from rooms.model import events as ev
from rooms.model.machine import Machine, Row
from rooms.state.model import Proof

__all__ = ["PROOF"]

PROOF: Machine[Proof] = Machine(
    "proof",
    tuple(Proof),
    Proof.UNPROVED,
    (
        Row(
            (Proof.UNPROVED,),
            Proof.PROVED,
            ev.PersonProved.kind,
            "they enter their PIN, or are signed in on their page",
        ),
        Row(
            (Proof.ABSENT,),
            Proof.PROVED,
            ev.PersonProved.kind,
            "the same while their seat waits: staff see them when they admit it",
        ),
        Row(
            (Proof.ABSENT,),
            Proof.ARRIVING,
            ev.PersonProved.kind,
            "the same while their partner is in the room without them",
        ),
        Row(
            (Proof.UNPROVED, Proof.ARRIVING),
            Proof.ABSENT,
            ev.PersonConfirmedAbsent.kind,
            "staff confirm that they are not there; their partner is",
        ),
        Row(
            (Proof.ARRIVING,),
            Proof.PROVED,
            ev.PersonConfirmedPresent.kind,
            "staff confirm that they see them",
        ),
        Row(
            (Proof.ARRIVING,),
            Proof.PROVED,
            ev.SeatMovedToWaiting.kind,
            "their seat waits again: staff see them when they admit it",
        ),
        Row((Proof.ARRIVING,), Proof.PROVED, ev.SeatLeft.kind, "their seat leaves, and will wait again"),
        Row(
            (Proof.ABSENT,),
            Proof.UNPROVED,
            ev.SeatLeft.kind,
            "the same: whoever comes back may bring them along",
        ),
    ),
)
