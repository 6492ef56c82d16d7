"""Distress, the chat window and one's own talk time: who may change them, the effect, and who learns of it."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import ChatRule, RoomPolicy
from rooms.rules.permissions import available
from rooms.views.build import build_views
from tests.support.rooms.people import MORGAN_SEAT, OLA, PHONE, TESS, TESS_SEAT, refusal_of, staffed_stage
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, COUPLE_SEAT, ELENA, STAFF_SEAT, THERAPIST


def test_facilitators_note_distress_and_only_they_see_it() -> None:
    stage = staffed_stage(TESS_SEAT)
    assert refusal_of(stage, cmd.MarkDistress(TESS, ANA, on=True)) == "role.forbidden"
    assert refusal_of(stage, cmd.MarkDistress(BEN, ANA, on=True)) == "role.forbidden"
    assert refusal_of(stage, cmd.MarkDistress(THERAPIST, OLA, on=True)) == "person.not_member"
    assert refusal_of(stage, cmd.MarkDistress(THERAPIST, "pt_x", on=True)) == "person.unknown"  # type: ignore[arg-type]
    assert stage.kinds(cmd.MarkDistress(THERAPIST, ANA, on=True)) == ["staff.distress"]
    assert stage.kinds(cmd.MarkDistress(THERAPIST, ANA, on=True)) == []
    views = build_views(stage.room.context(stage.now), [STAFF_SEAT, TESS_SEAT, ANA_SEAT, BEN_SEAT])
    assert views[STAFF_SEAT]["leading"]["distress"] == [ANA]
    for seat in (TESS_SEAT, ANA_SEAT, BEN_SEAT):
        assert "distress" not in str(views[seat]).replace("'distress.mark'", "")


def test_distress_can_be_noted_while_the_person_is_elsewhere() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True))
    assert refusal_of(stage, cmd.MarkDistress(THERAPIST, ANA, on=True)) is None
    assert stage.room.state.people[ANA].distress


def test_the_chat_has_windows_only_where_the_policy_says_so() -> None:
    stage = staffed_stage()
    assert stage.kinds(cmd.OpenChat(THERAPIST, open=True)) == ["chat.opened"]
    assert stage.kinds(cmd.OpenChat(THERAPIST, open=True)) == []
    assert stage.room.state.chat_open
    assert refusal_of(stage, cmd.OpenChat(ANA, open=False)) == "role.forbidden"
    for rule in (ChatRule.ON, ChatRule.OFF):
        other = staffed_stage(policy=RoomPolicy(chat=rule))
        assert refusal_of(other, cmd.OpenChat(THERAPIST, open=True)) == "chat.not_windows"


def test_ones_own_talk_time_is_requested_from_ones_own_screen() -> None:
    stage = staffed_stage()
    assert stage.kinds(cmd.ShowAirtime(ANA, ANA_SEAT, on=True)) == ["airtime.shown"]
    assert refusal_of(stage, cmd.ShowAirtime(ELENA, COUPLE_SEAT, on=True)) == "seat.is_shared"
    assert "airtime.show" not in available(stage.room.context(stage.now), ELENA)
    assert refusal_of(stage, cmd.ShowAirtime(THERAPIST, STAFF_SEAT, on=True)) == "role.forbidden"
    stage.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert "airtime.show" in available(stage.room.context(stage.now), ELENA)
    assert stage.kinds(cmd.ShowAirtime(ELENA, PHONE, on=True)) == ["airtime.shown"]
    assert stage.room.state.people[ELENA].airtime
    stage.do(cmd.Leave(ANA))
    assert refusal_of(stage, cmd.ShowAirtime(ANA, ANA_SEAT, on=False)) == "seat.not_in_room"
