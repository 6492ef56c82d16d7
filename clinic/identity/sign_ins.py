"""The life of a sign-in: from the first proof to the end, as a table of states. Pure.

Nobody stays signed in on a screen they left (45 CFR 164.312(a)(2)(iii), automatic logoff). A person in a live room is
watched by the room instead, so idling never signs them out there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import PrincipalKind

__all__ = [
    "IDLE_AFTER",
    "LONGEST",
    "MOVES",
    "SECOND_FACTOR_WITHIN",
    "SEEN_EVERY",
    "WARN_BEFORE",
    "Deadline",
    "SignIn",
    "SignInEvent",
    "SignInState",
    "check_active",
    "deadline",
    "end",
    "prove",
    "start",
    "state_at",
    "touch",
]

IDLE_AFTER: Final[Mapping[PrincipalKind, timedelta]] = MappingProxyType(
    {PrincipalKind.STAFF: timedelta(minutes=15), PrincipalKind.CLIENT: timedelta(minutes=30)}
)
LONGEST: Final = timedelta(hours=12)
"""After this long everybody signs in anew, however busy they are."""
SECOND_FACTOR_WITHIN: Final = timedelta(minutes=5)
WARN_BEFORE: Final = timedelta(seconds=20)
"""Long enough to answer a warning (WCAG 2.2, success criterion 2.2.1)."""
SEEN_EVERY: Final = timedelta(seconds=15)
"""How exactly activity is remembered; so a busy page does not write at every request."""


class SignInState(StrEnum):
    """How far a sign-in is. Only an active one lets anybody do anything."""

    SECOND_FACTOR = "second_factor"
    """One proof was given, and a second one is awaited."""
    ACTIVE = "active"
    IDLE = "idle"
    """Ended because nobody was there."""
    ENDED = "ended"
    """Ended by its owner, by staff, or by its greatest age."""


class SignInEvent(StrEnum):
    """What moves a sign-in."""

    PROVED = "proved"
    """The second proof at the beginning, or a fresh one later."""
    IDLED = "idled"
    TIMED_OUT = "timed_out"
    """The second proof did not come, or the sign-in reached its greatest age."""
    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    """Ended from elsewhere: by the owner on another device, by staff, or because the credentials were reset."""


MOVES: Final[Mapping[tuple[SignInState, SignInEvent], SignInState]] = MappingProxyType(
    {
        (SignInState.SECOND_FACTOR, SignInEvent.PROVED): SignInState.ACTIVE,
        (SignInState.SECOND_FACTOR, SignInEvent.TIMED_OUT): SignInState.ENDED,
        (SignInState.SECOND_FACTOR, SignInEvent.SIGNED_OUT): SignInState.ENDED,
        (SignInState.SECOND_FACTOR, SignInEvent.REVOKED): SignInState.ENDED,
        (SignInState.ACTIVE, SignInEvent.PROVED): SignInState.ACTIVE,
        (SignInState.ACTIVE, SignInEvent.IDLED): SignInState.IDLE,
        (SignInState.ACTIVE, SignInEvent.TIMED_OUT): SignInState.ENDED,
        (SignInState.ACTIVE, SignInEvent.SIGNED_OUT): SignInState.ENDED,
        (SignInState.ACTIVE, SignInEvent.REVOKED): SignInState.ENDED,
    }
)
"""Every move there is. What has ended stays ended."""

_OVER = frozenset({SignInState.IDLE, SignInState.ENDED})


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person signed in on one device. Times are aware UTC.

    Attributes:
        state: As of the last event; ``state_at`` adds what time alone has done since.
        seen_at: The last activity, as exactly as ``SEEN_EVERY``.
        proved_at: The last proof of who they are.
        ended_by: What ended it; None while it has not ended.
    """

    id: SignInId
    clinic: ClinicId
    person: PersonId
    kind: PrincipalKind
    state: SignInState
    started_at: datetime
    seen_at: datetime
    proved_at: datetime
    ended_at: datetime | None = None
    ended_by: SignInEvent | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a sign-in ends by itself if nothing happens, when to say so, and by which event."""

    ends_at: datetime
    warn_at: datetime
    event: SignInEvent


def start(
    sign_in: SignInId,
    clinic: ClinicId,
    person: PersonId,
    kind: PrincipalKind,
    now: datetime,
    *,
    second_factor: bool,
) -> SignIn:
    """Return a new sign-in after the first proof.

    Args:
        second_factor: Whether a second proof has to follow before it is active.
    """
    state = SignInState.SECOND_FACTOR if second_factor else SignInState.ACTIVE
    return SignIn(sign_in, clinic, person, kind, state, now, now, now)


def deadline(sign_in: SignIn, *, in_live_room: bool) -> Deadline | None:
    """Return when the sign-in ends by itself; None if it has ended.

    Args:
        in_live_room: Whether the person is in a live room through this sign-in. Whoever notices that they leave calls
            ``touch``, from which on idling counts again.
    """
    if sign_in.state in _OVER:
        return None
    if sign_in.state is SignInState.SECOND_FACTOR:
        at, event = sign_in.started_at + SECOND_FACTOR_WITHIN, SignInEvent.TIMED_OUT
    else:
        at, event = sign_in.started_at + LONGEST, SignInEvent.TIMED_OUT
        idle_at = sign_in.seen_at + IDLE_AFTER[sign_in.kind]
        if idle_at < at and not in_live_room:
            at, event = idle_at, SignInEvent.IDLED
    return Deadline(at, at - WARN_BEFORE, event)


def state_at(sign_in: SignIn, now: datetime, *, in_live_room: bool) -> SignInState:
    """Return the state at a time, after what time alone has ended."""
    due = deadline(sign_in, in_live_room=in_live_room)
    if due is None or now < due.ends_at:
        return sign_in.state
    return MOVES[sign_in.state, due.event]


def check_active(sign_in: SignIn, now: datetime, *, in_live_room: bool) -> None:
    """Check that the sign-in lets its person act now.

    Raises:
        Refused: ``sign_in.second_factor`` while the second proof is awaited, ``sign_in.idle`` or ``sign_in.ended``.
    """
    state = state_at(sign_in, now, in_live_room=in_live_room)
    if state is not SignInState.ACTIVE:
        raise Refused(f"sign_in.{state.value}")


def touch(sign_in: SignIn, now: datetime, *, in_live_room: bool = False) -> SignIn:
    """Return the sign-in after activity of its person; the same object if there is nothing new to store.

    Raises:
        Refused: As ``check_active``.
    """
    check_active(sign_in, now, in_live_room=in_live_room)
    return replace(sign_in, seen_at=now) if now - sign_in.seen_at >= SEEN_EVERY else sign_in


def prove(sign_in: SignIn, now: datetime, *, in_live_room: bool = False) -> SignIn:
    """Return the sign-in after its second proof, or after a fresh one.

    Raises:
        Refused: ``sign_in.idle`` or ``sign_in.ended``: it is over, and a proof begins a new one.
    """
    state = state_at(sign_in, now, in_live_room=in_live_room)
    if state in _OVER:
        raise Refused(f"sign_in.{state.value}")
    after = MOVES[state, SignInEvent.PROVED]
    return replace(sign_in, state=after, seen_at=now, proved_at=now)


def end(sign_in: SignIn, event: SignInEvent, now: datetime) -> SignIn:
    """Return the sign-in ended by this event; unchanged if it has ended before.

    Raises:
        ValueError: The event does not end a sign-in in this state.
    """
    if sign_in.state in _OVER:
        return sign_in
    after = MOVES.get((sign_in.state, event))
    if after not in _OVER:
        raise ValueError(f"{event.value} does not end a sign-in that is {sign_in.state.value}")
    return replace(sign_in, state=after, ended_at=now, ended_by=event)
