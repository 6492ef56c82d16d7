"""Security labels: what a recipient has to know of a record before anybody opens it."""

from typing import Any, Final

from app.exports.fhir.made import Content

__all__ = ["PROTECTED", "RESTRICTED", "labelled"]

_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_RESTRICTED: Final = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "code": "R",
    "display": "restricted",
}
RESTRICTED: Final[tuple[dict[str, Any], ...]] = (_RESTRICTED,)
"""Of every record of treatment."""
PROTECTED: Final[tuple[dict[str, Any], ...]] = (
    _RESTRICTED,
    {"system": _ACT, "code": "42CFRPart2"},
    {"system": _ACT, "code": "ETH"},
    {"system": _ACT, "code": "NORDSCLCD"},
)
"""Of what 42 CFR Part 2 protects: substance use, and not to be disclosed again without consent."""


def labelled(*, protected: bool) -> Content:
    """Return the meta element of a record."""
    return {"security": list(PROTECTED if protected else RESTRICTED)}
