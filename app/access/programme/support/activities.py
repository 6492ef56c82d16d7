"""Sober activities: staff plan them, people say whether they come. Nobody is billed, and no attendance is taken."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.access.programme.support.network import PageNotices
from app.access.programme.support.standing import NetworkPart, Standing, check_own, standing_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.runtime.ids import new_activity_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId, ProgramId
from clinic.common.local_time import Clock, clock_at, to_instant
from clinic.identity.access import Action, Principal, check
from clinic.people.fields.text import tidy
from clinic.support.activities import (
    ActivityAudience,
    Reply,
    SoberActivity,
    check_activity,
    is_for,
    is_news,
    reply,
)

__all__ = [
    "ActivityForm",
    "ActivityView",
    "OwnActivity",
    "add_activity",
    "change_activity",
    "list_activities",
    "list_own",
    "reply_to",
]

_MOST: Final = 100
_SHOWN_AFTER: Final = timedelta(days=1)
"""How long one that is over stays listed."""


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """What staff type.

    Attributes:
        starts: By the clinic's clocks, naive.
    """

    title: str
    place: str
    details: str
    starts: datetime
    length_min: int
    audience: ActivityAudience
    programs: frozenset[ProgramId]
    capacity: int | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity as staff see it, with who comes."""

    activity: SoberActivity
    coming: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity as a client sees it.

    Attributes:
        coming: What they have replied; None if nothing.
        count: How many come.
        names: The chosen names of those who show them, the reader's own among them.
    """

    activity: SoberActivity
    coming: bool | None
    shows_name: bool
    count: int
    names: tuple[str, ...]


async def list_activities(unit: ClinicUnit, principal: Principal) -> list[ActivityView]:
    """Return the activities to come, the next first. Raises Refused: ``access.denied``."""
    check(principal, Action.SCHEDULE_READ, unit.now)
    found = await unit.activities.coming_up(unit.now - _SHOWN_AFTER, _MOST)
    replies = await unit.activities.replies([one.id for one in found])
    views = await _views(unit, found, replies)
    if people := sorted({one.id for view in views for one in view.coming}):
        unit.note("activities.read", *people)
    return views


async def add_activity(unit: ClinicUnit, principal: Principal, form: ActivityForm) -> ActivityView:
    """Plan an activity.

    Raises:
        Refused: ``access.denied``, ``program.unknown``.
        Invalid: As ``check_activity``; ``activity.skipped``: the clocks never show the time.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    one = await _checked(unit, SoberActivity(new_activity_id(), *_parts(unit, form)), form)
    await unit.activities.add(one)
    unit.note("activity.add", one.id)
    return ActivityView(one, ())


async def change_activity(
    unit: ClinicUnit,
    principal: Principal,
    activity: str,
    form: ActivityForm,
    version: int,
    notices: PageNotices,
) -> ActivityView:
    """Change an activity, or cancel it. Who comes is told in neutral words that there is something on their page.

    Raises:
        Refused: ``access.denied``, ``activity.unknown``, ``version.other``; ``activity.over``: it has begun.
        Invalid: As ``add_activity``.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    before = await unit.activities.find(activity, lock=True)
    if before is None:
        raise Refused("activity.unknown")
    if before.begins <= unit.now:
        raise Refused("activity.over")
    after = await _checked(unit, SoberActivity(activity, *_parts(unit, form), version=version), form)
    if not await unit.activities.change(after):
        raise Refused("version.other")
    replies = (await unit.activities.replies([activity]))[activity]
    if is_news(before, after):
        for each in replies:
            if each.coming:
                await notices.own_page(unit, each.person, at_most_daily=False)
    unit.note("activity.change", activity, cancelled=after.cancelled)
    changed = replace(after, version=version + 1)
    (view,) = await _views(unit, [changed], {activity: replies})
    return view


async def list_own(unit: ClinicUnit, principal: Principal) -> list[OwnActivity]:
    """Return the activities that a client may come to, the next first. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_READ)
    standing = await standing_of(unit, principal.person)
    found = [one for one in await unit.activities.coming_up(unit.now, _MOST) if _is_theirs(one, standing)]
    replies = await unit.activities.replies([one.id for one in found])
    return await _own(unit, principal.person, found, replies)


async def reply_to(
    unit: ClinicUnit, principal: Principal, activity: str, *, coming: bool, shows_name: bool
) -> OwnActivity:
    """Say whether one comes, and whether the others see one's chosen name.

    Raises:
        Refused: ``access.denied``; ``activity.unknown``: there is none for them; ``peer.no_name``: there is no name to
            show; ``peer.suspended``; as ``reply``.
    """
    me = principal.person
    check_own(unit, principal, Action.OWN_WRITE)
    one = await unit.activities.find(activity, lock=True)
    standing = await standing_of(unit, me)
    if one is None or not _is_theirs(one, standing):
        raise Refused("activity.unknown")
    if shows_name and standing.part is NetworkPart.SUSPENDED:
        raise Refused("peer.suspended")
    if shows_name and not standing.profile.name:
        raise Refused("peer.no_name")
    others = (await unit.activities.replies([activity]))[activity]
    made = reply(one, Reply(me, coming, shows_name), others, unit.now)
    await unit.activities.put_reply(activity, made)
    unit.note("activity.reply", me, activity)
    (view,) = await _own(unit, me, [one], await unit.activities.replies([activity]))
    return view


def _is_theirs(one: SoberActivity, standing: Standing) -> bool:
    programs = frozenset(each.program for each in standing.episodes)
    return is_for(one, programs, alumni=standing.alumni)


def _parts(
    unit: ClinicUnit, form: ActivityForm
) -> tuple[str, str, str, datetime, datetime, ActivityAudience, frozenset[ProgramId], int | None, bool]:
    begins = to_instant(form.starts, unit.zone)
    return (
        tidy(form.title),
        tidy(form.place),
        form.details.strip(),
        begins,
        begins + timedelta(minutes=form.length_min),
        form.audience,
        form.programs,
        form.capacity,
        form.cancelled,
    )


async def _checked(unit: ClinicUnit, one: SoberActivity, form: ActivityForm) -> SoberActivity:
    errors = check_activity(one, unit.now)
    if clock_at(form.starts, unit.zone) is Clock.NEVER:
        errors.append(FieldError("starts", "activity.skipped"))
    if errors:
        raise Invalid(errors)
    for program in sorted(one.programs):
        if await unit.programme.program(program) is None:
            raise Refused("program.unknown")
    return one


async def _views(
    unit: ClinicUnit, found: list[SoberActivity], replies: dict[str, tuple[Reply, ...]]
) -> list[ActivityView]:
    names = await unit.people.names({each.person for one in found for each in replies[one.id] if each.coming})
    return [
        ActivityView(
            one,
            tuple(
                sorted(
                    (names[each.person] for each in replies[one.id] if each.person in names),
                    key=lambda named: (named.name.casefold(), named.id),
                )
            ),
        )
        for one in found
    ]


async def _own(
    unit: ClinicUnit, me: PersonId, found: list[SoberActivity], replies: dict[str, tuple[Reply, ...]]
) -> list[OwnActivity]:
    showing = {each.person for one in found for each in replies[one.id] if each.shows_name}
    profiles = await unit.peers.profiles(showing)
    views = []
    for one in found:
        given = replies[one.id]
        mine = next((each for each in given if each.person == me), None)
        names = (profiles[each.person] for each in given if each.shows_name)
        views.append(
            OwnActivity(
                one,
                mine.coming if mine else None,
                mine.shows_name if mine else False,
                sum(each.coming for each in given),
                tuple(sorted(each.name for each in names if each.name and not each.suspended_at)),
            )
        )
    return views
