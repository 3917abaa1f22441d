"""Adding readings of a metric by its form."""

import datetime

import pytest
from selenium.webdriver.common.keys import Keys

METRIC = "/targets/cacheHitRate"
VALUE = "#reading-value"


def record(page, value):
    page.type(VALUE, value)
    page.find(VALUE).send_keys(Keys.ENTER)


def newest(page):
    return page.text("#readings-title ~ .scroll tbody tr:first-child td")


def test_a_reading_changes_the_headline_the_status_the_chart_and_the_table(any_page):
    page = any_page.open(METRIC)
    assert "no reading yet" in page.text("h1")
    assert page.text(".summary .state") == "No data"
    assert not page.has(".chart-point, .chart-svg circle.chart-point")

    record(page, "62.4")
    page.until(lambda: "Cache hit rate: 62.4 %" in page.text("h1"), "the headline has the value")
    assert page.text(".summary .state") == "On track"
    assert "62.4" in page.text(".figures .first")
    assert "62.4" in page.ask("document.querySelector('.chart-svg title').textContent")
    assert newest(page) == "62.4 %"
    drawn = page.attribute(".chart-svg", "aria-labelledby"), page.find(".chart-plot").get_property("innerHTML")

    record(page, "31")
    page.until(lambda: "Cache hit rate: 31 %" in page.text("h1"), "the headline has the second value")
    assert page.text(".summary .state") == "Behind"
    assert "31 % against" in page.text(".summary")
    assert newest(page) == "31 %"
    assert page.find(".chart-plot").get_property("innerHTML") != drawn[1]
    assert page.value(VALUE) == ""


def test_with_scripts_a_reading_is_recorded_without_leaving_the_page(page, tracker):
    page.open(METRIC).mark()
    record(page, "41,5 %")
    page.until(lambda: "Cache hit rate: 41.5 %" in page.text("h1"), "the headline has the value")
    page.until(lambda: page.said == "Reading recorded", "the live region says so")
    assert page.is_still_the_same
    assert page.focused == "reading-value"
    assert tracker.api("GET", "/metrics/cacheHitRate")["readings"][0]["value"] == 41.5


def test_without_scripts_a_notice_says_what_was_recorded_and_can_undo_it(plain_page):
    page = plain_page.open(METRIC)
    record(page, "41.5")
    page.until(lambda: page.text("div.notice p") == "Recorded: Cache hit rate, 41.5 %", "the notice says so")
    page.click("div.notice button")
    page.until(lambda: page.text("div.notice p").startswith("Took back: Cache hit rate"), "the reading is taken back")
    assert "no reading yet" in page.text("h1")


def test_a_reading_can_be_undone_from_the_latest_readings(any_page, tracker):
    tracker.api("POST", "/metrics/cacheHitRate", {"value": 40})
    tracker.api("POST", "/metrics/cacheHitRate", {"value": 99})
    page = any_page.open(METRIC)
    page.click("#readings-title ~ .scroll tbody tr:first-child button")
    page.until(lambda: "Cache hit rate: 40 %" in page.text("h1"), "the earlier reading counts again")
    assert newest(page) == "40 %"


@pytest.mark.parametrize("typed, error", [
    ("eighty", "“eighty” is not a number."),
    ("", "A value is missing."),
    ("400", "is a percentage and cannot be 400"),
    ("nan", "“nan” is not a number."),
])
def test_a_wrong_value_keeps_what_was_typed_and_says_why_beside_the_field(any_page, tracker, typed, error):
    page = any_page.open(METRIC)
    page.type("#reading-note", "after the index")
    page.driver.execute_script("document.querySelector('#reading-value').required = false")
    record(page, typed)

    page.until(lambda: page.has("#reading-value-error"), "the error shows")
    assert error in page.text("#reading-value-error")
    assert page.value(VALUE) == typed
    assert page.value("#reading-note") == "after the index"
    assert page.attribute(VALUE, "aria-invalid") == "true"
    assert page.attribute(VALUE, "aria-describedby") == "reading-value-error"
    page.until(lambda: page.focused == "reading-value", "the field has the focus")
    assert tracker.api("GET", "/metrics/cacheHitRate")["readings"] == []

    record(page, "41.5")
    page.until(lambda: "Cache hit rate: 41.5 %" in page.text("h1"), "the mended value is recorded")
    assert not page.has("[aria-invalid=true]")
    assert tracker.api("GET", "/metrics/cacheHitRate")["readings"][0]["note"] == "after the index"


def test_a_time_in_the_future_is_refused_beside_the_time(any_page, tracker):
    page = any_page.open(METRIC)
    tomorrow = (datetime.date.today() + datetime.timedelta(days=2)).isoformat() + "T12:00"
    page.type(VALUE, "41.5")
    page.driver.execute_script("document.querySelector('#reading-at').value = arguments[0]", tomorrow)
    page.find(VALUE).send_keys(Keys.ENTER)

    page.until(lambda: page.has("#reading-at-error"), "the error shows")
    assert "cannot lie in the future" in page.text("#reading-at-error")
    assert page.attribute("#reading-at", "aria-invalid") == "true"
    assert (page.value(VALUE), page.value("#reading-at")) == ("41.5", tomorrow)
    page.until(lambda: page.focused == "reading-at", "the time has the focus")
    assert tracker.api("GET", "/metrics/cacheHitRate")["readings"] == []
