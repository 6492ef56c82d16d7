"""What a protocol's rules read and write: the run, the people, the floor. Decisions become events at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.floor import TurnEnding, TurnKind
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.common.announce import announced_s
from rooms.rules.common.kept import kept_event
from rooms.rules.context import RuleContext
from rooms.state import LastTurn, Place, Run, Turn

__all__ = ["Stage", "StageRules", "StageStep"]


class StageStep(Protocol):
    """How turns start in a step."""

    @property
    def mode(self) -> FloorMode:
        """The floor mode during the step."""

    @property
    def mic(self) -> MicPolicy:
        """The mic policy during the step."""


class StageRules(Protocol):
    """What a stage needs to know of its rules; `declaration.ProtocolRules` provides it."""

    @property
    def id(self) -> str:
        """The protocol's id."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Names of the roles."""

    @property
    def steps(self) -> Mapping[str, StageStep]:
        """The steps by name."""

    @property
    def resume(self) -> object | None:
        """Not None if kept runs can continue."""


class Stage:
    """A protocol's rules applied to one run, for one call. Nothing takes effect before ``commit``."""

    def __init__(self, context: RuleContext, rules: StageRules, run: Run) -> None:
        self.context = context
        self.rules = rules
        self._run = run
        self._draft = run
        self._stepped = False
        self._turns: list[ev.Event] = []
        self._outcome: dict[str, Any] | None = None
        self._kept = False

    # Reading.

    @property
    def now(self) -> float:
        """Unix seconds."""
        return self.context.now

    @property
    def step(self) -> str:
        """The name of the step."""
        return self._draft.step

    @property
    def step_since(self) -> float:
        """When the step began (Unix seconds)."""
        return self._draft.step_since

    @property
    def started_at(self) -> float:
        """When the run began."""
        return self._run.since

    @property
    def counts_from(self) -> float:
        """When the run would have started if it had never been paused (Unix seconds)."""
        return self._run.since + self._run.paused_s

    @property
    def counted_s(self) -> float:
        """How long the run has been running, without pauses, seconds."""
        return self.now - self.counts_from

    @property
    def started_by(self) -> PersonId:
        """Who started it."""
        return self._run.by

    @property
    def options(self) -> Mapping[str, Any]:
        """The options chosen at the start, with defaults filled in."""
        return self._run.options

    @property
    def memory(self) -> Mapping[str, Any]:
        """The rules' memory; JSON values. Change it with ``remember``."""
        return self._draft.memory

    @property
    def due(self) -> float | None:
        """When the step's time is up."""
        return self._draft.due

    @property
    def holder(self) -> Turn | None:
        """The current turn, whoever holds it."""
        return self.context.state.floor.holder

    @property
    def last_turn(self) -> LastTurn | None:
        """The turn that ended last."""
        return self.context.state.floor.last

    @property
    def seq(self) -> int:
        """The current ``floor_seq``; a turn that ends later has a higher one."""
        return self.context.state.floor.seq

    def participants(self) -> list[PersonId]:
        """Return the members in the room in seat order, including those who are reconnecting."""
        return self.context.participants()

    def is_here(self, person: PersonId) -> bool:
        """Whether the person is in the room and connected."""
        return self.context.is_connected(person)

    def sits_alone(self, person: PersonId) -> bool:
        """Whether only the person looks at their seat, so that a private room takes nobody else along."""
        return self.context.sits_alone(person, self.context.state.people[person].seat)

    def has_own_screen(self, person: PersonId) -> bool:
        """Whether the person, if connected, has a screen of their own: a seat or a phone (F9)."""
        context = self.context
        if not context.is_shared(context.state.people[person].seat):
            return True
        phone = context.setup.companion_of(person)
        return phone is not None and context.state.seats[phone].place is Place.COMPANION

    def role(self, name: str) -> tuple[PersonId, ...]:
        """Return who has the role in this run."""
        return self._draft.roles.get(name, ())

    def one(self, name: str) -> PersonId | None:
        """Return the only person with the role, or None."""
        people = self.role(name)
        return people[0] if people else None

    @property
    def voices(self) -> tuple[PersonId, ...]:
        """Who is heard in this step in addition to the holder and the facilitators."""
        return self._draft.voices

    # Writing.

    def go(self, step: str, *, for_s: float | None = None, **memory: Any) -> None:
        """Go to a step, or restart the current one; its time is up after ``for_s`` seconds. Clears the voices."""
        assert step in self.rules.steps, step
        rule, draft = self.rules.steps[step], self._drafted()
        draft.step, draft.step_since = step, self.now
        draft.due = None if for_s is None else self.now + for_s
        draft.mode, draft.mic_policy = rule.mode, rule.mic
        draft.voices = ()
        self._stepped = True
        self.remember(**memory)

    def remember(self, **memory: Any) -> None:
        """Update the rules' memory; JSON values."""
        self._drafted().memory = {**self._draft.memory, **memory}

    def clock(self, for_s: float | None) -> None:
        """Set or stop the step's clock without changing the step."""
        self._drafted().due = None if for_s is None else self.now + for_s

    def assign(self, role: str, people: Iterable[PersonId]) -> None:
        """Give a role to exactly these people."""
        assert role in self.rules.roles, role
        self._drafted().roles = {**self._draft.roles, role: tuple(people)}

    def let_speak(self, people: Iterable[PersonId]) -> None:
        """Set who is heard in this step in addition to the holder and the facilitators; call it after ``go``."""
        self._drafted().voices = tuple(people)

    def give(self, person: PersonId, *, limit_s: float | None = None, then: PersonId | None = None) -> None:
        """Give the floor to a person, with the room's usual announcement. The floor must be free."""
        starts_at = self.now + announced_s(self.context)
        self._turns.append(ev.FloorGranted(person, None, TurnKind.TURN, starts_at, limit_s, then))

    def end_turn(self, ending: TurnEnding) -> None:
        """End the current turn, if any."""
        if self.holder:
            self._turns.append(ev.TurnEnded(self.holder.person, ending))

    def finish(self, **outcome: Any) -> None:
        """End the run; ``outcome`` holds counts and states, never content."""
        self._outcome = outcome

    def keep(self) -> None:
        """Keep the run in its current state, so that it may continue later; use with ``finish``."""
        assert self.rules.resume is not None, "it can go on"
        self._kept = True

    def refuse(self, code: str, reason: str | None = None) -> Refused:
        """Return the refusal to raise."""
        return Refused(code, reason)

    def _drafted(self) -> Run:
        """Return the draft to write to; rules that only read need none."""
        if self._draft is self._run:
            self._draft = replace(self._run)
        return self._draft

    def commit(self) -> None:
        """Emit the decisions as events: the step first, so that its gates are set, then turns, then the end."""
        draft, run = self._draft, self._run
        fields = (run.number, draft.due, draft.voices, draft.roles, draft.memory)
        if self._stepped:
            self.context.emit(
                ev.ProtocolStepped(
                    run.number,
                    draft.step,
                    draft.due,
                    draft.mode,
                    draft.mic_policy,
                    draft.voices,
                    draft.roles,
                    draft.memory,
                )
            )
        elif (
            self._outcome is None
            and draft is not run
            and fields != (run.number, run.due, run.voices, run.roles, run.memory)
        ):
            self.context.emit(ev.ProtocolChanged(*fields))
        for event in self._turns:
            assert self.holder is None or isinstance(event, ev.TurnEnded), (
                "the floor is free before it is given"
            )
            self.context.emit(event)
        if self._kept:
            self.context.emit(kept_event(self.context, run))
        if self._outcome is not None:
            self.context.emit(ev.ProtocolDone(run.number, self._outcome))
