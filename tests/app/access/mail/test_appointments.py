import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.mail.appointments import (
    TOLD_AHEAD,
    Told,
    is_early,
    last_told,
    mails_of_cancelling,
    mails_of_planning,
)
from app.mail.messages import AppointmentCancelled, AppointmentMoved, AppointmentPlanned, Facts, Hours, Link
from app.mail.stored.contacts import read_contact
from app.mail.stored.facts import write_facts
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.mail.reach import Reach
from app.persistence.repositories.mail.records import FACTS, NewMail, SealedMail
from clinic.common.ids import AppointmentId, PersonId
from tests.app.mail.draws import DAY, HOUR, INSTANTS, MINUTE, at

NOW = at("2026-03-02 15:00")
ID = AppointmentId("ss_1")
JOIN = "https://meet.example.org/"
KEYS = ClinicKeys((b"k" * 32,))


def time(begins: datetime, sequence: int = 0) -> PlannedTime:
    return PlannedTime(ID, begins, begins + HOUR, sequence)


def reach(*, staff: bool = False, safe_times: str = "", channel: str = "email") -> Reach:
    settings = {"channel": channel, "safe_times": safe_times}
    return Reach(PersonId("pt_ana"), staff, False, "ana@example.net", settings, ("en",), "America/New_York")


def hours(begins: datetime) -> Hours:
    return Hours(begins, begins + HOUR)


def told(begins: datetime, at: datetime = NOW - DAY) -> Told:
    return Told(hours(begins), at)


def sealed(facts: Facts, sequence: int, state: str, *, leased: bool = False) -> SealedMail:
    name = f"ml_{sequence}_{facts.kind}"
    return SealedMail(
        name,
        PersonId("pt_ana"),
        facts.kind,
        ID,
        sequence,
        state,
        1,
        1,
        leased,
        NOW + sequence * MINUTE,
        None,
        None,
        KEYS.seal(FACTS, name, write_facts(facts)),
        lambda: KEYS,
    )


def kinds(mails: Any) -> list[str]:
    return [mail.kind for mail in mails]


def plan(planned: PlannedTime, to: Reach, known: Told | None = None, now: datetime = NOW) -> list[NewMail]:
    return list(mails_of_planning(planned, to, known, JOIN, now))


def test_who_knows_nothing_of_it_is_told_at_once_and_reminded_twice() -> None:
    begins = NOW + 7 * DAY
    mails = plan(time(begins), reach())
    assert kinds(mails) == ["appointment_planned", "reminder", "reminder"]
    assert [mail.due_at for mail in mails] == [NOW, begins - DAY, begins - HOUR]
    assert {(mail.appointment, mail.sequence) for mail in mails} == {(ID, 0)}


def test_staff_are_told_and_not_reminded() -> None:
    assert kinds(plan(time(NOW + 7 * DAY), reach(staff=True))) == ["appointment_planned"]


def test_nobody_is_told_of_a_whole_year_at_once() -> None:
    assert plan(time(NOW + TOLD_AHEAD), reach()) == []
    assert plan(time(NOW + TOLD_AHEAD - MINUTE), reach()) != []


def test_it_is_too_early_only_for_who_knows_nothing_of_it() -> None:
    far, near = time(NOW + TOLD_AHEAD), time(NOW + TOLD_AHEAD - MINUTE)
    assert plan(far, reach()) == []
    assert plan(near, reach()) != []
    assert plan(far, reach(), told(NOW + DAY)) != []
    assert [is_early(far, None, NOW), is_early(near, None, NOW)] == [True, False]
    assert not is_early(far, told(NOW + DAY), NOW)


def test_who_was_told_hears_of_a_move_however_far_it_goes() -> None:
    begins, before = NOW + 3 * TOLD_AHEAD, NOW + DAY
    mails = plan(time(begins, 1), reach(), told(before))
    assert kinds(mails) == ["appointment_moved", "reminder", "reminder"]
    assert json.loads(mails[0].facts)["before"] == [before.isoformat(), (before + HOUR).isoformat()]


def test_who_knows_the_hours_is_only_reminded() -> None:
    begins = NOW + 3 * DAY
    assert kinds(plan(time(begins, 2), reach(), told(begins))) == ["reminder", "reminder"]


def test_nobody_is_told_outside_their_safe_times() -> None:
    mails = plan(time(NOW + 7 * DAY), reach(safe_times="tue 09:00-10:00"))
    assert mails[0].due_at == at("2026-03-03 14:00")


def test_what_could_only_be_told_too_late_is_not_told() -> None:
    assert plan(time(NOW + HOUR), reach(safe_times="sun 09:00-10:00")) == []
    assert plan(time(NOW - 2 * HOUR), reach()) == []


@pytest.mark.parametrize("known", [None, told(NOW + DAY)])
def test_who_has_no_mail_channel_is_told_nothing(known: Told | None) -> None:
    assert plan(time(NOW + DAY), reach(channel="none"), known) == []
    assert list(mails_of_cancelling(time(NOW + DAY), reach(channel="none"), known, NOW)) == []


def test_a_cancelled_appointment_is_told_with_the_hours_that_are_known() -> None:
    (mail,) = mails_of_cancelling(time(NOW + 2 * DAY, 3), reach(), told(NOW + DAY), NOW)
    assert mail.kind == "appointment_cancelled"
    assert json.loads(mail.facts) == {"hours": [(NOW + DAY).isoformat(), (NOW + DAY + HOUR).isoformat()]}
    assert (mail.sequence, mail.useful_until) == (3, NOW + DAY + HOUR)


def test_who_was_never_told_is_not_told_that_it_was_cancelled() -> None:
    assert list(mails_of_cancelling(time(NOW + DAY), reach(), None, NOW)) == []
    assert list(mails_of_cancelling(time(NOW + DAY), reach(), told(NOW - 2 * HOUR), NOW)) == []


FIRST, SECOND = hours(NOW + DAY), hours(NOW + 2 * DAY)
PLANNED = AppointmentPlanned(FIRST, Link(JOIN))
MOVED = AppointmentMoved(SECOND, FIRST, Link(JOIN))
CANCELLED = AppointmentCancelled(SECOND)


@pytest.mark.parametrize(
    ("history", "known"),
    [
        ([], None),
        ([sealed(PLANNED, 0, "sent")], FIRST),
        ([sealed(PLANNED, 0, "queued")], None),
        ([sealed(PLANNED, 0, "waiting")], None),
        ([sealed(PLANNED, 0, "dead")], None),
        ([sealed(PLANNED, 0, "sending", leased=True)], FIRST),
        ([sealed(PLANNED, 0, "dropped", leased=True)], FIRST),
        ([sealed(PLANNED, 0, "dropped")], None),
        ([sealed(MOVED, 1, "sent"), sealed(PLANNED, 0, "sent")], SECOND),
        ([sealed(PLANNED, 0, "sent"), sealed(MOVED, 1, "dropped")], FIRST),
        ([sealed(PLANNED, 0, "sent"), sealed(CANCELLED, 2, "sent")], None),
        ([sealed(PLANNED, 0, "sent"), sealed(CANCELLED, 2, "dead")], FIRST),
        ([sealed(CANCELLED, 2, "sent"), sealed(PLANNED, 3, "sent")], FIRST),
    ],
)
def test_a_person_knows_what_was_sent_last(history: list[SealedMail], known: Hours | None) -> None:
    found = last_told(history)
    assert (found.hours if found else None) == known


@given(
    st.timedeltas(-DAY, 20 * DAY),
    st.none() | st.timedeltas(-DAY, 20 * DAY),
    st.sampled_from(["", "mon-fri 09:00-17:00", "sat 22:00-06:00"]),
    INSTANTS,
)
def test_no_mail_is_due_at_an_unsafe_hour_or_after_its_use(
    begins: Any, before: Any, safe_times: str, now: datetime
) -> None:
    known = None if before is None else told(now + before, now - DAY)
    safe = read_contact(reach(safe_times=safe_times)).safe_times
    for mail in plan(time(now + begins), reach(safe_times=safe_times), known, now):
        assert mail.useful_until is not None
        assert now <= mail.due_at < mail.useful_until
        assert safe is None or safe.contains(mail.due_at)
