"""What the relay hears becomes talk time and silence (docs/domain.md, Talk time), but not of private rooms."""

from collections.abc import Sequence

from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import FloorMode
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.part import of_room
from rooms.rules.side_channels.prompts import in_peace
from rooms.state import MediaState, Phase, Place, SeatState
from rooms.state.subjects import FLOOR, RUNS
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
    "quiet_meant",
    "read_airtime",
    "seat_airtime",
]

WINDOW_STEP_S = 60.0
"""How often they are reckoned anew while nobody speaks."""
REPORT_S = 5.0
"""How often shares of talk are reckoned anew at most."""


def hear(context: RuleContext, speaking: frozenset[SeatId] | None) -> None:
    """These seats, and no others, are heard from now on; None: the relay is away, nobody knows."""
    side_channels, seats = context.side_channels, context.state.seats
    side_channels.speaking = speaking or frozenset()
    here = None
    if speaking is not None and "relay_down" not in side_channels.notices:
        here = {seat for seat in speaking if seat in seats and seats[seat].place is Place.MAIN}
    side_channels.silence = side_channels.silence.on_speaking(here, context.now)
    read_airtime(context)


def listen(context: RuleContext, spoken: Sequence[SpeechInterval], unreliable: frozenset[SeatId]) -> None:
    """These stretches of speech have ended; of these seats it is not known when they speak."""
    if context.state.phase is Phase.ENDED:
        # By now all was forgotten, or is about to be; what the relay tells late is kept no more.
        return
    for interval in spoken:
        if context.side_channels.airtime.add(interval):
            context.side_channels.unread = True
    context.side_channels.airtime.unreliable(unreliable)


def seat_airtime(context: RuleContext) -> None:
    """Let talk time know who sits where and who of two has the voice."""
    side_channels, people_at = context.side_channels, context.state.people_at
    # While nobody moves, only who of two has the voice can change.
    seats = context.shared_seats() if side_channels.seated_at == people_at else context.state.seats
    side_channels.seated_at = people_at
    for seat in seats:
        now = context.state.seats[seat]
        people = now.occupants if now.place is Place.MAIN else ()
        side_channels.airtime.seated(seat, people, _voice(context, now), context.now)


def read_airtime(context: RuleContext) -> None:
    """Reckon the shares anew when that is due, or when other people are in the room, but not because of anything else.

    What somebody does in private must not move the moment at which another is told their own share.
    """
    side_channels, people = context.side_channels, context.participants()
    if context.state.phase is Phase.ENDED:
        return
    due = airtime_deadline(context)
    others = side_channels.report is None or side_channels.report.people.keys() != set(people)
    if others or (due is not None and due <= context.now):
        side_channels.unread = False
        side_channels.report = side_channels.airtime.report(people, context.now)
        side_channels.report_at, side_channels.shares = context.now, airtime_view(side_channels.report)


def airtime_deadline(context: RuleContext) -> float | None:
    """Return when the shares are to be read again (Unix seconds), None while nobody has spoken in the window.

    What was spoken since the last reading is read soon; else the window moves on by a minute.
    """
    side_channels = context.side_channels
    if side_channels.unread:
        return side_channels.report_at + REPORT_S
    return None if side_channels.airtime.is_silent else side_channels.report_at + WINDOW_STEP_S


def build_silence_view(context: RuleContext) -> dict[str, object]:
    """Build what facilitators see; a quiet minute is meant, and brings no hint."""
    without_media = sum(
        now.place is Place.MAIN and (not now.online or now.media is MediaState.LOST)
        for now in context.state.seats.values()
    )
    return silence_view(context.side_channels.silence, without_media, protected=_is_quiet_meant(context))


def _is_quiet_meant(context: RuleContext) -> bool:
    return floor_now(context.state)[0] is FloorMode.QUIET or in_peace(context)


quiet_meant = of_room(FLOOR | RUNS)(_is_quiet_meant)
"""Whether it is meant that nobody speaks."""


def _voice(context: RuleContext, seat: SeatState) -> PersonId | None:
    holder = context.state.floor.holder
    if seat.voice is None and holder and holder.person in seat.occupants:
        return holder.person
    return seat.voice
