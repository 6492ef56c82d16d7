"""Every instrument that a clinic can ask: those of the release, and those that it has a licence for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import clinic.measures
from app.persistence.clinic_store import ClinicUnit
from clinic.measures.files import parse_instrument
from clinic.measures.instruments import Instrument
from clinic.measures.slots import Licence

__all__ = ["Catalogue", "catalogue", "shipped"]

_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Instruments by key and version, and the licences of those that need one."""

    instruments: Mapping[_Key, Instrument]
    licences: Mapping[_Key, Licence]

    def usable(self, key: str, day: date) -> Instrument | None:
        """Return the newest version of an instrument that may be asked on that day, or None."""
        found = [
            one
            for (name, version), one in self.instruments.items()
            if name == key
            and ((name, version) not in self.licences or self.licences[name, version].holds(day))
        ]
        return max(found, key=lambda one: one.version, default=None)

    def newest(self) -> list[Instrument]:
        """Return the newest version of each instrument, whether it may be asked or not."""
        in_order = sorted(self.instruments.values(), key=lambda one: (one.key, one.version))
        return list({one.key: one for one in in_order}.values())


@cache
def shipped() -> Mapping[_Key, Instrument]:
    """Return the instruments of the release. Raises InstrumentFileWrong: this installation is damaged."""
    folder = files(clinic.measures) / "library"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    read = [parse_instrument(file.read_text("utf-8")) for file in found if file.name.endswith(".toml")]
    return {(one.key, one.version): one for one in read}


async def catalogue(unit: ClinicUnit) -> Catalogue:
    """Return what the clinic can ask."""
    brought = await unit.measures.instruments()
    own = {(one.key, one.version): parse_instrument(one.content) for one in brought}
    return Catalogue({**shipped(), **own}, {(one.key, one.version): one.licence for one in brought})
