"""Everybody reads the room in their own language, and no text is cut off."""

import pytest

from tests.e2e.group import COUPLE, STAFF
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

_DESK, _PHONE = (1280, 800), (390, 844)

_CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
  .filter((element) => !element.closest(".for-readers, .room-title, .tag, video, option, select"))
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((element) => {
    const box = element.getBoundingClientRect();
    const around = element.closest("button, dialog, .card, .turn-group")?.getBoundingClientRect() ?? box;
    return box.right > innerWidth + 1 || around.right > innerWidth + 1 || box.right > around.right + 1 || box.left < -1
      || (getComputedStyle(element).overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1);
  })
  .map((element) => element.textContent.trim())"""


async def _whole(person: Participant) -> None:
    """Check that nothing is cut off, on a desktop and on a phone."""
    for width, height in (_PHONE, _DESK):
        await person.resize(width, height)
        assert await person.page.evaluate(_CUT_OFF) == [], f"{person.name} at {width}"


@pytest.mark.slow
async def test_each_person_reads_the_room_in_their_own_language(
    own_service: Service, browsers: Browsers
) -> None:
    staff = await browsers.open(STAFF, own_service.links[STAFF], viewport={"width": 1280, "height": 800})
    ana = await browsers.open("Ana", own_service.links["Ana"])
    couple = await browsers.open(COUPLE, own_service.links[COUPLE], locale="es-MX")

    await couple.wait_text("Cuando quiera, entre")
    await ana.wait_text("Ready when you are")
    await ana.page.get_by_label("Language").select_option("es")
    await ana.wait_text("Cuando quiera, entre")
    assert await ana.page.evaluate("[document.documentElement.lang, document.title]") == [
        "es",
        "Attune – cita",
    ]
    await ana.page.reload()
    await ana.wait_text("Cuando quiera, entre")
    await ana.wait_text("Por favor, deje la cámara encendida")
    await _whole(ana)

    for person, join in (
        (staff, "Join session"),
        (ana, "Entrar a la sesión"),
        (couple, "Entrar a la sesión"),
    ):
        await person.press(join)
    await ana.wait_text("Su terapeuta le dará entrada.")
    await _whole(ana)
    await staff.wait_view(lambda view: len(view.get("waiting", {})) == 2, "two wait")
    await staff.press("Admit all")
    for person in (ana, couple):
        await person.wait_text("Levante la mano cuando quiera hablar.")
        await _whole(person)

    await staff.page.get_by_role("tab", name="Protocols").click()
    await staff.page.get_by_role("button", name="Go-round").click()
    await staff.page.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    await ana.wait_text("Tómese un momento con la pregunta")
    await _whole(ana)

    await ana.page.get_by_role("button", name="Ayuda").click()
    await ana.wait_text("Llame al 911")
    await _whole(ana)
    await ana.page.get_by_label("Idioma").select_option("en")
    await ana.wait_text("Call 911")
    await ana.wait_text("Take a moment with the question")
