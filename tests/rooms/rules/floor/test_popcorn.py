"""Popcorn: the last speaker names the next, among those not heard yet."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.floor.line import nameable
from tests.support.rooms.floor import TRAINEE, everybody, give, refused
from tests.support.rooms.setups import (
    ANA,
    BEN,
    CHLOE,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    Stage,
    full_stage,
)


def of_the_floor(kinds: list[str]) -> list[str]:
    """Leave out what a couple's seat adds."""
    return [kind for kind in kinds if not kind.startswith("seat.")]


def popcorn() -> Stage:
    stage = full_stage()
    stage.mode(FloorMode.POPCORN)
    give(stage, ANA)
    return stage


def test_the_speaker_names_somebody_not_heard_yet() -> None:
    stage = popcorn()
    assert stage.kinds(cmd.NameNext(ANA, BEN, stage.seq)) == ["turn.ended", "floor.granted"]
    assert refused(stage, cmd.NameNext(BEN, ANA, stage.seq)) == "floor.was_heard"
    assert nameable(stage.room.context(stage.now), BEN) == [CHLOE, ELENA, FINN]


def test_the_named_person_may_pass_and_name_somebody_or_leave_it_to_the_facilitator() -> None:
    stage = popcorn()
    stage.do(cmd.NameNext(ANA, BEN, stage.seq))
    stage.do(cmd.PassTurn(BEN, stage.seq))
    assert stage.holder is None
    assert refused(stage, cmd.NameNext(ANA, CHLOE, stage.seq)) == "floor.not_holder"
    stage.do(cmd.NameNext(BEN, CHLOE, stage.seq))
    assert stage.holder == CHLOE


def test_a_speaker_who_released_may_still_name_until_somebody_else_has_the_floor() -> None:
    stage = popcorn()
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.wait(600)
    give(stage, BEN)
    assert refused(stage, cmd.NameNext(ANA, CHLOE, stage.seq)) == "floor.not_holder"
    assert stage.kinds(cmd.NameNext(BEN, CHLOE, stage.seq)) == ["turn.ended", "floor.granted"]


def test_a_speaker_who_was_stopped_names_nobody() -> None:
    stage = popcorn()
    stage.do(cmd.RevokeFloor(THERAPIST, stage.seq))
    assert refused(stage, cmd.NameNext(ANA, BEN, stage.seq)) == "floor.not_holder"


def test_once_everybody_was_heard_the_list_starts_over() -> None:
    stage = popcorn()
    for by, person in ((ANA, BEN), (BEN, CHLOE), (CHLOE, ELENA), (ELENA, FINN)):
        stage.do(cmd.NameNext(by, person, stage.seq))
    assert of_the_floor(stage.kinds(cmd.NameNext(FINN, ANA, stage.seq))) == ["turn.ended", "floor.granted"]
    assert stage.room.state.floor.heard == [ANA]


def test_a_person_who_reconnects_cannot_be_named_and_keeps_nobody_waiting() -> None:
    stage = popcorn()
    stage.do(cmd.Leave(CHLOE))
    stage.do(cmd.Detach(COUPLE_SEAT))
    assert refused(stage, cmd.NameNext(ANA, ELENA, stage.seq)) == "floor.not_connected"
    stage.do(cmd.NameNext(ANA, BEN, stage.seq))
    assert nameable(stage.room.context(stage.now), BEN) == [ANA], "nobody else is connected"
    stage.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert nameable(stage.room.context(stage.now), BEN) == [ELENA, FINN]


def test_only_members_who_are_here_can_be_named() -> None:
    stage = everybody()
    stage.mode(FloorMode.POPCORN)
    give(stage, ANA)
    for person, code in (
        (ANA, "floor.same_person"),
        (THERAPIST, "role.forbidden"),
        (TRAINEE, "role.forbidden"),
        ("pt_watcher", "role.forbidden"),
        ("pt_late", "seat.not_in_room"),
        ("pt_nobody", "person.unknown"),
    ):
        assert refused(stage, cmd.NameNext(ANA, person, stage.seq)) == code  # type: ignore[arg-type]


def test_switching_to_popcorn_counts_the_current_speaker_as_heard() -> None:
    stage = full_stage()
    give(stage, BEN)
    give(stage, ANA)
    stage.mode(FloorMode.POPCORN)
    assert stage.room.state.floor.heard == [ANA]
    assert stage.kinds(cmd.NameNext(ANA, BEN, stage.seq)) == ["turn.ended", "floor.granted"]
