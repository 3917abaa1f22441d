"""Two people at the same page: nothing is lost, and whoever is second is told."""

MONTH = "/roadmap/month/1"
TITLE = "Fix failed request tracking"
TASK = "m1w1-fix-failed-request-tracking"
ROW = f"#{TASK}"
TICK = f"#{TASK}-tick"


def two(at_browser, tracker, scripts):
    """Ada and Ben, both with the page open."""
    people = at_browser(tracker, "first", scripts), at_browser(tracker, "second", scripts)
    for person, name in zip(people, ("Ada", "Ben")):
        person.open("/activity").type("#name", name)
        person.click("form[action='/you'] button")
        person.until(lambda: f"recorded as {name}" in person.text("footer"), "the name is kept")
        person.open(MONTH)
    return people


def history(tracker):
    return [task for task in tracker.api("GET", "/tasks?done=true")["tasks"]]


def test_a_tick_of_a_task_that_somebody_else_has_done_says_who(at_browser, tracker):
    ada, ben = two(at_browser, tracker, scripts=True)
    ada.click(TICK)
    ada.until(lambda: ada.has(f"{ROW}.done"), "the task is done for Ada")

    ben.mark()
    ben.click(TICK)
    ben.until(lambda: ben.has(f"{ROW}.done"), "the task is done for Ben")
    told = f"Ada completed “{TITLE}” just now. It stays as it was."
    ben.until(lambda: ben.said == told, "Ben hears that it was Ada")
    assert ben.text(f"{ROW} .told") == told
    assert "Ada, just now" in ben.text(ROW)
    assert ben.is_still_the_same
    assert [task["completedBy"] for task in history(tracker)] == ["Ada"]


def test_without_scripts_the_second_is_told_in_a_notice(at_browser, tracker):
    ada, ben = two(at_browser, tracker, scripts=False)
    ada.click(TICK)
    ada.until(lambda: ada.has(f"{ROW}.done"), "the task is done for Ada")

    ben.click(TICK)
    ben.until(lambda: ben.has("div.notice.attention"), "Ben has a notice")
    assert ben.text("div.notice p") == f"Ada completed “{TITLE}” just now. It stays as it was."
    assert not ben.has("div.notice button"), "what Ben did not do, Ben has nothing to undo of"
    assert [task["completedBy"] for task in history(tracker)] == ["Ada"]


def test_an_undo_from_a_stale_page_is_refused_in_words(at_browser, tracker):
    ada, ben = two(at_browser, tracker, scripts=True)
    ada.click(TICK)
    ada.until(lambda: ada.has(f"{ROW} .undo"), "the task is done")
    ben.reload()
    # Ada takes it back and does it again: what Ben sees is no longer what Ben would undo.
    ada.click(f"{ROW} .undo")
    ada.until(lambda: not ada.has(f"{ROW}.done"), "the task is open again")
    ada.click(TICK)
    ada.until(lambda: ada.has(f"{ROW}.done"), "the task is done again")

    ben.mark()
    ben.click(f"{ROW} .undo")
    ben.until(lambda: ben.has(f"{ROW} .failed"), "Ben is refused")
    assert f"“{TITLE}” has changed since you looked: Ada completed it" in ben.text(f"{ROW} .failed")
    assert ben.has(f"{ROW}.done") and ben.is_still_the_same
    assert [task["completedBy"] for task in history(tracker)] == ["Ada"]

    ben.click(f"{ROW} .undo")
    ben.until(lambda: not ben.has(f"{ROW}.done"), "after having seen it, Ben may undo it")


def test_without_scripts_an_undo_from_a_stale_page_is_refused_in_words(at_browser, tracker):
    ada, ben = two(at_browser, tracker, scripts=False)
    for person, control in ((ada, TICK), (ben, None), (ada, f"{ROW} .undo"), (ada, TICK)):
        if control is None:
            person.reload()
            continue
        was_done = person.has(f"{ROW}.done")
        person.click(control)
        person.until(lambda: person.has(f"{ROW}.done") != was_done, "the tick changes")

    ben.click(f"{ROW} .undo")
    ben.until(lambda: ben.has("[data-problem]"), "Ben is refused")
    assert f"“{TITLE}” has changed since you looked: Ada completed it" in ben.text("h1")
    assert [task["completedBy"] for task in history(tracker)] == ["Ada"]
    ben.click(".more a")
    ben.until(lambda: ben.path.startswith(f"{MONTH}#"), "the way back leads to the task")


def test_ticks_of_two_people_at_once_all_count(at_browser, tracker):
    ada, ben = two(at_browser, tracker, scripts=True)
    for first, second in zip(ada.find_all(".tick")[:5], ben.find_all(".tick")[5:10]):
        first.click()
        second.click()
    ada.until(lambda: len(history(tracker)) == 10, "all ten are on record")
    ben.reload()
    assert "10 of 20 done" in ben.text("main > .head .summary")
