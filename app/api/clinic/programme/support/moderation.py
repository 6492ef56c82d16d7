"""The care team's side of the support network: a client's part in it, reports, and the clinic's settings."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.support import moderation
from app.access.programme.support.moderation import ClientNetwork, ReportView
from app.access.programme.support.settings import access_settings, keep_settings
from app.access.programme.support.standing import NetworkPart
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE, Day, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import NameAnswer, name_answer
from clinic.common.ids import PersonId
from clinic.support.hosts import PeerHost
from clinic.support.members import DAYS_RANGE, MOST_CHECK_INS, SupportSettings
from clinic.support.reports import NOTE_LIMIT, ReportOutcome

__all__ = ["router"]

router = APIRouter(tags=["Support"])


class PairAnswer(BaseModel):
    """Somebody from a client's groups, as the client's care team sees it."""

    person: NameAnswer
    named: bool = Field(description="The client has named them. What they wish is not shown.")
    mutual: bool
    blocked: bool = Field(description="The client has blocked them.")
    kept_apart: bool


class ClientNetworkAnswer(BaseModel):
    """A client's part in the network."""

    part: NetworkPart
    name: str = Field(examples=["Sparrow"], description="As they are called there.")
    pairs: list[PairAnswer]
    alumni: bool = Field(description="They were treated here and are not any more.")
    host_since: date | None = Field(description="When their training as a host ended; None if they are none.")
    may_change: bool


class ApartForm(Form):
    """Whether two people are kept apart."""

    apart: Flag


class SuspensionForm(Form):
    """Whether somebody is kept out of the network."""

    suspended: Flag


class HostForm(Form):
    """A host of alumni groups."""

    trained_on: Day | None = Field(description="When their training ended; None: they host no more.")


class ReportAnswer(BaseModel):
    """A report of abuse."""

    id: str = Field(examples=["rp_2Hn7vRq9sXwL"])
    by: NameAnswer
    about: NameAnswer
    at: datetime
    words: str = Field(examples=["They ask me for money."])
    line: str = Field(examples=[""], description="What the one who is reported had told the other.")
    outcome: ReportOutcome | None
    note: str = Field(examples=[""])
    done_by: NameAnswer | None
    done_at: datetime | None


class ApartAnswer(BaseModel):
    """Two people who are kept apart."""

    first: NameAnswer
    second: NameAnswer


class SuspendedAnswer(BaseModel):
    """Somebody who is kept out."""

    person: NameAnswer
    by: NameAnswer | None
    since: datetime


class ModerationAnswer(BaseModel):
    """What the care team looks after."""

    open: list[ReportAnswer] = Field(description="Reports that wait.")
    done: list[ReportAnswer]
    apart: list[ApartAnswer] = Field(description="For those who plan everybody’s weeks.")
    suspended: list[SuspendedAnswer] = Field(description="For those who plan everybody’s weeks.")


class ReportOutcomeForm(Form):
    """What was done about a report, and why."""

    outcome: ReportOutcome
    note: Annotated[str, Field(max_length=NOTE_LIMIT, examples=["Talked with both."])]


class SupportSettingsBody(Form):
    """What the clinic has chosen."""

    during_programme: Flag = Field(description="People may find each other while they are still treated.")
    check_in_days: list[Annotated[int, Field(ge=DAYS_RANGE[0], le=DAYS_RANGE[1]), WHOLE]] = Field(
        max_length=MOST_CHECK_INS,
        examples=[[7, 30, 91, 182, 365]],
        description="Days after discharge, in order.",
    )


class SupportSettingsAnswer(BaseModel):
    """What the clinic has chosen."""

    during_programme: bool
    check_in_days: list[int]
    version: int = Field(description="Of the clinic’s settings.")


@router.get("/people/{person}/network", name="read_network_of_person")
async def get_network(caller: SignedInPerson, person: PathId) -> ClientNetworkAnswer:
    """A client’s part in the support network, for their care team. Every look is noted."""
    async with caller.read() as unit:
        return _network(await moderation.read_client_network(unit, caller.principal, PersonId(person)))


@router.put("/people/{person}/network/apart/{other}", name="keep_apart", responses=refused(404))
async def put_apart(
    caller: SignedInPerson, person: PathId, other: PathId, form: ApartForm
) -> ClientNetworkAnswer:
    """Keep two people apart, or let them meet. Neither of them is told, of neither."""
    async with caller.write() as unit:
        return _network(
            await moderation.keep_apart(
                unit, caller.principal, PersonId(person), PersonId(other), apart=form.apart
            )
        )


@router.put("/people/{person}/network/suspension", name="suspend_from_network")
async def put_suspension(caller: SignedInPerson, person: PathId, form: SuspensionForm) -> ClientNetworkAnswer:
    """Keep somebody out of the network, or let them back."""
    async with caller.write() as unit:
        return _network(
            await moderation.suspend(unit, caller.principal, PersonId(person), suspended=form.suspended)
        )


@router.put("/people/{person}/network/host", name="put_peer_host")
async def put_host(caller: SignedInPerson, person: PathId, form: HostForm) -> ClientNetworkAnswer:
    """Let a former client who was trained host alumni groups, or end it."""
    host = PeerHost(PersonId(person), form.trained_on) if form.trained_on else None
    async with caller.write() as unit:
        return _network(await moderation.name_host(unit, caller.principal, PersonId(person), host))


@router.get("/support/moderation", name="read_moderation")
async def get_moderation(caller: SignedInPerson, response: Response) -> ModerationAnswer:
    """Reports about the caller’s own clients; and for those who plan, all, with who is kept apart or out."""
    async with caller.read() as unit:
        found = await moderation.read_moderation(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return ModerationAnswer(
        open=[_report(one) for one in found.open],
        done=[_report(one) for one in found.done],
        apart=[ApartAnswer(first=name_answer(one), second=name_answer(other)) for one, other in found.apart],
        suspended=[
            SuspendedAnswer(
                person=name_answer(names[one.person]),
                by=name_answer(names[one.suspended_by]) if one.suspended_by in names else None,
                since=one.suspended_at,
            )
            for one, names in found.suspended
            if one.suspended_at is not None
        ],
    )


@router.post("/support/reports/{report}/outcome", name="conclude_report", responses=refused(404, 409))
async def post_outcome(caller: SignedInPerson, report: PathId, form: ReportOutcomeForm) -> ReportAnswer:
    """Do something about a report, and note why. Who is concerned learns no more than that a link has ended."""
    async with caller.write() as unit:
        return _report(
            await moderation.conclude_report(unit, caller.principal, report, form.outcome, form.note)
        )


@router.get("/settings/support", name="read_support_settings")
async def get_settings(caller: SignedInPerson, response: Response) -> SupportSettingsAnswer:
    """Whether people find each other during their programme, and when they are asked how they are after it."""
    chosen, version = await access_settings(caller)
    return _settings(response, chosen, version)


@router.put("/settings/support", name="put_support_settings")
async def put_settings(
    caller: SignedInPerson, response: Response, version: Version, body: SupportSettingsBody
) -> SupportSettingsAnswer:
    """Change it. Check-ins that are planned stay as they are."""
    asked = SupportSettings(body.during_programme, tuple(body.check_in_days))
    chosen, version = await keep_settings(caller, asked, version)
    return _settings(response, chosen, version)


def _settings(response: Response, chosen: SupportSettings, version: int) -> SupportSettingsAnswer:
    tag_version(response, version)
    return SupportSettingsAnswer(
        during_programme=chosen.during_programme,
        check_in_days=list(chosen.check_in_days),
        version=version,
    )


def _network(found: ClientNetwork) -> ClientNetworkAnswer:
    return ClientNetworkAnswer(
        part=found.standing.part,
        name=found.standing.profile.name,
        pairs=[
            PairAnswer(
                person=name_answer(pair.other),
                named=pair.shown.named,
                mutual=pair.shown.mutual,
                blocked=pair.shown.blocked,
                kept_apart=pair.kept_apart,
            )
            for pair in found.pairs
        ],
        alumni=found.standing.alumni,
        host_since=found.host.trained_on if found.host else None,
        may_change=found.may_change,
    )


def _report(view: ReportView) -> ReportAnswer:
    one, names = view.report, view.names
    return ReportAnswer(
        id=one.id,
        by=name_answer(names[one.by]),
        about=name_answer(names[one.about]),
        at=one.at,
        words=one.words,
        line=one.line,
        outcome=one.outcome,
        note=one.note,
        done_by=name_answer(names[one.done_by]) if one.done_by in names else None,
        done_at=one.done_at,
    )
