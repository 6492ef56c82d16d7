from typing import Annotated

from fastapi import APIRouter

from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id
from app.api.clinic.common.pages import Cursor
from app.api.clinic.common.versions import Version
from app.api.clinic.document.operations import Operation, read_operations
from app.api.clinic.identity.visitors import Strange

router = APIRouter(prefix="/things")


class ThingForm(Form):
    name: Annotated[str, "any"]


@router.get("")
async def list_things(caller: Signed, cursor: Cursor = None) -> None: ...


@router.get("/of")
async def list_things_of(caller: SignedInPerson, person: Id | None = None) -> None: ...


@router.patch("/{thing}")
async def change_thing(caller: Signed, thing: str, version: Version, form: ThingForm) -> None: ...


@router.post("/look")
async def look(stranger: Strange) -> None: ...


@router.get("/hidden", include_in_schema=False)
async def hide() -> None: ...


def found() -> dict[str, Operation]:
    return {f"{one.method} {one.path}": one for one in read_operations([router])}


def test_what_is_described_is_found() -> None:
    assert found().keys() == {"GET /things", "GET /things/of", "PATCH /things/{thing}", "POST /things/look"}


def test_who_may_ask_is_read_from_the_arguments() -> None:
    everybody, person, stranger = (
        found()[one] for one in ("GET /things", "GET /things/of", "POST /things/look")
    )
    assert (everybody.signed, everybody.in_person, everybody.stranger) == (True, False, False)
    assert (person.signed, person.in_person) == (True, True)
    assert (stranger.signed, stranger.stranger, stranger.changes) == (False, True, True)


def test_what_it_takes_is_read_from_the_arguments() -> None:
    listed, filtered, changed = (
        found()[one] for one in ("GET /things", "GET /things/of", "PATCH /things/{thing}")
    )
    assert (listed.paged, listed.filtered, listed.has_body, listed.changes) == (True, False, False, False)
    assert (filtered.paged, filtered.filtered) == (False, True)
    assert (changed.versioned, changed.has_path, changed.has_body, changed.has_input) == (
        True,
        True,
        True,
        True,
    )
