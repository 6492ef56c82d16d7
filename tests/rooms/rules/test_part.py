"""Parts compose: the first refusal counts, and what a part does not say happens never."""

from rooms.rules.part import Part, all_of
from tests.support.rooms.setups import full_stage


def test_the_first_refusal_of_several_counts() -> None:
    asked = []

    def says(code: str | None) -> object:
        def check(ledger: object, command: object) -> str | None:
            asked.append(code)
            return code

        return check

    ledger = full_stage().room.ledger(0)
    assert all_of(says(None), says("a"), says("b"))(ledger, None) == "a"  # type: ignore[arg-type]
    assert asked == [None, "a"]
    assert all_of()(ledger, None) is None


def test_an_empty_part_does_nothing() -> None:
    part, ledger = Part(), full_stage().room.ledger(0)
    part.settle(ledger)
    part.on_deadline(ledger)
    assert ledger.records == []
    assert list(part.deadlines(ledger)) == []
