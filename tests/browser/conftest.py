"""A headless Chromium; without one, its driver or selenium these tests cannot run."""

import json
import shutil
from importlib.util import find_spec

import pytest

from browsed import hostile, pages, whole
from conftest import ACME, lacking
from csmetrics.errors import OutputError
from csmetrics.output.html.chromium import found

OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
WIDTHS = (360, 800, 1400)


def _chromium():
    try:
        return found()
    except OutputError as error:
        lacking(str(error))


@pytest.fixture(scope="session")
def driver():
    """Chromium, driven; it logs each request and each word of the console."""
    chromium, chromedriver = _chromium(), shutil.which("chromedriver")
    if not chromedriver:
        lacking("chromedriver is not installed")
    if not find_spec("selenium"):
        lacking("selenium is not installed")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService  # noqa: PLC0415  # it may be missing

    options = ChromeOptions()
    options.binary_location = chromium
    for each in OPTIONS:
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    started = Chrome(options=options, service=ChromeService(chromedriver))
    yield started
    started.quit()


class Browser:
    """What a test asks of a page."""

    def __init__(self, driver, folder):
        self.driver, self.folder = driver, folder

    def open(self, page, width=1400, *, dark=False, anchor=""):
        """Show a page of so many pixels."""
        colours = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colours})
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        file = self.folder / "page.html"
        file.write_text(page, encoding="utf-8", newline="")
        self.driver.get("about:blank")
        for log in ("performance", "browser"):
            self.driver.get_log(log)
        self.driver.get(file.as_uri() + anchor)

    def run(self, script):
        """The value of a script of ours."""
        return self.driver.execute_script(script)

    def console(self):
        """What the console says."""
        return [each["message"] for each in self.driver.get_log("browser")]

    def requests(self):
        """The addresses asked for since the page was opened, those that were refused among them."""
        messages = (json.loads(each["message"])["message"] for each in self.driver.get_log("performance"))
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


@pytest.fixture
def browser(driver, tmp_path):
    return Browser(driver, tmp_path)


@pytest.fixture(scope="session")
def every_page(driver, tmp_path_factory):
    """The pages of the example, those of a folder that would do harm, and one with every kind of block."""
    store = tmp_path_factory.mktemp("stores")
    ours = pages(ACME, store / "ours.db", "2026-09")
    theirs = pages(hostile(tmp_path_factory.mktemp("hostile")), store / "theirs.db", "2026-08")
    return ours | {f"hostile {name}": page for name, page in theirs.items()} | {"every block": whole()}
