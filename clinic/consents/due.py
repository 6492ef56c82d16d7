"""Which documents somebody has to sign or acknowledge before a session, in order. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic.common.ids import AppointmentId, EpisodeId, PersonId
from clinic.consents.documents import RULES, DocumentKey, DocumentKind
from clinic.consents.grants import Acknowledgement, Grant, GrantState, counts_for, state_at
from clinic.consents.versions import DocumentVersion, current

__all__ = ["DueItem", "Needs", "SessionFacts", "due", "missing_partners", "wanted"]

_GROUPS: Final = frozenset({"group", "multi_couple", "psychoeducation", "alumni"})
_CONJOINT: Final = frozenset({"couples", "multi_couple"})
_NO_TREATMENT: Final = frozenset({"alumni"})


class Needs(StrEnum):
    """What is to be done with a document."""

    SIGN = "sign"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What has to be known of a session and of where one person joins it.

    Attributes:
        appointment: None while it is not about a session: what would be due before one of this kind.
        kind: The kind of room.
        episode: The person's episode of care that the session belongs to.
        state: The state where the person is; empty if it is not known.
        has_observers: Somebody is expected who only looks on.
        is_protected: 42 CFR Part 2 protects that the person is in it.
    """

    appointment: AppointmentId | None
    kind: str
    episode: EpisodeId | None = None
    state: str = ""
    has_observers: bool = False
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class DueItem:
    """A document that is due, in the version that holds now.

    Attributes:
        withdrawn: They had signed it, here and in this episode, and the last thing they did was to take it back.
    """

    version: DocumentVersion
    needs: Needs
    withdrawn: bool = False

    @property
    def is_required(self) -> bool:
        """Whether the session cannot be entered before."""
        return RULES[self.version.key.kind].is_required


def wanted(facts: SessionFacts) -> tuple[DocumentKey, ...]:
    """Return the documents that a session asks for, signed or not, in the order of their kinds."""
    asks = {
        DocumentKind.AGREEMENT: True,
        # Meetings after treatment are no treatment.
        DocumentKind.TELEHEALTH: facts.kind not in _NO_TREATMENT,
        DocumentKind.PART2: facts.is_protected,
        DocumentKind.GROUP: facts.kind in _GROUPS,
        DocumentKind.COUPLES: facts.kind in _CONJOINT,
        DocumentKind.OBSERVERS: facts.has_observers,
    }
    return tuple(
        DocumentKey(kind, facts.state if RULES[kind].by_state else "")
        for kind in DocumentKind
        if asks.get(kind, False)
    )


def due(
    person: PersonId,
    facts: SessionFacts,
    grants: Iterable[Grant],
    acknowledged: Iterable[Acknowledgement],
    versions: Collection[DocumentVersion],
    now: datetime,
) -> tuple[DueItem, ...]:
    """Return what this person has still to do before the session.

    Args:
        grants: Those of other people are ignored: a partner never signs for the other.
        versions: All of the clinic, and the release's. Without one in force, there is nothing to sign.
    """
    mine = [each for each in grants if each.person == person]
    confirmed = {
        each.version
        for each in acknowledged
        if each.person == person and each.appointment == facts.appointment and each.at <= now
    }
    found = list[DueItem]()
    for key in wanted(facts):
        version = current(versions, key, now)
        if version is None:
            continue
        counting = [each for each in mine if counts_for(each, version, key.state, facts.episode, now)]
        if not counting:
            found.append(
                DueItem(version, Needs.SIGN, _is_withdrawn(version, key.state, facts.episode, mine, now))
            )
        elif _is_to_be_confirmed(version, facts, counting, confirmed):
            found.append(DueItem(version, Needs.ACKNOWLEDGE))
    return tuple(found)


def _is_to_be_confirmed(
    version: DocumentVersion, facts: SessionFacts, counting: Iterable[Grant], confirmed: Collection[str]
) -> bool:
    if facts.appointment is None or not RULES[version.key.kind].each_session:
        return False
    # Who signs on the way into a session has just read it.
    signed_here = any(each.appointment == facts.appointment for each in counting)
    return not signed_here and version.id not in confirmed


def _is_withdrawn(
    version: DocumentVersion, state: str, episode: EpisodeId | None, mine: Iterable[Grant], now: datetime
) -> bool:
    """Return whether the newest signature under any version of the document, here and in this episode, was withdrawn.

    Who signed anew after a withdrawal, and is only asked again because another version holds, has taken nothing back.
    """
    rules = RULES[version.key.kind]
    before = [
        each
        for each in mine
        if each.key.kind is version.key.kind
        and each.signed_at <= now
        and (not rules.by_state or each.key.state == state)
        and (not rules.in_episode or each.episode == episode)
        and (each.terms is None or each.terms.recipient is None)
    ]
    newest = max(before, key=lambda each: each.signed_at, default=None)
    return newest is not None and state_at(newest, now) is GrantState.WITHDRAWN


def missing_partners(
    partners: Iterable[PersonId],
    episodes: dict[PersonId, EpisodeId | None],
    grants: Collection[Grant],
    versions: Collection[DocumentVersion],
    now: datetime,
) -> frozenset[PersonId]:
    """Return the partners whose own consent to couple therapy is missing (R4): each of them signs separately."""
    version = current(versions, DocumentKey(DocumentKind.COUPLES), now)
    if version is None:
        return frozenset()
    return frozenset(
        partner
        for partner in partners
        if not any(
            each.person == partner and counts_for(each, version, "", episodes.get(partner), now)
            for each in grants
        )
    )
