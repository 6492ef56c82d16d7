"""What people decide about themselves."""

from fastapi import APIRouter
from starlette.responses import Response

from app.access.people import own_contact
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import OwnContactAnswer, own_contact_answer
from app.api.clinic.people.forms import OwnContactForm, changes_of, more_languages_of, named_as_typed

__all__ = ["router"]

router = APIRouter(prefix="/me", tags=["Me"])


@router.get("/contact")
async def read_own_contact(caller: SignedInPerson, response: Response) -> OwnContactAnswer:
    """Return one's own name, language and zone, and how one may be reached."""
    async with caller.read() as unit:
        record = await own_contact.read_own_contact(unit, caller.principal)
    tag_version(response, record.version)
    return own_contact_answer(record)


@router.put("/contact")
async def change_own_contact(
    caller: SignedInPerson, form: OwnContactForm, version: Version, response: Response
) -> OwnContactAnswer:
    """Change them."""
    with named_as_typed():
        async with caller.write() as unit:
            record = await own_contact.change_own_contact(
                unit, caller.principal, version, changes_of(form), more_languages_of(form) or []
            )
    tag_version(response, record.version)
    return own_contact_answer(record)
