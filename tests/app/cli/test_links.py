"""Listing and withdrawing links in the database."""

from app.auth.invitations import Invitation, Invitations
from app.cli.links import list_links, withdraw_link
from app.persistence.unit_of_work import Database
from rooms.model.ids import RoomId, SeatId
from tests.app.conftest import add_session
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT

INVITATIONS = Invitations("key")


async def test_a_session_has_a_link_for_every_seat(database: Database) -> None:
    setup = await add_session(database)
    links = await list_links(database, INVITATIONS, setup.id)
    assert [link.seat for link in links] == list(setup.seats)
    assert (links[1].label, links[1].place) == ("Ana", "member")
    assert INVITATIONS.read(links[1].invitation) == Invitation(ANA_SEAT, 1)
    assert await list_links(database, INVITATIONS, RoomId("ss_none")) == []


async def test_withdrawing_gives_one_seat_a_new_link(database: Database) -> None:
    setup = await add_session(database)
    new = await withdraw_link(database, INVITATIONS, ANA_SEAT)
    assert new is not None
    assert INVITATIONS.read(new) == Invitation(ANA_SEAT, 2)
    links = {link.seat: link.invitation for link in await list_links(database, INVITATIONS, setup.id)}
    assert links[ANA_SEAT] == new
    assert INVITATIONS.read(links[BEN_SEAT]) == Invitation(BEN_SEAT, 1)
    assert await withdraw_link(database, INVITATIONS, SeatId("se_none")) is None
