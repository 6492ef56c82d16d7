"""What is beside the floor, for one viewer: messages, gestures, captions, prompts, to whom they are addressed.

What concerns one person is built only for a screen that nobody else looks at (F9). Messages are by id, so that a new
one is a small change of the view.
"""

from typing import Any

from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import Ledger
from rooms.rules.side_channels.chat import chat_is_open, may_write, readable
from rooms.rules.side_channels.hearing import build_silence_view
from rooms.rules.side_channels.place import MAIN, is_present, space_of
from rooms.rules.side_channels.prompts import prompt_on
from rooms.rules.side_channels.signs import captions_live
from rooms.rules.side_channels.tally import build_tally
from rooms.state import Phase, Place
from rooms.talk_time.view import own_share

__all__ = ["build_aside_view"]

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


def build_aside_view(ledger: Ledger, seat: SeatId) -> dict[str, Any]:
    """Build the section; who waits has in it what one person wrote to them, and nothing else."""
    now = ledger.state.seats[seat]
    if (
        ledger.state.phase not in _RUNNING
        or now.place is Place.OUTSIDE
        or not is_present(ledger, now.occupants[0])
    ):
        return {}
    space = space_of(ledger, seat)
    messages = _messages(ledger, seat, space)
    if space is None:
        return {"chat": {"open": False, "may": [], "messages": messages}} if messages else {}
    people = now.occupants
    view: dict[str, Any] = {
        "chat": {
            "open": chat_is_open(ledger),
            "may": sorted({to for person in people for to in may_write(ledger, person, seat)}),
            "messages": messages,
        },
        "gestures": _gestures(ledger, space),
        "captions": _captions(ledger, people[0], space),
        "captions_live": captions_live(ledger, space),
    }
    shown = prompt_on(ledger, seat)
    if shown:
        person, prompt = shown
        view["prompt"] = {"id": prompt.id} | ({"person": person} if person else {})
    if len(people) == 1:
        view |= _own(ledger, people[0], space)
    return view


def _messages(ledger: Ledger, seat: SeatId, space: str | None) -> dict[str, Any]:
    found = readable(ledger, seat, space)
    view = {message.id: message.wire for message in found}
    own = ledger.state.seats[seat].occupants
    # Whether somebody's phone is here is nobody's to know but staff's.
    for message in found if ledger.aside.undelivered and ledger.is_staff(seat) else ():
        if message.id in ledger.aside.undelivered and message.by in own:
            view[message.id] = message.wire | {"waiting": True}
    return view


def _gestures(ledger: Ledger, space: str) -> dict[str, str]:
    people = ledger.state.people
    return {
        person: made.gesture.value
        for person, made in ledger.aside.gestures.items()
        if space_of(ledger, people[person].seat) == space
    }


def _captions(ledger: Ledger, person: PersonId, space: str) -> list[dict[str, Any]]:
    """Return what was typed there since the person came there: captions are what was said."""
    since = ledger.seat_of(person).since
    return [
        {"id": line.id, "text": line.text, "at": line.at}
        for line in ledger.aside.captions
        if line.space == space and line.at >= since
    ]


def _own(ledger: Ledger, person: PersonId, space: str) -> dict[str, Any]:
    """Return what only this person, or only facilitators, may see."""
    aside = ledger.aside
    view: dict[str, Any] = {}
    if ledger.leads(person):
        tally = build_tally(ledger, person)
        view = {"airtime": aside.shares, "silence": build_silence_view(ledger)}
        return view | ({"oars": tally} if tally else {})
    if ledger.state.people[person].airtime and space == MAIN and aside.report:
        word = own_share(person, aside.report)
        if word:
            view["airtime"] = word.value
    return view
