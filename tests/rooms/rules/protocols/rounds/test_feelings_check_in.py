"""The feelings check-in: private words stay private, and whom each person is given to say back."""

import json

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.rounds.feelings_check_in import ANSWER_S, OWN_WORDS_S
from rooms.views.build import build_views
from tests.support.protocols.runs import MEMBERS, PHONES, RunDriver, moves, nobody, run_driver, walk
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
)


@pytest.fixture
def driver() -> RunDriver:
    driver = run_driver()
    driver.start("feelings_check_in")
    return driver


def pick(driver: RunDriver, person: PersonId, word: str = "hopeful", *, shown: bool = True) -> None:
    driver.act(person, "pick", via=PHONES.get(person), feeling=word, strength=6, shown=shown)


def views(driver: RunDriver) -> dict[str, str]:
    seats = [seat for seat, now in driver.room.state.seats.items() if now.occupants]
    return {seat: json.dumps(build_views(driver.room.context(driver.now), [seat])[seat]) for seat in seats}


def round_of(driver: RunDriver, turns: int) -> list[tuple[PersonId, PersonId]]:
    """Who says back whom, if everybody does and nobody answers."""
    found = []
    for _ in range(turns):
        assert driver.holder is not None
        found.append((driver.holder, driver.run.roles["reflected"][0]))
        driver.wait(4)
        driver.release()
        driver.wait(ANSWER_S + 1)
    return found


def test_everybody_sees_a_word_on_a_tile_which_may_change(driver: RunDriver) -> None:
    pick(driver, ANA)
    assert driver.facts()["shown"] == {ANA: {"word": "hopeful", "number": 6}}
    pick(driver, ANA, "lonely", shown=False)
    assert driver.facts()["shown"] == {}
    assert driver.facts("staff")["kept_private"] == {ANA: {"word": "lonely", "number": 6}}
    assert driver.facts("personal", ANA) == {"kept": {"word": "lonely", "number": 6}}


def test_a_private_word_affects_nothing_that_others_see(driver: RunDriver) -> None:
    pick(driver, BEN)
    before = views(driver)
    pick(driver, ANA, "lonely", shown=False)
    pick(driver, ANA, "worn_out", shown=False)
    driver.act(CHLOE, "pass_on")
    after = views(driver)
    changed = {seat for seat in before if before[seat] != after[seat]}
    assert changed == {ANA_SEAT, driver.room.state.people[CHLOE].seat, STAFF_SEAT, "se_silva"}


def test_a_word_can_be_withdrawn_or_passed_and_only_useful_actions_are_offered(driver: RunDriver) -> None:
    def offered() -> list[str]:
        acts = build_views(driver.room.context(driver.now), [ANA_SEAT])[ANA_SEAT]["you"]["run"][ANA]
        return [acts["main"], *acts["acts"]]

    assert offered() == ["pick", "pick", "pass_on"]
    pick(driver, ANA)
    assert offered() == ["pick", "pick", "take_back", "pass_on"]
    driver.act(ANA, "pass_on")
    assert offered() == ["pick", "pick", "take_back"]
    assert (driver.facts()["shown"], driver.facts("personal", ANA)) == ({}, {"passed": True})
    driver.act(ANA, "take_back")
    assert driver.facts("personal", ANA) == {}
    pick(driver, ANA)
    driver.act(THERAPIST, "begin")
    acts = build_views(driver.room.context(driver.now), [ANA_SEAT])[ANA_SEAT]["you"]["run"][ANA]
    assert (acts["acts"], acts.get("main")) == (["pick", "take_back"], None), (
        "nobody passes a word for a turn"
    )


def test_a_couple_is_asked_on_their_phones_or_by_the_therapist(driver: RunDriver) -> None:
    assert driver.refused(ELENA, "pick", COUPLE_SEAT, feeling="hopeful", strength=1) == "seat.is_shared"
    shared = build_views(driver.room.context(driver.now), [COUPLE_SEAT])[COUPLE_SEAT]["you"]["run"]
    assert shared[ELENA]["acts"] == shared[FINN]["acts"] == []
    entered = {"person": [ELENA], "feeling": "lonely", "strength": 8}
    assert driver.refused(THERAPIST, "pick_for", **entered) == "protocol.own_screen"
    pick(driver, FINN)
    assert driver.facts()["shown"] == {FINN: {"word": "hopeful", "number": 6}}
    assert driver.facts("staff")["ask"] == []


def test_the_therapist_asks_people_without_a_screen_of_their_own() -> None:
    driver = RunDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)
    driver.let_in()
    driver.start("feelings_check_in")
    asks = build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]["leading"]["asks"]
    assert asks == [{"code": "ask", "people": [ELENA, FINN]}]
    driver.act(THERAPIST, "pick_for", person=[ELENA], feeling="lonely", strength=8)
    driver.act(THERAPIST, "pick_for", person=[FINN], feeling="hopeful", strength=2, shown=True)
    assert driver.facts("staff")["kept_private"] == {ELENA: {"word": "lonely", "number": 8}}
    assert set(driver.facts()["shown"]) == {FINN}
    assert driver.facts("staff")["ask"] == []


def test_a_word_that_is_not_on_the_wheel_is_refused(driver: RunDriver) -> None:
    assert driver.refused(ANA, "pick", feeling="terrific", strength=3) == "protocol.bad_value"
    assert driver.refused(ANA, "pick", strength=3) == "protocol.bad_value"


def test_each_says_back_somebody_else_with_a_shown_word_and_not_their_partner(driver: RunDriver) -> None:
    for person in MEMBERS:
        pick(driver, person)
    driver.act(THERAPIST, "begin")
    found = round_of(driver, len(MEMBERS))
    assert [reflector for reflector, _ in found] == list(MEMBERS)
    assert sorted(whom for _, whom in found) == sorted(MEMBERS), "everybody is said back once"
    assert all(reflector != whom for reflector, whom in found)
    assert not {(ELENA, FINN), (FINN, ELENA)} & set(found)
    assert driver.run.step == "closing"


def test_a_partner_is_said_back_if_nobody_else_shows_a_word(driver: RunDriver) -> None:
    pick(driver, FINN)
    pick(driver, ANA, shown=False)
    driver.act(THERAPIST, "begin")
    found = round_of(driver, 4)
    assert found == [(person, FINN) for person in (ANA, BEN, CHLOE, ELENA)]
    assert driver.run.step == "closing", "Finn has nobody to say back"


def test_without_any_shown_word_there_is_no_round(driver: RunDriver) -> None:
    for person in MEMBERS:
        pick(driver, person, shown=False)
    asks = build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]["leading"]["asks"]
    assert asks == [{"code": "none_shown"}]
    driver.act(THERAPIST, "begin")
    assert driver.run.step == "closing"


def test_the_person_who_was_said_back_may_say_whether_it_fits(driver: RunDriver) -> None:
    for person in (ANA, BEN):
        pick(driver, person)
    driver.act(THERAPIST, "begin")
    assert (driver.holder, driver.run.roles["reflected"]) == (ANA, (BEN,))
    driver.wait(4)
    driver.release()
    assert (driver.run.step, driver.run.voices) == ("answer", (BEN,))
    assert "main" not in build_views(driver.room.context(driver.now), [BEN_SEAT])[BEN_SEAT]["you"]["run"][BEN]
    driver.act(BEN, "not_quite")
    assert (driver.run.step, driver.run.voices) == ("own_words", (BEN,))
    driver.act(BEN, "said")
    assert (driver.run.step, driver.holder) == ("reflecting", BEN)
    driver.wait(4)
    driver.release()
    driver.act(driver.run.roles["reflected"][0], "fits")
    driver.act(THERAPIST, "close")
    assert driver.run.step == "closing"
    driver.act(THERAPIST, "finish")
    assert not driver.room.state.runs


def test_own_words_end_automatically_and_passing_needs_no_answer(driver: RunDriver) -> None:
    for person in (ANA, BEN):
        pick(driver, person)
    driver.act(THERAPIST, "begin")
    driver.wait(4)
    driver.release()
    driver.act(BEN, "not_quite")
    driver.wait(OWN_WORDS_S + 1)
    assert driver.holder == BEN
    driver.do(cmd.PassTurn(BEN, driver.seq))
    assert (driver.run.step, driver.holder) == ("reflecting", CHLOE)


def test_nobody_waits_for_an_answer_from_somebody_who_has_left(driver: RunDriver) -> None:
    for person in (ANA, BEN):
        pick(driver, person)
    driver.act(THERAPIST, "begin")
    driver.wait(4)
    driver.release()
    driver.do(cmd.Leave(BEN))
    assert (driver.run.step, driver.holder) == ("reflecting", CHLOE)
    assert set(driver.facts()["shown"]) == {ANA}


def test_the_log_restores_the_same_run(driver: RunDriver) -> None:
    pick(driver, ANA)
    pick(driver, BEN, shown=False)
    driver.act(THERAPIST, "begin")
    assert driver.replayed().state.runs == driver.room.state.runs


@given(plan=moves())
@settings(max_examples=15, deadline=None)
def test_whatever_people_do_no_private_word_leaks(plan: list[tuple[str, int, int, int]]) -> None:
    driver = run_driver()
    driver.start("feelings_check_in")

    def check(driver: RunDriver) -> None:
        runs = [run for run in driver.room.state.runs if run.protocol == "feelings_check_in"]
        if not runs or runs[-1] is not driver.run:
            return
        kept = {person for person, answer in runs[-1].memory["answers"].items() if not answer["shown"]}
        assert not kept & set(driver.facts()["shown"])

    walk(driver, plan, check)
    assert nobody(driver) == set()
