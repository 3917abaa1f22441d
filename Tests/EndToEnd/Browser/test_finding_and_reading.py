"""Search, sorting and the documents."""

from selenium.webdriver.common.keys import Keys

PLAN = "/docs/ML_LLM_12_MONTH_ROADMAP"


def test_the_slash_key_focuses_the_search_and_enter_searches(page):
    page.open("/targets")
    page.press("/")
    assert page.focused == "q"
    page.press("cach" + Keys.ENTER)
    page.until(lambda: page.path == "/search?q=cach", "the results show")
    assert page.value("#q") == page.value("#query") == "cach"


def test_the_slash_key_is_an_ordinary_key_inside_a_field(page):
    page.open("/targets/cacheHitRate")
    page.click("#reading-note")
    page.press("1/2")
    assert page.focused == "reading-note"
    assert page.value("#reading-note") == "1/2"


def test_a_search_finds_documents_tasks_and_metrics_with_the_words_marked(any_page):
    page = any_page.open("/search?q=cache+hit")
    for kind in ("documents", "tasks", "metrics"):
        found = page.texts(f"section[aria-labelledby=hits-{kind}] mark")
        assert found and all(word.lower().startswith(("cach", "hit")) for word in found)
    page.click("section[aria-labelledby=hits-metrics] a")
    page.until(lambda: page.path == "/targets/cacheHitRate", "the metric's page opens")


def test_a_hit_in_a_document_leads_to_its_section(any_page):
    page = any_page.open("/search?q=expected+value+follows")
    page.click("section[aria-labelledby=hits-documents] a")
    page.until(lambda: page.path == "/docs/TARGETS#months-and-due-dates", "the section opens")


def test_a_search_without_a_hit_says_what_to_do(any_page):
    page = any_page.open("/search?q=xyzzy%20%3Cscript%3E%20%22*")
    assert "Nothing matches." in page.text()
    assert page.value("#query") == 'xyzzy <script> "*'


def test_the_targets_are_sorted_by_a_link(any_page, tracker):
    tracker.api("POST", "/metrics/cacheHitRate", {"value": 62})
    page = any_page.open("/targets")
    page.click("thead th:first-child a")
    page.until(lambda: page.path == "/targets?sort=metric", "the board is sorted")
    names = page.texts("tbody th[scope=row]")
    assert len(names) == 21 and names == sorted(names, key=str.lower)
    assert page.attribute("thead th:first-child", "aria-sort") == "ascending"

    page.click("thead th:first-child a")
    page.until(lambda: page.path == "/targets?sort=-metric", "the order is turned round")
    assert page.texts("tbody th[scope=row]") == names[::-1]

    for order in ("now", "-now"):
        page.open(f"/targets?sort={order}")
        assert page.text("tbody th[scope=row]") == "Cache hit rate", "metrics without data come last"


def test_a_document_has_a_table_of_contents_that_leads_into_it(any_page):
    page = any_page.open("/docs/TARGETS")
    contents = page.texts(".contents a")
    assert contents == [title.removesuffix(" #") for title in page.texts(".prose h2, .prose h3")]
    page.click(".contents a[href='#months-and-due-dates']")
    assert page.path == "/docs/TARGETS#months-and-due-dates"
    assert abs(page.driver.execute_script(
        "return document.getElementById('months-and-due-dates').getBoundingClientRect().top")) < 100


def test_links_between_documents_lead_to_their_pages(any_page):
    page = any_page.open(PLAN)
    page.click(".prose a[href='/docs/TARGETS#months-and-due-dates']")
    page.until(lambda: page.path == "/docs/TARGETS#months-and-due-dates", "the other document opens")
    assert not page.has(".prose a[href*='.md']")


def test_tasks_in_the_plan_document_show_how_they_stand(any_page, tracker):
    page = any_page.open(PLAN)
    boxes = ".prose .task input"
    assert not any(box.is_selected() for box in page.find_all(boxes))
    tracker.api("PUT", "/tasks/m1w1-fix-failed-request-tracking/completion", {"by": "Ada"})
    page.reload()
    assert [box.is_selected() for box in page.find_all(boxes)][:2] == [True, False]
    page.click(".prose .task a")
    page.until(lambda: page.path == "/roadmap/month/1#m1w1-fix-failed-request-tracking", "its month opens at the task")


def test_every_task_and_heading_of_a_month_has_an_address(any_page):
    page = any_page.open("/roadmap/month/1#m1w4-reach-a-40-percent-cache-hit-rate")
    assert page.text("li:target .title") == "Reach a 40 % cache hit rate"
    page.click("#week-2 a")
    page.until(lambda: page.path == "/roadmap/month/1#week-2", "the heading's address shows")
