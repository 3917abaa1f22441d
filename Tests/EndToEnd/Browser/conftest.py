"""Browsers and servers for the tests. Each test has a server, a data folder and a roadmap of its own."""

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from page import Page
from realistic import fill
from tracker import BINARY, Tracker


def pytest_sessionstart(session):
    if not BINARY.exists():
        pytest.exit(f"{BINARY} is missing: run `swift build` first, or name the program in BEAST_BINARY.", returncode=2)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    for name in ("tracker", "busy_tracker"):
        if report.failed and name in getattr(item, "funcargs", {}):
            report.sections.append(("What the server said", item.funcargs[name].messages.read_text()))


@pytest.fixture
def tracker(tmp_path):
    """A server on which nothing has happened yet."""
    yield from running(tmp_path)


@pytest.fixture(scope="module")
def busy_tracker(tmp_path_factory):
    """A server with months of work on it; shared, so tests only look."""
    for tracker in running(tmp_path_factory.mktemp("busy")):
        fill(tracker)
        yield tracker


def running(folder):
    tracker = Tracker(folder).start()
    yield tracker
    tracker.stop()


@pytest.fixture(scope="session")
def drivers():
    """Browsers by name, started when first asked for."""
    started = {}

    def driver(name):
        if name not in started:
            options = webdriver.ChromeOptions()
            options.binary_location = "/usr/bin/chromium"
            for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
                options.add_argument(argument)
            options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
            started[name] = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        return started[name]

    yield driver
    for each in started.values():
        each.quit()


@pytest.fixture
def at_browser(drivers):
    """Makes a page of a tracker in a browser as it is fresh from the box: no cookies, scripts on, 1280 wide, light."""

    def open_browser(tracker, name="first", scripts=True):
        driver = drivers(name)
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        page = Page(driver, tracker)
        page.use_scripts(scripts)
        page.show_as()
        driver.get("about:blank")
        driver.get_log("browser")
        return page

    return open_browser


@pytest.fixture
def page(at_browser, tracker):
    """A browser with scripts on a server of its own."""
    return at_browser(tracker)


@pytest.fixture
def plain_page(at_browser, tracker):
    """The same with scripts switched off."""
    return at_browser(tracker, scripts=False)


@pytest.fixture(params=["with scripts", "without scripts"])
def any_page(request, at_browser, tracker):
    """Both, one after the other: what a test with this fixture says holds with and without scripts."""
    return at_browser(tracker, scripts=request.param == "with scripts")
