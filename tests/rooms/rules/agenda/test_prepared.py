"""What may be chosen before anybody is in the room."""

from typing import Any

import pytest

from rooms.model.library import LibraryIndex
from rooms.rules.agenda.prepared import prepared_refusal

LIBRARY = LibraryIndex(decks={"trust": (3,)})


@pytest.mark.parametrize(
    ("protocol", "options", "code"),
    [
        ("guided_discussion", {"deck": "trust"}, None),
        ("guided_discussion", {}, None),
        ("guided_discussion", {"deck": "unknown"}, "agenda.options"),
        ("guided_discussion", {"deck": ["trust"]}, "agenda.options"),
        ("guided_discussion", {"size": 3}, "agenda.options"),
        ("guided_discussion", {"topic": True}, "agenda.options"),
        ("speaker_listener", {"people": ["pt_1", "pt_2"]}, "agenda.options"),
        ("crisis_break", {}, "agenda.protocol"),
        ("dancing", {}, "agenda.protocol"),
        ("protected_silence", {"seconds": "120"}, None),
        ("protected_silence", {"seconds": 120}, "agenda.options"),
    ],
)
def test_everything_but_people_and_emergencies_may_be_prepared(
    protocol: str, options: dict[str, Any], code: str | None
) -> None:
    assert prepared_refusal(LIBRARY, protocol, options) == code
