from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.records.correction_requests import (
    ANSWERED_WITHIN,
    MOVES,
    CorrectionMove,
    CorrectionRequest,
    CorrectionState,
    FactAbout,
    move,
)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANA, STAFF = PersonId("pt_ana"), PersonId("pt_staff")
ASKED = CorrectionRequest("cr_1", ANA, FactAbout.CONTACT, "Apartment 8", "Apartment 3", NOW)


@given(st.lists(st.sampled_from(CorrectionMove), max_size=5))
def test_whatever_is_done_what_was_asked_stays_and_only_rows_of_the_machine_lead_on(
    moves: list[CorrectionMove],
) -> None:
    now = ASKED
    for what in moves:
        allowed = (now.state, what) in MOVES and not (now.disagreement and what is CorrectionMove.DISAGREE)
        if not allowed:
            with pytest.raises(Refused, match=r"correction\.no_move"):
                move(now, what, "Because.", STAFF, NOW)
            continue
        after = move(now, what, "Because.", STAFF, NOW)
        assert (after.wrong, after.right, after.asked_at) == (ASKED.wrong, ASKED.right, NOW)
        assert after.version == now.version + 1
        now = after


def test_declining_needs_a_reason_and_accepting_none() -> None:
    with pytest.raises(Invalid) as refused:
        move(ASKED, CorrectionMove.DECLINE, "", STAFF, NOW)
    assert [error.code for error in refused.value.errors] == ["field.required"]
    accepted = move(ASKED, CorrectionMove.ACCEPT, "", STAFF, NOW)
    assert (accepted.state, accepted.decided_by, accepted.decided_at) == (
        CorrectionState.ACCEPTED,
        STAFF,
        NOW,
    )


def test_what_the_person_says_to_a_refusal_stands_beside_its_reason() -> None:
    declined = move(ASKED, CorrectionMove.DECLINE, "It is right.", STAFF, NOW)
    said = move(declined, CorrectionMove.DISAGREE, "It is not.", ANA, NOW)
    assert (said.answer, said.disagreement, said.decided_by) == ("It is right.", "It is not.", STAFF)


def test_it_is_late_after_sixty_days_without_an_answer() -> None:
    assert ANSWERED_WITHIN == timedelta(days=60)
    assert not ASKED.is_late(ASKED.due_at)
    assert ASKED.is_late(ASKED.due_at + timedelta(seconds=1))
    assert not move(ASKED, CorrectionMove.WITHDRAW, "", ANA, NOW).is_late(NOW + 2 * ANSWERED_WITHIN)
