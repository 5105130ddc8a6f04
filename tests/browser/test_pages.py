"""Every kind of page, looked at as people see it: wide and narrow, light and dark, in English and Japanese."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response

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
    "/desk/example/site/",
    "/desk/example/site/fields/",
    "/utokyo/highlights/",
    "/utokyo/highlights/grandes-ecoles-2/",
    "/utokyo/activities/",
    "/utokyo/series/tum-workshop/",
    "/example/calendar/",
    "/utokyo/figures/",
    "/utokyo/practices/",
    "/utokyo/about/",
    "/utokyo/search/?q=princeton",
    "/utokyo/embed/partners/",
    "/utokyo/embed/map/",
    "/example/news/",
    "/example/symposia/ex-snow-days-5/",
    "/desk/example/pictures/",
    "/ucl/news/japan-2019/",
    "/utokyo/symposia/ethz-symposium-3/",
    "/example/reports/",
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
    "/desk/utokyo/briefing/",
    "/desk/utokyo/briefing/partner/princeton/",
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
    "/desk/example/today/",
    "/desk/ku-leuven/alumni/",
    "/desk/ku-leuven/figures/",
    "/desk/ucl/visits/",
    "/desk/ku-leuven/visits/japan-china-2019/",
    "/desk/example/visits/north-return/itinerary/",
    "/desk/example/calls/",
    "/desk/example/calls/new/",
    "/desk/example/calls/snow-and-forms/",
    "/desk/example/calls/snow-and-forms/rules/",
    "/desk/example/calls/snow-and-forms/proposals/",
    "/desk/example/calls/snow-and-forms/committee/",
    "/desk/example/calls/snow-and-forms/ranking/",
    "/desk/example/calls/snow-and-forms/follow/",
    "/desk/example/visits/new/",
    "/desk/example/visits/north-return/",
    "/desk/example/visits/lakeside-came/report/",
    "/desk/example/commitments/",
    "/desk/example/mail/",
    "/desk/example/alumni/",
    "/desk/ucl/meetings/",
    "/desk/example/visit-requests/",
    "/desk/example/visit-templates/",
    "/example/visit-us/",
    "/example/calls/",
    "/example/calls/snow-and-forms-2/",
    "/desk/ku-leuven/anniversaries/",
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

    @contextmanager
    def over(self, page: Page) -> Iterator[Watch]:
        """Watches a page for as long as it is looked at."""
        watched = {
            "console": self.console, "pageerror": self.error, "request": self.request, "response": self.response,
        }  # fmt: skip
        for event, seen in watched.items():
            page.on(event, seen)  # type: ignore[call-overload]
        try:
            yield self
        finally:
            for event, seen in watched.items():
                page.remove_listener(event, seen)

    def error(self, error: Error) -> None:
        self.faults.append(f"script: {error}")

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
Window = Callable[[str, str], Page]
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
    window: Window, address: str, path: str, language: str, looks: list[Look]
) -> None:
    look_at(window, address, path, language, looks)


@pytest.mark.sweep
@pytest.mark.parametrize(("language", "looks"), PAIRED)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound_to_look_at_every_way(
    window: Window, address: str, path: str, language: str, looks: list[Look]
) -> None:
    look_at(window, address, path, language, looks)


@pytest.fixture(scope="session")
def window(browser: Browser, enter: Enter) -> Iterator[Window]:
    """The one page of whoever looks at a home in a language: a window of its own for each look would cost more."""
    known: dict[tuple[str, str], Page] = {}

    def opened(home: str, language: str) -> Page:
        if (home, language) not in known:
            signed_in = enter(home) if home else None
            # Without moving colours: else a link would still be on its way to another colour when it is looked at.
            context = browser.new_context(locale=LANGUAGES[language], storage_state=signed_in, reduced_motion="reduce")
            known[home, language] = context.new_page()
        return known[home, language]

    yield opened
    for page in known.values():
        page.context.close()


def look_at(window: Window, address: str, path: str, language: str, looks: list[Look]) -> None:
    """Opens a page in one language and sees that it is sound in each of the looks."""
    named = path.split("/")[2] if path.startswith("/desk/") and path.count("/") > 2 else ""
    home = named if named in {"utokyo", "ucl", "ku-leuven", "example"} else "utokyo"
    page = window(home if path.startswith("/desk/") else "", language)
    with Watch(host=urlsplit(address).netloc).over(page) as watch:
        for number, (width, scheme) in enumerate(looks):
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.emulate_media(color_scheme=scheme)
            if not number:
                page.goto(address + path, wait_until="load")
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
