"""What a protocol's file of rules says: its steps, who may do what in each, and what then happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.model.protocols import KeptRun
from rooms.rules.context import RuleContext
from rooms.rules.protocols.shows import AskRule, Circle, Fact
from rooms.rules.protocols.stage import Stage

__all__ = [
    "ANYONE",
    "FACILITATOR",
    "HOLDER",
    "PARTICIPANT",
    "Act",
    "Choice",
    "Flag",
    "Known",
    "Number",
    "People",
    "ProtocolRules",
    "Step",
    "Value",
    "Wheel",
]

FACILITATOR = "facilitator"
"""Whoever moderates here. ``Act.who`` may also name any role of the run."""
HOLDER = "holder"
PARTICIPANT = "participant"
"""Any member who is in the room."""
ANYONE = "anyone"
"""Any member or facilitator who is in the room."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``low`` to ``high``; without a default it must be given."""

    low: int
    high: int
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these words."""

    values: tuple[str, ...]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    default: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """From ``least`` to ``most`` different members who are in the room, in the order given.

    ``anywhere`` takes those who have left it, too.
    """

    least: int
    most: int
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """An id that the library has: a ``deck``, a ``script``, or a prompt that is a ``question``; "" for none."""

    kind: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Wheel:
    """One word of the groups of words that a protocol's texts have under ``values``; ``name`` is PROTOCOL.VALUE."""

    name: str


Value = Number | Choice | Flag | People | Known | Wheel


def _ready(stage: Stage) -> bool:
    return True


def _useful(stage: Stage, person: PersonId) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done in a step.

    Attributes:
        who: Who may: ``FACILITATOR``, ``HOLDER``, ``PARTICIPANT``, ``ANYONE``, or names of roles; any of them.
        takes: What comes with it, by name.
        private: Not from a shared screen, and not shown on one (F9).
        moves: It takes the run on: what the step waits for from those who lead.
        ready: Whether it is time for that; before, it is offered but not as the main action.
        ends_turn: It ends the present turn, too: the main action while somebody speaks in a round, not before.
        optional: It is always there, and never what is asked of a member.
        useful: Whether it would change anything for this person now. Of two that undo each other, screens that only
            this person sees offer the one that does; a shared screen offers both, because the difference would tell.
        closes: It ends the run.
    """

    who: tuple[str, ...]
    takes: Mapping[str, Value] = field(default_factory=dict)
    private: bool = False
    moves: bool = False
    ready: Callable[[Stage], bool] = _ready
    ends_turn: bool = False
    optional: bool = False
    useful: Callable[[Stage, PersonId], bool] = _useful
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how turns start while it lasts, and what may be done.

    Attributes:
        mode: Rules the gates together with ``mic`` and the stage's voices.
        prompts: Whether prompts may be shown; not while people are to be left in peace.
    """

    mode: FloorMode
    mic: MicPolicy = MicPolicy.HARD
    acts: Mapping[str, Act] = field(default_factory=dict)
    prompts: bool = True

    @property
    def is_private(self) -> bool:
        """Whether it asks people something that is not for a screen of two."""
        return any(act.private for act in self.acts.values())


def _nothing(stage: Stage) -> None:
    """Nothing follows."""


def _yes(stage: Stage) -> bool:
    return True


def _no_facts(stage: Stage) -> dict[str, Any]:
    return {}


def _no_personal_facts(stage: Stage, person: PersonId) -> dict[str, Any]:
    return {}


def _nothing_open(stage: Stage) -> str | None:
    return None


def _always(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ProtocolRules:
    """The rules of a protocol. Functions get a ``Stage`` and write on it; whatever they raise leaves all as it was.

    Attributes:
        id: Also the name of the file of rules and of the files of text.
        roles: Names of the roles that people can have in a run.
        options: What can be chosen at the start.
        steps: By name.
        begin: Sets the first step.
        acts: What each action does: ``(stage, by, values)``.
        settle: What follows from how things are now: a turn that ended, somebody who left or came back. Called after
            everything that happens, until nothing follows.
        due: The step's time is up; without a new step or clock nothing more comes of it.
        shows_due: Whether people see when the step's time is up; False where the clock is only the rules' own.
        started_by: Who may start it: ``FACILITATOR``, ``ANYONE`` or ``PARTICIPANT``.
        may_start: A further refusal of a start.
        interrupts: Whether it may lie on top of another run, which then waits; a present turn stands still meanwhile.
        emergency: Whether it is for a crisis (F12): it may start however many runs there are, and none on top of it;
            staff may leave the group for it, and the console always has a button for it.
        call_button: Whether members have a button for it where two people talk with each other.
        goes_back: Whether what waits under it goes on by itself afterwards; else a facilitator resumes it.
        resume: Sets the first step of a run that goes on with a kept one. Who has it may be kept: at the session's end,
            or by ``Stage.keep``. The people who had roles are in the room.
        open_business: The refusal of ending the session, or aborting the run, before somebody has seen to what is open.
        public: What everybody may know of the run, beside step and roles; JSON.
        staff: What only facilitators may know.
        personal: What only this person may know, and only on a screen of their own (F9).
        public_facts: What each fact of ``public`` is; and so with ``staff_facts`` and ``own_facts``.
        asks: What is asked of facilitators, by code, most pressing first.
        deeds: The codes of the deeds that have a label of their own.
        ending: Why ending the session now would leave something open, as one of ``endings``.
        circles: In which circle the people with a role sit.
    """

    id: str
    roles: tuple[str, ...]
    options: Mapping[str, Value]
    steps: Mapping[str, Step]
    begin: Callable[[Stage], None]
    acts: Mapping[str, Callable[[Stage, PersonId, dict[str, Any]], None]] = field(default_factory=dict)
    settle: Callable[[Stage], None] = _nothing
    due: Callable[[Stage], None] = _nothing
    shows_due: Callable[[Stage], bool] = _yes
    started_by: str = FACILITATOR
    may_start: Callable[[RuleContext, PersonId, Mapping[str, Any]], str | None] = _always
    interrupts: bool = False
    emergency: bool = False
    call_button: bool = False
    goes_back: bool = False
    resume: Callable[[Stage, KeptRun], None] | None = None
    open_business: Callable[[Stage], str | None] = _nothing_open
    public: Callable[[Stage], dict[str, Any]] = _no_facts
    staff: Callable[[Stage], dict[str, Any]] = _no_facts
    personal: Callable[[Stage, PersonId], dict[str, Any]] = _no_personal_facts
    public_facts: Mapping[str, Fact] = field(default_factory=dict)
    staff_facts: Mapping[str, Fact] = field(default_factory=dict)
    own_facts: Mapping[str, Fact] = field(default_factory=dict)
    asks: Mapping[str, AskRule] = field(default_factory=dict)
    deeds: tuple[str, ...] = ()
    ending: Callable[[Stage], str | None] = _nothing_open
    endings: tuple[str, ...] = ()
    circles: Mapping[str, Circle] = field(default_factory=dict)

    @property
    def is_personal(self) -> bool:
        """Whether it tells or offers single people anything that others may not notice."""
        if self.personal is not _no_personal_facts:
            return True
        return any(act.useful is not _useful for step in self.steps.values() for act in step.acts.values())

    def all_facts(self) -> dict[str, Fact]:
        """Return the facts that have a sentence, whoever is told; no two audiences share the name of one."""
        everything = [*self.public_facts.items(), *self.staff_facts.items(), *self.own_facts.items()]
        return {name: fact for name, fact in everything if fact.said}

    def all_acts(self) -> dict[str, Act]:
        """Return every action, as the last step that has it says."""
        return {name: act for step in self.steps.values() for name, act in step.acts.items()}
