"""What a room knows of the library: which prompts, decks and scripts exist, without their texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["LibraryIndex", "PromptRule"]


@dataclass(frozen=True, slots=True)
class PromptRule:
    """When a prompt is shown, and to whom.

    Attributes:
        protocol: The protocol it belongs to; "" for a general one.
        step: The step at which it is shown automatically; "" if only a facilitator sends it.
        audience: ``holder``, ``listener``, ``seat``, ``all``, ``facilitator``, or a role of the protocol.
        question: Whether a round, a talking piece or a reflection may use it as its question.
    """

    protocol: str
    step: str
    audience: str
    question: bool = False


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """The ids in a library.

    Attributes:
        decks: By deck, the number of questions in each topic.
        scripts: By script, how long each line is shown, seconds.
        wheels: By PROTOCOL.VALUE, the words to choose from.
    """

    prompts: Mapping[str, PromptRule] = field(default_factory=dict)
    decks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    scripts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    wheels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, kind: str, name: str) -> bool:
        """Whether there is a ``question``, ``deck`` or ``script`` with this id."""
        if kind == "question":
            return name in self.prompts and self.prompts[name].question
        return name in {"deck": self.decks, "script": self.scripts}[kind]
