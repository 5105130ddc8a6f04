"""A running Kizuna with the demonstration, and a Chromium to look at it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

Enter = Callable[[str], StorageState]

STARTS_WITHIN = 120.0
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root Chromium has no sandbox; the rest keeps it from looking for hosts of its own.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium; none is downloaded."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine (Debian: apt install chromium)")


@pytest.fixture(scope="session")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Kizuna started as a newcomer starts it, with data of its own."""
    place = tmp_path_factory.mktemp("live")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KIZUNA_", "DJANGO_", "PYTEST_"))}
    env |= {"KIZUNA_DATA": str(place / "data"), "KIZUNA_PORT": str(port)}
    command = [str(Path(sys.executable).parent / "kizuna"), "run"]
    log = place / "log"
    with log.open("wb") as out:
        # A session of its own: the server's workers are stopped together with it.
        server = subprocess.Popen(command, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        wait_for_page(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


def wait_for_page(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address on this machine
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"`kizuna run` gave no page at {url}:\n{log.read_text(errors='replace')[-3000:]}")


def stop(server: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, number)
            server.wait(timeout=10)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django would refuse the database to every later test here.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def enter(browser: Browser, address: str) -> Enter:
    """The cookies of the international officer of a home, entered by the one click of the first screen."""
    known: dict[str, StorageState] = {}

    def state(home: str) -> StorageState:
        if home not in known:
            with browser.new_context(locale="en-GB") as context:
                page = context.new_page()
                page.goto(address)
                page.locator("form", has=page.locator("input[value=office]")).locator(f"button[value={home}]").click()
                page.wait_for_url(f"**/desk/{home}/")
                cookies = context.storage_state()
                # The language is left to each test's own browser.
                cookies["cookies"] = [one for one in cookies["cookies"] if one["name"] == "sessionid"]
                known[home] = cookies
        return known[home]

    return state
