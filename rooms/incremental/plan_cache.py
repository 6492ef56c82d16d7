"""Caches the plan of one room: rebuilds only the seats whose gates can have changed. Pure.

The rule is in ``rooms.plan`` alone; the cached plan always equals what ``build_plan`` derives.
"""

from typing import Any

from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.plan import Plan, SeatPlan, build_plan, build_seat_plan, floor_now
from rooms.state import RoomState
from rooms.state.subjects import ALL, FLOOR, PEOPLE, RUNS, SWITCHES

__all__ = ["PlanCache"]


class PlanCache:
    """The plan of one room as last derived."""

    def __init__(self, setup: RoomSetup) -> None:
        self._setup = setup
        self._seats: dict[SeatId, SeatPlan] = {}
        self._mode: tuple[Any, ...] = ()
        self._speakers: frozenset[tuple[PersonId, bool]] = frozenset()
        self._interpreted = False

    def plan(self, state: RoomState, changed: int = ALL) -> Plan:
        """Return the plan; while no gate changes, its seats are the same object as before.

        Args:
            changed: The subjects that changed since the last call.
        """
        if not changed & (PEOPLE | SWITCHES | FLOOR | RUNS):
            return Plan(state.position, self._seats)
        mode, speakers = self._look_at_floor(state)
        if changed & (PEOPLE | SWITCHES) or mode != self._mode or self._interpreted:
            self._interpreted = any(now.role is Role.INTERPRETER for now in state.people.values())
            seats = build_plan(self._setup, state).seats
        else:
            seats = self._renewed(state, speakers ^ self._speakers)
        self._mode, self._speakers = mode, speakers
        if seats != self._seats:
            self._seats = seats
        return Plan(state.position, self._seats)

    def _renewed(self, state: RoomState, people: frozenset[tuple[PersonId, bool]]) -> dict[SeatId, SeatPlan]:
        """Rebuild while mode and places are unchanged: only seats that have or had the floor or a voice can differ."""
        seats = self._seats
        for seat in {state.people[person].seat for person, _ in people}:
            if seat in seats:
                seats = {**seats, seat: build_seat_plan(self._setup, state, seat)}
        return seats

    def _look_at_floor(self, state: RoomState) -> tuple[tuple[Any, ...], frozenset[tuple[PersonId, bool]]]:
        """Return what everybody's gates depend on, and who has a voice, as the holder or through a step."""
        holder, run = state.floor.holder, state.run
        paused = holder is not None and holder.phase is TurnPhase.PAUSED
        speakers = {(person, False) for person in run.voices} if run else set()
        if holder:
            speakers.add((holder.person, True))
        return (*floor_now(state), paused), frozenset(speakers)
