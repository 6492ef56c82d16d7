"""Lists page by page: a cursor names the last row of the page before, so that rows that come and go disturb nothing."""

import base64
import binascii
import json
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from app.api.clinic.common.fields import can_be_stored
from app.api.problems import Problem

__all__ = [
    "CURSOR_MAX",
    "Cursor",
    "Limit",
    "Page",
    "read_cursor",
    "read_day",
    "read_moment",
    "write_cursor",
]

CURSOR_MAX: Final = 400
Item = TypeVar("Item")

Cursor = Annotated[str | None, Query(max_length=CURSOR_MAX, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(None, description="The cursor of the next page; none if this is the last.")


def write_cursor(*parts: str | int) -> str:
    """Return the cursor that names a row by what the list is ordered by."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type[str] | type[int]) -> list[str | int]:
    """Return the parts of a cursor. Raises Problem: ``page.cursor``, if it is none of this list's."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor")
    if not all(_can_be_stored(part) for part in parts):
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor")
    return parts


def _can_be_stored(part: str | int) -> bool:
    # Databases fail on larger numbers.
    return abs(part) < 1 << 31 if isinstance(part, int) else can_be_stored(part)


def read_day(text: str) -> date:
    """Return a day of a cursor. Raises Problem: ``page.cursor``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor") from None


def read_moment(text: str) -> datetime:
    """Return a moment of a cursor, aware. Raises Problem: ``page.cursor``."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() != timedelta():
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor")
    return moment
