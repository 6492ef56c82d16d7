"""The session: how it starts, is held and suspended without a licensed facilitator, resumes, and ends."""

from rooms.model import events as ev
from rooms.model.machine import STAYS, Machine, Row
from rooms.state.model import Phase

__all__ = ["SESSION"]

SESSION: Machine[Phase] = Machine(
    "session",
    tuple(Phase),
    Phase.WAITING,
    (
        Row(
            (Phase.WAITING,),
            Phase.LIVE,
            ev.RoomLive.kind,
            "a licensed facilitator is in the room for the first time",
        ),
        Row(
            (Phase.LIVE,),
            STAYS,
            ev.RoomUnled.kind,
            "the last one has left, is lost or is in a private room: the time without one begins",
        ),
        Row(
            (Phase.LIVE,),
            STAYS,
            ev.RoomResumed.kind,
            "one is back before the session is held",
        ),
        Row(
            (Phase.LIVE,),
            Phase.HELD,
            ev.RoomHeld.kind,
            "nobody licensed for `held_after_s`",
        ),
        Row(
            (Phase.HELD,),
            Phase.SUSPENDED,
            ev.RoomSuspended.kind,
            "nobody licensed for `suspended_after_s`, counted from the same loss",
        ),
        Row(
            (Phase.HELD, Phase.SUSPENDED),
            Phase.LIVE,
            ev.RoomResumed.kind,
            "a licensed facilitator is back; the floor is unchanged",
        ),
        Row(
            (Phase.LIVE, Phase.HELD, Phase.SUSPENDED),
            Phase.ENDED,
            ev.RoomEnded.kind,
            "a facilitator ends the session, even while it is held",
        ),
    ),
)
