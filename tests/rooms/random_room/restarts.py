"""What a restart may change: no time passes for the room, whatever the clock says, and nothing else happens."""

import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from rooms.model.events import Recorded
from rooms.model.people import RoomSetup
from rooms.room import Room
from rooms.state import Phase
from tests.rooms.random_room.setups import LIBRARY

__all__ = ["check_standstill"]

_LONG_AGO = 1e9
"""Unix times are larger; everything else that is counted is smaller."""
_HISTORY = re.compile(
    r"(\.memory\..*\b|\.help\..*\.(paged_)?|\.care\.welfare\..*\.(back_)?)at$|\.care\.welfare\..*\.steps\."
)
"""Times in a script's memory at which something happened or which were agreed on, when help was called for, and
what was done about a welfare check."""


def check_standstill(setup: RoomSetup, log: list[Recorded], away_s: float) -> None:
    """Check that all remaining times are the same whether or not, and for however long, the service was away."""
    at_once, later = Room(setup, log, LIBRARY), Room(setup, log, LIBRARY)
    if later.state.phase is Phase.ENDED:
        return
    last_at = later.state.last_at
    at_once.on_restart(last_at)
    told = later.on_restart(last_at + away_s)
    assert [record.at for record in told] == sorted(record.at for record in told)
    assert all(record.at >= last_at for record in told)
    moments, others = _read(at_once.state)
    later_moments, later_others = _read(later.state)
    assert later_others == others
    moved = {place: later_moments[place] - at for place, at in moments.items()}
    assert moved == {place: pytest.approx(away_s, abs=1e-5) for place in moments}
    assert moments.keys() == later_moments.keys()


def _read(value: Any) -> tuple[dict[str, float], dict[str, object]]:
    """Return all times, by their path, and everything else that can be compared."""
    moments: dict[str, float] = {}
    others: dict[str, object] = {}
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        place, found = waiting.pop()
        if is_dataclass(found):
            waiting += [(f"{place}.{f.name}", getattr(found, f.name)) for f in fields(found) if f.compare]
        elif isinstance(found, dict):
            waiting += [(f"{place}.{name}", item) for name, item in found.items()]
        elif isinstance(found, list | tuple):
            waiting += [(f"{place}.{index}", item) for index, item in enumerate(found)]
        elif isinstance(found, float) and found > _LONG_AGO and not _HISTORY.search(place):
            moments[place] = found
        else:
            others[place] = found
    return moments, others
