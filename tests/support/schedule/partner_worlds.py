"""Worlds that differ in what was decided about a couple alone, and everything that its partners can see of them."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import update

from app.access.safety.standings import standings
from app.live.planned.planner import Planner
from app.mail.delivery import DeliveryState
from app.mail.wording import MailKind
from app.persistence.models.mail import OutboxRow
from app.persistence.repositories.people.licences import LicenceRecord
from app.runtime import ids as new_ids
from clinic.common.ids import PersonId
from clinic.people.licences import Licence, LicenceType, Qualification
from clinic.safety.readiness import Standing
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId
from rooms.model.people import RoomSetup
from tests.app.conftest import WebService
from tests.support.schedule.clearance import CoupleCast, cast_couple
from tests.support.schedule.prepared import NoRooms
from tests.support.service.clinics import CountedQueries, Visitor, open_clinic

__all__ = ["Operation", "PartnerWorld", "Seen", "make_world"]

Operation = tuple[str, str, dict[str, Any]]
"""Method, path, and what the description says."""
AROUND = {"private": True, "headphones": True, "company": []}
HERE = {
    "address": "1 River Street",
    "unit": "",
    "city": "New York",
    "state": "NY",
    "postal_code": "10001",
    "kind": "home",
    "phone": "+12125550100",
}
_REST_S = 20.0
_SECRET = re.compile(r"(?=[a-z_.=-]*[A-Z0-9])[A-Za-z0-9_.=-]{20,}")
"""Something long with a capital or a digit in it; codes and words have neither."""

_OF_OTHERS = """
activity agenda_template agreement alert assignment authorisation card check_in cohort copy correction
coverage credential delivery episode follow_up hold licence mail measure measure_plan other override passkey
program recipient report scope sign_in statement system token webhook
"""
"""What a partner knows no id of."""


@dataclass
class Ids:
    """Counts the ids of one world; a screening's or a decision's moves no other kind's."""

    world: int
    counts: Counter[str] = field(default_factory=Counter)

    def new(self, prefix: str) -> str:
        self.counts[prefix] += 1
        return f"{prefix}_{self.world}{self.counts[prefix]:011d}"

    def plain(self, text: str) -> str:
        """Return a text without what names the world, and without secrets but for their lengths."""
        text = re.sub(rf"\b([a-z]{{2}}_){self.world}(\d{{11}})", r"\1w\2", text)
        text = re.sub(r"\bsi_[A-Za-z0-9_-]{12}", "si_#", text)
        for before, after in (("cl_", ""), ("@", "."), ('"', '"')):
            text = text.replace(f"{before}w{self.world}{after}", f"{before}wN{after}")
        return _SECRET.sub(lambda found: "#" * len(found[0]), text)


@dataclass(frozen=True)
class Seen:
    """One answer: everything that its asker sees of it, its size, and the work behind it."""

    who: str
    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    size: int
    queries: tuple[str, ...]


class PartnerWorld:
    """A clinic, its couple and their session, which is open."""

    def __init__(self, web_service: WebService, web: httpx.AsyncClient, ids: Ids, cast: CoupleCast) -> None:
        self.service = web_service
        self.web = web
        self.ids = ids
        self.cast = cast
        self.session: dict[str, Any] = {}

    @property
    def partners(self) -> dict[str, PersonId]:
        return {"ana": self.cast.ana, "ben": self.cast.ben}

    async def plan(self) -> None:
        """Let the couple's therapist plan a session that is open now, and its room be made."""
        self.session = await self.planned(timedelta(minutes=5))
        await Planner(self.cast.clinic.store, self.service.services.clock, NoRooms()).look()

    async def planned(self, later: timedelta) -> dict[str, Any]:
        cast = self.cast
        starts = cast.clinic.now.astimezone(ZoneInfo("America/New_York")) + later
        answer = await cast.cora.post(
            "/appointments",
            {
                "title": "Session",
                "kind": "couples",
                "track": "couples",
                "starts_local": starts.strftime("%Y-%m-%dT%H:%M"),
                "duration_min": 50,
                "attendees": [
                    {"person": cast.cora.person, "role": "facilitator"},
                    {"person": cast.ana},
                    {"person": cast.ben},
                ],
            },
        )
        assert answer.status_code == 201, answer.text
        (session,) = answer.json()["appointments"]
        return dict(session)

    async def ask(self, who: str, method: str, url: str, **more: Any) -> Seen:
        with CountedQueries(self.service.services.database) as counted:
            answer = await self.web.request(method, url, **more)
        plain = self.ids.plain
        return Seen(
            who,
            f"{method} {plain(url)}",
            answer.status_code,
            tuple((name, self._header(name, value)) for name, value in answer.headers.multi_items()),
            plain(answer.text),
            len(answer.content),
            tuple(counted.statements),
        )

    def _header(self, name: str, value: str) -> str:
        # A seat's cookie holds its ids, compressed: its length is theirs, and theirs differ by the world's digit.
        return re.sub(r"=[^;]+", "=#", value, count=1) if name == "set-cookie" else self.ids.plain(value)

    async def everything(
        self, who: str, person: PersonId, operations: Sequence[Operation]
    ) -> AsyncIterator[Seen]:
        """Let a partner ask everything that is served to people who are signed in, reading before changing."""
        visitor: Visitor | None = None
        for method, path, one in operations:
            for url in self.urls(path, person):
                if visitor is None:
                    visitor = await self.cast.clinic.sign_in_client(self.web, person)
                content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
                seen = await self.ask(
                    who,
                    method,
                    f"/api/v1{url}",
                    headers={"cookie": f"attune={visitor.secret}", "if-match": '"1"'},
                    params=self.query(one),
                    json=content.get("example"),
                )
                # Who has just signed out, or was signed out, comes back.
                visitor = None if seen.status == 401 or "sign-out" in url or "sign-ins" in url else visitor
                yield seen

    def urls(self, path: str, person: PersonId) -> Iterator[str]:
        """Return a path with the ids that a partner might know; a name nobody has thought of is a KeyError."""
        (other,) = (one for one in self.partners.values() if one != person)
        known = {
            "person": (person, other),
            "couple": (self.cast.couple,),
            "appointment": (self.session["id"],),
            "document": ("couples",),
            "kind": ("couples",),
            "template": ("couples_week",),
            **dict.fromkeys(_OF_OTHERS.split(), ("xx_none",)),
        }
        names = re.findall(r"{(\w+)}", path)
        for choice in known[names[0]] if names else ("",):
            filled = path
            for name in names:
                filled = filled.replace(f"{{{name}}}", choice if name == names[0] else known[name][0])
            yield filled

    def query(self, one: dict[str, Any]) -> dict[str, str]:
        now = self.cast.clinic.now
        needed = {
            "from": (now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "to": (now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "monday": (now - timedelta(days=now.weekday())).date().isoformat(),
            "dry_run": "true",
        }
        return {
            each["name"]: needed[each["name"]] for each in one.get("parameters", ()) if each["name"] in needed
        }

    async def seats(self) -> AsyncIterator[Seen]:
        """Let every seat's page of the two, phones included, do what it does before the room."""
        setup, rested = await self.setup(), 0.0
        for seat in setup.seats.values():
            for person in seat.occupants:
                if str(person) == self.cast.cora.person:
                    continue
                self.service.proofs.pins[RoomPersonId(person)] = "482913"
                invitation = {"invitation": self.service.link(seat.id)}
                proof = invitation | {"person": person, "pin": "482913"}
                place = invitation | {"said": {"step": "location", "person": person, "place": HERE}}
                around = invitation | {"said": {"step": "surroundings", "person": person, **AROUND}}
                who = next(name for name, one in self.partners.items() if str(one) == person)
                for path, body in (
                    ("tickets", invitation),
                    ("seats/proof", proof),
                    ("tickets", invitation),
                    ("seats/preparation", invitation),
                    ("seats/preparation", place),
                    ("seats/preparation", around),
                    ("seats/network", invitation),
                ):
                    yield await self.ask(who, "POST", f"/api/v1/{path}", json=body)
                    # A seat may ask so often, and no oftener.
                    self.service.clock.time += _REST_S
                    rested += _REST_S
        self.web.cookies.clear()
        self.service.clock.time -= rested

    async def setup(self) -> RoomSetup:
        clinic = self.cast.clinic
        async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
            setup = await unit.sessions.setup(RoomId(self.session["id"]))
        assert setup is not None
        return setup

    async def ready(self) -> tuple[dict[str, Standing], list[str]]:
        """Return what the room is told of both, and the queries behind it."""
        clinic, setup = self.cast.clinic, await self.setup()
        async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
            with CountedQueries(self.service.services.database) as counted:
                found = (await standings(unit, setup)).people
        return {who: found[RoomPersonId(one)] for who, one in self.partners.items()}, counted.statements

    async def mails(self) -> list[tuple[str, ...]]:
        """Let everything happen of which partners are written; return what they get, and when."""
        cast, clinic, notices = self.cast, self.cast.clinic, self.service.services.notices
        session = await self.planned(timedelta(days=6))
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            left = update(OutboxRow).where(OutboxRow.kind == MailKind.APPOINTMENT_PLANNED.value)
            await unit.session.execute(left.values(state="sent", due_at=None, done_at=clinic.now))
        moved = await cast.cora.change(
            "PATCH", f"/appointments/{session['id']}?scope=one", {"duration_min": 45}, session["version"]
        )
        assert moved.status_code == 200, moved.text
        assert (await cast.cora.post(f"/appointments/{session['id']}/cancel")).status_code == 200
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            for person in self.partners.values():
                await notices.invite(unit, person, "https://attune.example/welcome")
                await notices.recovery(unit, person, "https://attune.example/welcome")
                await notices.new_device(unit, person)
                await notices.own_page(unit, person)
            states = [each.value for each in DeliveryState]
            found = await unit.outbox.newest(states, 500)
        return sorted(
            (
                who,
                one.mail.kind,
                str(one.mail.state),
                str(one.mail.useful_until),
                str(len(one.mail.open_facts())),
                self.ids.plain(one.mail.open_facts()),
            )
            for who, person in self.partners.items()
            for one in found
            if one.mail.person == person
        )


async def make_world(
    number: int, web_service: WebService, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> PartnerWorld:
    """Make the couple's clinic, in which nothing is decided or planned; ids count from one in each world."""
    ids = Ids(number)
    monkeypatch.setattr(new_ids, "_new", ids.new)
    clinic = await open_clinic(web_service.store, f"w{number}", web_service.now)
    cast = await cast_couple(clinic, web)
    licence = Licence("NY", LicenceType.MARRIAGE_FAMILY_THERAPIST, "1234", date(2030, 1, 1))
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.licences.put_qualifications(
            cast.cora.person, [Qualification.LICENSED_CLINICIAN, Qualification.COUPLES_THERAPIST]
        )
        await unit.licences.add(LicenceRecord(new_ids.new_licence_id(), cast.cora.person, licence))
    return PartnerWorld(web_service, web, ids, cast)
