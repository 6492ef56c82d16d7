"""Sound carries copies while its path loses packets, and no longer."""

from hypothesis import given
from hypothesis import strategies as st

from media.rates.redundancy import ASKED, CALM_MAX_S, CALM_S, LOSSY, MIN_PACKETS, STEADY_S, Redundancy

EVERY_S = 1.0


class Path:
    """Reports each second on a hundred packets."""

    def __init__(self) -> None:
        self.rule = Redundancy()
        self.now = 100.0

    def report(self, seconds: float, loss: float = 0.0) -> None:
        for _ in range(round(seconds / EVERY_S)):
            self.now += EVERY_S
            self.rule.on_report(100 * loss, 100, self.now)

    def calm_until_off(self) -> float:
        began = self.now
        while self.rule.is_on:
            self.report(EVERY_S)
        return self.now - began


def test_nothing_is_known_at_first_so_copies_are_sent() -> None:
    assert Redundancy().is_on


def test_a_path_without_loss_needs_no_copies_after_a_while() -> None:
    path = Path()
    path.report(CALM_S)
    assert path.rule.is_on
    path.report(1)
    assert not path.rule.is_on


def test_silence_of_the_receiver_is_no_proof() -> None:
    path = Path()
    path.report(1)
    path.now += 100.0
    path.rule.on_report(0, 0, path.now)
    assert path.rule.is_on


def test_copies_come_back_with_the_first_report_of_loss() -> None:
    path = Path()
    path.calm_until_off()
    path.report(1, loss=0.02)
    assert path.rule.is_on


def test_a_single_loss_in_a_long_report_brings_nothing_back() -> None:
    path = Path()
    path.calm_until_off()
    path.rule.on_report(1, 250, path.now)
    assert not path.rule.is_on


def test_reports_on_few_packets_are_added_up() -> None:
    rule = Redundancy(is_on=False)
    # Of two quiet microphones, a packet each 400 ms: one lost of ten is not yet one in a hundred.
    rule.on_report(1, MIN_PACKETS - 1, 1.0)
    assert not rule.is_on
    rule.on_report(0, 1, 2.0)
    assert rule.is_on


def test_packets_asked_for_again_bring_copies_back_before_a_report() -> None:
    path = Path()
    path.calm_until_off()
    path.rule.on_request(ASKED - 1, path.now)
    assert not path.rule.is_on
    path.rule.on_request(1, path.now)
    assert path.rule.is_on


def test_late_packets_now_and_then_bring_nothing_back() -> None:
    path = Path()
    path.calm_until_off()
    for _ in range(10 * ASKED):
        path.rule.on_request(1, path.now)
        path.report(1)
    assert not path.rule.is_on


def test_a_path_that_loses_again_and_again_has_to_be_calm_for_longer() -> None:
    path = Path()
    waits = [path.calm_until_off()]
    for _ in range(7):
        path.report(1, loss=0.05)
        waits.append(path.calm_until_off())
    assert waits == sorted(waits)
    assert waits[1] > waits[0]
    assert CALM_MAX_S <= waits[-1] <= CALM_MAX_S + 2


def test_a_path_that_was_calm_for_long_is_trusted_as_a_new_one() -> None:
    path = Path()
    path.calm_until_off()
    path.report(1, loss=0.05)
    longer = path.calm_until_off()
    path.report(STEADY_S)
    path.report(1, loss=0.05)
    assert path.calm_until_off() < longer


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 30), st.integers(0, 512)),
        max_size=60,
    )
)
def test_copies_end_only_after_calm_and_after_loss_there_are_copies(
    reports: list[tuple[float, float, float, int]],
) -> None:
    rule, now, loss_at = Redundancy(), 0.0, 0.0
    for lost, expected, pause_s, asked in reports:
        now += pause_s
        rule.on_request(asked, now)
        if asked >= ASKED:
            assert rule.is_on
            loss_at = now
        was_on = rule.is_on
        rule.on_report(lost, expected, now)
        if expected >= MIN_PACKETS and lost >= max(1.0, 2 * LOSSY * (expected + MIN_PACKETS)):
            assert rule.is_on
            loss_at = now
        if was_on and not rule.is_on:
            assert now - loss_at >= CALM_S
