"""The whole description: what FastAPI reads from the routes, with problems, examples, security and plain names."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from fastapi import APIRouter

from app.api.clinic.common.errors import ProblemAnswer
from app.api.clinic.document.examples import ExampleMissing, example_of
from app.api.clinic.document.operations import Operation, read_operations
from app.api.clinic.document.refusals import problem_answer, refusals_of
from app.api.clinic.document.scopes import ACTIONS
from clinic.identity.access import TOKEN_SCOPES, Action

__all__ = ["TAGS", "complete", "operation_id"]

Json = dict[str, Any]
_SCHEMAS: Final = "#/components/schemas/{model}"
_FIRST_PROBLEM: Final = 400
TAGS: Final = [
    {"name": "Signing in", "description": "Every way in, and out."},
    {
        "name": "Links",
        "description": "One-time links, for a first sign-in and for who cannot sign in any more.",
    },
    {"name": "Me", "description": "What is one's own: sign-ins, credentials, tokens, contact."},
    {"name": "People", "description": "Clients and staff."},
    {"name": "Staff", "description": "Roles, qualifications, licences and sign-ins of staff."},
    {"name": "Couples", "description": "Two clients who are treated together."},
    {"name": "Care team", "description": "Who looks after whom, and what a director permits."},
    {"name": "Agreements", "description": "The documents that clients sign, and what they signed."},
    {"name": "Programme", "description": "Programmes, groups, episodes of care and weeks."},
    {"name": "Insurance", "description": "What pays for care, what is left of it, codes and statements."},
    {"name": "Schedule", "description": "Sessions, templates and holidays."},
    {"name": "Safety", "description": "Help signals, who is on call, and crisis cards."},
    {"name": "Safety", "description": "What is known of people before a session, for those who lead it."},
    {"name": "Attendance", "description": "Who was present in sessions, and what was corrected."},
    {
        "name": "Measures",
        "description": "What clients are asked about how they are, and what follows from it.",
    },
    {"name": "Support", "description": "After treatment: peers, activities, resources, aftercare."},
    {"name": "Policies", "description": "What a clinic chooses for its rooms."},
    {"name": "Settings", "description": "The clinic itself."},
    {"name": "Mail", "description": "What waits, what was sent, what could not be delivered."},
    {"name": "Webhooks", "description": "Systems of the clinic that are told of events."},
    {"name": "Office", "description": "The audit trail."},
    {
        "name": "Records",
        "description": "How long records are kept, legal holds, copies and corrections of what is kept.",
    },
    {"name": "Calendar", "description": "A person's own calendar for programs without a sign-in."},
]


def operation_id(name: str) -> str:
    """Return an operation's id from the name of its route: ``add_person`` becomes ``addPerson``."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def complete(document: Json, routers: Iterable[APIRouter], cookie: str) -> Json:
    """Complete the description that FastAPI made.

    Args:
        document: It is changed.
        routers: The routes that it describes.
        cookie: The name of the sign-in cookie.
    """
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    _add_problems(schemas)
    components["securitySchemes"] = {
        "signIn": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": "A person at a screen. What changes anything has to come from our own pages.",
        },
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "An integration with a personal token; the scopes that it needs are listed.",
        },
    }
    for operation in read_operations(routers):
        described = document["paths"][operation.path][operation.method.lower()]
        _complete_operation(described, operation, schemas)
    _tag_versions(document["paths"])
    return document


def _add_problems(schemas: Json) -> None:
    whole = ProblemAnswer.model_json_schema(ref_template=_SCHEMAS, mode="serialization")
    schemas.update(whole.pop("$defs", {}))
    schemas["ProblemAnswer"] = whole
    # FastAPI's own form of what is malformed is never answered.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)


def _complete_operation(described: Json, operation: Operation, schemas: Mapping[str, Any]) -> None:
    acts = ACTIONS.get(described["operationId"], ())
    described["summary"] = _first_sentence(described["description"])
    described["security"] = _security(operation, acts)
    _complete_answers(described, operation, acts, schemas)
    for parameter in described.get("parameters", ()):
        _complete_parameter(parameter)
    for content in described.get("requestBody", {}).get("content", {}).values():
        _add_example(content, schemas, asked=True)


def _first_sentence(text: str) -> str:
    line = " ".join(text.split("\n\n")[0].split())
    return line.split(". ")[0].removesuffix(".").replace("``", "")


def _security(operation: Operation, acts: tuple[Action, ...]) -> list[Json]:
    if not operation.signed:
        return []
    # No token is given what is dangerous.
    by_token = not operation.in_person and TOKEN_SCOPES.issuperset(acts)
    return [{"signIn": []}, *([{"token": [act.value for act in acts]}] if by_token else [])]


def _complete_answers(
    described: Json, operation: Operation, acts: tuple[Action, ...], schemas: Mapping[str, Any]
) -> None:
    answers = described["responses"]
    declared = {int(status) for status in answers if int(status) >= _FIRST_PROBLEM}
    refusals = refusals_of(operation, acts)
    if not operation.has_input:
        declared.discard(422)
        answers.pop("422", None)
    for status in sorted(declared | refusals.keys()):
        answers[str(status)] = problem_answer(status, refusals.get(status, ()))
    for status, answer in answers.items():
        if int(status) < _FIRST_PROBLEM:
            for content in answer.get("content", {}).values():
                _add_example(content, schemas, asked=False)


def _add_example(content: Json, schemas: Mapping[str, Any], *, asked: bool) -> None:
    if "example" not in content and "examples" not in content:
        # A description without one example is better than none; a test misses the example.
        with suppress(ExampleMissing):
            content["example"] = example_of(content.get("schema", {}), schemas, asked=asked)


def _complete_parameter(parameter: Json) -> None:
    schema = parameter["schema"]
    # What is not there is left out; there is no null in a query or a header.
    if choices := [one for one in schema.pop("anyOf", ()) if one.get("type") != "null"]:
        assert len(choices) == 1, "parameters are of one kind"
        schema.update(choices[0])
    if parameter["name"].lower() == "if-match":
        # Without it 428, which is for a header that is needed (RFC 6585, 3).
        parameter["required"] = True


def _tag_versions(paths: Mapping[str, Any]) -> None:
    """Document ``ETag`` where something has a version: its path has a method that asks for it."""
    header = {
        "ETag": {
            "description": "The version; `If-Match` names it.",
            "required": True,
            "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
            "example": '"3"',
        }
    }
    for path in paths.values():
        if any("428" in one["responses"] for one in path.values()):
            for method in ("get", "put", "patch"):
                if method in path and "200" in path[method]["responses"]:
                    path[method]["responses"]["200"]["headers"] = header
