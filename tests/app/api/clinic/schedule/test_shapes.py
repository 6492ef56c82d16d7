"""What a form of sessions may be made of."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.api.clinic.schedule.shapes import AttendeeBody, PlanBody, invited_from
from clinic.common.ids import CoupleId, PersonId
from clinic.schedule.attendees import Role
from tests.clinic.clock_changes import local

FORM: dict[str, Any] = {
    "title": "Process group",
    "kind": "group",
    "track": "group",
    "starts_local": "2026-03-02T09:00",
    "duration_min": 180,
    "break_min": 10,
    "attendees": [{"person": "pt_dana", "role": "facilitator"}, {"person": "pt_ana", "cameras": 1}],
}


def test_a_form_becomes_a_draft() -> None:
    draft = PlanBody.model_validate(FORM).draft()
    assert (draft.start, draft.length_min, draft.content.break_min) == (local("2026-03-02T09:00"), 180, 10)
    assert [(each.person, each.role, each.cameras) for each in draft.people] == [
        ("pt_dana", Role.FACILITATOR, None),
        ("pt_ana", Role.MEMBER, 1),
    ]
    assert (draft.rule, draft.cohort, draft.zone) == (None, None, None)


def test_people_keep_whom_they_belong_to_and_serve() -> None:
    body = AttendeeBody.model_validate({"person": "pt_ana", "couple": "cu_1", "serves": "pt_ben"})
    (invited,) = invited_from([body])
    assert (invited.couple, invited.serves) == (CoupleId("cu_1"), PersonId("pt_ben"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 101},
        {"kind": "party"},
        {"track": "general"},
        {"starts_local": "2026-03-02T09:00Z"},
        {"starts_local": "soon"},
        {"duration_min": 1441},
        {"duration_min": -1},
        {"rule": "x" * 301},
        {"attendees": [{"person": "pt_ana"}] * 81},
        {"attendees": [{"person": "pt_ana", "cameras": 3}]},
        {"attendees": [{"person": "pt_ana", "role": "king"}]},
        {"attendees": [{"person": "../etc"}]},
        {"policy": {"max_people": [1]}},
        {"policy": {"x" * 41: 1}},
        {"extra": True},
    ],
)
def test_a_form_beyond_its_limits_is_no_form(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PlanBody.model_validate(FORM | wrong)
