"""Every state is measured in turn, without a browser."""

from bench.page import states
from bench.page.run import DECODED, LESS_POWER, USUAL
from bench.page.states import State, compare


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


async def test_each_state_is_brought_about_and_measured(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(states, "SETTLE_S", 0.0)
    member = Member()
    turns = (USUAL, LESS_POWER, State("usual_again", USUAL.script))
    figures = await compare(member, Cpu(), 1.0, turns, DECODED)  # type: ignore[arg-type]
    assert member.told == ["false)", "true)", "false)"]
    assert set(figures) == {
        f"{state}_{what}"
        for state in ("usual", "less_power", "usual_again")
        for what in ("cpu_percent", "pictures_per_s")
    }
    assert figures["less_power_pictures_per_s"] == 10
