"""The demo's people after their programme: a link, a plan, a check-in, things to do, and where to turn."""

from datetime import date, datetime, timedelta
from typing import Final

from app.access.programme.support.activities import ActivityForm, add_activity, reply_to
from app.access.programme.support.aftercare import keep_plan
from app.access.programme.support.check_ins import start_check_ins
from app.access.programme.support.moderation import name_host
from app.access.programme.support.network import choose_name, make_move, write_line
from app.access.programme.support.resources import add_card
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import new_cohort_id, new_episode_id, new_program_id
from clinic.common.ids import CohortId, PersonId, ProgramId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from clinic.support.activities import ActivityAudience
from clinic.support.aftercare import AftercarePlan, Contact, Step
from clinic.support.check_ins import CheckInMove, after
from clinic.support.hosts import PeerHost
from clinic.support.peers import PeerMove
from clinic.support.resources import ResourceCard, ResourceKind

__all__ = ["FORMER", "seed_support"]

FORMER: Final = ("Amara Diallo", "Theo Brandt", "Lucía Herrera")
"""Clients who were in one group and finished a week ago. The first two are in touch, and the second may host."""
_NAMES: Final = ("Sparrow", "Cedar", "Luna")
_LINES: Final = ("I walk by the lake most evenings. Text me: 212-555-0142", "Call me any time: 212-555-0177")
_PLAN: Final = AftercarePlan(
    (
        Step("Sunday alumni, every week"),
        Step("Dr. Rivera, once a month"),
        Step("Sign up for the evening class"),
    ),
    (Contact("My sister Nala", "+12125550163"), Contact("Theo, from the group"), Contact("Lifeline", "988")),
    ("I stop answering messages", "I sleep less than five hours", "I tell myself that I don’t need anyone"),
    ("A walk with the dog", "Cooking for someone", "Calling before it gets late"),
)
_CARDS: Final = (
    (
        ResourceKind.LINE,
        "988 Lifeline",
        "Talk or text with someone, at any hour.",
        "988",
        "",
        "United States",
    ),
    (
        ResourceKind.MEETING,
        "Riverside open meeting",
        "Open to anyone who doesn’t want to use. Coffee from 6:30.",
        "+12125550151",
        "https://meetings.example.org",
        "Riverside",
    ),
    (
        ResourceKind.MEALS,
        "Community kitchen",
        "Hot meals from noon to two. No papers, no questions.",
        "+12125550152",
        "",
        "12 Mill Lane",
    ),
    (
        ResourceKind.HOUSING,
        "Harbor House",
        "Rooms in a sober house; call in the morning.",
        "+12125550153",
        "https://harborhouse.example.org",
        "Old harbor",
    ),
    (
        ResourceKind.OTHER,
        "Evening classes",
        "Free classes in the library: cooking, computers, English.",
        "",
        "https://library.example.org/classes",
        "Main library",
    ),
)


async def seed_support(
    unit: ClinicUnit,
    owner: Principal,
    former: tuple[PersonId, PersonId, PersonId],
    group: CohortId,
    program: ProgramId,
) -> CohortId:
    """Add all of it to the demo's clinic; return the alumni group that the second may host.

    Args:
        former: The people of ``FORMER``.
        group: The group they were in, and ``program`` its programme.
    """
    today = unit.now.astimezone(unit.zone).date()
    sunday = await _discharge(unit, former, group, program, today)
    sparrow, cedar, luna = [_client(unit, person) for person in former]
    for one, name in zip((sparrow, cedar, luna), _NAMES, strict=True):
        await choose_name(unit, one, name, 0)
    for one, other in ((sparrow, cedar), (cedar, sparrow), (luna, sparrow)):
        await make_move(unit, one, other.person, PeerMove.OFFER, _NoMail())
    for one, other, line in ((sparrow, cedar, _LINES[0]), (cedar, sparrow, _LINES[1])):
        await write_line(unit, one, other.person, line)
    await keep_plan(unit, owner, sparrow.person, _PLAN, 0, together=True)
    await name_host(unit, owner, cedar.person, PeerHost(cedar.person, today))
    for one in (sparrow, luna):
        await start_check_ins(unit, owner, one.person)
    first = (await unit.aftercare.check_ins(sparrow.person))[0]
    await unit.aftercare.put_check_in(after(first, CheckInMove.ASK, unit.now))
    await _add_activities(unit, owner, sparrow, cedar)
    for kind, title, what, phone, url, area in _CARDS:
        card = ResourceCard("", kind, title, what, phone, url, area, "en", today - timedelta(days=12))
        await add_card(unit, owner, card)
    return sunday


async def _discharge(
    unit: ClinicUnit, former: tuple[PersonId, ...], group: CohortId, program: ProgramId, today: date
) -> CohortId:
    first, last = today - timedelta(days=70), today - timedelta(days=7)
    alumni = Program(new_program_id(), "Aftercare program", LevelOfCare.AFTERCARE, 0)
    await unit.programme.add_program(alumni)
    sunday = Cohort(new_cohort_id(), alumni.id, Track.GROUP, "Sunday alumni", Admission.ROLLING, 20)
    await unit.programme.add_cohort(StoredCohort(sunday))
    for person in former:
        await unit.programme.add_membership(Membership(group, person, first, last))
        episode = Episode(new_episode_id(), person, program, first, last, LevelOfCare.ASAM_2_1, 540)
        await unit.programme.add_episode(episode)
    await unit.programme.add_membership(Membership(sunday.id, former[0], last))
    return sunday.id


async def _add_activities(unit: ClinicUnit, owner: Principal, *coming: Principal) -> None:
    noon = unit.now.astimezone(unit.zone).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
    plans = (
        ("Walk around the lake", "Boathouse, north gate", "Bring water. Dogs are welcome.", 5, 90, 12),
        ("Cooking together", "Community kitchen, 12 Mill Lane", "", 12, 150, None),
    )
    for title, place, details, days, minutes, most in plans:
        starts: datetime = noon + timedelta(days=days)
        form = ActivityForm(
            title, place, details, starts, minutes, ActivityAudience.EVERYONE, frozenset(), most
        )
        made = (await add_activity(unit, owner, form)).activity
        if most is not None:
            for one in coming:
                await reply_to(unit, one, made.id, coming=True, shows_name=True)


def _client(unit: ClinicUnit, person: PersonId) -> Principal:
    return Principal(unit.clinic.id, person, PrincipalKind.CLIENT, frozenset(), SignInId("si_demo"), unit.now)


class _NoMail:
    """The invented people have heard of it."""

    async def own_page(self, unit: ClinicUnit, person: PersonId, *, at_most_daily: bool) -> bool:
        return False
