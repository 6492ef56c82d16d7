"""``/settings/clearance``: whether couples' sessions wait for clearance, and what a private screening asks."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety.clearance.settings import access_settings, keep_settings
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import WHOLE, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.versions import Version, tag_version
from app.api.services import Provided
from clinic.safety.clearance import REVIEW_RANGE, ClearanceSettings
from clinic.safety.screening import (
    LONGEST_ITEM,
    LONGEST_TITLE,
    MOST_ITEMS,
    SCALE,
    Instrument,
    InstrumentKind,
)

__all__ = ["InstrumentBody", "instrument_body", "router"]

router = APIRouter(tags=["Safety"])
_Answer = Annotated[int, Field(ge=SCALE[0], le=SCALE[1]), WHOLE]


class InstrumentBody(Form):
    """What a private screening asks, in the clinic's own words."""

    kind: InstrumentKind = Field(
        description="`hits` has its own scoring; its text needs its authors’ permission."
    )
    title: str = Field(max_length=LONGEST_TITLE, examples=["HITS"])
    items: list[Annotated[str, Field(max_length=LONGEST_ITEM)]] = Field(
        max_length=MOST_ITEMS,
        examples=[["", "", "", ""]],
        description="Item by item; of `hits` they may be empty.",
    )
    lowest: _Answer
    highest: _Answer = Field(examples=[5])
    positive_above: Annotated[int, Field(ge=0, le=MOST_ITEMS * SCALE[1]), WHOLE] | None = Field(
        None, description="A sum above it counts as positive. A clinician decides, not the number."
    )


class ClearanceSettingsBody(Form):
    """What the clinic has chosen."""

    asks: Flag = Field(description="Sessions of couples wait until both partners are cleared.")
    review_days: Annotated[int, Field(ge=REVIEW_RANGE[0], le=REVIEW_RANGE[1]), WHOLE] = Field(
        description="How long a screening counts."
    )
    instrument: InstrumentBody


class ClearanceSettingsAnswer(BaseModel):
    """What the clinic has chosen."""

    asks: bool
    review_days: int
    instrument: InstrumentBody
    version: int = Field(description="Of the clinic’s settings.")


@router.get("/settings/clearance", name="read_clearance_settings")
async def get_settings(caller: SignedInPerson, response: Response) -> ClearanceSettingsAnswer:
    """Whether couples’ sessions wait for clearance, and what is asked."""
    chosen, version = await access_settings(caller)
    return _answer(response, chosen, version)


@router.put("/settings/clearance", name="put_clearance_settings")
async def put_settings(
    caller: SignedInPerson,
    services: Provided,
    response: Response,
    version: Version,
    body: ClearanceSettingsBody,
) -> ClearanceSettingsAnswer:
    """Change it. Rooms that are open are told."""
    found = body.instrument
    instrument = Instrument(
        found.kind, found.title, tuple(found.items), found.lowest, found.highest, found.positive_above
    )
    asked = ClearanceSettings(body.asks, body.review_days, instrument)
    chosen, changed, rooms = await keep_settings(caller, asked, version)
    for room in rooms:
        services.preparations.changed(room)
    return _answer(response, chosen, changed)


def instrument_body(found: Instrument) -> InstrumentBody:
    """Return an instrument as it is answered."""
    return InstrumentBody(
        kind=found.kind,
        title=found.title,
        items=list(found.items),
        lowest=found.lowest,
        highest=found.highest,
        positive_above=found.positive_above,
    )


def _answer(response: Response, chosen: ClearanceSettings, version: int) -> ClearanceSettingsAnswer:
    tag_version(response, version)
    return ClearanceSettingsAnswer(
        asks=chosen.asks,
        review_days=chosen.review_days,
        instrument=instrument_body(chosen.instrument),
        version=version,
    )
