"""Takes the pictures of docs/first-day.md: an owner, a therapist, a client on a phone and a couple on a laptop.

`make screenshots` runs it after the pictures of the rooms. Everything happens on the real service, through its screens
and its mail, in a clinic that is founded for it.
"""

import asyncio
import tempfile
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pyotp
from playwright.async_api import ViewportSize

from tests.e2e.desk import LINK, Desk, link_in
from tests.e2e.group import COUPLE, STAFF
from tests.e2e.screenshots import PORTRAITS
from tests.support.browsers.chromium import Browsers, open_browsers
from tests.support.browsers.pictures import Portrait
from tests.support.browsers.small_png import shrink
from tests.support.mail.server import TestMailServer, serve
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "first-day"
LAPTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Europe/Madrid",
)
PIN, PARTNERS_PIN = "738104", "905172"
PASSWORD = "quiet river morning walk"
GROUP = "Morning group"
_STILL_MS = 600


def office_zone() -> str:
    """A zone in which it is a working day's hour now, so that the pictures look like one."""
    return next((zone for zone in ZONES if 8 <= datetime.now(ZoneInfo(zone)).hour < 17), ZONES[0])


class Story:
    """The service, its mail, the windows on it, and the pictures so far."""

    def __init__(self, service: Service, mail: TestMailServer, browsers: Browsers) -> None:
        self.service = service
        self.mail = mail
        self.browsers = browsers
        self.zone = office_zone()
        self.taken = set[Path]()

    async def open(
        self, name: str, link: str, portrait: Portrait | None = None, viewport: ViewportSize = LAPTOP
    ) -> Desk:
        """Open a link in a new window that knows nothing yet."""
        participant = await self.browsers.open(
            name, link, portrait=portrait, viewport=viewport, timezone_id=self.zone, locale="en-US"
        )
        return Desk(participant)

    async def picture(self, desk: Desk, name: str, *, toast: bool = False) -> None:
        """Take the next picture, without what was said after an earlier act."""
        said = desk.page.locator(".clinic-toast").get_by_role("button", name="Close")
        if not toast and await said.count():
            await said.dispatch_event("click")
        # The foot of the door leads back to the demo, which this clinic is not.
        await desk.page.evaluate(
            "document.querySelector('.door-foot')?.style.setProperty('visibility', 'hidden')"
        )
        await desk.page.wait_for_timeout(_STILL_MS)
        path = FOLDER / f"{len(self.taken) + 1:02d}-{name}.png"
        path.write_bytes(shrink(await desk.page.screenshot()))
        self.taken.add(path)
        print(f"{path.relative_to(FOLDER.parents[2])}  {path.stat().st_size // 1024} KiB")

    async def mails_to(self, address: str, subject: str) -> list[EmailMessage]:
        """Wait for mails of one subject to somebody."""

        async def look() -> list[EmailMessage]:
            return [one for one in self.mail.messages() if one["To"] == address and one["Subject"] == subject]

        return await until(look, f"{subject} to {address}")

    async def link_to(self, address: str, subject: str) -> str:
        """Return the link of somebody's latest mail of that subject."""
        return link_in((await self.mails_to(address, subject))[-1])


async def set_up_owner(story: Story) -> Desk:
    """Found the clinic; its owner chooses a password and codes from the phone."""
    words = ("clinic", "create", "Riverside Practice", "--owner", "dana@riverside.example")
    link = LINK.search(story.service.command(*words, "--time-zone", story.zone))
    assert link
    owner = await story.open("Dana", link.group())
    await owner.page.get_by_role("button", name="Use a password").wait_for()
    await story.picture(owner, "welcome")
    await owner.press("Use a password and a code from my phone")
    await owner.fill("New password", PASSWORD)
    await owner.press("Continue")
    code = owner.page.locator("code.secret")
    await code.wait_for(state="attached")
    await story.picture(owner, "authenticator")
    secret = (await code.text_content() or "").replace(" ", "")
    await owner.fill("6-digit code", pyotp.TOTP(secret).now())
    await owner.press("Connect")
    await owner.heading("Keep these codes")
    await story.picture(owner, "recovery-codes")
    await owner.page.get_by_label("I’ve put them in a good place").check()
    await owner.press("Continue")
    await owner.heading("Your first day")
    await story.picture(owner, "your-first-day")
    return owner


async def plan(story: Story, owner: Desk, begins: datetime) -> None:
    """Plan the group's weekly session and one of the couple, at the same hour."""
    await owner.page.get_by_role("link", name="New session").click()
    await owner.fill("Title", GROUP)
    await when(owner, begins)
    await owner.page.get_by_label("Title").evaluate(
        "field => field.closest('form').parentElement.scrollTo(0, 0)"
    )
    await story.picture(owner, "new-session")
    await owner.press("Weekly")
    await owner.fill("How many sessions", "8")
    await owner.pick("Add a person", "Rivera")
    await story.picture(owner, "who-comes")
    await owner.press("Plan session")
    await owner.told("8 sessions planned.")
    await owner.press("New session")
    await owner.choose("Kind", "Couple")
    await owner.fill("Title", "Elena and Finn")
    await when(owner, begins)
    for name in ("Okafor", "Elena Reyes", "Finn Reyes"):
        await owner.pick("Add a person", name)
    await owner.press("Plan session")
    await owner.told("Session planned.")
    await owner.page.wait_for_timeout(_STILL_MS)
    await owner.page.locator(".ec-event").first.evaluate("one => one.scrollIntoView({ block: 'center' })")
    await story.picture(owner, "schedule")


async def when(owner: Desk, begins: datetime) -> None:
    """Say when a session begins."""
    await owner.fill("Day", f"{begins:%Y-%m-%d}")
    await owner.fill("Starts at", f"{begins:%H:%M}")


async def come_in(story: Story, name: str, portrait: Portrait | None = None) -> Desk:
    """A therapist sets up a passkey by the link in their mail."""
    link = await story.link_to(f"{name.split()[-1].lower()}@riverside.example", "Set up your account")
    therapist = await story.open(name, "about:blank", portrait)
    await therapist.give_passkeys()
    await therapist.page.goto(link)
    await therapist.set_up_passkey()
    await therapist.heading("Today")
    return therapist


async def first_time(story: Story, name: str, pin: str, portrait: Portrait | None = None) -> Desk:
    """A client chooses a PIN on their phone, by the link in their mail; Ana is looked at."""
    link = await story.link_to(f"{name.split()[0].lower()}@home.example", "Set up your sign-in")
    phone = await story.open(name, link, portrait, PHONE)
    await phone.page.get_by_role("button", name="Use a PIN").wait_for()
    if portrait:
        await story.picture(phone, "client-welcome")
    await phone.press("Use a PIN")
    await phone.fill("New PIN", pin)
    await phone.fill("The same PIN again", pin)
    if portrait:
        await story.picture(phone, "client-pin")
    await phone.press("Continue")
    await phone.heading(f"Hello, {name}")
    return phone


async def group_day(story: Story) -> None:
    """Ana comes by phone; Dr. Rivera opens the room and lets her in."""
    ana = await first_time(story, "Ana Lopez", PIN, PORTRAITS["Ana"])
    await ana.page.get_by_role("button", name="Join", exact=True).wait_for()
    await story.picture(ana, "client-page")
    await ana.press("Join")
    await ana.say_where()
    await ana.page.get_by_role("button", name="Join session").wait_for()
    await story.picture(ana, "client-check")
    await ana.press("Join session")
    await ana.heading("You’re in the right place")
    await story.picture(ana, "client-waiting")
    rivera = await come_in(story, "Dr. Rivera", PORTRAITS[STAFF])
    await rivera.page.get_by_text("1 waiting").wait_for()
    await story.picture(rivera, "today")
    await rivera.page.get_by_role("button", name="Open room").first.click()
    await rivera.press("Join session")
    await rivera.page.get_by_role("button", name="Admit").first.wait_for()

    async def sees_herself() -> bool:
        shown = "() => [...document.querySelectorAll('video')].some((one) => one.videoWidth)"
        return bool(await rivera.page.evaluate(shown))

    await until(sees_herself, "Dr. Rivera sees herself")
    await story.picture(rivera, "someone-waits")
    await rivera.page.get_by_role("button", name="Admit").first.click()
    await ana.participant.wait_view(lambda view: view["you"]["space"] == "main", "Ana is in the room")
    await ana.participant.sees({await rivera.participant.seat()})
    await rivera.participant.sees({await ana.participant.seat()})
    await story.picture(rivera, "session")


async def couple_day(story: Story) -> None:
    """Elena and Finn join on one laptop by Elena's mail, each with a PIN of their own."""
    for name in ("Elena Reyes", "Finn Reyes"):
        await (await first_time(story, name, PARTNERS_PIN)).close()
    link = await story.link_to("elena@home.example", "Appointment")
    couple = await story.open(COUPLE, link, PORTRAITS[COUPLE])
    await couple.page.get_by_label("PIN").first.wait_for()
    await story.picture(couple, "couple-link")
    await couple.fill("PIN", PARTNERS_PIN)
    await couple.press("Sign in")
    await couple.press("Join")
    await couple.say_where("Elena Reyes")
    finn = couple.page.locator("form.pin")
    await finn.scroll_into_view_if_needed()
    await story.picture(couple, "couple-check")
    await finn.locator("input").fill(PARTNERS_PIN)
    await finn.get_by_role("button").click()
    await couple.say_same_place("Finn Reyes")
    await couple.press("Join session")
    await couple.heading("You’re in the right place")
    okafor = await come_in(story, "Dr. Okafor", PORTRAITS["Ben"])
    await okafor.page.get_by_role("button", name="Open room").first.click()
    await okafor.press("Join session")
    await okafor.page.get_by_role("button", name="Admit").first.click()
    await couple.participant.sees({await okafor.participant.seat()})
    await story.picture(couple, "couple-session")


async def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with serve() as mail, open_browsers() as browsers:
            async with running_service(
                Path(folder),
                demo=False,
                ATTUNE_MAIL_SERVER=f"none://127.0.0.1:{mail.port}",
                ATTUNE_MAIL_FROM="Appointments <appointments@riverside.example>",
                ATTUNE_PICTURE_HEIGHT="180",
            ) as service:
                story = Story(service, mail, browsers)
                owner = await set_up_owner(story)
                look = story.picture
                await owner.add_staff("Dr. Rivera", "rivera@riverside.example", "Licensed clinician", look)
                await owner.add_staff("Dr. Okafor", "okafor@riverside.example", "Couples therapist")
                await owner.add_client("Ana Lopez", "ana@home.example", look)
                await story.picture(owner, "client", toast=True)
                for name in ("Ben Ito", "Elena Reyes", "Finn Reyes"):
                    await owner.add_client(name, f"{name.split()[0].lower()}@home.example")
                await owner.make_couple("Elena Reyes", "Finn Reyes", look)
                await owner.let_couples_meet()
                await owner.make_group(GROUP, "Outpatient", ("Ana Lopez", "Ben Ito"), look)
                now = datetime.now(ZoneInfo(story.zone)).replace(second=0, microsecond=0)
                await plan(story, owner, now + timedelta(minutes=15 - now.minute % 5))
                await group_day(story)
                await couple_day(story)
    for path in set(FOLDER.glob("*.png")) - story.taken:
        path.unlink()


if __name__ == "__main__":
    asyncio.run(main())
