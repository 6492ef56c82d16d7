"""Scopes: read, given, and what they allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.fhir.scopes import Scope, allows, granted, read_scopes, write_scopes
from app.exports.fhir.search import TYPES

SCOPES = st.frozensets(
    st.builds(Scope, st.sampled_from(["*", *TYPES]), st.sampled_from(["r", "s", "rs"])), max_size=6
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("system/*.read", "system/*.rs"),
        ("system/Encounter.r system/Encounter.r", "system/Encounter.r"),
        ("system/Medication.rs patient/Encounter.rs system/Encounter.cruds openid", ""),
        ("", ""),
    ],
)
def test_scopes_that_there_are_not_are_left_out(text: str, read: str) -> None:
    assert write_scopes(read_scopes(text) or ()) == read


def test_too_many_are_none() -> None:
    assert read_scopes("system/*.rs " * 61) is None


@given(SCOPES)
def test_what_is_written_is_read_again(scopes: frozenset[Scope]) -> None:
    assert read_scopes(write_scopes(scopes)) == scopes


@given(SCOPES, SCOPES)
def test_what_is_given_is_what_was_asked_for_and_is_registered(
    asked: frozenset[Scope], registered: frozenset[Scope]
) -> None:
    given_ = granted(asked, registered)
    for type_ in TYPES:
        for right in "rs":
            wanted = allows(asked, type_, right) and allows(registered, type_, right)
            assert allows(given_, type_, right) == wanted
