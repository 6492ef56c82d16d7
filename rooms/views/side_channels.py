"""The side channels as one viewer sees them: messages, gestures, captions and prompts addressed to them.

What concerns one person is built only for a screen that nobody else looks at (F9). Messages are by id, so that a new
one is a small change of the view.
"""

from typing import cast

from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import Gesture
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.chat import (
    chat_is_open,
    chat_open,
    may_write,
    may_write_waiting,
    readable,
)
from rooms.rules.side_channels.hearing import build_silence_view, quiet_meant
from rooms.rules.side_channels.place import MAIN, is_present, space_of, space_of_person
from rooms.rules.side_channels.prompts import prompt_on
from rooms.rules.side_channels.signs import captions_live
from rooms.rules.side_channels.tally import build_tally
from rooms.schema.side_channels import Airtime, Caption, ChatMessage, SideChannelsView, SilenceView
from rooms.schema.words import word
from rooms.state import Phase, Place
from rooms.state.side_channels import CaptionLine
from rooms.state.subjects import ASIDE, PEOPLE, SPEAKING, shows
from rooms.talk_time.view import own_share

__all__ = ["FACTS", "build_side_channels_view"]

FACTS = (chat_open, quiet_meant)
"""Facts the section depends on that turns and steps can change."""

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


@shows(PEOPLE | ASIDE | SPEAKING)
def build_side_channels_view(context: RuleContext, seat: SeatId) -> SideChannelsView:
    """Build the section; people in the waiting room see only what one person wrote to them."""
    now = context.state.seats[seat]
    if (
        context.state.phase not in _RUNNING
        or now.place is Place.OUTSIDE
        or not is_present(context, now.occupants[0])
    ):
        return {}
    space = space_of(context, seat)
    messages = _messages(context, seat, space)
    if space is None:
        if not messages:
            return {}
        may = sorted({how for person in now.occupants for how in may_write_waiting(context, person, seat)})
        return {"chat": {"open": False, "may": may, "messages": messages}}
    people = now.occupants
    view: SideChannelsView = {
        "chat": {
            "open": chat_is_open(context),
            "may": sorted({to for person in people for to in may_write(context, person, seat)}),
            "messages": messages,
        },
        "gestures": _gestures(context, space),
        "captions": _captions(context, people[0], space),
        "captions_live": captions_live(context, space),
    }
    shown = prompt_on(context, seat)
    if shown:
        person, prompt = shown
        view["prompt"] = {"id": prompt.id}
        if person:
            view["prompt"]["person"] = person
    if not now.watched:
        _add_own(view, context, people[0], space)
    return view


def _messages(context: RuleContext, seat: SeatId, space: str | None) -> dict[str, ChatMessage]:
    found = readable(context, seat, space)
    view = {message.id: cast(ChatMessage, message.wire) for message in found}
    own = context.state.seats[seat].occupants
    # Only staff may know whether somebody's phone is connected.
    for message in found if context.side_channels.undelivered and context.is_staff(seat) else ():
        if message.id in context.side_channels.undelivered and message.by in own:
            view[message.id] = cast(ChatMessage, message.wire | {"waiting": True})
    return view


def _gestures(context: RuleContext, space: str) -> dict[PersonId, Gesture]:
    return {
        person: word(made.gesture)
        for person, made in context.side_channels.gestures.items()
        if space_of_person(context, person) == space
    }


def _captions(context: RuleContext, person: PersonId, space: str) -> list[Caption]:
    """Return the captions since the person came in: captions repeat what was said."""
    since = context.seat_of(person).since
    return [
        _caption_of(line)
        for line in context.side_channels.captions
        if line.space == space and line.at >= since
    ]


def _caption_of(line: CaptionLine) -> Caption:
    said: Caption = {"id": line.id, "text": line.text, "at": line.at}
    if line.speaker is not None:
        said["speaker"] = line.speaker
    return said


def _add_own(view: SideChannelsView, context: RuleContext, person: PersonId, space: str) -> None:
    """Add what only this person or only facilitators see."""
    side_channels = context.side_channels
    if context.leads(person):
        # Both are built in a layer that does not know views.
        view["airtime"] = cast(Airtime, side_channels.shares)
        view["silence"] = cast(SilenceView, build_silence_view(context))
        tally = build_tally(context, person)
        if tally:
            view["oars"] = tally
    elif context.state.people[person].airtime and space == MAIN and side_channels.report:
        share = own_share(person, side_channels.report)
        if share:
            view["airtime"] = word(share)
