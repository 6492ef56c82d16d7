"""What facilitators note and open, and what people choose to see: distress, who may be overheard, the chat window, their
own talk time.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import ChatRule
from rooms.rules.common.checks import leads, leads_inside, on_own_screen
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state import Place

__all__ = ["MARKS"]


def _mark_distress(context: RuleContext, command: cmd.MarkDistress) -> None:
    if context.state.people[command.person].distress is not command.on:
        context.emit(ev.DistressMarked(command.person, command.on, command.by))


def _mark_overheard(context: RuleContext, command: cmd.MarkOverheard) -> None:
    if (command.person in context.state.care.overheard) is not command.on:
        context.emit(ev.OverheardMarked(command.person, command.on, command.by))


def _open_chat(context: RuleContext, command: cmd.OpenChat) -> None:
    if context.state.chat_open is not command.open:
        context.emit(ev.ChatOpened(command.open, command.by))


def _show_airtime(context: RuleContext, command: cmd.ShowAirtime) -> None:
    if context.state.people[command.by].airtime is not command.on:
        context.emit(ev.AirtimeShown(command.by, command.on))


def _is_client(context: RuleContext, command: cmd.MarkDistress | cmd.MarkOverheard) -> str | None:
    if command.person not in context.state.people:
        return "person.unknown"
    return None if context.role(command.person) is Role.MEMBER else "person.not_member"


def _has_windows(context: RuleContext, command: cmd.OpenChat) -> str | None:
    return None if context.setup.policy.chat is ChatRule.WINDOWS else "chat.not_windows"


def _is_member(context: RuleContext, command: cmd.ShowAirtime) -> str | None:
    return None if context.role(command.by) is Role.MEMBER else "role.forbidden"


def _is_inside(context: RuleContext, command: cmd.ShowAirtime) -> str | None:
    return None if context.is_inside(command.by) else "seat.not_in_room"


def _mark_someone(person: PersonId, context: RuleContext) -> cmd.MarkDistress:
    return cmd.MarkDistress(person, next(iter(context.participants()), person), on=True)


def _show_on_own_screen(person: PersonId, context: RuleContext) -> cmd.ShowAirtime:
    """Ask from the screen that only this person looks at: the phone beside a shared seat, if it is connected."""
    companion = context.setup.companion_of(person)
    phone = companion is not None and context.state.seats[companion].place is Place.COMPANION
    via = companion if companion is not None and phone else context.state.people[person].seat
    return cmd.ShowAirtime(person, via, on=True)


MARKS = Part(
    handlers={
        cmd.MarkDistress: _mark_distress,
        cmd.MarkOverheard: _mark_overheard,
        cmd.OpenChat: _open_chat,
        cmd.ShowAirtime: _show_airtime,
    },
    checks={
        cmd.MarkDistress: all_of(leads_inside, _is_client),
        cmd.MarkOverheard: all_of(leads_inside, _is_client),
        cmd.OpenChat: all_of(leads, _has_windows),
        cmd.ShowAirtime: all_of(_is_member, _is_inside, on_own_screen),
    },
    examples={
        "distress.mark": _mark_someone,
        "overheard.mark": lambda person, context: cmd.MarkOverheard(
            person, next(iter(context.participants()), person), on=True
        ),
        "chat.open": lambda person, context: cmd.OpenChat(person, open=True),
        "airtime.show": _show_on_own_screen,
    },
)
