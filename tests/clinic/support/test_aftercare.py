from dataclasses import replace

import pytest

from clinic.support.aftercare import MOST, TEXT_LIMIT, AftercarePlan, Contact, Step, check_plan

PLAN = AftercarePlan(
    (Step("Sunday group"),),
    (Contact("My sister", "+12025550123"), Contact("Noah"), Contact("Lifeline", "988")),
    ("I stop answering messages",),
    ("A walk",),
)


def test_a_plan_in_ones_own_words_is_fine() -> None:
    assert check_plan(PLAN) == []


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (AftercarePlan(), ("steps", "aftercare.empty")),
        (replace(PLAN, signs=("x",) * (MOST + 1)), ("signs", "aftercare.too_many")),
        (replace(PLAN, helps=("",)), ("helps.0", "field.required")),
        (
            replace(PLAN, steps=(Step("x" * (TEXT_LIMIT + 1)),)),
            ("steps.0.text", "field.too_long"),
        ),
        (replace(PLAN, contacts=(Contact("", ""),)), ("contacts.0.name", "field.required")),
        (replace(PLAN, contacts=(Contact("Sis", "12"),)), ("contacts.0.phone", "field.phone")),
    ],
)
def test_what_is_wrong_is_told_at_its_line(plan: AftercarePlan, found: tuple[str, str]) -> None:
    assert [(one.field, one.code) for one in check_plan(plan)] == [found]
