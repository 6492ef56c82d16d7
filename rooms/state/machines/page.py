"""Documents the machines: each transition table as Markdown, between two marks on a page.

After changing a table, ``python -m rooms.state.machines.page`` rewrites them in ROOMS.md.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rooms.model.machine import Machine, Row, Stays
from rooms.state.machines.help import HELP
from rooms.state.machines.media import MEDIA
from rooms.state.machines.place import PLACE
from rooms.state.machines.proof import PROOF
from rooms.state.machines.rest import REST
from rooms.state.machines.session import SESSION
from rooms.state.machines.turn import TURN
from rooms.state.machines.welfare import WELFARE

__all__ = ["COMMAND", "MACHINES", "PAGE_PATH", "describe", "with_tables"]

PAGE_PATH: Final = Path(__file__).parents[2] / "ROOMS.md"
MACHINES: Final[tuple[Machine[Any], ...]] = (SESSION, PLACE, PROOF, MEDIA, TURN, HELP, WELFARE, REST)
COMMAND: Final = "python -m rooms.state.machines.page"


def describe(machine: Machine[Any]) -> str:
    """Return a machine's transition table as Markdown."""
    rows = "".join(_line(machine, row) for row in machine.rows)
    return f"| From | To | Event | When |\n|---|---|---|---|\n{rows}"


def _line(machine: Machine[Any], row: Row[Any]) -> str:
    sources = [state for state in machine.states if state in row.sources]
    everywhere = {state for state in machine.states if state is not None} <= set(sources)
    came = _words(["any", *(state for state in sources if state is None)]) if everywhere else _words(sources)
    went = "the same" if isinstance(row.target, Stays) else _words([row.target])
    return f"| {came} | {went} | `{row.on}` | {row.why} |\n"


def _words(states: Iterable[Any]) -> str:
    # Only a turn can be absent: then the floor is free.
    words = {None: "free", "any": "any"}
    return ", ".join(words.get(state, f"`{state}`") for state in states)


def with_tables(page: str, machines: Iterable[Machine[Any]], command: str) -> str:
    """Return the page with each machine's table regenerated between its two marks.

    Args:
        command: The command that writes the page; the first mark names it.

    Raises:
        ValueError: The page lacks the marks of one of the machines.
    """
    for machine in machines:
        start, end = f"<!-- {machine.name}: made by {command} -->", f"<!-- end of {machine.name} -->"
        before, found, rest = page.partition(start)
        _, ended, after = rest.partition(end)
        if not (found and ended):
            raise ValueError(f"the page has no place for {machine.name}")
        page = f"{before}{start}\n{describe(machine)}{end}{after}"
    return page


if __name__ == "__main__":
    PAGE_PATH.write_text(with_tables(PAGE_PATH.read_text(), MACHINES, COMMAND))
