"""Prompts (docs/domain.md, Prompts): shown at a step or sent by a facilitator; rarely, and only to the right person.

No prompt is chosen by what anybody says. The library holds the texts; a room knows only their ids.
"""

from collections.abc import Iterable
from math import ceil

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import PromptRule
from rooms.model.people import Role
from rooms.rules.common.checks import leads
from rooms.rules.common.facts import prompted
from rooms.rules.context import RuleContext
from rooms.rules.part import all_of, of_room, reads
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.side_channels.place import has_own_screen, space_of, space_of_person
from rooms.state import Run
from rooms.state.side_channels import PromptShown, Scene
from rooms.state.subjects import RUNS

__all__ = [
    "PROMPT_GAP_S",
    "PROMPT_S",
    "dismiss",
    "drop_outdated",
    "expire_prompts",
    "give_automatic",
    "in_peace",
    "may_dismiss",
    "may_prompt",
    "peace",
    "prompt_deadlines",
    "prompt_on",
    "send_prompt",
]

PROMPT_GAP_S = 60.0
"""The least time between two prompts to one person, seconds."""
PROMPT_S = 45.0
"""How long a prompt is shown."""

_LEADERS, _SEAT, _ALL = "facilitator", "seat", "all"
_HOLDER, _LISTENER = "holder", "listener"


def in_peace(context: RuleContext) -> bool:
    """Whether no prompts may be shown now: in a crisis, in a quiet minute."""
    runs = context.state.runs
    if runs and runs[-1].emergency:
        return True
    run = context.state.run
    return run is not None and not CATALOG[run.protocol].steps[run.step].prompts


peace = of_room(RUNS)(in_peace)
"""The same, as a fact."""


def prompt_on(context: RuleContext, seat: SeatId) -> tuple[PersonId | None, PromptShown] | None:
    """Return what this screen shows now, and for whom, which is not said if two people look at it (F9)."""
    people, alone = context.state.seats[seat].occupants, not context.is_shared(seat)
    found = [
        (person, shown)
        for person in people
        if (shown := context.side_channels.prompts.get(person)) and (shown.on_seat or alone)
    ]
    if not found or space_of(context, seat) is None:
        return None
    person, shown = max(found, key=lambda each: each[1].at)
    return (person if alone else None), shown


# Automatic prompts.


def give_automatic(context: RuleContext) -> None:
    """Show the prompts that are due at this step; those with a new role in it get that role's prompt."""
    run, before = context.state.run, context.side_channels.scene
    if run is None:
        return
    scene = _scene(context, run, before)
    known = before.audiences if before and before.step == scene.step else {}
    context.side_channels.scene = scene
    for person, audiences in scene.audiences.items():
        fresh = audiences - known.get(person, frozenset())
        if fresh and _wait_s(context, person) == 0:
            _give_first(context, person, scene.rules, fresh)


def _scene(context: RuleContext, run: Run, before: Scene | None) -> Scene:
    step = (run.number, run.step, run.step_since)
    if before and before.step == step:
        rules = before.rules
    else:
        rules = tuple(
            (name, rule.audience)
            for name, rule in context.library.prompts.items()
            if (rule.protocol, rule.step) == (run.protocol, run.step)
        )
    return Scene(step, rules, _audiences(context, run) if rules else {})


def _give_first(
    context: RuleContext, person: PersonId, rules: Iterable[tuple[str, str]], fresh: frozenset[str]
) -> None:
    """Show the first prompt that addresses the person and that one of their screens may show."""
    for prompt, audience in rules:
        on_seat = audience in (_SEAT, _ALL)
        if audience in fresh and (on_seat or has_own_screen(context, person)):
            _show(context, person, prompt, on_seat=on_seat)
            return


def _audiences(context: RuleContext, run: Run) -> dict[PersonId, frozenset[str]]:
    """Return the audiences that each person in the room belongs to at this step."""
    roles = CATALOG[run.protocol].roles
    holder = context.state.floor.holder
    found: dict[PersonId, frozenset[str]] = {}
    for person in context.participants():
        audiences = {_ALL} | {role for role, people in run.roles.items() if person in people}
        if context.seat_of(person).shared:
            audiences.add(_SEAT)
        own = _HOLDER if holder and holder.person == person else _LISTENER
        if holder and own not in roles:
            audiences.add(own)
        found[person] = frozenset(audiences)
    for person in context.state.people:
        if context.is_in_room(person) and context.leads(person):
            found[person] = frozenset({_LEADERS})
    return found


# Prompts from a facilitator.


def send_prompt(context: RuleContext, command: cmd.SendPrompt) -> None:
    """Show it to the person, or to everybody it addresses who had no other prompt a moment ago.

    Raises:
        Refused: ``seat.is_shared`` if none of them has a screen for it, ``prompt.too_soon`` with the
            seconds to wait.
    """
    audience = context.library.prompts[command.prompt].audience
    on_seat = audience == _SEAT or (audience == _ALL and command.person is None)
    meant = _everybody(context, audience) if command.person is None else [command.person]
    reached = [person for person in meant if on_seat or has_own_screen(context, person)]
    if not reached:
        raise Refused("seat.is_shared" if meant else "person.not_here")
    ready = [person for person in reached if _wait_s(context, person) == 0]
    if not ready:
        raise Refused("prompt.too_soon", str(min(_wait_s(context, person) for person in reached)))
    for person in ready:
        _show(context, person, command.prompt, on_seat=on_seat)


def dismiss(context: RuleContext, command: cmd.DismissPrompt) -> None:
    """Dismiss the prompt on this screen."""
    prompts, seat = context.side_channels.prompts, context.state.seats[command.via]
    for person in seat.occupants:
        if person in prompts and (prompts[person].on_seat or not seat.watched):
            del prompts[person]


def expire_prompts(context: RuleContext) -> None:
    """Remove prompts that were shown for their full time."""
    prompts = context.side_channels.prompts
    for person in [person for person, shown in prompts.items() if shown.until <= context.now]:
        del prompts[person]


def drop_outdated(context: RuleContext) -> None:
    """Remove prompts of a protocol that no longer runs: they would be wrong now."""
    protocol, prompts = _protocol(context), context.side_channels.prompts
    for person, shown in list(prompts.items()):
        if shown.protocol not in ("", protocol):
            del prompts[person]


def prompt_deadlines(context: RuleContext) -> Iterable[float]:
    """Yield when prompts have been shown for their full time."""
    return (shown.until for shown in context.side_channels.prompts.values())


def _show(context: RuleContext, person: PersonId, prompt: str, *, on_seat: bool) -> None:
    now, protocol = context.now, context.library.prompts[prompt].protocol
    # One that a facilitator sends from another protocol is independent and stays for its full time.
    belongs = protocol if protocol == _protocol(context) else ""
    context.side_channels.prompts[person] = PromptShown(prompt, now, now + PROMPT_S, on_seat, belongs)
    context.side_channels.prompted_at[person] = now


def _protocol(context: RuleContext) -> str:
    """Return the protocol that controls the floor now; "" for none."""
    return context.state.run.protocol if context.state.run else ""


def _wait_s(context: RuleContext, person: PersonId) -> int:
    """Return the whole seconds until the person may be shown another one."""
    last = context.side_channels.prompted_at.get(person)
    return 0 if last is None else max(0, ceil(last + PROMPT_GAP_S - context.now))


def _everybody(context: RuleContext, audience: str) -> list[PersonId]:
    if audience == _LEADERS:
        return [p for p in context.state.people if context.is_in_room(p) and context.leads(p)]
    return context.participants()


@reads(peace)
def _sendable(context: RuleContext, command: cmd.SendPrompt) -> str | None:
    rule = context.library.prompts.get(command.prompt)
    if rule is None:
        return "prompt.unknown"
    if in_peace(context):
        return "prompt.quiet"
    return None if command.person is None else _addressable(context, command.person, rule)


def _addressable(context: RuleContext, person: PersonId, rule: PromptRule) -> str | None:
    if person not in context.state.people:
        return "person.unknown"
    if space_of_person(context, person) is None:
        return "person.not_here"
    fits = context.leads(person) if rule.audience == _LEADERS else context.role(person) is Role.MEMBER
    return None if fits else "prompt.not_for_them"


@reads(prompted)
def may_dismiss(context: RuleContext, command: cmd.DismissPrompt) -> str | None:
    """Return why there is nothing to dismiss."""
    via = context.state.seats.get(command.via)
    if via is None or command.by not in via.occupants:
        return "person.not_yours"
    return None if prompt_on(context, command.via) else "prompt.none"


may_prompt = all_of(leads, _sendable)
