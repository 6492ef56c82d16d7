"""The declarations of every protocol are correct: of its facts, its actions and its asks."""

import pytest

from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import FACILITATOR, ProtocolRules
from rooms.rules.protocols.engine import on_stage
from rooms.rules.protocols.shows import PLACEHOLDERS, SAID_BY_KIND, Deed, Kind, about, when
from rooms.rules.protocols.stage import Stage
from tests.support.protocols.runs import RunDriver, run_driver
from tests.support.rooms.setups import ANA, BEN


def stage_of(driver: RunDriver) -> Stage:
    return on_stage(driver.room.context(driver.now), driver.run)


EVERY = pytest.mark.parametrize("rules", CATALOG.values(), ids=lambda rules: rules.id)


@EVERY
def test_a_fact_name_belongs_to_only_one_audience(rules: ProtocolRules) -> None:
    """All audiences share the sentences of the protocol's text."""
    audiences = (rules.public_facts, rules.staff_facts, rules.own_facts)
    said = [name for facts in audiences for name, fact in facts.items() if fact.said]
    assert sorted(said) == sorted(set(said)) == sorted(rules.all_facts())


@EVERY
def test_facts_match_their_kind(rules: ProtocolRules) -> None:
    audiences = (rules.public_facts, rules.staff_facts, rules.own_facts)
    for name, fact in (pair for facts in audiences for pair in facts.items()):
        assert fact.said <= (fact.kind not in SAID_BY_KIND | {Kind.DATA}), name
        assert bool(fact.values) == (fact.kind is Kind.WORD), name
        assert bool(fact.wheel) == (fact.kind in (Kind.TAG, Kind.TAGS, Kind.TILE_TAGS)), name
        assert set(fact.steps) <= set(rules.steps), name
        assert not fact.fills or (name in rules.public_facts and fact.fills in PLACEHOLDERS[fact.kind]), name


@EVERY
def test_actions_that_advance_a_run_are_for_those_who_lead_or_for_its_roles(rules: ProtocolRules) -> None:
    for step, rule in rules.steps.items():
        for name, act in rule.acts.items():
            if act.moves:
                assert FACILITATOR in act.who or set(act.who) <= set(rules.roles), (step, name)
                assert not act.optional, (step, name)
    closing = [name for name, act in rules.all_acts().items() if act.closes]
    assert closing, "somebody can end it"


@EVERY
def test_circles_name_only_roles_of_the_protocol(rules: ProtocolRules) -> None:
    assert set(rules.circles) <= set(rules.roles)


def test_only_one_protocol_is_for_emergencies_and_only_one_is_called_by_members() -> None:
    assert [rules.id for rules in CATALOG.values() if rules.emergency] == ["crisis_break"]
    assert [rules.id for rules in CATALOG.values() if rules.call_button] == ["time_out"]


def test_an_ask_about_people_exists_while_there_are_any() -> None:
    driver, deed = run_driver(), Deed("release_partner")
    driver.start("go_round")
    rule = about(lambda stage: stage.memory["waiting"][:2], deed)
    (ask,) = rule.find(stage_of(driver))
    assert (ask.people, ask.deeds, rule.fills) == ((ANA, BEN), (deed,), {"people"})
    assert list(about(lambda stage: [None]).find(stage_of(driver))) == []


def test_an_ask_without_people_exists_while_its_condition_holds() -> None:
    driver = run_driver()
    driver.start("go_round")
    assert len(list(when(lambda stage: stage.step == "opening").find(stage_of(driver)))) == 1
    assert list(when(lambda stage: stage.step == "closing").find(stage_of(driver))) == []
