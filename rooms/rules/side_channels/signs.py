"""Gestures and captions, which disappear after a moment (docs/domain.md, Signs)."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.context import RuleContext
from rooms.rules.part import all_of, reads
from rooms.rules.side_channels.chat import is_text
from rooms.rules.side_channels.pace import CAPTIONS_PER_S, keep, spend
from rooms.rules.side_channels.place import inside, space_of_person, takes_part
from rooms.rules.side_channels.prompts import in_peace, peace
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


def gesture(context: RuleContext, command: cmd.Gestured) -> None:
    """Show the person's gesture, replacing any earlier one."""
    context.side_channels.gestures[command.by] = GestureMade(command.gesture, context.now + GESTURE_S)


def caption(context: RuleContext, command: cmd.Caption) -> None:
    """Show the line in the captioner's space."""
    space = space_of_person(context, command.by)
    assert space is not None, "checked"
    spend(context, command.by, "captions", CAPTIONS_PER_S)
    side_channels, ms = context.side_channels, round(context.now * 1_000)
    at_once = sum(line.space == space and line.at == context.now for line in side_channels.captions)
    line = CaptionLine(
        f"{ms}.{at_once}", command.by, command.text, context.now, space, _speaker(context, command, space)
    )
    keep(side_channels.captions, line, CAPTIONS_MAX, lambda each: (each.by, each.space))
    side_channels.written += 1


def _speaker(context: RuleContext, command: cmd.Caption, space: str) -> PersonId | None:
    """Return who is named as the speaker, if they are there: nobody learns from captions who is elsewhere."""
    speaker = command.speaker
    if speaker is None or speaker not in context.state.people:
        return None
    return speaker if space_of_person(context, speaker) == space else None


def captions_live(context: RuleContext, space: str) -> bool:
    """Whether a captioner is there to type."""
    return any(
        now.role is Role.CAPTIONER
        and space_of_person(context, person) == space
        and context.seat_of(person).connected
        for person, now in context.state.people.items()
    )


def expire_signs(context: RuleContext) -> None:
    """Remove signs whose time is over."""
    side_channels, now = context.side_channels, context.now
    for person in [person for person, made in side_channels.gestures.items() if made.until <= now]:
        del side_channels.gestures[person]
    while side_channels.captions and side_channels.captions[0].at + CAPTION_S <= now:
        del side_channels.captions[0]


def sign_deadlines(context: RuleContext) -> Iterable[float]:
    """Yield when the next ones are over."""
    yield from (made.until for made in context.side_channels.gestures.values())
    if context.side_channels.captions:
        yield context.side_channels.captions[0].at + CAPTION_S


@reads(peace)
def _quiet(context: RuleContext, command: cmd.Gestured) -> str | None:
    """Refuse gestures in a quiet minute (docs/domain.md, Signs)."""
    return "gesture.quiet" if context.state.phase is Phase.LIVE and in_peace(context) else None


def _captions(context: RuleContext, command: cmd.Caption) -> str | None:
    if context.role(command.by) is not Role.CAPTIONER:
        return "role.forbidden"
    return None if is_text(command.text, CAPTION_CHARS_MAX) else "caption.malformed"


may_gesture = all_of(takes_part, inside, _quiet)
may_caption = all_of(inside, _captions)
