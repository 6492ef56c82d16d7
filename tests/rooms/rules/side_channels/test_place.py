"""Who is together, and which screen is whose."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.rules.side_channels.place import has_own_screen, people_in, space_of
from tests.support.rooms.company import CO, CO_SEAT, PHONE, Company
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, COUPLE_SEAT, ELENA, FINN, THERAPIST


def test_a_private_room_is_a_space_and_a_waiting_room_is_not() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 2, CO), ev.SeatMovedToPrivate(CO_SEAT, 2, CO))
    assert list(people_in(driver.context(), "private-2")) == [CO, ANA]
    assert BEN in people_in(driver.context(), "main")
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert space_of(driver.context(), COUPLE_SEAT) is None


def test_a_phone_is_where_its_owner_sits() -> None:
    driver = Company()
    assert space_of(driver.context(), PHONE) is None
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert space_of(driver.context(), PHONE) == "main"


def test_an_own_screen_is_ones_own_seat_or_a_connected_phone() -> None:
    driver = Company()
    assert has_own_screen(driver.context(), ANA)
    assert not has_own_screen(driver.context(), ELENA)
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert has_own_screen(driver.context(), ELENA)
    assert not has_own_screen(driver.context(), FINN)
    driver.do(cmd.Detach(PHONE))
    assert not has_own_screen(driver.context(), ELENA)
    driver.do(cmd.Leave(ANA))
    assert not has_own_screen(driver.context(), ANA)
