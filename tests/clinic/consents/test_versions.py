"""Versions: written, reviewed by a second person, in force from a date."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid, Refused
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.versions import (
    MOVES,
    DocumentVersion,
    VersionEvent,
    VersionState,
    check_day,
    current,
    move,
    pending,
    review,
    state_of,
    write,
)
from tests.support.consents import ANA, BEN, NOW, TEXTS, version_of

DAY = timedelta(days=1)
AGREEMENT = DocumentKey(DocumentKind.AGREEMENT)
DRAFT = replace(version_of(effective_at=None), writer=ANA, written_at=NOW)
SAMPLES = {
    VersionState.DRAFT: DRAFT,
    VersionState.REVIEWED: version_of(effective_at=NOW + DAY),
    VersionState.IN_FORCE: version_of(effective_at=NOW),
}


def test_the_clock_brings_a_reviewed_version_into_force_at_its_moment() -> None:
    version = version_of(effective_at=NOW)
    assert state_of(version, NOW - timedelta(microseconds=1)) is VersionState.REVIEWED
    assert state_of(version, NOW) is VersionState.IN_FORCE


@pytest.mark.parametrize(("state", "event"), list(product(VersionState, VersionEvent)))
def test_only_the_moves_of_the_table_are_made(state: VersionState, event: VersionEvent) -> None:
    version = SAMPLES[state]
    if (state, event) in MOVES:
        assert move(version, event, NOW) is MOVES[state, event]
    else:
        with pytest.raises(Refused):
            move(version, event, NOW)


def test_what_is_in_force_cannot_be_changed() -> None:
    with pytest.raises(Refused, match=r"consent\.in_force"):
        write(version_of(), TEXTS, date(2026, 4, 1), ANA, NOW)


def test_who_wrote_a_version_does_not_review_it() -> None:
    with pytest.raises(Refused, match=r"consent\.own_review"):
        review(DRAFT, ANA, NOW, NOW)
    reviewed = review(DRAFT, BEN, NOW + DAY, NOW)
    assert (reviewed.reviewer, reviewed.effective_at) == (BEN, NOW + DAY)


def test_a_version_of_today_holds_from_its_review_on_and_not_before() -> None:
    assert review(DRAFT, BEN, NOW - timedelta(hours=15), NOW).effective_at == NOW


def test_a_change_after_the_review_asks_for_another_review() -> None:
    changed = write(SAMPLES[VersionState.REVIEWED], TEXTS, date(2026, 4, 1), BEN, NOW)
    assert state_of(changed, NOW + 100 * DAY) is VersionState.DRAFT


def test_texts_are_checked_and_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(Invalid, match=r"field\.required"):
        write(DRAFT, {}, date(2026, 4, 1), ANA, NOW)
    with pytest.raises(Invalid, match=r"consent\.past_day"):
        check_day(date(2026, 3, 1), date(2026, 3, 2))
    check_day(date(2026, 3, 2), date(2026, 3, 2))


def test_a_clinics_own_version_goes_before_a_newer_one_of_the_release() -> None:
    own = version_of(number=2, effective_at=NOW - 10 * DAY)
    newer = version_of(number=3, effective_at=NOW - DAY, is_shipped=True)
    assert current([own, newer], AGREEMENT, NOW) == own


def test_a_state_has_its_own_text_before_that_of_all_states() -> None:
    everywhere = version_of(DocumentKind.TELEHEALTH, 5)
    texas = version_of(DocumentKind.TELEHEALTH, 1, state="TX")
    wanted = DocumentKey(DocumentKind.TELEHEALTH, "TX")
    assert current([everywhere, texas], wanted, NOW) == texas
    assert current([everywhere, texas], replace(wanted, state="NY"), NOW) == everywhere
    assert current([everywhere, texas], replace(wanted, state=""), NOW) == everywhere


@given(st.lists(st.tuples(st.integers(-50, 50), st.booleans()), max_size=6))
def test_the_current_version_is_in_force_and_the_latest_of_its_origin(days: list[tuple[int, bool]]) -> None:
    versions: list[DocumentVersion] = [
        version_of(number=number, effective_at=NOW + day * DAY, is_shipped=shipped)
        for number, (day, shipped) in enumerate(days)
    ]
    found = current(versions, AGREEMENT, NOW)
    holding = [each for each in versions if state_of(each, NOW) is VersionState.IN_FORCE]
    if found is None:
        assert holding == []
        return
    assert found in holding
    rivals = [each for each in holding if each.is_shipped == found.is_shipped]
    assert found.effective_at == max(each.effective_at for each in rivals if each.effective_at)
    assert not found.is_shipped or all(each.is_shipped for each in holding)


def test_one_version_waits_beside_those_in_force() -> None:
    waiting = version_of(number=2, effective_at=NOW + DAY)
    assert pending([version_of(), waiting], AGREEMENT, NOW) == waiting
    assert pending([version_of()], AGREEMENT, NOW) is None


def test_a_text_that_is_missing_in_a_language_is_shown_in_english() -> None:
    assert version_of().text("fr") == TEXTS["en"]
