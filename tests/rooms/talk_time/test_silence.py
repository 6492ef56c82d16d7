"""Silence is counted for facilitators, and never mistaken for an outage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model.ids import SeatId
from rooms.talk_time.silence import HINT_S, Silence, silence_view
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, START

NOBODY: frozenset[SeatId] = frozenset()
ANA_SPEAKS = frozenset({ANA_SEAT})


def test_silence_begins_when_the_last_voice_ends() -> None:
    silence = Silence().on_speaking(frozenset({ANA_SEAT, BEN_SEAT}), START)
    silence = silence.on_speaking(ANA_SPEAKS, START + 1)
    assert silence.since is None
    silence = silence.on_speaking(NOBODY, START + 2)
    assert silence.on_speaking(NOBODY, START + 9).since == START + 2
    assert silence.on_speaking(ANA_SPEAKS, START + 10).since is None


def test_while_the_relay_is_down_silence_is_unknown() -> None:
    silence = Silence(START).on_speaking(None, START + 5)
    assert silence == Silence()
    assert silence.hint_due_at() is None
    assert silence.on_speaking(NOBODY, START + 9).since == START + 9


@pytest.mark.parametrize(
    ("since", "hint_s", "protected", "due"),
    [
        (START, HINT_S, False, START + 20),
        (START, 45.0, False, START + 45),
        (START, None, False, None),
        (START, HINT_S, True, None),
        (None, HINT_S, False, None),
    ],
)
def test_the_hint_comes_after_its_time_unless_the_room_wants_none(
    since: float | None, hint_s: float | None, protected: bool, due: float | None
) -> None:
    assert Silence(since).hint_due_at(hint_s, protected=protected) == due


def test_facilitators_can_tell_silence_from_an_outage() -> None:
    assert silence_view(Silence(START), 2) == {"without_media": 2, "since": START, "hint_at": START + 20}
    assert silence_view(Silence(), 2) == {"without_media": 2}
    assert silence_view(Silence(START), 0, protected=True) == {"without_media": 0, "since": START}
    assert silence_view(Silence(START), 0, None) == {"without_media": 0, "since": START}


@given(st.lists(st.tuples(st.sampled_from([NOBODY, ANA_SPEAKS, None]), st.floats(0, 60)), min_size=1))
def test_silence_began_with_the_first_empty_report_after_the_last_other_one(
    reports: list[tuple[frozenset[SeatId] | None, float]],
) -> None:
    silence, now, began = Silence(), START, None
    for speaking, later in reports:
        now += later
        silence = silence.on_speaking(speaking, now)
        began = (now if began is None else began) if speaking == NOBODY else None
        assert silence.since == began
