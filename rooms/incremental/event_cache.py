"""Finds out once what all who hear the same may hear of. It is always what ``visible_events`` gives each of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.rules.context import RuleContext
from rooms.state import RoomState
from rooms.state.subjects import PEOPLE
from rooms.views.events import Group, group_of, visible_events

__all__ = ["EventCache"]


class EventCache:
    """The groups of viewers of one room, forgotten whenever somebody moves (``RoomState.people_at``)."""

    def __init__(self) -> None:
        self._state: RoomState | None = None
        self._people_at = -1
        self._groups: dict[SeatId, Group] = {}

    def visible_to_all(
        self, context: RuleContext, seats: Iterable[SeatId], records: Sequence[ev.Recorded], changed: int
    ) -> dict[SeatId, Sequence[dict[str, Any]]]:
        """Return what each of these viewers may hear of; what several hear is one list for all of them.

        Args:
            changed: The subjects that have changed with the records. Who moved may hear of their own seat what nobody
                else does.
        """
        if changed & PEOPLE or not records:
            return {seat: visible_events(context, seat, records) for seat in seats}
        if self._people_at != context.state.people_at or self._state is not context.state:
            self._state, self._people_at = context.state, context.state.people_at
            self._groups.clear()
        known: dict[Group, list[dict[str, Any]]] = {}
        heard: dict[SeatId, Sequence[dict[str, Any]]] = {}
        for seat in seats:
            group = self._groups.get(seat)
            if group is None:
                group = self._groups[seat] = group_of(context, seat)
            if group not in known:
                known[group] = visible_events(context, seat, records)
            heard[seat] = known[group]
        return heard
