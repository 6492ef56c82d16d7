"""A piece of a section stays the very same object while nothing that it shows has changed."""

from rooms.incremental.piece_cache import PieceCache
from rooms.model import commands as cmd
from rooms.plan import build_plan, build_seat_plan
from rooms.views.seats import build_seat_view, build_seats_view
from rooms.views.staff import build_leading_view, build_marks_view
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, full_stage


def test_a_seat_is_built_again_when_its_switches_change_or_somebody_moves() -> None:
    stage = full_stage()
    pieces, context = PieceCache().pieces, stage.room.context(stage.now)
    gate = build_seat_plan(stage.room.setup, stage.room.state, ANA_SEAT)
    before = pieces.seat(context, ANA_SEAT, gate)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert pieces.seat(context, ANA_SEAT, gate) is before
    stage.do(cmd.SetDevices(ANA, mic=False, camera=True))
    muted = pieces.seat(context, ANA_SEAT, gate)
    assert muted == build_seat_view(context, ANA_SEAT, gate) != before
    stage.do(cmd.Detach(ANA_SEAT))
    assert pieces.seat(context, ANA_SEAT, gate)["presence"] == "reconnecting"


def test_marks_are_built_again_when_somebody_is_marked() -> None:
    stage = full_stage()
    pieces, context = PieceCache().pieces, stage.room.context(stage.now)
    before = pieces.marks(context)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert pieces.marks(context) is before
    stage.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert pieces.marks(context) == build_marks_view(context) != before


def test_sections_of_kept_pieces_are_those_of_pieces_built_anew() -> None:
    stage = full_stage()
    pieces, context = PieceCache().pieces, stage.room.context(stage.now)
    plan = build_plan(stage.room.setup, stage.room.state)
    for _ in range(2):
        assert build_seats_view(context, plan, None, pieces.seat) == build_seats_view(context, plan)
        assert build_leading_view(context, pieces.marks) == build_leading_view(context)
