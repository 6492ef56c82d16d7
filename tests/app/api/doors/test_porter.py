import asyncio

from hypothesis import given
from hypothesis import strategies as st

from app.api.doors.porter import Porter


@given(pieces=st.integers(1, 5), arrivals=st.lists(st.integers(0, 8), max_size=12))
def test_a_round_lets_through_no_more_than_its_pieces_in_the_order_of_arrival(
    pieces: int, arrivals: list[int]
) -> None:
    async def play() -> None:
        porter, done = Porter(pieces), list[int]()
        came = 0
        for arriving in arrivals:
            before = len(done)
            for number in range(came, came + arriving):
                porter.let_through(lambda number=number: done.append(number))
            came += arriving
            await asyncio.sleep(0)
            assert len(done) - before <= 2 * pieces, "the end of one round and the beginning of the next"
        for _ in range(came):
            await asyncio.sleep(0)
        assert done == list(range(came))

    asyncio.run(play())


async def test_who_comes_to_an_empty_door_does_not_wait() -> None:
    porter, done = Porter(1), list[str]()
    porter.let_through(lambda: done.append("first"))
    assert done == ["first"]
    await asyncio.sleep(0)
    porter.let_through(lambda: done.append("second"))
    assert done == ["first", "second"]
