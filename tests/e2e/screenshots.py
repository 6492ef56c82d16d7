"""Takes the pictures in docs/images from the real service: `make screenshots`.

Four scenes, each on a desktop and on a phone, in light and in dark: SCENE-SIZE-SCHEME.png.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Literal

from playwright.async_api import ViewportSize

from tests.e2e.group import COUPLE, STAFF, Group, open_group
from tests.support.browsers.chromium import Participant, open_browsers
from tests.support.browsers.pictures import Figure, Portrait
from tests.support.service.service import running_service

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SIZES = {"desktop": ViewportSize(width=1440, height=900), "phone": ViewportSize(width=390, height=844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Five browsers share the machine with the service: links look narrow until it has caught up.
PICTURES_PATIENCE_S = 300.0

# Luma, blue difference, red difference.
PORTRAITS = {
    STAFF: Portrait(
        "rivera", (196, 122, 134), (Figure(320, (150, 112, 150), (46, 126, 134), (92, 142, 112)),)
    ),
    "Ana": Portrait("ana", (206, 136, 122), (Figure(320, (184, 112, 146), (70, 116, 146), (150, 100, 158)),)),
    "Ben": Portrait("ben", (188, 124, 124), (Figure(320, (112, 116, 148), (34, 128, 128), (176, 104, 140)),)),
    "Chloe": Portrait(
        "chloe", (214, 116, 136), (Figure(320, (196, 114, 144), (152, 84, 148), (78, 150, 124)),)
    ),
    COUPLE: Portrait(
        "elena-finn",
        (200, 128, 118),
        (
            Figure(200, (178, 112, 146), (52, 122, 142), (120, 116, 160)),
            Figure(452, (192, 114, 144), (120, 104, 152), (70, 140, 118)),
        ),
    ),
}


async def picture(participant: Participant, scene: str) -> None:
    """Take one scene in every size and scheme."""
    page = participant.page
    usual = page.viewport_size
    for size, viewport in SIZES.items():
        await page.set_viewport_size(viewport)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            view = await participant.view()
            if view and view.get("seats"):
                # The relay sends different layers for a different tile size: wait until they arrive.
                await participant.sees(set(view["seats"]) - {view["you"]["seat"]}, 20, PICTURES_PATIENCE_S)
            path = FOLDER / f"{scene}-{size}-{scheme}.png"
            await page.screenshot(path=path)
            print(f"{path.relative_to(FOLDER.parents[1])}  {path.stat().st_size // 1024} KiB")
    if usual:
        await page.set_viewport_size(usual)


async def take_turns(group: Group) -> None:
    """Ben speaks, Chloe is next, Finn after her."""
    await group.take_turns()
    await group.staff.press("Give the turn to Ben")
    await group.wait_holder("Ben")
    await group.people["Chloe"].press("Raise hand")
    await group.staff.wait_view(lambda view: len(view["floor"]["queue"]) == 1, "Chloe is in line")
    await group.couple.page.keyboard.press("2")
    await group.staff.wait_view(lambda view: len(view["floor"]["queue"]) == 2, "Finn is in line")


async def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # Small pictures: otherwise five browsers on one machine are too slow to draw.
        async with (
            running_service(Path(folder), ATTUNE_PICTURE_HEIGHT="180") as service,
            open_browsers() as browsers,
        ):
            group = await open_group(service, browsers, portraits=PORTRAITS)
            ana = group.people["Ana"]
            await ana.page.get_by_role("button", name="Join session").wait_for()
            await picture(ana, "check")
            await ana.join()
            await picture(ana, "waiting")
            await group.meet()
            await take_turns(group)
            await picture(ana, "room")
            await picture(group.couple, "couple")
            await picture(group.staff, "therapist")


if __name__ == "__main__":
    asyncio.run(main())
