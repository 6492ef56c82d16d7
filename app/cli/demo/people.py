"""The simulated people of the demo: which seats they take, and the process that they live in."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from app.cli.demo.rooms import DemoRoom
from app.cli.links import JoinLink
from rooms.model.people import Role

__all__ = ["MOST_PEOPLE", "choose_links", "simulated_people"]

MOST_PEOPLE = 6
_GO_S = 5.0


def choose_links(room: DemoRoom, people: int) -> list[JoinLink]:
    """Return the links of so many members, in seat order; two who share a camera come together, each with a phone."""
    chosen, left = list[JoinLink](), people
    for link in room.links:
        if link.role is Role.MEMBER and not link.is_phone and len(link.people) <= left:
            chosen.append(link)
            left -= len(link.people)
    coming = {person for link in chosen for person in link.people}
    return chosen + [link for link in room.links if link.is_phone and coming.issuperset(link.people)]


@contextmanager
def simulated_people(urls: Sequence[str], language: str) -> Iterator[None]:
    """Let simulated people come by these links, in a process of their own, until the block ends.

    They cost the service no time, and a fault of theirs does not touch it. The pipe ends them, too, if this process is
    killed (`practice.__main__`).
    """
    if not urls:
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "practice"], stdin=subprocess.PIPE, text=True)
    assert process.stdin is not None, "a pipe was asked for"
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps({"links": list(urls), "language": language}) + "\n")
            process.stdin.flush()
        yield
    finally:
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(_GO_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
