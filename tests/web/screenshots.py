"""Takes pictures of the web client on the stub server: `python tests/web/screenshots.py FOLDER [SCENE ...]`."""

import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PORT = 8791
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SCENES = "check waiting member couple facilitator lost seats-1 seats-9 seats-14 invalid replaced leave help".split()
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync "
    "--use-fake-device-for-media-stream --use-fake-ui-for-media-stream --allow-loopback-in-peer-connection "
    "--autoplay-policy=no-user-gesture-required"
).split()


def take(browser: Browser, scene: str, size: str, scheme: str, folder: Path) -> None:
    phone = {"is_mobile": True, "has_touch": True} if size == "phone" else {}
    page = browser.new_page(
        viewport=SIZES[size], color_scheme=scheme, permissions=["camera", "microphone"], **phone
    )
    page.on(
        "console",
        lambda message: report(scene, message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: report(scene, str(error)))
    invitation = {"check": "member", "leave": "member", "help": "couple"}.get(scene, scene)
    page.goto(f"http://127.0.0.1:{PORT}/join#{invitation}")
    if scene != "invalid":
        page.get_by_role("button", name="Join session").wait_for()
        page.wait_for_timeout(1000)
        if scene != "check":
            page.get_by_role("button", name="Join session").click()
            page.wait_for_timeout(900 if scene != "lost" else 3200)
    if scene == "leave":
        page.get_by_role("button", name="Leave session").click()
    if scene == "help":
        page.keyboard.press("?")
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{scene}-{size}-{scheme}.png")
    if scene == "facilitator" and size == "phone":
        page.get_by_role("button", name="Panel").first.click()
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{scene}-panel-{size}-{scheme}.png")
    page.close()


def report(scene: str, text: str) -> None:
    """What a page complained of, beside its pictures."""
    sys.stderr.write(f"{scene}: {text}\n")


def main(folder: Path, scenes: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen([sys.executable, Path(__file__).with_name("stub_server.py"), str(PORT)])
    try:
        time.sleep(3)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for scene in scenes or SCENES:
                for size, scheme in (
                    ("desktop", "light"),
                    ("phone", "light"),
                    ("desktop", "dark"),
                    ("phone", "dark"),
                ):
                    if scheme == "dark" and scene not in ("member", "facilitator", "check", "couple"):
                        continue
                    take(browser, scene, size, scheme, folder)
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
