"""What was done, read from the log."""

from rooms.model import commands as cmd
from rooms.rules.agenda.done import what_was_done
from rooms.state import Phase
from tests.rooms.rules.agenda.evening import Evening
from tests.support.rooms.setups import THERAPIST


def test_each_item_is_told_with_its_minutes_as_planned_and_as_they_were() -> None:
    driver = Evening()
    driver.next()
    driver.wait(25 * 60)
    driver.do(cmd.DropItem(THERAPIST, "it_3", True, driver.agenda.version))
    driver.next()
    driver.wait(30 * 60)
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.phase is Phase.ENDED
    done = what_was_done(driver.log)
    assert [(one.item.id, one.item.planned_min, one.spent_s, one.item.dropped) for one in done] == [
        ("it_1", 20, 1500, False),
        ("it_2", 50, 1800, False),
        ("it_3", 10, None, True),
        ("it_4", 75, None, False),
        ("it_5", 25, None, False),
    ]
    assert driver.agenda.spent_s == {"it_1": 1500, "it_2": 1800}


def test_time_in_which_the_service_was_away_does_not_count() -> None:
    driver = Evening()
    driver.next()
    driver.wait(600)
    driver.now += 5000
    driver.log += driver.room.on_restart(driver.now)
    driver.arrive(driver.room.state.people[THERAPIST].seat)
    driver.wait(60)
    driver.do(cmd.EndSession(THERAPIST))
    spent = what_was_done(driver.log)[0].spent_s
    assert spent == driver.agenda.spent_s["it_1"]
    assert spent is not None
    assert spent <= 660


def test_a_session_that_led_on_to_nothing_tells_nothing() -> None:
    assert what_was_done(Evening().log) == ()
    assert what_was_done(()) == ()
