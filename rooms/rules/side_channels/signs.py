"""Gestures and captions: signs that pass by themselves (domain.md 1.0, 3)."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model.people import Role
from rooms.rules.context import Ledger
from rooms.rules.part import all_of
from rooms.rules.side_channels.chat import is_text
from rooms.rules.side_channels.pace import CAPTIONS_PER_S, keep, spend
from rooms.rules.side_channels.place import inside, space_of, takes_part
from rooms.rules.side_channels.prompts import in_peace
from rooms.state import Phase
from rooms.state.side_channels import CAPTIONS_MAX, CaptionLine, GestureMade

__all__ = [
    "CAPTION_CHARS_MAX",
    "CAPTION_S",
    "GESTURE_S",
    "caption",
    "captions_live",
    "expire_signs",
    "gesture",
    "may_caption",
    "may_gesture",
    "sign_deadlines",
]

GESTURE_S = 6.0
CAPTION_S = 60.0
CAPTION_CHARS_MAX = 300


def gesture(ledger: Ledger, command: cmd.Gestured) -> None:
    """Show the person's gesture in place of an earlier one."""
    ledger.aside.gestures[command.by] = GestureMade(command.gesture, ledger.now + GESTURE_S)


def caption(ledger: Ledger, command: cmd.Caption) -> None:
    """Show the line in the captioner's space."""
    space = space_of(ledger, ledger.state.people[command.by].seat)
    assert space is not None, "checked"
    spend(ledger, command.by, "captions", CAPTIONS_PER_S)
    aside, ms = ledger.aside, round(ledger.now * 1_000)
    at_once = sum(line.space == space and line.at == ledger.now for line in aside.captions)
    line = CaptionLine(f"{ms}.{at_once}", command.by, command.text, ledger.now, space)
    keep(aside.captions, line, CAPTIONS_MAX, lambda each: (each.by, each.space))
    aside.written += 1


def captions_live(ledger: Ledger, space: str) -> bool:
    """Whether somebody is there to type captions."""
    return any(
        now.role is Role.CAPTIONER
        and space_of(ledger, now.seat) == space
        and ledger.seat_of(person).connected
        for person, now in ledger.state.people.items()
    )


def expire_signs(ledger: Ledger) -> None:
    """Let pass what is over."""
    aside, now = ledger.aside, ledger.now
    for person in [person for person, made in aside.gestures.items() if made.until <= now]:
        del aside.gestures[person]
    while aside.captions and aside.captions[0].at + CAPTION_S <= now:
        del aside.captions[0]


def sign_deadlines(ledger: Ledger) -> Iterable[float]:
    """Return when the next ones are over."""
    yield from (made.until for made in ledger.aside.gestures.values())
    if ledger.aside.captions:
        yield ledger.aside.captions[0].at + CAPTION_S


def _quiet(ledger: Ledger, command: cmd.Gestured) -> str | None:
    """A quiet minute has no reactions (domain.md 1.16)."""
    return "gesture.quiet" if ledger.state.phase is Phase.LIVE and in_peace(ledger) else None


def _captions(ledger: Ledger, command: cmd.Caption) -> str | None:
    if ledger.role(command.by) is not Role.CAPTIONER:
        return "role.forbidden"
    return None if is_text(command.text, CAPTION_CHARS_MAX) else "caption.malformed"


may_gesture = all_of(takes_part, inside, _quiet)
may_caption = all_of(inside, _captions)
