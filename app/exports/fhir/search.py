"""Searches as they are asked for: which parameters there are, what they may say, and what they mean. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from app.exports.fhir.ids import own_id
from clinic.common.ids import PersonId

__all__ = [
    "CURSOR",
    "LARGEST_PAGE",
    "PAGE",
    "PARAMETERS",
    "TYPES",
    "Malformed",
    "Moments",
    "Search",
    "read_instant",
    "read_search",
]

CURSOR: Final = "_cursor"
PAGE: Final = 50
LARGEST_PAGE: Final = 200
_MOST_PARAMETERS: Final = 20
_MOST_IDS: Final = 100
_ALWAYS: Final = MappingProxyType({"_id": "token", "_lastUpdated": "date"})
PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        type_: MappingProxyType({**_ALWAYS, **more})
        for type_, more in {
            "Patient": {},
            "Practitioner": {},
            "PractitionerRole": {},
            "Group": {},
            "CareTeam": {"patient": "reference"},
            "EpisodeOfCare": {"patient": "reference", "date": "date", "status": "token"},
            "Appointment": {"patient": "reference", "date": "date", "status": "token"},
            "Encounter": {"patient": "reference", "date": "date", "status": "token"},
            "Provenance": {"patient": "reference"},
            "Consent": {"patient": "reference", "date": "date", "status": "token"},
            "Coverage": {"patient": "reference", "status": "token"},
            "QuestionnaireResponse": {"patient": "reference", "authored": "date"},
            "Observation": {"patient": "reference", "date": "date"},
        }.items()
    }
)
"""The search parameters of each type, with their kinds."""
TYPES: Final = tuple(PARAMETERS)
"""The types of resources that there are, in the order in which an export writes them."""
_CONTROL: Final = frozenset({"_count", CURSOR, "_format"})
_FORMATS: Final = frozenset({"json", "application/json", "application/fhir+json"})
_DATE: Final = re.compile(
    r"(eq|gt|ge|lt|le)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_STATUS: Final = re.compile(r"[a-z-]{1,30}")


class Malformed(Exception):
    """A search that cannot be answered.

    Args:
        parameter: Its name, if it is one of ours.
        why: A sentence.
    """

    def __init__(self, parameter: str, why: str) -> None:
        super().__init__(why)
        self.parameter = parameter
        self.why = why


@dataclass(frozen=True, slots=True)
class Moments:
    """From one moment on, and before another; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def meet(self, since: datetime, until: datetime | None = None) -> bool:
        """Return whether a moment, or a time that ends without ``until`` being in it, shares a moment with these."""
        begun = self.until is None or since < self.until
        last = since if until is None else max(since, until - timedelta(microseconds=1))
        return begun and (self.since is None or last >= self.since)

    def both(self, other: "Moments") -> "Moments":
        """Return the moments of both."""
        since = [each for each in (self.since, other.since) if each is not None]
        until = [each for each in (self.until, other.until) if each is not None]
        return Moments(max(since, default=None), min(until, default=None))


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Attributes:
        ids: As FHIR spells them; None for any.
        patient: None for any; somebody unknown if it names nobody.
        dates: When it happened.
        updated: When it last changed.
        cursor: Where the page begins; empty for the first.
        ignored: Parameters that there are not.
        parameters: What was asked and understood, for links.
    """

    type: str
    ids: frozenset[str] | None = None
    patient: PersonId | None = None
    dates: Moments = Moments()
    updated: Moments = Moments()
    statuses: frozenset[str] | None = None
    count: int = PAGE
    cursor: str = ""
    ignored: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_about_somebody(self) -> bool:
        """Whether it asks for somebody in particular: what was left out would then tell of them."""
        return self.patient is not None or self.ids is not None


def read_search(type_: str, given: Iterable[tuple[str, str]], zone: tzinfo, *, strict: bool) -> Search:
    """Return the search that parameters ask for.

    Args:
        type_: One of ``TYPES``.
        zone: In which days are meant.
        strict: Whether a parameter that there is not is refused; else it is left out.

    Raises:
        Malformed: a value that means nothing, too many of them, or an unknown parameter if ``strict``.
    """
    pairs = list(given)
    if len(pairs) > _MOST_PARAMETERS:
        raise Malformed("", "There are too many parameters.")
    kinds = PARAMETERS[type_]
    known = [(name, value) for name, value in pairs if name in kinds or name in _CONTROL]
    ignored = tuple(dict.fromkeys(name[:40] for name, value in pairs if (name, value) not in known))
    if ignored and strict:
        raise Malformed(ignored[0], "There is no such parameter.")
    values: dict[str, list[str]] = {}
    for name, value in known:
        values.setdefault(name, []).append(value)
    if any(each not in _FORMATS for each in values.get("_format", ())):
        raise Malformed("_format", "Only JSON is spoken here.")
    dates = next((name for name, kind in kinds.items() if kind == "date" and name != "_lastUpdated"), "")
    statuses = values.get("status")
    return Search(
        type_,
        ids=_ids(values.get("_id")),
        patient=_patient(values.get("patient")),
        dates=_moments(dates, values.get(dates, ()), zone),
        updated=_moments("_lastUpdated", values.get("_lastUpdated", ()), zone),
        statuses=None if statuses is None else _statuses(statuses),
        count=_count(values.get("_count")),
        cursor=_one(CURSOR, values.get(CURSOR)),
        ignored=ignored,
        parameters=tuple((name, value) for name, value in known if name != CURSOR),
    )


def read_instant(name: str, text: str) -> datetime:
    """Return a moment with its zone, as ``_since`` has one. Raises Malformed."""
    found = _DATE.fullmatch(text)
    if found is None or found[1] or not found[7] or not found[9]:
        raise Malformed(name, "It has to be an instant with a time zone.")
    since, _ = _span(name, text, UTC)
    return since


def _one(name: str, values: list[str] | None) -> str:
    if values is not None and len(values) > 1:
        raise Malformed(name, "It may be given once.")
    return values[0] if values else ""


def _ids(values: list[str] | None) -> frozenset[str] | None:
    if values is None:
        return None
    named = [value.split(",") for value in values]
    if any(len(each) > _MOST_IDS for each in named):
        raise Malformed("_id", "There are too many ids.")
    return frozenset.intersection(*map(frozenset, named))


def _patient(values: list[str] | None) -> PersonId | None:
    if values is None:
        return None
    kind, slash, id_ = _one("patient", values).rpartition("/")
    if (slash and kind != "Patient") or not id_:
        raise Malformed("patient", "It has to be a reference to a Patient.")
    # Whom nobody is called is nobody: the answer is the same as for a client of another clinic.
    return PersonId(own_id(id_) or "")


def _statuses(values: list[str]) -> frozenset[str]:
    named = frozenset(_one("status", values).split(","))
    # A system may stand before the code.
    codes = frozenset(each.rpartition("|")[2] for each in named)
    if not all(_STATUS.fullmatch(each) for each in codes):
        raise Malformed("status", "It has to be a code, or several with commas between.")
    return codes


def _count(values: list[str] | None) -> int:
    text = _one("_count", values)
    if not text:
        return PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 7) or int(text) < 1:
        raise Malformed("_count", "It has to be a whole number from 1.")
    return min(int(text), LARGEST_PAGE)


def _moments(name: str, values: Iterable[str], zone: tzinfo) -> Moments:
    found = Moments()
    for value in values:
        since, until = _span(name, value, zone)
        prefix = value[:2] if value[:2].isalpha() else "eq"
        found = found.both(
            {
                "eq": Moments(since, until),
                "gt": Moments(until, None),
                "ge": Moments(since, None),
                "lt": Moments(None, since),
                "le": Moments(None, until),
            }[prefix]
        )
    return found


def _span(name: str, text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the first moment that a date or time means, and the first that it does not."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise Malformed(name, "It has to be a date or a time, with eq, gt, ge, lt or le before it.")
    _, year, month, day, hour, minute, second, fraction, offset = found.groups()
    if not day:
        text = f"{year}-{month or '01'}-01"
    else:
        text = f"{year}-{month}-{day}"
        if hour:
            text += f"T{hour}:{minute}:{second or '00'}.{(fraction or '').ljust(6, '0')}{offset or ''}"
    try:
        since = datetime.fromisoformat(text)
        since = since if since.tzinfo else since.replace(tzinfo=zone)
        until = _end(since, month, day, hour, second, fraction)
        return since.astimezone(UTC), until.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Malformed(name, "There is no such date or time.") from None


def _end(
    since: datetime,
    month: str | None,
    day: str | None,
    hour: str | None,
    second: str | None,
    fraction: str | None,
) -> datetime:
    if fraction:
        return since + timedelta(microseconds=10 ** (6 - len(fraction)))
    if hour:
        # Of the same instant's clock, whatever the zone does meanwhile.
        return (since.astimezone(UTC) + timedelta(seconds=1 if second else 60)).astimezone(since.tzinfo)
    if day:
        return since + timedelta(days=1)
    if month:
        return since.replace(year=since.year + since.month // 12, month=since.month % 12 + 1)
    return since.replace(year=since.year + 1)
