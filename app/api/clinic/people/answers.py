"""How people and couples are answered."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.access.people.people import KnownCouple, PersonView
from app.api.clinic.common.sparse import Sparse
from app.api.clinic.people.forms import AddressForm, EmergencyForm, ReachForm
from app.persistence.repositories.people.couples import CAMERAS, ListedCouple
from app.persistence.repositories.people.people import Named, PersonRecord
from app.persistence.repositories.people.search import PersonSummary
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonFields, PersonKind
from clinic.people.safe_times import format_safe_times

__all__ = [
    "CoupleAnswer",
    "KnownCoupleAnswer",
    "NameAnswer",
    "OwnContactAnswer",
    "PersonAnswer",
    "PersonItem",
    "couple_answer",
    "name_answer",
    "own_contact_answer",
    "person_answer",
    "person_item",
]

_COUNTS = {cameras: count for count, cameras in CAMERAS.items()}


class NameAnswer(BaseModel):
    """Somebody by name."""

    id: str
    name: str


class PersonItem(Sparse):
    """A person in a list. Roles are those of staff."""

    id: str
    name: str
    kind: PersonKind
    pronouns: str
    archived: bool
    roles: list[StaffRole] = Field([])


class KnownCoupleAnswer(BaseModel):
    """The couple that a client is in."""

    id: str
    partner: NameAnswer


class PersonAnswer(Sparse):
    """A person, with what the caller may read; the rest is left out."""

    id: str
    kind: PersonKind
    name: str
    pronouns: str
    archived: bool
    version: int
    merged_into: str | None = Field(None, description="The record that stands for this one.")
    languages: list[str] = Field([])
    time_zone: str = ""
    legal_name: str = ""
    phone: str = ""
    address: AddressForm = AddressForm()
    emergency_contact: EmergencyForm = EmergencyForm()
    email: str = ""
    reach: ReachForm | None = None
    roles: list[StaffRole] = Field([])
    couple: KnownCoupleAnswer | None = None


class OwnContactAnswer(BaseModel):
    """What people know and decide about themselves; staff change the e-mail address and the telephone."""

    name: str
    pronouns: str
    languages: list[str]
    time_zone: str
    reach: ReachForm
    email: str
    phone: str
    version: int


class CoupleAnswer(BaseModel):
    """Two clients who are treated as a couple."""

    id: str
    first: NameAnswer
    second: NameAnswer
    cameras: int = Field(description="1: they usually share one; 2: each has one.")
    since: datetime
    until: datetime | None
    version: int


def name_answer(one: Named) -> NameAnswer:
    """Return somebody by name."""
    return NameAnswer(id=one.id, name=one.name)


def person_item(one: PersonSummary) -> PersonItem:
    """Return a person in a list."""
    item = PersonItem(id=one.id, name=one.name, kind=one.kind, pronouns=one.pronouns, archived=one.archived)
    if one.kind is PersonKind.STAFF:
        item.roles = sorted(one.roles)
    return item


def person_answer(view: PersonView) -> PersonAnswer:
    """Return a person as somebody may see them."""
    record, fields = view.record, view.record.fields
    answer = PersonAnswer(
        id=record.id,
        kind=fields.kind,
        name=fields.display_name,
        pronouns=fields.pronouns,
        archived=record.archived_at is not None,
        version=record.version,
    )
    if record.merged_into is not None:
        answer.merged_into = record.merged_into
    if view.sees_place:
        answer.languages = [fields.language, *record.more_languages]
        answer.time_zone = fields.time_zone
    if view.sees_identity:
        answer.legal_name = fields.legal_name
        answer.phone = fields.phone
        answer.address = AddressForm.model_validate(fields.address, from_attributes=True)
        answer.emergency_contact = EmergencyForm.model_validate(fields.emergency, from_attributes=True)
    if view.sees_contact:
        answer.email = fields.email
        answer.reach = _reach(fields)
    if view.roles is not None:
        answer.roles = sorted(view.roles)
    if view.sees_couple:
        answer.couple = _known(view.couple) if view.couple else None
    return answer


def own_contact_answer(record: PersonRecord) -> OwnContactAnswer:
    """Return what somebody decides about themselves."""
    fields = record.fields
    return OwnContactAnswer(
        name=fields.display_name,
        pronouns=fields.pronouns,
        languages=[fields.language, *record.more_languages],
        time_zone=fields.time_zone,
        reach=_reach(fields),
        email=fields.email,
        phone=fields.phone,
        version=record.version,
    )


def couple_answer(listed: ListedCouple) -> CoupleAnswer:
    """Return a couple."""
    unit = listed.record.unit
    first, second = listed.partners
    return CoupleAnswer(
        id=unit.id,
        first=name_answer(first),
        second=name_answer(second),
        cameras=_COUNTS[unit.cameras],
        since=unit.since,
        until=unit.until,
        version=listed.record.version,
    )


def _known(couple: KnownCouple) -> KnownCoupleAnswer:
    return KnownCoupleAnswer(id=couple.id, partner=name_answer(couple.partner))


def _reach(fields: PersonFields) -> ReachForm:
    return ReachForm(channel=fields.safe_channel, safe_times=format_safe_times(fields.safe_times))
