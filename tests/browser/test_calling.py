"""Two leads at once by their links: each sees what the other keeps, and what both change is decided by a person."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.test_contributing import PHONE, come_in, fits

LISTED = "/desk/example/calls/snow-and-forms-2/proposals/"


def test_two_leads_write_at_once_and_nothing_is_lost(browser: Browser, address: str) -> None:
    with (
        browser.new_context(locale="en-GB") as desk,
        browser.new_context(locale="en-GB") as here,
        browser.new_context(viewport=PHONE, locale="en-GB") as there,  # type: ignore[arg-type]
    ):
        office, ours, theirs = desk.new_page(), here.new_page(), there.new_page()
        come_in(office, address, "office")
        office.goto(f"{address}{LISTED}")
        if not office.locator("[name=home_leads]").is_visible():
            office.get_by_text("Begin a proposal").first.click()
        office.locator("[name=home_leads]").fill("Ada, ada@walk.example")
        office.locator("[name=partner_leads]").fill("Ben, ben@walk.example")
        office.get_by_role("button", name="Begin and make the links").click()
        links = office.locator("code.feed").all_inner_texts()
        ours.goto(links[0])
        theirs.goto(links[1])
        assert fits(theirs)
        kept = "[data-kept][data-tone=good]"
        ours.locator("[name=title]").fill("Tides of paper")
        expect(ours.locator(kept)).to_be_visible()
        # The other side keeps something else, and our title comes in.
        theirs.locator("textarea[name^=answer]").nth(1).fill("Their words.")
        expect(theirs.locator(kept)).to_be_visible()
        expect(theirs.locator("[name=title]")).to_have_value("Tides of paper")
        # Both in one field: both texts stand there, and a person decides.
        ours.locator("textarea[name^=answer]").nth(1).fill("Our words.")
        expect(ours.locator("[data-theirs]")).to_have_text("Their words.")
        ours.locator("[data-mine]").click()
        expect(ours.locator(kept)).to_be_visible()
        theirs.reload()
        expect(theirs.locator("textarea[name^=answer]").nth(1)).to_have_value("Our words.")
        # By hand, as without a script: the browser tells the server where the form comes from.
        theirs.locator("[name=title]").fill("Tides of ink")
        theirs.locator("button[form=proposal]:not([name])").click()
        expect(theirs.locator(".notice-success")).to_be_visible()
        expect(theirs.locator("h1")).to_have_text("Tides of ink")
