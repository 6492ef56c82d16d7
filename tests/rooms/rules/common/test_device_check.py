"""Whether a session is led while one of those who lead talks to a couple apart."""

from dataclasses import replace

from rooms.model import commands as cmd
from rooms.rules.common.device_check import couples_apart, keeps_couple
from tests.rooms.rules.people.test_device_check import JUNE, MARK, MARK_SEAT, START, couple_room
from tests.support.rooms.couples import CouplesDriver
from tests.support.rooms.setups import ELENA, FINN, STAFF_SEAT, THERAPIST


def test_only_while_there_is_a_check_and_whoever_makes_it_is_connected() -> None:
    driver = couple_room()
    assert not keeps_couple(driver.room.context(driver.now))
    driver.do(START)
    assert keeps_couple(driver.room.context(driver.now))
    driver.do(cmd.Detach(STAFF_SEAT))
    assert not keeps_couple(driver.room.context(driver.now))


def test_not_once_somebody_else_is_in_the_room() -> None:
    driver = couple_room()
    driver.do(START)
    driver.do(cmd.MoveToWaiting(THERAPIST, MARK_SEAT))
    assert not keeps_couple(driver.room.context(driver.now))


def test_not_by_somebody_without_a_licence() -> None:
    driver = couple_room()
    driver.do(START)
    people = driver.room.setup.people
    unlicensed = {**people, THERAPIST: replace(people[THERAPIST], licensed=False)}
    context = driver.room.context(driver.now)
    context.setup = replace(driver.room.setup, people=unlicensed)
    assert not keeps_couple(context)


def test_couples_are_apart_on_two_seats_in_the_room() -> None:
    driver = couple_room()
    assert couples_apart(driver.room.context(driver.now)) == [(JUNE, MARK)]
    driver.do(START)
    assert couples_apart(driver.room.context(driver.now)) == []
    couples = CouplesDriver()
    assert couples_apart(couples.context()) == []
    couples.split()
    assert couples_apart(couples.context()) == [(ELENA, FINN)]
