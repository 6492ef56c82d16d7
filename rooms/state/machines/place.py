"""A seat's place: outside, in the waiting room, in the main room or a private one, or a phone beside a shared seat."""

from rooms.model import events as ev
from rooms.model.machine import STAYS, Machine, Row
from rooms.state.model import Place

__all__ = ["PLACE"]

PLACE: Machine[Place] = Machine(
    "place",
    tuple(Place),
    Place.OUTSIDE,
    (
        Row((Place.OUTSIDE,), Place.WAITING, ev.SeatJoined.kind, "its client connects"),
        Row(
            (Place.OUTSIDE,),
            Place.COMPANION,
            ev.CompanionJoined.kind,
            "the phone of somebody on another seat connects",
        ),
        Row((Place.WAITING,), Place.MAIN, ev.SeatAdmitted.kind, "staff admit it; staff seats enter at once"),
        Row(
            (Place.MAIN, Place.PRIVATE),
            Place.WAITING,
            ev.SeatMovedToWaiting.kind,
            "staff move it out, never a staff seat; it is the seat of an observer whom a member does not accept; "
            "or somebody on it took back what they need to stay",
        ),
        Row(
            (Place.MAIN,),
            Place.PRIVATE,
            ev.SeatMovedToPrivate.kind,
            "a facilitator takes it to a private room, or goes along",
        ),
        Row(
            (Place.PRIVATE,),
            Place.MAIN,
            ev.SeatReturnedToRoom.kind,
            "it is brought back, or no facilitator is left in its private room",
        ),
        Row(
            (Place.COMPANION,),
            Place.MAIN,
            ev.SeatSplit.kind,
            "a couple splits: the phone becomes a seat beside the shared one",
        ),
        Row(
            (Place.MAIN,),
            Place.COMPANION,
            ev.SeatMerged.kind,
            "the couple is back on the shared seat, and the seat is a phone again",
        ),
        Row(
            (Place.OUTSIDE,),
            STAYS,
            ev.SeatMerged.kind,
            "both partners of a split couple have left: the original seating is restored",
        ),
        Row(
            (Place.WAITING, Place.MAIN, Place.PRIVATE, Place.COMPANION),
            Place.OUTSIDE,
            ev.SeatLeft.kind,
            "it leaves, stays away too long, its link is withdrawn, or the session ends",
        ),
    ),
)
