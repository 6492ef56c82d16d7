"""Messages: to everybody, to staff, to one person (docs/domain.md, Messages). Kept in memory until the session ends.

The readers of a message are fixed when it is sent: whoever comes later, or is in a private room at the time, does not
get it. A message that is not for everybody is never shown on a screen that two people look at (F9); it goes to the
person's phone, or waits until the person has a screen of their own.
"""

import re
from collections.abc import Mapping
from unicodedata import category

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import ChatRule, DirectRule, FloorMode
from rooms.model.side_channels import Reply
from rooms.rules.common.checks import runs
from rooms.rules.context import RuleContext
from rooms.rules.part import all_of, of_room, of_some, reads
from rooms.rules.side_channels.pace import MESSAGES_PER_S, keep, spend
from rooms.rules.side_channels.place import (
    MAIN,
    has_own_screen,
    inside,
    is_present,
    people_in,
    space_of_person,
)
from rooms.state import Place
from rooms.state.lookups import STAFF
from rooms.state.side_channels import MESSAGES_MAX, Message
from rooms.state.subjects import ASIDE, PEOPLE, RUNS

__all__ = [
    "ALL",
    "MESSAGE_CHARS_MAX",
    "TO_STAFF",
    "chat_is_open",
    "chat_open",
    "deliver",
    "is_text",
    "may_send",
    "may_write",
    "may_write_waiting",
    "readable",
    "send",
    "written_to",
]

ALL, TO_STAFF = "all", "staff"
MESSAGE_CHARS_MAX = 2_000
_CHARS_OF_ONE = 500
"""Long messages cost more: this many characters count as one more message."""

_NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters except line feed, and unpaired surrogates."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols without a visible shape: Hangul fillers and the empty Braille pattern."""
_SERVING = frozenset({Role.INTERPRETER, Role.CAPTIONER})


def is_text(text: str, most: int) -> bool:
    """Whether it has 1 to ``most`` displayable characters, at least one of them visible."""
    return len(text) <= most and not _NOT_TEXT.search(text) and any(_is_seen(character) for character in text)


def _is_seen(character: str) -> bool:
    """Whether it is visible: not a blank, a combining mark or a character without a shape."""
    return category(character)[0] in "LNPS" and character not in _FILLERS


def chat_is_open(context: RuleContext) -> bool:
    """Whether clients may write to everybody now; never during a talking piece."""
    if any(run.mode is FloorMode.HELD for run in context.state.runs):
        return False
    rule = context.setup.policy.chat
    return rule is ChatRule.ON or (rule is ChatRule.WINDOWS and context.state.chat_open)


chat_open = of_room(PEOPLE | RUNS)(chat_is_open)
"""The same, as a fact."""


@of_some(PEOPLE | ASIDE)
def written_to(context: RuleContext) -> Mapping[PersonId, frozenset[PersonId]]:
    """Who waits and was written to, and by whom of the staff: to them alone they may answer."""
    waiting = {
        person: seat
        for seat in context.seats_at(Place.WAITING)
        for person in context.state.seats[seat].occupants
        if not context.is_staff_person(person)
    }
    found: dict[PersonId, frozenset[PersonId]] = {}
    for message in context.side_channels.messages if waiting else ():
        for person, seat in waiting.items():
            if message.to in (person, seat) and _is_readable_there(context, message, person, seat):
                found[person] = found.get(person, frozenset()) | {message.by}
    return found


def _is_readable_there(context: RuleContext, message: Message, person: PersonId, seat: SeatId) -> bool:
    return person in message.readers and (message.seat == seat or not context.is_shared(seat))


def send(context: RuleContext, command: cmd.SendMessage) -> None:
    """Store the message for its readers."""
    side_channels, shared = context.side_channels, context.is_shared(command.via)
    space = space_of_person(context, command.by) if command.to == ALL else None
    spend(context, command.by, "messages", MESSAGES_PER_S, 1 + len(command.text) / _CHARS_OF_ONE)
    mark = _mark(context, command, space)
    wire = {"id": mark, "at": context.now, "from": command.by, "to": command.to, "text": command.text}
    if shared:
        wire["attributed"] = True
    if command.both:
        wire["both"] = True
    if command.reply:
        wire["reply"] = command.reply.value
    seat = _waiting_seat(context, command)
    message = Message(mark, command.by, command.to, _readers(context, command, space), space, wire, seat)
    gone = keep(side_channels.messages, message, MESSAGES_MAX, _conversation)
    if gone:
        side_channels.undelivered.discard(gone.id)
    side_channels.written += 1
    if command.to in context.state.people:
        side_channels.undelivered.add(mark)
    deliver(context)


def _waiting_seat(context: RuleContext, command: cmd.SendMessage) -> SeatId | None:
    """Return the waiting seat that it is for, or from which it is answered; None if nobody waits."""
    return next((SeatId(seat) for seat in (command.to, command.via) if _waits(context, seat)), None)


def _conversation(message: Message) -> tuple[PersonId, str, str | None]:
    """Return the person's conversation: a message is pushed out only by the same writer's later ones in it."""
    return message.by, message.to, message.space


def _mark(context: RuleContext, command: cmd.SendMessage, space: str | None) -> str:
    """Return a unique id, made only of what its readers see anyway: when, by whom, to whom."""
    same = (command.by, command.to, space)
    at_once = sum(
        m.wire["at"] == context.now and _conversation(m) == same for m in context.side_channels.messages
    )
    return f"{round(context.now * 1_000)}.{command.by}.{command.to}.{at_once}"


def deliver(context: RuleContext) -> None:
    """Release the messages that waited for people who now have a screen of their own."""
    side_channels = context.side_channels
    if side_channels.undelivered:
        for message in side_channels.messages:
            if message.id in side_channels.undelivered and has_own_screen(context, PersonId(message.to)):
                side_channels.undelivered.discard(message.id)


def readable(context: RuleContext, seat: SeatId, space: str | None) -> list[Message]:
    """Return the messages that may be shown on this screen, which is in ``space``, oldest first.

    Messages to everybody are shown to those who were in that space, while they are in it; all others only on a screen of
    one's own. In the waiting room, only messages between that person and one of the staff are shown.
    """
    people = context.state.seats[seat].occupants
    messages = context.side_channels.messages
    if context.is_shared(seat):
        looking = context.looking_at(seat)
        return [
            m
            for m in messages
            if (space and m.space == space and m.readers.issuperset(people))
            or (m.seat == seat and m.readers.issuperset(looking))
        ]
    reader, spaces = people[0], (space, None)
    if not context.is_known(reader):
        return []
    found = [m for m in messages if reader in m.readers and m.space in spaces]
    return found if space else [m for m in found if _is_between_staff_and(context, reader, m)]


def _is_between_staff_and(context: RuleContext, reader: PersonId, message: Message) -> bool:
    if message.seat is not None:
        return True
    other = message.by if message.to == reader else message.to
    return other in context.state.people and context.is_staff_person(PersonId(other))


def may_write(context: RuleContext, person: PersonId, via: SeatId) -> list[str]:
    """Return to whom the person may write from there: ``all``, ``staff``, ``direct`` (some people)."""
    may = [to for to in (ALL, TO_STAFF) if may_send(context, cmd.SendMessage(person, via, to, "-")) is None]
    direct = (cmd.SendMessage(person, via, other, "-") for other in context.state.people)
    if any(may_send(context, command) is None for command in direct):
        may.append("direct")
    return may


def may_write_waiting(context: RuleContext, person: PersonId, via: SeatId) -> list[str]:
    """Return how somebody who waits may answer: ``reply`` with one tap, ``direct`` in words; nothing if nobody wrote."""
    to = next(iter(written_to.find(context).get(person, ())), None)
    if to is None:
        return []
    tries = {
        "direct": cmd.SendMessage(person, via, to, "-"),
        "reply": cmd.SendMessage(person, via, to, "", reply=Reply.HERE),
    }
    return [how for how, command in tries.items() if may_send(context, command) is None]


def _readers(context: RuleContext, command: cmd.SendMessage, space: str | None) -> frozenset[PersonId]:
    if space is not None:
        return frozenset(people_in(context, space))
    if command.to == TO_STAFF:
        return frozenset(p for p, now in context.state.people.items() if now.role in STAFF) | {command.by}
    if command.to in context.state.seats:
        return frozenset((command.by, *context.looking_at(SeatId(command.to))))
    # What is answered from a screen that two people look at, both can read.
    beside = context.looking_at(command.via) if _waits(context, command.via) else ()
    return frozenset((command.by, PersonId(command.to), *beside))


def _waits(context: RuleContext, seat: str) -> bool:
    now = context.state.seats.get(SeatId(seat))
    return now is not None and now.place is Place.WAITING


def _well_formed(context: RuleContext, command: cmd.SendMessage) -> str | None:
    via = context.state.seats.get(command.via)
    if via is None or command.by not in via.occupants:
        return "person.not_yours"
    words = not command.text if command.reply else is_text(command.text, MESSAGE_CHARS_MAX)
    if not words or (command.both and not via.shared):
        return "message.malformed"
    return None


@reads(written_to)
def _in_or_answers(context: RuleContext, command: cmd.SendMessage) -> str | None:
    """The person is inside, or waits and answers one of the staff who wrote to them."""
    if context.seat_of(command.by).place is not Place.WAITING or context.is_staff_person(command.by):
        # Answers with one tap are for those who wait.
        return inside(context, command) or ("message.malformed" if command.reply else None)
    if command.to not in written_to.find(context).get(command.by, ()):
        return "seat.not_in_room"
    return runs(context, command)


def _answers(context: RuleContext, command: cmd.SendMessage) -> str | None:
    """Why somebody who waits may not answer so; what two people look at is no place to ask for a call."""
    shared = context.is_shared(command.via)
    if command.reply:
        return "seat.is_shared" if shared and command.reply is Reply.CALL else None
    rule = context.setup.policy.direct
    if rule is DirectRule.STAFF_COMPANION and shared:
        return "seat.is_shared"
    return "direct.off" if rule is DirectRule.OFF else None


@reads(chat_open)
def _allowed(context: RuleContext, command: cmd.SendMessage) -> str | None:
    role = context.role(command.by)
    if context.seat_of(command.by).place is Place.WAITING and role not in STAFF:
        return _answers(context, command)
    if command.to == ALL:
        return _to_all(context, role)
    if command.to == command.by:
        return "message.to_self"
    if role in STAFF:
        return None if command.to == TO_STAFF else _reached_by_staff(context, command.to)
    rule = context.setup.policy.direct
    if role is Role.MEMBER and rule is DirectRule.STAFF_COMPANION and context.is_shared(command.via):
        return "seat.is_shared"
    # One code for every recipient, wherever they are: a refusal must not reveal that.
    may = _member_in_private if role is Role.MEMBER else _guest_in_private
    reaches = command.to == TO_STAFF or _is_in_sight(context, command.by, command.to)
    return None if reaches and may(context, command) else "direct.off"


def _to_all(context: RuleContext, role: Role) -> str | None:
    if role not in STAFF and role is not Role.MEMBER:
        return "role.forbidden"
    if context.setup.policy.chat is ChatRule.OFF:
        return "chat.off"
    return None if role in STAFF or chat_is_open(context) else "chat.closed"


def _member_in_private(context: RuleContext, command: cmd.SendMessage) -> bool:
    """A member may write to staff or to one person as the policy allows; to their interpreter always."""
    rule = context.setup.policy.direct
    if rule is DirectRule.ON or _serves(context, command.to, command.by):
        return True
    return rule is not DirectRule.OFF and _is_for_staff(context, command)


def _guest_in_private(context: RuleContext, command: cmd.SendMessage) -> bool:
    """Observers may write to staff; interpreters and captioners also to the client they serve."""
    return _is_for_staff(context, command) or _serves(context, command.by, command.to)


def _is_for_staff(context: RuleContext, command: cmd.SendMessage) -> bool:
    return command.to == TO_STAFF or context.is_staff_person(PersonId(command.to))


def _reached_by_staff(context: RuleContext, to: str) -> str | None:
    """Staff can reach everybody in the session, including those who wait, and all at a seat that waits."""
    seat = context.state.seats.get(SeatId(to))
    if seat is not None:
        return None if seat.place is Place.WAITING else "seat.not_waiting"
    if to not in context.state.people:
        return "person.unknown"
    return None if is_present(context, PersonId(to)) else "person.not_here"


def _is_in_sight(context: RuleContext, person: PersonId, other: str) -> bool:
    """Whether both are in one space; from the main room, also staff who are in a private room."""
    if other not in context.state.people:
        return False
    to = PersonId(other)
    here, there = space_of_person(context, person), space_of_person(context, to)
    return here == there or (here == MAIN and there is not None and context.is_staff_person(to))


def _serves(context: RuleContext, person: str, client: str) -> bool:
    known = context.setup.people.get(PersonId(person))
    return known is not None and known.role in _SERVING and known.serves == client


may_send = all_of(_in_or_answers, _well_formed, _allowed)
"""Why a message would be refused."""
