"""What each viewer gets, and what they do not."""

import json
from typing import Any

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.model.quality import Grade, SeatQuality
from rooms.state import Place
from rooms.views.build import build_views
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)


def views(driver: RoomDriver, **side_channels: Any) -> dict[str, dict[str, Any]]:
    """Everybody's current view, with these side channels."""
    for name, value in side_channels.items():
        setattr(driver.room.side_channels, name, value)
    return dict(build_views(driver.room.context(driver.now), driver.room.state.seats).items())


def test_a_waiting_member_sees_only_how_many_are_expected() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, BEN_SEAT, ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, BEN_SEAT))
    view = views(driver)[ANA_SEAT]
    assert set(view) == {"room", "you", "people", "expected"}
    assert view["expected"] == {"members": 5, "facilitators": 1}
    assert "Ben" not in json.dumps(view)
    assert "Rivera" not in json.dumps(view)


def test_only_staff_see_who_waits() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, BEN_SEAT, ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, BEN_SEAT))
    seen = views(driver)
    assert list(seen[STAFF_SEAT]["waiting"]) == [ANA_SEAT]
    assert "Ana" not in json.dumps(seen[BEN_SEAT])


def test_a_person_sees_whether_their_own_microphone_passes_the_gate() -> None:
    driver = full_room()
    assert views(driver)[ANA_SEAT]["you"]["audio"] == "on"
    driver.mode(FloorMode.QUEUE)
    assert views(driver)[ANA_SEAT]["you"]["audio"] == "closed_by_floor"
    assert views(driver)[STAFF_SEAT]["you"]["audio"] == "on"
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert views(driver)[ANA_SEAT]["you"]["audio"] == "on"
    driver.do(cmd.SetDevices(ANA, mic=False, camera=False))
    you = views(driver)[ANA_SEAT]["you"]
    assert (you["audio"], you["video"]) == ("off_by_you", "off_by_you")
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    you = views(driver)[ANA_SEAT]["you"]
    assert (you["audio"], you["video"]) == ("closed_by_room", "closed_by_room")


def test_offered_actions_follow_role_and_floor() -> None:
    driver = full_room()
    can = views(driver)[ANA_SEAT]["you"]["can"][ANA]
    assert "floor.request" in can
    assert not {"floor.pass", "floor.release", "floor.set_mode", "session.end"} & set(can)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    can = views(driver)[ANA_SEAT]["you"]["can"][ANA]
    assert {"floor.pass", "floor.release"} <= set(can)
    assert "floor.request" not in can
    staff = views(driver)[STAFF_SEAT]["you"]["can"][THERAPIST]
    assert {"floor.grant", "floor.revoke", "floor.set_mode", "session.end"} <= set(staff)
    assert "floor.next" not in staff
    assert set(views(driver)[COUPLE_SEAT]["you"]["can"]) == {"pt_elena", FINN}


def test_a_closed_gate_is_never_shown_as_speaking() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    view = views(driver, speaking=frozenset({ANA_SEAT, STAFF_SEAT}))[BEN_SEAT]
    assert view["speaking"] == [STAFF_SEAT]


def test_everyone_sees_their_own_connection_and_staff_all_of_them() -> None:
    driver = full_room()
    quality = {
        ANA_SEAT: SeatQuality(Grade.POOR, Grade.FAIR, ("up.loss", "delay")),
        BEN_SEAT: SeatQuality(Grade.GOOD, Grade.GOOD),
    }
    driver.do(cmd.Leave(BEN))
    seen = views(driver, quality=quality)
    assert seen[ANA_SEAT]["you"]["quality"] == {"grade": "poor", "reasons": ["up.loss", "delay"]}
    assert seen[STAFF_SEAT]["quality"] == {
        ANA_SEAT: {"up": "poor", "down": "fair", "reasons": ["up.loss", "delay"]}
    }
    assert "quality" not in seen[STAFF_SEAT]["you"]
    assert "up.loss" not in json.dumps(seen[COUPLE_SEAT])
    assert "quality" not in seen[ANA_SEAT]


def test_a_waiting_person_sees_the_quality_of_their_own_connection() -> None:
    driver = RoomDriver()
    driver.arrive(ANA_SEAT, BEN_SEAT)
    quality = dict.fromkeys((ANA_SEAT, BEN_SEAT), SeatQuality(Grade.FAIR, Grade.GOOD, ("up.jitter",)))
    view = views(driver, quality=quality)[ANA_SEAT]
    assert view["you"]["quality"] == {"grade": "fair", "reasons": ["up.jitter"]}
    assert set(view) == {"room", "you", "people", "expected"}


def test_a_reconnecting_holder_is_shown_with_the_end_of_the_hold() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.Detach(ANA_SEAT))
    view = views(driver)[BEN_SEAT]
    assert view["seats"][ANA_SEAT]["presence"] == "reconnecting"
    assert view["floor"]["holder"]["phase"] == "suspended"
    assert view["floor"]["holder"]["hold_until"] == driver.now + 30


def test_a_private_room_sees_only_itself_and_the_group_sees_who_stepped_out() -> None:
    driver = full_room()
    driver.room.state.seats[ANA_SEAT].place, driver.room.state.seats[ANA_SEAT].private = Place.PRIVATE, 1
    seen = views(driver)
    assert set(seen[ANA_SEAT]["people"]) == {ANA}
    assert set(seen[ANA_SEAT]["seats"]) == {ANA_SEAT}
    assert not {"floor", "away", "waiting", "leading"} & set(seen[ANA_SEAT])
    assert seen[BEN_SEAT]["away"] == {ANA_SEAT: {"people": [ANA]}}
    assert ANA_SEAT not in seen[BEN_SEAT]["seats"]
    assert seen[ANA_SEAT]["you"]["space"] == "private"


def test_the_lead_is_shown_to_those_who_lead() -> None:
    driver = full_room()
    driver.room.state.people[BEN].distress = True
    seen = views(driver)
    assert seen[STAFF_SEAT]["leading"]["distress"] == [BEN]
    assert [seat for seat, view in seen.items() if "leading" in view] == [STAFF_SEAT]
    assert "distress" not in json.dumps(seen[BEN_SEAT])
