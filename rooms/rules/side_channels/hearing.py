"""What the relay hears becomes talk time and silence (domain.md 1.9, 1.16): of the room itself, not of private rooms."""

from collections.abc import Sequence

from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import FloorMode
from rooms.plan import floor_now
from rooms.rules.context import Ledger
from rooms.rules.side_channels.prompts import in_peace
from rooms.state import MediaState, Phase, Place, SeatState
from rooms.talk_time.silence import silence_view
from rooms.talk_time.speech import SpeechInterval
from rooms.talk_time.view import airtime_view

__all__ = [
    "REPORT_S",
    "WINDOW_STEP_S",
    "airtime_deadline",
    "build_silence_view",
    "hear",
    "listen",
    "read_airtime",
    "seat_airtime",
]

WINDOW_STEP_S = 60.0
"""How often they are reckoned anew while nobody speaks."""
REPORT_S = 5.0
"""How often shares of talk are reckoned anew at most."""


def hear(ledger: Ledger, speaking: frozenset[SeatId] | None) -> None:
    """These seats, and no others, are heard from now on; None: the relay is away, nobody knows."""
    aside, seats = ledger.aside, ledger.state.seats
    aside.speaking = speaking or frozenset()
    here = None
    if speaking is not None and "relay_down" not in aside.notices:
        here = {seat for seat in speaking if seat in seats and seats[seat].place is Place.MAIN}
    aside.silence = aside.silence.on_speaking(here, ledger.now)
    read_airtime(ledger)


def listen(ledger: Ledger, spoken: Sequence[SpeechInterval], unreliable: frozenset[SeatId]) -> None:
    """These stretches of speech have ended; of these seats it is not known when they speak."""
    if ledger.state.phase is Phase.ENDED:
        # By now all was forgotten, or is about to be; what the relay tells late is kept no more.
        return
    for interval in spoken:
        if ledger.aside.airtime.add(interval):
            ledger.aside.unread = True
    ledger.aside.airtime.unreliable(unreliable)


def seat_airtime(ledger: Ledger) -> None:
    """Let talk time know who sits where and who of two has the voice."""
    found = ledger.state.found
    seats = ledger.shared_seats() if "seated" in found else ledger.state.seats
    found["seated"] = True
    for seat in seats:
        now = ledger.state.seats[seat]
        people = now.occupants if now.place is Place.MAIN else ()
        ledger.aside.airtime.seated(seat, people, _voice(ledger, now), ledger.now)


def read_airtime(ledger: Ledger) -> None:
    """Reckon the shares anew when that is due, or when other people are in the room, but not because of anything else.

    What somebody does in private must not move the moment at which another is told their own share.
    """
    aside, people = ledger.aside, ledger.participants()
    if ledger.state.phase is Phase.ENDED:
        return
    due = airtime_deadline(ledger)
    others = aside.report is None or aside.report.people.keys() != set(people)
    if others or (due is not None and due <= ledger.now):
        aside.unread = False
        aside.report = aside.airtime.report(people, ledger.now)
        aside.report_at, aside.shares = ledger.now, airtime_view(aside.report)


def airtime_deadline(ledger: Ledger) -> float | None:
    """Return when the shares are to be read again (Unix seconds), None while nobody has spoken in the window.

    What was spoken since the last reading is read soon; else the window moves on by a minute.
    """
    aside = ledger.aside
    if aside.unread:
        return aside.report_at + REPORT_S
    return None if aside.airtime.is_silent else aside.report_at + WINDOW_STEP_S


def build_silence_view(ledger: Ledger) -> dict[str, object]:
    """Build what facilitators see; a quiet minute is meant, and brings no hint."""
    without_media = sum(
        now.place is Place.MAIN and (not now.online or now.media is MediaState.LOST)
        for now in ledger.state.seats.values()
    )
    protected = floor_now(ledger.state)[0] is FloorMode.QUIET or in_peace(ledger)
    return silence_view(ledger.aside.silence, without_media, protected=protected)


def _voice(ledger: Ledger, seat: SeatState) -> PersonId | None:
    holder = ledger.state.floor.holder
    if seat.voice is None and holder and holder.person in seat.occupants:
        return holder.person
    return seat.voice
