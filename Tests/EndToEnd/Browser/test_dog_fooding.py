"""Adding and undoing dog-fooding entries."""


def entries(tracker):
    kinds = tracker.api("GET", "/dogfood")["kinds"]
    return {kind["kind"]: (kind["withBeastMode"], kind["byHand"]) for kind in kinds}


def test_an_entry_counts_at_once_and_can_be_undone(any_page, tracker):
    page = any_page.open("/dogfood")
    page.click("input[name=kind][value=test]")
    page.click("input[name=made][value=hand]")
    page.type("#entry-note", "the <b>slow</b> path")
    page.click("#add-entry")

    page.until(lambda: "Test, by hand: the <b>slow</b> path" in page.text(".recent li"), "the entry is listed")
    assert entries(tracker)["test"] == (0, 1)
    assert "0 %" in page.text(".kinds li:nth-child(2) .now")
    assert page.value("#entry-note") == ""

    page.click(".recent li button")
    page.until(lambda: not page.has(".recent li"), "the entry is gone")
    assert entries(tracker)["test"] == (0, 0)
    assert "no data" in page.text(".kinds li:nth-child(2) .now")


def test_with_scripts_an_entry_is_added_without_leaving_the_page(page):
    page.open("/dogfood").mark()
    page.click("input[name=kind][value=improvement]")
    page.click("#add-entry")
    page.until(lambda: page.said == "Entry added", "the live region says so")
    assert page.is_still_the_same
    assert page.focused == "add-entry"
    page.until(lambda: page.has(".chart-box svg"), "the weeks are drawn")


def test_without_scripts_a_notice_says_what_was_added(plain_page):
    page = plain_page.open("/dogfood")
    page.click("input[name=kind][value=improvement]")
    page.click("#add-entry")
    page.until(lambda: page.text("div.notice p").startswith("Added: an improvement"), "the notice says so")
    page.click("div.notice button")
    page.until(lambda: page.text("div.notice p").startswith("Took back: an improvement"), "the entry is taken back")


def test_an_entry_without_a_kind_is_refused_and_keeps_its_note(any_page):
    page = any_page.open("/dogfood")
    page.type("#entry-note", "which kind was it")
    page.submit_unchecked("form[action='/dogfood']")
    assert page.text("#kind-error") == "Choose what was made."
    assert page.value("#entry-note") == "which kind was it"
