"""What happened, as viewers hear of it beside the view."""

from typing import NotRequired

from typing_extensions import TypedDict

from rooms.model.events.follow_up import RemovalReason
from rooms.model.floor import TurnEnding, TurnKind
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy

__all__ = ["RoomEvent"]


class RoomEvent(TypedDict):
    """Something that happened; the fields depend on its kind."""

    kind: str
    """What happened: one of the event kinds."""
    seat: NotRequired[SeatId]
    """Which seat."""
    person: NotRequired[PersonId]
    """Which person."""
    reason: NotRequired[str]
    """Why a seat left."""
    cause: NotRequired[RemovalReason]
    """Why staff moved the seat out of the room. Only those who lead receive it."""
    mode: NotRequired[FloorMode]
    """How turns start from now on."""
    mic_policy: NotRequired[MicPolicy]
    """What a closed floor does to microphones from now on."""
    grants: NotRequired[GrantRule]
    """Who gives the floor from now on."""
    hold_until: NotRequired[float]
    """Until when a lost holder's place is kept."""
    starts_at: NotRequired[float]
    """When the turn begins."""
    turn: NotRequired[TurnKind]
    """What sort of turn it is."""
    ending: NotRequired[TurnEnding]
    """How the turn ended."""
    run: NotRequired[int]
    """The number of the run."""
    protocol: NotRequired[str]
    """Which protocol."""
    step: NotRequired[str]
    """Which step."""
    level: NotRequired[int]
    """How much of its time the turn has taken, percent."""
    beside: NotRequired[bool]
    """The hand went up because the person unmuted beside the holder."""
    open: NotRequired[bool]
    """Whether the chat is open now."""
    on: NotRequired[bool]
    """Whether it was switched on."""
