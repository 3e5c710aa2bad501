"""Mails in a real browser: narrow and wide, light and dark, without network or images (R13, R14)."""

import os
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from shutil import which
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from relance.mail.rendering import Employer, Recipient, render
from tests.unit.mail.world import answer, portal_links

CHROMIUM: Final = which("chromium") or which("chromium-browser") or which("google-chrome")
KEPT: Final = sorted((Path(__file__).parents[1] / "unit" / "mail" / "golden").glob("*.eml"))
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "REQUIRE_CHROMIUM" not in os.environ,
    reason="no Chromium on PATH; REQUIRE_CHROMIUM=1 makes that a failure",
)

CONTRASTS: Final = """
() => {
  const parse = (color) => color.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let node = element; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(parse(style.color)), light(behind(element))].sort((x, y) => y - x);
    found.push({text, contrast: (one + 0.05) / (other + 0.05), size: parseFloat(style.fontSize)});
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def html_of(file: Path) -> str:
    """The HTML part of a kept mail."""
    body: Any = message_from_bytes(file.read_bytes(), policy=default).get_body(("html",))
    return str(body.get_content())


def opened(browser: Browser, file: Path, *, width: int, scheme: Literal["light", "dark"]) -> tuple[Page, list[str]]:
    """The mail on a screen of this width; the second value collects every request that tried to leave."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_content(html_of(file), wait_until="load")
    return page, requests


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
def test_r13_r14_a_mail_is_readable_and_asks_nobody(
    browser: Browser, file: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page, requests = opened(browser, file, width=width, scheme=scheme)

    shown = page.evaluate(CONTRASTS)
    too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    lead = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert requests == []
    assert not too_wide
    assert len(shown) > 8
    assert [part for part in shown if part["contrast"] < 4.5] == []
    assert min(part["size"] for part in shown) >= 14
    assert lead == ("rgb(243, 245, 247)" if scheme == "light" else "rgb(20, 24, 29)")
    page.context.close()


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
def test_links_are_reached_by_keyboard_and_named(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, width=800, scheme="light")

    links = page.get_by_role("link").all()
    for link in links:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "A"
        assert link.inner_text().strip()

    fewest = {"answer": 2, "renewal": 3, "offer": 5}[file.stem.partition("_")[0]]
    assert len(links) >= fewest
    assert fewest == 5 or len(links) == fewest
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800])
def test_r13_a_logo_that_cannot_be_loaded_leaves_the_employers_name_and_nothing_else_asks(
    browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    house = Employer(name="Vercors Logistique", signature="L’équipe", logo="https://www.example.org/logo.png")
    html = render(answer(), Recipient(name="Zoé Lefèvre"), house, portal_links(answer())).html
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/*", refuse)
    page.set_content(html, wait_until="load")

    logo = page.get_by_role("img", name="Vercors Logistique")
    assert logo.is_visible()
    assert asked == ["https://www.example.org/logo.png"]
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert [part for part in page.evaluate(CONTRASTS) if part["contrast"] < 4.5] == []
    context.close()


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
def test_r13_what_the_browser_shows_is_what_the_text_part_says(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, width=800, scheme="light")
    message: Any = message_from_bytes(file.read_bytes(), policy=default)
    text = re.sub(r"https?://\S+", " ", message.get_body(("plain",)).get_content())

    shown = page.inner_text("body")

    marks = {"–", "·", "•"}
    assert [word for word in shown.split() if word not in marks] == [word for word in text.split() if word not in marks]
    page.context.close()
