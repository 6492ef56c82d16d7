"""When to try more on a link."""

from media.rates.probing import BACKOFF_MAX_S, BACKOFF_MIN_S, PROBE_MAX_BPS, PROBE_MAX_S, TRIAL_S, Probing


def pad(probing: Probing, estimate: float, now: float, used: float = 200_000, goal: float = 600_000) -> int:
    return probing.padding(goal, used, estimate, now)


def test_padding_grows_gently_to_just_above_the_estimate() -> None:
    probing = Probing()
    sent = [pad(probing, 300_000 * 1.02**step, step * 0.5) for step in range(12)]
    assert sent[0] == 50_000
    assert sent == sorted(sent)
    assert sent[-1] == int(300_000 * 1.02**11 * 1.1 - 200_000)


def test_padding_is_at_most_what_is_used_and_a_little_and_never_above_the_cap() -> None:
    probing = Probing()
    assert max(pad(probing, 900_000 * 1.02**step, step * 0.5, goal=9e6) for step in range(12)) == 250_000
    probing = Probing()
    assert (
        max(pad(probing, 4e6 * 1.02**step, step * 0.5, used=2e6, goal=2e7) for step in range(12))
        == PROBE_MAX_BPS
    )


def test_a_probe_whose_estimate_does_not_grow_is_given_up() -> None:
    probing = Probing()
    times = [step * 0.5 for step in range(22) if pad(probing, 300_000, step * 0.5)]
    assert 4 < max(times) < 8


def test_a_probe_ends_even_if_the_estimate_keeps_growing() -> None:
    probing = Probing()
    times = [step * 0.5 for step in range(48) if pad(probing, 300_000 * 1.02**step, step * 0.5, goal=1e9)]
    assert times[-1] == PROBE_MAX_S


def test_a_fall_of_the_estimate_ends_a_probe_at_once() -> None:
    probing = Probing()
    pad(probing, 300_000, 0.0)
    pad(probing, 330_000, 1.0)
    assert pad(probing, 280_000, 1.5) == 0
    assert not probing.may_step_up(1.5 + BACKOFF_MIN_S - 0.1)
    assert probing.may_step_up(1.5 + BACKOFF_MIN_S)


def test_loss_ends_a_probe_and_means_nothing_without_one() -> None:
    probing = Probing()
    probing.on_loss(0.0)
    assert probing.may_step_up(0.0)
    pad(probing, 300_000, 1.0)
    probing.on_loss(1.5)
    assert not probing.may_step_up(1.5)


def test_the_backoff_doubles_with_every_failure_up_to_a_minute() -> None:
    probing, now, waits = Probing(), 0.0, []
    for _ in range(6):
        probing.on_step_up(200_000, now)
        probing.on_congestion(now + 1)
        begin = now + 1
        now = begin
        while not probing.may_step_up(now):
            now += 0.5
        waits.append(now - begin)
    assert waits == [5, 10, 20, 40, 60, 60]
    assert waits[-1] == BACKOFF_MAX_S


def test_several_steps_down_of_one_congestion_count_once() -> None:
    probing = Probing()
    for step in range(4):
        probing.on_congestion(step * 0.5)
    assert probing.may_step_up(1.5 + BACKOFF_MIN_S)


def test_a_step_up_that_lasts_resets_the_backoff() -> None:
    probing = Probing()
    for begin in (0.0, 30.0):
        probing.on_step_up(200_000, begin)
        probing.on_congestion(begin + 1)
    probing.on_step_up(200_000, 100.0)
    probing.rest(100.0 + TRIAL_S)
    probing.on_congestion(130.0)
    assert probing.may_step_up(130.0 + BACKOFF_MIN_S)


def test_a_failed_step_up_returns_the_last_good_rate() -> None:
    probing = Probing()
    probing.on_step_up(200_000, 0.0)
    assert probing.on_congestion(2.0) == 200_000
    assert probing.on_congestion(2.5) == float("inf")


def test_nothing_is_probed_right_after_a_step_up() -> None:
    probing = Probing()
    probing.on_step_up(200_000, 0.0)
    assert pad(probing, 300_000, 1.0) == 0
    assert pad(probing, 300_000, 3.0) > 0


def test_new_demands_end_a_trial_and_a_probe() -> None:
    probing = Probing()
    probing.on_step_up(200_000, 0.0)
    probing.on_new_demands()
    assert pad(probing, 300_000, 0.5) > 0
    probing.on_new_demands()
    probing.on_loss(1.0)
    assert probing.may_step_up(1.0)
    assert probing.on_congestion(1.5) == float("inf")
