"""Records: one by its id, or a page of a search."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from app.access.records.exports.pages import find_page, find_record
from app.api.fhir.answers import NotFound, fhir_response
from app.api.fhir.callers import find_caller, handling_is_strict
from app.api.fhir.links import link, read_cursor
from app.api.services import services_of
from app.exports.fhir.answers import left_out, searchset
from app.exports.fhir.search import TYPES, Malformed, read_search

__all__ = ["get_record", "post_search", "search"]

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 40


async def get_record(request: Request) -> Response:
    """Answer one record."""
    caller = await find_caller(request)
    record = await find_record(caller, _type(request), request.path_params["id"])
    if record is None:
        raise NotFound
    return fhir_response(record)


async def search(request: Request) -> Response:
    """Answer a page of a search."""
    return await _search(request, request.query_params.multi_items())


async def post_search(request: Request) -> Response:
    """Answer a search whose parameters are in the body: what is looked for stays out of addresses."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Malformed("", f"The body has to be {_FORM}.")
    try:
        body = (await request.body()).decode()
        given = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Malformed("", "The body cannot be read.") from None
    return await _search(request, [*request.query_params.multi_items(), *given])


async def _search(request: Request, given: list[tuple[str, str]]) -> Response:
    caller = await find_caller(request)
    type_ = _type(request)
    asked = read_search(type_, given, caller.zone, strict=handling_is_strict(request))
    page = await find_page(caller, asked, read_cursor(type_, asked.cursor))
    base = services_of(request).systems.base
    beside = left_out(page.left_out, protected=page.protected, ignored=asked.ignored)
    own = link(base, type_, asked.parameters, None)
    following = None if page.after is None else link(base, type_, asked.parameters, page.after)
    return fhir_response(searchset(base, page.records, beside, own, following))


def _type(request: Request) -> str:
    type_ = str(request.path_params["type"])
    if type_ not in TYPES:
        raise NotFound
    return type_
