"""Ticking a task, and taking it back from wherever it shows."""

from selenium.webdriver.common.keys import Keys

MONTH = "/roadmap/month/1"
TITLE = "Fix failed request tracking"
TASK = "m1w1-fix-failed-request-tracking"
ROW = f"#{TASK}"
TICK = f"#{TASK}-tick"


def is_done(page):
    return page.has(f"{ROW}.done")


def done_on_record(tracker):
    return [task["id"] for task in tracker.api("GET", "/tasks?done=true")["tasks"]]


def test_a_tick_answers_at_once_without_leaving_the_page(page, tracker):
    page.open(MONTH).mark()
    before = page.text("main > .head .summary")
    assert "0 of 20 done" in before

    page.find(TICK).send_keys(Keys.SPACE)
    assert page.attribute(TICK, "aria-checked") == "true"
    page.until(lambda: is_done(page), "the row shows the task as done")

    assert page.is_still_the_same and page.path == MONTH
    assert page.focused == f"{TASK}-tick"
    page.until(lambda: page.said == f"Done: {TITLE}", "the live region says so")
    assert "1 of 20 done" in page.text("main > .head .summary")
    assert "1 of 5 done" in page.text("[data-live=week-1-head]")
    assert "browser, just now" in page.text(ROW)
    assert done_on_record(tracker) == [TASK]

    page.reload()
    assert is_done(page)


def test_a_tick_can_be_undone_where_it_happened(page, tracker):
    page.open(MONTH).mark()
    page.click(TICK)
    page.until(lambda: page.has(f"{ROW} .undo"), "the row offers Undo")

    page.find(f"{ROW} .undo").send_keys(Keys.ENTER)
    page.until(lambda: not is_done(page), "the task is open again")

    page.until(lambda: page.said == f"Reopened: {TITLE}", "the live region says so")
    assert page.is_still_the_same
    assert page.focused == f"{TASK}-tick"
    assert "0 of 20 done" in page.text("main > .head .summary")
    assert done_on_record(tracker) == []


def test_several_ticks_in_a_row_all_count(page, tracker):
    page.open(MONTH).mark()
    ticks = page.find_all(".week .tick")[:5]
    for tick in ticks:
        tick.click()
    page.until(lambda: "5 of 20 done" in page.text("main > .head .summary"), "all five are counted")
    assert page.is_still_the_same
    assert len(done_on_record(tracker)) == 5


def test_a_task_due_this_week_can_be_ticked_on_the_overview(any_page, tracker):
    page = any_page.open("/")
    row = page.attribute(".work .todo", "id")
    page.click(f"#{row}-tick")
    page.until(lambda: done_on_record(tracker) == [row], "the tick is on record")
    page.open("/")
    assert page.text(".recent li").startswith("browser completed")


def test_a_tick_the_server_did_not_answer_is_taken_back_and_said(page, tracker):
    page.open(MONTH).mark()
    tracker.stop()
    page.click(TICK)
    page.until(lambda: page.has(f"{ROW} .failed"), "the row says that the tick may not be saved")
    assert page.attribute(TICK, "aria-checked") == "false"
    assert page.text(f"{ROW} .failed") == (
        "No answer from the server, so this may not be saved. Reload the page to see.")
    tracker.start()


def test_without_scripts_a_tick_comes_back_to_its_place_with_a_notice(plain_page, tracker):
    page = plain_page.open(MONTH)
    page.click(TICK)

    page.until(lambda: page.path.startswith(f"{MONTH}?said="), "the browser is back on the month")
    assert page.path.endswith(f"#{TASK}")
    assert page.text("div.notice p") == f"Completed: {TITLE}"
    assert is_done(page)
    assert done_on_record(tracker) == [TASK]

    page.click("div.notice button")
    page.until(lambda: page.text("div.notice p") == f"Reopened: {TITLE}", "the notice says that it was undone")
    assert page.path.startswith(f"{MONTH}?said=")
    assert not is_done(page)
    assert done_on_record(tracker) == []


def test_a_tick_can_be_undone_from_the_activity(any_page, tracker):
    tracker.api("PUT", f"/tasks/{TASK}/completion", {"by": "Ada"})
    page = any_page.open("/activity")
    line = ".changes li:first-child"
    assert f"Ada completed {TITLE}" in page.text(line)

    page.click(f"{line} button")
    page.until(lambda: f"reopened {TITLE}" in page.text(line), "the undoing is a line of its own")
    assert "undone" in page.text(".changes li:nth-child(2)")
    assert done_on_record(tracker) == []

    page.click(f"{line} button")
    page.until(lambda: f"browser completed {TITLE}" in page.text(line), "the undoing can be undone")
    assert done_on_record(tracker) == [TASK]


def test_changes_are_recorded_under_the_name_a_person_gives(any_page, tracker):
    page = any_page.open("/activity")
    assert "changes you make are recorded as browser" in page.text("footer")
    page.type("#name", "Zoë O’Neil")
    page.find("#name").send_keys(Keys.ENTER)
    page.until(lambda: "recorded as Zoë O’Neil" in page.text("footer"), "the name is kept")
    assert page.value("#name") == "Zoë O’Neil"

    page.open(MONTH).click(TICK)
    page.until(lambda: is_done(page), "the task is done")
    assert "Zoë O’Neil, just now" in page.text(ROW)


def test_an_empty_name_is_refused_beside_its_field(any_page):
    page = any_page.open("/activity")
    page.submit_unchecked("form[action='/you']")
    assert page.attribute("#name", "aria-invalid") == "true"
    assert page.text("#name-error") == "Give a name of 1 to 80 characters."
