import json

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.model.people import Role
from rooms.talk_time.speech import SpeechInterval, SpeechRecord
from rooms.views.support import build_support_view
from tests.support.rooms.company import CO, CO_SEAT, HOST_SEAT, PHONE, TRAINEE_SEAT, Company
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    STAFF_SEAT,
    START,
    THERAPIST,
    RoomDriver,
    full_room,
)


def test_support_sees_seats_as_states_and_numbers() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    driver.do(cmd.SetDevices(ANA, mic=False, camera=True))
    speech = SpeechRecord()
    speech.add([SpeechInterval(ANA_SEAT, START, START + 2.04)], 0, 1, START + 3)
    view = build_support_view(driver.room.context(START + 3), speech, STAFF_SEAT)
    assert set(view["seats"]) == {STAFF_SEAT, ANA_SEAT, BEN_SEAT}
    assert view["seats"][ANA_SEAT] == {
        "role": "member",
        "place": "main",
        "slot": 1,
        "online": True,
        "media": "up",
        "mic": False,
        "camera": True,
        "audio": False,
        "video": True,
        "speech_s": 2.0,
    }
    assert (view["seats"][BEN_SEAT]["place"], view["silence_s"]) == ("waiting", 1)


@pytest.mark.parametrize("seat", [HOST_SEAT, TRAINEE_SEAT, CO_SEAT, STAFF_SEAT])
def test_each_staff_member_passes_on_only_what_they_see_themselves(seat: SeatId) -> None:
    """Talk time is for those who lead; nobody else's snapshot shows who is in a private room or whose phone is here."""
    driver = Company()
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    view = build_support_view(driver.context(), SpeechRecord(), seat)
    text = json.dumps(view)
    leads = driver.room.state.people[driver.room.state.seats[seat].occupants[0]].role is not Role.TECH_HOST
    assert (seat == HOST_SEAT) is not leads
    assert ({ANA_SEAT, CO_SEAT, PHONE} <= set(view["seats"])) is leads
    assert {"speech_s" in text, "overlap_s" in text, "silence_s" in text, "private" in text} == {leads}
    assert BEN_SEAT in view["seats"]


def test_staff_in_a_private_room_who_do_not_lead_see_only_that_room() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(HOST_SEAT, 1, CO))
    assert set(build_support_view(driver.context(), SpeechRecord(), HOST_SEAT)["seats"]) == {
        CO_SEAT,
        HOST_SEAT,
    }


def test_support_sees_nobodys_name() -> None:
    driver = full_room()
    text = json.dumps(build_support_view(driver.room.context(driver.now), SpeechRecord(), STAFF_SEAT))
    for person in driver.room.setup.people.values():
        assert person.name not in text
        assert person.id not in text
    assert driver.room.setup.title not in text
