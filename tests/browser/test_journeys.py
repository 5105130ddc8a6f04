"""The main paths, walked in a real browser as people walk them."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Enter


def test_a_number_opens_the_passage_at_the_side(browser: Browser, address: str, enter: Enter) -> None:
    with browser.new_context(storage_state=enter("utokyo"), locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{address}/desk/utokyo/partners/princeton/")
        page.locator(".keyfacts .cite").first.click()
        assert page.url.split("#")[1].startswith("s")
        expect(page.locator(".source").first).to_contain_text("146")


def test_search_finds_a_partner_by_another_script_and_by_keyboard(browser: Browser, address: str, enter: Enter) -> None:
    with browser.new_context(storage_state=enter("utokyo"), locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{address}/desk/utokyo/")
        page.keyboard.press("/")
        page.keyboard.type("北京大学")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Peking University")


def test_everything_works_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(address)
        page.locator("form", has=page.locator("input[value=office]")).locator("button[value=example]").click()
        page.goto(f"{address}/desk/example/record/partners/outcome/add/")
        page.locator("[name=text_en]").fill("Something came of it")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".notice-success")).to_contain_text("Saved")


def test_two_officers_edit_one_record_and_nothing_is_lost(browser: Browser, address: str, enter: Enter) -> None:
    with (
        browser.new_context(storage_state=enter("example"), locale="en-GB") as first,
        browser.new_context(storage_state=enter("example"), locale="en-GB") as second,
    ):
        one, two = first.new_page(), second.new_page()
        one.goto(f"{address}/desk/example/")
        one.locator(".plist h3 a").first.click()
        one.locator(".partner-hero a[href*='/record/']").first.click()
        two.goto(one.url)
        one.locator("[name=short_en]").fill("First")
        one.get_by_role("button", name="Save").click()
        expect(one.locator(".notice-success")).to_be_visible()
        two.locator("[name=short_en]").fill("Second")
        two.get_by_role("button", name="Save").click()
        expect(two.locator(".notice-warning")).to_contain_text("Somebody else changed this meanwhile")
        expect(two.locator(".notice-warning")).to_contain_text("First")
        expect(two.locator("[name=short_en]")).to_have_value("Second")
        two.get_by_role("button", name="Save").click()
        expect(two.locator(".notice-success")).to_be_visible()


def test_a_switch_leads_from_the_page_as_it_stood_to_today(browser: Browser, address: str, enter: Enter) -> None:
    with browser.new_context(storage_state=enter("ucl"), locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{address}/desk/ucl/")
        expect(page.locator(".asof")).to_contain_text("1 October 2019")
        page.get_by_role("link", name="See it today").click()
        expect(page.locator(".asof")).to_contain_text("nothing later is on record")
        page.get_by_role("link", name="As the page stood").click()
        expect(page.locator(".asof")).to_contain_text("As the page stood")
