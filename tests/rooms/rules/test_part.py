"""Parts combine: the first refusal counts, and the default of a part is to do nothing."""

from rooms.rules.part import Part, all_of
from tests.support.rooms.setups import full_room


def test_the_first_refusal_of_several_counts() -> None:
    asked = []

    def says(code: str | None) -> object:
        def check(context: object, command: object) -> str | None:
            asked.append(code)
            return code

        return check

    context = full_room().room.context(0)
    assert all_of(says(None), says("a"), says("b"))(context, None) == "a"  # type: ignore[arg-type]
    assert asked == [None, "a"]
    assert all_of()(context, None) is None


def test_an_empty_part_does_nothing() -> None:
    part, context = Part(), full_room().room.context(0)
    part.settle(context)
    part.on_deadline(context)
    assert context.records == []
    assert list(part.deadlines(context)) == []
