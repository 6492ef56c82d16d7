"""Searches: what dates mean, and what is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.fhir.search import LARGEST_PAGE, PAGE, Malformed, Moments, read_instant, read_search

ZONE = ZoneInfo("America/New_York")


def dates(*values: str) -> Moments:
    return read_search("Encounter", [("date", each) for each in values], ZONE, strict=True).dates


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("value", "since", "until"),
    [
        ("2025", "2025-01-01T00:00-05:00", "2026-01-01T00:00-05:00"),
        ("2025-12", "2025-12-01T00:00-05:00", "2026-01-01T00:00-05:00"),
        ("2025-11-24", "2025-11-24T00:00-05:00", "2025-11-25T00:00-05:00"),
        ("2025-11-02", "2025-11-02T00:00-04:00", "2025-11-03T00:00-05:00"),
        ("2025-11-24T10:00", "2025-11-24T10:00-05:00", "2025-11-24T10:01-05:00"),
        ("2025-11-24T10:00:05Z", "2025-11-24T10:00:05+00:00", "2025-11-24T10:00:06+00:00"),
        ("2025-11-24T10:00:05.5+01:00", "2025-11-24T09:00:05.5+00:00", "2025-11-24T09:00:05.6+00:00"),
    ],
)
def test_a_date_means_all_its_moments_in_the_clinics_zone(value: str, since: str, until: str) -> None:
    assert dates(value) == dates(f"eq{value}") == Moments(at(since), at(until))
    assert dates(f"ge{value}") == Moments(at(since), None)
    assert dates(f"gt{value}") == Moments(at(until), None)
    assert dates(f"lt{value}") == Moments(None, at(since))
    assert dates(f"le{value}") == Moments(None, at(until))


def test_two_dates_are_both_meant() -> None:
    assert dates("ge2025-11-01", "lt2025-12-01") == dates("2025-11")


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(value: str) -> None:
    try:
        found = dates(value)
    except Malformed:
        return
    assert (found.since or found.until) is not None


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_refused(value: str) -> None:
    try:
        found = read_instant("_since", value)
    except Malformed:
        return
    assert found.utcoffset() == timedelta()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["_id", "_count", "patient", "status", "x", "_cursor"]), st.text(max_size=20)
        )
    )
)
def test_any_parameters_are_a_search_or_refused(given_: list[tuple[str, str]]) -> None:
    try:
        found = read_search("Consent", given_, ZONE, strict=False)
    except Malformed:
        return
    assert 1 <= found.count <= LARGEST_PAGE
    assert set(found.ignored) <= {"x"}


def test_a_page_is_as_long_as_asked_for_up_to_a_bound() -> None:
    assert read_search("Patient", [], ZONE, strict=True).count == PAGE
    assert read_search("Patient", [("_count", "5")], ZONE, strict=True).count == 5
    assert read_search("Patient", [("_count", "5000")], ZONE, strict=True).count == LARGEST_PAGE


def test_what_ends_as_a_day_begins_is_not_in_it() -> None:
    day = Moments(at("2025-11-24T00:00-05:00"), at("2025-11-25T00:00-05:00"))
    assert not day.meet(at("2025-11-23T20:00-05:00"), at("2025-11-24T00:00-05:00"))
    assert day.meet(at("2025-11-23T20:00-05:00"), at("2025-11-24T00:01-05:00"))
    assert not day.meet(at("2025-11-25T00:00-05:00"))
    assert day.meet(at("2025-11-24T00:00-05:00"))
