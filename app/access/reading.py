"""What a viewer may read about a client: the table of `clinic.care_team.reading`, filled from what binds the two.

Names are beside the table: whoever works with the schedule sees the names on it. What else there is about a client
depends on who the viewer is to them.

- Planners (owners, admins, directors, coordinators) read as coordinators of everybody, and to plan, nothing clinical.
- Clinicians read by their assignments to the client or the client's couple, and as facilitators of sessions that they
  lead, from a week before one until a day after it.
- Broken glass opens the emergency facts of one client for an hour, and their private screenings to be read.
- A consent opens one category to the person it names (R3, R7), and a couple's records if both partners gave it (R5).
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.reading import (
    READS_AS,
    RELATIONS,
    Category,
    Consent,
    ReaderRole,
    ReadingContext,
    Relation,
    Subject,
    Viewer,
    may_read,
)
from clinic.common.ids import PersonId
from clinic.consents.opening import consents_to
from clinic.identity.access import PERMISSIONS, Action, Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit

__all__ = ["LED_AFTER", "LED_BEFORE", "PLANNERS", "Reader", "couple_reader", "is_planner", "relations"]

PLANNERS: Final = frozenset(role for role in StaffRole if Action.PROGRAMME_WRITE in PERMISSIONS[role])
"""Roles that plan everybody's weeks."""
LED_BEFORE: Final = timedelta(days=7)
"""How long before a session begins its facilitators may read about its members."""
LED_AFTER: Final = timedelta(days=1)
"""How long after it has ended: as long as its follow-up tasks are due."""

_LASTING = frozenset({Relation.OWN_CLIENT, Relation.OWN_COUPLE, Relation.COORDINATED})


@dataclass(frozen=True, slots=True)
class Reader:
    """A viewer towards one client, or towards a couple.

    Attributes:
        glass: The use of break-glass access that holds now, if any.
    """

    viewer: Viewer
    subject: Subject
    context: ReadingContext
    glass: str | None = None

    def may(self, category: Category) -> bool:
        """Return whether the viewer may read this category."""
        return may_read(self.viewer, category, self.subject, self.context)

    def may_by_role(self, category: Category) -> bool:
        """Return whether they may without anybody's consent: who was only permitted to read changes nothing."""
        return replace(self, context=replace(self.context, consents=frozenset())).may(category)

    @property
    def sees_identity(self) -> bool:
        """Whether legal name, telephone, address and the contact for emergencies are theirs to read."""
        return self.glass is not None or self.may(Category.IDENTITY)

    @property
    def sees_contact(self) -> bool:
        """Whether how the client is written to is theirs to read: who only leads a session does not write."""
        return self.may(Category.IDENTITY) and not _LASTING.isdisjoint(self.context.relations)


def is_planner(principal: Principal) -> bool:
    """Return whether the principal plans everybody's weeks."""
    return not PLANNERS.isdisjoint(principal.roles)


async def relations(unit: ClinicUnit, principal: Principal, client: PersonId) -> Reader:
    """Return what the principal is to a client, from assignments, planned sessions and broken glass."""
    roles: set[ReaderRole] = set()
    glass = None
    if is_planner(principal):
        roles.add(ReaderRole.COORDINATOR)
    if principal.kind is PrincipalKind.STAFF:
        assigned = await unit.relations.assigned(principal.person, client, unit.now)
        roles |= {READS_AS[role] for role in assigned if role in READS_AS}
        if await unit.relations.leads(principal.person, client, unit.now + LED_BEFORE, unit.now - LED_AFTER):
            roles.add(ReaderRole.FACILITATOR)
        glass = await unit.relations.broken_glass(principal.person, client, unit.now)
    subject = Subject(frozenset({client}))
    consents = await _consents(unit, principal, subject, roles)
    return Reader(Viewer(principal.person, frozenset(roles)), subject, _context(roles, consents), glass)


async def couple_reader(unit: ClinicUnit, principal: Principal, couple: CoupleUnit) -> Reader:
    """Return what the principal is to a couple as such: the records of a couple are apart from each partner's (R6).

    Who treats one partner alone reads them if both have agreed (R5).
    """
    roles: set[ReaderRole] = set()
    if is_planner(principal):
        roles.add(ReaderRole.COORDINATOR)
    held = await unit.assignments.of_couples([couple.id], unit.now)
    roles |= {
        READS_AS[one.assignment.role]
        for one in held
        if one.assignment.clinician == principal.person
        and one.assignment.period.holds(unit.now)
        and one.assignment.role in READS_AS
    }
    subject = Subject(frozenset(couple.partners))
    consents = await _consents(unit, principal, subject, {*ReaderRole})
    if consents:
        for partner in couple.partners:
            alone = await unit.relations.assigned(principal.person, partner, unit.now)
            roles |= {READS_AS[role] for role in alone if role in READS_AS}
    return Reader(Viewer(principal.person, frozenset(roles)), subject, _context(roles, consents))


async def _consents(
    unit: ClinicUnit, principal: Principal, subject: Subject, roles: set[ReaderRole]
) -> frozenset[Consent]:
    # For planners no cell waits for a consent.
    if principal.kind is not PrincipalKind.STAFF or roles <= {ReaderRole.COORDINATOR}:
        return frozenset()
    given = await unit.grants.to(principal.person, subject.people, unit.now)
    return consents_to(principal.person, given, unit.now)


def _context(roles: set[ReaderRole], consents: frozenset[Consent]) -> ReadingContext:
    # Coordinators read to plan, whether for everybody or for one client.
    return ReadingContext(
        relations=frozenset(RELATIONS[role] for role in roles),
        consents=consents,
        is_scheduling=ReaderRole.COORDINATOR in roles,
    )
