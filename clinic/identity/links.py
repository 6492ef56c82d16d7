"""One-time links: what they are for, how long they hold, and when one is no longer good. Pure.

The secret in a link is made and hashed elsewhere; this module sees only facts about the link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId

__all__ = ["HOLDS_FOR", "Link", "LinkPurpose", "check_link", "issue_link", "use_link"]


class LinkPurpose(StrEnum):
    """What a link lets its holder do. A link made for one purpose is not good for another."""

    OWNER = "owner"
    """An owner's first sign-in, or their return after losing every credential."""
    INVITATION = "invitation"
    """Set up one's own account."""
    RESET = "reset"
    """Set new credentials."""
    SESSION = "session"
    """The door of one session; who comes through it still proves who they are. Good until the session ends."""


HOLDS_FOR: Final[Mapping[LinkPurpose, timedelta]] = MappingProxyType(
    {
        LinkPurpose.OWNER: timedelta(hours=24),
        LinkPurpose.INVITATION: timedelta(days=7),
        LinkPurpose.RESET: timedelta(hours=1),
    }
)
"""How long a link can be used; a session's link has the session's time."""

_OFTEN = frozenset({LinkPurpose.SESSION})
"""People leave and come back, so these are not used up."""


@dataclass(frozen=True, slots=True)
class Link:
    """Facts about a link. Times are aware UTC.

    Attributes:
        used_at: When it was first used; None if never.
    """

    clinic: ClinicId
    person: PersonId
    purpose: LinkPurpose
    issued_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None


def issue_link(
    clinic: ClinicId,
    person: PersonId,
    purpose: LinkPurpose,
    now: datetime,
    *,
    session_ends_at: datetime | None = None,
) -> Link:
    """Return a new link.

    Args:
        session_ends_at: Only, and always, for a session's link.

    Raises:
        ValueError: There is an end of session for another purpose, or none for a session's link.
    """
    if (session_ends_at is None) is (purpose is LinkPurpose.SESSION):
        raise ValueError("the end of the session belongs to a session's link")
    ends_at = session_ends_at if session_ends_at is not None else now + HOLDS_FOR[purpose]
    return Link(clinic, person, purpose, now, ends_at)


def check_link(link: Link | None, clinic: ClinicId, purpose: LinkPurpose, now: datetime) -> Link:
    """Return the link if it is good for this purpose now.

    Args:
        link: What the secret led to; None if it led nowhere.
        clinic: The clinic whose page the link was opened on.

    Raises:
        Refused: ``link.invalid``: unknown, altered, of another clinic or purpose. ``link.withdrawn``, ``link.used`` or
            ``link.expired``: the first that holds.
    """
    if link is None or link.clinic != clinic or link.purpose is not purpose:
        raise Refused("link.invalid")
    if link.withdrawn_at is not None:
        raise Refused("link.withdrawn")
    if link.used_at is not None and purpose not in _OFTEN:
        raise Refused("link.used")
    if now >= link.ends_at:
        raise Refused("link.expired")
    return link


def use_link(link: Link | None, clinic: ClinicId, purpose: LinkPurpose, now: datetime) -> Link:
    """Return the link after its use.

    Raises:
        Refused: As ``check_link``.
    """
    good = check_link(link, clinic, purpose, now)
    return good if good.used_at is not None else replace(good, used_at=now)
