"""A clinic's pages in a real Chromium: what somebody does at their desk, or a client on their phone."""

import re
from typing import Any

from playwright.async_api import Locator, Page

from tests.support.browsers.chromium import Participant

__all__ = ["Desk"]


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
