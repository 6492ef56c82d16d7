"""What is left of a session's log as it grows old: first its private answers go, later all but a summary. Pure.

A log without answers reads, and rebuilds its room, as before: the same events at the same positions, with nothing in
the parts that a protocol declares as ``answers``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rooms.model import events as ev
from rooms.model.people import Role, RoomSetup
from rooms.rules.protocols.catalog import CATALOG

__all__ = ["Summary", "find_answers", "summarise"]


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in a few numbers.

    Attributes:
        began_at: When it became live (Unix seconds); None if it never did.
        people: How many clients were there.
        protocols: How often each was started.
    """

    began_at: float | None = None
    people: int = 0
    protocols: Mapping[str, int] = field(default_factory=dict)


def find_answers(log: Iterable[ev.Recorded]) -> Iterator[ev.Recorded]:
    """Yield the records of a log that hold private answers, without them."""
    runs: dict[int, tuple[str, ...]] = {}
    for record in log:
        event = record.event
        match event:
            case ev.ProtocolStarted(run=run, protocol=protocol):
                runs[run] = CATALOG[protocol].answers if protocol in CATALOG else ()
                continue
            case ev.ProtocolStepped(run=run) | ev.ProtocolChanged(run=run) | ev.ProtocolKept(run=run):
                without: ev.Event = replace(event, memory=_without(event.memory, runs.get(run, ())))
            case ev.ProtocolDone(run=run):
                without = replace(event, outcome=_without(event.outcome, runs.get(run, ())))
            case _:
                continue
        if without != event:
            yield replace(record, event=without)


def _without(facts: Mapping[str, Any], answers: tuple[str, ...]) -> dict[str, Any]:
    # A part stays if it can be empty: whoever reads the memory looks there.
    return {
        name: {} if name in answers else value
        for name, value in facts.items()
        if name not in answers or isinstance(value, dict)
    }


def summarise(setup: RoomSetup, log: Iterable[ev.Recorded]) -> Summary:
    """Return what stays of a log when it is removed."""
    began_at = None
    people, protocols = set(), Counter[str]()
    for record in log:
        match record.event:
            case ev.RoomLive():
                began_at = record.at if began_at is None else began_at
            case ev.PresenceBegan(person=person) if person in setup.people:
                if setup.people[person].role is Role.MEMBER:
                    people.add(person)
            case ev.ProtocolStarted(protocol=protocol):
                protocols[protocol] += 1
    return Summary(began_at, len(people), dict(sorted(protocols.items())))
