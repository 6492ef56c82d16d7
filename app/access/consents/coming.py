"""What many clients have still to sign before their sessions to come, for whoever looks after the whole programme.

Documents that are private by their kind are left out: that somebody has to sign one tells something.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.access.consents.facts import facts_in, group_of, home_state, open_episodes_of
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from clinic.common.ids import PersonId
from clinic.consents.documents import RULES, DocumentKind
from clinic.consents.due import Needs, due
from clinic.schedule.attendees import Role

__all__ = ["ComingConsents", "coming_consents"]


@dataclass(frozen=True, slots=True)
class ComingConsents:
    """What one client has still to sign, and when the first session begins that asks for it."""

    client: PersonId
    kinds: tuple[DocumentKind, ...]
    first_at: datetime


async def coming_consents(unit: ClinicUnit, sessions: Iterable[Appointment]) -> list[ComingConsents]:
    """Return who has something to sign before these sessions, the nearest first.

    The number of queries grows with the groups that meet, and not with the clients.
    """
    coming = sorted(sessions, key=lambda one: one.begins)
    clients = {each.person for one in coming for each in one.people if each.role is Role.MEMBER}
    if not clients:
        return []
    records = await unit.people.find_all(clients)
    states = {one.id: home_state(one) for one in records}
    episodes = await open_episodes_of(unit, clients, unit.now)
    groups = {cohort: await group_of(unit, cohort, unit.now) for cohort in {one.cohort for one in coming}}
    versions = await all_versions(unit)
    grants = await unit.grants.of(clients)
    by_client = {client: [one for one in grants if one.person == client] for client in clients}
    kinds: dict[PersonId, set[DocumentKind]] = {}
    first: dict[PersonId, datetime] = {}
    for one in coming:
        for person in (each.person for each in one.people if each.role is Role.MEMBER):
            facts = facts_in(one, groups[one.cohort], episodes[person], states.get(person, ""), at=None)
            for item in due(person, facts, by_client[person], (), versions, unit.now):
                kind = item.version.key.kind
                if item.needs is Needs.SIGN and not RULES[kind].is_private:
                    kinds.setdefault(person, set()).add(kind)
                    first.setdefault(person, one.begins)
    return sorted(
        (
            ComingConsents(client, tuple(kind for kind in DocumentKind if kind in some), first[client])
            for client, some in kinds.items()
        ),
        key=lambda one: (one.first_at, one.client),
    )
