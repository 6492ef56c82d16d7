"""How long each class is kept: never shorter than is safe, and what a clinic chooses within that."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.records.retention import (
    RULES,
    Hold,
    LengthUnit,
    RetentionClass,
    check_lengths,
    due_by,
    end_hold,
    lengths_of,
)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DIRECTOR = PersonId("pt_director")
kinds = st.sampled_from(RetentionClass)


def hold() -> Hold:
    return Hold("lh_1", PersonId("pt_ana"), None, "A letter", DIRECTOR, NOW)


@given(st.dictionaries(kinds, st.integers(-10, 10_000)))
def test_nothing_is_ever_due_before_its_minimum(stored: dict[RetentionClass, int]) -> None:
    """Also where a clinic had chosen what the rules of a later release no longer allow."""
    for kind, length in lengths_of({kind.value: length for kind, length in stored.items()}).items():
        rule = RULES[kind]
        assert rule.least is not None
        days = rule.least * (365.25 if rule.unit is LengthUnit.YEARS else 1)
        assert due_by(kind, length, NOW) <= NOW - timedelta(days=days)


def test_what_the_domain_asks_for_is_usual() -> None:
    usual = lengths_of({})
    assert {kind: usual[kind] for kind in (RetentionClass.LOG, RetentionClass.PLACES)} == {
        RetentionClass.LOG: 90,
        RetentionClass.PLACES: 7,
    }
    assert usual[RetentionClass.MEDIA] == usual[RetentionClass.CHAT] == 0
    assert not RULES[RetentionClass.MEDIA].is_stored
    assert RetentionClass.AUDIT not in usual
    assert RULES[RetentionClass.AUDIT].is_for_good


@given(kinds, st.integers(-10, 10_000))
def test_what_is_accepted_counts_as_it_was_chosen(kind: RetentionClass, length: int) -> None:
    now_is = lengths_of({})
    errors = check_lengths({kind: length}, now_is)
    rule = RULES[kind]
    if errors:
        assert {error.code for error in errors} <= {"retention.fixed", "retention.range", "retention.order"}
        assert {error.field for error in errors} == {kind.value}
    else:
        assert rule.least is not None
        assert rule.most is not None
        assert rule.least <= length <= rule.most
        assert lengths_of({kind.value: length})[kind] == length


def test_answers_never_outlive_the_log_that_holds_them() -> None:
    asked = {RetentionClass.ANSWERS: 80, RetentionClass.LOG: 40}
    assert [error.code for error in check_lengths(asked, lengths_of({}))] == ["retention.order"]
    assert check_lengths({RetentionClass.LOG: 40}, lengths_of({})) == []


def test_what_is_fixed_cannot_be_chosen() -> None:
    for kind in (RetentionClass.MEDIA, RetentionClass.AUDIT, RetentionClass.LINKS):
        assert [error.code for error in check_lengths({kind: 30}, lengths_of({}))] == ["retention.fixed"]


def test_a_hold_is_on_a_client_or_on_a_session() -> None:
    with pytest.raises(ValueError, match="or on a session"):
        Hold("lh_1", PersonId("pt_ana"), AppointmentId("ss_1"), "", DIRECTOR, NOW)
    with pytest.raises(ValueError, match="or on a session"):
        Hold("lh_1", None, None, "", DIRECTOR, NOW)


def test_a_hold_ends_once() -> None:
    ended = end_hold(hold(), DIRECTOR, NOW)
    assert (ended.ended_by, ended.ended_at) == (DIRECTOR, NOW)
    with pytest.raises(Refused, match=r"hold\.ended"):
        end_hold(ended, DIRECTOR, NOW)
