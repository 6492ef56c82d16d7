"""Runs Schemathesis over the described requests and tells what does not hold.

All checks are made but these:

- ``object_level_authorization`` compares two callers that it can tell apart by their answers to the same request; who
  may read what is tested by area, and clinics against each other in ``tests/app/api/clinic/people/test_access.py``.
- ``max_response_time`` measures this machine.
- Rules that no schema can tell may refuse what is well formed (``positive_data_acceptance``): with a code of their own,
  never ``form.malformed``; cursors and versions belong to what was answered before.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final

import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from schemathesis.generation.case import Case
from schemathesis.hooks import HookContext
from schemathesis.openapi.checks import RejectedPositiveData

from tests.support.described.bridge import Bridge

__all__ = ["Outcome", "Plan", "run"]

ORIGIN: Final = "http://localhost:8000"
_DOCUMENT: Final = "/api/v1/openapi.json"
_PATIENCE_S: Final = 120
_REFUSED: Final = [
    "400",
    "401",
    "403",
    "404",
    "405",
    "409",
    "410",
    "412",
    "413",
    "415",
    "422",
    "428",
    "429",
    "503",
]
_DAYS: Final = st.dates(datetime(2000, 1, 1).date(), datetime(2189, 12, 31).date())  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is tried.

    Attributes:
        examples: Random requests of each operation.
        phases: Of Schemathesis: ``examples`` sends those of the description, ``coverage`` tries each limit and each
            violation of each field, ``fuzzing`` is random, ``stateful`` follows what was answered.
    """

    examples: int
    phases: frozenset[str]


@dataclass
class Outcome:
    """What was tried and what did not hold."""

    cases: int = 0
    operations: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)


def run(bridge: Bridge, secret: str, known: Mapping[str, list[str]], plan: Plan) -> Outcome:
    """Try all operations as one caller.

    Args:
        bridge: Serves the requests.
        secret: What the caller's cookie holds; empty for a stranger.
        known: Ids of what exists, by the name of the parameter or field.
        plan: How much is tried.
    """
    _register_formats()
    config = SchemathesisConfig.from_dict(_settings(secret, known, plan))
    schema = schemathesis.openapi.from_asgi(
        _DOCUMENT, app=bridge, config=config, headers={"host": "localhost:8000"}, timeout=_PATIENCE_S
    )
    schema.config.base_url = f"{ORIGIN}/api/v1"
    schema.hook(filter_failure)
    outcome = Outcome()
    for event in from_schema(schema).execute():
        match event:
            case events.FatalError():
                raise event.exception
            case events.NonFatalError():
                outcome.failures[f"{event.label}: not tried"] = str(event.info)
            case events.ScenarioFinished():
                _note(event, outcome)
            case _:
                pass
    return outcome


def filter_failure(_context: HookContext, failure: Failure, _case: Case[Any], response: Response) -> bool:
    """Keep a failure, unless a rule has refused what is well formed."""
    return not (isinstance(failure, RejectedPositiveData) and _code(response) != "form.malformed")


def _code(response: Response) -> str:
    try:
        found: str = json.loads(response.content)["code"]
    except (ValueError, KeyError, TypeError):
        return "form.malformed"
    return found


def _note(event: events.ScenarioFinished, outcome: Outcome) -> None:
    for call in event.recorder.interactions.values():
        outcome.cases += 1
        outcome.statuses[call.response.status_code if call.response else 0] += 1
    if event.label:
        outcome.operations.add(event.label)
    for case, checks in event.recorder.checks.items():
        for check in checks:
            if (info := check.failure_info) is not None:
                answer = event.recorder.interactions[case].response
                status = answer.status_code if answer else 0
                body = answer.content[:400] if answer else b""
                outcome.failures[f"{event.label}: {check.name} {status}"] = (
                    f"{info.failure.message}\n{info.code_sample}\n{body!r}"
                )


def _settings(secret: str, known: Mapping[str, list[str]], plan: Plan) -> dict[str, Any]:
    headers = {"origin": ORIGIN, "host": "localhost:8000"}
    if secret:
        headers["cookie"] = f"attune={secret}"
    dictionaries = {name: {"values": ids} for name, ids in known.items()}
    often = {"probability": 0.7}
    parameters = {
        f"{place}.{name}": {"dictionary": name, **often}
        for name in known
        for place in ("path", "query", "body", "header")
    }
    parameters["body.attendees[*].person"] = {"dictionary": "person", **often}
    return {
        "seed": 20260302,
        "headers": headers,
        "continue-on-failure": True,
        "request-timeout": _PATIENCE_S,
        # The client's own NUL and lone surrogates: tests/app/api/clinic/document/test_odd_values.py.
        "generation": {
            "deterministic": True,
            "max-examples": plan.examples,
            "no-shrink": True,
            "allow-x00": False,
            # The caller is the one whose cookie is sent; others are tried by ``ignored_auth``.
            "with-security-parameters": False,
        },
        "phases": {
            name: {"enabled": name in plan.phases} for name in ("examples", "coverage", "fuzzing", "stateful")
        },
        "checks": {
            "negative_data_rejection": {"expected-statuses": _REFUSED},
            "missing_required_header": {"expected-statuses": _REFUSED},
        },
        "dictionaries": dictionaries,
        "parameters": parameters,
    }


def _register_formats() -> None:
    """Teach Schemathesis the formats that it does not know, and days that programmes have."""
    moments = st.builds(datetime.combine, _DAYS, st.times())
    schemathesis.openapi.format("date", _DAYS.map(str))
    schemathesis.openapi.format("date-time", moments.map(lambda one: one.strftime("%Y-%m-%dT%H:%M:%SZ")))
    schemathesis.openapi.format("date-time-local", moments.map(lambda one: one.strftime("%Y-%m-%dT%H:%M")))
    schemathesis.openapi.format("time-local", st.times().map(lambda one: time.strftime(one, "%H:%M")))
