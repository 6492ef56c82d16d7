"""Imago dialogue: the scenario, who is heard, who answers, what is kept and how it continues next time."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.protocols import KeptRun
from tests.support.protocols.dyads import (
    DANA,
    DANA_SEAT,
    EMIL,
    EMIL_SEAT,
    SOFA_SEAT,
    Dyad,
    apart,
    together,
)
from tests.support.rooms.setups import STAFF_SEAT, THERAPIST

BOTH = {DANA_SEAT, EMIL_SEAT}
CHUNK = [(DANA, "sent"), (EMIL, "mirrored"), (DANA, "got_it")]
TO_SUMMARY = [(EMIL, "now"), *CHUNK, (DANA, "no")]
TO_VALIDATE = [*TO_SUMMARY, (EMIL, "summed_up"), (DANA, "got_all")]
HALF = [*TO_VALIDATE, (EMIL, "validated"), (EMIL, "guessed"), (DANA, "fits")]
THANKS = [(DANA, "thanked"), (EMIL, "thanked")]


def begin(stage: Dyad, *path: tuple[PersonId, str]) -> Dyad:
    """Dana would like to send; then these actions."""
    stage.start("imago", people=[DANA, EMIL])
    stage.acts(*path)
    return stage


def turned(path: list[tuple[PersonId, str]]) -> list[tuple[PersonId, str]]:
    """The same path with the two swapped."""
    return [(EMIL if person == DANA else DANA, action) for person, action in path]


def kept_of(stage: Dyad) -> tuple[KeptRun, ...]:
    """The runs that are kept if the session ends now."""
    stage.do(cmd.EndSession(THERAPIST))
    assert stage.replayed()
    return tuple(stage.room.state.kept)


def test_scenario_12_imago() -> None:
    stage = begin(apart())
    stage.act(EMIL, "later", minutes_from_now=210)
    at = stage.now + 210 * 60
    assert stage.step == "later"
    assert stage.facts(DANA_SEAT)["at"] == at
    kept = kept_of(stage)
    again = apart(kept=kept)
    assert again.view(STAFF_SEAT)["leading"]["kept"] == [
        {"kept": 0, "protocol": "imago", "step": "later", "roles": {"sender": [DANA], "receiver": [EMIL]}}
    ]
    assert "kept" not in str(again.view(DANA_SEAT))
    again.start("imago", kept=0)
    assert (again.step, again.facts()["at"]) == ("appointment", at)
    assert "kept" not in again.view(STAFF_SEAT)["leading"]

    again.acts((EMIL, "now"), *CHUNK, (DANA, "yes"))
    assert again.step == "send"
    again.acts(*CHUNK, (DANA, "no"), (EMIL, "summed_up"))
    assert again.refused(EMIL, "validated") == "protocol.no_action"
    assert again.refused(EMIL, "got_all") == "protocol.not_yours"
    again.act(DANA, "got_all")
    assert again.step == "validate"


@pytest.mark.parametrize(
    ("path", "step", "heard", "due"),
    [
        ([], "appointment", BOTH, EMIL),
        ([(EMIL, "now")], "send", {DANA_SEAT}, DANA),
        ([(EMIL, "now"), *CHUNK[:1]], "mirror", {EMIL_SEAT}, EMIL),
        ([(EMIL, "now"), *CHUNK[:2]], "check", {DANA_SEAT}, DANA),
        ([(EMIL, "now"), *CHUNK], "more", {DANA_SEAT}, DANA),
        (TO_SUMMARY, "summary", {EMIL_SEAT}, EMIL),
        (TO_VALIDATE[:-1], "check_all", {DANA_SEAT}, DANA),
        ([*TO_VALIDATE[:-1], (DANA, "not_all")], "summary", {EMIL_SEAT}, EMIL),
        (TO_VALIDATE, "validate", {EMIL_SEAT}, EMIL),
        (HALF[:-2], "empathize", {EMIL_SEAT}, EMIL),
        (HALF[:-1], "check_feeling", {DANA_SEAT}, DANA),
        ([*HALF[:-1], (DANA, "not_quite")], "empathize", {EMIL_SEAT}, EMIL),
        (HALF, "thanks", BOTH, None),
        ([*HALF, *THANKS], "swap", BOTH, DANA),
    ],
)
def test_who_is_heard_in_each_step(
    path: list[tuple[PersonId, str]], step: str, heard: set[str], due: PersonId | None
) -> None:
    two = begin(apart(), *path)
    assert (two.step, two.heard(), two.run.memory["due_voice"]) == (step, heard, due)
    one = begin(together(), *path)
    assert (one.step, one.heard(), one.facts().get("due_voice")) == (step, {SOFA_SEAT}, due)
    assert one.facts()["one_mic"]


def test_a_whole_swap() -> None:
    stage = begin(apart(), *HALF, *THANKS)
    assert (stage.run.roles["sender"], stage.facts()["half"]) == ((EMIL,), "2")
    stage.acts(*turned([*HALF, *THANKS]))
    assert stage.room.state.runs == []
    assert stage.log[-1].event.outcome == {"halves": 2, "chunks": 2}
    assert stage.replayed()


def test_one_half_may_be_enough() -> None:
    stage = begin(apart(), *HALF, *THANKS)
    stage.act(THERAPIST, "finish")
    assert stage.log[-1].event.outcome == {"halves": 1, "chunks": 1}
    assert stage.room.state.kept == []


@pytest.mark.parametrize(
    ("path", "actions"),
    [
        ([(EMIL, "now"), *CHUNK[:2]], ["got_it", "missed"]),
        ([(EMIL, "now"), *CHUNK], ["yes", "no"]),
        (TO_VALIDATE[:-1], ["got_all", "not_all"]),
        (HALF[:-1], ["fits", "not_quite"]),
    ],
)
def test_only_the_sender_answers(path: list[tuple[PersonId, str]], actions: list[str]) -> None:
    stage = begin(apart(), *path)
    for action in actions:
        assert stage.refused(EMIL, action) == "protocol.not_yours"
        assert stage.refused(THERAPIST, action) == "protocol.not_yours"


def test_only_the_receiver_answers_whether_now_is_good_and_later_has_a_time() -> None:
    stage = begin(apart())
    assert stage.refused(DANA, "now") == "protocol.not_yours"
    assert stage.refused(EMIL, "later") == "protocol.bad_value"
    assert stage.refused(EMIL, "later", minutes_from_now=1441) == "protocol.bad_value"
    stage.act(EMIL, "later", minutes_from_now=1440)
    stage.act(EMIL, "now")
    assert (stage.step, stage.facts().get("at")) == ("send", None)


def test_the_therapist_mirrors_after_three_misses() -> None:
    stage = begin(apart(), (EMIL, "now"))
    for wanted in ([], [], ["join_as_mirror"]):
        stage.acts((DANA, "sent"), (EMIL, "mirrored"), (DANA, "missed"))
        assert stage.staff()["coach_prompt"] == wanted
    assert (stage.step, stage.facts()["mirrors"]) == ("send", "both")
    stage.acts((DANA, "sent"), (THERAPIST, "mirrored"), (DANA, "got_it"))
    assert (stage.staff()["coach_prompt"], stage.facts()["mirrors"]) == ([], "receiver")


def test_a_parked_dialogue_can_continue_in_this_session() -> None:
    stage = begin(apart())
    stage.act(EMIL, "later", minutes_from_now=20)
    stage.act(THERAPIST, "set_aside")
    assert stage.room.state.runs == []
    assert [run.step for run in stage.room.state.kept] == ["later"]
    stage.start("imago", kept=0)
    assert (stage.step, stage.room.state.kept) == ("appointment", [])
    assert stage.replayed()


def test_an_unfinished_first_half_continues_next_time_and_the_other_half_is_offered_first() -> None:
    kept = kept_of(begin(apart(), *TO_SUMMARY))
    other = apart(kept=kept)
    other.start("imago", kept=0)
    assert (other.step, other.facts()["kept_step"]) == ("welcome_back", "summary")
    other.act(EMIL, "other_half")
    assert (other.step, other.run.roles["sender"], other.facts()["half"]) == ("appointment", (EMIL,), "1")
    same = apart(kept=kept)
    same.start("imago", kept=0)
    same.act(THERAPIST, "go_on")
    assert (same.step, same.heard(), same.facts()["due_voice"]) == ("summary", {EMIL_SEAT}, EMIL)
    assert same.facts()["counts_from"] == same.run.since


def test_a_welcome_that_was_kept_is_offered_again() -> None:
    again = apart(kept=kept_of(begin(apart(), *TO_SUMMARY)))
    again.start("imago", kept=0)
    third = apart(kept=kept_of(again))
    third.start("imago", kept=0)
    assert (third.step, third.facts()["kept_step"]) == ("welcome_back", "summary")


def test_an_unfinished_second_half_continues_where_it_was() -> None:
    path = [*HALF, *THANKS, *turned([(EMIL, "now"), *CHUNK[:1]])]
    again = apart(kept=kept_of(begin(apart(), *path)))
    again.start("imago", kept=0)
    assert (again.step, again.run.roles["sender"], again.facts()["half"]) == ("mirror", (EMIL,), "2")


def test_a_run_beneath_a_time_out_is_kept_too() -> None:
    stage = begin(apart(), (EMIL, "now"))
    stage.start("time_out", by=EMIL)
    assert [(run.protocol, run.step) for run in kept_of(stage)] == [("imago", "send")]


def test_a_kept_run_that_does_not_match_is_refused() -> None:
    kept = kept_of(begin(apart(), *TO_SUMMARY))
    with pytest.raises(Refused, match=r"protocol\.not_kept"):
        apart(kept=kept).start("imago", kept=1)
    with pytest.raises(Refused, match=r"protocol\.not_kept"):
        apart(kept=kept).start("imago", kept=-1)
    with pytest.raises(Refused, match=r"protocol\.not_kept"):
        apart(kept=kept).start("speaker_listener", kept=0)
    old = KeptRun("ss_old.1", "imago", "a_step_of_long_ago", kept[0].options, kept[0].roles, kept[0].memory)
    with pytest.raises(Refused, match=r"protocol\.not_kept"):
        apart(kept=(old,)).start("imago", kept=0)
    away = apart(kept=kept)
    away.do(cmd.Leave(EMIL))
    with pytest.raises(Refused, match=r"protocol\.people_away"):
        away.start("imago", kept=0)
    strangers = KeptRun("ss_old.1", "imago", "send", {}, {"sender": (PersonId("pt_x"),)}, {})
    stage = apart(kept=(strangers,))
    with pytest.raises(Refused, match=r"protocol\.people_away"):
        stage.start("imago", kept=0)
    assert "kept" not in stage.view(STAFF_SEAT)["leading"]


def test_a_lost_partner_pauses_the_half() -> None:
    stage = begin(apart(guest=Role.MEMBER), (EMIL, "now"))
    stage.wait(5)
    stage.lose(DANA_SEAT)
    assert (stage.facts()["away"], stage.heard(), stage.run.due) == ([DANA], set(), None)
    assert stage.staff()["coach_prompt"] == ["away"]
    stage.wait(60)
    stage.back(DANA_SEAT)
    assert (stage.heard(), stage.run.due) == ({DANA_SEAT}, stage.now + 40)
    assert stage.facts()["counts_from"] == stage.run.since + 60
    stage.wait(41)
    assert (stage.step, stage.heard()) == ("send", {DANA_SEAT}), "a clock cuts nobody off"
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert (stage.room.state.runs, stage.room.state.kept) == ([], [])
    assert stage.replayed()
