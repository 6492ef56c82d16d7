"""A client's own side of the support network. Nothing in an answer moves with what is not theirs to know."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme import alumni
from app.access.programme.support import network
from app.access.programme.support.network import Network, Peer
from app.access.programme.support.standing import NetworkPart
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.services import Provided
from clinic.common.ids import CohortId, PersonId
from clinic.support.peers import LINE_LIMIT, PeerMove
from clinic.support.pseudonyms import LIMIT
from clinic.support.reports import WORDS_LIMIT

__all__ = ["router"]

router = APIRouter(prefix="/me/network", tags=["Support"])


class NameForm(Form):
    """What one is called in the network."""

    name: Annotated[str, Field(max_length=LIMIT, examples=["Sparrow"])]


class MoveForm(Form):
    """What one does about somebody."""

    move: PeerMove = Field(
        description="`offer` names them in private, `take_back` takes that back; `leave` and `block` end a link alike;"
        " `dismiss`: one has read that it ended. The care team’s own moves are refused."
    )


class LineForm(Form):
    """What one tells somebody with whom there is a link."""

    line: Annotated[str, Field(max_length=LINE_LIMIT, examples=["Call me any evening: 202-555-0123"])]


class ReportForm(Form):
    """What somebody did, for the care team alone."""

    words: Annotated[str, Field(max_length=WORDS_LIMIT, examples=["They ask me for money."])]


class PeerAnswer(BaseModel):
    """Somebody from one's groups, and what one has done oneself."""

    id: str = Field(examples=["pt_x7Kq2mPv9rTz"])
    group_name: str = Field(examples=["Noah"], description="As they were called in the group.")
    named: bool = Field(description="The caller has named them, and there is no link.")
    mutual: bool = Field(description="There is a link.")
    ended: bool = Field(description="There was one. Nothing says how it ended.")
    blocked: bool = Field(description="The caller has blocked them.")
    name: str = Field(examples=["Robin"], description="As they are called here; empty without a link.")
    line: str = Field(examples=[""], description="What they tell the caller; empty without a link.")
    own_line: str = Field(examples=[""])


class NetworkAnswer(BaseModel):
    """One's own network."""

    part: NetworkPart = Field(
        description="`later`: after the programme. `suspended`: the care team paused it."
    )
    name: str = Field(examples=["Sparrow"])
    peers: list[PeerAnswer]
    version: int = Field(description="Counts the caller’s own changes of their name.")


class AlumniGroupAnswer(BaseModel):
    """A group that one may join, or is in."""

    id: str = Field(examples=["co_k6Nm0gSf9xAz"])
    name: str = Field(examples=["Sunday alumni"])
    member: bool
    full: bool


class AlumniGroupsAnswer(BaseModel):
    """Groups by name."""

    items: list[AlumniGroupAnswer]


@router.get("", name="read_own_network")
async def get_network(caller: SignedInPerson, response: Response) -> NetworkAnswer:
    """One’s own network: whom one knows from groups, whom one has named, and the links there are."""
    async with caller.read() as unit:
        found = await network.read_network(unit, caller.principal)
    return _tagged(response, found)


@router.put("/name", name="choose_own_name", responses=refused(409))
async def put_name(
    caller: SignedInPerson, form: NameForm, version: Version, response: Response
) -> NetworkAnswer:
    """Choose what one is called in the network: no part of one’s legal name, and no way to be reached."""
    async with caller.write() as unit:
        found = await network.choose_name(unit, caller.principal, form.name, version)
    return _tagged(response, found)


@router.post("/people/{person}/moves", name="move_in_network", responses=refused(404, 409))
async def post_move(
    caller: SignedInPerson, services: Provided, person: PathId, form: MoveForm, response: Response
) -> NetworkAnswer:
    """Name somebody, take it back, leave or block. Done twice it is done once."""
    async with caller.write() as unit:
        found = await network.make_move(unit, caller.principal, PersonId(person), form.move, services.notices)
    return _tagged(response, found)


@router.put("/people/{person}/line", name="write_own_line", responses=refused(404, 409))
async def put_line(
    caller: SignedInPerson, person: PathId, form: LineForm, response: Response
) -> NetworkAnswer:
    """Write what one tells somebody; empty takes it back. It goes with the link."""
    async with caller.write() as unit:
        found = await network.write_line(unit, caller.principal, PersonId(person), form.line)
    return _tagged(response, found)


@router.post(
    "/people/{person}/reports",
    name="report_in_network",
    status_code=HTTPStatus.CREATED,
    responses=refused(404, 409),
)
async def post_report(
    caller: SignedInPerson, person: PathId, form: ReportForm, response: Response
) -> NetworkAnswer:
    """Tell the care team what somebody did. Who is reported learns nothing of it."""
    async with caller.write() as unit:
        found = await network.report(unit, caller.principal, PersonId(person), form.words)
    return _tagged(response, found)


@router.get("/groups", name="list_alumni_groups")
async def get_groups(caller: SignedInPerson) -> AlumniGroupsAnswer:
    """Alumni groups that one may join, or is in."""
    async with caller.read() as unit:
        return _groups(await alumni.list_groups(unit, caller.principal))


@router.put("/groups/{cohort}", name="join_alumni_group", responses=refused(404, 409))
async def put_group(caller: SignedInPerson, services: Provided, cohort: PathId) -> AlumniGroupsAnswer:
    """Join an alumni group."""
    async with caller.write() as unit:
        found = await alumni.join_group(unit, caller.principal, CohortId(cohort), services.notices)
    services.plan_changed()
    return _groups(found)


@router.delete("/groups/{cohort}", name="leave_alumni_group", responses=refused(404, 409))
async def delete_group(caller: SignedInPerson, services: Provided, cohort: PathId) -> AlumniGroupsAnswer:
    """Leave an alumni group."""
    async with caller.write() as unit:
        found = await alumni.leave_group(unit, caller.principal, CohortId(cohort), services.notices)
    services.plan_changed()
    return _groups(found)


def _tagged(response: Response, found: Network) -> NetworkAnswer:
    profile = found.standing.profile
    response.headers["cache-control"] = "no-store"
    tag_version(response, profile.version)
    return NetworkAnswer(
        part=found.standing.part,
        name=profile.name,
        peers=[_peer(one) for one in found.peers],
        version=profile.version,
    )


def _peer(one: Peer) -> PeerAnswer:
    return PeerAnswer(
        id=one.named.id,
        group_name=one.named.name,
        named=one.shown.named,
        mutual=one.shown.mutual,
        ended=one.shown.ended,
        blocked=one.shown.blocked,
        name=one.name,
        line=one.line,
        own_line=one.own_line,
    )


def _groups(found: list[alumni.AlumniGroup]) -> AlumniGroupsAnswer:
    return AlumniGroupsAnswer(
        items=[AlumniGroupAnswer(id=one.id, name=one.name, member=one.member, full=one.full) for one in found]
    )
