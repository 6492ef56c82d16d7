"""Adding, moving, dropping and stretching, and what was prepared coming in: one by one, and any of it in any order."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events.agenda import AgendaItem
from rooms.model.policy.policy import FloorMode
from rooms.room import Room
from rooms.state import RoomState
from tests.rooms.rules.agenda.evening import ITEMS, Evening
from tests.support.rooms.company import build_company
from tests.support.rooms.setups import START, THERAPIST
from tests.support.thorough import examples


def test_an_item_is_moved_among_those_to_come() -> None:
    driver = Evening()
    driver.next()
    driver.do(cmd.MoveItem(THERAPIST, "it_5", 0, driver.agenda.version))
    assert driver.order == "15234"
    driver.do(cmd.MoveItem(THERAPIST, "it_5", 3, driver.agenda.version))
    assert driver.order == "12345"


def test_a_dropped_item_is_passed_over_until_it_is_taken_in_again() -> None:
    driver = Evening()
    driver.do(cmd.DropItem(THERAPIST, "it_1", True, driver.agenda.version))
    assert driver.agenda.next.id == "it_2"
    driver.do(cmd.DropItem(THERAPIST, "it_1", False, driver.agenda.version))
    assert driver.agenda.next.id == "it_1"


def test_the_present_item_and_later_ones_change_their_length_and_keep_what_was_planned() -> None:
    driver = Evening()
    driver.next()
    for item in ("it_1", "it_4"):
        driver.do(cmd.StretchItem(THERAPIST, item, 35, driver.agenda.version))
    assert [item.minutes for item in driver.agenda.items] == [35, 50, 10, 35, 25]
    assert [item.planned_min for item in driver.agenda.items] == [20, 50, 10, 75, 25]


def test_an_item_is_added_where_it_is_wanted_and_was_planned_by_nobody() -> None:
    driver = Evening()
    driver.next()
    driver.do(cmd.AddItem(THERAPIST, "skills", 15, 1, driver.agenda.version, protocol="go_round"))
    added = driver.agenda.items[2]
    assert [item.id for item in driver.agenda.items] == ["it_1", "it_2", added.id, "it_3", "it_4", "it_5"]
    assert (added.part, added.minutes, added.planned_min, added.protocol) == ("skills", 15, 0, "go_round")
    driver.next()
    driver.do(cmd.AbortProtocol(THERAPIST))
    driver.next()
    assert driver.agenda.current == added.id
    assert driver.room.state.runs[-1].protocol == "go_round"


def test_two_that_are_added_are_two() -> None:
    driver = Evening()
    for _ in range(3):
        driver.do(cmd.AddItem(THERAPIST, "talk", 5, 0, driver.agenda.version))
        driver.do(cmd.DropItem(THERAPIST, driver.agenda.items[0].id, True, driver.agenda.version))
    assert len({item.id for item in driver.agenda.items}) == len(ITEMS) + 3


def test_a_room_that_nobody_prepared_gets_an_agenda_by_its_first_item() -> None:
    driver = Evening()
    driver.do(cmd.PrepareAgenda(2, None, ()))
    driver.do(cmd.AddItem(THERAPIST, "talk", 5, 0, driver.agenda.version))
    assert [item.part for item in driver.agenda.items] == ["talk"]


def test_the_same_again_is_no_change_and_makes_nothing_stale() -> None:
    driver = Evening()
    version = driver.agenda.version
    assert driver.kinds(cmd.StretchItem(THERAPIST, "it_1", 20, version)) == []
    assert driver.kinds(cmd.MoveItem(THERAPIST, "it_1", 0, version)) == []
    assert driver.agenda.version == version


def test_what_is_prepared_anew_replaces_only_what_has_not_begun() -> None:
    driver = Evening()
    driver.next()
    driver.next()
    running = driver.room.state.runs[-1].number
    new = (AgendaItem("it_7", "skills", 15, 15), ITEMS[1], ITEMS[0], ITEMS[4])
    driver.do(cmd.PrepareAgenda(2, START + 180 * 60, new))
    assert driver.order == "1275"
    assert driver.agenda.current == "it_2"
    assert driver.room.state.runs[-1].number == running


def test_what_is_known_or_older_changes_nothing_and_another_end_keeps_the_items() -> None:
    driver = Evening()
    assert driver.kinds(cmd.PrepareAgenda(1, START + 180 * 60, ())) == []
    assert driver.kinds(cmd.PrepareAgenda(0, START, ())) == []
    driver.do(cmd.StretchItem(THERAPIST, "it_1", 35, driver.agenda.version))
    assert driver.kinds(cmd.PrepareAgenda(1, START + 200 * 60, ITEMS)) == ["agenda.prepared"]
    assert driver.agenda.items[0].minutes == 35
    assert driver.agenda.ends_at == START + 200 * 60


deeds = st.one_of(
    st.tuples(st.just("next")),
    st.tuples(st.just("move"), st.integers(0, 6), st.integers(0, 6)),
    st.tuples(st.just("drop"), st.integers(0, 6), st.booleans()),
    st.tuples(st.just("stretch"), st.integers(0, 6), st.integers(0, 241)),
    st.tuples(st.just("add"), st.integers(0, 6), st.integers(0, 6)),
    st.tuples(st.just("prepare"), st.permutations(range(7)), st.integers(0, 7)),
    st.tuples(st.just("wait"), st.integers(0, 4000)),
    st.tuples(st.just("stop")),
    st.tuples(st.just("restart"), st.integers(0, 4000)),
)
POOL = (*ITEMS, AgendaItem("it_6", "skills", 30, 30, protocol="go_round"), AgendaItem("it_7", "talk", 5, 5))


def do(driver: Evening, deed: tuple[object, ...], known: int) -> None:
    """Do one of the deeds; a refusal is none."""
    version = driver.agenda.version
    match deed:
        case ("next",):
            driver.next()
        case ("move", int(item), int(place)):
            driver.do(cmd.MoveItem(THERAPIST, POOL[item].id, place, version))
        case ("drop", int(item), bool(on)):
            driver.do(cmd.DropItem(THERAPIST, POOL[item].id, on, version))
        case ("stretch", int(item), int(minutes)):
            driver.do(cmd.StretchItem(THERAPIST, POOL[item].id, minutes, version))
        case ("add", int(item), int(place)):
            like = POOL[item]
            driver.do(
                cmd.AddItem(
                    THERAPIST, like.part, like.minutes, place, version, like.mode, like.protocol, like.options
                )
            )
        case ("prepare", list(order), int(count)):
            driver.do(cmd.PrepareAgenda(known, START + 180 * 60, tuple(POOL[n] for n in order[:count])))
        case ("wait", int(seconds)):
            driver.wait(seconds)
        case ("stop",):
            driver.do(cmd.AbortProtocol(THERAPIST))
        case ("restart", int(away_s)):
            again = Room(build_company(driver.room.setup.policy), driver.log, driver.room.library)
            assert again.state == driver.room.state, "the log restores it"
            driver.room, driver.now = again, driver.now + away_s
            driver.log += again.on_restart(driver.now)
            driver.arrive(driver.room.state.people[THERAPIST].seat)


def begun(state: RoomState) -> list[str]:
    """What has begun, in order."""
    return [item.id for item in state.agenda.items if state.agenda.has_begun(item.id)]


@given(st.lists(deeds, max_size=30))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_is_changed_what_has_begun_stays_in_its_order_and_what_runs_is_not_lost(
    evening: list[tuple[object, ...]],
) -> None:
    driver = Evening()
    for known, deed in enumerate(evening, start=2):
        state = driver.room.state
        before, runs = begun(state), [run.number for run in state.runs]
        spent, own = dict(state.agenda.spent_s), state.agenda.run
        with suppress(Refused):
            do(driver, deed, known)
        state = driver.room.state
        after, ids = begun(state), [item.id for item in state.agenda.items]
        assert ids[: len(after)] == after, "what has begun comes first"
        assert len(set(ids)) == len(ids)
        assert after[: len(before)] == before, "what has begun stays where it was"
        assert {item: state.agenda.spent_s[item] for item in spent} == spent, "what is over keeps its length"
        assert all(1 <= item.minutes <= 240 for item in state.agenda.items)
        if deed[0] != "stop":
            lost = {number for number in runs if number not in [run.number for run in state.runs]}
            assert lost <= {own}, "only what the item itself had started may end with it"
            assert not lost or deed[0] in {"next", "wait", "restart"}
        if state.floor.mode is FloorMode.QUIET:
            assert state.agenda.find(state.agenda.current).mode is FloorMode.QUIET  # type: ignore[union-attr]
