"""Looks for barriers in a page: with axe-core, which `npm ci` puts beside the client's other tools, and by its sizes."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

__all__ = ["barriers", "sideways", "too_small"]

_AXE = Path(__file__).parents[3] / "app" / "web" / "node_modules" / "axe-core" / "axe.min.js"

_LOOK = """async (rules) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""

# As much as a finger finds, WCAG 2.5.5; what is in a line of text is as high as the line. A name on a picture reaches
# beyond its line (tiles.css).
_SMALL = """() => [...(document.querySelector("dialog[open]") ?? document.body)
    .querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((element) => element.checkVisibility({ checkVisibilityCSS: true }))
  .filter((element) => !element.closest(".for-readers, .ec, .skip-link, .letter-text, .tile-name, p, dd"))
  .map((element) => ["checkbox", "radio"].includes(element.type) ? element.closest("label") : element)
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return Math.min(width, height) < 43.5;
  })
  .map((element) => element.outerHTML.slice(0, 120))"""
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def barriers(page: Page, *rules: str) -> list[str]:
    """Return what axe-core finds wrong with the page as it is drawn now: rule and place, sorted.

    Args:
        rules: Only these; by default all of them, those for best practice too.
    """
    if not _AXE.exists():
        pytest.skip("not installed: axe-core (npm ci in app/web)")
    if not await page.evaluate("() => Boolean(globalThis.axe)"):
        await page.evaluate(_AXE.read_text())
    found: list[Any] = await page.evaluate(_LOOK, list(rules))
    return sorted(map(str, found))


async def too_small(page: Page) -> list[str]:
    """Return the controls that a finger hardly finds, in the open dialog if there is one."""
    found: list[str] = await page.evaluate(_SMALL)
    return found


async def sideways(page: Page) -> int:
    """Return how far the page scrolls sideways, pixels."""
    far: int = await page.evaluate(_SIDEWAYS)
    return far
