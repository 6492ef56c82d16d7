"""A client's own side of the support network: their name there, whom they name, and what is mutual.

What is answered, and the work behind it, follows from what `clinic.support.peers.shown` lets them see. No version, id or
time in it moves when the other one, or the care team, does something that is not theirs to know.
"""

from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from app.access.programme.support.standing import (
    NetworkPart,
    Standing,
    acquaintances,
    check_own,
    is_open,
    standing_of,
)
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.runtime.ids import new_peer_link_id, new_peer_report_id
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal
from clinic.people.fields.text import tidy
from clinic.support.members import partners_ever
from clinic.support.peers import PeerLink, PeerMove, Shown, check_line, move, new_link, shown
from clinic.support.pseudonyms import check_pseudonym
from clinic.support.reports import Report, check_words

__all__ = [
    "MOST_REPORTS",
    "Network",
    "PageNotices",
    "Peer",
    "choose_name",
    "make_move",
    "read_network",
    "report",
    "write_line",
]

MOST_REPORTS: Final = 5
"""Reports of one person that wait for the care team at a time."""


class PageNotices(Protocol):
    """Tells people in neutral words that there is something on their own page."""

    async def own_page(self, unit: ClinicUnit, person: PersonId, *, at_most_daily: bool) -> bool:
        """Write to a person through their safe channel; return whether it will be sent."""
        ...


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody from one's groups.

    Attributes:
        named: As they were called in the group.
        name: As they are called in the network; empty unless there is a link.
        line: What they tell; empty unless there is a link.
        own_line: What one tells them.
    """

    named: Named
    shown: Shown
    name: str = ""
    line: str = field(default="", repr=False)
    own_line: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Network:
    """All that a client sees of the network."""

    standing: Standing
    peers: tuple[Peer, ...]


async def read_network(unit: ClinicUnit, principal: Principal) -> Network:
    """Return one's own network. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_READ)
    unit.note("network.read", principal.person)
    return await _network(unit, principal.person)


async def choose_name(unit: ClinicUnit, principal: Principal, name: str, version: int) -> Network:
    """Choose what one is called in the network.

    Raises:
        Refused: ``access.denied``, ``version.other``, ``peer.suspended``, ``peer.later``.
        Invalid: As ``check_pseudonym``.
    """
    check_own(unit, principal, Action.OWN_WRITE)
    record = await unit.people.find(principal.person, lock=True)
    if record is None:
        raise Refused("person.unknown")
    standing = await _taking_part(unit, principal.person)
    tidied = tidy(name)
    if errors := check_pseudonym(tidied, record.fields):
        raise Invalid(errors)
    profile = standing.profile
    if profile.version != version:
        raise Refused("version.other")
    await unit.peers.put_profile(replace(profile, name=tidied, version=version + 1))
    unit.note("network.name", principal.person)
    return await _network(unit, principal.person)


async def make_move(
    unit: ClinicUnit, principal: Principal, other: PersonId, made: PeerMove, notices: PageNotices
) -> Network:
    """Name somebody, take it back, leave, block, or read that a link has ended.

    Raises:
        Refused: ``access.denied``; ``peer.unknown``: they are nobody from one's groups; ``peer.no_move``; to name
            somebody ``peer.suspended``, ``peer.later``, ``peer.no_name``.
    """
    me = principal.person
    check_own(unit, principal, Action.OWN_WRITE)
    link = await _link(unit, me, other)
    standing = await standing_of(unit, me)
    if made is PeerMove.OFFER:
        _check_part(standing)
        if not standing.profile.name:
            raise Refused("peer.no_name")
    # Asked for each move, so that the work is the same whatever the other one has wished.
    partners = partners_ever(me, await unit.couples.of([me]))
    barred = not await is_open(unit, other) or other in partners
    after = move(link, made, unit.now, by=me, barred=barred)
    await unit.peers.put_link(after)
    unit.note(f"peer.{made.value}", me, other, link.id)
    if shown(after, me).mutual:
        unit.note("peer.join", *after.people, link.id)
        await notices.own_page(unit, other, at_most_daily=True)
    return await _network(unit, me)


async def write_line(unit: ClinicUnit, principal: Principal, other: PersonId, line: str) -> Network:
    """Write what one tells somebody with whom there is a link; empty takes it back.

    Raises:
        Refused: ``access.denied``, ``peer.unknown``; ``peer.no_link``: there is no link, or none any more.
        Invalid: As ``check_line``.
    """
    me = principal.person
    check_own(unit, principal, Action.OWN_WRITE)
    link = await _link(unit, me, other)
    if not shown(link, me).mutual:
        raise Refused("peer.no_link")
    tidied = tidy(line)
    check_line(tidied)
    await unit.peers.put_link(replace(link, lines={**link.lines, me: tidied}))
    unit.note("peer.line", me, other, link.id)
    return await _network(unit, me)


async def report(unit: ClinicUnit, principal: Principal, other: PersonId, words: str) -> Network:
    """Tell the care team what somebody did. They are not told that it was reported.

    Raises:
        Refused: ``access.denied``, ``peer.unknown``; ``peer.no_link``: there is no link, and none that ended and is
            still shown; ``report.too_many``: so many of one's own still wait.
        Invalid: As ``check_words``.
    """
    me = principal.person
    check_own(unit, principal, Action.OWN_WRITE)
    link = await _link(unit, me, other)
    seen = shown(link, me)
    if not seen.mutual and not seen.ended:
        raise Refused("peer.no_link")
    tidied = words.strip()
    check_words(tidied)
    waiting = await unit.peers.reports(done=False, limit=1000)
    if sum(one.by == me for one in waiting) >= MOST_REPORTS:
        raise Refused("report.too_many")
    made = Report(new_peer_report_id(), link.id, me, other, unit.now, tidied, link.lines.get(other, ""))
    await unit.peers.add_report(made)
    unit.note("peer.report", me, other, made.id)
    return await _network(unit, me)


async def _taking_part(unit: ClinicUnit, person: PersonId) -> Standing:
    standing = await standing_of(unit, person)
    _check_part(standing)
    return standing


def _check_part(standing: Standing) -> None:
    if standing.part is NetworkPart.SUSPENDED:
        raise Refused("peer.suspended")
    if standing.part is NetworkPart.LATER:
        raise Refused("peer.later")


async def _link(unit: ClinicUnit, me: PersonId, other: PersonId) -> PeerLink:
    """Return what is between the two, both locked. Who is no acquaintance is unknown, whatever there is behind it."""
    await unit.people.find_all([me, other], lock=True)
    known = await acquaintances(unit, me)
    stored = await unit.peers.between(me, other)
    if other not in known and (stored is None or shown(stored, me) == Shown()):
        raise Refused("peer.unknown")
    return stored or new_link(new_peer_link_id(), me, other)


async def _network(unit: ClinicUnit, me: PersonId) -> Network:
    standing = await standing_of(unit, me)
    links = {link.other(me): link for link in await unit.peers.links_of(me)}
    known = await acquaintances(unit, me)
    own = {other: shown(link, me) for other, link in links.items()}
    listed = {other for other, seen in own.items() if seen != Shown()}
    if standing.part is NetworkPart.OPEN:
        listed |= known
    if standing.part is NetworkPart.SUSPENDED:
        listed = set()
    names = await unit.people.names(listed)
    profiles = await unit.peers.profiles(listed)
    peers = [
        _peer(names[one], links.get(one), own.get(one, Shown()), profiles[one].name, me)
        for one in listed
        if one in names
    ]
    return Network(
        standing, tuple(sorted(peers, key=lambda each: (each.named.name.casefold(), each.named.id)))
    )


def _peer(named: Named, link: PeerLink | None, seen: Shown, name: str, me: PersonId) -> Peer:
    if link is None or not seen.mutual:
        return Peer(named, seen)
    return Peer(named, seen, name, link.lines.get(named.id, ""), link.lines.get(me, ""))
