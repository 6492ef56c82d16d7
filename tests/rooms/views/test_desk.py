"""What is kept is always what a full build gives, and patches lead from one to the other: random evenings."""

from copy import deepcopy
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.gates import Gates
from rooms.ledger import Ledger
from rooms.merge_patch import apply_patch
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.policy import RoomKind
from rooms.parts import PARTS
from rooms.plan import build_plan
from rooms.state import Phase
from rooms.views import Desk, View, build_views, visible_events, visible_to_all
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import LIBRARY, random_setup
from tests.rooms.random_room.turns import Before, Cause


class Watched(Evening):
    """An evening whose views are kept by a desk, beside a client that only ever gets patches."""

    desk: Desk
    gates: Gates
    clients: dict[SeatId, View]

    def open(self) -> None:
        self._begin()
        super().open()

    def _begin(self) -> None:
        self.desk, self.gates, self.clients = Desk(), Gates(self.setup), {}
        self.watched = self.room

    def _after(self, before: Before, cause: Cause, records: list[Recorded]) -> None:
        super()._after(before, cause, records)
        if self.watched is not self.room:
            self._begin()
        self._tell(records)
        if cause != "restart":
            # After a long absence people left when the service went away, and what is due since then still is.
            self._check_rest()

    def _check_rest(self) -> None:
        """Nothing follows that was passed over because it was thought unchanged, and no deadline is an old one."""
        state, aside = deepcopy((self.room.state, self.room.aside))
        ledger = Ledger(self.setup, state, state.last_at, aside, LIBRARY)
        dues = [due for part in PARTS for due in part.deadlines(ledger) if due is not None]
        assert self.room.next_deadline() == min(dues, default=None)
        overdue = bool(dues) and min(dues) <= self.now
        if state.phase is not Phase.ENDED and not overdue:
            ledger = Ledger(self.setup, state, self.now, aside, LIBRARY)
            for part in PARTS:
                part.settle(ledger)
            assert ledger.records == [], f"not at rest after {self.told[-1]}"

    def _tell(self, records: list[Recorded]) -> None:
        ledger, changed = self.ledger, self.room.untold
        self.room.untold = 0
        plan = self.gates.plan(self.room.state, changed)
        assert plan == build_plan(self.setup, self.room.state), "the plan that is kept"
        patches = self.desk.take_note(ledger, plan, changed)
        seats = list(self.setup.seats)
        heard = visible_to_all(ledger, seats, records, changed)
        views = build_views(ledger, seats)
        for seat in seats:
            assert heard[seat] == visible_events(ledger, seat, records)
            if seat in patches:
                self.clients[seat] = apply_patch(self.clients[seat], patches[seat])
            else:
                self.clients[seat] = self.desk.open(ledger, seat)
            assert self.clients[seat] == views[seat], f"{seat} after {self.told[-1]}"
            assert self.desk.view(seat) == views[seat]


@given(seed=st.integers(0, 2**32), steps=st.integers(1, 120))
@settings(max_examples=15, deadline=None)
def test_kept_views_are_what_a_full_build_gives(seed: int, steps: int) -> None:
    evening = Watched(random_setup(Random(seed), tuple(RoomKind)), Random(seed))
    evening.open()
    for number in range(steps):
        evening.step(seed + number)
    evening._tell([])
    assert set(evening.clients) == set(evening.setup.seats)
