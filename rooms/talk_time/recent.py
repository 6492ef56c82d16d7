"""Who spoke for how long in the last 15 minutes, per person (docs/domain.md, Talk time). Pure.

The relay reports seats; this module attributes speech to people: on a single seat its person, on a shared seat whoever
had the in-seat voice at that time, or neither if nobody had it. Kept in memory, not logged, gone with the process.
`rooms.talk_time.fair_share` interprets it for a group.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from rooms.model.ids import PersonId, SeatId
from rooms.talk_time.fair_share import WINDOW_MINUTES, AirtimeReport, Seated, Spoken, build_report
from rooms.talk_time.speech import SpeechInterval

__all__ = ["STEP_S", "STINTS_MAX", "Airtime"]

STEP_S = 5
"""Seconds by which the window advances; within a step, speech is counted to the millisecond."""
STINTS_MAX = 64
"""Per seat: how many changes of occupants or voice a stretch of speech may reach back over."""

_STEP_MS = 1_000 * STEP_S
_STEPS_PER_MINUTE = 60 // STEP_S
_STEPS = WINDOW_MINUTES * _STEPS_PER_MINUTE


class _Stint(NamedTuple):
    """From ``since`` (Unix milliseconds) on, these people sat on the seat and ``voice`` had its in-seat voice."""

    since: int
    people: tuple[PersonId, ...]
    voice: PersonId | None


class _Account(NamedTuple):
    """A key under which speech is summed."""

    seat: SeatId
    people: tuple[PersonId, ...]
    voice: PersonId | None


class Airtime:
    """The speech of one room. Times are Unix seconds, counted in whole milliseconds so that the order does not matter.

    Its size is bounded by the room's seats and people: an account with nothing in the window is dropped.
    """

    def __init__(self) -> None:
        self._stints: dict[SeatId, list[_Stint]] = {}
        self._accounts: dict[_Account, list[int]] = {}
        self._newest = 0
        self._unreliable: frozenset[SeatId] = frozenset()

    def seated(self, seat: SeatId, people: tuple[PersonId, ...], voice: PersonId | None, now: float) -> None:
        """Record that these people sit there from now on. Repeating it changes nothing.

        Args:
            people: None, one or two; speech of an empty seat is not counted.
            voice: Which of two has the in-seat voice; None, or anybody not on the seat, means unknown.
        """
        if len(people) == 1:
            voice = people[0]
        elif voice not in people:
            voice = None
        stints = self._stints.setdefault(seat, [])
        since = _ms(now)
        if stints:
            if stints[-1][1:] == (people, voice):
                return
            since = max(since, stints[-1].since)
            if stints[-1].since == since:
                stints.pop()
        stints.append(_Stint(since, people, voice))
        del stints[:-STINTS_MAX]

    def add(self, interval: SpeechInterval) -> bool:
        """Count a stretch of speech that has ended, in any order; it is split where the voice changed.

        Returns:
            Whether any of it counts: speech in a private room does not.
        """
        counted = False
        began, end = _ms(interval.began), _ms(interval.ended)
        for stint in reversed(self._stints.get(interval.seat, ())):
            if end <= began:
                break
            if stint.since < end:
                if stint.people:
                    account = _Account(interval.seat, stint.people, stint.voice)
                    self._count(account, max(began, stint.since), end)
                    counted = True
                end = stint.since
        return counted

    @property
    def is_silent(self) -> bool:
        """Whether no speech in the window was counted."""
        return not self._accounts

    def unreliable(self, seats: frozenset[SeatId]) -> None:
        """Set the seats for which the relay cannot tell when they speak."""
        self._unreliable = seats

    def report(self, participants: Sequence[PersonId], now: float) -> AirtimeReport:
        """Return how the participants' speech of the last 15 minutes is shared among them.

        Args:
            participants: The members in the room, whose shares are reported. Other people's speech does not count.
        """
        self._roll_to(_ms(now) // _STEP_MS)
        self._accounts = {account: steps for account, steps in self._accounts.items() if any(steps)}
        oldest = (self._newest + 1) % _STEPS
        spoken = []
        for account, steps in self._accounts.items():
            until = list(accumulate(steps[oldest:] + steps[:oldest], initial=0))[::_STEPS_PER_MINUTE]
            spoken.append(Spoken(*account, tuple(map(sub, until[1:], until))))
        since = (self._newest - _STEPS + 1) * _STEP_MS
        return build_report(participants, spoken, self._seatings(since, _ms(now)), since / 1_000)

    def _count(self, account: _Account, began: int, end: int) -> None:
        last = (end - 1) // _STEP_MS
        self._roll_to(last)
        first = max(began // _STEP_MS, self._newest - _STEPS + 1)
        if first > last:
            return
        steps = self._accounts.setdefault(account, [0] * _STEPS)
        for step in range(first, last + 1):
            at = step * _STEP_MS
            steps[step % _STEPS] += min(end, at + _STEP_MS) - max(began, at)

    def _roll_to(self, step: int) -> None:
        """Move the end of the window to this step; it never moves back."""
        new = range(max(self._newest, step - _STEPS) + 1, step + 1)
        for steps in self._accounts.values():
            for each in new:
                steps[each % _STEPS] = 0
        self._newest = max(self._newest, step)

    def _seatings(self, since: int, now: int) -> dict[PersonId, Seated]:
        """Return how long each person has sat in the room since then, and where they sit now."""
        sat: Counter[PersonId] = Counter()
        for stints in self._stints.values():
            until, together = now, Counter[tuple[PersonId, ...]]()
            for stint in reversed(stints):
                if until <= since:
                    break
                together[stint.people] += until - max(stint.since, since)
                until = stint.since
            for people, spent in together.items():
                for person in people:
                    sat[person] += spent
        found: dict[PersonId, Seated] = {}
        for seat, stints in self._stints.items():
            for person in stints[-1].people:
                shared = seat if len(stints[-1].people) > 1 else None
                found[person] = Seated(sat[person], seat in self._unreliable, shared)
        return found


def _ms(at: float) -> int:
    return round(at * 1_000)
