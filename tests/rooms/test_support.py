import json

from rooms.model import commands as cmd
from rooms.speech import SpeechInterval, SpeechRecord
from rooms.support import build_support_view
from tests.support.rooms import ANA, ANA_SEAT, BEN_SEAT, STAFF_SEAT, START, THERAPIST, Stage, full_stage


def test_support_sees_seats_in_states_and_numbers() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT)
    stage.do(cmd.Admit(THERAPIST, ANA_SEAT))
    stage.do(cmd.SetDevices(ANA, mic=False, camera=True))
    speech = SpeechRecord()
    speech.add([SpeechInterval(ANA_SEAT, START, START + 2.04)], 0, 1, START + 3)
    view = build_support_view(stage.room.ledger(START + 3), speech)
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


def test_support_sees_nobodys_name() -> None:
    stage = full_stage()
    text = json.dumps(build_support_view(stage.room.ledger(stage.now), SpeechRecord()))
    for person in stage.room.setup.people.values():
        assert person.name not in text
        assert person.id not in text
    assert stage.room.setup.title not in text
