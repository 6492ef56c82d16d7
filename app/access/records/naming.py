"""What the ids of an audit entry stand for, as far as its reader may know.

The chain holds ids alone. Names are looked up when somebody reads it, so that who was renamed is found by their name of
today, and who may not read about a client sees that it was one, and not whom.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.access.reading import is_planner
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.names import KnownPerson
from clinic.identity.access import Principal
from clinic.people.person import PersonKind

__all__ = ["Thing", "ThingKind", "kind_of", "name_things"]


class ThingKind(StrEnum):
    """What an id stands for."""

    STAFF = "staff"
    CLIENT = "client"
    PERSON = "person"
    """Somebody from outside, or whom the clinic does not know any more."""
    COUPLE = "couple"
    GROUP = "group"
    PROGRAM = "program"
    SESSION = "session"
    SERIES = "series"
    SIGN_IN = "sign_in"
    TOKEN = "token"
    LINK = "link"
    MAIL = "mail"
    LICENCE = "licence"
    ASSIGNMENT = "assignment"
    OVERRIDE = "override"
    GLASS = "glass"
    FOLLOW_UP = "follow_up"
    HAND_OVER = "hand_over"
    EPISODE = "episode"
    DOCUMENT = "document"
    ALERT = "alert"
    DISCLOSURE = "disclosure"
    PAGE = "page"
    GRANT = "grant"
    SCREENING = "screening"
    WEBHOOK = "webhook"
    CORRECTION = "correction"
    COVERAGE = "coverage"
    AUTHORISATION = "authorisation"
    STATEMENT = "statement"
    RECIPIENT = "recipient"
    SYSTEM = "system"
    EXPORT = "export"
    RESPONSE = "response"
    MEASURE_PLAN = "measure_plan"
    PEER_LINK = "peer_link"
    PEER_REPORT = "peer_report"
    ACTIVITY = "activity"
    RESOURCE = "resource"
    AFTERCARE_PLAN = "aftercare_plan"
    CHECK_IN = "check_in"
    HOLD = "hold"
    COPY = "copy"
    CORRECTION_REQUEST = "correction_request"
    CLINIC = "clinic"
    OTHER = "other"


_BY_PREFIX: Final = {
    "pt": ThingKind.PERSON,
    "cu": ThingKind.COUPLE,
    "co": ThingKind.GROUP,
    "pg": ThingKind.PROGRAM,
    "ss": ThingKind.SESSION,
    "sr": ThingKind.SERIES,
    "si": ThingKind.SIGN_IN,
    "to": ThingKind.TOKEN,
    "ln": ThingKind.LINK,
    "ml": ThingKind.MAIL,
    "li": ThingKind.LICENCE,
    "as": ThingKind.ASSIGNMENT,
    "ov": ThingKind.OVERRIDE,
    "bg": ThingKind.GLASS,
    "fu": ThingKind.FOLLOW_UP,
    "ho": ThingKind.HAND_OVER,
    "al": ThingKind.ALERT,
    "dc": ThingKind.DISCLOSURE,
    "pa": ThingKind.PAGE,
    "ep": ThingKind.EPISODE,
    "dv": ThingKind.DOCUMENT,
    "gr": ThingKind.GRANT,
    "sc": ThingKind.SCREENING,
    "wh": ThingKind.WEBHOOK,
    "we": ThingKind.WEBHOOK,
    "wd": ThingKind.WEBHOOK,
    "at": ThingKind.CORRECTION,
    "cv": ThingKind.COVERAGE,
    "az": ThingKind.AUTHORISATION,
    "st": ThingKind.STATEMENT,
    "rc": ThingKind.RECIPIENT,
    "sy": ThingKind.SYSTEM,
    "ex": ThingKind.EXPORT,
    "me": ThingKind.RESPONSE,
    "mp": ThingKind.MEASURE_PLAN,
    "pl": ThingKind.PEER_LINK,
    "rp": ThingKind.PEER_REPORT,
    "ac": ThingKind.ACTIVITY,
    "rs": ThingKind.RESOURCE,
    "ap": ThingKind.AFTERCARE_PLAN,
    "ck": ThingKind.CHECK_IN,
    "lh": ThingKind.HOLD,
    "dr": ThingKind.COPY,
    "cr": ThingKind.CORRECTION_REQUEST,
    "cl": ThingKind.CLINIC,
}
"""The prefixes of ``app.runtime.ids``, and of tasks, which a room's log makes."""
_KINDS: Final = {
    PersonKind.STAFF: ThingKind.STAFF,
    PersonKind.CLIENT: ThingKind.CLIENT,
    PersonKind.EXTERNAL: ThingKind.PERSON,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something in an entry.

    Attributes:
        names: Of one person or thing, or of both partners of a couple; none if the reader may not know it, or if there
            is none.
        at: When a session begins.
    """

    id: str
    kind: ThingKind
    names: tuple[str, ...] = field(default=(), repr=False)
    at: datetime | None = None


def kind_of(id_: str) -> ThingKind:
    """Return what an id stands for by its prefix; which side a person is on is not in it."""
    return _BY_PREFIX.get(id_.partition("_")[0], ThingKind.OTHER)


async def name_things(unit: ClinicUnit, reader: Principal, ids: Collection[str]) -> dict[str, Thing]:
    """Return what these ids stand for, in at most five queries.

    Whoever reads the trail sees the names of staff. Those who plan everybody's weeks also see clients, couples, groups
    and sessions: a session or a group says as much about a client as a name does.
    """
    by_kind: dict[ThingKind, set[str]] = {}
    for one in ids:
        by_kind.setdefault(kind_of(one), set()).add(one)
    plans = is_planner(reader)
    couples = await unit.names.partners(by_kind.get(ThingKind.COUPLE, ())) if plans else {}
    asked = by_kind.get(ThingKind.PERSON, set())
    people = await unit.names.people(asked | {partner for pair in couples.values() for partner in pair})
    things = {one: Thing(one, kind_of(one)) for one in ids}
    things |= {one: _person(one, people[one], plans) for one in asked if one in people}
    if not plans:
        return things
    for one, pair in couples.items():
        names = tuple(people[partner].name for partner in pair if partner in people)
        things[one] = Thing(one, ThingKind.COUPLE, names)
    for kind, find in ((ThingKind.GROUP, unit.names.groups), (ThingKind.PROGRAM, unit.names.programs)):
        for one, name in (await find(by_kind.get(kind, ()))).items():
            things[one] = Thing(one, kind, (name,))
    for one, known in (await unit.names.sessions(by_kind.get(ThingKind.SESSION, ()))).items():
        things[one] = Thing(one, ThingKind.SESSION, (known.title,), known.begins_at)
    return things


def _person(id_: str, known: KnownPerson, plans: bool) -> Thing:
    kind = _KINDS[known.kind]
    named = plans or kind is ThingKind.STAFF
    return Thing(id_, kind, (known.name,) if named else ())
