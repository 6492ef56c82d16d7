"""A seat's camera rest."""

from rooms.model import events as ev
from rooms.model.machine import Machine, Row
from rooms.state.safety import Rest

__all__ = ["REST"]

REST: Machine[Rest] = Machine(
    "rest",
    tuple(Rest),
    Rest.NONE,
    (
        Row(
            (Rest.NONE,),
            Rest.RESTING,
            ev.CameraRested.kind,
            "a member rests the camera, at most `camera_rests` times within an hour",
        ),
        Row(
            (Rest.RESTING,),
            Rest.NONE,
            ev.CameraRestOver.kind,
            "`camera_rest_s` is over, the camera is on again, the seat shows a screen, or it has left the room",
        ),
    ),
)
