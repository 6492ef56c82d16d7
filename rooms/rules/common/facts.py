"""The facts of the state that checks read, by subject. A fact used by one rule only is defined next to it. Pure.

``rooms.rules.part`` explains facts and how a check declares which ones it reads. Every check reads ``seating``, who is
where and in which role, so that is not declared. Random evenings prove that the declarations are complete
(``tests/rooms/rules/common/test_facts.py``).
"""

from collections.abc import Hashable, Mapping

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.part import of_each, of_leaders, of_room, of_some
from rooms.state.subjects import ASIDE, FLOOR, PEOPLE, RUNS, VOICES

__all__ = [
    "hands",
    "holder",
    "line",
    "mode",
    "namers",
    "parts",
    "prompted",
    "runs",
    "seating",
    "shared_voices",
    "step",
    "turn",
    "voices",
]


# Who is where, and in which role.


@of_each(PEOPLE)
def seating(context: RuleContext, person: PersonId, seat: SeatId) -> Hashable:
    """Return how a member sits in the room, which is equal for members who sit alike; for others, who and where."""
    state = context.state
    now = state.people[person]
    home = state.seats[now.seat]
    if now.role is not Role.MEMBER or now.seat != seat or home.watched:
        return (state.people_at, person, seat)
    if context.partner_of(person) is not None or _is_served(context, person):
        return (state.people_at, person, seat)
    return (
        state.people_at,
        (home.place, home.private, home.connected, home.sharing),
        (now.proof, now.came, now.come_back, now.distress, now.airtime),
        tuple(answers.get(person) for answers in state.observers.values()),
    )


def _is_served(context: RuleContext, person: PersonId) -> bool:
    """Whether somebody interprets or writes captions for this person alone."""
    for other in context.setup.people.values():
        if other.serves == person:
            return True
    return False


# The floor.


@of_room(FLOOR | RUNS)
def mode(context: RuleContext) -> FloorMode:
    """How turns start now."""
    return floor_now(context.state)[0]


@of_some(FLOOR)
def holder(context: RuleContext) -> Mapping[PersonId, bool]:
    """Whose turn it is."""
    turn = context.state.floor.holder
    return {turn.person: True} if turn else {}


@of_some(FLOOR)
def hands(context: RuleContext) -> Mapping[PersonId, bool]:
    """Who is in line."""
    return dict.fromkeys(context.state.floor.queue, True)


@of_some(FLOOR | RUNS)
def namers(context: RuleContext) -> Mapping[PersonId, bool]:
    """Popcorn: who spoke and may name the next, if anybody can be named."""
    floor = context.state.floor
    if floor_now(context.state)[0] is not FloorMode.POPCORN:
        return {}
    if floor.holder:
        return {floor.holder.person: True}
    last = floor.last
    done = last is not None and last.ending in (TurnEnding.RELEASED, TurnEnding.PASSED)
    return {last.person: True} if last and done and last.person in floor.heard else {}


@of_leaders(PEOPLE | FLOOR)
def line(context: RuleContext) -> tuple[bool, bool, bool]:
    """Whether anybody waits, whether one of them can speak now, and whether the follower can."""
    floor = context.state.floor
    return (
        bool(floor.queue),
        True in [context.is_connected(person) for person in floor.queue],
        floor.then is not None and context.is_connected(floor.then),
    )


@of_leaders(PEOPLE | FLOOR)
def turn(context: RuleContext) -> tuple[bool, ...] | None:
    """What the current turn asks of those who moderate, and whether anybody else could get one."""
    now = context.state.floor.holder
    if now is None:
        return None
    waits = now.hold_until is not None or now.decide_until is not None
    alone = context.participants() == [now.person]
    return (alone, waits, now.limit_s is None, now.asked, now.closing, now.stayed)


# In-seat voices.


@of_some(PEOPLE | VOICES | RUNS)
def voices(context: RuleContext) -> Mapping[PersonId, Hashable]:
    """On a shared seat: who has the in-seat voice, who asks for it, and whether a step assigns it."""
    state = context.state
    found: dict[PersonId, Hashable] = {}
    for seat in context.shared_seats():
        now = state.seats[seat]
        found |= dict.fromkeys(now.occupants, (now.voice, now.voice_asked, _due_voice(context, seat)))
    return found


@of_leaders(PEOPLE | VOICES | RUNS)
def shared_voices(context: RuleContext) -> Hashable:
    """The same for all shared seats."""
    seats = context.state.seats
    return tuple(
        (seats[seat].voice, seats[seat].voice_asked, _due_voice(context, seat))
        for seat in context.shared_seats()
    )


def _due_voice(context: RuleContext, seat: SeatId) -> bool:
    run = context.state.run
    return run is not None and run.memory.get("due_voice") in context.state.seats[seat].occupants


# Protocols.


@of_room(RUNS)
def runs(context: RuleContext) -> Hashable:
    """Which protocols are under way, and whether the one on top controls the floor."""
    state = context.state
    if not state.runs:
        return None
    return (tuple((run.protocol, run.emergency) for run in state.runs), state.run is not None)


@of_room(RUNS)
def step(context: RuleContext) -> Hashable:
    """Which step controls the floor."""
    run = context.state.run
    return (run.protocol, run.step) if run else None


@of_some(RUNS)
def parts(context: RuleContext) -> Mapping[PersonId, Hashable]:
    """Who has which roles in the run that controls the floor."""
    run = context.state.run
    found: dict[PersonId, tuple[str, ...]] = {}
    for role, people in run.roles.items() if run else ():
        for person in people:
            found[person] = (*found.get(person, ()), role)
    return found


# Side channels.


@of_each(ASIDE)
def prompted(context: RuleContext, person: PersonId, seat: SeatId) -> bool:
    """Whether this screen has a prompt to show."""
    prompts, now = context.side_channels.prompts, context.state.seats[seat]
    return bool(prompts) and any(
        one in prompts and (prompts[one].on_seat or not now.watched) for one in now.occupants
    )
