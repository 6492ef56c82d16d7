"""requirements.lock pins everything that is installed for serving, with versions and hashes."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", LOCK, re.MULTILINE)
}
BUILD = PROJECT["build-system"]["requires"]


def test_what_the_project_depends_on_is_pinned_within_its_range() -> None:
    wanted = [Requirement(text) for text in [*PROJECT["project"]["dependencies"], *BUILD]]
    outside = [
        str(one) for one in wanted if not one.specifier.contains(PINNED.get(canonicalize_name(one.name), "0"))
    ]
    assert outside == [], "run `make lock`"


def test_every_pinned_package_has_hashes_and_no_place() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.partition("\n")[2])
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_the_build_needs_are_named_alike() -> None:
    assert PROJECT["dependency-groups"]["build"] == BUILD
