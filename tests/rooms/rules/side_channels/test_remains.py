"""What is left of a log: it rebuilds the same room without its private answers, and then a summary."""

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.policy.policy import RoomKind
from rooms.room import Room
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Flag, Number, Wheel
from rooms.rules.side_channels.departures import read_departures
from rooms.rules.side_channels.remains import Summary, find_answers, summarise
from rooms.state import RoomState
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import LIBRARY, random_setup
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, START, THERAPIST, RoomDriver, full_room
from tests.support.thorough import examples


def without_answers(log: list[Recorded]) -> list[Recorded]:
    """Return the log as it is stored once its answers are gone: written and read again."""
    emptied = {record.position: record for record in find_answers(log)}
    records = [emptied.get(record.position, record) for record in log]
    return [replace(record, event=decode_event(*encode_event(record.event))) for record in records]


def plain(state: RoomState) -> RoomState:
    """Return a state without the parts of its runs that are answers."""
    state = deepcopy(state)
    for run in state.runs:
        answers = CATALOG[run.protocol].answers
        run.memory = {name: value for name, value in run.memory.items() if name not in answers}
    return state


def closed_with_an_answer() -> RoomDriver:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "closing_round", driver.seq, {"word_s": 5, "minutes": 10}))
    while driver.room.state.runs[-1].step != "exit_check":
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "go_on", driver.seq, {}))
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "answer", driver.seq, {"number": 9, "call": True}))
    seen_to = {"person": [ANA], "done": "call"}
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "acknowledge", driver.seq, seen_to))
    return driver


def test_a_log_without_answers_tells_no_number_and_reads_as_before() -> None:
    driver = closed_with_an_answer()
    log = without_answers(driver.log)
    (before,) = (one for one in read_departures(driver.room.setup, driver.log).people if one.person == ANA)
    (after,) = (one for one in read_departures(driver.room.setup, log).people if one.person == ANA)
    assert (before.exit is not None, after.exit) == (True, None)
    assert (after.came_at, after.how, after.follow_ups) == (before.came_at, before.how, before.follow_ups)
    assert "'number': 9" not in str(log)
    assert list(find_answers(log)) == [], "once is enough"


def test_parts_that_are_answers_are_those_that_protocols_ask_for_in_private() -> None:
    """A protocol that comes to ask for a number in private has to say where it keeps it."""
    asked = {
        rules.id
        for rules in CATALOG.values()
        for act in rules.all_acts().values()
        if act.private and any(isinstance(value, Number | Wheel | Flag) for value in act.takes.values())
    }
    assert asked - {rules.id for rules in CATALOG.values() if rules.answers} <= {"fishbowl"}, (
        "whether somebody would sit in the middle tells nothing of how they are"
    )


@pytest.mark.parametrize("seed", range(examples(12)))
def test_a_random_evening_is_rebuilt_the_same_apart_from_its_answers(seed: int) -> None:
    rng = Random(seed)
    evening = Evening(random_setup(rng, tuple(RoomKind)), rng, closely=False)
    evening.open()
    for step in range(120):
        evening.step(rng.randrange(1 << 32) + step)
    log = evening._log()
    rebuilt = Room(evening.setup, without_answers(log), LIBRARY)
    assert plain(rebuilt.state) == plain(Room(evening.setup, log, LIBRARY).state)
    for record in find_answers(log):
        assert_only_answers_differ(log[record.position - 1].event, record.event)


def assert_only_answers_differ(before: Any, after: Any) -> None:
    names = {name for rules in CATALOG.values() for name in rules.answers}
    for field in type(before).__slots__:
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            assert field in ("memory", "outcome")
            assert {name: one for name, one in was.items() if name not in names} == {
                name: one for name, one in now.items() if name not in names
            }


def test_the_summary_has_the_start_the_clients_and_the_protocols() -> None:
    driver = closed_with_an_answer()
    members = len(read_departures(driver.room.setup, driver.log).people)
    assert summarise(driver.room.setup, driver.log) == Summary(START, members, {"closing_round": 1})
    assert summarise(driver.room.setup, []) == Summary()
