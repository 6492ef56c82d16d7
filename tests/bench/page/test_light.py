"""The simulated people of a measured room are processes that end with it."""

from bench.page.light import _simulated


async def test_they_go_when_the_room_is_over() -> None:
    async with _simulated(["http://127.0.0.1:9/join#nobody"]) as running:
        assert [one.returncode for one in running] == [None]
    assert [one.returncode for one in running] == [0]
