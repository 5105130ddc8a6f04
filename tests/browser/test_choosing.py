"""The box that offers records while one types: by keyboard alone, told to whoever listens, within the page's policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import accessibility_faults, keep_picture

POST = "/desk/utokyo/record/directory/post/add/"
ORGANISATION = "/desk/utokyo/record/directory/organisation/add/"


@pytest.fixture(params=[("light", 1360), ("dark", 390)], ids=["light-1360", "dark-390"])
def page(request: pytest.FixtureRequest, browser: Browser, enter: Enter) -> Iterator[Page]:
    """An officer who is registrar too; whatever the browser complains of fails the test."""
    scheme, width = request.param
    with browser.new_context(
        storage_state=enter("utokyo"), locale="en-GB", color_scheme=scheme, viewport={"width": width, "height": 900}
    ) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda one: complaints.append(one.text) if one.type in {"error", "warning"} else None)
        page.on("pageerror", lambda one: complaints.append(str(one)))
        yield page
        assert complaints == []


def test_a_record_is_chosen_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address + POST)
    box = page.locator("[name=organisation_text]")
    box.focus()
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "false")
    page.keyboard.type("princ")
    told = page.locator(".combobox:has([name=organisation_text]) [role=status]")
    expect(told).to_have_text("1 fits; go through with the arrow keys.")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    assert accessibility_faults(page) == []
    keep_picture(page, f"choosing-{page.viewport_size['width'] if page.viewport_size else 0}")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Princeton University")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert page.locator("input[name=organisation]").input_value().isdigit()
    assert page.url.endswith(POST)


def test_escape_closes_the_list_and_then_brings_back_what_stood_there(page: Page, address: str) -> None:
    page.goto(address + POST)
    box = page.locator("[name=organisation_text]")
    box.focus()
    page.keyboard.type("univ")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("univ")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".options:visible [role=option]")).to_have_count(20)


def test_an_option_is_chosen_by_a_press(page: Page, address: str) -> None:
    page.goto(address + POST)
    page.locator("[name=organisation_text]").fill("keio")
    page.locator(".options:visible [role=option]", has_text="Keio University").click()
    expect(page.locator("[name=organisation_text]")).to_have_value("Keio University")


def test_what_is_like_a_new_one_is_told_while_one_types_and_is_reached_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + ORGANISATION)
    page.locator("[name=name_en]").focus()
    page.keyboard.type("Princeton Univeristy")
    found = page.locator(".alike-here[role=status] a", has_text="Princeton University")
    expect(found).to_be_visible()
    assert accessibility_faults(page) == []
    for _step in range(4):
        page.keyboard.press("Tab")
        if found.evaluate("one => one === document.activeElement"):
            break
    expect(found).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Princeton University")


def test_the_pages_of_doubled_rows_have_no_fault(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/utokyo/organisations/?q=princeton")
    page.locator("table a", has_text="Princeton University").click()
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="Similar ones").last.click()
    assert accessibility_faults(page) == []
    page.locator("#by").fill("keio")
    page.get_by_role("button", name="Find").click()
    page.locator(".worklist a", has_text="Keio University").click()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{address}/desk/utokyo/duplicates/")
    assert accessibility_faults(page) == []
