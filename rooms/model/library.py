"""What a room knows of the library: which prompts, decks and scripts there are, not their texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["LibraryIndex", "PromptRule"]


@dataclass(frozen=True, slots=True)
class PromptRule:
    """When and to whom a prompt belongs.

    Attributes:
        protocol: Of which protocol it is; "" for one that fits anywhere.
        step: At which step it is shown by itself; "" for only when a facilitator sends it.
        audience: ``holder``, ``listener``, ``seat``, ``all``, ``facilitator``, or a role of the protocol.
        question: A round, a talking piece or a reflection may be about it.
    """

    protocol: str
    step: str
    audience: str
    question: bool = False


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """The ids of a library.

    Attributes:
        decks: By deck, how many questions each topic has.
        scripts: By script, how long each line stands, seconds.
        wheels: By PROTOCOL.VALUE, the words that may be chosen.
    """

    prompts: Mapping[str, PromptRule] = field(default_factory=dict)
    decks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    scripts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    wheels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, kind: str, name: str) -> bool:
        """Whether there is a ``question``, ``deck`` or ``script`` of this id."""
        if kind == "question":
            return name in self.prompts and self.prompts[name].question
        return name in {"deck": self.decks, "script": self.scripts}[kind]
