"""State changes by events of the help signal."""

from rooms.model import events as ev
from rooms.model.side_channels import PageOutcome
from rooms.state import Help, HelpSignal, RoomState, apply, new_state
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, START, THERAPIST, build_setup


def after(*events: ev.Event) -> RoomState:
    """The state after these events, one second apart."""
    state = new_state(build_setup())
    for position, event in enumerate(events, 1):
        apply(state, ev.Recorded(position, START + position, event))
    return state


def test_a_signal_is_kept_by_the_screen_it_came_from() -> None:
    state = after(ev.HelpSignalled(ANA_SEAT, ANA), ev.HelpSignalled(COUPLE_SEAT, None, late=True))
    assert state.help == {
        ANA_SEAT: HelpSignal(START + 1, ANA, late=False),
        COUPLE_SEAT: HelpSignal(START + 2, None, late=True),
    }


def test_sent_again_it_begins_anew() -> None:
    seen = ev.HelpAcknowledged(ANA_SEAT, THERAPIST)
    paged = ev.HelpPaged(ANA_SEAT, PageOutcome.SENT)
    state = after(ev.HelpSignalled(ANA_SEAT, ANA), paged, seen, ev.HelpSignalled(ANA_SEAT, ANA))
    assert state.help == {ANA_SEAT: HelpSignal(START + 4, ANA, late=False)}


def test_it_is_seen_by_somebody_and_gone_once_closed() -> None:
    signalled, seen = ev.HelpSignalled(ANA_SEAT, ANA), ev.HelpAcknowledged(ANA_SEAT, THERAPIST)
    signal = after(signalled, seen).help[ANA_SEAT]
    assert (signal.state, signal.seen_by) == (Help.SEEN, THERAPIST)
    assert after(signalled, seen, ev.HelpClosed(ANA_SEAT, THERAPIST)).help == {}
