"""Who sees what of the talk time in whole views (docs/domain.md, Talk time); details are tested with their modules."""

import json
from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomPolicy
from rooms.room import Room
from rooms.rules.side_channels.hearing import REPORT_S, hear, listen
from rooms.talk_time.speech import SpeechInterval
from rooms.views.build import build_views
from tests.support.rooms.company import CO_SEAT, PHONE, Company
from tests.support.rooms.setups import ANA_SEAT, COUPLE_SEAT, ELENA, STAFF_SEAT, THERAPIST, RoomDriver

MEMBERS = [PersonId(f"pt_{number}") for number in range(1, 9)]
SECOND = MEMBERS[1]


def seat_of(person: PersonId) -> SeatId:
    return SeatId(person.replace("pt", "se"))


def eight() -> RoomDriver:
    """Eight people, the second of whom has spoken for 31 % of the last 15 minutes."""
    people = [Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR)] + [
        Person(person, person, Role.MEMBER) for person in MEMBERS
    ]
    seats = [Seating(STAFF_SEAT, (THERAPIST,))] + [Seating(seat_of(p), (p,)) for p in MEMBERS]
    setup = RoomSetup(
        RoomId("ss_eight"), "Eight", RoomPolicy(), {p.id: p for p in people}, {s.id: s for s in seats}
    )
    driver = RoomDriver(Room(setup))
    driver.arrive(*setup.seats)
    for person in MEMBERS:
        driver.do(cmd.Admit(THERAPIST, seat_of(person)))
    context = driver.room.context(driver.now)
    for person in MEMBERS:
        spoken = 279.0 if person == SECOND else 621.0 / 7
        listen(context, [SpeechInterval(seat_of(person), driver.now, driver.now + spoken)], frozenset())
        driver.now += spoken
        context.now = driver.now
    hear(driver.room.context(driver.now), frozenset())
    return driver


def views(driver: RoomDriver) -> dict[SeatId, dict[str, Any]]:
    return dict(build_views(driver.room.context(driver.now), driver.room.setup.seats))


def test_scenario_24_airtime_is_a_hint_for_the_facilitator_alone() -> None:
    driver = eight()
    seen = views(driver)
    airtime = seen[STAFF_SEAT]["airtime"]
    assert (airtime["people"][SECOND]["share"], airtime["people"][SECOND]["hint"]) == (0.31, "over")
    assert [person for person, found in airtime["people"].items() if "hint" in found] == [SECOND]
    assert list(airtime["people"]) == MEMBERS, "in no order of amount"
    assert seen[STAFF_SEAT]["silence"]["since"] == driver.now
    for person in MEMBERS:
        told = json.dumps(seen[seat_of(person)] | {"you": {}})
        assert not any(word in told for word in ("airtime", 'share"', "silence", "hint", "per_minute"))
    driver.room.context(driver.now).emit(ev.AirtimeShown(SECOND, True))
    seen = views(driver)
    assert seen[seat_of(SECOND)]["airtime"] == "more"
    assert all("airtime" not in seen[seat_of(person)] for person in MEMBERS if person != SECOND)


def test_ones_own_word_is_never_on_a_shared_screen_or_in_the_waiting_room() -> None:
    driver = Company()
    driver.happen(ev.VoiceGiven(COUPLE_SEAT, ELENA, None))
    listen(driver.context(), [SpeechInterval(COUPLE_SEAT, driver.now, driver.now + 400)], frozenset())
    driver.now += 400 + REPORT_S
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    driver.happen(ev.AirtimeShown(ELENA, True))
    assert driver.view(PHONE)["airtime"] == "more"
    assert "airtime" not in driver.view(COUPLE_SEAT)
    assert driver.view(CO_SEAT)["airtime"]["people"][ELENA]["separated"]
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert "airtime" not in driver.view(PHONE)


def test_outside_and_in_the_waiting_room_there_is_nothing() -> None:
    driver = Company()
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert set(driver.view(ANA_SEAT)) == {"room", "you", "people", "expected"}
    assert "chat" not in driver.view(PHONE)
