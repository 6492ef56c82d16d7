"""Checks read only what they declare: while it is unchanged, so is the verdict. Random evenings."""

from collections import Counter
from collections.abc import Hashable, Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import FloorMode, RoomKind
from rooms.room import Room
from rooms.rules.common import facts
from rooms.rules.common.facts import seating
from rooms.rules.context import RuleContext
from rooms.rules.part import Fact, Whose, all_of, read_by, reads, subjects_of
from rooms.rules.permissions import FACTS, facts_of, requests
from rooms.state.subjects import ASIDE, BESIDE, FLOOR, PEOPLE, RUNS, SUBJECT_OF, VOICES
from rooms.views.offers import offer_to
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import random_setup
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, full_room
from tests.support.thorough import examples

SCREENS = 8
"""How many are checked after each step, because trying everything is slow."""


def screens(context: RuleContext) -> Iterator[tuple[PersonId, SeatId]]:
    """Everybody on every screen that shows them."""
    for seat, now in context.state.seats.items():
        for person in now.occupants:
            yield person, seat


class Verdicts:
    """The verdicts in one room, by their declared dependencies."""

    def __init__(self) -> None:
        self._room: Room | None = None
        self._known: dict[tuple[Hashable, ...], object] = {}
        self._read: dict[str, frozenset[Fact]] = {}
        self.compared: Counter[str] = Counter()
        """How often the same facts recurred after something had happened."""

    def look(self, room: Room, now: float, rng: Random) -> None:
        """Compute every verdict and compare it with the earlier one for the same facts."""
        if room is not self._room:
            self._room = room
            self._known.clear()
        context = room.context(now)
        everybody = list(screens(context))
        for person, seat in rng.sample(everybody, min(SCREENS, len(everybody))):
            offer = offer_to(context, person, seat)
            accepted = set(offer.can)
            sits = seating.value(context, person, seat)
            values = {fact: fact.value(context, person, seat) for fact in FACTS}
            if not self._read:
                self._read = {request: facts_of(context, request, person) for request in requests()}
            for request, read in self._read.items():
                of = (request, sits, *(values[fact] for fact in FACTS if fact in read))
                self._compare(request, of, request in accepted)
            self._compare("offer", ("offer", sits, *values.values()), (offer.can, offer.starts, offer.acts))

    def _compare(self, name: str, of: tuple[Hashable, ...], verdict: object) -> None:
        if of in self._known:
            assert self._known[of] == verdict, f"{name} depends on more than {of}"
            self.compared[name] += 1
        self._known[of] = verdict


@given(seed=st.integers(0, 2**32), steps=st.integers(60, 100))
@settings(max_examples=examples(40), deadline=None)
def test_a_verdict_is_unchanged_while_the_facts_its_check_declares_are(seed: int, steps: int) -> None:
    evening = Evening(random_setup(Random(seed), tuple(RoomKind)), Random(seed), closely=False)
    evening.open()
    verdicts = Verdicts()
    for number in range(steps):
        evening.step(seed + number)
        verdicts.look(evening.room, evening.now, Random(number))
    assert set(requests()) <= set(verdicts.compared), "nothing was proved of some of them"


def test_facts_change_only_with_their_declared_subjects() -> None:
    """The cache looks at a fact again only if one of its subjects has changed."""
    for start in range(10):
        evening = Evening(random_setup(Random(start), tuple(RoomKind)), Random(start), closely=False)
        evening.open()
        before: dict[Fact, list[Hashable]] = {}
        room, position, marks = evening.room, 0, evening.room.side_channels.marks()
        for number in range(60):
            evening.step(start * 1_000 + number)
            context = evening.context
            changed = ASIDE if context.side_channels.marks() != marks else 0
            for record in evening._log()[position:]:
                changed |= SUBJECT_OF[type(record.event)]
            leaders = [screen for screen in screens(context) if context.leads(screen[0])]
            now = {
                fact: [fact.value(context, *one) for one in screens(context)]
                if fact.whose is not Whose.LEADERS
                else [fact.value(context, *one) for one in leaders]
                for fact in (*FACTS, seating)
            }
            if evening.room is room and not changed & PEOPLE:
                moved = {fact for fact, values in now.items() if values != before.get(fact, values)}
                unsaid = {fact.name for fact in moved if not fact.subjects & (changed | BESIDE)}
                assert not unsaid, f"{unsaid} changed with {changed}"
            before, room, marks = now, evening.room, context.side_channels.marks()
            position = context.state.position


def test_declarations_are_joined_and_an_undeclared_check_reads_only_seating() -> None:
    @reads(facts.mode)
    def one(context: RuleContext, command: object) -> str | None:
        return None

    @reads(facts.hands, facts.mode)
    def other(context: RuleContext, command: object) -> str | None:
        return None

    assert read_by(one, other) == read_by(all_of(one, other)) == {facts.mode, facts.hands}
    assert read_by(lambda context, command: None) == frozenset()
    assert subjects_of(facts.mode, facts.hands, facts.prompted) == FLOOR | RUNS | ASIDE
    assert subjects_of(seating) == PEOPLE


def test_a_fact_belongs_to_the_room_to_those_who_moderate_to_some_or_to_each() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    context = driver.room.context(driver.now)
    people = ((ANA, ANA_SEAT), (BEN, BEN_SEAT), (THERAPIST, STAFF_SEAT))
    assert [facts.mode.value(context, *who) for who in people] == [FloorMode.QUEUE] * 3
    assert [facts.hands.value(context, *who) for who in people] == [True, None, None]
    assert [facts.line.value(context, *who) for who in people] == [None, None, (True, True, False)]
    assert [facts.prompted.value(context, *who) for who in people] == [False] * 3
    assert facts.voices.subjects & VOICES


def test_members_who_sit_alike_have_the_same_seating_until_one_moves() -> None:
    driver = full_room()
    context = driver.room.context(driver.now)
    before = seating.value(context, ANA, ANA_SEAT)
    assert before == seating.value(context, BEN, BEN_SEAT)
    assert seating.value(context, THERAPIST, STAFF_SEAT) != before
    driver.do(cmd.Detach(BEN_SEAT))
    assert seating.value(context, ANA, ANA_SEAT) != seating.value(context, BEN, BEN_SEAT)
    assert seating.value(context, ANA, ANA_SEAT) != before
