"""Events computed once for viewers that hear the same are what each of them may hear."""

from rooms.incremental.event_cache import EventCache
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.state.subjects import FLOOR, PEOPLE
from rooms.views.events import visible_events
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST, full_room

SEATS = (ANA_SEAT, BEN_SEAT, STAFF_SEAT)


def test_viewers_that_hear_the_same_get_one_list() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    cache, context = EventCache(), driver.room.context(driver.now)
    records = driver.room.handle(cmd.PassTurn(ANA, driver.seq), driver.now)
    heard = cache.visible_to_all(context, SEATS, records, FLOOR)
    assert heard == {seat: visible_events(context, seat, records) for seat in SEATS}
    assert heard[ANA_SEAT] is heard[BEN_SEAT]
    assert heard[STAFF_SEAT] != heard[BEN_SEAT], "F5: only those who lead hear of a pass"


def test_somebody_who_moves_hears_of_their_own_seat_and_then_is_in_another_group() -> None:
    driver = full_room()
    cache = EventCache()
    records = driver.room.handle(cmd.RequestFloor(ANA, driver.seq), driver.now)
    assert cache.visible_to_all(driver.room.context(driver.now), SEATS, records, FLOOR)[BEN_SEAT]
    moved = driver.room.handle(cmd.MoveToWaiting(THERAPIST, BEN_SEAT), driver.now)
    context = driver.room.context(driver.now)
    assert cache.visible_to_all(context, SEATS, moved, PEOPLE)[BEN_SEAT] == visible_events(
        context, BEN_SEAT, moved
    )
    records = driver.room.handle(cmd.WithdrawRequest(ANA, driver.seq), driver.now)
    heard = cache.visible_to_all(context, SEATS, records, FLOOR)
    assert heard[BEN_SEAT] == []
    assert heard[ANA_SEAT] == visible_events(context, ANA_SEAT, records) != []


def test_without_a_record_nobody_hears_anything() -> None:
    driver = full_room()
    assert EventCache().visible_to_all(driver.room.context(0), [ANA_SEAT], [], PEOPLE) == {ANA_SEAT: []}
