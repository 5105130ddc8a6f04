"""A coordinator on a phone: a contribution is sent, the office puts it on record, and it is seen there."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import LANGUAGES

PHONE = {"width": 390, "height": 844}


def come_in(page: Page, address: str, role: str, home: str = "example") -> None:
    page.goto(address)
    page.locator("form", has=page.locator(f"input[value={role}]")).locator(f"button[value={home}]").click()
    page.wait_for_url(f"**/desk/{home}/")


def fits(page: Page) -> bool:
    """Nothing is wider than the phone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_gets_a_contribution_on_record_from_a_phone(language: str, browser: Browser, address: str) -> None:
    words = f"Forty students built a kite that could read ({language})."
    locale = LANGUAGES[language]
    with (
        browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale=locale) as phone,  # type: ignore[arg-type]
        browser.new_context(locale=locale) as desk,
    ):
        page, office = phone.new_page(), desk.new_page()
        began = time.monotonic()
        come_in(page, address, "coordinator")
        page.locator(".mine .btn-primary").tap()
        page.locator("input[name=kind][value=outcome]").tap()
        page.locator("[name=unit]").select_option(index=1)
        choose_partner(page)
        page.locator("[name=words]").fill(words)
        page.locator("[name=when]").fill("2026")
        assert fits(page)
        page.locator("form.contribute .btn-primary").tap()
        expect(page.locator(".notice-success")).to_be_visible()
        expect(page.locator(".contributed")).to_have_text(words)
        expect(page.locator(".steps .now")).to_have_count(1)
        assert fits(page)
        # Two minutes are the promise; a machine that types needs a fraction of them.
        assert time.monotonic() - began < 60
        where = page.url

        come_in(office, address, "office")
        office.goto(f"{address}/desk/example/contributions/")
        office.locator(".queue h2 a", has_text=words).click()
        office.locator("#decide .btn-primary").first.click()
        office.locator("form.form button.btn-primary").click()
        expect(office.locator(".notice-success")).to_be_visible()

        page.goto(where)
        expect(page.locator(".steps .done")).to_have_count(2)
        page.locator(".morelink").tap()
        expect(page.locator("main")).to_contain_text(words)


def choose_partner(page: Page) -> None:
    """A list to choose from, or a box that finds by typing."""
    box = page.locator("select[name=partnership]")
    if box.count() and box.is_visible():
        box.select_option(index=1)
        return
    combobox = page.locator("[role=combobox]").first
    combobox.fill("Lakeside")
    page.locator("[role=option]").first.tap()


def test_what_comes_back_with_a_word_is_mended_and_sent_again(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="en-GB") as phone:  # type: ignore[arg-type]
        page = phone.new_page()
        come_in(page, address, "coordinator")
        page.locator(".mine a", has_text="came back").tap()
        page.locator(".queue h2 a").first.tap()
        expect(page.locator(".steps .now")).to_contain_text("Which school of the valley group")
        page.get_by_role("link", name="Change it").tap()
        box = page.locator("[name=words]")
        box.fill(f"{box.input_value()} With the Upper Valley.")
        page.locator("form.contribute .btn-primary").tap()
        expect(page.locator(".contributed")).to_contain_text("With the Upper Valley.")
        expect(page.locator(".badges")).to_contain_text("With the office")
