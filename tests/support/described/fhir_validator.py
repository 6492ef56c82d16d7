"""HAPI FHIR's validator for tests: built into ``build/`` on first use, where Java and Maven are there."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Said", "missing", "validate"]

_HERE = Path(__file__).with_name("fhir_validator")
_BUILT = Path(__file__).parents[3] / "build" / "fhir-validator"
_WITHIN_S = 600


@dataclass(frozen=True)
class Said:
    """What the validator says of one resource: its number from 0, how bad it is, where, and why."""

    number: int
    severity: str
    place: str
    text: str


def missing() -> str:
    """Return why nothing can be validated here; empty if it can."""
    lacking = [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]
    return f"HAPI FHIR's validator needs {', '.join(lacking)}" if lacking else ""


def build() -> None:
    """Fetch the validator's parts, whose versions the POM names, and compile what drives it."""
    stamp = _BUILT / "built"
    wanted = "".join((_HERE / name).read_text() for name in ("pom.xml", "Validate.java"))
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(_BUILT, ignore_errors=True)
    _BUILT.mkdir(parents=True)
    _run(
        *("mvn", "-q", "-B", "-f", str(_HERE / "pom.xml"), "dependency:copy-dependencies"),
        f"-DoutputDirectory={_BUILT / 'lib'}",
    )
    _run("javac", "-cp", f"{_BUILT}/lib/*", "-d", str(_BUILT), str(_HERE / "Validate.java"))
    stamp.write_text(wanted)


def validate(resources: Iterable[Mapping[str, Any]]) -> list[Said]:
    """Return what is wrong with resources, warnings too."""
    build()
    lines = [json.dumps(each) for each in resources]
    done = _run(
        *("java", "-cp", f"{_BUILT}/lib/*:{_BUILT}", "Validate"),
        content="".join(f"{each}\n" for each in lines),
    )
    *found, last = done.splitlines()
    assert last == f"validated\t{len(lines)}", last
    said = (each.split("\t", 3) for each in found)
    return [Said(int(number) - 1, *rest) for number, *rest in said]


def _run(*command: str, content: str = "") -> str:
    done = subprocess.run(
        command, input=content, capture_output=True, text=True, timeout=_WITHIN_S, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:] or done.stdout[-2000:]
    return done.stdout
