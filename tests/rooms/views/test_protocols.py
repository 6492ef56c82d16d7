"""The run as everybody, those who lead, and a single person see it."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.policy.policy import RoomKind, RoomPolicy
from rooms.rules.context import RuleContext
from rooms.rules.protocols.catalog import CATALOG
from rooms.views.offers import Offer, offer_to
from rooms.views.protocols import (
    build_personal_run_view,
    build_run_view,
    build_staff_run_view,
    call_button,
)
from tests.rooms.rules.protocols.tiny import TINY
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)


def offered(context: RuleContext, person: PersonId) -> Offer:
    """The complete offer, as on a screen of one's own."""
    return offer_to(context, person, ANA_SEAT)


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> RoomDriver:
    monkeypatch.setitem(CATALOG, "tiny", TINY)  # type: ignore[arg-type]  # a dict behind its Mapping
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "tiny", driver.seq, {"people": [ANA]}))
    return driver


def test_without_a_run_only_protocols_that_could_start_are_shown() -> None:
    context = full_room().room.context(0)
    assert build_run_view(context) == {}
    assert build_staff_run_view(context) == {"emergency": "crisis_break"}
    assert set(build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)) == {
        "starts"
    }


def test_everybody_sees_step_roles_and_public_facts(driver: RoomDriver) -> None:
    run = build_run_view(driver.room.context(driver.now))["run"]
    assert (run["protocol"], run["step"], run["roles"]) == ("tiny", "first", {"speaker": [ANA]})
    assert (run["due"], run["paused"], run["below"]) == (driver.now + 10, False, [])
    assert run["facts"] == {"n": 0}


def test_facts_without_a_value_are_absent(driver: RoomDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A patch cannot contain null, not even inside a fact."""
    nothing = {"at": None, "by_person": {ANA: None, BEN: 2}, "n": 0}
    whatever = replace(
        TINY,
        public=lambda stage: nothing,
        staff=lambda stage: nothing,
        personal=lambda stage, person: nothing,
    )
    monkeypatch.setitem(CATALOG, "tiny", whatever)  # type: ignore[arg-type]  # a dict behind its Mapping
    context, told = driver.room.context(driver.now), {"by_person": {BEN: 2}, "n": 0}
    assert build_run_view(context)["run"]["facts"] == told
    assert build_staff_run_view(context)["run"] == told
    assert build_personal_run_view(context, ANA, offered(context, ANA), alone=True)["facts"] == told


def test_a_current_run_is_shown_with_the_protocols_that_could_interrupt_it(driver: RoomDriver) -> None:
    """A pause or a crisis break is called in the middle of something."""
    context = driver.room.context(driver.now)
    assert "time_out" in build_personal_run_view(context, BEN, offered(context, BEN), alone=True)["starts"]
    assert (
        "crisis_break"
        in build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)["starts"]
    )


def test_ratings_are_shown_only_to_those_who_lead(driver: RoomDriver) -> None:
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "rate", driver.seq, {"number": 7}))
    context = driver.room.context(driver.now)
    assert build_staff_run_view(context)["run"] == {"rated": 7}
    assert "7" not in str(build_run_view(context)["run"]["facts"])


def test_a_shared_screen_offers_and_shows_nothing_private(driver: RoomDriver) -> None:
    """F9."""
    context = driver.room.context(driver.now)
    alone = build_personal_run_view(context, ELENA, offered(context, ELENA), alone=True)
    assert (alone["acts"], alone["facts"]) == (["count", "rate"], {"you": ELENA})
    shared = build_personal_run_view(context, ELENA, offer_to(context, ELENA, COUPLE_SEAT), alone=False)
    assert shared["acts"] == ["count"]
    assert "facts" not in shared


def test_a_paused_run_offers_nothing(driver: RoomDriver) -> None:
    driver.do(cmd.PauseProtocol(THERAPIST))
    context = driver.room.context(driver.now)
    assert build_run_view(context)["run"]["paused"]
    assert "acts" not in build_personal_run_view(context, BEN, offered(context, BEN), alone=True)


def test_during_a_run_people_see_what_could_interrupt_it(driver: RoomDriver) -> None:
    """F12: a crisis break can be started in every step."""
    context = driver.room.context(driver.now)
    starts = build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)["starts"]
    assert {"crisis_break", "time_out"} <= set(starts)
    assert "go_round" not in starts


def test_the_next_people_are_in_the_run_beside_its_facts() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq))
    run = build_run_view(driver.room.context(driver.now))["run"]
    assert run["next"] == [ANA, BEN]
    assert "next" not in run["facts"]


def test_asks_to_those_who_lead_come_with_their_deeds() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "crisis_break", driver.seq))
    (ask,) = build_staff_run_view(driver.room.context(driver.now))["asks"]
    assert ask == {
        "code": "choose",
        "deeds": [{"action": a} for a in ("private_talk", "group_break", "emergency", "stay_with_group")],
    }
    driver.do(cmd.PauseProtocol(THERAPIST))
    assert "asks" not in build_staff_run_view(driver.room.context(driver.now))


def test_the_emergency_protocol_is_named_to_those_who_lead_during_any_run() -> None:
    assert build_staff_run_view(full_room().room.context(0)) == {"emergency": "crisis_break"}


def main_acts(driver: RoomDriver, person: PersonId) -> str | None:
    context = driver.room.context(driver.now)
    main: str | None = build_personal_run_view(context, person, offered(context, person), alone=True).get(
        "main"
    )
    return main


def test_the_main_action_is_what_the_step_waits_for() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq))
    assert main_acts(driver, THERAPIST) == "begin"
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "begin", driver.seq))
    assert main_acts(driver, THERAPIST) is None, "a turn is let finish"
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "close", driver.seq))
    driver.do(cmd.RevokeFloor(THERAPIST, driver.seq))
    assert main_acts(driver, THERAPIST) == "finish"


def test_an_action_that_skips_a_step_of_care_is_not_the_main_action() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "closing_round", driver.seq))
    for _ in range(2):
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "go_on", driver.seq))
    assert driver.room.state.runs[-1].step == "exit_check"
    assert main_acts(driver, THERAPIST) is None
    assert main_acts(driver, ANA) == "answer"
    red = {"number": 9, "call": False}
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "answer", driver.seq, red))
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "to_review", driver.seq))
    assert main_acts(driver, THERAPIST) is None
    view = build_staff_run_view(driver.room.context(driver.now))
    assert view["ending"] == {"protocol": "closing_round", "code": "open"}
    assert view["asks"][0] == {
        "code": "red",
        "people": [ANA],
        "number": 9,
        "deeds": [
            {"action": "acknowledge", "values": {"person": [ANA], "done": done}, "word": done} | more
            for done, more in (
                ("crisis_break", {"protocol": "crisis_break", "options": {"person": [ANA]}}),
                ("private_talk", {"aside": ANA}),
                *((done, {}) for done in ("stay", "call", "note")),
            )
        ],
    }
    done = {"person": [ANA], "done": "stay"}
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "acknowledge", driver.seq, done))
    assert main_acts(driver, THERAPIST) == "finish"
    assert build_staff_run_view(driver.room.context(driver.now))["ending"]["code"] == "unanswered"


def test_of_two_opposite_actions_only_the_useful_one_is_offered_except_on_a_shared_screen() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "grounding", driver.seq))

    def acts(person: PersonId, *, alone: bool) -> list[str]:
        context = driver.room.context(driver.now)
        return list(build_personal_run_view(context, person, offered(context, person), alone=alone)["acts"])

    assert acts(ANA, alone=True) == ["sit_out", "rate"]
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "sit_out", driver.seq))
    assert acts(ANA, alone=True) == ["join_again", "rate"]
    assert (main_acts(driver, ANA), main_acts(driver, BEN)) == ("rate", "rate")
    both = ["sit_out", "join_again", "rate"]
    assert acts(ELENA, alone=False) == both
    driver.do(cmd.ActInProtocol(ELENA, COUPLE_SEAT, "sit_out", driver.seq))
    assert acts(ELENA, alone=False) == both, "which one is left would tell the partner"


@pytest.mark.parametrize(
    ("kind", "protocol", "button"),
    [
        (RoomKind.GROUP, None, None),
        (RoomKind.GROUP, "speaker_listener", "time_out"),
        (RoomKind.COUPLES, None, "time_out"),
        (RoomKind.MULTI_COUPLE, None, "time_out"),
    ],
)
def test_members_can_call_a_time_out_while_two_people_talk(
    kind: RoomKind, protocol: str | None, button: str | None
) -> None:
    driver = full_room(RoomPolicy(kind=kind))
    if protocol:
        driver.do(cmd.StartProtocol(THERAPIST, protocol, driver.seq, {"people": [ANA, BEN]}))
    context = driver.room.context(driver.now)
    assert call_button(context, ANA) == button
    assert call_button(context, THERAPIST) is None
