"""What a protocol's rules file declares: its steps, who may do what in each, and what happens then."""

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
"""Whoever moderates. ``Act.who`` may also name any role of the run."""
HOLDER = "holder"
PARTICIPANT = "participant"
"""Any member who is in the room."""
ANYONE = "anyone"
"""Any member or facilitator who is in the room."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``low`` to ``high``; required if it has no default."""

    low: int
    high: int
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    values: tuple[str, ...]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean."""

    default: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """From ``least`` to ``most`` different members in the room, in the order given.

    ``anywhere`` also accepts members who have left it.
    """

    least: int
    most: int
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """An id in the library: a ``deck``, a ``script``, or a prompt that is a ``question``; "" for none."""

    kind: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A word from the groups that a protocol's texts have under ``values``; ``name`` is PROTOCOL.VALUE."""

    name: str


Value = Number | Choice | Flag | People | Known | Wheel


def _ready(stage: Stage) -> bool:
    return True


def _useful(stage: Stage, person: PersonId) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """An action that a step offers.

    Attributes:
        who: Who may do it: ``FACILITATOR``, ``HOLDER``, ``PARTICIPANT``, ``ANYONE`` or names of roles; any of them.
        takes: Its arguments, by name.
        private: Neither accepted from a shared screen nor shown on one (F9).
        moves: It advances the run: what the step waits for from those who lead.
        ready: Whether it is time to advance; before that, it is offered but not as the main action.
        ends_turn: It also ends the current turn, so in a round it is the main action only while somebody speaks.
        optional: It is always available but never what a member is asked to do.
        useful: Whether it would change anything for this person now. Of two actions that undo each other, a screen
            that only this person sees offers the useful one; a shared screen offers both, so as to reveal nothing.
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
    """One step: how turns start during it, and what may be done.

    Attributes:
        mode: Sets the gates, together with ``mic`` and the stage's voices.
        prompts: Whether prompts may be shown; False where people must not be disturbed.
    """

    mode: FloorMode
    mic: MicPolicy = MicPolicy.HARD
    acts: Mapping[str, Act] = field(default_factory=dict)
    prompts: bool = True

    @property
    def is_private(self) -> bool:
        """Whether it asks people something that must not appear on a shared screen."""
        return any(act.private for act in self.acts.values())


def _nothing(stage: Stage) -> None:
    """Change nothing."""


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
    """The rules of a protocol. Its functions get a ``Stage`` and write to it; if one raises, nothing has changed.

    Attributes:
        id: Also the name of the rules file and the text files.
        roles: Names of the roles that people can have in a run.
        options: What can be chosen when starting it.
        steps: By name.
        begin: Sets the first step.
        acts: The effect of each action: ``(stage, by, values)``.
        settle: Updates what follows from the current state, such as a turn that ended or somebody who left or came
            back. Called after every event until nothing changes.
        due: Called when the step's time is up; if it sets no new step or clock, it is not called again.
        shows_due: Whether people see when the step's time is up; False if the clock is internal.
        started_by: Who may start it: ``FACILITATOR``, ``ANYONE`` or ``PARTICIPANT``.
        may_start: An additional reason to refuse a start.
        interrupts: Whether it may start on top of another run, which then waits; the current turn is paused meanwhile.
        emergency: Whether it is for a crisis (F12): it may start on top of any number of runs, and none on top of it;
            staff may leave the group for it, and the console always has a button for it.
        call_button: Whether members have a button for it during a conversation of two people.
        goes_back: Whether the run beneath it resumes automatically afterwards; otherwise a facilitator resumes it.
        resume: Sets the first step of a run that continues a kept one. Only runs of protocols with it can be kept, at
            the session's end or by ``Stage.keep``. The people who had roles must be in the room.
        open_business: Why the session must not end, nor the run be aborted, until somebody has dealt with open issues.
        public: What everybody may know of the run, besides step and roles; JSON.
        staff: What only facilitators may know.
        personal: What only this person may know, and only on a screen of their own (F9).
        public_facts: The declaration of each fact in ``public``; likewise ``staff_facts`` and ``own_facts``.
        asks: What facilitators are asked, by code, most urgent first.
        deeds: The codes of the deeds that have their own label.
        ending: What would be left open if the session ended now, as one of ``endings``.
        circles: The circle in which the people with each role sit.
        answers: Parts of its memory and its outcome that tell what people said of themselves in private; they leave the
            log sooner than the rest (`rooms.rules.side_channels.remains`).
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
    answers: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether it tells or offers individuals anything that others must not notice."""
        if self.personal is not _no_personal_facts:
            return True
        return any(act.useful is not _useful for step in self.steps.values() for act in step.acts.values())

    def all_facts(self) -> dict[str, Fact]:
        """Return all facts that have a sentence, for any audience; names are unique across audiences."""
        everything = [*self.public_facts.items(), *self.staff_facts.items(), *self.own_facts.items()]
        return {name: fact for name, fact in everything if fact.said}

    def all_acts(self) -> dict[str, Act]:
        """Return every action, as declared by the last step that has it."""
        return {name: act for step in self.steps.values() for name, act in step.acts.items()}
