"""A joint call from template to award in one sitting: our office, the partner's office and those who write and judge.

Nobody but our office has an account; all others come by the links that they are handed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_contributing import PHONE, come_in, fits

PARTNER = "Example Lakeside University"
CALL = "Tides and paper"
TITLE = "Boats folded from the minutes of the sea"
TIDES = "tides"
ADA, BEN = "Ada Lead", "Ben Lead"
MISSING = "1 proposal has fewer reviewers than the call asks for: have more proposed."
CHAIR, JUDGE, THEIR_CHAIR, THEIR_JUDGE = "Chair Here", "Judge Here", "Chair There", "Judge There"


def clock(minutes: int) -> str:
    """A moment from now as the clock of the call tells it."""
    return (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def told(page: Page) -> None:
    """Whatever was done is told as done, and nothing as wrong."""
    expect(page.locator(".notice-error")).to_have_count(0)
    expect(page.locator(".notice-success").first).to_be_visible()


def step(office: Page, root: str) -> tuple[str, str]:
    """Where the call stands, and what is next, as the first tab tells it."""
    office.goto(root)
    return office.locator(".cl-steps [aria-current] b").inner_text(), office.locator(".cl-what").inner_text()


def save(page: Page) -> None:
    page.locator("form.form .btn-primary").first.click()


def link_of(page: Page) -> str:
    """The one link that the page shows, this once."""
    told(page)
    return page.locator("code.feed").inner_text()


def begin(office: Page, address: str) -> str:
    """A call from a set of rules, open since a minute ago; the address of its page."""
    office.goto(f"{address}/desk/example/calls/")
    office.get_by_role("link", name="Begin a call").click()
    office.locator("[name=title]").fill(CALL)
    office.locator("[name=partnership]").select_option(label=PARTNER)
    office.locator("[name=partner_currency]").fill("usd")
    office.locator("[name=opens_at]").fill(clock(-5))
    office.locator("[name=closes_at]").fill(clock(600))
    office.locator("[name=rules][value=seed-and-project]").check()
    office.get_by_role("button", name="Begin", exact=True).click()
    told(office)
    return office.url


def lay_down(office: Page, root: str) -> None:
    """The budget of our side, and what both pay at most in the strand of seeds."""
    office.goto(root)
    office.locator("#side-home a").click()
    office.locator("[name=budget]").fill("5000000")
    save(office)
    expect(office.locator(".s-home .cl-big")).to_have_text("¥5,000,000")
    office.get_by_role("link", name="Rules").click()
    office.locator("#strands tbody a").first.click()
    office.locator("[name=home_ceiling]").fill("2000000")
    office.locator("[name=partner_ceiling]").fill("15000")
    save(office)
    expect(office.locator("#strands tbody tr").first.locator("td").nth(1)).to_have_text("¥2,000,000")
    expect(office.locator("#strands tbody tr").first.locator("td").nth(2)).to_have_text("US$15,000")


def seat(office: Page, root: str, side: str, role: str, name: str, themes: str = "") -> None:
    """Somebody named to the committee from the column of their side."""
    office.goto(f"{root}committee/")
    office.locator(f".s-{side}").get_by_role("link", name="Add somebody").click()
    office.locator("[name=role]").select_option(role)
    office.locator("[name=name]").fill(name)
    office.locator("[name=email]").fill(f"{name.split(maxsplit=1)[0]}.{side}@walk.example".lower())
    office.locator("[name=themes]").fill(themes)
    save(office)
    expect(office.locator(f".s-{side} .cl-seats")).to_contain_text(name)


def invite(office: Page, root: str, name: str) -> str:
    office.goto(f"{root}committee/")
    office.get_by_role("button", name=f"Make a link {name}").click()
    return link_of(office)


def their_half(there: Page, link: str) -> dict[str, str]:
    """The partner's office lays down its half and names its people; their links by name."""
    there.goto(link)
    there.get_by_role("link", name="Your half").click()
    there.locator("[name=budget]").fill("40000")
    there.locator("textarea[name^=roles][lang=en]").fill("Whoever teaches at Lakeside.")
    there.get_by_role("button", name="Save").click()
    told(there)
    there.get_by_role("link", name="Your people").click()
    links = {}
    for role, name, themes in (("chair", THEIR_CHAIR, ""), ("reviewer", THEIR_JUDGE, TIDES)):
        there.locator("[name=name]").fill(name)
        there.locator("[name=email]").fill(f"{name.split()[0]}.there@walk.example".lower())
        there.locator("[name=role]").select_option(role)
        there.locator("[name=themes]").fill(themes)
        there.get_by_role("button", name="Name", exact=True).click()
        told(there)
    for name in (THEIR_CHAIR, THEIR_JUDGE):
        there.get_by_role("button", name=f"Make a link {name}").click()
        links[name] = link_of(there)
    return links


def leads(office: Page, root: str) -> list[str]:
    """A proposal begun for two leads, and their links."""
    assert step(office, root) == ("Open", "Name who leads on each side: they get a link and can write at once.")
    office.locator(".cl-next a").click()
    office.locator("[name=home_leads]").fill(f"{ADA}, ada@walk.example")
    office.locator("[name=partner_leads]").fill(f"{BEN}, ben@walk.example")
    office.get_by_role("button", name="Begin and make the links").click()
    told(office)
    return office.locator("code.feed").all_inner_texts()


def write(ada: Page, ben: Page, links: list[str]) -> None:
    """Both write at once, each the budget of their own side; what lacks grows less, and one submits for both."""
    ada.goto(links[0])
    ben.goto(links[1])
    assert fits(ben)
    kept = "[data-kept][data-tone=good]"
    ada.locator("[name=title]").fill(TITLE)
    ada.locator("[name=strand]").select_option(label="Seed")
    ada.locator("[name=words]").fill(TIDES)
    answers = ada.locator("textarea[name^=answer]")
    for number in range(answers.count()):
        answers.nth(number).fill(f"Answer {number + 1}.")
    ada.locator("[name=for-0]").fill("Paper")
    ada.locator("[name=amount-0]").fill("1800000")
    expect(ada.locator("[data-sum]")).to_have_text("1,800,000 of at most 2,000,000 JPY")
    expect(ada.locator("[data-lacks] li")).to_have_text([f"The budget of {PARTNER} is empty."])
    ben.locator("[name=for-0]").fill("Ink")
    ben.locator("[name=amount-0]").fill("15001")
    above = f"{PARTNER}: 15,001 USD is above the ceiling of 15,000."
    expect(ben.locator("[data-lacks] li")).to_have_text([above])
    ben.locator("[name=amount-0]").fill("12000")
    expect(ben.locator("[data-ready]")).to_be_visible()
    expect(ben.locator(kept)).to_be_visible()
    ada.locator("button[name=submit]").click()
    expect(ada.locator(".notice-success")).to_contain_text("Submitted as number 1.")
    ben.reload()
    expect(ben.locator("h1")).to_have_text(TITLE)
    expect(ben.locator(".notice-success")).to_contain_text("Submitted as number 1.")


def close(office: Page, root: str) -> None:
    office.goto(root)
    office.get_by_role("link", name="Revise").first.click()
    office.locator("[name=closes_at]").fill(clock(-1))
    save(office)
    expect(office.locator(".plain-head .badge").first).to_have_text("Closed for proposals")


def given(office: Page, root: str) -> list[str]:
    """Reviewers looked for, proposed and confirmed; who they are."""
    office.goto(f"{root}committee/")
    for name in ("Look for conflicts", "Propose reviewers"):
        office.get_by_role("button", name=name).click()
        told(office)
    names = office.locator(".cl-assign tbody td:nth-child(2)").evaluate_all(
        "all => all.map(one => one.firstChild.data)"
    )
    office.get_by_role("button", name="Confirm the reviewers").click()
    told(office)
    return [str(one) for one in names]


def score(page: Page, link: str, marks: list[int], summary: str) -> None:
    """One review: no conflict, a score by each criterion, a word for the applicants, handed in."""
    page.goto(link)
    page.locator(".call-list a", has_text=TITLE).click()
    page.get_by_role("button", name="I have no conflict: open it").click()
    for box, mark in zip(page.locator(".call-scale").all(), marks, strict=True):
        box.locator("label", has_text=str(mark)).click()
    page.locator("[name=summary]").fill(summary)
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".notice-success")).to_contain_text("your review is handed in")
    assert fits(page)


def decide(office: Page, root: str) -> None:
    """The meeting: the ranking, an award that begins with what was asked for, one amount cut, and the minutes."""
    assert step(office, root) == ("Decided", "Decide on each proposal, with what is left of each budget in view.")
    office.locator(".cl-next a").click()
    # With all scripts loaded, as a person finds the page.
    office.wait_for_url("**/ranking/")
    expect(office.locator(".cl-row .cl-place")).to_have_text("1place")
    expect(office.locator(".cl-row .cl-score b")).to_have_text("80.0")
    office.locator(".cl-row select").select_option(label="Award")
    expect(office.locator(".cl-row [data-side=home]")).to_have_value("1800000")
    office.locator(".cl-row [data-side=partner]").fill("10000")
    office.locator(".cl-reason input").fill("The sea agrees.")
    left = office.locator(".cl-purse [data-left]")
    expect(left).to_have_text(["¥3,200,000", "US$30,000"])
    office.get_by_role("button", name="Keep the decisions").first.click()
    told(office)
    expect(left).to_have_text(["¥3,200,000", "US$30,000"])
    office.locator("#minutes-text").fill("Both sides met by the water.")
    office.get_by_role("button", name="Keep the minutes").click()
    told(office)


def sign(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("#minutes")).to_contain_text("Both sides met by the water.")
    expect(page.locator(".call-decided li")).to_contain_text([TITLE])
    page.get_by_role("button", name="Sign as the chair of your side").click()
    expect(page.locator(".call-signed")).to_have_text("Signed for your side")


def letter(page: Page, link: str, amount: str, place: Path) -> bytes:
    """The outcome as a lead reads it, and the letter."""
    page.goto(link)
    expect(page.locator("#outcome")).to_have_text("Your proposal is awarded")
    expect(page.locator(".call-outcome dd")).to_have_text(amount)
    expect(page.locator(".call-outcome blockquote")).to_have_text(["Fold on.", "More ink."])
    with page.expect_download() as taken:
        page.get_by_role("link", name="The letter as PDF").click()
    taken.value.save_as(place)
    return place.read_bytes()


def visitor(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]


def test_a_joint_call_goes_from_template_to_award_in_one_sitting(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with (
        browser.new_context(locale="en-GB") as desk,
        browser.new_context(locale="en-GB") as away,
        visitor(browser) as pocket,
    ):
        office, there, phone = desk.new_page(), away.new_page(), pocket.new_page()
        come_in(office, address, "office")
        root = begin(office, address)
        lay_down(office, root)
        seat(office, root, "home", "chair", CHAIR)
        seat(office, root, "home", "reviewer", JUDGE, TIDES)
        seat(office, root, "partner", "office", "Office There")
        links = {name: invite(office, root, name) for name in (CHAIR, JUDGE, "Office There")}
        links |= their_half(there, links["Office There"])
        office.goto(root)
        expect(office.locator(".s-partner .cl-big")).to_have_text("US$40,000")

        own = leads(office, root)
        write(office, phone, own)
        close(office, root)

        assert given(office, root) == [JUDGE, THEIR_JUDGE]
        phone.goto(links[JUDGE])
        phone.locator(".call-list a", has_text=TITLE).click()
        where = phone.url
        phone.get_by_text("I have a conflict").click()
        phone.get_by_role("button", name="Declare the conflict").click()
        expect(phone.locator("body")).not_to_contain_text(TITLE)
        assert step(office, root) == ("Reviewed", f"0 of 1 reviews are handed in. {MISSING}")
        assert given(office, root) == [CHAIR, THEIR_JUDGE]
        score(phone, links[THEIR_JUDGE], [4, 4, 4], "Fold on.")
        score(phone, links[CHAIR], [4, 4, 4], "More ink.")

        decide(office, root)
        sign(phone, links[CHAIR])
        sign(there, links[THEIR_CHAIR])
        office.goto(root)
        office.get_by_role("button", name="Make projects of the awards").click()
        told(office)
        office.locator("#made a").first.click()
        expect(office.locator("h1")).to_have_text(TITLE)
        for link, amount in zip(own, ("1,800,000 JPY", "10,000 USD"), strict=True):
            assert letter(phone, link, amount, tmp_path / "letter.pdf")[:4] == b"%PDF"

        # Whoever has a conflict reads nothing of it, though all is decided.
        for page in (links[JUDGE], where):
            phone.goto(page)
            expect(phone.locator("body")).not_to_contain_text(TITLE)
        assert phone.request.get(where).status == 404
