"""Every request is described whole, so that a new one cannot forget anything."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from fastapi import FastAPI

from app.api.clinic.document.document import TAGS, operation_id
from app.live.library import load_libraries
from app.runtime.settings import Settings
from app.wiring.main import create_app
from tests.app.conftest import inside

Json = dict[str, Any]
SHAPED = {"enum", "const", "format", "pattern", "maxLength"}


@cache
def document() -> Json:
    """Return the description of the whole service."""

    def none(_settings: Settings) -> Any:
        raise AssertionError("nothing is served")

    app = inside(create_app(Settings(), none, load_libraries(None)))
    mounted = next(route.app for route in app.routes if getattr(route, "path", "") == "/api/v1")
    api = mounted
    while not isinstance(api, FastAPI):
        api = api._app
    return api.openapi()


def each(check: Callable[[str, str], None]) -> Callable[[], None]:
    """Make one test of a check that holds for every request; it lists all for which it does not."""

    def test() -> None:
        wrong = dict[str, str]()
        for path, methods in document()["paths"].items():
            for method in methods:
                try:
                    check(path, method)
                except AssertionError as error:
                    wrong[f"{method.upper()} {path}"] = str(error)
        assert wrong == {}

    test.__name__, test.__doc__ = check.__name__, check.__doc__
    return test


def operation(path: str, method: str) -> Json:
    found: Json = document()["paths"][path][method]
    return found


def test_every_component_has_one_clear_name() -> None:
    """Classes that share a name are told apart by the path of their module, which is no name for an integration."""
    names = document()["components"]["schemas"]
    assert len(names) > 100
    assert [name for name in names if "__" in name or not name[0].isupper()] == []


@each
def test_it_says_what_it_does(path: str, method: str) -> None:
    one = operation(path, method)
    assert re.fullmatch("[A-Z][^.]{3,120}", one["summary"])
    assert one["description"].endswith((".", ".)"))
    assert one["tags"]
    assert set(one["tags"]) <= {tag["name"] for tag in TAGS}


@each
def test_it_says_who_may_ask(path: str, method: str) -> None:
    one = operation(path, method)
    assert all(
        set(choice) <= document()["components"]["securitySchemes"].keys() for choice in one["security"]
    )
    assert ("401" in one["responses"]) or not one["security"]


@each
def test_it_has_an_example_of_its_body(path: str, method: str) -> None:
    for kind, content in operation(path, method).get("requestBody", {}).get("content", {}).items():
        assert "example" in content or "examples" in content, kind
        if kind == "application/json":
            _hold(content["schema"], content["example"])


@each
def test_it_has_examples_of_its_answers(path: str, method: str) -> None:
    answers = operation(path, method)["responses"]
    for status, answer in answers.items():
        for content in answer.get("content", {}).values():
            assert "example" in content or "examples" in content, status
            for example in [content["example"]] if "example" in content else _values(content):
                if "$ref" in str(content["schema"]):
                    _hold(content["schema"], example)


@each
def test_its_problems_have_stable_codes(path: str, method: str) -> None:
    answers = operation(path, method)["responses"]
    assert "503" in answers
    for status, answer in answers.items():
        if int(status) >= 400:
            assert answer["description"]
            examples = answer["content"]["application/problem+json"]["examples"]
            assert all(example["value"]["code"] == code for code, example in examples.items())
            assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", code) for code in examples)


@each
def test_what_it_takes_has_limits(path: str, method: str) -> None:
    one = operation(path, method)
    schemas = [content["schema"] for content in one.get("requestBody", {}).get("content", {}).values()]
    parameters = [parameter["schema"] for parameter in one.get("parameters", ())]
    endless = [place for schema in (*schemas, *parameters) for place in _endless(schema, "")]
    assert endless == []


def test_operations_have_names_of_their_own() -> None:
    names = Counter(
        one["operationId"] for methods in document()["paths"].values() for one in methods.values()
    )
    assert [name for name, times in names.items() if times > 1] == []
    assert all(re.fullmatch("[a-z]+([A-Z][a-z]+)*", name) for name in names)


def test_a_name_is_made_of_the_routes() -> None:
    assert operation_id("add_cohort_member") == "addCohortMember"
    assert operation_id("recover") == "recover"


def test_a_change_names_the_version_that_was_read() -> None:
    for methods in document()["paths"].values():
        for one in methods.values():
            headers = {p["name"]: p["required"] for p in one.get("parameters", ()) if p["in"] == "header"}
            assert ("428" in one["responses"]) == headers.get("If-Match", headers.get("if-match", False))


def test_no_parameter_is_null() -> None:
    parameters = [
        parameter["schema"]
        for methods in document()["paths"].values()
        for one in methods.values()
        for parameter in one.get("parameters", ())
    ]
    assert len(parameters) > 50
    assert not any("anyOf" in schema or schema.get("type") == "null" for schema in parameters)


def _values(content: Json) -> list[Any]:
    return [example["value"] for example in content["examples"].values()]


def _hold(schema: Json, example: Any) -> None:
    assert [error.message for error in _validator(json.dumps(schema)).iter_errors(example)] == []


@cache
def _validator(schema: str) -> jsonschema_rs.Validator:
    # Problems are of one shape wherever they are.
    return jsonschema_rs.validator_for({**json.loads(schema), "components": document()["components"]})


def _endless(schema: Json, place: str) -> Iterator[str]:
    """Return where text, lists, numbers and dictionaries have no limit."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from _endless(document()["components"]["schemas"][name], name)
        return
    for part in schema.get("anyOf", ()):
        yield from _endless(part, place)
    match schema.get("type"):
        case "string" if not SHAPED & schema.keys():
            yield f"{place}: text"
        case "integer" | "number" if not {"enum", "const"} & schema.keys():
            if not {"minimum", "maximum"} <= schema.keys():
                yield f"{place}: number"
        case "array":
            if "maxItems" not in schema:
                yield f"{place}: list"
            yield from _endless(schema.get("items", {}), f"{place}[]")
        case "object" if schema.get("additionalProperties") is not False and "properties" not in schema:
            if not {"maxProperties", "propertyNames"} & schema.keys():
                yield f"{place}: dictionary"
        case _:
            pass
    for name, part in schema.get("properties", {}).items():
        yield from _endless(part, f"{place}.{name}")
