"""The floor as everybody, the holder and those who lead see it."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.views.floor import build_floor_view, build_staff_floor_view, build_turn_view
from tests.support.rooms.setups import ANA, BEN, ELENA, THERAPIST, RoomDriver, full_room


def speaking(limit_s: float | None = 60.0, seconds: float = 10.0) -> RoomDriver:
    """Ana has spoken for some seconds."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s))
    driver.wait(3 + seconds)
    return driver


def test_not_everybody_sees_how_long_a_turn_takes() -> None:
    for seconds in (10, 55, 200):
        driver = speaking(seconds=seconds)
        holder = build_floor_view(driver.room.state)["holder"]
        assert set(holder) == {"person", "kind", "phase", "since", "starts_at"}
        assert holder["phase"] == "speaking"


def test_the_holder_sees_the_end_time_and_the_overrun_alone() -> None:
    driver = speaking(seconds=80)
    turn = driver.room.state.floor.holder
    assert turn is not None
    alone = build_turn_view(turn, alone=True)
    assert (alone["ends_at"], alone["limit_s"], alone["overrun"]) == (driver.now - 20, 60.0, 125)
    assert set(build_turn_view(turn, alone=False)) == {"person", "phase", "limit_s", "ends_at"}


def test_a_stopped_clock_shows_the_remaining_time() -> None:
    driver = speaking()
    driver.do(cmd.Detach(driver.room.state.people[ANA].seat))
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert build_turn_view(turn, alone=True)["left_s"] == 50.0


def test_those_who_lead_see_the_clock_and_are_asked() -> None:
    driver = speaking(seconds=80)
    turn = build_staff_floor_view(driver.room.context(driver.now))["turn"]
    assert (turn["counts_from"], turn["asked"], turn["stayed"]) == (driver.now - 80, True, False)
    driver.do(cmd.StayWith(THERAPIST, driver.seq))
    turn = build_staff_floor_view(driver.room.context(driver.now))["turn"]
    assert (turn["stayed"], "ends_at" in turn) == (True, False)
    driver.do(cmd.GrantFloor(THERAPIST, BEN, driver.seq, then=ELENA))
    assert build_staff_floor_view(driver.room.context(driver.now))["turn"]["then"] == ELENA
    driver.do(cmd.RevokeFloor(THERAPIST, driver.seq))


def test_those_who_lead_are_told_what_is_asked_of_them() -> None:
    def ask(driver: RoomDriver) -> str | None:
        return build_staff_floor_view(driver.room.context(driver.now))["turn"].get("ask")

    driver = speaking(seconds=70)
    assert ask(driver) is None
    driver.wait(10)
    assert ask(driver) == "overrun"
    driver.wait(50)
    assert ask(driver) == "overrun_long"
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=None, close=False))
    assert ask(driver) is None
    driver.do(cmd.Detach(driver.room.state.people[ANA].seat))
    driver.wait(31)
    assert ask(driver) == "hold_over"


def test_a_run_shows_its_own_mode_instead_of_the_base_mode() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq, {}))
    view = build_floor_view(driver.room.state)
    assert (view["mode"], view["base"]["mode"]) == (FloorMode.ROUND.value, FloorMode.QUEUE.value)


def test_everybody_sees_whose_point_a_quick_turn_is_about_and_who_had_one() -> None:
    driver = full_room()
    view = build_floor_view(driver.room.state)
    assert ("point" in view, view["quick_had"]) == (False, [])
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert build_floor_view(driver.room.state)["point"] == ANA
    driver.do(cmd.RequestFloor(BEN, driver.seq, quick=True))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    view = build_floor_view(driver.room.state)
    assert (view["point"], view["quick_had"]) == (ANA, [BEN])
