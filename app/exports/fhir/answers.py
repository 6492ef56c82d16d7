"""What answers are made of besides records: bundles, and outcomes for errors and notes."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.exports.fhir.made import OWN, Content, made
from app.exports.fhir.statement import LEFT_OUT, REDISCLOSURE

__all__ = ["error", "left_out", "outcome", "searchset"]

_BESIDE: Final = "urn:uuid:6d0b1f5e-2c39-4e0f-9a55-0f3c6a3d7b10"
"""Names the outcome in a bundle, which wants each of its parts named."""


def outcome(issues: Iterable[Content]) -> Content:
    """Return an OperationOutcome."""
    return made({"resourceType": "OperationOutcome", "issue": list(issues)})


def error(code: str, text: str, where: str = "") -> Content:
    """Return an error; ``code`` is one of FHIR's issue types."""
    return outcome([_issue("error", code, text, where)])


def left_out(number: int | None, *, protected: bool, ignored: Sequence[str] = ()) -> Content:
    """Return what is said beside records.

    Args:
        number: How many were left out; None where that would tell of somebody.
        protected: Whether some of those that are there are protected.
        ignored: Parameters that were not understood.
    """
    issues = [_issue("information", "suppressed", LEFT_OUT)]
    if number is not None:
        told = _issue("information", "suppressed", f"Left out here: {number}.")
        issues.append({**told, "extension": [{"url": f"{OWN}left-out", "valueUnsignedInt": number}]})
    if protected:
        issues.append(_issue("information", "informational", REDISCLOSURE))
    issues += [
        _issue("warning", "not-supported", "There is no such parameter; it was left out.", each)
        for each in ignored
    ]
    return outcome(issues)


def searchset(
    base: str, records: Sequence[Content], beside: Content, self_url: str, next_url: str | None
) -> Content:
    """Return one page of a search.

    Args:
        base: The address of the API.
        beside: An OperationOutcome with what is said about the page.
    """
    links = [{"relation": "self", "url": self_url}]
    if next_url is not None:
        links.append({"relation": "next", "url": next_url})
    entries = [
        {
            "fullUrl": f"{base}/{each['resourceType']}/{each['id']}",
            "resource": each,
            "search": {"mode": "match"},
        }
        for each in records
    ]
    # Each record was checked when it was made.
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": links,
        "entry": [*entries, {"fullUrl": _BESIDE, "resource": beside, "search": {"mode": "outcome"}}],
    }


def _issue(severity: str, code: str, text: str, where: str = "") -> Content:
    return {
        "severity": severity,
        "code": code,
        "diagnostics": text,
        "expression": [where] if where else [],
    }
