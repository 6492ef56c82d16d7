"""What is private to whom: the one table of it, for pairs of random evenings that differ in nothing else.

Each secret says which commands are one, which seats may know of it, and what somebody might have done instead. No other
seat may be able to tell the difference. ``is_released`` covers secrets that are meant to have a public effect.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from rooms.model import commands as cmd
from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import OverrunPolicy
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.place import space_of
from rooms.state import Place, RoomState
from rooms.state.lookups import STAFF
from tests.rooms.random_room.agenda import AGENDA_CHANGES
from tests.rooms.random_room.cameras import rests_a_camera, turn_off_instead
from tests.rooms.random_room.readers import (
    Seats,
    asker_and_staff,
    company_and_staff,
    concerned_and_leaders,
    granted_and_leaders,
    holder_and_leaders,
    leaders,
    nobody,
    own_screens,
    reader_or_staff,
    reflector_and_leaders,
    staff,
)

__all__ = ["SECRETS", "Secret", "is_released", "secret_of"]

_NOTHING = object()
"""The command was not sent at all."""


@dataclass(frozen=True, slots=True)
class Secret:
    """One row of the table.

    Attributes:
        what: A short description.
        source: Where it is documented as private.
        fits: Whether a command is this secret in the current state.
        known_to: The seats, besides the person's own screens, that may know of it.
        instead: What might have been done instead; ``_NOTHING`` for nothing.
        own: Whether the person's own screens may show it.
    """

    what: str
    source: str
    fits: Callable[[RuleContext, Any], bool]
    known_to: Callable[[RuleContext, Any], Seats]
    instead: Callable[[Random, RuleContext, Any], Any]
    own: bool = True

    def vary(self, rng: Random, context: RuleContext, command: cmd.Command) -> cmd.Command | None:
        """Return another command, or None for none."""
        other = self.instead(rng, context, command)
        return None if other is _NOTHING else other

    def readers(self, context: RuleContext, command: cmd.Command) -> set[SeatId]:
        """Return every seat that may know."""
        by: PersonId = command.by  # type: ignore[union-attr]
        own = own_screens(context, by) if self.own else ()
        return {*own, *self.known_to(context, command)}


def secret_of(context: RuleContext, command: cmd.Command) -> Secret | None:
    """Return the row that the command belongs to, or None if everybody may know of it."""
    if getattr(command, "by", None) not in context.state.people:
        return None
    return next((secret for secret in SECRETS if secret.fits(context, command)), None)


def is_released(left: RoomState, right: RoomState, command: cmd.Command) -> bool:
    """Whether the command would publish what was private so far, as intended.

    Admission shows who waited and who agreed to whom. A follower gets as much time as the holder was given. A circle
    ends when somebody leaves it in distress.
    """
    match command:
        case cmd.AdmitAll():
            return True
        case cmd.GrantFloor(then=then) if then is not None:
            return left.floor.holder != right.floor.holder
        case cmd.StartProtocol(protocol="fishbowl"):
            return any(left.people[p].distress != right.people[p].distress for p in left.people)
        case cmd.MoveToPrivate(seat=seat) | cmd.BringBack(seat=seat) if seat in left.seats:
            return left.seats[seat] != right.seats[seat]
        case cmd.LeadOn():
            return left.agenda != right.agenda
        case _:
            return False


# Who the readers are.


def _acts(protocol: str, *actions: str) -> Callable[[RuleContext, Any], bool]:
    def fits(context: RuleContext, command: cmd.Command) -> bool:
        run = context.state.run
        is_act = isinstance(command, cmd.ActInProtocol) and command.action in actions
        return is_act and run is not None and run.protocol == protocol

    return fits


def _keeps_a_feeling(context: RuleContext, command: cmd.Command) -> bool:
    """A word that was not shown before and is not now: everybody sees a word appear or disappear."""
    if not _acts("feelings_check_in", "pick", "pick_for", "take_back", "pass_on")(context, command):
        return False
    assert isinstance(command, cmd.ActInProtocol)
    run = context.state.run
    assert run is not None
    named = command.values.get("person")
    people = named if isinstance(named, list) and named else [command.by]
    answers = run.memory["answers"]
    shown = any(isinstance(p, str) and answers.get(p, {}).get("shown") for p in people)
    return not shown and not command.values.get("shown")


def _is(*kinds: type) -> Callable[[RuleContext, Any], bool]:
    return lambda context, command: isinstance(command, kinds)


def _is_message(context: RuleContext, command: cmd.Command) -> bool:
    to = command.to if isinstance(command, cmd.SendMessage) else "all"
    return to == "staff" or to in context.state.people or to in context.state.seats


def _ends_a_turn(context: RuleContext, command: cmd.Command) -> bool:
    turn = context.state.floor.holder
    if context.state.runs or not isinstance(command, cmd.PassTurn | cmd.ReleaseFloor):
        return False
    return turn is not None and turn.person == command.by


def _lowers_a_hand(context: RuleContext, command: cmd.Command) -> bool:
    if not isinstance(command, cmd.PassTurn | cmd.WithdrawRequest):
        return False
    return command.by in context.state.floor.queue


def _sets_a_clock(context: RuleContext, command: cmd.Command) -> bool:
    policy = context.setup.policy
    grants = isinstance(command, cmd.GrantFloor) and command.limit_s is not None and command.then is None
    known = grants and command.person in context.state.people
    return known and policy.overrun is not OverrunPolicy.AUTO_RELEASE


def _changes_a_clock(context: RuleContext, command: cmd.Command) -> bool:
    follows = context.state.floor.then is not None
    changes = isinstance(command, cmd.AnswerOverrun | cmd.StayWith) and not follows
    return changes and context.setup.policy.overrun is not OverrunPolicy.AUTO_RELEASE


def _marks_distress(context: RuleContext, command: cmd.Command) -> bool:
    moves = context.setup.policy.overrun is OverrunPolicy.AUTO_RELEASE
    runs = any(run.protocol == "fishbowl" for run in context.state.runs)
    return isinstance(command, cmd.MarkDistress) and not moves and not runs


def _answers_of_who_waits(context: RuleContext, command: cmd.Command) -> bool:
    if not isinstance(command, cmd.AnswerObserver) or command.observer not in context.state.people:
        return False
    return not context.is_inside(command.observer)


def _removes_for_a_reason(context: RuleContext, command: cmd.Command) -> bool:
    return isinstance(command, cmd.MoveToPrivate | cmd.MoveToWaiting)


def _other_reason(rng: Random, context: RuleContext, command: Any) -> object:
    return replace(
        command, reason=rng.choice([each for each in (None, *RemovalReason) if each != command.reason])
    )


def _answers_a_split(context: RuleContext, command: cmd.Command) -> bool:
    return isinstance(command, cmd.AnswerSplit) and not command.agree


def _says_that_a_client_is_away(context: RuleContext, command: cmd.Command) -> bool:
    if not isinstance(command, cmd.ConfirmAbsent) or command.person not in context.state.people:
        return False
    return not context.is_staff_person(command.person)


# What might have been done instead.


def _not_at_all(rng: Random, context: RuleContext, command: cmd.Command) -> object:
    return _NOTHING


def _other_number(*names: str) -> Callable[[Random, RuleContext, Any], object]:
    def instead(rng: Random, context: RuleContext, command: cmd.ActInProtocol) -> object:
        values = {name: rng.randint(0, 10) for name in names if name in command.values}
        if "call" in command.values:
            values["call"] = rng.random() < 0.5
        if "agree" in command.values:
            values["agree"] = rng.random() < 0.5
        return replace(command, values={**command.values, **values})

    return instead


def _other_or_not(*names: str) -> Callable[[Random, RuleContext, Any], object]:
    other = _other_number(*names)
    return lambda rng, context, command: _NOTHING if rng.random() < 0.5 else other(rng, context, command)


def _other_end(rng: Random, context: RuleContext, command: Any) -> object:
    kind = cmd.ReleaseFloor if isinstance(command, cmd.PassTurn) else cmd.PassTurn
    return kind(command.by, command.expected_seq)


def _other_lowering(rng: Random, context: RuleContext, command: Any) -> object:
    if rng.random() < 0.5:
        return cmd.PassTurn(command.by, command.expected_seq)
    return cmd.WithdrawRequest(command.by, command.expected_seq, made=rng.random() < 0.5)


def _other_text(rng: Random, context: RuleContext, command: cmd.SendMessage) -> object:
    return _NOTHING if rng.random() < 0.7 else replace(command, text="Something else.")


def _other_limit(rng: Random, context: RuleContext, command: cmd.GrantFloor) -> object:
    return replace(command, limit_s=rng.choice([5.0, 12.0, 60.0, 3600.0]))


def _other_response(rng: Random, context: RuleContext, command: cmd.ActInProtocol) -> object:
    return replace(command, action=rng.choice(["private_talk", "group_break", "emergency"]))


def _other_answer(rng: Random, context: RuleContext, command: cmd.AnswerObserver) -> object:
    return replace(command, agrees=not command.agrees)


SECRETS: tuple[Secret, ...] = (
    Secret(
        "the answer to the exit check, that it was changed, and that it was seen to",
        "docs/domain.md, Who may know what",
        _acts("closing_round", "answer", "answer_for"),
        concerned_and_leaders,
        _other_number("number"),
    ),
    Secret(
        "that somebody's exit check was seen to",
        "docs/domain.md, Who may know what",
        _acts("closing_round", "acknowledge"),
        leaders,
        _not_at_all,
    ),
    Secret(
        "who rates what in grounding, and who sits it out",
        "docs/domain.md, Who may know what",
        _acts("grounding", "rate", "sit_out", "join_again"),
        leaders,
        _other_or_not("distress"),
    ),
    Secret(
        "how upset people are in a time-out",
        "docs/domain.md, Who may know what",
        _acts("time_out", "rate", "enter"),
        concerned_and_leaders,
        _other_or_not("number"),
    ),
    Secret(
        "which word for a feeling somebody keeps private, and that there is one",
        "rooms/rules/protocols/rounds/feelings_check_in.py",
        _keeps_a_feeling,
        concerned_and_leaders,
        _other_or_not("strength"),
    ),
    Secret(
        "whether one of a couple agrees to sit in the circle",
        "docs/domain.md, Protocols",
        _acts("fishbowl", "consent", "note_consent"),
        concerned_and_leaders,
        _other_or_not(),
    ),
    Secret(
        "that somebody was told to reflect",
        "docs/domain.md, Protocols",
        _acts("reflect_first", "cue"),
        reflector_and_leaders,
        _not_at_all,
    ),
    Secret(
        "what staff do in a crisis break, and for whom",
        "docs/domain.md, Protocols; rooms/rules/protocols/pauses/crisis_break.py",
        _acts("crisis_break", "acknowledge", "concerns", "stay_with_group", "note"),
        leaders,
        _not_at_all,
    ),
    Secret(
        "how staff respond to a crisis",
        "docs/domain.md, Who may know what",
        _acts("crisis_break", "private_talk", "group_break", "emergency"),
        leaders,
        _other_response,
    ),
    Secret("that a camera rests", "docs/domain.md, 7.1", rests_a_camera, staff, turn_off_instead),
    Secret("that a turn was passed", "docs/domain.md, F5", _ends_a_turn, leaders, _other_end),
    Secret("why a hand went down", "docs/domain.md, F5", _lowers_a_hand, nobody, _other_lowering),
    Secret(
        "how long a turn is meant to be",
        "docs/domain.md, Turns",
        _sets_a_clock,
        granted_and_leaders,
        _other_limit,
    ),
    Secret(
        "what a turn over its time is let do",
        "docs/domain.md, Turns",
        _changes_a_clock,
        holder_and_leaders,
        _not_at_all,
    ),
    Secret(
        "messages to staff or to one person",
        "docs/domain.md, Messages; rooms/ROOMS.md",
        _is_message,
        reader_or_staff,
        _other_text,
    ),
    Secret(
        "why somebody was moved out of the room",
        "docs/domain.md, Safety",
        _removes_for_a_reason,
        leaders,
        _other_reason,
    ),
    Secret("what a therapist counts", "docs/domain.md, Tally", _is(cmd.TallyOars), nobody, _not_at_all),
    Secret(
        "marks of facilitators on people, and the agenda",
        "rooms/ROOMS.md, A turn, The agenda",
        _is(cmd.ComeBackTo, cmd.MarkOverheard, cmd.FlagPerson, cmd.NoteWelfare, *AGENDA_CHANGES),
        *(leaders, _not_at_all),
    ),
    Secret(
        "that somebody called for help, and that it was seen to: not even their own screens show it",
        "docs/domain.md, Safety",
        _is(cmd.SignalHelp, cmd.AcknowledgeHelp, cmd.CloseHelp),
        leaders,
        _not_at_all,
        own=False,
    ),
    Secret("that staff noted distress", "docs/domain.md, F6", _marks_distress, leaders, _not_at_all),
    Secret(
        "that somebody wants to see their share of talk",
        "docs/domain.md, Talk time",
        _is(cmd.ShowAirtime),
        *(nobody, _not_at_all),
    ),
    Secret(
        "that one of a couple asks for a seat of their own, and is refused",
        "domain.md 2.2",
        lambda context, command: isinstance(command, cmd.AskSplit) or _answers_a_split(context, command),
        asker_and_staff,
        _not_at_all,
    ),
    Secret(
        "what a member said about an observer who is not in the room",
        "docs/domain.md, Observers",
        _answers_of_who_waits,
        staff,
        _other_answer,
    ),
    Secret(
        "that somebody is not there whom nobody has seen",
        "rooms/ROOMS.md, Who is there",
        _says_that_a_client_is_away,
        company_and_staff,
        _not_at_all,
    ),
    Secret("to whom the lead is offered", "docs/domain.md, Lead", _is(cmd.OfferLead), staff, _not_at_all),
)


def waits_unseen(context: RuleContext, seat: SeatId) -> bool:
    """Whether somebody on that seat, who is not here, would wait where only staff see them."""
    seating, role = context.setup.seats[seat], context.seat_role(seat)
    outside = context.state.seats[seat].place is Place.OUTSIDE and not seating.companion
    return outside and role not in STAFF and role is not Role.OBSERVER


def around(context: RuleContext, seat: SeatId) -> set[SeatId]:
    """Return the seats in the same space, including their phones."""
    here = space_of(context, seat)
    return {other for other in context.state.seats if space_of(context, other) == here}
