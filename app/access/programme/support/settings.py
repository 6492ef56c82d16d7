"""What a clinic has chosen for the support network and the check-ins after discharge."""

from typing import Any, Final

from app.access.callers import Caller
from app.persistence.repositories.clinics import ClinicRecord
from clinic.common.errors import Invalid, Refused
from clinic.identity.access import Action, check
from clinic.support.members import CHECK_IN_DAYS, SupportSettings, check_settings

__all__ = ["access_settings", "keep_settings", "settings_of"]

_SETTING: Final = "support"


def settings_of(clinic: ClinicRecord) -> SupportSettings:
    """Return what the clinic has chosen; the careful defaults where it has chosen nothing."""
    stored: dict[str, Any] = clinic.settings.get(_SETTING, {})
    return SupportSettings(
        stored.get("during_programme", False), tuple(stored.get("check_in_days", CHECK_IN_DAYS))
    )


async def access_settings(caller: Caller) -> tuple[SupportSettings, int]:
    """Return what the clinic has chosen, and the version of its settings. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.POLICIES_READ, caller.now)
    async with caller.read() as unit:
        return settings_of(unit.clinic), unit.clinic.version


async def keep_settings(caller: Caller, asked: SupportSettings, version: int) -> tuple[SupportSettings, int]:
    """Change what the clinic has chosen; return it and the settings' new version.

    Raises:
        Refused: ``access.denied``, ``version.other``.
        Invalid: As ``check_settings``.
    """
    check(caller.principal, Action.POLICIES_WRITE, caller.now)
    if errors := check_settings(asked):
        raise Invalid(errors)
    async with caller.write() as unit:
        now = unit.clinic
        chosen = {"during_programme": asked.during_programme, "check_in_days": list(asked.check_in_days)}
        settings = {**now.settings, _SETTING: chosen}
        if not await unit.clinics.change(
            now.id, version, name=now.name, time_zone=now.time_zone, settings=settings
        ):
            raise Refused("version.other")
        unit.note("support.settings", during_programme=asked.during_programme)
    return asked, version + 1
