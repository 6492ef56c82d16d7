"""What ``python -m bench page`` reports, without a browser."""

from bench.page import run
from bench.page.run import MOST, measure_page


class Member:
    """A page that is told to use less power, and decodes ten pictures a second then and thirty otherwise."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.decoded = 0

    async def evaluate(self, script: str) -> int:
        """Do what the script does to a page."""
        if "setLowPower" in script:
            self.told.append(script.rsplit("(", 1)[1])
        else:
            self.decoded += 10 if "true" in self.told[-1] else 30
        return self.decoded


class Cpu:
    """A browser that always works as hard."""

    def pids(self) -> set[int]:
        """Its processes."""
        return {1}

    def over(self, seconds: float, pids: object) -> float:
        """What they use."""
        return 42.0


async def test_both_states_are_measured_and_the_first_once_more(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(run, "_SETTLE_S", 0.0)
    member = Member()
    figures = await run._compare(member, Cpu(), 1.0)  # type: ignore[arg-type]
    assert member.told == ["false)", "true)", "false)"]
    assert set(figures) == {
        f"{state}_{what}"
        for state in ("usual", "less_power", "usual_again")
        for what in ("cpu_percent", "pictures_per_s")
    }
    assert callable(measure_page)
    assert MOST >= 9
