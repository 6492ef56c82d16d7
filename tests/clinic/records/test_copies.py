from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.records.copies import (
    AGAIN_AFTER,
    MOST_TRIES,
    OPEN_FOR,
    CopyRequest,
    CopyState,
    after_failure,
    check_ask,
)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANA = PersonId("pt_ana")
ASKED = CopyRequest("dr_1", ANA, ANA, written=False, language="en", asked_at=NOW)
READY = replace(ASKED, state=CopyState.READY, ready_at=NOW)


def test_one_copy_is_made_at_a_time_and_another_can_be_asked_for_later() -> None:
    check_ask([], NOW)
    with pytest.raises(Refused, match=r"copy\.waiting"):
        check_ask([READY, ASKED], NOW + 10 * OPEN_FOR)
    with pytest.raises(Refused, match=r"copy\.recent"):
        check_ask([READY], NOW + AGAIN_AFTER - timedelta(seconds=1))
    check_ask([READY], NOW + AGAIN_AFTER)
    check_ask([replace(ASKED, state=CopyState.FAILED)], NOW)


def test_a_copy_is_open_for_a_week() -> None:
    assert not ASKED.is_open(NOW)
    assert READY.is_open(NOW)
    assert not READY.is_open(NOW + OPEN_FOR)
    assert not replace(READY, state=CopyState.REMOVED).is_open(NOW)


def test_making_it_is_tried_again_but_not_for_ever() -> None:
    assert after_failure(replace(ASKED, tries=MOST_TRIES - 1)).state is CopyState.WAITING
    assert after_failure(replace(ASKED, tries=MOST_TRIES)).state is CopyState.FAILED
