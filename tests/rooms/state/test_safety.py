"""State changes by events of help signals, marks, welfare checks and device checks."""

from rooms.model import events as ev
from rooms.model.events.follow_up import WelfareStep
from rooms.model.side_channels import PageOutcome
from rooms.state import DeviceCheck, Help, HelpSignal, RoomState, Welfare, WelfareCheck, apply, new_state
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    START,
    THERAPIST,
    build_setup,
)


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


def test_marks_are_put_and_taken() -> None:
    heard, flagged = ev.OverheardMarked(ANA, True, THERAPIST), ev.PersonFlagged(BEN, True, THERAPIST)
    care = after(heard, flagged).care
    assert (care.overheard, care.flagged) == ({ANA}, {BEN})
    gone = (ev.OverheardMarked(ANA, False, THERAPIST), ev.PersonFlagged(BEN, False, THERAPIST))
    assert after(heard, flagged, *gone).care == after().care


def test_a_welfare_check_keeps_its_steps_and_only_the_newest_forty() -> None:
    due, called = ev.WelfareDue(ANA), ev.WelfareNoted(ANA, WelfareStep.CALLED, THERAPIST)
    steps = [(WelfareStep.CALLED, START + 2, THERAPIST)]
    assert after(due, called).care.welfare == {ANA: WelfareCheck(START + 1, Welfare.CALLED, None, steps)}
    kept = after(due, *[called] * 50).care.welfare[ANA].steps
    assert [at for _, at, _ in kept] == [START + second for second in range(12, 52)]
    assert after(due, ev.WelfareBack(ANA)).care.welfare[ANA].back_at == START + 2
    over = ev.WelfareNoted(ANA, WelfareStep.REACHED, THERAPIST)
    assert after(due, over, ev.WelfareBack(ANA)).care.welfare == {}


def test_the_two_of_a_device_check_change_their_rooms() -> None:
    started = ev.DeviceCheckStarted((ANA, BEN), (ANA_SEAT, BEN_SEAT), 3, 4, THERAPIST)
    assert after(started).care.device_check == DeviceCheck(
        THERAPIST, (ANA, BEN), (ANA_SEAT, BEN_SEAT), 3, 4, 0, START + 1
    )
    state = after(started, ev.DeviceCheckTurned(THERAPIST))
    check = state.care.device_check
    assert check is not None
    assert (check.turn, check.turn_since, check.first_s) == (1, START + 2, 1)
    assert (state.seats[ANA_SEAT].private, state.seats[BEN_SEAT].private) == (4, 3)
    assert after(started, ev.DeviceCheckEnded(None)).care.device_check is None
