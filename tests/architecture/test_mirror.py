"""Every module has its test file at the mirrored place: media/rtp.py has tests/media/test_rtp.py."""

from pathlib import Path

import pytest

from tests.architecture.files import PACKAGES, ROOT, python_files

# Modules without a test file of their own, each with the reason.
WITHOUT = {
    "app/adapters/relay_ports.py": "interfaces only; relay.py uses and media/pool.py and rooms/actor.py fulfil them",
    "app/observability/operations.py": "interfaces and values only; what reads them is tested",
    "rooms/library/model.py": "values without behaviour; test_parse.py and test_build.py make every one of them",
    "rooms/model/commands.py": "values without behaviour; what they do is tested where they are handled",
    "rooms/model/errors.py": "two exception classes without behaviour",
    "rooms/model/events.py": "values without behaviour; test_codec.py writes and reads every one of them",
    "rooms/model/ids.py": "names of types only",
    "rooms/ports.py": "interfaces only; app/adapters fulfils them and is tested",
    "signaling/ports.py": "interfaces only; app/adapters and app/api fulfil them and are tested",
}


def mirrored(module: Path) -> Path:
    """Where the tests of a module are."""
    return Path("tests") / module.with_name(f"test_{module.name}")


MODULES = [
    path
    for path in python_files(*PACKAGES)
    if path.name not in {"__init__.py", "__main__.py"} and "versions" not in path.parts
]


@pytest.mark.parametrize("module", [path for path in MODULES if path.as_posix() not in WITHOUT], ids=str)
def test_a_module_has_its_test_file(module: Path) -> None:
    assert (ROOT / mirrored(module)).is_file(), f"{module} wants {mirrored(module)}"


def test_the_list_of_exceptions_is_not_stale() -> None:
    stale = [
        name for name in WITHOUT if not (ROOT / name).is_file() or (ROOT / mirrored(Path(name))).is_file()
    ]
    assert stale == []
