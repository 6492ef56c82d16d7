"""A programme with an open and a protected group, and an EHR that reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import pytest

from app.runtime.ids import new_grant_id
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.grants import Grant, Terms
from clinic.consents.versions import VersionId
from tests.app.conftest import WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.schedule.afterwards.past import hold_session, start_group
from tests.support.schedule.world import World
from tests.support.service.systems import Ehr, connect_ehr


@dataclass
class Programme:
    """Cleo and Dev are in an open group, Eve and Dev in a protected one; Ana and Ben are a couple.

    Attributes:
        began: When each session began.
    """

    world: World
    ehr: Ehr
    open: CohortId
    protected: CohortId
    group: AppointmentId
    sud: AppointmentId
    couple: AppointmentId
    began: datetime

    @property
    def ana(self) -> PersonId:
        return self.world.clients[0]

    @property
    def ben(self) -> PersonId:
        return self.world.clients[1]

    @property
    def cleo(self) -> PersonId:
        return self.world.clients[2]

    @property
    def dev(self) -> PersonId:
        return self.world.clients[3]

    @property
    def eve(self) -> PersonId:
        return self.world.clients[4]

    async def consent(
        self,
        person: PersonId,
        *categories: Category,
        withdrawn: bool = False,
        kind: DocumentKind = DocumentKind.PART2,
    ) -> str:
        """Let somebody sign that protected records may go to the EHR."""
        clinic = self.world.clinic
        terms = Terms(
            self.ehr.recipient,
            "Treatment",
            frozenset(categories or {Category.SUD_TRACK}),
            clinic.now + timedelta(days=90),
        )
        grant = Grant(
            new_grant_id(),
            person,
            VersionId("part2-1"),
            DocumentKey(kind),
            1,
            "en",
            "0" * 64,
            clinic.now - timedelta(days=2),
            terms=terms,
            withdrawn_at=clinic.now - timedelta(days=1) if withdrawn else None,
        )
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            await unit.grants.add(grant)
        return grant.id


async def build_programme(world: World, web: httpx.AsyncClient) -> Programme:
    clinic = world.clinic
    ehr = await connect_ehr(clinic, web)
    ana, ben, cleo, dev, eve = world.clients
    began = clinic.now - timedelta(days=3)
    until = began + timedelta(hours=3)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        open_ = await start_group(unit, "Mood", [cleo, dev])
        protected = await start_group(unit, "Recovery", [eve, dev], part2=True)
        whole = [(began, until)]
        group = await hold_session(
            unit, began, until, world.dana.person, {cleo: whole, dev: whole}, cohort=open_
        )
        sud = await hold_session(
            unit,
            began + timedelta(days=1),
            until + timedelta(days=1),
            world.elena.person,
            {each: [(began + timedelta(days=1), until + timedelta(days=1))] for each in (eve, dev)},
            cohort=protected,
            track="sud",
        )
        couple = await hold_session(
            unit,
            began,
            until,
            world.elena.person,
            {ana: whole, ben: [(began, began + timedelta(hours=1))]},
            kind="couples",
            track="couples",
        )
    return Programme(world, ehr, open_, protected, group, sud, couple, began)


@pytest.fixture
async def programme(
    web_service: WebService, world: World, client: httpx.AsyncClient, built_once: BuiltOnce
) -> Programme:
    return await built_once.step(
        "fhir programme", lambda: build_programme(world, client), web_service.store, client
    )
