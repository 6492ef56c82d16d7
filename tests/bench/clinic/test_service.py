"""The application without a server: it starts, answers and stops."""

from pathlib import Path

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.people.people import NewPerson
from app.runtime.ids import new_person_id
from bench.clinic.building import CLINIC, NOW
from bench.clinic.database import open_place
from bench.clinic.people import ZONE, staff_fields
from bench.clinic.service import StandingClock, Visitor, open_service
from bench.clinic.size import DatabaseKind
from clinic.identity.roles import StaffRole


async def test_who_is_signed_in_is_answered_and_nobody_else(tmp_path: Path) -> None:
    async with open_place(DatabaseKind.SQLITE) as place:
        store = ClinicStore(place.database, InstallationKey("the key of this installation, forty-two"))
        person = new_person_id()
        async with store.create(CLINIC, "Bench", ZONE, Actor("operator"), NOW) as unit:
            await unit.people.add([NewPerson(person, staff_fields(0))], NOW)
            await unit.roles.put(person, [StaffRole.CLINICIAN])
        async with open_service(store, StandingClock(NOW), tmp_path) as service:
            visitor = await service.sign_in(CLINIC, person, NOW)
            today = await service.ask(visitor, "GET", "/today")
            assert (today.status, today.json()) == (200, {"items": [], "whole_clinic": False})
            found = await service.ask(visitor, "GET", "/people", {"kind": "staff", "q": "dr"})
            assert [each["id"] for each in found.json()["items"]] == [person]
            stranger = await service.ask(Visitor(person, "x" * 43), "GET", "/today")
            assert (stranger.status, stranger.json()["code"]) == (401, "sign_in.needed")


def test_its_clock_stands_still() -> None:
    clock = StandingClock(NOW)
    assert (clock.now(), clock.steady()) == (NOW.timestamp(), 0.0)
