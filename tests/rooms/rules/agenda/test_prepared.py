"""What may be chosen before anybody is in the room."""

from typing import Any

import pytest

from rooms.model.library import LibraryIndex
from rooms.rules.agenda.prepared import may_be_prepared

LIBRARY = LibraryIndex(decks={"trust": (3,)})


@pytest.mark.parametrize(
    ("protocol", "options", "may"),
    [
        ("guided_discussion", {"deck": "trust"}, True),
        ("guided_discussion", {}, True),
        ("guided_discussion", {"deck": "unknown"}, False),
        ("guided_discussion", {"deck": ["trust"]}, False),
        ("guided_discussion", {"size": 3}, False),
        ("guided_discussion", {"topic": True}, False),
        ("speaker_listener", {"people": ["pt_1", "pt_2"]}, False),
        ("crisis_break", {}, False),
        ("dancing", {}, False),
        ("protected_silence", {"seconds": "120"}, True),
        ("protected_silence", {"seconds": 120}, False),
    ],
)
def test_everything_but_people_and_emergencies_may_be_prepared(
    protocol: str, options: dict[str, Any], may: bool
) -> None:
    assert may_be_prepared(LIBRARY, protocol, options) is may
