"""Presence read off the log: per person, both partners of a shared seat, gaps while lost."""

from rooms.attendance import PresenceClosed, PresenceOpened, presence_changes
from rooms.model import commands as cmd
from tests.support.rooms import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, START, THERAPIST, Stage


def test_presence_runs_from_admission_to_loss_and_from_return_to_leave() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    stage.wait(60)
    stage.do(cmd.Admit(THERAPIST, ANA_SEAT))
    stage.wait(100)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(20)
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    stage.wait(100)
    stage.do(cmd.Leave(ANA))
    mine = [change for change in presence_changes(stage.room.setup, stage.log) if change.person == ANA]
    assert mine == [
        PresenceOpened(ANA, ANA_SEAT, START + 60),
        PresenceClosed(ANA, ANA_SEAT, START + 160),
        PresenceOpened(ANA, ANA_SEAT, START + 180),
        PresenceClosed(ANA, ANA_SEAT, START + 280),
    ]


def test_waiting_is_not_presence() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    stage.do(cmd.Leave(ANA))
    assert [change for change in presence_changes(stage.room.setup, stage.log) if change.person == ANA] == []


def test_both_partners_of_a_shared_seat_are_present() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, COUPLE_SEAT)
    stage.do(cmd.AdmitAll(THERAPIST))
    stage.wait(5)
    stage.do(cmd.EndSession(THERAPIST))
    changes = presence_changes(stage.room.setup, stage.log)
    assert [change for change in changes if change.person in (ELENA, FINN)] == [
        PresenceOpened(ELENA, COUPLE_SEAT, START),
        PresenceOpened(FINN, COUPLE_SEAT, START),
        PresenceClosed(ELENA, COUPLE_SEAT, START + 5),
        PresenceClosed(FINN, COUPLE_SEAT, START + 5),
    ]
