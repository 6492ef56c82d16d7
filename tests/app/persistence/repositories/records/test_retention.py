"""What is removed, and above all what stays. On PostgreSQL, rows of another clinic are out of reach anyway."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.auth.one_time import make_secret
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.identity import OneTimeLinkRow, SignInRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.programme.programme import AuthorisationRow, CoverageRow
from app.persistence.models.records.audit import IdempotencyRow
from app.persistence.models.safety.alerts import AlertPageRow, AlertRow, AlertStepRow
from app.persistence.models.safety.consents import ConsentGrantRow
from app.persistence.unit_of_work import Database
from clinic.common.ids import ClinicId, EpisodeId, PersonId, ProgramId, RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.records.copies import CopyRequest, CopyState
from clinic.records.retention import Held, RetentionClass
from tests.support.mail.clinic import ASHA, BRUNO, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic
from tests.support.schedule.afterwards.kept_rows import add_session

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BY = NOW - 30 * DAY
OLD, NEW = BY - DAY, BY + DAY
ELSEWHERE = "pt_elsewhere"


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, OLD)
    await clinic.add_person(ASHA, OLD)
    await clinic.add_person(BRUNO, OLD)
    await clinic.add_person(ELSEWHERE, OLD, clinic=THERE)  # type: ignore[arg-type]
    return clinic


async def left(clinic: MailClinic, row: type[OneTimeLinkRow | SignInRow | OutboxRow]) -> set[str]:
    found: set[str] = set()
    for place in (HERE, THERE):
        async with clinic.store.read(place, SYSTEM, NOW) as unit:
            found |= set(await unit.session.scalars(select(row.id).where(row.clinic_id == place)))
    return found


async def remove(unit: ClinicUnit, kind: RetentionClass, limit: int = 10) -> int:
    counted = await unit.retention.count(kind, BY, Held())
    removed, more = await unit.retention.remove(kind, BY, Held(), limit, NOW)
    assert removed == min(counted.due, limit), "what is counted is what goes"
    assert more is (removed == limit)
    return removed


def link(id_: str, clinic: ClinicId = HERE, purpose: str = "invitation", **times: datetime) -> OneTimeLinkRow:
    return OneTimeLinkRow(
        id=id_,
        clinic_id=clinic,
        person_id=ASHA if clinic == HERE else ELSEWHERE,
        secret_hash=make_secret().hashed,
        purpose=purpose,
        made_at=OLD,
        **{"expires_at": NOW + DAY} | times,
    )


async def test_links_go_that_were_used_withdrawn_or_expired_long_ago(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        unit.session.add_all(
            [
                link("ln_used", used_at=OLD),
                link("ln_withdrawn", withdrawn_at=OLD),
                link("ln_expired", expires_at=OLD),
                link("ln_used_lately", used_at=NEW),
                link("ln_good"),
                link("ln_session", purpose="session", used_at=OLD),
            ]
        )
    async with clinic.store.write(THERE, SYSTEM, NOW) as unit:
        unit.session.add(link("ln_there", THERE, used_at=OLD))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.LINKS) == 3
    assert await left(clinic, OneTimeLinkRow) == {"ln_used_lately", "ln_good", "ln_session", "ln_there"}


def sign_in(
    id_: str,
    started: datetime,
    ended: datetime | None = None,
    *,
    person: str = ASHA,
    state: str = "ended",
    clinic: ClinicId = HERE,
) -> SignInRow:
    return SignInRow(
        id=id_,
        clinic_id=clinic,
        person_id=person,
        secret_hash=make_secret().hashed,
        method="passkey",
        device="Firefox, Linux",
        state=state,
        started_at=started,
        seen_at=started,
        proved_at=started,
        ended_at=ended,
    )


async def remove_sign_ins(clinic: MailClinic, *rows: SignInRow, limit: int = 10) -> int:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        unit.session.add_all(rows)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        return await remove(unit, RetentionClass.SIGN_INS, limit)


async def test_sign_ins_go_that_ended_long_ago_by_whatever(clinic: MailClinic) -> None:
    async with clinic.store.write(THERE, SYSTEM, NOW) as unit:
        unit.session.add_all(
            sign_in(f"si_there{day}", OLD - day * DAY, OLD, person=ELSEWHERE, clinic=THERE) for day in (1, 2)
        )
    removed = await remove_sign_ins(
        clinic,
        sign_in("si_out", OLD - DAY, OLD),
        sign_in("si_idled", OLD - 2 * DAY, state="active"),
        sign_in("si_half", OLD - 2 * DAY, state="second_factor"),
        sign_in("si_lately", OLD, NEW),
        sign_in("si_now", NOW, state="active"),
    )
    assert removed == 3
    assert await left(clinic, SignInRow) == {"si_lately", "si_now", "si_there1", "si_there2"}


async def test_the_newest_sign_in_of_each_person_stays(clinic: MailClinic) -> None:
    """Who comes back on another device after a long time is told of it: it is not their first visit."""
    await remove_sign_ins(
        clinic,
        sign_in("si_older", OLD - 2 * DAY, OLD),
        sign_in("si_newest", OLD - DAY, OLD),
        sign_in("si_half", OLD, state="second_factor"),
        sign_in("si_only", OLD - 3 * DAY, OLD, person=BRUNO),
    )
    assert {"si_newest", "si_only"} <= await left(clinic, SignInRow)
    assert "si_older" not in await left(clinic, SignInRow)
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.sign_ins.any_of(ASHA)


async def test_at_most_so_many_go_at_once_the_oldest_first(clinic: MailClinic) -> None:
    rows = [sign_in(f"si_{day}", OLD - day * DAY, OLD) for day in range(1, 6)]
    assert await remove_sign_ins(clinic, *rows, limit=3) == 3
    assert await left(clinic, SignInRow) == {"si_1", "si_2"}


def mail(
    unit: ClinicUnit, id_: str, state: str, done: datetime | None, about: str | None = None
) -> OutboxRow:
    return OutboxRow(
        id=id_,
        clinic_id=unit.clinic.id,
        person_id=ASHA if unit.clinic.id == HERE else ELSEWHERE,
        appointment_id=about,
        kind="reminder",
        facts=unit.keys.seal("outbox.facts", id_, "{}"),
        state=state,
        made_at=OLD,
        due_at=NOW if done is None else None,
        done_at=done,
    )


async def test_mail_goes_that_came_to_its_end_long_ago(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        unit.session.add_all(
            [
                mail(unit, "ml_sent", "sent", OLD),
                mail(unit, "ml_dropped", "dropped", OLD),
                mail(unit, "ml_dead", "dead", OLD),
                mail(unit, "ml_lately", "sent", NEW),
                mail(unit, "ml_waits", "waiting", None),
            ]
        )
    async with clinic.store.write(THERE, SYSTEM, NOW) as unit:
        unit.session.add(mail(unit, "ml_there", "sent", OLD))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.MAILS) == 2
    assert await left(clinic, OutboxRow) == {"ml_dead", "ml_lately", "ml_waits", "ml_there"}


async def test_mail_about_an_appointment_stays_until_that_is_long_over(clinic: MailClinic) -> None:
    """Who was told of it long before is told when it is cancelled, and not told twice."""
    await clinic.add_appointment("ss_ahead", NOW + DAY, (ASHA,), now=OLD)
    await clinic.add_appointment("ss_over", OLD, (ASHA,), now=OLD)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        unit.session.add_all(
            [
                mail(unit, "ml_ahead", "sent", OLD, "ss_ahead"),
                mail(unit, "ml_over", "sent", OLD, "ss_over"),
            ]
        )
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.MAILS) == 1
    assert await left(clinic, OutboxRow) == {"ml_ahead"}


async def test_answers_to_repeats_go_when_nobody_gets_them_any_longer(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        unit.session.add_all(
            IdempotencyRow(
                person_id=ASHA, key=f"k{number}", clinic_id=HERE, request_hash=b"h" * 32, answer={}, at=at
            )
            for number, at in enumerate((OLD, OLD - DAY, NEW))
        )
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.retention.remove_repeats(BY, 1) == 1
        assert await unit.retention.remove_repeats(BY, 5) == 1
        kept = await unit.session.scalars(select(IdempotencyRow.key))
        assert list(kept) == ["k2"]


def grant(id_: str, person: str = ASHA) -> ConsentGrantRow:
    return ConsentGrantRow(
        id=id_,
        clinic_id=HERE,
        person_id=person,
        version_id="dv_agreement-1",
        kind="agreement",
        state="",
        number=1,
        language="en",
        fingerprint="0" * 64,
        signed_at=OLD,
        method="screen",
    )


async def enrol(clinic: MailClinic, person: PersonId, until: date | None) -> None:
    program = Program(ProgramId(f"pg_{person}"), "Evening program", LevelOfCare.ASAM_2_1, 540)
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        await unit.programme.add_program(program)
        since = date(2020, 1, 1)
        await unit.programme.add_episode(
            Episode(EpisodeId(f"ep_{person}"), person, program.id, since, until, LevelOfCare.ASAM_2_1, 540)
        )


async def test_documents_stay_until_their_client_has_been_gone_for_as_long(clinic: MailClinic) -> None:
    """They count from the end of the care, not from the day on which they were signed."""
    await clinic.add_person(RUIZ, OLD)
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        unit.session.add_all([grant("gr_here"), grant("gr_coming", BRUNO), grant("gr_gone", RUIZ)])
    await enrol(clinic, ASHA, None)
    await clinic.add_appointment("ss_ahead", NOW + DAY, (BRUNO,), now=OLD)
    await enrol(clinic, RUIZ, (OLD - 2 * DAY).date())
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.DOCUMENTS) == 1
        found = set(await unit.session.scalars(select(ConsentGrantRow.id)))
    assert found == {"gr_here", "gr_coming"}


async def test_what_stands_under_a_former_record_stays_as_long_as_the_care_under_the_kept_one(
    clinic: MailClinic,
) -> None:
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        unit.session.add(grant("gr_former", BRUNO))
        await unit.people.fold(BRUNO, ASHA, OLD)
    await enrol(clinic, ASHA, None)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.DOCUMENTS) == 0


async def insure(clinic: MailClinic, id_: str, person: PersonId, last: date | None) -> None:
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        since = (OLD - 90 * DAY).date()
        unit.session.add(
            CoverageRow(
                id=id_,
                clinic_id=HERE,
                person_id=person,
                payer_id="rc_payer",
                from_on=since,
                last_on=last,
                content="",
            )
        )
        await unit.session.flush()
        for number in (1, 2):
            part = AuthorisationRow(id=f"au_{id_}{number}", clinic_id=HERE, coverage_id=id_, from_on=since)
            part.last_on, part.content = since + 30 * DAY, ""
            unit.session.add(part)


async def test_coverages_go_with_what_was_authorised_under_them_once_their_client_has_left(
    clinic: MailClinic,
) -> None:
    await clinic.add_person(RUIZ, OLD)
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        await unit.recipients.add(Recipient(RecipientId("rc_payer"), "Empire Health", RecipientKind.PAYER))
    await enrol(clinic, ASHA, None)
    await enrol(clinic, RUIZ, (OLD - 2 * DAY).date())
    await insure(clinic, "cv_here", ASHA, (OLD - 60 * DAY).date())
    await insure(clinic, "cv_gone", RUIZ, None)
    await insure(clinic, "cv_goes_on", RUIZ, (NOW + DAY).date())
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        held = await unit.retention.count(RetentionClass.DOCUMENTS, BY, Held(people=frozenset({RUIZ})))
        assert (held.due, held.held) == (0, 3)
        # What was authorised goes first, however little goes at once.
        assert [await remove(unit, RetentionClass.DOCUMENTS, 2) for _ in range(2)] == [2, 1]
        assert set(await unit.session.scalars(select(CoverageRow.id))) == {"cv_here", "cv_goes_on"}


async def test_an_alert_goes_with_its_steps_and_pages_and_stays_while_either_it_may_be_about_is_in_care(
    clinic: MailClinic,
) -> None:
    await clinic.add_person(RUIZ, OLD)
    await enrol(clinic, ASHA, None)
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        for session, of_seat, known in (
            ("ss_gone", RUIZ, RUIZ), ("ss_unknown", RUIZ, None), ("ss_care", ASHA, None), ("ss_open", RUIZ, RUIZ),
        ):  # fmt: skip
            await add_session(unit, session, of_seat, OLD)
            alert = AlertRow(id=f"al_{session}", clinic_id=HERE, session_id=session, seat_id=f"se_{session}")
            alert.person_id, alert.late, alert.signalled_at, alert.state = known, False, OLD, "ended"
            alert.ended_at = None if session == "ss_open" else OLD
            unit.session.add(alert)
            await unit.session.flush()
            about = {"clinic_id": HERE, "alert_id": alert.id, "at": OLD}
            unit.session.add(AlertStepRow(step="signalled", **about))
            page = {"number": 1, "person_id": BRUNO, "role": "lead", "call_state": "none"}
            unit.session.add(AlertPageRow(id=f"ap_{session}", **about, **page))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.DOCUMENTS, 20) == 6
        assert set(await unit.session.scalars(select(AlertRow.id))) == {"al_ss_care", "al_ss_open"}
        assert len(list(await unit.session.scalars(select(AlertStepRow.id)))) == 2


async def test_a_copy_goes_and_that_it_was_asked_for_stays(clinic: MailClinic) -> None:
    asked = CopyRequest("dr_1", ASHA, ASHA, written=False, language="en", asked_at=OLD)
    async with clinic.store.write(HERE, SYSTEM, OLD) as unit:
        await unit.copies.add(asked)
        await unit.copies.put(replace(asked, state=CopyState.READY, ready_at=OLD), b"PK")
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await remove(unit, RetentionClass.COPIES) == 1
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        (found,) = await unit.copies.of(ASHA, 10)
        assert (found.state, await unit.copies.file("dr_1")) == (CopyState.REMOVED, None)
