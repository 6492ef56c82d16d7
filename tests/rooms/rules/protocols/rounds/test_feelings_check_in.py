"""The feelings check-in: what is kept private stays so, and whom each is given to say back."""

import json

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.rounds.feelings_check_in import ANSWER_S, OWN_WORDS_S
from rooms.views.build import build_views
from tests.support.protocols.runs import MEMBERS, PHONES, RunStage, moves, nobody, run_stage, walk
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
def stage() -> RunStage:
    stage = run_stage()
    stage.start("feelings_check_in")
    return stage


def pick(stage: RunStage, person: PersonId, word: str = "hopeful", *, shown: bool = True) -> None:
    stage.act(person, "pick", via=PHONES.get(person), feeling=word, strength=6, shown=shown)


def views(stage: RunStage) -> dict[str, str]:
    seats = [seat for seat, now in stage.room.state.seats.items() if now.occupants]
    return {seat: json.dumps(build_views(stage.room.context(stage.now), [seat])[seat]) for seat in seats}


def round_of(stage: RunStage, turns: int) -> list[tuple[PersonId, PersonId]]:
    """Who says back whom, while everybody does and nobody answers."""
    found = []
    for _ in range(turns):
        assert stage.holder is not None
        found.append((stage.holder, stage.run.roles["reflected"][0]))
        stage.wait(4)
        stage.release()
        stage.wait(ANSWER_S + 1)
    return found


def test_a_word_on_the_own_tile_is_seen_by_everybody_and_may_change(stage: RunStage) -> None:
    pick(stage, ANA)
    assert stage.facts()["shown"] == {ANA: {"word": "hopeful", "number": 6}}
    pick(stage, ANA, "lonely", shown=False)
    assert stage.facts()["shown"] == {}
    assert stage.facts("staff")["kept_private"] == {ANA: {"word": "lonely", "number": 6}}
    assert stage.facts("personal", ANA) == {"kept": {"word": "lonely", "number": 6}}


def test_what_is_private_moves_nothing_that_others_see(stage: RunStage) -> None:
    pick(stage, BEN)
    before = views(stage)
    pick(stage, ANA, "lonely", shown=False)
    pick(stage, ANA, "worn_out", shown=False)
    stage.act(CHLOE, "pass_on")
    after = views(stage)
    changed = {seat for seat in before if before[seat] != after[seat]}
    assert changed == {ANA_SEAT, stage.room.state.people[CHLOE].seat, STAFF_SEAT, "se_silva"}


def test_one_may_take_it_back_or_pass_and_is_offered_only_what_does_something(stage: RunStage) -> None:
    def offered() -> list[str]:
        acts = build_views(stage.room.context(stage.now), [ANA_SEAT])[ANA_SEAT]["you"]["run"][ANA]
        return [acts["main"], *acts["acts"]]

    assert offered() == ["pick", "pick", "pass_on"]
    pick(stage, ANA)
    assert offered() == ["pick", "pick", "take_back", "pass_on"]
    stage.act(ANA, "pass_on")
    assert offered() == ["pick", "pick", "take_back"]
    assert (stage.facts()["shown"], stage.facts("personal", ANA)) == ({}, {"passed": True})
    stage.act(ANA, "take_back")
    assert stage.facts("personal", ANA) == {}
    pick(stage, ANA)
    stage.act(THERAPIST, "begin")
    acts = build_views(stage.room.context(stage.now), [ANA_SEAT])[ANA_SEAT]["you"]["run"][ANA]
    assert (acts["acts"], acts.get("main")) == (["pick", "take_back"], None), (
        "nobody passes a word for a turn"
    )


def test_a_couple_is_asked_on_their_phones_or_by_the_therapist(stage: RunStage) -> None:
    assert stage.refused(ELENA, "pick", COUPLE_SEAT, feeling="hopeful", strength=1) == "seat.is_shared"
    shared = build_views(stage.room.context(stage.now), [COUPLE_SEAT])[COUPLE_SEAT]["you"]["run"]
    assert shared[ELENA]["acts"] == shared[FINN]["acts"] == []
    entered = {"person": [ELENA], "feeling": "lonely", "strength": 8}
    assert stage.refused(THERAPIST, "pick_for", **entered) == "protocol.own_screen"
    pick(stage, FINN)
    assert stage.facts()["shown"] == {FINN: {"word": "hopeful", "number": 6}}
    assert stage.facts("staff")["ask"] == []


def test_who_has_no_screen_of_their_own_is_asked_by_the_therapist() -> None:
    stage = RunStage()
    stage.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)
    stage.let_in()
    stage.start("feelings_check_in")
    asks = build_views(stage.room.context(stage.now), [STAFF_SEAT])[STAFF_SEAT]["leading"]["asks"]
    assert asks == [{"code": "ask", "people": [ELENA, FINN]}]
    stage.act(THERAPIST, "pick_for", person=[ELENA], feeling="lonely", strength=8)
    stage.act(THERAPIST, "pick_for", person=[FINN], feeling="hopeful", strength=2, shown=True)
    assert stage.facts("staff")["kept_private"] == {ELENA: {"word": "lonely", "number": 8}}
    assert set(stage.facts()["shown"]) == {FINN}
    assert stage.facts("staff")["ask"] == []


def test_a_word_that_is_not_on_the_wheel_is_refused(stage: RunStage) -> None:
    assert stage.refused(ANA, "pick", feeling="terrific", strength=3) == "protocol.bad_value"
    assert stage.refused(ANA, "pick", strength=3) == "protocol.bad_value"


def test_each_says_back_somebody_else_who_shows_and_not_the_own_partner(stage: RunStage) -> None:
    for person in MEMBERS:
        pick(stage, person)
    stage.act(THERAPIST, "begin")
    found = round_of(stage, len(MEMBERS))
    assert [reflector for reflector, _ in found] == list(MEMBERS)
    assert sorted(whom for _, whom in found) == sorted(MEMBERS), "everybody is said back once"
    assert all(reflector != whom for reflector, whom in found)
    assert not {(ELENA, FINN), (FINN, ELENA)} & set(found)
    assert stage.run.step == "closing"


def test_a_partner_is_said_back_where_nobody_else_shows_a_word(stage: RunStage) -> None:
    pick(stage, FINN)
    pick(stage, ANA, shown=False)
    stage.act(THERAPIST, "begin")
    found = round_of(stage, 4)
    assert found == [(person, FINN) for person in (ANA, BEN, CHLOE, ELENA)]
    assert stage.run.step == "closing", "Finn has nobody to say back"


def test_without_a_word_that_is_shown_there_is_no_round(stage: RunStage) -> None:
    for person in MEMBERS:
        pick(stage, person, shown=False)
    asks = build_views(stage.room.context(stage.now), [STAFF_SEAT])[STAFF_SEAT]["leading"]["asks"]
    assert asks == [{"code": "none_shown"}]
    stage.act(THERAPIST, "begin")
    assert stage.run.step == "closing"


def test_who_was_said_back_may_say_whether_it_fits(stage: RunStage) -> None:
    for person in (ANA, BEN):
        pick(stage, person)
    stage.act(THERAPIST, "begin")
    assert (stage.holder, stage.run.roles["reflected"]) == (ANA, (BEN,))
    stage.wait(4)
    stage.release()
    assert (stage.run.step, stage.run.voices) == ("answer", (BEN,))
    assert "main" not in build_views(stage.room.context(stage.now), [BEN_SEAT])[BEN_SEAT]["you"]["run"][BEN]
    stage.act(BEN, "not_quite")
    assert (stage.run.step, stage.run.voices) == ("own_words", (BEN,))
    stage.act(BEN, "said")
    assert (stage.run.step, stage.holder) == ("reflecting", BEN)
    stage.wait(4)
    stage.release()
    stage.act(stage.run.roles["reflected"][0], "fits")
    stage.act(THERAPIST, "close")
    assert stage.run.step == "closing"
    stage.act(THERAPIST, "finish")
    assert not stage.room.state.runs


def test_own_words_end_by_themselves_and_passing_needs_no_answer(stage: RunStage) -> None:
    for person in (ANA, BEN):
        pick(stage, person)
    stage.act(THERAPIST, "begin")
    stage.wait(4)
    stage.release()
    stage.act(BEN, "not_quite")
    stage.wait(OWN_WORDS_S + 1)
    assert stage.holder == BEN
    stage.do(cmd.PassTurn(BEN, stage.seq))
    assert (stage.run.step, stage.holder) == ("reflecting", CHLOE)


def test_nobody_waits_for_the_answer_of_who_has_gone(stage: RunStage) -> None:
    for person in (ANA, BEN):
        pick(stage, person)
    stage.act(THERAPIST, "begin")
    stage.wait(4)
    stage.release()
    stage.do(cmd.Leave(BEN))
    assert (stage.run.step, stage.holder) == ("reflecting", CHLOE)
    assert set(stage.facts()["shown"]) == {ANA}


def test_the_log_gives_the_same_run_back(stage: RunStage) -> None:
    pick(stage, ANA)
    pick(stage, BEN, shown=False)
    stage.act(THERAPIST, "begin")
    assert stage.replayed().state.runs == stage.room.state.runs


@given(plan=moves())
@settings(max_examples=15, deadline=None)
def test_whatever_people_do_it_tells_of_nobody_what_they_keep(plan: list[tuple[str, int, int, int]]) -> None:
    stage = run_stage()
    stage.start("feelings_check_in")

    def check(stage: RunStage) -> None:
        runs = [run for run in stage.room.state.runs if run.protocol == "feelings_check_in"]
        if not runs or runs[-1] is not stage.run:
            return
        kept = {person for person, answer in runs[-1].memory["answers"].items() if not answer["shown"]}
        assert not kept & set(stage.facts()["shown"])

    walk(stage, plan, check)
    assert nobody(stage) == set()
