"""From a template to a promise kept: a visit is begun, its host writes through a link, the desk says what is due."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_contributing import PHONE, come_in, fits

PROMISE = "Send a bale of hay to the meadow"


def begin(office: Page, address: str) -> None:
    """A visit of two days from a template, and the page of its last meeting."""
    office.goto(f"{address}/desk/example/visit-templates/")
    office.locator("a[href*='visits/new/']").first.click()
    office.locator("[name=title]").fill("A walk to the meadow")
    office.locator("[name=begins]").fill("1 October 2026")
    office.locator("[name=ends]").fill("2 October 2026")
    office.locator("form.form .btn-primary").click()
    office.locator("a[href*='/meetings/']").last.click()


def test_a_note_through_a_link_becomes_a_promise_that_the_desk_names_when_it_is_due(
    browser: Browser, address: str
) -> None:
    with (
        browser.new_context(locale="en-GB") as desk,
        browser.new_context(viewport=PHONE, locale="en-GB") as phone,  # type: ignore[arg-type]
    ):
        office, host = desk.new_page(), phone.new_page()
        come_in(office, address, "office")
        began = time.monotonic()
        begin(office, address)
        # Three minutes are the promise; a machine that types needs a fraction of them.
        assert time.monotonic() - began < 60
        office.get_by_role("link", name="Ask the host for a note").click()
        office.locator("[name=name]").fill("Dean of the Meadow")
        office.locator("form.form .btn-primary").click()

        host.goto(office.locator("code.feed").inner_text())
        assert fits(host)
        host.locator("[name=text]").fill("We talked about hay.")
        host.locator("[name=step-0-text]").fill(PROMISE)
        host.locator("[name=step-0-due]").fill("10 October 2026")
        host.locator("form.contribute .btn-primary").click()
        expect(host.locator(".notice-success")).to_be_visible()

        office.goto(f"{address}/desk/example/today/")
        office.get_by_role("link", name=PROMISE).first.click()
        office.get_by_role("button", name="It was kept").click()
        office.goto(f"{address}/desk/example/today/")
        expect(office.locator("main")).not_to_contain_text(PROMISE)
