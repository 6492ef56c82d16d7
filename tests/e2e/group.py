"""The group of the demo: a therapist, three members and a couple on one camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.browsers.chromium import Browsers, Participant
from tests.support.browsers.pictures import Portrait
from tests.support.browsers.voices import THERAPIST
from tests.support.service.service import Service

__all__ = ["COUPLE", "MEMBERS", "STAFF", "Group", "holder", "open_group"]

STAFF = "Dr. Rivera"
COUPLE = "Elena & Finn"
MEMBERS = ("Ana", "Ben", "Chloe")


@dataclass(frozen=True, slots=True)
class Group:
    """The people of the group, by the name on their link; a shared seat counts as one."""

    people: dict[str, Participant]

    @property
    def staff(self) -> Participant:
        """The therapist."""
        return self.people[STAFF]

    @property
    def couple(self) -> Participant:
        """The two who share a camera."""
        return self.people[COUPLE]

    def others(self, name: str) -> list[Participant]:
        """Everybody except one."""
        return [participant for other, participant in self.people.items() if other != name]

    async def seats(self) -> dict[str, str]:
        """The seat ids by name."""
        return {name: await participant.seat() for name, participant in self.people.items()}

    async def meet(self) -> None:
        """Have everybody join, and the therapist admit them."""
        for participant in self.people.values():
            if await participant.view() is None:
                await participant.join()
        await self.staff.wait_view(
            lambda view: len(view.get("waiting", {})) + len(view["seats"]) == len(self.people),
            "all have come",
        )
        view = await self.staff.view()
        if view and view.get("waiting"):
            await self.staff.press("Admit all")
        for participant in self.people.values():
            await participant.wait_view(
                lambda view: len(view.get("seats", {})) == len(self.people), "all are in the room"
            )

    async def take_turns(self) -> None:
        """Have the therapist set turns that the relay enforces: queue, one holder at a time, granted one by one."""
        wanted = {"mode": "queue", "mic_policy": "hard", "grants": "by_facilitator"}
        await self.staff.page.get_by_role("tab", name="Turns").click()
        more = self.staff.page.locator("details", has_text="How turns are taken")
        if await more.get_attribute("open") is None:
            await more.locator("summary").click()
        await self._choose("How turns start", "mode", wanted)
        await self._choose("Microphones", "mic_policy", wanted)
        await self._choose("When it’s no one’s turn", "grants", wanted)
        for participant in self.people.values():
            await participant.wait_view(
                lambda view: wanted.items() <= view["floor"].items(), "turns are taken"
            )

    async def _choose(self, label: str, key: str, wanted: dict[str, str]) -> None:
        view = await self.staff.view()
        if view and view["floor"][key] != wanted[key]:
            await self.staff.choose(label, wanted[key])
            await self.staff.wait_view(
                lambda view: view["floor"][key] == wanted[key], f"{label} is {wanted[key]}"
            )

    async def wait_holder(self, name: str | None) -> None:
        """Wait until every page shows this person as the holder, or nobody."""
        for participant in self.people.values():
            await participant.wait_view(
                lambda view: holder(view) == name, f"{name or 'nobody'} has the floor"
            )


def holder(view: dict[str, Any]) -> str | None:
    """Return the name of the holder."""
    held = view.get("floor", {}).get("holder")
    name: str | None = view["people"][held["person"]]["name"] if held else None
    return name


async def open_group(
    service: Service,
    browsers: Browsers,
    names: tuple[str, ...] = (STAFF, *MEMBERS, COUPLE),
    portraits: Mapping[str, Portrait] | None = None,
) -> Group:
    """Open the links of these people."""
    people = {}
    for name in names:
        # The therapist's panel is open beside the room only in a wide window.
        options: dict[str, Any] = (
            {"voice": THERAPIST, "viewport": {"width": 1280, "height": 800}} if name == STAFF else {}
        )
        people[name] = await browsers.open(
            name, service.links[name], portrait=(portraits or {}).get(name), **options
        )
    return Group(people)
