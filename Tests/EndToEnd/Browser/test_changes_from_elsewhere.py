"""What happens to the plan and its documents outside the browser shows on the next request."""

PLAN = "ML_LLM_12_MONTH_ROADMAP.md"
TITLE = "Fix failed request tracking"
TASK = "m1w1-fix-failed-request-tracking"


def test_what_the_command_line_does_is_there_on_the_next_load(any_page, tracker):
    page = any_page.open("/roadmap/month/1")
    commands = [
        ["complete", "1", "1", TITLE], ["metric", "cacheHitRate", "40"], ["dogfood", "improvement"]]
    for command in commands:
        result = tracker.beast(*command)
        assert result.returncode == 0, result.stderr

    page.reload()
    assert "cli, just now" in page.text(f"#{TASK}")
    page.open("/targets/cacheHitRate")
    assert "Cache hit rate: 40 %" in page.text("h1")
    page.open("/dogfood")
    assert "Improvement, with BEAST MODE" in page.text(".recent li")
    page.open("/activity")
    assert [line.split(" Undo")[0].split(" ", 1)[1] for line in page.texts(".changes li")[:3]] == [
        "cli added an improvement made with BEAST MODE", "cli recorded Cache hit rate 40 %", f"cli completed {TITLE}"]


def test_a_changed_document_shows_on_the_next_request(any_page, tracker):
    page = any_page.open("/docs/TARGETS")
    tracker.edit("TARGETS.md", "^# Targets$", "# Targets, revised")
    page.reload()
    assert page.text("h1") == "Targets, revised"

    page.open("/roadmap/month/1")
    assert "0 of 20 done" in page.text("main > .head .summary")
    tracker.edit(PLAN, f"^- \\[ \\] {TITLE}$", f"- [ ] {TITLE}\n- [ ] Write the <em>first</em> “alert” & rest 🙂")
    page.reload()
    assert "0 of 21 done" in page.text("main > .head .summary")
    assert "Write the <em>first</em> “alert” & rest 🙂" in page.texts(".title")
    page.open("/roadmap")
    assert "+1" in page.text("#scope + table")


def test_a_broken_document_is_named_with_its_line_and_the_last_good_plan_stays(any_page, tracker):
    page = any_page.open("/roadmap/month/1")
    text = (tracker.roadmap / PLAN).read_text()
    line = text.splitlines().index(f"- [ ] {TITLE}") + 2
    tracker.edit(PLAN, f"^- \\[ \\] {TITLE}$", f"- [ ] {TITLE}\n- [ ] {TITLE}")

    page.reload()
    assert "the pages show the last good plan" in page.text("#plan-problems")
    assert f"{PLAN}:{line}" in page.text(".notice.bad .problems")
    assert TITLE in page.text(".notice.bad .problems")
    assert "0 of 20 done" in page.text("main > .head .summary")
    page.click(f"#{TASK}-tick")
    page.until(lambda: page.has(f"#{TASK}.done"), "the last good plan can be worked with")

    page.open(f"/docs/{PLAN.removesuffix('.md')}")
    assert f"{PLAN}:{line}" in page.text("#doc-problems ~ .problems")
    check = tracker.beast("check")
    assert check.returncode == 1 and f"{PLAN}:{line}" in check.stdout

    (tracker.roadmap / PLAN).write_text(text)
    page.open("/roadmap/month/1")
    assert not page.has(".notice.bad")
    assert page.has(f"#{TASK}.done")


def test_a_renamed_task_keeps_its_history_as_an_orphan_that_can_be_mapped(any_page, tracker):
    tracker.api("PUT", f"/tasks/{TASK}/completion", {"by": "Ada"})
    renamed = "Repair the tracking of failed requests"
    tracker.edit(PLAN, f"^- \\[ \\] {TITLE}$", f"- [ ] {renamed}")

    page = any_page.open("/roadmap")
    assert page.has(".notice.attention")
    page.click(".notice.attention a")
    page.until(lambda: page.path == "/roadmap/orphans", "the orphans are listed")
    assert page.text(".orphan h2") == TITLE
    assert "Ada completed it" in page.text(".orphan .recent")

    page.submit_unchecked(".orphan form")
    assert page.text(".orphan .wrong") == "Choose the task that carries it on."
    assert page.attribute(".orphan select", "aria-invalid") == "true"

    page.choose(".orphan select", renamed)
    page.click(".orphan button")
    page.until(lambda: page.path.startswith("/roadmap/month/1"), "the month opens")
    row = page.find("li:target")
    assert renamed in row.text and "Ada" in row.text and "done" in row.get_dom_attribute("class")
    page.open("/roadmap/orphans")
    assert page.text("h1") == "No orphaned tasks"
