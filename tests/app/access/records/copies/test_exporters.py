"""What a copy holds of one client, and that nothing of anybody else, or that is kept back, is in it."""

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.access.consents.own import sign_own
from app.access.consents.signing import Request
from app.access.records.copies import writing
from app.access.records.copies.exporters import EXPORTERS, Row
from app.access.records.correction_requests import ask_own
from app.exports.fhir.ids import fhir_id
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow
from app.persistence.repositories.programme.support.aftercare import KeptPlan
from app.persistence.repositories.records.systems import Shown, StoredSystem
from app.persistence.repositories.safety.clients import ClientSafety, Disclosure
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.measures.responses import Draft, State
from clinic.measures.scoring import score
from clinic.people.person import Address, EmergencyContact
from clinic.records.correction_requests import FactAbout
from clinic.safety.crisis_card import CardRight, Nature
from clinic.safety.crisis_card import Recipient as ToldTo
from clinic.safety.preparation import PlaceSaid
from clinic.support.aftercare import AftercarePlan, Contact, Step
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan, shipped_id
from tests.clinic.safety.people_there import RIVER_STREET
from tests.support.schedule.afterwards.instruments import GAD7
from tests.support.schedule.afterwards.kept_rows import add_session
from tests.support.schedule.afterwards.statements import COVERAGE, sitting, statement

Sections = dict[str, list[Row]]
TEXTS = Path(writing.__file__).parent / "texts" / "en.toml"


async def sections(place: Place, person: PersonId, now: datetime = NOW) -> Sections:
    record = await place.record(person)
    async with place.write(now) as unit:
        return {each.name: await each.read(unit, record) for each in EXPORTERS}


@pytest.fixture
async def ana(place: Place) -> PersonId:
    """A client of whom there is something of everything, with a partner and a peer in the same session."""
    ana = await place.clinic.client(
        "Ana L.",
        legal_name="Ana Lopez",
        address=Address("12 Elm Street", "", "Albany", "NY", "12203"),
        emergency=EmergencyContact("Rosa Lopez", "+15185550100", "sister", permission=True),
    )
    ben, cleo = await place.clinic.client("Ben Okafor"), await place.clinic.client("Cleo Marsh")
    await place.couple(ana, ben)
    await plan(place, ana, ben, cleo)
    async with place.write() as unit:
        await add_session(unit, SESSION, ana, NOW + timedelta(minutes=50))
        unit.session.add(
            PresenceIntervalRow(
                session_id=SESSION,
                person_id=ana,
                seat_id=f"se_{SESSION}",
                started_at=NOW,
                ended_at=NOW + timedelta(minutes=50),
            )
        )
        for person in (ana, ben):
            await unit.preparations.add(
                AppointmentId(SESSION), person, PlaceSaid(RIVER_STREET), by=person, seat=None, now=NOW
            )
        await sign_own(unit, place.client(ana), Request(shipped_id(DocumentKind.AGREEMENT), "en"))
        await ask_own(unit, place.client(ana), FactAbout.CONTACT, "Apartment 8", "Apartment 3")
        await unit.safety.put(ana, ClientSafety(phrase="Is it raining there?", accommodations="Captions"), 0)
        for number, (nature, recipient) in enumerate(
            (
                (Nature.HELP_SIGNAL, ToldTo.STAFF),
                (Nature.HELP_SIGNAL, ToldTo.HOSPITAL),
                (Nature.OVERDOSE, ToldTo.EMERGENCY_SERVICES),
            )
        ):
            await unit.safety.disclose(
                Disclosure(f"dc_{number}", ana, ana, NOW, nature, recipient, CardRight.LEADS)
            )
        await answer_and_insure(unit, ana)
    return ana


async def answer_and_insure(unit: ClinicUnit, ana: PersonId) -> None:
    answers = (1, 0, None, 2, 0, 0, 1)
    draft = Draft("me_1", ana, "gad7", 1, "2026-03-02", None, State.DRAFT, NOW, answers)
    await unit.measures.begin(draft)
    await unit.measures.keep(replace(draft, state=State.SENT, revision=2), NOW, score(GAD7, answers))
    payer = Recipient(RecipientId("rc_payer"), "Empire Health", RecipientKind.PAYER)
    await unit.recipients.add(payer)
    await unit.coverage.add(replace(COVERAGE, client=ana))
    await unit.outward.systems.add(
        StoredSystem("sy_1", unit.clinic.id, "Claims", payer.id, "system/*.rs", NOW)
    )
    await unit.outward.shown.put("sy_1", "Patient", {fhir_id(ana): Shown(b"print", NOW)})
    await unit.statements.add(replace(statement(sitting()), client=ana, made_by=ana, recipient=payer.id))
    plan = AftercarePlan((Step("Sunday alumni"),), (Contact("My sister Nala", "+12125550163"),))
    await unit.aftercare.add_plan(KeptPlan("ap_1", ana, ana, NOW, plan))


async def test_every_section_says_what_is_kept(place: Place, ana: PersonId) -> None:
    found = await sections(place, ana, NOW + timedelta(hours=1))
    assert [name for name, rows in found.items() if not rows] == []
    assert found["profile"][0]["legal_name"] == "Ana Lopez"
    assert found["contact"][0]["emergency_name"] == "Rosa Lopez"
    assert len(str(found["agreements"][0]["text"])) > 500, "the whole text"
    assert (found["attendance"][0]["first_at"], found["attendance"][0]["present_min"]) == (NOW, 50)
    assert found["sessions"][0]["staff"] == ["Hana Host"]
    assert found["measures"][0]["answers"] == ["1", "0", "–", "2", "0", "0", "1"]
    assert (found["coverage"][0]["payer"], found["coverage"][0]["member"]) == ("Empire Health", "M-12")
    assert found["statements"][0]["recipient"] == "Empire Health"
    assert found["aftercare"][0]["contacts"] == ["My sister Nala +12125550163"]
    assert found["places"][0]["where"]
    assert found["corrections"][0]["right"] == "Apartment 3"


async def test_what_was_passed_on_is_told_and_a_help_signal_is_not(place: Place, ana: PersonId) -> None:
    found = (await sections(place, ana))["disclosures"]
    assert sorted((str(row["nature"]), str(row["recipient"])) for row in found) == [
        ("emergency", "hospital"),
        ("overdose", "emergency_services"),
        ("records", "Empire Health"),
    ]


async def test_nobody_else_and_nothing_that_is_kept_back_is_in_it(place: Place, ana: PersonId) -> None:
    text = repr(await sections(place, ana))
    for hidden in ("Ben", "Cleo", "raining", "help_signal", "pt_", "partner"):
        assert hidden not in text, hidden


async def test_two_who_differ_in_what_is_kept_back_get_the_same(place: Place, ana: PersonId) -> None:
    before = await sections(place, ana)
    async with place.write() as unit:
        agreed = await unit.safety.find(ana)
        await unit.safety.put(
            ana, ClientSafety(phrase="Another one", accommodations="Captions"), agreed.version
        )
    assert await sections(place, ana) == before


async def test_every_field_has_its_label(place: Place, ana: PersonId) -> None:
    labels = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["fields"]
    used = {field for rows in (await sections(place, ana)).values() for row in rows for field in row}
    assert used - labels.keys() == set()
    assert labels.keys() - used <= {"said_at", "private"}, "of what was said around a session"
