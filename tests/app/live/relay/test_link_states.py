"""A seat's link to the relay: the table, every move it lacks, and each of its moves in a room."""

import pytest

from app.live.relay.link_states import COMMAND, LINK, PAGE_PATH, LinkEvent, LinkState
from app.live.relay.room import MediaLink, RelayRoom, options_of
from media.control import Offered, PeerConnected, PeerLost, PeerSilent
from rooms.model.machine import IllegalMove
from rooms.model.policy.policy import RoomPolicy
from rooms.state.machines.page import with_tables
from tests.app.live.relay.stage import ANA, ROOM, Observer
from tests.support.rooms.machines import illegal_moves

_DOES = {
    LinkEvent.OFFERED: lambda room, link: room.offer(ANA, link, Offered(1, "v=0"), restart=False),
    LinkEvent.RESTARTED: lambda room, link: room.offer(ANA, link, Offered(1, "v=0"), restart=True),
    LinkEvent.ANSWERED: lambda room, link: link.move(LinkEvent.ANSWERED),
    LinkEvent.CONNECTED: lambda room, link: room.on_report(PeerConnected(ROOM, ANA, 1)),
    LinkEvent.SILENT: lambda room, link: room.on_report(PeerSilent(ROOM, ANA, 1)),
    LinkEvent.CUT: lambda room, link: room.on_report(PeerLost(ROOM, ANA, 1, "closed")),
}


def test_every_move_that_no_row_names_raises() -> None:
    for state, on, to in illegal_moves(LINK, LinkEvent):
        with pytest.raises(IllegalMove):
            LINK.move(state, on, to)


@pytest.mark.parametrize(("state", "event", "target"), list(LINK.moves()))
def test_each_move_is_made_by_what_happens(state: LinkState, event: LinkEvent, target: LinkState) -> None:
    room = RelayRoom(ROOM, options_of(RoomPolicy(), 720), Observer())
    connection = None if state is LinkState.NONE else 1
    link = room.links[ANA] = MediaLink(0, lambda news: None, connection=connection, state=state)
    if (state, event) == (LinkState.NONE, LinkEvent.CUT):
        room.cut(ANA, link)
    else:
        _DOES[event](room, link)
    assert link.state is target
    assert (link.connection is None) is (target is LinkState.NONE)


def test_the_page_is_current() -> None:
    page = PAGE_PATH.read_text()
    assert page == with_tables(page, [LINK], COMMAND), f"run: {COMMAND}"


def test_an_offer_beside_a_connection_raises_and_changes_nothing() -> None:
    room = RelayRoom(ROOM, options_of(RoomPolicy(), 720), Observer())
    told: list[object] = []
    link = room.links[ANA] = MediaLink(0, told.append, generation=4, connection=7, state=LinkState.UP)
    with pytest.raises(IllegalMove, match="relay link: offered does not lead from up"):
        room.offer(ANA, link, Offered(8, "v=0"), restart=False)
    assert (link.connection, link.generation, link.state, told) == (7, 4, LinkState.UP, [])
