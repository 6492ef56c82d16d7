"""Makes resources: whatever the models of ``fhir.resources`` refuse does not leave.

The models are those of R4B, which are R4's for every resource here (decision 0075).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, cast

from fhir.resources.R4B import get_fhir_model_class

__all__ = [
    "OWN",
    "Content",
    "concept",
    "dated",
    "instant",
    "made",
    "period",
    "reference",
    "with_meta",
]

Content = dict[str, Any]
OWN: Final = "urn:attune:fhir:"
"""Begins the names of what FHIR has no word for."""


def made(content: Mapping[str, Any]) -> Content:
    """Return a resource without what is empty. Raises ValueError: FHIR has no such resource."""
    tidy = cast("Content", _without_empty(content))
    get_fhir_model_class(tidy["resourceType"]).model_validate(tidy)
    return tidy


def with_meta(resource: Content, updated: datetime) -> Content:
    """Return a resource that says when it last changed."""
    meta = {"lastUpdated": instant(updated), **resource.get("meta", {})}
    head = {"resourceType": resource["resourceType"], "id": resource["id"], "meta": meta}
    return {**head, **{name: value for name, value in resource.items() if name not in head}}


def instant(at: datetime) -> str:
    """Return a moment in UTC, in milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def reference(kind: str, id_: str, display: str = "") -> Content:
    """Return a reference to one of our resources."""
    return {"reference": f"{kind}/{id_}", "display": display}


def concept(text: str, system: str = "", code: str = "") -> Content:
    """Return a concept: in words, and with a code where there is one."""
    coding = [{"system": system, "code": code}] if code else []
    return {"coding": coding, "text": text}


def period(since: datetime, until: datetime | None) -> Content:
    """Return a span between two moments, or from one on."""
    return {"start": instant(since), "end": instant(until) if until else None}


def dated(since: date, until: date | None) -> Content:
    """Return a span of days; ``until`` is the first day that is not in it, FHIR names the last one that is."""
    end = None if until is None else max(since, until - timedelta(days=1))
    return {"start": since.isoformat(), "end": end.isoformat() if end else None}


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {name: _without_empty(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_empty(each) for each in value]
    return value
