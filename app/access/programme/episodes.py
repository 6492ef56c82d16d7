"""Episodes of care: enrolment and discharge.

A discharge ends memberships, and with them sessions to come; and it plans the check-ins of the time after it.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.access.callers import Caller
from app.access.programme.rosters import leave_sessions
from app.access.programme.support.check_ins import plan_check_ins
from app.access.reading import is_planner
from app.access.schedule.notices import AppointmentNotices
from app.access.schedule.sessions.rights import own_clients
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredEpisode
from app.runtime.ids import new_episode_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import EpisodeId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.people.person import PersonKind
from clinic.programme.episodes import Episode, discharge, enrol
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import check_target

__all__ = ["EpisodeChange", "access_episodes", "add_episode", "change_episode"]

_MOST: Final = 200
"""Episodes of one client that are looked at."""


@dataclass(frozen=True, slots=True)
class EpisodeChange:
    """What is to change in an episode; None stays.

    Attributes:
        until: The first day on which the client is no longer enrolled.
    """

    level: LevelOfCare | None = None
    target_min: int | None = None
    until: date | None = None


async def access_episodes(
    caller: Caller, client: PersonId | None, after: tuple[date, str] | None, limit: int
) -> list[StoredEpisode]:
    """Return episodes by their first days, those after this day and id.

    Planners see all; other staff those of their own clients, one client at a time.

    Raises:
        Refused: ``access.denied``; ``person.unknown``: the client is nobody of theirs.
    """
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        if not is_planner(caller.principal):
            if client is None:
                raise Refused("access.denied", Action.PROGRAMME_READ)
            if client not in await own_clients(unit, caller.principal):
                raise Refused("person.unknown")
        found = await unit.programme.episodes(client, after, limit)
        unit.note("episode.read", *sorted({each.episode.client for each in found}))
        return found


async def add_episode(unit: ClinicUnit, principal: Principal, episode: Episode) -> StoredEpisode:
    """Enrol a client in a programme; the episode gets an id.

    Raises:
        Refused: ``access.denied``, ``program.unknown``, ``person.unknown``, ``people.not_a_client``; as ``enrol``.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    if await unit.programme.program(episode.program) is None:
        raise Refused("program.unknown")
    known = (await unit.surroundings.people([episode.client])).get(episode.client)
    if known is None:
        raise Refused("person.unknown")
    if known.kind is not PersonKind.CLIENT:
        raise Refused("people.not_a_client")
    others = await unit.programme.episodes(episode.client, None, _MOST)
    new = enrol(replace(episode, id=new_episode_id()), [each.episode for each in others])
    await unit.programme.add_episode(new)
    unit.note("episode.add", new.client, new.id)
    return StoredEpisode(new)


async def change_episode(
    caller: Caller, episode: EpisodeId, asked: EpisodeChange, version: int, notices: AppointmentNotices
) -> StoredEpisode:
    """Change an episode's level or target, or end it.

    Raises:
        Refused: ``access.denied``, ``episode.unknown``, ``version.other``; as ``discharge``.
        Invalid: ``programme.target``.
    """
    check(caller.principal, Action.PROGRAMME_WRITE, caller.now)
    async with caller.write() as unit:
        stored = await unit.programme.episode(episode)
        if stored is None:
            raise Refused("episode.unknown")
        if asked.target_min is not None and check_target(asked.target_min):
            raise Invalid([FieldError("target_min", "programme.target")])
        changed = replace(
            stored.episode,
            level=asked.level or stored.episode.level,
            target_min=stored.episode.target_min if asked.target_min is None else asked.target_min,
        )
        if asked.until is not None:
            changed = await _discharge(unit, changed, asked.until, notices)
        if not await unit.programme.change_episode(StoredEpisode(changed, version)):
            raise Refused("version.other")
        unit.note("episode.change", changed.client, changed.id)
        return StoredEpisode(changed, version + 1)


async def _discharge(unit: ClinicUnit, episode: Episode, until: date, notices: AppointmentNotices) -> Episode:
    await unit.appointments.lock()
    memberships = await unit.programme.memberships_of(episode.client)
    cohorts = await unit.programme.cohorts_of_program(episode.program)
    done = discharge(episode, until, memberships, cohorts)
    await unit.programme.end_memberships(done.ended, done.withdrawn)
    await leave_sessions(unit, [*done.ended, *done.withdrawn], until, notices)
    if episode.level is not LevelOfCare.AFTERCARE:
        await plan_check_ins(unit, episode.client, until)
    return done.episode
