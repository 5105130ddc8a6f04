"""Every kind of public page as a visitor's browser receives it: light, still while it loads, and complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page

# One address of each kind, with a language: every page is looked at in one, and both are taken in turn.
PAGES = [
    ("/utokyo/en/", "en"),
    ("/utokyo/ja/departments/", "ja"),
    ("/utokyo/en/partners/princeton/", "en"),
    ("/utokyo/ja/highlights/", "ja"),
    ("/utokyo/en/highlights/grandes-ecoles-2/", "en"),
    ("/utokyo/ja/activities/", "ja"),
    ("/utokyo/en/series/tum-workshop/", "en"),
    ("/example/ja/calendar/", "ja"),
    ("/utokyo/en/figures/", "en"),
    ("/utokyo/ja/practices/", "ja"),
    ("/utokyo/en/about/", "en"),
    ("/utokyo/ja/search/?q=princeton", "ja"),
    ("/utokyo/en/embed/partners/", "en"),
    ("/utokyo/ja/embed/map/", "ja"),
    ("/example/en/news/", "en"),
    ("/ucl/en/news/japan-2019/", "en"),
    ("/utokyo/en/symposia/ethz-symposium-3/", "en"),
    ("/example/en/reports/", "en"),
    ("/example/visit-us/", "en"),
    ("/example/calls/", "ja"),
    ("/example/calls/snow-and-forms-2/", "en"),
    ("/", "ja"),
]
WIDTHS = {1360: 900, 390: 844}
LOCALES = {"en": "en-GB", "ja": "ja-JP"}
# What a page may cost whoever has never been here: all that crosses the wire, packed as it is served, with headers, as
# the browser counts it; pictures and fonts apart. Fonts are the same on every page and never hold one up.
MOST_BYTES = 100_000
MOST_FONT_BYTES = 320_000
PICTURES = {"Image", "Media"}

# Collected from the first moment: how far things have moved while the page was loading.
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const where = one.sources.map(({node}) => (node && (node.outerHTML || node.textContent) || "").slice(0, 90));
    window.shifts.push([one.value, where]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
FOUND = """
() => {
  const every = (rows) => [...document.querySelectorAll(rows)];
  const told = (some) => some.map((one) => one.outerHTML.slice(0, 140));
  const of = (rows, wrong) => told(every(rows).filter(wrong));
  const size = (one) => one.getBoundingClientRect();
  const shown = {visibilityProperty: true, contentVisibilityAuto: true};
  const seen = (one) => one.checkVisibility(shown) && size(one).width > 1;
  // A link within a sentence is as high as its line: that is what the rule of targets leaves out.
  const words = (one) => one.textContent.trim();
  const inline = (one) => getComputedStyle(one).display.startsWith("inline") && words(one.parentElement) !== words(one);
  const small = (one) => seen(one) && !inline(one) && Math.min(size(one).width, size(one).height) < 23.5;
  const alone = (one, all) => {
    const me = size(one), x = (me.left + me.right) / 2, y = (me.top + me.bottom) / 2;
    return all.every((other) => {
      const it = size(other);
      if (other === one || one.contains(other) || other.contains(one)) return true;
      const far = Math.hypot(Math.max(it.left - x, 0, x - it.right), Math.max(it.top - y, 0, y - it.bottom));
      return far >= 12;
    });
  };
  const targets = every("a[href], button, summary, select, input:not([type=hidden])").filter(seen);
  const description = document.querySelector('meta[name="description"]');
  // To two decimals it is nought: on a busy machine letters that come late move a line by a hair.
  const moved = window.shifts.reduce((all, [one]) => all + one, 0);
  return {
    "moved": moved >= 0.005 ? window.shifts : [],
    "blocking scripts": of("script[src]", (one) => !one.defer && !one.async && one.type !== "module"),
    "inline scripts": of("script:not([src])", (one) => one.type !== "application/ld+json"),
    "stylesheets": every('link[rel="stylesheet"]').length,
    "pictures without size": of("img", (one) => !one.getAttribute("width") || !one.getAttribute("height")),
    "pictures without words": of("img", (one) => one.getAttribute("alt") === null),
    "headings of the page": document.querySelectorAll("h1").length,
    "language": document.documentElement.lang,
    "title": document.title.trim().length > 5,
    "description": Boolean(description && description.content.trim().length > 5),
    "small targets": told(targets.filter((one) => small(one) && !alone(one, targets))),
    "fonts that hold up": [...document.fonts].filter((one) => !["swap", "optional"].includes(one.display)).length,
  };
}
"""
GOOD: dict[str, Any] = {
    "moved": [],
    "blocking scripts": [],
    "inline scripts": [],
    "stylesheets": 1,
    "pictures without size": [],
    "pictures without words": [],
    "headings of the page": 1,
    "title": True,
    "description": True,
    "small targets": [],
    "fonts that hold up": 0,
    "low contrast": [],
}


class Wire:
    """What the network carries for one page, as the browser counts it."""

    def __init__(self, page: Page) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        session: CDPSession = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._came)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _came(self, told: dict[str, Any]) -> None:
        address = urlsplit(told["response"]["url"])
        self.kinds[told["requestId"]] = f"{told['type']} {address.path}" if address.scheme.startswith("http") else ""

    def _ended(self, told: dict[str, Any]) -> None:
        if name := self.kinds.get(told["requestId"]):
            self.bytes[name] = told["encodedDataLength"]

    def total(self, *kinds: str, but: bool = False) -> float:
        return sum(count for name, count in self.bytes.items() if (name.split()[0] in kinds) != but)


@pytest.fixture(scope="module")
def visitors(browser: Browser) -> Iterator[dict[str, Page]]:
    """One window in each language, of somebody who is not signed in."""
    found = {}
    for code, locale in LOCALES.items():
        page = browser.new_context(locale=locale).new_page()
        page.add_init_script(SHIFTS)
        found[code] = page
    yield found
    for page in found.values():
        page.context.close()


def _low_contrast(page: Page) -> list[str]:
    found = Axe().run(page, options={"preload": False, "runOnly": ["color-contrast"]}).response["violations"]
    return [node["html"][:140] for violation in found for node in violation["nodes"]]


@pytest.mark.parametrize(("path", "language"), PAGES)
def test_a_public_page_is_light_still_and_complete(
    visitors: dict[str, Page], address: str, path: str, language: str
) -> None:
    page = visitors[language]
    wire = Wire(page)
    for width, scheme in ((390, "dark"), (1360, "light")):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
        page.goto(address + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => done())))")
        found = page.evaluate(FOUND)
        found["low contrast"] = _low_contrast(page)
        # A frame stands in somebody else's page, which has words of its own for search engines.
        good = GOOD | {"language": language} | ({"description": False, "stylesheets": 2} if "/embed/" in path else {})
        wrong = {name: told for name, told in found.items() if told != good[name]}
        assert (width, scheme, wrong) == (width, scheme, {})
    heavy = wire.total("Font", *PICTURES, but=True)
    assert heavy <= MOST_BYTES, sorted(wire.bytes.items(), key=lambda one: -one[1])[:9]
    assert wire.total("Font") <= MOST_FONT_BYTES, wire.bytes
