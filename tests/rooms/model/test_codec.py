"""Events survive the journal: every kind, and nothing that is not an event."""

import json
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model.codec import decode_event, encode_event
from rooms.model.events import Event

_any_event = st.one_of(
    *(
        st.builds(cls, **{n: st.from_type(h) for n, h in get_type_hints(cls).items() if n != "kind"})
        for cls in get_args(Event)
    )
)


@given(event=_any_event)
def test_every_event_comes_back_from_json(event: Event) -> None:
    kind, payload = encode_event(event)
    assert decode_event(kind, json.loads(json.dumps(payload))) == event


def test_kinds_are_unique() -> None:
    kinds = [cls.kind for cls in get_args(Event)]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("floor.flown", {}),
        ("hand.up", {}),
        ("hand.up", {"person": "pt_1", "extra": 1}),
        ("floor.mode_set", {"mode": "loud", "mic_policy": "hard", "grants": "when_free", "by": "pt_1"}),
    ],
)
def test_what_is_no_event_is_refused(kind: str, payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_event(kind, payload)
