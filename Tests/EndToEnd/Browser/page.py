"""A person at a browser: what the tests do and see, with waits for what has to happen and no sleeps."""

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait


class Page:
    def __init__(self, driver, tracker):
        self.driver = driver
        self.tracker = tracker

    # What the person does

    def open(self, path):
        self.driver.get(self.tracker.url + path)
        return self

    def reload(self):
        self.driver.refresh()

    def click(self, selector):
        self.find(selector).click()

    def type(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def hurry(self, selector):
        """Clicks without waiting for what the click before has set off."""
        self.ask("document.querySelector(arguments[0]).click()", selector)

    def choose(self, selector, text):
        Select(self.find(selector)).select_by_visible_text(text)

    def press(self, keys):
        self.driver.switch_to.active_element.send_keys(keys)

    def submit_unchecked(self, selector):
        """Sends a form as it is, past the browser's own checks and past the script."""
        before = self.find("html")
        self.driver.execute_script("document.querySelector(arguments[0]).submit()", selector)
        WebDriverWait(self.driver, 10, 0.02).until(lambda _: is_stale(before))
        self.until(lambda: self.find("footer.foot"), "the answer is there")

    # What the person sees

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def has(self, selector):
        return self.ask("document.querySelector(arguments[0]) !== null", selector)

    def text(self, selector="main"):
        """The words as rendered, blanks collapsed; empty when nothing is there."""
        return " ".join(self.ask("document.querySelector(arguments[0])?.innerText ?? ''", selector).split())

    def texts(self, selector):
        found = self.ask("[...document.querySelectorAll(arguments[0])].map(each => each.innerText)", selector)
        return [" ".join(each.split()) for each in found]

    def value(self, selector):
        return self.ask("document.querySelector(arguments[0]).value", selector)

    def attribute(self, selector, name):
        return self.ask("document.querySelector(arguments[0])?.getAttribute(arguments[1])", selector, name)

    def ask(self, expression, *arguments):
        """One look at the page, so that a region that is replaced meanwhile is seen before or after, never half."""
        return self.driver.execute_script("return " + expression, *arguments)

    @property
    def path(self):
        return self.ask("location.pathname + location.search + location.hash")

    @property
    def focused(self):
        """The id of what has the focus."""
        return self.ask("document.activeElement.id")

    @property
    def said(self):
        """What the live region last told a screen reader."""
        return self.ask("document.getElementById('said').textContent")

    def until(self, condition, what):
        def holds(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return False

        return WebDriverWait(self.driver, 10, 0.02).until(holds, f"It never happened that {what}.\n{self.text()}")

    # How the browser is set up

    def mark(self):
        """Leaves a mark that is gone once the page is navigated."""
        self.driver.execute_script("window.mark = true")

    @property
    def is_still_the_same(self):
        return self.ask("window.mark === true")

    def use_scripts(self, on):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def show_as(self, width=1280, scheme="light", media="screen"):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 400})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def console(self):
        """Errors and warnings since the last call: scripts, the content security policy, files that did not load."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def accessibility_violations(self, axe, rules=None):
        """What axe finds on the page as it is shown now, by all its rules or by those named."""
        if not self.ask("'axe' in window"):
            self.driver.execute_script(axe)
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        result = self.driver.execute_async_script("""
            const [options, done] = arguments;
            axe.run(document, options).then(done, error => done({violations: [String(error)]}));
            """, options)
        return [
            f"{each['id']}: {each['help']}: " + ", ".join(str(node["target"]) for node in each["nodes"][:4])
            if isinstance(each, dict) else each for each in result["violations"]]


def is_stale(element):
    try:
        element.is_enabled()
        return False
    except StaleElementReferenceException:
        return True
