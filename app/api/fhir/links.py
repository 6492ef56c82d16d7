"""Links from page to page. What is in a cursor is nobody's business; a damaged one is refused."""

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from app.access.records.exports.sources.rows import Cursor
from app.api.clinic.common.fields import can_be_stored
from app.exports.fhir.search import CURSOR, Malformed

__all__ = ["link", "read_cursor"]

_LONGEST: Final = 400
_BY_TIME: Final = {
    "Appointment": 3,
    "Encounter": 3,
    "Provenance": 3,
    "QuestionnaireResponse": 2,
    "Observation": 2,
}
"""Types in the order of time, with the parts of their cursors; others are in the order of their ids."""


def link(base: str, type_: str, parameters: Iterable[tuple[str, str]], cursor: Cursor | None) -> str:
    """Return the address of a page."""
    pairs = list(parameters)
    if cursor:
        pairs.append((CURSOR, base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")))
    return f"{base}/{type_}?{urlencode(pairs)}" if pairs else f"{base}/{type_}"


def read_cursor(type_: str, text: str) -> Cursor:
    """Return the cursor of a page's address. Raises Malformed: it is none of this type's."""
    if not text:
        return ()
    try:
        if len(text) > _LONGEST:
            raise ValueError
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        cursor = tuple(str(part) for part in parts)
        if len(cursor) != _BY_TIME.get(type_, 1) or not all(map(can_be_stored, cursor)):
            raise ValueError
        if type_ in _BY_TIME and datetime.fromisoformat(cursor[0]).utcoffset() != timedelta():
            raise ValueError
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise Malformed(CURSOR, "There is no such page.") from None
    return cursor
