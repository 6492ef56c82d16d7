"""What is asked of the clinic: the requests of its busiest pages, and the planner's own look."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select

from app.live.planned.planner import Planner
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.models.mail import OutboxRow
from app.persistence.repositories.schedule.records import Appointment, SeriesRecord
from bench.clinic.building import CLINIC, FIRST_MONDAY, NOW, BuiltClinic
from bench.clinic.people import display_name, typed
from bench.clinic.service import Answer, BenchService, Visitor
from clinic.common.ids import AppointmentId

__all__ = ["Ask", "Unexpected", "asks_of"]

_GOAL_MS, _SCAN_GOAL_MS = 50.0, 5.0
_YEAR_GOAL_MS = 200.0
"""A year is counted from some thousand intervals, each time it is read."""
_BY: Final = Actor("operator")
_VISITORS = 40
"""Clinicians who are signed in and ask in turn."""
_SEARCHES = 60
_PAGE = 60
"""Sessions in one answer, as the calendar asks for them."""
_MONDAY = 0


class Unexpected(Exception):
    """A request was not answered as it should be."""


async def _nothing(_number: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that is asked again and again.

    Attributes:
        goal_ms: What 95 of 100 may take at most.
        go: Asks for the nth time; this alone is measured.
        before: Called before each time.
        after: Called after each time: everything is as it was before.
    """

    name: str
    goal_ms: float
    go: Callable[[int], Awaitable[None]]
    before: Callable[[int], Awaitable[None]] = _nothing
    after: Callable[[int], Awaitable[None]] = _nothing


async def asks_of(service: BenchService, built: BuiltClinic, planner: Planner) -> list[Ask]:
    """Return everything that is asked of this clinic."""
    clinicians = [await service.sign_in(CLINIC, each, NOW) for each in built.clinicians[:_VISITORS]]
    planners = [await service.sign_in(CLINIC, each, NOW) for each in built.planners[:2]]
    pages = await _Pages.of(service, planners[0])
    return [
        Ask("Today", _GOAL_MS, _today(service, clinicians)),
        Ask("one week, one's own", _GOAL_MS, _own_week(service, clinicians)),
        Ask("one week of the clinic, first page", _GOAL_MS, pages.first),
        Ask("one week of the clinic, last page", _GOAL_MS, pages.last),
        Ask("a person's page", _GOAL_MS, _persons(service, built, clinicians)),
        Ask("people search as one types", _GOAL_MS, _search(service, planners)),
        Ask("attendance, a group's week", _GOAL_MS, _group_attendance(service, built, planners[0])),
        Ask("attendance, a client's year", _YEAR_GOAL_MS, _client_attendance(service, built, planners[0])),
        *(_Save(service, built, planners[0], scope).ask for scope in ("one", "following", "all")),
        Ask("the planner's look", _SCAN_GOAL_MS, _look(planner)),
    ]


def _today(service: BenchService, who: list[Visitor]) -> Callable[[int], Awaitable[None]]:
    async def go(number: int) -> None:
        _good(await service.ask(who[number % len(who)], "GET", "/today"))

    return go


def _own_week(service: BenchService, who: list[Visitor]) -> Callable[[int], Awaitable[None]]:
    async def go(number: int) -> None:
        one = who[number % len(who)]
        _good(await service.ask(one, "GET", "/appointments", _week() | {"person": one.person}))

    return go


def _persons(
    service: BenchService, built: BuiltClinic, who: list[Visitor]
) -> Callable[[int], Awaitable[None]]:
    """Clients' pages, each as their own therapist sees it."""
    by_person = {each.person: each for each in who}
    pairs = [
        (by_person[built.clinicians[session.leaders[0]]], built.clients[session.members[0]])
        for session, _, _ in built.series
        if session.kind != "group" and built.clinicians[session.leaders[0]] in by_person
    ]

    async def go(number: int) -> None:
        one, client = pairs[number % len(pairs)]
        _good(await service.ask(one, "GET", f"/people/{client}"))

    return go


def _search(service: BenchService, who: list[Visitor]) -> Callable[[int], Awaitable[None]]:
    names = [display_name(41 * number) for number in range(_SEARCHES)]
    texts = [text for name in names for text in typed(name)]

    async def go(number: int) -> None:
        query = {"q": texts[number % len(texts)], "limit": "50"}
        _good(await service.ask(who[number % len(who)], "GET", "/people", query))

    return go


def _group_attendance(
    service: BenchService, built: BuiltClinic, who: Visitor
) -> Callable[[int], Awaitable[None]]:
    async def go(number: int) -> None:
        cohort, _, _ = built.held[number % len(built.held)]
        monday = FIRST_MONDAY - timedelta(weeks=1 + number % 40)
        _good(await service.ask(who, "GET", f"/cohorts/{cohort}/attendance", {"monday": f"{monday}"}))

    return go


def _client_attendance(
    service: BenchService, built: BuiltClinic, who: Visitor
) -> Callable[[int], Awaitable[None]]:
    clients = [client for _, _, members in built.held for client in members]
    year = {"monday": f"{FIRST_MONDAY - timedelta(weeks=1)}", "weeks": "52"}

    async def go(number: int) -> None:
        client = clients[number % len(clients)]
        _good(await service.ask(who, "GET", f"/people/{client}/attendance", year))

    return go


def _look(planner: Planner) -> Callable[[int], Awaitable[None]]:
    async def go(_number: int) -> None:
        if await planner.look() == 0.0:
            raise Unexpected("rooms are due that should be there")

    return go


@dataclass(frozen=True, slots=True)
class _Pages:
    """The week of the whole clinic, as those see it who plan it: page after page."""

    service: BenchService
    who: Visitor
    last_cursor: str

    @classmethod
    async def of(cls, service: BenchService, who: Visitor) -> "_Pages":
        """Find where the last page begins."""
        cursor = ""
        while True:
            query = _week() | ({"cursor": cursor} if cursor else {})
            following = _good(await service.ask(who, "GET", "/appointments", query)).json()["next"]
            if following is None:
                return cls(service, who, cursor)
            cursor = following

    async def first(self, _number: int) -> None:
        """Ask for the first page."""
        _good(await self.service.ask(self.who, "GET", "/appointments", _week()))

    async def last(self, _number: int) -> None:
        """Ask for the last one."""
        cursor = {"cursor": self.last_cursor} if self.last_cursor else {}
        _good(await self.service.ask(self.who, "GET", "/appointments", _week() | cursor))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A series as it is stored, to be put back."""

    record: SeriesRecord
    appointments: tuple[Appointment, ...]
    mails: list[dict[str, Any]]


class _Save:
    """Moves sessions of a group's series by a quarter of an hour: one, this and the following, or all.

    The group has twelve members and two facilitators, and fifty sessions to come. The one that is saved is in the
    middle: for one and for the following no mail is due, for all one to everybody for each session of two weeks.
    """

    def __init__(self, service: BenchService, built: BuiltClinic, who: Visitor, scope: str) -> None:
        self._service = service
        self._who = who
        self._scope = scope
        self._groups = [
            (record.plan.series.id, appointments[-50:])
            for session, record, appointments in built.series
            if session.kind == "group" and session.day != _MONDAY
        ]
        self._kept: _Kept | None = None

    @property
    def ask(self) -> Ask:
        """The request, with what puts the series back."""
        what = {"one": "this one", "following": "this and the following", "all": "all"}[self._scope]
        return Ask(f"save in a series of 50: {what}", _GOAL_MS, self._go, self._keep, self._put_back)

    async def _keep(self, number: int) -> None:
        series, appointments = self._groups[number % len(self._groups)]
        async with self._service.store.read(CLINIC, _BY, NOW) as unit:
            record = (await unit.series.find([series]))[series]
            stored = await _stored(unit, appointments)
            mails = await unit.session.execute(_mails(appointments))
            self._kept = _Kept(record, stored, [dict(each) for each in mails.mappings()])

    async def _go(self, _number: int) -> None:
        assert self._kept is not None, "it was kept before"
        chosen = self._kept.appointments[len(self._kept.appointments) // 2]
        assert chosen.slot is not None, "the series has it"
        body = {"starts_local": (chosen.slot + timedelta(minutes=15)).isoformat(timespec="minutes")}
        path, query = f"/appointments/{chosen.id}", {"scope": self._scope}
        _good(await self._service.ask(self._who, "PATCH", path, query, body, chosen.version))

    async def _put_back(self, _number: int) -> None:
        kept = self._kept
        assert kept is not None, "it was kept before"
        ids = [each.id for each in kept.appointments]
        async with self._service.store.write(CLINIC, _BY, NOW) as unit:
            now = {each.id: each for each in await _stored(unit, ids)}
            pairs = [(now[each.id], each) for each in kept.appointments]
            await unit.appointments.change([pair for pair in pairs if pair[0] != pair[1]])
            await unit.series.change(replace(kept.record, version=kept.record.version - 1))
            await unit.session.execute(delete(OutboxRow).where(OutboxRow.appointment_id.in_(ids)))
            if kept.mails:
                await unit.session.execute(insert(OutboxRow), kept.mails)


async def _stored(unit: ClinicUnit, appointments: Sequence[AppointmentId]) -> tuple[Appointment, ...]:
    found = await unit.listing.find(appointments)
    return tuple(each.appointment for each in found)


def _mails(appointments: Sequence[AppointmentId]) -> Any:
    return select(OutboxRow.__table__).where(OutboxRow.appointment_id.in_(appointments))


def _week() -> dict[str, str]:
    """The week of now, by the clinic's wall clock."""
    monday = datetime.combine(NOW.date() - timedelta(days=NOW.weekday()), datetime.min.time(), NOW.tzinfo)
    since, until = monday.astimezone(UTC), (monday + timedelta(days=7)).astimezone(UTC)
    return {"from": since.isoformat(), "to": until.isoformat(), "limit": str(_PAGE)}


def _good(answer: Answer) -> Answer:
    if answer.status != 200:
        raise Unexpected(f"{answer.status}: {answer.body[:200]!r}")
    return answer
