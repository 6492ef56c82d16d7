"""A receiver's link, whichever feedback it sends."""

from media.rates.allocator import Allocation
from media.rates.link.estimator import START_BPS
from media.rates.link.receiver_link import ReceiverLink


def allocation(goal_bps: float, used_bps: int = 100_000) -> Allocation:
    return Allocation({}, {}, (), limited=True, used_bps=used_bps, goal_bps=goal_bps, is_new=True)


def heard(link: ReceiverLink, begin: float = 10.0, delay_s: float = 0.0, lost: int = 0) -> None:
    """A second of packets that arrive, but for so many of ten."""
    for first in range(0, 100, 10):
        sent = [(begin + (first + at) * 0.01, 500) for at in range(10)]
        arrivals: list[int | None] = [round((at + delay_s) * 4000) for at, _ in sent]
        arrivals[3 : 3 + lost] = [None] * lost
        number = round((begin - 10) * 100) + first
        link.on_feedback(number, arrivals, sent, sent[-1][0] + 0.05)


def test_the_better_feedback_counts_once_it_comes() -> None:
    link = ReceiverLink()
    assert link.estimate_bps is None
    link.on_remb(5_000_000)
    assert link.present(40_000).bps == 5_040_000
    assert link.has_news
    heard(link)
    assert link.present(40_000).bps == link.estimate_bps == int(link.transport.bps)
    link.has_news = False
    link.on_remb(100_000)
    link.on_loss(90, 100, 12.0)
    assert link.present(40_000).bps >= START_BPS
    assert not link.has_news


def test_a_long_queue_is_full() -> None:
    link = ReceiverLink()
    heard(link)
    assert not link.present(0).is_full
    heard(link, 11.0, 0.3)
    assert link.present(0).is_full


def test_video_is_paced_only_where_the_link_may_be_the_limit() -> None:
    link = ReceiverLink()
    assert link.pace_bps(allocation(10**7)) is None
    heard(link)
    link.present(40_000)
    paced = link.pace_bps(allocation(10**7))
    assert paced is not None
    assert paced < link.bps * 1.2
    assert link.pace_bps(allocation(link.bps - 1)) is None


def test_what_could_be_used_is_probed_for() -> None:
    link = ReceiverLink()
    heard(link)
    link.take(allocation(10**7), 11.0)
    assert link.padding(allocation(10**7), (100, 10_000), 11.1) > 0


def test_a_link_that_loses_much_is_sent_everything_twice_where_that_fits() -> None:
    link = ReceiverLink()
    for second in range(6):
        heard(link, 10.0 + second, lost=1)
        link.take(allocation(10**6), 11.0 + second)
    assert link.is_lossy
    link.take(allocation(10**6, used_bps=int(link.bps / 2.3)), 16.0)
    assert link.doubles
    # No room for twice as much, however much is lost.
    link.take(allocation(10**6, used_bps=int(link.bps / 2)), 16.0)
    assert link.is_lossy
    assert not link.doubles
    for second in range(6, 20):
        heard(link, 10.0 + second)
        link.take(allocation(10**6, used_bps=1000), 11.0 + second)
    assert not link.is_lossy
    assert not link.doubles


def test_what_a_queue_loses_is_told_from_what_the_link_loses() -> None:
    narrow, lossy = ReceiverLink(), ReceiverLink()
    assert not narrow.loses_by_queue
    heard(narrow)
    heard(lossy, lost=1)
    assert not narrow.loses_by_queue
    for link in (narrow, lossy):
        heard(link, 11.0, 0.3, lost=1)
    assert narrow.loses_by_queue
    assert not lossy.loses_by_queue
