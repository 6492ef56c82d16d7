"""Instruments for tests: those of the release, and a file of one that needs a licence."""

from typing import Any

from app.access.programme.measures.catalogue import shipped
from clinic.measures.instruments import Instrument

__all__ = ["CSQ8", "GAD7", "PHQ9", "PULSE", "csq8"]

PHQ9: Instrument = shipped()["phq9", 1]
GAD7: Instrument = shipped()["gad7", 1]
PULSE: Instrument = shipped()["pulse", 1]


def csq8(**changed: Any) -> str:
    """Return a file with as many questions as CSQ-8 has; their texts are ours."""
    head = {"key": '"csq8"', "version": 1, "validated": "true", "scoring": '"sum"', "may_miss": 1} | changed
    words = 'en = "{0}"\nes = "{0}"\n'
    return "\n".join(
        [
            *(f"{name} = {value}" for name, value in head.items()),
            "[title]\n" + words.format("CSQ-8"),
            "[lead]\n" + words.format("Lead"),
            *("[[items]]\n" + words.format(f"Item {number}") for number in range(1, 9)),
            *(f"[[options]]\nvalue = {value}\n" + words.format(f"Answer {value}") for value in range(1, 5)),
        ]
    )


CSQ8 = csq8()
