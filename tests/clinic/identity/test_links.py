from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.links import (
    HOLDS_FOR,
    Link,
    LinkPurpose,
    check_link,
    issue_link,
    use_link,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HERE, ELSEWHERE, ANA = ClinicId("cl_here"), ClinicId("cl_elsewhere"), PersonId("pt_ana")
ENDS = NOW + timedelta(hours=3)
SECOND = timedelta(seconds=1)
purposes = pytest.mark.parametrize("purpose", LinkPurpose)


def issued(purpose: LinkPurpose) -> Link:
    ends = ENDS if purpose is LinkPurpose.SESSION else None
    return issue_link(HERE, ANA, purpose, NOW, session_ends_at=ends)


def code(link: Link | None, purpose: LinkPurpose, now: datetime = NOW, clinic: ClinicId = HERE) -> str | None:
    try:
        check_link(link, clinic, purpose, now)
    except Refused as refused:
        return refused.code
    return None


def test_links_hold_as_long_as_their_purpose_says() -> None:
    assert HOLDS_FOR == {
        LinkPurpose.OWNER: timedelta(hours=24),
        LinkPurpose.INVITATION: timedelta(days=7),
        LinkPurpose.RESET: timedelta(hours=1),
    }
    assert issued(LinkPurpose.SESSION).ends_at == ENDS


@purposes
def test_a_link_is_good_until_the_moment_it_expires(purpose: LinkPurpose) -> None:
    link = issued(purpose)
    assert code(link, purpose, link.ends_at - SECOND) is None
    assert code(link, purpose, link.ends_at) == "link.expired"


@purposes
def test_a_withdrawn_link_is_told_as_such_even_if_used_and_expired(purpose: LinkPurpose) -> None:
    link = replace(use_link(issued(purpose), HERE, purpose, NOW), withdrawn_at=NOW)
    assert code(link, purpose, link.ends_at) == "link.withdrawn"


@purposes
def test_only_a_sessions_link_can_be_used_again(purpose: LinkPurpose) -> None:
    used = use_link(issued(purpose), HERE, purpose, NOW)
    assert used.used_at == NOW
    assert code(used, purpose) == (None if purpose is LinkPurpose.SESSION else "link.used")


def test_the_first_use_of_a_sessions_link_is_what_is_remembered() -> None:
    used = use_link(issued(LinkPurpose.SESSION), HERE, LinkPurpose.SESSION, NOW)
    assert use_link(used, HERE, LinkPurpose.SESSION, NOW + SECOND) is used


@purposes
def test_a_link_is_good_for_its_own_purpose_and_clinic_only(purpose: LinkPurpose) -> None:
    link = issued(purpose)
    for other in set(LinkPurpose) - {purpose}:
        assert code(link, other) == "link.invalid"
    assert code(link, purpose, clinic=ELSEWHERE) == "link.invalid"


def test_a_secret_that_leads_nowhere_is_invalid() -> None:
    assert code(None, LinkPurpose.INVITATION) == "link.invalid"


def test_only_a_sessions_link_has_a_sessions_end() -> None:
    with pytest.raises(ValueError, match="session"):
        issue_link(HERE, ANA, LinkPurpose.RESET, NOW, session_ends_at=ENDS)
    with pytest.raises(ValueError, match="session"):
        issue_link(HERE, ANA, LinkPurpose.SESSION, NOW)
