"""A clinic opens its doors: from an empty PostgreSQL to a group in its room, through the screens and the mail alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest

from tests.e2e.desk import LINK, Desk, link_in
from tests.support.browsers.chromium import Browsers, open_browsers
from tests.support.databases.postgres import find_programs, run_server
from tests.support.mail.server import TestMailServer, serve
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until

ZONE = "America/New_York"
PIN = "738104"
MEMBERS = ("Ana", "Ben", "Chloe", "Dan")
PARTNERS = ("Elena", "Finn")


def address_of(name: str) -> str:
    """Return somebody's e-mail address."""
    return f"{name.split()[-1].lower()}@home.example"


class Clinic:
    """The service, its mail, and the windows on it."""

    def __init__(self, service: Service, mail: TestMailServer, browsers: Browsers) -> None:
        self.service = service
        self.mail = mail
        self.browsers = browsers

    async def open(self, name: str, link: str) -> Desk:
        """Open a link in a new window that knows nothing yet."""
        return Desk(await self.browsers.open(name, link, viewport={"width": 1280, "height": 800}))

    async def mails_to(self, name: str, count: int) -> list[EmailMessage]:
        """Wait until somebody has that many mails, and return them."""
        address = address_of(name)

        async def look() -> list[EmailMessage] | None:
            found = [mail for mail in self.mail.messages() if mail["To"] == address]
            return found if len(found) >= count else None

        return await until(look, f"{count} mails to {name}")

    async def link_to(self, name: str, count: int = 1) -> str:
        """Return the link of somebody's latest mail."""
        return link_in((await self.mails_to(name, count))[-1])


@asynccontextmanager
async def clinic_to_be(tmp_path: Path) -> AsyncIterator[Clinic]:
    programs = find_programs()
    assert programs is not None
    with run_server(programs) as server:
        async with serve() as mail, open_browsers() as browsers:
            settings = {
                "ATTUNE_DATABASE_URL": server.make_database(),
                "ATTUNE_MAIL_SERVER": f"none://127.0.0.1:{mail.port}",
                "ATTUNE_MAIL_FROM": "Appointments <appointments@clinic.example>",
                "ATTUNE_PICTURE_HEIGHT": "180",
            }
            async with running_service(tmp_path, demo=False, **settings) as service:
                yield Clinic(service, mail, browsers)


@pytest.mark.browser
@pytest.mark.postgres
@pytest.mark.alone
@pytest.mark.timeout(400)
@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed")
async def test_a_clinic_opens_and_its_group_meets(tmp_path: Path) -> None:
    async with clinic_to_be(tmp_path) as clinic:
        owner = await first_day(clinic)
        rivera = await add_therapist(clinic, owner, "Dr. Rivera")
        await add_therapist(clinic, owner, "Dr. Okafor")
        for name in (*MEMBERS, *PARTNERS):
            await add_client(clinic, owner, name)
        await owner.make_couple(*PARTNERS)
        await let_partners_meet(owner)
        await owner.make_group("Evening group", "Intensive outpatient", (*MEMBERS, *PARTNERS))
        begins = datetime.now(ZoneInfo(ZONE)).replace(second=0, microsecond=0) + timedelta(minutes=5)
        await plan_week(owner, begins)
        ana = await come(clinic, "Ana")
        couple = await come(clinic, *PARTNERS)
        await meet(rivera, ana, couple)
        await end(rivera)
        for desk in (ana, couple):
            await desk.heading("This session is over")
        for desk in (ana, couple, rivera):
            assert begins + timedelta(weeks=1) in await own_calendar(desk)
        for desk in (owner, rivera, ana, couple):
            assert desk.participant.errors == []


async def first_day(clinic: Clinic) -> Desk:
    """Found the clinic at the command line, and let its owner in by the link that is printed."""
    words = ("clinic", "create", "Riverside", "--owner", "dana@home.example", "--time-zone", ZONE)
    link = LINK.search(clinic.service.command(*words))
    assert link
    owner = await clinic.open("Dana", link.group())
    await owner.give_passkeys()
    await owner.set_up_passkey()
    await owner.heading("Today")
    await owner.heading("Your first day")
    return owner


async def add_therapist(clinic: Clinic, owner: Desk, name: str) -> Desk:
    """Add a therapist, who comes in by their mail and a passkey."""
    await owner.add_staff(name, address_of(name), "Licensed clinician")
    therapist = await clinic.open(name, await clinic.link_to(name))
    await therapist.give_passkeys()
    await therapist.set_up_passkey()
    await therapist.heading("Today")
    return therapist


async def add_client(clinic: Clinic, owner: Desk, name: str) -> None:
    """Add a client, who chooses a PIN on their own device."""
    await owner.add_client(name, address_of(name))
    phone = await clinic.open(name, await clinic.link_to(name))
    await phone.set_up_pin(PIN)
    await phone.heading(f"Hello, {name}")
    await phone.close()


async def let_partners_meet(owner: Desk) -> None:
    """Allow both partners in one group: by default they are kept apart."""
    await owner.go("Policies")
    await owner.choose("Both partners in one session", "Yes")
    await owner.press("Save")
    await owner.told("Saved")


async def plan_week(owner: Desk, begins: datetime) -> None:
    """Plan the group's session, every week from now on."""
    await owner.page.get_by_role("link", name="New session").click()
    await owner.fill("Title", "Evening group")
    await owner.fill("Day", f"{begins:%Y-%m-%d}")
    await owner.fill("Starts at", f"{begins:%H:%M}")
    await owner.press("Weekly")
    await owner.fill("How many sessions", "8")
    await owner.pick("Add a person", "Rivera")
    await owner.press("Plan session")
    await owner.told("8 sessions planned.")


async def come(clinic: Clinic, *names: str) -> Desk:
    """Come by the link of the first one's mail and their PIN; whoever sits beside them gives a PIN of their own."""
    first, *others = names
    await clinic.mails_to(first, 2)
    desk = await clinic.open(" & ".join(names), await clinic.link_to(first))
    await desk.fill("PIN", PIN)
    await desk.press("Sign in")
    await desk.press("Join")
    await desk.say_where(first if others else "")
    for other in others:
        await desk.fill(f"{other}, enter your PIN", PIN)
        await desk.press(f"That’s me, {other}")
        await desk.page.get_by_label(f"{other}, enter your PIN").wait_for(state="detached")
        await desk.say_same_place(other)
    await desk.participant.join()
    return desk


async def meet(rivera: Desk, *desks: Desk) -> None:
    """Have the therapist open the room from their day and let everybody in, one by one; all see each other."""
    await rivera.page.get_by_role("button", name="Open room").click()
    staff, people = rivera.participant, [desk.participant for desk in desks]
    await staff.join()
    for left in range(len(people), 0, -1):
        await staff.wait_view(lambda view, left=left: len(view.get("waiting", {})) == left, "they wait")
        await rivera.page.get_by_role("button", name="Admit").first.click()
    seats = {participant: await participant.seat() for participant in (staff, *people)}
    for participant, own in seats.items():
        await participant.sees(set(seats.values()) - {own})


async def end(rivera: Desk) -> None:
    """End the session for everybody; the therapist's day says that it is over."""
    await rivera.press("End session")
    await rivera.press("Yes, end for everyone")
    await rivera.heading("This session is over")


async def own_calendar(desk: Desk) -> list[datetime]:
    """Make the private address of somebody's calendar on their account page, and read it as a calendar app does."""
    await desk.page.get_by_role("link", name="Back to my page").click()
    await desk.page.get_by_role("link", name="My account").click()
    await desk.press("Make an address")
    address = await desk.page.get_by_label("Address", exact=True).input_value()
    async with httpx.AsyncClient() as web:
        feed = icalendar.Calendar.from_ical((await web.get(address)).content)
    assert {str(event["SUMMARY"]) for event in feed.walk("VEVENT")} == {"Appointment"}
    return [event["DTSTART"].dt for event in feed.walk("VEVENT")]
