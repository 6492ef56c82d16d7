"""The care team's side of the support network: keeping two apart, reports, and keeping somebody out of it.

Of a client's links staff see what the client sees, and no line of anybody; what the other one wishes is not theirs to
know. Whatever they do reaches nobody but as the end of a link.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.access.clinic_day import today
from app.access.programme.support.standing import (
    Standing,
    acquaintances,
    find_read,
    is_open,
    standing_of,
)
from app.access.reading import Reader, is_planner, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.programme.support.peers import PeerProfile
from app.runtime.ids import new_peer_link_id
from clinic.care_team.reading import Category
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.support.hosts import PeerHost, check_host
from clinic.support.members import partners_ever
from clinic.support.peers import LinkState, PeerLink, PeerMove, Shown, move, new_link, shown
from clinic.support.reports import Report, ReportOutcome, conclude

__all__ = [
    "ClientNetwork",
    "Moderation",
    "Pair",
    "ReportView",
    "conclude_report",
    "keep_apart",
    "name_host",
    "read_client_network",
    "read_moderation",
    "suspend",
]

_MOST: Final = 200
"""Reports that are listed; the oldest that are done are left out."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A client and somebody from their groups, as the client's care team sees them."""

    other: Named
    shown: Shown
    kept_apart: bool


@dataclass(frozen=True, slots=True)
class ClientNetwork:
    """A client in the network.

    Attributes:
        host: Their training, if they may host alumni groups.
        may_change: Whether the reader may keep apart, suspend, and name a host.
    """

    client: Named
    standing: Standing
    pairs: tuple[Pair, ...]
    host: PeerHost | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with everybody's names."""

    report: Report
    names: dict[PersonId, Named]


@dataclass(frozen=True, slots=True)
class Moderation:
    """What the care team looks after in the network.

    Attributes:
        apart: Who is kept from whom; for those who plan.
        suspended: Whom somebody keeps out, with that somebody; for those who plan.
    """

    open: tuple[ReportView, ...]
    done: tuple[ReportView, ...]
    apart: tuple[tuple[Named, Named], ...]
    suspended: tuple[tuple[PeerProfile, dict[PersonId, Named]], ...]


async def read_client_network(unit: ClinicUnit, principal: Principal, client: PersonId) -> ClientNetwork:
    """Return a client's part in the network. Raises Refused: as ``find_read``."""
    _, reader = await find_read(unit, principal, client)
    unit.note("network.read", client)
    return await _client_network(unit, client, reader)


async def keep_apart(
    unit: ClinicUnit, principal: Principal, client: PersonId, other: PersonId, *, apart: bool
) -> ClientNetwork:
    """Keep two people apart, or let them meet again. Neither of them is told, of neither.

    Raises:
        Refused: As ``find_read``; ``peer.unknown``: they were in no group together.
    """
    await unit.people.find_all([client, other], lock=True)
    _, reader = await find_read(unit, principal, client, change=True)
    link = await unit.peers.between(client, other)
    if link is None:
        if other not in await acquaintances(unit, client):
            raise Refused("peer.unknown")
        link = new_link(new_peer_link_id(), client, other)
    if link.kept_apart is not apart:
        await _moved(unit, link, PeerMove.KEEP_APART if apart else PeerMove.LET_MEET)
    unit.note("peer.keep_apart" if apart else "peer.let_meet", client, other, link.id)
    return await _client_network(unit, client, reader)


async def suspend(
    unit: ClinicUnit, principal: Principal, client: PersonId, *, suspended: bool
) -> ClientNetwork:
    """Keep somebody out of the network, or let them back. Their links end; to the others as all links end.

    Raises:
        Refused: As ``find_read``.
    """
    _, reader = await find_read(unit, principal, client, change=True)
    await _suspend(unit, principal, client, suspended=suspended)
    return await _client_network(unit, client, reader)


async def name_host(
    unit: ClinicUnit, principal: Principal, client: PersonId, host: PeerHost | None
) -> ClientNetwork:
    """Let a client host alumni groups; None ends it.

    Raises:
        Refused: As ``find_read``.
        Invalid: As ``check_host``.
    """
    _, reader = await find_read(unit, principal, client, change=True)
    if host is None:
        await unit.peers.end_host(client)
        unit.note("host.end", client)
    else:
        standing = await standing_of(unit, client)
        if errors := check_host(host, today(unit), alumni=standing.alumni):
            raise Invalid(errors)
        await unit.peers.put_host(host)
        unit.note("host.name", client)
    return await _client_network(unit, client, reader)


async def read_moderation(unit: ClinicUnit, principal: Principal) -> Moderation:
    """Return reports about the principal's own clients; to those who plan all, and who is kept apart or out.

    Raises Refused: ``access.denied``.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    readers = _Readers(unit, principal)
    found: list[tuple[ReportView, ...]] = []
    for done in (False, True):
        reports = [
            one for one in await unit.peers.reports(done=done, limit=_MOST) if await readers.may_see(one)
        ]
        people = {
            person for one in reports for person in (one.by, one.about, one.done_by) if person is not None
        }
        names = await unit.people.names(people)
        found.append(tuple(ReportView(one, names) for one in reports))
    seen = {one.report.about for views in found for one in views} | {
        one.report.by for views in found for one in views
    }
    if seen:
        unit.note("reports.read", *sorted(seen))
    apart, out = list[PeerLink](), list[PeerProfile]()
    if is_planner(principal):
        apart, out = await unit.peers.kept_apart(), await unit.peers.suspended()
        unit.note("network.list", *sorted({person for link in apart for person in link.people}))
    people = {person for link in apart for person in link.people}
    people |= {one.person for one in out} | {one.suspended_by for one in out if one.suspended_by}
    names = await unit.people.names(people)
    return Moderation(
        found[0],
        found[1],
        tuple((names[link.people[0]], names[link.people[1]]) for link in apart),
        tuple((one, names) for one in out),
    )


async def conclude_report(
    unit: ClinicUnit, principal: Principal, report: str, outcome: ReportOutcome, note: str
) -> ReportView:
    """Do something about a report, and note why.

    Raises:
        Refused: ``access.denied``, ``report.unknown``, ``report.done``; ``report.not_theirs``: who is reported is no
            client of theirs, so that others have to suspend them.
        Invalid: As ``conclude``.
    """
    check(principal, Action.PEOPLE_WRITE, unit.now)
    stored = await unit.peers.report(report)
    readers = _Readers(unit, principal)
    if stored is None or not await readers.may_see(stored):
        raise Refused("report.unknown")
    done = conclude(stored, outcome, note.strip(), principal.person, unit.now)
    if outcome is ReportOutcome.SUSPEND and not (await readers.of(stored.about)).may_by_role(
        Category.INDIVIDUAL_SESSIONS
    ):
        raise Refused("report.not_theirs")
    await unit.people.find_all([stored.by, stored.about], lock=True)
    if outcome is not ReportOutcome.NOTHING:
        link = await unit.peers.between(stored.by, stored.about)
        if link is not None and not link.kept_apart:
            await _moved(unit, link, PeerMove.KEEP_APART)
    if outcome is ReportOutcome.SUSPEND:
        await _suspend(unit, principal, stored.about, suspended=True)
    if not await unit.peers.conclude_report(done):
        raise Refused("report.done")
    unit.note("report.conclude", stored.about, stored.by, report, outcome=outcome.value)
    return ReportView(done, await unit.people.names({done.by, done.about, principal.person}))


class _Readers:
    """What the principal is to each client, asked once."""

    def __init__(self, unit: ClinicUnit, principal: Principal) -> None:
        self._unit = unit
        self._principal = principal
        self._known: dict[PersonId, Reader] = {}

    async def of(self, client: PersonId) -> Reader:
        if client not in self._known:
            self._known[client] = await relations(self._unit, self._principal, client)
        return self._known[client]

    async def may_see(self, report: Report) -> bool:
        """A report is of both: whoever looks after one of them has to know of it."""
        return any(
            [(await self.of(one)).may(Category.INDIVIDUAL_SESSIONS) for one in (report.by, report.about)]
        )


async def _moved(unit: ClinicUnit, link: PeerLink, made: PeerMove) -> None:
    one, other = link.people
    barred = other in partners_ever(one, await unit.couples.of([one]))
    barred = barred or not await is_open(unit, one) or not await is_open(unit, other)
    await unit.peers.put_link(move(link, made, unit.now, barred=barred))


async def _suspend(unit: ClinicUnit, principal: Principal, client: PersonId, *, suspended: bool) -> None:
    profile = (await unit.peers.profiles([client]))[client]
    if (profile.suspended_at is not None) is suspended:
        return
    by = principal.person if suspended else None
    await unit.peers.put_profile(
        replace(profile, suspended_at=unit.now if suspended else None, suspended_by=by)
    )
    for link in await unit.peers.links_of(client) if suspended else ():
        if link.state is LinkState.MUTUAL:
            await unit.peers.put_link(move(link, PeerMove.STOP, unit.now))
        elif client in link.offers:
            await unit.peers.put_link(move(link, PeerMove.TAKE_BACK, unit.now, by=client))
    unit.note("peer.suspend" if suspended else "peer.reinstate", client)


async def _client_network(unit: ClinicUnit, client: PersonId, reader: Reader) -> ClientNetwork:
    links = {link.other(client): link for link in await unit.peers.links_of(client)}
    listed = await acquaintances(unit, client)
    listed |= {other for other, link in links.items() if link.kept_apart or shown(link, client) != Shown()}
    names = await unit.people.names({*listed, client})
    pairs = [
        Pair(
            names[other],
            shown(links[other], client) if other in links else Shown(),
            other in links and links[other].kept_apart,
        )
        for other in listed
        if other in names
    ]
    return ClientNetwork(
        names[client],
        await standing_of(unit, client),
        tuple(sorted(pairs, key=lambda pair: (pair.other.name.casefold(), pair.other.id))),
        (await unit.peers.hosts([client])).get(client),
        reader.may_by_role(Category.INDIVIDUAL_SESSIONS),
    )
