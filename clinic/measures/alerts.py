"""Who is told, and when, that a client has answered that they think of dying or of hurting themselves. Pure.

Those who lead a session of theirs today see it in the room, and everybody who may act gets a follow-up task and a mail
that names nobody. If nobody has it by then, the next people on call are written to, one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from clinic.common.ids import PersonId
from clinic.safety.escalation import Roster

__all__ = ["SEEN_WITHIN", "Call", "calls"]

SEEN_WITHIN: Final = timedelta(minutes=10)
"""How long somebody has to see it before the next one on call is written to."""


@dataclass(frozen=True, slots=True)
class Call:
    """A mail to one member of staff, unless somebody has seen the answer by then."""

    person: PersonId
    after: timedelta


def calls(own: Sequence[PersonId], leaders: Sequence[PersonId], roster: Roster) -> list[Call]:
    """Return who is written to, the first first; nobody twice.

    Args:
        own: The client's individual therapists, or whoever else looks after them.
        leaders: Who leads the session that they are in, or have later today; none if there is no session.
        roster: Those on call, and the clinical directors after them.
    """
    at_once = [*own, *leaders]
    others = [*roster.on_call, *roster.directors]
    if not leaders:
        # Nobody is with them: the first on call does not wait.
        at_once, others = [*at_once, *others[:1]], others[1:]
    found: dict[PersonId, timedelta] = dict.fromkeys(at_once, timedelta())
    after = SEEN_WITHIN
    for person in others:
        if person not in found:
            found[person] = after
            after += SEEN_WITHIN
    return [Call(person, wait) for person, wait in found.items()]
