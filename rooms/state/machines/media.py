"""A seat's media, as reported by the relay."""

from rooms.model import events as ev
from rooms.model.machine import Machine, Row
from rooms.state.model import MediaState

__all__ = ["MEDIA"]

MEDIA: Machine[MediaState] = Machine(
    "media",
    tuple(MediaState),
    MediaState.NONE,
    (
        Row(
            (MediaState.NONE, MediaState.LOST),
            MediaState.UP,
            ev.MediaReady.kind,
            "the relay carries its media",
        ),
        Row(
            (MediaState.UP,),
            MediaState.LOST,
            ev.MediaLost.kind,
            "the relay lost its media, or the service was restarted",
        ),
        Row(tuple(MediaState), MediaState.NONE, ev.SeatLeft.kind, "the seat leaves"),
        Row(tuple(MediaState), MediaState.NONE, ev.SeatMerged.kind, "the seat is a phone again"),
    ),
)
