"""How ready a person is to come in, as the programme around the room reports it."""

from dataclasses import dataclass

__all__ = ["NOT_BEGUN", "READY", "Readiness"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a person and the room, as codes whose sentences stand on the pages.

    The room knows none of the codes: it keeps out whoever has something left to do or is held.

    Attributes:
        todo: The steps that the person has still to take on the page before the room. They see these themselves.
        holds: Why staff keep them waiting until it is cleared up. For staff only.
        notes: What staff should know when they admit them. For staff only.
    """

    todo: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def may_come_in(self) -> bool:
        """Whether nothing stands between the person and the room."""
        return not self.todo and not self.holds


READY = Readiness()
NOT_BEGUN = Readiness(todo=("begin",))
"""Of a person about whom nothing has been reported in a session that asks for it."""
