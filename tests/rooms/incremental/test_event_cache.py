"""What all hear, found out once for those who hear the same, is what each of them may hear of."""

from rooms.incremental.event_cache import EventCache
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.state.subjects import FLOOR, PEOPLE
from rooms.views.events import visible_events
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST, full_stage

SEATS = (ANA_SEAT, BEN_SEAT, STAFF_SEAT)


def test_who_hears_the_same_gets_one_list() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    cache, context = EventCache(), stage.room.context(stage.now)
    records = stage.room.handle(cmd.PassTurn(ANA, stage.seq), stage.now)
    heard = cache.visible_to_all(context, SEATS, records, FLOOR)
    assert heard == {seat: visible_events(context, seat, records) for seat in SEATS}
    assert heard[ANA_SEAT] is heard[BEN_SEAT]
    assert heard[STAFF_SEAT] != heard[BEN_SEAT], "F5: only those who lead hear of a pass"


def test_who_moves_hears_of_the_own_seat_and_is_in_another_group_afterwards() -> None:
    stage = full_stage()
    cache = EventCache()
    records = stage.room.handle(cmd.RequestFloor(ANA, stage.seq), stage.now)
    assert cache.visible_to_all(stage.room.context(stage.now), SEATS, records, FLOOR)[BEN_SEAT]
    moved = stage.room.handle(cmd.MoveToWaiting(THERAPIST, BEN_SEAT), stage.now)
    context = stage.room.context(stage.now)
    assert cache.visible_to_all(context, SEATS, moved, PEOPLE)[BEN_SEAT] == visible_events(
        context, BEN_SEAT, moved
    )
    records = stage.room.handle(cmd.WithdrawRequest(ANA, stage.seq), stage.now)
    heard = cache.visible_to_all(context, SEATS, records, FLOOR)
    assert heard[BEN_SEAT] == []
    assert heard[ANA_SEAT] == visible_events(context, ANA_SEAT, records) != []


def test_without_a_record_there_is_nothing_to_hear() -> None:
    stage = full_stage()
    assert EventCache().visible_to_all(stage.room.context(0), [ANA_SEAT], [], PEOPLE) == {ANA_SEAT: []}
