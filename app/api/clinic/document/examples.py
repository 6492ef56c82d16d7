"""Examples of bodies, made from those of their fields: a new field brings its own, or has a name that is known."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

__all__ = ["ExampleMissing", "example_of"]

Schema = Mapping[str, Any]
_DEEPEST: Final = 12
_IDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": "pt_x7Kq2mPv9rTz",
        "client": "pt_x7Kq2mPv9rTz",
        "first": "pt_x7Kq2mPv9rTz",
        "keep": "pt_x7Kq2mPv9rTz",
        "serves": "pt_x7Kq2mPv9rTz",
        "acknowledged_by": "pt_x7Kq2mPv9rTz",
        "merged_into": "pt_Jd81nQ0sLw5c",
        "second": "pt_Jd81nQ0sLw5c",
        "drop": "pt_Jd81nQ0sLw5c",
        "clinician": "pt_b4Vh6yTg2uEo",
        "out": "pt_b4Vh6yTg2uEo",
        "in": "pt_r9Xk3fZa7iMn",
        "couple": "cu_u5Wc8pRe1dHs",
        "program": "pg_e2Lt7vBy4oQj",
        "cohort": "co_k6Nm0gSf9xAz",
        "appointment": "ss_T8wHn2s5uYkL",
        "other": "ss_T8wHn2s5uYkL",
    }
)
_ID_OF: Final = (
    ("Couple", "cu_u5Wc8pRe1dHs"),
    ("Program", "pg_e2Lt7vBy4oQj"),
    ("Cohort", "co_k6Nm0gSf9xAz"),
    ("Episode", "ep_c3Jw5qUi8lDn"),
    ("Appointment", "ss_T8wHn2s5uYkL"),
    ("Series", "sr_h1Gz6oKx4bVt"),
    ("Licence", "li_m7Sd2aFy9eWp"),
    ("Assignment", "as_v0Rk5jCn3tXu"),
    ("Override", "ov_z8Bq1iHl6gMs"),
    ("BreakGlass", "bg_n4Eo9wTv2yPa"),
    ("Token", "to_f6Ux3kJr7cQd"),
    ("SignIn", "si_p5Yh8mZb0sLe"),
    ("MailAnswer", "ml_5Jx0aZ4k9TqB"),
    ("Clinic", "cl_d9Vg4nWi1oRf"),
    ("Template", "couples_week"),
    ("WebAuthn", "AQIDBAUGBwgJCgsMDQ4PEA"),
)
"""By what the name of the whole thing begins with; others are people."""
_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "Ana L.",
        "legal_name": "Ana Lopez",
        "pronouns": "she/her",
        "phone": "+12025550123",
        "email": "ana@example.org",
        "address": "ana@example.org",
        "languages": "es",
        "time_zone": "America/New_York",
        "zone": "America/New_York",
        "title": "Process group",
        "rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=24",
        "slot": "2026-03-02T09:00",
        "line_1": "12 Elm Street",
        "line_2": "Apartment 3",
        "city": "Albany",
        "state": "NY",
        "postal_code": "12203",
        "relation": "sister",
        "number": "68-012345",
        "reason": "The partner asked for the same counselor; covered for two weeks.",
        "device": "Firefox, Android",
        "method": "passkey",
        "label": "My laptop",
        "hint": "Evening group",
        "action": "person.changed",
        "code": "schedule.outside_safe_times",
        "field": "legal_name",
        "column": "email",
        "separator": ",",
        "options": "raised_hand",
        "kind": "reminder",
        "subject": "An appointment",
        "text": "You have an appointment on Monday at 9:00.",
        "calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "url": "https://meet.example.org/welcome#3q2-7wAAd5Yk1uCJ8n0sQbXo2mPv9rTzLh4eFgWiK6s",
        "uri": "otpauth://totp/Attune:ana%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Attune",
        "secret": "JBSWY3DPEHPK3PXP",
        "codes": "k7mq-2xvd",
        "invitation": "WyJzZV9UOHdIbjJzNXVZa0wiLDFd",
        "session": "WyJzZV9UOHdIbjJzNXVZa0wiLDFd",
        "next": "WyJBbmEgTC4iLCJwdF94N0txMm1QdjlyVHoiXQ",
    }
)
_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {"date-time": "2026-03-02T14:00:00Z", "date": "2026-03-02", "time-local": "09:00:00"}
)
_ID_SHAPE: Final = "^[a-z]{2}_"


class ExampleMissing(Exception):
    """A field says nothing of what it may hold: it wants ``examples``."""


def example_of(schema: Schema, schemas: Mapping[str, Schema], *, asked: bool) -> Any:
    """Return an example of what a schema describes.

    Args:
        schema: Of a body.
        schemas: Those that it refers to, by name.
        asked: Whether it is the body of a request: then what may be left out is left out, unless it tells something.

    Raises:
        ExampleMissing: a text has no example.
    """
    return _Maker(schemas, asked).make(schema, "", "", 0)


class _Maker:
    def __init__(self, schemas: Mapping[str, Schema], asked: bool) -> None:
        self._schemas = schemas
        self._asked = asked

    def make(self, schema: Schema, name: str, whole: str, depth: int) -> Any:
        for key in ("examples", "enum"):
            if schema.get(key):
                return schema[key][0]
        if "$ref" in schema:
            whole = schema["$ref"].rpartition("/")[2]
            return self.make(self._schemas[whole], name, whole.rpartition("__")[2], depth + 1)
        if "const" in schema:
            return schema["const"]
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            # What may be null is shown with a value, but things in each other come to an end.
            return self.make(choices[-1 if depth > _DEEPEST else 0], name, whole, depth)
        return self._make_kind(schema, name, whole, depth)

    def _make_kind(self, schema: Schema, name: str, whole: str, depth: int) -> Any:
        match schema.get("type"):
            case "object":
                return self._make_object(schema, whole, depth)
            case "array":
                return [self.make(schema["items"], name, whole, depth + 1)] if "items" in schema else []
            case "integer" | "number":
                return schema.get("default") or max(schema.get("minimum", 1), 1)
            case "boolean":
                return schema.get("default", True)
            case "string":
                return self._make_text(schema, name, whole)
            case _:
                return None

    def _make_object(self, schema: Schema, whole: str, depth: int) -> dict[str, Any]:
        parts: Mapping[str, Schema] = schema.get("properties", {})
        shown = list(parts)
        if self._asked:
            needed = schema.get("required", ())
            shown = [name for name, part in parts.items() if name in needed or _tells(part)]
            # A change without any needed field shows the first that it may change.
            shown = shown or list(parts)[:1]
        return {name: self.make(parts[name], name, whole, depth + 1) for name in shown}

    def _make_text(self, schema: Schema, name: str, whole: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        if name == "id":
            return next((id_ for start, id_ in _ID_OF if start in whole), _IDS["person"])
        found = _IDS.get(name) or _TEXTS.get(name)
        if found is None or ("pattern" in schema and not re.search(schema["pattern"], found)):
            raise ExampleMissing(f"{whole}.{name}")
        return found


def _tells(part: Schema) -> bool:
    """Return whether an optional field has an example of its own, and is not merely one more day or thing."""
    return any(
        one.get("examples") and "format" not in one and not one.get("pattern", "").startswith(_ID_SHAPE)
        for one in (part, *part.get("anyOf", ()))
    )
