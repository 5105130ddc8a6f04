"""The main journeys by keyboard alone and at 200 % zoom, in both languages: no mouse, and a screen half as wide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import LANGUAGES, PATHS

# A window of 1360 × 900 at 200 %: half as many CSS pixels each way, each drawn twice as large.
ZOOMED = {"width": 680, "height": 450}
# Whoever has to press Tab more often than this has lost the way.
MOST_STEPS = 160


class Hands:
    """Two hands on a keyboard."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def go(self, path: str) -> None:
        """The one thing that is typed into the browser itself."""
        self.page.goto(self.address + path)

    def to(self, target: Locator) -> None:
        """Presses Tab until the target has the focus; it must then be seen, and be seen to have it."""
        for _step in range(MOST_STEPS):
            if target.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        expect(target).to_be_in_viewport()
        assert self.page.evaluate(SHOWN), f"no focus to be seen on {target}"

    def press(self, target: Locator) -> None:
        """Presses Enter on a link or a button that stays on the page."""
        self.to(target)
        self.page.keyboard.press("Enter")

    def follow(self, target: Locator) -> None:
        """Presses Enter on what leads to another page, and waits for it."""
        self.to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, target: Locator) -> None:
        """Takes the next thing that is to choose from."""
        self.to(target)
        self.page.keyboard.press("ArrowDown")

    def write(self, target: Locator, text: str) -> None:
        self.to(target)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)


# The outline, or a shadow or border in its place, of what has the focus or of the label around it.
SHOWN = """() => {
  const seen = one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const here = document.activeElement;
  return [here, here.closest("label"), here.parentElement].some(one => one && seen(one));
}"""
# What is wider than the window, unless it scrolls in a box of its own.
WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
CUT = """() => [...document.querySelectorAll("h1, h2, h3, p, li, td, th, a, button, label, legend, dt, dd")]
  .filter(one => one.checkVisibility() && !one.closest(".table-scroll, .matrix, .timeline, svg, .vh"))
  .filter(one => { const box = one.getBoundingClientRect(); return box.width > 0 && box.right > innerWidth + 1; })
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(params=LANGUAGES)
def hands(request: pytest.FixtureRequest, browser: Browser, address: str, enter: Enter) -> Iterator[Hands]:
    """An officer of Example University, zoomed in to 200 %, in one language after the other."""
    context = browser.new_context(
        storage_state=enter("example"), locale=LANGUAGES[request.param], viewport=ZOOMED, device_scale_factor=2  # type: ignore[arg-type]
    )  # fmt: skip
    with context:
        yield Hands(context.new_page(), address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_enters_and_reaches_a_partner(language: str, browser: Browser, address: str) -> None:
    with browser.new_context(locale=LANGUAGES[language], viewport=ZOOMED, device_scale_factor=2) as context:  # type: ignore[arg-type]
        hands = Hands(context.new_page(), address)
        hands.go("/")
        office = hands.page.locator("form", has=hands.page.locator("input[value=office]"))
        hands.follow(office.locator("button[value=utokyo]"))
        hands.follow(hands.page.locator(".plist h3 a").first)
        hands.page.wait_for_url("**/desk/utokyo/partners/*/")
        expect(hands.page.locator("h1")).to_be_visible()


def test_the_first_stop_leads_past_the_menu(hands: Hands) -> None:
    hands.go("/desk/example/")
    hands.page.keyboard.press("Tab")
    expect(hands.page.locator(".skip")).to_be_focused()
    hands.page.keyboard.press("Enter")
    expect(hands.page.locator("#main")).to_be_focused()


def test_one_searches_and_opens_what_is_found(hands: Hands) -> None:
    hands.go("/desk/example/")
    hands.page.keyboard.press("/")
    name = hands.page.locator(".plist h3 a").first.inner_text()
    hands.page.keyboard.type(name)
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    # Whoever types a partner's name has its briefing before them.
    expect(hands.page.locator("h1")).to_contain_text(name)
    expect(hands.page.locator(".briefing-day")).to_be_visible()


def test_one_edits_a_record_and_sees_that_it_is_saved(hands: Hands) -> None:
    hands.go("/desk/example/")
    hands.follow(hands.page.locator(".plist h3 a").first)
    hands.follow(hands.page.locator(".partner-hero a[href*='/record/']").first)
    word = hands.page.locator("[name=short_en]")
    hands.write(word, f"By keyboard {hands.page.evaluate('navigator.language')}")
    hands.follow(hands.page.locator("form.form button.btn-primary"))
    expect(hands.page.locator(".notice-success")).to_be_visible()


def test_a_mistake_is_told_beside_the_field_and_the_field_is_reached(hands: Hands) -> None:
    hands.go("/desk/example/record/partners/plan/add/")
    hands.follow(hands.page.locator("form.form button.btn-primary"))
    expect(hands.page.locator("form.form [role=alert]")).to_be_visible()
    wrong = hands.page.locator("[name=text_en]")
    hands.to(wrong)
    told = wrong.evaluate("one => (one.closest('[aria-describedby]') || one).getAttribute('aria-describedby') || ''")
    assert [hands.page.locator(f"#{one}").count() for one in told.split()] == [1]


def test_a_number_leads_to_its_source(browser: Browser, address: str, enter: Enter) -> None:
    with browser.new_context(storage_state=enter("utokyo"), viewport=ZOOMED, device_scale_factor=2) as context:  # type: ignore[arg-type]
        hands = Hands(context.new_page(), address)
        hands.go("/desk/utokyo/partners/princeton/")
        hands.press(hands.page.locator(".keyfacts .cite").first)
        assert hands.page.url.split("#")[1].startswith("s")
        expect(hands.page.locator(".source:has(:target)").first).to_be_in_viewport()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_coordinator_contributes(language: str, browser: Browser, address: str) -> None:
    with browser.new_context(locale=LANGUAGES[language], viewport=ZOOMED, device_scale_factor=2) as context:  # type: ignore[arg-type]
        hands = Hands(context.new_page(), address)
        hands.go("/")
        door = hands.page.locator("form", has=hands.page.locator("input[value=coordinator]"))
        hands.follow(door.locator("button[value=example]"))
        hands.follow(hands.page.locator(".mine .btn-primary"))
        hands.choose(hands.page.locator("select[name=unit]"))
        partner = hands.page.locator("select[name=partnership]")
        if partner.count() and partner.is_visible():
            hands.choose(partner)
        else:
            hands.write(hands.page.locator("[role=combobox]").first, "Lakeside")
            expect(hands.page.locator("[role=option]").first).to_be_visible()
            hands.page.keyboard.press("ArrowDown")
            hands.page.keyboard.press("Enter")
        words = f"Typed without a mouse ({language})."
        hands.write(hands.page.locator("[name=words]"), words)
        hands.follow(hands.page.locator("form.contribute .btn-primary"))
        expect(hands.page.locator(".contributed")).to_have_text(words)


def test_one_moves_a_partner_to_another_tier(hands: Hands) -> None:
    # Each language moves a partner of its own, both out of the first tier: what has moved today cannot move again.
    slug = {"en": "meadow", "ja": "north"}[hands.page.evaluate("navigator.language")[:2]]
    hands.go(f"/desk/example/partners/{slug}/")
    badge = hands.page.locator(".partner-hero .badge").first
    before = badge.inner_text()
    hands.press(hands.page.locator(".move-menu summary"))
    hands.follow(hands.page.locator(".move-menu a[href$='place/']"))
    tiers = hands.page.locator("input[name=tier]")
    hands.choose(tiers.first)
    expect(tiers.nth(1)).to_be_checked()
    hands.write(hands.page.locator("main form [name$=_en]").first, "Moved without a mouse.")
    hands.follow(hands.page.locator("main form button.btn-primary").first)
    expect(hands.page.locator(".notice-success")).to_be_visible()
    expect(badge).not_to_have_text(before)


@pytest.mark.sweep
@pytest.mark.parametrize("language", LANGUAGES)
def test_at_200_percent_nothing_is_cut_off(language: str, browser: Browser, address: str, enter: Enter) -> None:
    """Every kind of page: what is wide scrolls in a box of its own, all else fits."""
    faults = []
    for home in ("utokyo", "example", "ku-leuven"):
        with browser.new_context(
            storage_state=enter(home), locale=LANGUAGES[language], viewport=ZOOMED, device_scale_factor=2  # type: ignore[arg-type]
        ) as context:  # fmt: skip
            page = context.new_page()
            for path in PATHS:
                if path.split("/")[2:3] not in ([home], []) and path.startswith("/desk/"):
                    continue
                page.goto(address + path)
                faults += [f"{path}: wider by {page.evaluate(WIDER)}"] if page.evaluate(WIDER) > 0 else []
                faults += [f"{path}: cut: {one}" for one in page.evaluate(CUT)]
    assert faults == []
