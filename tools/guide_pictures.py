"""Take the pictures of the guide, docs/guide/pictures/, from a running Kizuna with the demonstration.

`write` starts a Kizuna of its own, enters by the one click of the first screen and takes every picture of the table
below with the system's Chromium, which also makes them small; names after it take only these. `check` needs no browser:
every picture that a page of the guide shows is in the table and on the disk, is said in words, and is not too heavy;
and every row of the table is shown somewhere.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES, stop, wait_for_page

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
PICTURES = GUIDE / "pictures"
EACH, ALL = 150_000, 1_500_000
SHOWN = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
PHONE, DESK = 390, 1360
# Chromium writes WebP itself, so no further program is needed.
SHRINK = """async (from) => {
  const picture = new Image(); picture.src = from; await picture.decode();
  const canvas = document.createElement("canvas"); canvas.width = picture.width; canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", 0.82).split(",")[1];
}"""


def open_first(selector: str) -> Callable[[Page], None]:
    """Follows the first link that fits, or unfolds what is folded."""

    def step(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state()

    return step


def typed(selector: str, text: str) -> Callable[[Page], None]:
    """Types into a field and waits for what is offered, if anything."""

    def step(page: Page) -> None:
        page.locator(selector).press_sequentially(text, delay=20)
        page.wait_for_timeout(900)

    return step


def filled(page: Page) -> None:
    """Fills in the form of a contribution, as a coordinator would; nothing is sent."""
    page.locator("select[name=unit]").select_option(index=1)
    page.locator("select[name=partnership]").select_option(index=1)
    page.locator("#id_words").fill("Twelve students of both sides built a bridge out of rulers.")
    page.locator("#id_when").fill("June 2026")


class Picture(NamedTuple):
    """One row of the table: what is shown, to whom, how wide, and which part of the page."""

    name: str
    path: str
    role: str = "office"
    home: str = "example"
    width: int = DESK
    height: int = 760
    # The first element that fits, with what lies around it; the top of the page without one.
    part: str = ""
    steps: tuple[Callable[[Page], None], ...] = ()

    @property
    def file(self) -> str:
        """The name of its file in the guide."""
        return f"{self.name}.webp"


TABLE = [
    Picture("first-screen", "/", height=1220),
    Picture("desk", "/desk/utokyo/", home="utokyo", height=900),
    Picture("contribute", "/desk/example/contribute/", "coordinator", width=PHONE, height=1080, steps=(filled,)),
    Picture("your-departments", "/desk/example/", "coordinator", width=PHONE, part="section.mine"),
    Picture("queue", "/desk/example/contributions/", height=900),
    Picture(
        "decide",
        "/desk/example/contributions/?state=submitted",
        part="main .with-aside",
        steps=(open_first(".queue h2 a"),),
    ),
    Picture("team", "/desk/example/partners/north/team/", height=1400),
    Picture("move", "/desk/example/partners/north/", height=800, steps=(open_first("details.move-menu summary"),)),
    Picture("tier", "/desk/example/partners/meadow/place/", height=900),
    Picture("close-phase", "/desk/example/phases/2/close/", height=960),
    Picture(
        "day", "/desk/utokyo/partners/princeton/", home="utokyo", height=620, steps=(open_first(".asof-more summary"),)
    ),
    Picture("compare", "/desk/example/compare/", height=900),
    Picture("matrix", "/desk/utokyo/departments/", home="utokyo", height=1300),
    Picture("overlap", "/desk/utokyo/overlap/?by=teams&a=snu&b=ytu", home="utokyo", height=700),
    Picture("gaps", "/desk/example/gaps/", height=900),
    Picture(
        "similar",
        "/desk/example/record/directory/organisation/add/",
        height=1000,
        steps=(typed("[name=name_en]", "Example Institute of Technology"),),
    ),
    Picture("timeline", "/desk/utokyo/partners/ytu/timeline/", home="utokyo", height=900),
    Picture("history", "/desk/example/history/", height=760),
    Picture("lists", "/desk/example/export/", height=760),
    Picture("search", "/desk/utokyo/search/?q=zurich", home="utokyo", height=560),
    Picture("rights", "/desk/example/rights/", height=760),
    Picture("keys", "/desk/example/tokens/", height=1200),
]


@contextmanager
def running(place: Path) -> Iterator[str]:
    """The address of a Kizuna with data of its own, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KIZUNA_", "DJANGO_"))}
    env |= {"KIZUNA_DATA": str(place / "data"), "KIZUNA_PORT": str(port)}
    log = place / "log"
    with log.open("wb") as out:
        command = [str(Path(sys.executable).parent / "kizuna"), "run"]
        server = subprocess.Popen(command, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        wait_for_page(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """One picture as it comes from the browser: in English, in light colours, without movement."""
    with browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2 if picture.width == PHONE else 1,
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    ) as context:
        page = context.new_page()
        page.goto(f"{address}/?lang=en")
        door = page.locator("form", has=page.locator(f"input[value={picture.role}]"))
        door.locator(f"button[value={picture.home}]").click()
        page.wait_for_url(f"**/desk/{picture.home}/")
        page.goto(address + picture.path)
        for step in picture.steps:
            step(page)
        page.evaluate("document.fonts.ready")
        if picture.part:
            return page.locator(picture.part).first.screenshot()
        return page.screenshot()


def small(browser: Browser, png: bytes) -> bytes:
    """The same picture as WebP."""
    given = "data:image/png;base64," + base64.b64encode(png).decode()
    with browser.new_context() as context:
        return base64.b64decode(str(context.new_page().evaluate(SHRINK, given)))


def write(names: list[str]) -> int:
    """Takes the pictures of these names, or all of them, and says how heavy they are."""
    chromium = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
    if chromium is None:
        print("No pictures taken: there is no Chromium on this machine (Debian: apt install chromium).")
        return 0
    PICTURES.mkdir(exist_ok=True)
    if not names:
        for path in PICTURES.iterdir():
            path.unlink()
    with tempfile.TemporaryDirectory() as place, running(Path(place)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        for picture in TABLE:
            if not names or picture.name in names:
                taken = small(browser, take(browser, address, picture))
                (PICTURES / picture.file).write_bytes(taken)
                print(f"{picture.file:28}{len(taken) / 1000:6.0f} kB")
        browser.close()
    return 0


def faults(guide: Path = GUIDE) -> list[str]:
    """What is wrong between the pages of the guide, the table and the pictures on the disk."""
    listed = {picture.file for picture in TABLE}
    there = {path.name: path.stat().st_size for path in (guide / "pictures").glob("*")}
    shown: set[str] = set()
    found = []
    for page in sorted(guide.glob("*.md")):
        for words, name in SHOWN.findall(page.read_text("utf-8")):
            shown.add(name)
            if not words.strip():
                found.append(f"{page.name}: {name} is not said in words")
    found += [f"{name} is shown and not in the table" for name in sorted(shown - listed)]
    found += [f"{name} is in the table and shown nowhere" for name in sorted(listed - shown)]
    found += [f"{name} was not taken" for name in sorted(listed - there.keys())]
    found += [f"{name} is left over" for name in sorted(there.keys() - listed)]
    found += [f"{name} is heavier than {EACH // 1000} kB" for name, size in sorted(there.items()) if size > EACH]
    if sum(there.values()) > ALL:
        found.append(f"all pictures together are heavier than {ALL // 1000} kB")
    return found


def main(arguments: list[str]) -> int:
    """`write` or `check`; 1 where something is wrong."""
    if arguments[:1] == ["write"]:
        return write(arguments[1:])
    if arguments != ["check"]:
        print("usage: guide_pictures.py write [NAME …] | check")
        return 2
    found = faults()
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
