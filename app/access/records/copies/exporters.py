"""What a copy of what is kept about a client holds, section by section. A slice that keeps more adds its exporter.

Rows hold facts about the client alone. Nothing of anybody else is in them but the names of staff; nothing that staff
keep for themselves; and nothing that `clinic.care_team.reading.OWN` keeps back, since a file is read by whoever opens
the device: private screenings and clearance, help signals and the agreed phrase, records of the couple. There are no
psychotherapy notes (45 CFR 164.501) in Attune.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from app.access.consents.overview import SignedDocument, overview_of
from app.access.programme.attendance.counted import counted_between
from app.exports.fhir.ids import fhir_id
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.repositories.schedule.listing import Listed, Span
from clinic.common.ids import PersonId
from clinic.people.person import PersonKind
from clinic.people.safe_times import format_safe_times
from clinic.safety.crisis_card import Nature, Recipient
from clinic.safety.preparation import Entry, PlaceSaid, SurroundingsSaid

__all__ = ["EXPORTERS", "Exporter", "Row", "Value"]

Value = str | int | bool | date | datetime | list[str] | None
Row = Mapping[str, Value]
_ALWAYS: Final = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
_PAGE: Final = 500
_MOST: Final = 10_000
"""Disclosures looked for; nobody has nearly as many."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """One section.

    Attributes:
        name: Stable name, with a heading in every language.
        read: Returns its rows, in the order in which they are shown.
    """

    name: str
    read: Callable[[ClinicUnit, PersonRecord], Awaitable[list[Row]]]


async def _profile(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    fields = record.fields
    agreed = await unit.safety.find(record.id)
    return [
        {
            "display_name": fields.display_name,
            "legal_name": fields.legal_name,
            "pronouns": fields.pronouns,
            "languages": [fields.language, *record.more_languages],
            "time_zone": fields.time_zone,
            "accommodations": agreed.accommodations,
        }
    ]


async def _contact(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    fields, address = record.fields, record.fields.address
    parts = (address.line_1, address.line_2, address.city, address.state, address.postal_code)
    return [
        {
            "email": fields.email,
            "phone": fields.phone,
            "address": ", ".join(part for part in parts if part),
            "safe_channel": fields.safe_channel.value,
            "safe_times": format_safe_times(fields.safe_times),
            "emergency_name": fields.emergency.name,
            "emergency_phone": fields.emergency.phone,
            "emergency_relation": fields.emergency.relation,
            "emergency_permission": fields.emergency.permission,
        }
    ]


async def _agreements(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    return [_agreement(one) for one in (await overview_of(unit, record)).signed]


def _agreement(one: SignedDocument) -> Row:
    grant, terms = one.grant, one.grant.terms
    recipient = one.names.get(terms.recipient) if terms and terms.recipient else None
    return {
        "document": grant.key.kind.value,
        "version": grant.version,
        "title": one.text.title,
        "signed_at": grant.signed_at,
        "method": grant.method.value,
        "state": one.state.value,
        "withdrawn_at": grant.withdrawn_at,
        "recipient": recipient,
        "purpose": terms.purpose if terms else None,
        "categories": sorted(each.value for each in terms.categories) if terms else None,
        "expires_at": terms.expires_at if terms else None,
        "text": one.text.body,
    }


async def _sessions(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    found: list[Listed] = []
    after = None
    while True:
        page = await unit.listing.page(Span(*_ALWAYS, record.id, after=after), _PAGE)
        found += page
        if len(page) < _PAGE:
            return [_session(one) for one in found]
        after = (page[-1].appointment.begins, page[-1].appointment.id)


def _session(one: Listed) -> Row:
    staff = [name.name for name in one.names.values() if name.kind is PersonKind.STAFF]
    return {
        "begins_at": one.appointment.begins,
        "ends_at": one.appointment.ends,
        "title": one.appointment.content.title,
        "kind": str(one.appointment.content.kind),
        "state": one.appointment.status.value,
        "staff": sorted(staff),
    }


async def _attendance(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    until = unit.now + timedelta(days=1)
    rows: list[Row] = []
    for session in await counted_between(unit, _ALWAYS[0], until, client=record.id):
        mine = session.people.get(record.id)
        if mine is not None:
            rows.append(
                {
                    "begins_at": session.appointment.begins,
                    "title": session.appointment.content.title,
                    "first_at": mine.first_at,
                    "last_at": mine.last_at,
                    "present_min": mine.present_min,
                    "corrected": mine.corrected_by is not None,
                }
            )
    return rows


async def _measures(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    return [
        {
            "answered_at": one.answered_at,
            "questionnaire": one.instrument,
            "answers": ["–" if answer is None else str(answer) for answer in one.answers],
            "score": None if one.score.total is None else f"{one.score.total:g}",
        }
        for one in await unit.measures.sent([record.id])
    ]


async def _coverage(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    found = await unit.coverage.of(record.id)
    payers = {one.id: one.name for one in await unit.recipients.find_all({one.payer for one in found})}
    return [
        {
            "payer": payers.get(one.payer),
            "plan": one.plan,
            "member": one.member,
            "from_on": one.from_on,
            "last_on": one.last_on,
        }
        for one in found
    ]


async def _statements(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    found = await unit.statements.of(record.id, _MOST)
    to = {one.recipient for one in found if one.recipient is not None}
    names = {one.id: one.name for one in await unit.recipients.find_all(to)}
    return [
        {
            "made_at": one.made_at,
            "statement": one.kind.value,
            "from_on": one.since,
            "last_on": one.last,
            "recipient": names.get(one.recipient) if one.recipient else None,
        }
        for one in found
    ]


async def _aftercare(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    return [
        {
            "written_at": one.at,
            "steps": [step.text for step in one.plan.steps],
            "contacts": [" ".join(filter(None, (each.name, each.phone))) for each in one.plan.contacts],
            "signs": list(one.plan.signs),
            "helps": list(one.plan.helps),
        }
        for one in await unit.aftercare.plans(record.id, _MOST)
    ]


async def _places(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    rows = [_said(entry) for entry in await unit.preparations.of_person(record.id)]
    return [row for row in rows if row is not None]


def _said(entry: Entry) -> Row | None:
    match entry.said:
        case PlaceSaid(place) if place is not None:
            parts = (place.address, place.unit, place.city, place.state, place.postal_code)
            where = ", ".join(part for part in parts if part)
            return {"said_at": entry.at, "where": where, "phone": place.phone}
        case SurroundingsSaid(around):
            return {"said_at": entry.at, "private": around.private}
    return None


async def _corrections(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    return [
        {
            "asked_at": one.asked_at,
            "about": one.about.value,
            "wrong": one.wrong,
            "right": one.right,
            "state": one.state.value,
            "answer": one.answer,
            "decided_at": one.decided_at,
            "disagreement": one.disagreement,
        }
        for one in await unit.correction_requests.of(record.id)
    ]


async def _disclosures(unit: ClinicUnit, record: PersonRecord) -> list[Row]:
    """Return what left the programme, to whom and why (45 CFR 164.528; 42 CFR 2.25)."""
    found = await unit.safety.disclosures(record.id, _MOST)
    # What staff opened for themselves left nobody's hands.
    left = [one for one in found if one.recipient != Recipient.STAFF]
    names = await unit.people.names({PersonId(one.by) for one in left})
    told: list[Row] = [
        {
            "at": one.at,
            # That somebody asked for help unseen is kept back, as on any screen.
            "nature": "emergency" if one.nature == Nature.HELP_SIGNAL else one.nature,
            "recipient": one.recipient,
            "reason": one.reason,
            "by": names[one.by].name if one.by in names else None,
        }
        for one in left
    ]
    shown = await unit.outward.shown.organisations("Patient", fhir_id(record.id))
    return told + [
        {"at": at, "nature": "records", "recipient": organisation, "reason": None, "by": None}
        for organisation, at in shown
    ]


EXPORTERS: Final = (
    Exporter("profile", _profile),
    Exporter("contact", _contact),
    Exporter("agreements", _agreements),
    Exporter("sessions", _sessions),
    Exporter("attendance", _attendance),
    Exporter("measures", _measures),
    Exporter("coverage", _coverage),
    Exporter("statements", _statements),
    Exporter("aftercare", _aftercare),
    Exporter("places", _places),
    Exporter("corrections", _corrections),
    Exporter("disclosures", _disclosures),
)
"""Every section, in the order of the page. `texts/` has a heading, and a label for each field, in every language."""
