"""The side channels as a part of the room. Nothing here makes an event."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.side_channels import Gesture, Oars
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, reads
from rooms.rules.side_channels import chat, hearing, prompts, signs, tally
from rooms.state import Phase
from rooms.state.subjects import ALL, FLOOR, PEOPLE, VOICES

__all__ = ["ASIDE", "HEARING"]


def _settle(context: RuleContext) -> None:
    side_channels = context.side_channels
    if side_channels.settled_at != context.state.position:
        side_channels.settled_at = context.state.position
        chat.deliver(context)
        if prompts.in_peace(context):
            side_channels.gestures.clear()
            side_channels.prompts.clear()
        else:
            prompts.drop_outdated(context)
            prompts.give_automatic(context)
    hearing.read_airtime(context)


def _on_deadline(context: RuleContext) -> None:
    if context.state.phase is Phase.ENDED:
        context.side_channels.wipe()
        return
    signs.expire_signs(context)
    prompts.expire_prompts(context)
    hearing.read_airtime(context)


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    if context.state.phase is Phase.ENDED:
        # No message outlives the session, even while somebody still looks at its final screen.
        yield None if context.side_channels.is_blank else context.state.phase_since
        return
    yield from signs.sign_deadlines(context)
    yield from prompts.prompt_deadlines(context)
    yield hearing.airtime_deadline(context)


@reads(chat.chat_open, chat.written_to)
def _a_message(person: PersonId, context: RuleContext) -> cmd.SendMessage:
    """Return a message that the person may send from their own seat, if there is one."""
    via = context.state.people[person].seat
    to: Iterable[str] = (chat.ALL, chat.TO_STAFF, *context.state.people)
    tries = (cmd.SendMessage(person, via, each, "-") for each in to)
    allowed = (command for command in tries if chat.may_send(context, command) is None)
    return next(allowed, cmd.SendMessage(person, via, chat.ALL, "-"))


def _a_dismissal(person: PersonId, context: RuleContext) -> cmd.DismissPrompt:
    """Return a dismissal from one's own seat; a shared screen must not reveal that the phone shows a prompt (F9)."""
    return cmd.DismissPrompt(person, context.state.people[person].seat)


def _a_prompt(person: PersonId, context: RuleContext) -> cmd.SendPrompt:
    return cmd.SendPrompt(person, next(iter(context.library.prompts), ""), None)


ASIDE = Part(
    handlers={
        cmd.SendMessage: chat.send,
        cmd.Gestured: signs.gesture,
        cmd.Caption: signs.caption,
        cmd.SendPrompt: prompts.send_prompt,
        cmd.DismissPrompt: prompts.dismiss,
        cmd.TallyOars: tally.tally,
    },
    checks={
        cmd.SendMessage: chat.may_send,
        cmd.Gestured: signs.may_gesture,
        cmd.Caption: signs.may_caption,
        cmd.SendPrompt: prompts.may_prompt,
        cmd.DismissPrompt: prompts.may_dismiss,
        cmd.TallyOars: tally.may_tally,
    },
    examples={
        "message.send": _a_message,
        "gesture": lambda person, context: cmd.Gestured(person, Gesture.NOD),
        "caption": lambda person, context: cmd.Caption(person, "-"),
        "prompt.send": _a_prompt,
        "prompt.dismiss": _a_dismissal,
        "oars.tally": lambda person, context: cmd.TallyOars(person, Oars.REFLECTION),
    },
    settle=_settle,
    on_deadline=_on_deadline,
    deadlines=_deadlines,
    watches=ALL,
)
HEARING = Part(settle=hearing.seat_airtime, watches=PEOPLE | VOICES | FLOOR)
