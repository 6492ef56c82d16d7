"""Requests for a copy of what is kept about somebody (45 CFR 164.524): when, and for how long it is open. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import PersonId

__all__ = ["AGAIN_AFTER", "MOST_TRIES", "OPEN_FOR", "CopyRequest", "CopyState", "after_failure", "check_ask"]

OPEN_FOR: Final = timedelta(days=7)
"""How long a copy can be fetched; then the file is removed, and another one can be asked for."""
AGAIN_AFTER: Final = timedelta(hours=1)
MOST_TRIES: Final = 3
"""So often making a copy is begun before it is said to have failed: a fault must not be met for ever."""


class CopyState(StrEnum):
    """How far a copy is."""

    WAITING = "waiting"
    """It is being made, or will be soon; also after a restart."""
    READY = "ready"
    FAILED = "failed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """One request.

    Attributes:
        by: Who asked: the person, or one of the staff for somebody who asked in writing.
        written: They asked in writing.
        language: Of the page in the copy.
        tries: How often making it was begun.
    """

    id: str
    person: PersonId
    by: PersonId
    written: bool
    language: str
    asked_at: datetime
    state: CopyState = CopyState.WAITING
    tries: int = 0
    ready_at: datetime | None = None

    @property
    def open_until(self) -> datetime | None:
        """Until when it can be fetched; None if it cannot."""
        return self.ready_at + OPEN_FOR if self.state is CopyState.READY and self.ready_at else None

    def is_open(self, now: datetime) -> bool:
        """Return whether it can be fetched now."""
        until = self.open_until
        return until is not None and now < until


def check_ask(earlier: Iterable[CopyRequest], now: datetime) -> None:
    """Check that somebody may ask for a copy now.

    Raises:
        Refused: ``copy.waiting``: one is being made. ``copy.recent``: one was made within ``AGAIN_AFTER``.
    """
    for one in earlier:
        if one.state is CopyState.WAITING:
            raise Refused("copy.waiting")
        if one.state is CopyState.READY and one.asked_at > now - AGAIN_AFTER:
            raise Refused("copy.recent")


def after_failure(request: CopyRequest) -> CopyRequest:
    """Return a request whose making was interrupted or went wrong: it waits again, or has failed."""
    state = CopyState.FAILED if request.tries >= MOST_TRIES else CopyState.WAITING
    return replace(request, state=state)
