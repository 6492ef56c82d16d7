"""What the room asks of one person now, read from the view alone. No rule of the room is repeated here.

=============  =======================================================================================================
Situation      When
=============  =======================================================================================================
`OUT`          outside, waiting, or the session does not run: there is nothing to do but wait
`CALLED`       it is their turn, and its announcement is over
`VOICED`       a dialogue waits for their voice
`ASKED`        the step has an action for them that it waits for
`OPEN`         everybody may speak
`LISTENING`    everything else: they can raise a hand, or do what the step offers
=============  =======================================================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Moment", "Situation", "View", "read_moment"]

View = Mapping[str, Any]


class Situation(StrEnum):
    """What is asked of a person; the module's table says when."""

    OUT = "out"
    CALLED = "called"
    VOICED = "voiced"
    ASKED = "asked"
    OPEN = "open"
    LISTENING = "listening"


@dataclass(frozen=True, slots=True)
class Moment:
    """One person's situation.

    Attributes:
        may: The requests that would be accepted from them.
        acts: The actions of the step that would be, those for this screen alone.
        main: The one that the step waits for.
        protocol: Which protocol runs; "" for none.
        step: The same as long as the step is: nobody does the same action of it twice.
        key: The same as long as nothing has moved: what somebody meant to do is forgotten when it changes.
    """

    person: str
    situation: Situation
    may: frozenset[str]
    acts: tuple[str, ...]
    main: str | None
    protocol: str
    step: tuple[object, ...]
    key: tuple[object, ...]


def read_moment(view: View, person: str, rules: Mapping[str, Any]) -> Moment:
    """Read a person's situation.

    Args:
        view: The view of the page they sit at.
        person: One of ``you.people``.
        rules: By protocol, `rules` of the library (PROTOCOL.md, part 10).
    """
    you, run = view["you"], view.get("run", {})
    own, protocol = you["run"].get(person, {}), run.get("protocol", "")
    acts = tuple(own.get("acts", ()))
    if you["space"] == "companion":
        # The phone is for what is private; everything else is done at the seat it belongs to.
        acts = tuple(name for name in acts if rules[protocol]["acts"][name]["private"])
    main = own.get("main") if own.get("main") in acts else None
    may = frozenset(you["can"].get(person, ()))
    situation = _situation(view, person, acts, main)
    step = (run.get("number"), run.get("step"), run.get("since"))
    key = (situation, view.get("floor", {}).get("seq"), *step)
    return Moment(person, situation, may, acts, main, protocol, step, key)


def _situation(view: View, person: str, acts: tuple[str, ...], main: str | None) -> Situation:
    you, run = view["you"], view.get("run", {})
    if view["room"]["state"] != "live" or you["space"] in ("outside", "waiting"):
        return Situation.OUT
    if you["space"] != "companion":
        holder = view.get("floor", {}).get("holder", {})
        if holder.get("person") == person and holder["phase"] == "speaking":
            return Situation.CALLED
        if acts and run.get("facts", {}).get("due_voice") == person:
            return Situation.VOICED
    if main:
        return Situation.ASKED
    is_open = you["space"] == "private" or view.get("floor", {}).get("mode") == "open"
    return Situation.OPEN if is_open and you["audio"] == "on" else Situation.LISTENING
