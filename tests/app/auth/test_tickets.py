from app.auth.tickets import TICKET_TTL_S, TicketGrant, Tickets
from rooms.model.ids import RoomId, SeatId

GRANT = TicketGrant(RoomId("ss_test"), SeatId("se_ana"), link=1)


def test_a_ticket_opens_once() -> None:
    tickets = Tickets()
    ticket = tickets.issue(GRANT, 0)
    assert tickets.redeem(ticket, 1) == GRANT
    assert tickets.redeem(ticket, 1) is None


def test_a_ticket_ends_with_its_time() -> None:
    tickets = Tickets()
    early, late = tickets.issue(GRANT, 0), tickets.issue(GRANT, 0)
    assert tickets.redeem(early, TICKET_TTL_S - 0.1)
    assert tickets.redeem(late, TICKET_TTL_S) is None


def test_an_unknown_ticket_is_nothing() -> None:
    assert Tickets().redeem("tk_unknown", 0) is None


def test_a_full_table_forgets_the_oldest() -> None:
    tickets = Tickets(limit=2)
    first, second, third = (tickets.issue(GRANT, 0) for _ in range(3))
    assert tickets.redeem(first, 1) is None
    assert tickets.redeem(second, 1)
    assert tickets.redeem(third, 1)


def test_tickets_differ() -> None:
    tickets = Tickets()
    assert len({tickets.issue(GRANT, 0) for _ in range(100)}) == 100
