from app.api.doors import budgets
from app.api.doors.guard import Guard


class Guest:
    def __init__(self) -> None:
        self.refused: list[str] = []

    def refuse(self, reason: str) -> None:
        self.refused.append(reason)


def test_one_network_cannot_keep_another_out() -> None:
    guard = Guard()
    flood = [Guest() for _ in range(budgets.MAX_CONNECTIONS_PER_NETWORK * 2)]
    other = Guest()
    guard.enter(other, guard.networks("192.0.2.9"))
    for guest in flood:
        guard.enter(guest, guard.networks("192.0.2.1"))
    assert other.refused == []
    assert guard.strangers == budgets.MAX_CONNECTIONS_PER_NETWORK + 1
    assert [guest.refused for guest in flood] == [["crowded"]] * (len(flood) // 2) + [[]] * (len(flood) // 2)


def test_a_whole_48_has_no_more_places_than_an_address() -> None:
    guard = Guard()
    for number in range(budgets.MAX_CONNECTIONS_PER_NETWORK * 2):
        guard.enter(Guest(), guard.networks(f"2001:db8:1:{number:x}::1"))
    assert guard.strangers == budgets.MAX_CONNECTIONS_PER_NETWORK


def test_a_proxy_counts_with_nobody_but_with_all() -> None:
    guard = Guard(("127.0.0.1", "10.0.0.0/8"))
    assert guard.networks("127.0.0.1") == guard.networks("10.1.2.3") == guard.networks(None) == ()
    assert guard.networks("192.0.2.1") == ("192.0.2.1",)
    assert len(guard.meters(())) == 1
    assert guard.meters(()) == guard.meters(("a",))[1:]
