"""What is beside the floor, as a part of the room. Nothing here makes an event."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.side_channels import Gesture, Oars
from rooms.rules.context import Ledger
from rooms.rules.part import Part
from rooms.rules.side_channels import chat, hearing, prompts, signs, tally
from rooms.state import Phase
from rooms.state.subjects import ALL, FLOOR, PEOPLE, VOICES

__all__ = ["ASIDE", "HEARING"]


def _settle(ledger: Ledger) -> None:
    aside = ledger.aside
    if aside.settled_at != ledger.state.position:
        aside.settled_at = ledger.state.position
        chat.deliver(ledger)
        if prompts.in_peace(ledger):
            aside.gestures.clear()
            aside.prompts.clear()
        else:
            prompts.drop_outdated(ledger)
            prompts.give_automatic(ledger)
    hearing.read_airtime(ledger)


def _on_deadline(ledger: Ledger) -> None:
    if ledger.state.phase is Phase.ENDED:
        ledger.aside.wipe()
        return
    signs.expire_signs(ledger)
    prompts.expire_prompts(ledger)
    hearing.read_airtime(ledger)


def _deadlines(ledger: Ledger) -> Iterable[float | None]:
    if ledger.state.phase is Phase.ENDED:
        # Nothing that was written outlives the session, even while somebody is still looking at its end.
        yield None if ledger.aside.is_blank else ledger.state.phase_since
        return
    yield from signs.sign_deadlines(ledger)
    yield from prompts.prompt_deadlines(ledger)
    yield hearing.airtime_deadline(ledger)


def _a_message(person: PersonId, ledger: Ledger) -> cmd.SendMessage:
    """Return one that the person may send from the own seat, if there is any."""
    via = ledger.state.people[person].seat
    to: Iterable[str] = (chat.ALL, chat.TO_STAFF, *ledger.state.people)
    tries = (cmd.SendMessage(person, via, each, "-") for each in to)
    allowed = (command for command in tries if chat.may_send(ledger, command) is None)
    return next(allowed, cmd.SendMessage(person, via, chat.ALL, "-"))


def _a_dismissal(person: PersonId, ledger: Ledger) -> cmd.DismissPrompt:
    """Return one from the own seat: that the phone shows a prompt is not said on a shared screen (F9)."""
    return cmd.DismissPrompt(person, ledger.state.people[person].seat)


def _a_prompt(person: PersonId, ledger: Ledger) -> cmd.SendPrompt:
    return cmd.SendPrompt(person, next(iter(ledger.library.prompts), ""), None)


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
        "gesture": lambda person, ledger: cmd.Gestured(person, Gesture.NOD),
        "caption": lambda person, ledger: cmd.Caption(person, "-"),
        "prompt.send": _a_prompt,
        "prompt.dismiss": _a_dismissal,
        "oars.tally": lambda person, ledger: cmd.TallyOars(person, Oars.REFLECTION),
    },
    settle=_settle,
    on_deadline=_on_deadline,
    deadlines=_deadlines,
    watches=ALL,
)
HEARING = Part(settle=hearing.seat_airtime, watches=PEOPLE | VOICES | FLOOR)
