"""What is asked of pages, without a browser."""

from bench.page.browsers import SESSION, until


class Page:
    """A page on which the condition holds at the third look."""

    def __init__(self) -> None:
        self.looks = 0

    async def evaluate(self, condition: str) -> bool:
        """Look."""
        assert condition.startswith(SESSION)
        self.looks += 1
        return self.looks == 3


async def test_a_page_is_asked_until_it_holds(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("bench.page.browsers._LOOK_EVERY_S", 0.0)
    page = Page()
    await until(page, f"{SESSION}.view !== null")  # type: ignore[arg-type]
    assert page.looks == 3
