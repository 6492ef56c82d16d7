from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.messages import Facts, Hours, Link, Reminder
from app.mail.stored.facts import read_facts, write_facts
from app.mail.wording import MailKind
from tests.app.mail.draws import HOUR, INSTANTS, at

LINKS = st.sampled_from(["https://meet.example.org/", "http://localhost:8000/welcome#k_-9"]).map(Link)
HOURS = st.builds(
    lambda start, minutes: Hours(start, start + timedelta(minutes=minutes)), INSTANTS, st.integers(1, 600)
)
st.register_type_strategy(Link, LINKS)
st.register_type_strategy(Hours, HOURS)


st.register_type_strategy(datetime, INSTANTS)


@given(st.one_of(*(st.from_type(kind) for kind in get_args(Facts))))
def test_facts_are_read_as_they_were_written(facts: Facts) -> None:
    assert read_facts(facts.kind, write_facts(facts)) == facts


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "null", "{", '{"link": "https://x.example/"}', '{"link": "x", "expires": "soon"}'],
)
def test_what_is_no_invitation_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_facts(MailKind.INVITATION, text)


def test_a_link_that_is_none_is_refused() -> None:
    start = at("2026-03-02 15:00")
    text = write_facts(Reminder(Hours(start, start + HOUR), Link("https://meet.example.org/")))
    with pytest.raises(ValueError, match="link"):
        read_facts(MailKind.REMINDER, text.replace("https:", "javascript:"))
