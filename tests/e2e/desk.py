"""A clinic's pages in a real Chromium: what somebody does at their desk, or a client on their phone."""

import re
from collections.abc import Awaitable, Callable, Iterable
from email.message import EmailMessage
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.support.browsers.chromium import Participant

__all__ = ["LINK", "Desk", "link_in"]

LINK = re.compile(r"https?://\S+#\S+")
"""A link with a secret, as mails and the command line say it."""
_DOCUMENT = re.compile(r"(sign|acknowledge)\.")
_Look = Callable[["Desk", str], Awaitable[None]]


def link_in(mail: EmailMessage) -> str:
    """Return the link of a mail."""
    body = mail.get_body(("plain",))
    found = LINK.search(body.get_content()) if body else None
    assert found, f"no link in {mail['Subject']!r} to {mail['To']}"
    return found.group()


async def _unseen(_desk: "Desk", _name: str) -> None:
    """Nobody looks."""


class Desk:
    """One person's window on the clinic's pages."""

    def __init__(self, participant: Participant) -> None:
        self.name = participant.name
        self.participant = participant

    @property
    def page(self) -> Page:
        """The page, for what is done only once."""
        return self.participant.page

    async def give_passkeys(self) -> None:
        """Give this window an authenticator of its own that always says yes, as a fingerprint would."""
        devtools = await self.page.context.new_cdp_session(self.page)
        await devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    async def set_up_passkey(self) -> None:
        """Choose a passkey on the first visit, and keep the recovery codes that staff get."""
        await self.press("Set up a passkey")
        await self.page.get_by_label("I’ve put them in a good place").check()
        await self.press("Continue")

    async def set_up_pin(self, pin: str) -> None:
        """Choose a PIN on the first visit."""
        await self.press("Use a PIN")
        await self.fill("New PIN", pin)
        await self.fill("The same PIN again", pin)
        await self.press("Continue")

    async def go(self, page: str) -> None:
        """Choose a page of the menu."""
        await self.page.get_by_role("link", name=page, exact=True).first.click()
        await self.heading(page)

    async def heading(self, text: str) -> None:
        """Wait for a heading."""
        await self.page.get_by_role("heading", name=text, exact=True).first.wait_for()

    async def press(self, button: str) -> None:
        """Press a button by its accessible name."""
        await self.page.get_by_role("button", name=button, exact=True).last.click()

    async def fill(self, label: str, text: str) -> None:
        """Fill a field by its label, whether it says that it is optional or not."""
        await self._field(label).fill(text)

    async def choose(self, label: str, option: str) -> None:
        """Choose an option by its words."""
        await self._field(label).select_option(label=option)

    async def pick(self, label: str, name: str) -> None:
        """Find a person as one types, and take them."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        await field.fill(name)
        await self.page.get_by_role("option").filter(has_text=name).first.click()

    async def tab(self, name: str) -> None:
        """Turn to a tab of the page."""
        await self.page.get_by_role("tab", name=name, exact=True).click()

    async def close(self) -> None:
        """Close the window, and forget all it knew."""
        await self.page.context.close()

    async def told(self, text: str) -> None:
        """Wait for what the page says after an act."""
        await self.page.get_by_text(text).first.wait_for()

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(?optional\)?)?$")).last

    async def problems(self) -> list[Any]:
        """What the page says is wrong, for messages."""
        return await self.page.locator(".field-problem, [role=alert], .conflict").all_inner_texts()

    async def add_staff(self, name: str, email: str, qualification: str, look: _Look = _unseen) -> None:
        """Add and invite one of the staff, with what a facilitator has to have. ``look`` sees what is filled in."""
        await self.go("Team")
        await self.press("New staff member")
        await self.fill("Name", name)
        await self.fill("E-mail", email)
        await look(self, "new-staff-member")
        await self.press("Add and invite")
        await self.heading(name)
        await self.tab("Roles and licenses")
        await self.page.get_by_label(qualification).check()
        await self.told("Saved")
        await self.press("Add license")
        await self.choose("Profession", "Psychologist")
        await self.fill("State", "NY")
        await self.fill("Number", "PSY 10423")
        await self.fill("Last valid day", "2099-12-31")
        await self._field("Last valid day").scroll_into_view_if_needed()
        await look(self, "license")
        await self.press("Add license")
        await self.told("PSY 10423")

    async def add_client(self, name: str, email: str, look: _Look = _unseen) -> None:
        """Add a client who may be written to, and invite them."""
        await self.go("People")
        await self.press("New client")
        await self.fill("Name", name)
        await self.fill("E-mail", email)
        by_mail = self.page.get_by_label("By e-mail")
        await by_mail.check()
        await by_mail.scroll_into_view_if_needed()
        await look(self, "new-client")
        await self.press("Add client")
        await self.heading(name)
        await self.press("Send invitation")
        await self.told("An invitation is on its way")

    async def sign_documents(self) -> None:
        """Sign or confirm every document that is asked for now."""
        step = self._next
        while _DOCUMENT.match(await self._step(step)):
            shown = await self._step(step)
            await step.locator(".button-main").click()
            await expect(step).not_to_have_attribute("data-step", shown)

    async def left(self, step: str) -> None:
        """Wait until a step before the room was taken."""
        await expect(self._next).not_to_have_attribute("data-step", step)

    @property
    def _next(self) -> Locator:
        """The step before the room, or what comes after the last one."""
        return self.page.locator("attune-steps section, attune-join").first

    async def _step(self, step: Locator) -> str:
        await step.wait_for()
        return await step.get_attribute("data-step") or ""

    async def say_where(self, name: str = "") -> None:
        """Sign, and say where somebody is and that they are alone; ``name`` where two share the screen."""
        await self.page.locator("attune-steps section").wait_for()
        await self.sign_documents()
        await self.heading(f"{name}, where are you right now?" if name else "Where are you right now?")
        await self.fill("Street and number", "1 River Street")
        await self.fill("City", "New York")
        await self.fill("State", "NY")
        await self.fill("Phone number for today", "212 555 0100")
        await self.press("Continue")
        await self.left("location")
        await self.sign_documents()
        await self.heading("What’s it like where you both are?" if name else "What’s it like where you are?")
        await self.say_alone()

    async def say_alone(self) -> None:
        """Say that nobody is there who could overhear."""
        for answer in ("Yes, no one can hear me", "Yes", "No one"):
            await self.page.get_by_label(answer, exact=True).check()
        await self.press("Continue")

    async def say_same_place(self, name: str) -> None:
        """Say, as the second person at a shared screen, that they are at the same address, with a phone of their own."""
        await self.page.locator("attune-steps section").wait_for()
        await self.sign_documents()
        await self.heading(f"{name}, where are you right now?")
        await self.fill("Phone number for today", "212 555 0101")
        await self.press("Yes")
        await self.left("location")
        await self.sign_documents()
        await self.page.locator("attune-steps section").wait_for(state="detached")

    async def make_couple(self, first: str, second: str, look: _Look = _unseen) -> None:
        """Make two clients a couple who share a camera."""
        await self.go("Couples")
        await self.press("New couple")
        await self.pick("First partner", first)
        await self.pick("Second partner", second)
        await look(self, "new-couple")
        await self.press("Make couple")
        await self.heading(f"{first} & {second}")

    async def let_couples_meet(self) -> None:
        """Choose that sessions of couples do not wait for clearance."""
        await self.go("Settings")
        settings = self.page.locator("clinic-clearance-settings")
        await settings.get_by_label("Sessions together wait until both partners are cleared").uncheck()
        await settings.get_by_role("button", name="Save").click()
        await self.told("Saved")

    async def make_group(
        self, name: str, program: str, clients: Iterable[str], look: _Look = _unseen
    ) -> None:
        """Make a group in a new program, and add clients to it."""
        await self.go("Groups")
        await self.press("New group")
        await self.fill("Name", name)
        await self.fill("Program", program)
        await look(self, "new-group")
        await self.press("Make group")
        await self.heading(name)
        for client in clients:
            await self.press("Add to group")
            await self.pick("Client", client)
            await self.press("Add to group")
            await self.page.get_by_role("link", name=client, exact=True).wait_for()
        await look(self, "group")
