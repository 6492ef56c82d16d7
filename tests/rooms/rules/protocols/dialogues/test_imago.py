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


def begin(driver: Dyad, *path: tuple[PersonId, str]) -> Dyad:
    """Dana would like to send; then these actions."""
    driver.start("imago", people=[DANA, EMIL])
    driver.acts(*path)
    return driver


def turned(path: list[tuple[PersonId, str]]) -> list[tuple[PersonId, str]]:
    """The same path with the two swapped."""
    return [(EMIL if person == DANA else DANA, action) for person, action in path]


def kept_of(driver: Dyad) -> tuple[KeptRun, ...]:
    """The runs that are kept if the session ends now."""
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.replayed()
    return tuple(driver.room.state.kept)


def test_scenario_12_imago() -> None:
    driver = begin(apart())
    driver.act(EMIL, "later", minutes_from_now=210)
    at = driver.now + 210 * 60
    assert driver.step == "later"
    assert driver.facts(DANA_SEAT)["at"] == at
    kept = kept_of(driver)
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
    driver = begin(apart(), *HALF, *THANKS)
    assert (driver.run.roles["sender"], driver.facts()["half"]) == ((EMIL,), "2")
    driver.acts(*turned([*HALF, *THANKS]))
    assert driver.room.state.runs == []
    assert driver.log[-1].event.outcome == {"halves": 2, "chunks": 2}
    assert driver.replayed()


def test_one_half_may_be_enough() -> None:
    driver = begin(apart(), *HALF, *THANKS)
    driver.act(THERAPIST, "finish")
    assert driver.log[-1].event.outcome == {"halves": 1, "chunks": 1}
    assert driver.room.state.kept == []


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
    driver = begin(apart(), *path)
    for action in actions:
        assert driver.refused(EMIL, action) == "protocol.not_yours"
        assert driver.refused(THERAPIST, action) == "protocol.not_yours"


def test_only_the_receiver_answers_whether_now_is_good_and_later_has_a_time() -> None:
    driver = begin(apart())
    assert driver.refused(DANA, "now") == "protocol.not_yours"
    assert driver.refused(EMIL, "later") == "protocol.bad_value"
    assert driver.refused(EMIL, "later", minutes_from_now=1441) == "protocol.bad_value"
    driver.act(EMIL, "later", minutes_from_now=1440)
    driver.act(EMIL, "now")
    assert (driver.step, driver.facts().get("at")) == ("send", None)


def test_the_therapist_mirrors_after_three_misses() -> None:
    driver = begin(apart(), (EMIL, "now"))
    for wanted in ([], [], ["join_as_mirror"]):
        driver.acts((DANA, "sent"), (EMIL, "mirrored"), (DANA, "missed"))
        assert driver.staff()["coach_prompt"] == wanted
    assert (driver.step, driver.facts()["mirrors"]) == ("send", "both")
    driver.acts((DANA, "sent"), (THERAPIST, "mirrored"), (DANA, "got_it"))
    assert (driver.staff()["coach_prompt"], driver.facts()["mirrors"]) == ([], "receiver")


def test_a_parked_dialogue_can_continue_in_this_session() -> None:
    driver = begin(apart())
    driver.act(EMIL, "later", minutes_from_now=20)
    driver.act(THERAPIST, "set_aside")
    assert driver.room.state.runs == []
    assert [run.step for run in driver.room.state.kept] == ["later"]
    driver.start("imago", kept=0)
    assert (driver.step, driver.room.state.kept) == ("appointment", [])
    assert driver.replayed()


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
    driver = begin(apart(), (EMIL, "now"))
    driver.start("time_out", by=EMIL)
    assert [(run.protocol, run.step) for run in kept_of(driver)] == [("imago", "send")]


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
    driver = apart(kept=(strangers,))
    with pytest.raises(Refused, match=r"protocol\.people_away"):
        driver.start("imago", kept=0)
    assert "kept" not in driver.view(STAFF_SEAT)["leading"]


def test_a_lost_partner_pauses_the_half() -> None:
    driver = begin(apart(guest=Role.MEMBER), (EMIL, "now"))
    driver.wait(5)
    driver.lose(DANA_SEAT)
    assert (driver.facts()["away"], driver.heard(), driver.run.due) == ([DANA], set(), None)
    assert driver.staff()["coach_prompt"] == ["away"]
    driver.wait(60)
    driver.back(DANA_SEAT)
    assert (driver.heard(), driver.run.due) == ({DANA_SEAT}, driver.now + 40)
    assert driver.facts()["counts_from"] == driver.run.since + 60
    driver.wait(41)
    assert (driver.step, driver.heard()) == ("send", {DANA_SEAT}), "a clock cuts nobody off"
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert (driver.room.state.runs, driver.room.state.kept) == ([], [])
    assert driver.replayed()
