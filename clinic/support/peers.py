"""Peer links: two people from one group stay in touch if both want to, and neither learns more than that. Pure.

Each names the other in private. Only when both have, and nothing stands between them, is there a link; until then what
one of them sees depends on their own acts alone (`shown`). So a wish that the care team keeps back, or that the other
answers with a block, looks exactly as one that was not returned, and every end of a link looks like every other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.people.fields.text import text_problem

__all__ = [
    "LINE_LIMIT",
    "MOVES",
    "LinkState",
    "PeerMove",
    "PeerLink",
    "Shown",
    "check_line",
    "move",
    "new_link",
    "shown",
]

LINE_LIMIT: Final = 200
"""Characters of what one of the two tells the other, such as how to be reached."""


class LinkState(StrEnum):
    """How far two people are."""

    OFFERED = "offered"
    """Nobody, one, or both would like to stay in touch; nobody knows it of the other."""
    MUTUAL = "mutual"
    ENDED = "ended"


class PeerMove(StrEnum):
    """What happens between two people."""

    OFFER = "offer"
    """One of them names the other."""
    TAKE_BACK = "take_back"
    LEAVE = "leave"
    BLOCK = "block"
    UNBLOCK = "unblock"
    DISMISS = "dismiss"
    """One of them has read that it ended."""
    KEEP_APART = "keep_apart"
    """The care team does not want them to be in touch here."""
    LET_MEET = "let_meet"
    """The care team takes that back."""
    STOP = "stop"
    """The care team ends it: one of them is suspended, or was reported."""
    JOIN = "join"
    """Both have named the other, and nothing stands between them. It follows from another move, and nobody makes it."""


_O, _M, _E = LinkState.OFFERED, LinkState.MUTUAL, LinkState.ENDED
MOVES: Final[Mapping[tuple[LinkState, PeerMove], LinkState]] = MappingProxyType(
    {
        (_O, PeerMove.OFFER): _O,
        (_O, PeerMove.TAKE_BACK): _O,
        (_O, PeerMove.BLOCK): _O,
        (_O, PeerMove.UNBLOCK): _O,
        (_O, PeerMove.DISMISS): _O,
        (_O, PeerMove.KEEP_APART): _O,
        (_O, PeerMove.LET_MEET): _O,
        (_O, PeerMove.JOIN): _M,
        (_M, PeerMove.LEAVE): _E,
        (_M, PeerMove.BLOCK): _E,
        (_M, PeerMove.KEEP_APART): _E,
        (_M, PeerMove.STOP): _E,
        (_E, PeerMove.OFFER): _O,
        (_E, PeerMove.TAKE_BACK): _E,
        (_E, PeerMove.BLOCK): _E,
        (_E, PeerMove.UNBLOCK): _E,
        (_E, PeerMove.DISMISS): _E,
        (_E, PeerMove.KEEP_APART): _E,
        (_E, PeerMove.LET_MEET): _E,
    }
)
"""Every move that there is. What has no row is refused and changes nothing.

Whether there is a link is the only thing on which it depends what one of the two may do: all else they could try out."""

_OWN: Final = frozenset(
    {PeerMove.OFFER, PeerMove.TAKE_BACK, PeerMove.LEAVE, PeerMove.BLOCK, PeerMove.UNBLOCK, PeerMove.DISMISS}
)
"""Moves of one of the two; the others are the care team's."""


@dataclass(frozen=True, slots=True)
class PeerLink:
    """Two people, in the order of their ids, and what is between them.

    Attributes:
        offers: Who has named the other.
        blocks: Who has blocked the other.
        told: Who is still to read that it ended.
        kept_apart: The care team keeps them apart.
        since: When it became mutual; None before.
        lines: What each tells the other, while it is mutual.
    """

    id: str
    people: tuple[PersonId, PersonId]
    state: LinkState = LinkState.OFFERED
    offers: frozenset[PersonId] = frozenset()
    blocks: frozenset[PersonId] = frozenset()
    told: frozenset[PersonId] = frozenset()
    kept_apart: bool = False
    since: datetime | None = None
    lines: Mapping[PersonId, str] = field(default_factory=dict, repr=False)

    def other(self, person: PersonId) -> PersonId:
        """Return the other of the two."""
        first, second = self.people
        return second if person == first else first


@dataclass(frozen=True, slots=True)
class Shown:
    """All that one of the two may see of it.

    Attributes:
        named: They have named the other, and there is no link.
        mutual: There is a link.
        ended: There was one, and they have not read so yet.
        blocked: They have blocked the other.
    """

    named: bool = False
    mutual: bool = False
    ended: bool = False
    blocked: bool = False


def new_link(link: str, one: PersonId, other: PersonId) -> PeerLink:
    """Return two people between whom there is nothing yet. Raises Refused: ``peer.yourself``."""
    if one == other:
        raise Refused("peer.yourself")
    first, second = sorted((one, other))
    return PeerLink(link, (first, second))


def shown(link: PeerLink, person: PersonId) -> Shown:
    """Return what one of the two sees."""
    mutual = link.state is LinkState.MUTUAL
    return Shown(
        named=not mutual and person in link.offers,
        mutual=mutual,
        ended=person in link.told,
        blocked=person in link.blocks,
    )


def move(
    link: PeerLink, made: PeerMove, now: datetime, *, by: PersonId | None = None, barred: bool = False
) -> PeerLink:
    """Return the two after a move.

    Args:
        by: Which of them makes it; None for the care team.
        barred: Whether something outside forbids a link: they are or were a couple, or one of them is suspended. It
            changes nothing that either of them sees.

    Raises:
        Refused: ``peer.no_move``: it leads nowhere from here. That one of them may make a move tells them only what
            they see anyway.
    """
    to = MOVES.get((link.state, made))
    if to is None or made is PeerMove.JOIN or (by in link.people) is not (made in _OWN):
        raise Refused("peer.no_move")
    after = replace(_noted(link, made, by), state=to)
    if to is LinkState.ENDED and link.state is LinkState.MUTUAL:
        return replace(after, offers=frozenset(), told=frozenset(link.people), since=None, lines={})
    return after if barred or not _meet(after) else _joined(after, now)


def check_line(text: str) -> None:
    """Check a tidied line. Raises Invalid for the field ``line``, with the codes of ``text_problem``."""
    if problem := text_problem(text, LINE_LIMIT):
        raise Invalid([FieldError("line", problem)])


def _noted(link: PeerLink, made: PeerMove, by: PersonId | None) -> PeerLink:
    one = frozenset[PersonId]() if by is None else frozenset({by})
    match made:
        case PeerMove.OFFER:
            # Naming somebody takes back that one blocked them.
            return replace(link, offers=link.offers | one, blocks=link.blocks - one, told=link.told - one)
        case PeerMove.TAKE_BACK:
            return replace(link, offers=link.offers - one)
        case PeerMove.BLOCK:
            return replace(link, offers=link.offers - one, blocks=link.blocks | one)
        case PeerMove.UNBLOCK:
            return replace(link, blocks=link.blocks - one)
        case PeerMove.DISMISS:
            return replace(link, told=link.told - one)
        case PeerMove.KEEP_APART | PeerMove.LET_MEET:
            return replace(link, kept_apart=made is PeerMove.KEEP_APART)
    return link


def _meet(link: PeerLink) -> bool:
    wanted = link.state is LinkState.OFFERED and link.offers == frozenset(link.people)
    return wanted and not link.blocks and not link.kept_apart


def _joined(link: PeerLink, now: datetime) -> PeerLink:
    state = MOVES[link.state, PeerMove.JOIN]
    return replace(link, state=state, offers=frozenset(), told=frozenset(), since=now)
