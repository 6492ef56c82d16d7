"""Where somebody stands towards the support network: whether they take part, and whom they know from groups."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.access.clinic_day import today
from app.access.people.finding import find_client
from app.access.programme.support.settings import settings_of
from app.access.reading import Reader, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.repositories.programme.support.peers import PeerProfile
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.programme.episodes import Episode
from clinic.support.members import is_alumni, known_from_groups, partners_ever

__all__ = [
    "NetworkPart",
    "Standing",
    "acquaintances",
    "check_own",
    "episodes_of",
    "find_read",
    "is_open",
    "standing_of",
]

_MOST: Final = 200
"""Episodes of one client that are looked at."""


class NetworkPart(StrEnum):
    """Whether somebody takes part in the network."""

    OPEN = "open"
    LATER = "later"
    """After their programme."""
    SUSPENDED = "suspended"
    """The care team keeps them out of it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one client stands.

    Attributes:
        alumni: They were treated here and are not any more.
    """

    part: NetworkPart
    alumni: bool
    profile: PeerProfile
    episodes: tuple[Episode, ...]


def check_own(unit: ClinicUnit, principal: Principal, action: Action) -> None:
    """Let clients alone in: staff have no support network here. Raises Refused: ``access.denied``."""
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)


async def find_read(
    unit: ClinicUnit, principal: Principal, client: PersonId, *, change: bool = False
) -> tuple[PersonRecord, Reader]:
    """Return a client whose records of their own the principal may read, or change.

    Raises:
        Refused: ``access.denied``, ``person.unknown``.
    """
    check(principal, Action.PEOPLE_WRITE if change else Action.PEOPLE_READ, unit.now)
    record = await find_client(unit, client, lock=change)
    reader = await relations(unit, principal, client)
    may = reader.may_by_role if change else reader.may
    if not may(Category.INDIVIDUAL_SESSIONS):
        raise Refused("access.denied", Category.INDIVIDUAL_SESSIONS)
    return record, reader


async def standing_of(unit: ClinicUnit, person: PersonId) -> Standing:
    """Return where a client stands."""
    profile = (await unit.peers.profiles([person]))[person]
    episodes = await episodes_of(unit, person)
    alumni = is_alumni(episodes, today(unit))
    open_ = alumni or settings_of(unit.clinic).during_programme
    part = NetworkPart.SUSPENDED if profile.suspended_at else NetworkPart.OPEN if open_ else NetworkPart.LATER
    return Standing(part, alumni, profile, episodes)


async def is_open(unit: ClinicUnit, person: PersonId) -> bool:
    """Return whether somebody takes part in the network now."""
    return (await standing_of(unit, person)).part is NetworkPart.OPEN


async def episodes_of(unit: ClinicUnit, person: PersonId) -> tuple[Episode, ...]:
    """Return a client's episodes of care."""
    return tuple(each.episode for each in await unit.programme.episodes(person, None, _MOST))


async def acquaintances(unit: ClinicUnit, person: PersonId) -> frozenset[PersonId]:
    """Return whom a client may name: people from their groups, but for whoever is or was their partner."""
    own = {each.cohort for each in await unit.programme.memberships_of(person)}
    memberships = {cohort: await unit.programme.memberships(cohort) for cohort in sorted(own)}
    known = known_from_groups(person, memberships, today(unit))
    return known - partners_ever(person, await unit.couples.of([person]))
