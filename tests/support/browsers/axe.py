"""Looks for barriers in a page with axe-core, which `npm ci` puts beside the client's other tools."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

__all__ = ["barriers"]

_AXE = Path(__file__).parents[3] / "app" / "web" / "node_modules" / "axe-core" / "axe.min.js"

_LOOK = """async (rules) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""


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
