"""What clients of a programme or of a group are asked, and the instruments that a clinic has."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.measures.catalogue import Catalogue
from app.access.programme.measures.instruments import bring_instrument, list_instruments
from app.access.programme.measures.plans import add_plan, end_plan, list_plans
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE, Day, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.programme.measures.answers import InstrumentAnswer, instrument_answer
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import CohortId, ProgramId
from clinic.measures.files import LARGEST
from clinic.measures.plans import Plan, Rhythm
from clinic.measures.slots import SLOTS

__all__ = ["router"]

router = APIRouter(prefix="/measures", tags=["Measures"])

_Key = Annotated[str, Field(max_length=32, pattern=r"^[a-z][a-z0-9_]*$", examples=["phq9"])]


class MeasurePlanBody(Form):
    """A new plan, for a programme or for a group."""

    instrument: _Key
    rhythm: Rhythm
    every: Annotated[int, Field(ge=1, le=90), WHOLE] = Field(
        1, description="Of `weekly` in weeks, of `days` in days."
    )
    weekday: Annotated[int, Field(ge=0, le=6), WHOLE] | None = Field(
        None, description="Of `weekly`; Monday is 0."
    )
    program: Id | None = Field(None, examples=["pg_e2Lt7vBy4oQj"])
    cohort: Id | None = None


class MeasurePlanAnswer(BaseModel):
    """A plan."""

    id: str = Field(examples=["mp_7Rw3kLt9vQxa"])
    instrument: _Key
    rhythm: Rhythm
    every: int
    weekday: int | None
    program: str | None
    cohort: str | None
    since: date
    until: date | None
    version: int


class MeasurePlansAnswer(BaseModel):
    """The plans that ask today or later, and what could be asked."""

    plans: list[MeasurePlanAnswer]
    instruments: list[InstrumentAnswer]


class InstrumentFile(Form):
    """A file of an instrument that needs a licence, and what the caller states about it."""

    file: str = Field(
        max_length=LARGEST, examples=['key = "csq8"\n…'], description="TOML; see docs/measures.md."
    )
    holder: str = Field(
        max_length=200, examples=["Tamalpa LLC, licence 1234"], description="Who gave the licence."
    )
    until: Day | None = Field(None, description="Its last day; none if it has no end.")
    licensed: Flag = Field(description="The caller states: the clinic may use it in this way until then.")


class SlotAnswer(BaseModel):
    """A place for an instrument that needs a licence."""

    key: _Key
    title: str = Field(examples=["CSQ-8"])
    items: int
    lowest: int
    highest: int
    holder: str | None = Field(
        description="Who gave the licence; null: there is no file.", examples=["Tamalpa LLC"]
    )
    until: date | None
    version: int | None


class InstrumentsAnswer(BaseModel):
    """What the clinic has, in the newest versions, and what it may bring."""

    instruments: list[InstrumentAnswer]
    slots: list[SlotAnswer]


@router.get("/plans")
async def list_measure_plans(caller: SignedInPerson) -> MeasurePlansAnswer:
    """What clients are asked, and how often."""
    async with caller.read() as unit:
        found, known = await list_plans(unit, caller.principal)
    return MeasurePlansAnswer(
        plans=[_plan(one) for one in found],
        instruments=[instrument_answer(one) for one in known.newest()],
    )


@router.post(
    "/plans", status_code=HTTPStatus.CREATED, response_model=MeasurePlanAnswer, responses=refused(409)
)
async def add_measure_plan(
    caller: SignedInPerson, body: MeasurePlanBody, key: RepeatKey = None
) -> dict[str, Any]:
    """Ask something from today on."""

    async def create(unit: ClinicUnit) -> MeasurePlanAnswer:
        asked = Plan(
            "",
            body.instrument,
            body.rhythm,
            body.every,
            body.weekday,
            ProgramId(body.program) if body.program else None,
            CohortId(body.cohort) if body.cohort else None,
            since=date.min,
        )
        return _plan(await add_plan(unit, caller.principal, asked))

    return await once(caller, key, "measure_plan", body, create)


@router.post("/plans/{measure_plan}/end")
async def end_measure_plan(
    caller: SignedInPerson, measure_plan: PathId, version: Version, response: Response
) -> MeasurePlanAnswer:
    """Ask it no more, from today on. What was answered stays."""
    async with caller.write() as unit:
        ended = await end_plan(unit, caller.principal, measure_plan, version)
    tag_version(response, ended.version)
    return _plan(ended)


@router.get("/instruments")
async def list_measure_instruments(caller: SignedInPerson) -> InstrumentsAnswer:
    """The instruments of the release and of the clinic, and the places for those that need a licence."""
    async with caller.read() as unit:
        return _instruments(await list_instruments(unit, caller.principal))


@router.post("/instruments", status_code=HTTPStatus.CREATED, responses=refused(409))
async def bring_measure_instrument(caller: SignedInPerson, body: InstrumentFile) -> InstrumentsAnswer:
    """Bring an instrument for which the clinic has a licence."""
    async with caller.write() as unit:
        known = await bring_instrument(
            unit, caller.principal, body.file, body.holder, body.until, licensed=body.licensed
        )
    return _instruments(known)


def _instruments(known: Catalogue) -> InstrumentsAnswer:
    newest = {one.key: one for one in known.newest()}
    slots = []
    for key, slot in SLOTS.items():
        version = newest[key].version if key in newest else None
        licence = known.licences.get((key, version)) if version else None
        slots.append(
            SlotAnswer(
                key=key,
                title=slot.title,
                items=slot.items,
                lowest=slot.lowest,
                highest=slot.highest,
                holder=licence.holder if licence else None,
                until=licence.until if licence else None,
                version=version,
            )
        )
    return InstrumentsAnswer(instruments=[instrument_answer(one) for one in newest.values()], slots=slots)


def _plan(one: Plan) -> MeasurePlanAnswer:
    return MeasurePlanAnswer(
        id=one.id,
        instrument=one.instrument,
        rhythm=one.rhythm,
        every=one.every,
        weekday=one.weekday,
        program=one.program,
        cohort=one.cohort,
        since=one.since,
        until=one.until,
        version=one.version,
    )
