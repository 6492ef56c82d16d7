"""A piece of a section stays the same object while nothing that it shows has changed."""

from rooms.incremental.piece_cache import PieceCache
from rooms.model import commands as cmd
from rooms.plan import build_plan, build_seat_plan
from rooms.views.seats import build_seat_view, build_seats_view
from rooms.views.staff import build_leading_view, build_marks_view
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, full_room


def test_a_seat_is_rebuilt_when_its_switches_change_or_somebody_moves() -> None:
    driver = full_room()
    pieces, context = PieceCache().pieces, driver.room.context(driver.now)
    gate = build_seat_plan(driver.room.setup, driver.room.state, ANA_SEAT)
    before = pieces.seat(context, ANA_SEAT, gate)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert pieces.seat(context, ANA_SEAT, gate) is before
    driver.do(cmd.SetDevices(ANA, mic=False, camera=True))
    muted = pieces.seat(context, ANA_SEAT, gate)
    assert muted == build_seat_view(context, ANA_SEAT, gate) != before
    driver.do(cmd.Detach(ANA_SEAT))
    assert pieces.seat(context, ANA_SEAT, gate)["presence"] == "reconnecting"


def test_marks_are_rebuilt_when_somebody_is_marked() -> None:
    driver = full_room()
    pieces, context = PieceCache().pieces, driver.room.context(driver.now)
    before = pieces.marks(context)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert pieces.marks(context) is before
    driver.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert pieces.marks(context) == build_marks_view(context) != before


def test_sections_from_cached_pieces_equal_those_built_anew() -> None:
    driver = full_room()
    pieces, context = PieceCache().pieces, driver.room.context(driver.now)
    plan = build_plan(driver.room.setup, driver.room.state)
    for _ in range(2):
        assert build_seats_view(context, plan, None, pieces.seat) == build_seats_view(context, plan)
        assert build_leading_view(context, pieces.marks) == build_leading_view(context)
