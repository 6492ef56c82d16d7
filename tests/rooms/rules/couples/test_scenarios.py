"""What the core proves of the scenarios about couples in docs/acceptance.md: 9, 10, 14, 15."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, CouplesDriver
from tests.support.rooms.setups import ANA, ANA_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def test_scenario_9_a_partners_hand_on_a_shared_seat() -> None:
    driver = CouplesDriver()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    view = driver.view(ANA_SEAT)
    assert view["floor"]["queue"] == [FINN]
    # "Finn (with Elena)": the line names the person, the seat says who is with them.
    assert view["seats"][view["people"][FINN]["seat"]]["people"] == [ELENA, FINN]
    driver.grant(FINN)
    since = driver.now
    view = driver.view(ANA_SEAT)
    assert view["seats"][COUPLE_SEAT]["voice"] == FINN
    assert view["floor"]["holder"]["person"] == FINN
    driver.wait(70)
    driver.do(cmd.ReleaseFloor(FINN, driver.seq))
    voices = [(r.at - since, r.event.person) for r in driver.log if isinstance(r.event, ev.VoiceGiven)]
    assert voices == [(0.0, FINN), (70.0, None)], "seventy seconds are his, none of them hers"


def test_scenario_10_both_want_to_speak() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    driver.do(cmd.AskVoice(FINN, on=True))
    assert (driver.holder, driver.seat(COUPLE_SEAT).voice) == (ELENA, ELENA)
    assert driver.view(STAFF_SEAT)["leading"]["voices"][COUPLE_SEAT]["person"] == FINN
    # "Then Finn": both, one after the other; her turn continues.
    driver.grant(ELENA, then=FINN)
    assert driver.holder == ELENA
    driver.do(cmd.ReleaseFloor(ELENA, driver.seq))
    assert (driver.holder, driver.seat(COUPLE_SEAT).voice) == (FINN, FINN)
    driver.do(cmd.ReleaseFloor(FINN, driver.seq))
    assert (driver.holder, driver.seat(COUPLE_SEAT).voice) == (None, None)


def presence(driver: CouplesDriver, person: PersonId) -> list[tuple[float, float]]:
    """The intervals in which the person was present."""
    began: float | None = None
    found = []
    for record in driver.log:
        if isinstance(record.event, ev.PresenceBegan) and record.event.person == person:
            assert began is None, "counted twice"
            began = record.at
        elif isinstance(record.event, ev.PresenceEnded) and record.event.person == person:
            assert began is not None
            found.append((began, record.at))
            began = None
    return found if began is None else [*found, (began, driver.now)]


def test_scenario_14_split() -> None:
    driver = CouplesDriver()
    driver.mode(FloorMode.QUEUE, MicPolicy.SOFT)
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    start = driver.now
    driver.wait(600)
    driver.split()
    view = driver.view(ANA_SEAT)
    assert view["floor"]["queue"] == [ANA, FINN], "place 2 in the queue"
    assert view["seats"][COUPLE_SEAT]["people"] == [ELENA]
    assert view["seats"][FINN_PHONE]["people"] == [FINN]
    driver.wait(600)
    driver.do(cmd.AgreeToMerge(FINN, on=True))
    driver.do(cmd.AgreeToMerge(ELENA, on=True))
    driver.wait(600)
    assert presence(driver, FINN) == [
        (start, start + 600),
        (start + 600, start + 1200),
        (start + 1200, start + 1800),
    ]
    assert presence(driver, ELENA) == [(start, start + 1800)]


def test_scenario_15_what_is_addressed_to_a_partner_is_on_the_phone_and_on_no_shared_screen() -> None:
    driver = CouplesDriver()
    driver.grant(FINN, limit_s=60.0)
    driver.wait(3 + 61)
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, close=True))
    driver.ask_split()
    phone, shared = driver.view(FINN_PHONE)["you"], driver.view(COUPLE_SEAT)["you"]
    assert (phone["turn"]["overrun"], phone["turn"]["closing"], phone["split_asked"]) == (100, True, True)
    assert set(shared["turn"]) == {"person", "phase", "limit_s", "ends_at"}
    assert "split_asked" not in shared
    assert "split.ask" in phone["can"][FINN]
    assert all("split.ask" not in offered for offered in shared["can"].values())
