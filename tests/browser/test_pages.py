"""Every kind of page, looked at as people see it: wide and narrow, light and dark, in English and Japanese."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.conftest import Enter

# A new kind of page adds one line here and is held to everything below.
PATHS = [
    "/",
    "/utokyo/",
    "/desk/utokyo/",
    "/desk/utokyo/partners/stockholm/",
    "/desk/utokyo/departments/",
    "/ucl/",
    "/utokyo/departments/",
    "/utokyo/partners/princeton/",
    "/accounts/login/",
    "/desk/",
    "/desk/components/",
    "/desk/example/",
    "/desk/example/add/",
    "/desk/utokyo/departments/gs-eng/",
    "/desk/utokyo/organisations/",
    "/desk/utokyo/organisations/pku/",
    "/desk/utokyo/people/",
    "/desk/utokyo/phases/2/",
    "/desk/utokyo/programme/",
    "/desk/utokyo/search/?q=ETHZ",
    "/desk/utokyo/reports/",
    "/desk/utokyo/reports/activities/?phase=2",
    "/desk/utokyo/reports/formats/",
    "/desk/utokyo/reports/phase/?phase=3",
    "/desk/example/mobility/",
    "/desk/example/mobility/partners/north/",
    "/desk/example/mobility/partners/north/balance/",
    "/desk/example/mobility/stays/enter/",
    "/desk/example/mobility/tables/mext-exchange/",
    "/desk/utokyo/mobility/partners/pku/",
    "/desk/utokyo/sources/",
    "/desk/utokyo/sources/utokyo-programme/",
    "/desk/example/record/partners/plan/add/",
    "/desk/ku-leuven/",
    "/desk/example/contribute/",
    "/desk/example/contributions/",
    "/desk/example/coordinators/",
    "/desk/example/partners/meadow/team/",
    "/desk/example/partners/north/",
    "/desk/example/partners/north/place/",
    "/desk/example/partners/north/end/",
    "/desk/example/partners/islands/members/",
    "/desk/example/partners/oldfield/revive/",
    "/desk/example/talks/",
    "/desk/example/phases/1/",
    "/desk/example/phases/3/close/",
    "/desk/example/phases/3/next/",
    "/desk/example/compare/?phases=2,3",
    "/desk/example/departments/",
    "/desk/example/overlap/",
    "/desk/example/gaps/",
    "/desk/utokyo/partners/ytu/timeline/",
    "/desk/example/agreements/",
    "/desk/example/projects/",
    "/desk/example/money/",
    "/desk/example/duplicates/",
    "/desk/utokyo/activities/",
    "/desk/utokyo/series/",
    "/desk/utokyo/series/tum-workshop/",
    "/desk/example/series/ex-snow-days/next/",
    "/desk/example/activities/practices/",
    "/desk/example/calendar/",
    "/desk/example/history/",
    "/desk/example/export/",
    "/desk/example/rights/",
    "/desk/example/tokens/",
    "/desk/utokyo/compare/",
]

WIDTHS = {1360: 900, 390: 844}
LANGUAGES = {"en": "en-GB", "ja": "ja-JP"}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Watch:
    """What went wrong while a page was loading and being looked at."""

    host: str
    faults: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self.request)
        page.on("response", self.response)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != self.host:
            self.faults.append(f"another host: {request.url}")

    def response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


# Preloading would read the style sheets in its own way and break the page's own policy; what is well is left out.
AXE = {"preload": False, "resultTypes": ["violations"]}


def accessibility_faults(page: Page) -> list[str]:
    violations = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]} ({', '.join(map(str, node['target']))})"
        for violation in violations
        for node in violation["nodes"]
    ]


def keep_picture(page: Page, name: str) -> None:
    """Save what the test saw, when a folder for it is named."""
    if folder := os.environ.get("KIZUNA_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


Look = tuple[int, Scheme]
COMBINATIONS: list[tuple[str, list[Look]]] = [
    (language, [(width, scheme)]) for width in WIDTHS for scheme in SCHEMES for language in LANGUAGES
]
# Four of the eight hold every pair of a width, a colour and a language; a page is opened once for each language.
PAIRED: list[tuple[str, list[Look]]] = [
    ("en", [(1360, "light"), (390, "dark")]),
    ("ja", [(1360, "dark"), (390, "light")]),
]
# The pages one meets first, each in one combination; all combinations are taken in turn.
FIRST = [
    "/",
    "/utokyo/",
    "/desk/utokyo/partners/stockholm/",
    "/desk/utokyo/departments/",
    "/desk/example/",
    "/desk/example/partners/north/",
    "/desk/example/contribute/",
    "/desk/example/record/partners/plan/add/",
    "/desk/utokyo/sources/utokyo-programme/",
    "/desk/example/agreements/",
    "/desk/utokyo/activities/",
    "/desk/example/projects/",
    "/desk/example/mobility/",
    "/desk/utokyo/reports/activities/?phase=2",
    "/desk/utokyo/partners/ytu/timeline/",
    "/desk/utokyo/compare/",
]
ONCE = [(path, *COMBINATIONS[number * 3 % 8]) for number, path in enumerate(FIRST)]


@pytest.mark.parametrize(("path", "language", "looks"), ONCE)
def test_a_page_one_meets_first_is_sound_to_look_at(
    browser: Browser, address: str, enter: Enter, path: str, language: str, looks: list[Look]
) -> None:
    look_at(browser, address, enter, path, language, looks)


@pytest.mark.sweep
@pytest.mark.parametrize(("language", "looks"), PAIRED)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound_to_look_at_every_way(
    browser: Browser, address: str, enter: Enter, path: str, language: str, looks: list[Look]
) -> None:
    look_at(browser, address, enter, path, language, looks)


def look_at(browser: Browser, address: str, enter: Enter, path: str, language: str, looks: list[Look]) -> None:
    """Opens a page in one language and sees that it is sound in each of the looks."""
    home = path.split("/")[2] if path.startswith("/desk/") and path.count("/") > 2 else ""
    signed_in = enter(home if home in {"utokyo", "ucl", "ku-leuven", "example"} else "utokyo")
    width, scheme = looks[0]
    with browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        # Else a link would still be on its way from one colour to the other when it is looked at.
        reduced_motion="reduce",
        locale=LANGUAGES[language],
        storage_state=signed_in if path.startswith("/desk/") else None,
    ) as context:
        page = context.new_page()
        watch = Watch(host=urlsplit(address).netloc)
        watch.on(page)
        page.goto(address + path, wait_until="load")
        for width, scheme in looks:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.emulate_media(color_scheme=scheme)
            keep_picture(page, f"{re.sub(r'[^a-z0-9]+', '-', path).strip('-') or 'start'}-{width}-{scheme}-{language}")

            faults = list(watch.faults)
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert {
                "look": (width, scheme),
                "language": page.evaluate("document.documentElement.lang"),
                "pixels wider than the window": wider,
                "faults": faults,
                "accessibility": accessibility_faults(page),
            } == {
                "look": (width, scheme), "language": language, "pixels wider than the window": 0, "faults": [],
                "accessibility": [],
            }  # fmt: skip
