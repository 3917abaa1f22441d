"""What BEAST MODE is compared with: nginx with a static file, and Fossil with a wiki page."""

import html.parser
import os
import subprocess

from workplace import NotMeasured, free_port, program, wait_for

NGINX = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=100 inactive=60s;
  open_file_cache_valid 60s;
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def nginx(place, name="nginx"):
    """Starts nginx with a file of 1 KB; returns its port and the file's target."""
    folder = place.folder / name
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "page.html").write_bytes(b"0123456789abcde\n" * 64)
    port = free_port()
    # Started by root its workers would be nobody, who may not read the run's folder.
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(user=user, folder=folder, port=port))
    process = place.start(
        [program("nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    wait_for(port, process)
    return port, "/page.html"


def fossil(place, pages):
    """Starts Fossil with wiki pages, name to Markdown; returns its port and the targets by name."""
    folder = place.folder / "fossil"
    folder.mkdir()
    environment = {"HOME": str(folder), "FOSSIL_HOME": str(folder), "USER": "bench"}

    def run(*words):
        result = subprocess.run(
            [program("fossil"), *map(str, words)], capture_output=True, text=True, cwd=folder, timeout=60,
            env={**os.environ, **environment})
        if result.returncode:
            raise NotMeasured(f"fossil {words[0]} failed: {(result.stderr or result.stdout).strip()[-300:]}")

    repository = folder / "bench.fossil"
    run("new", repository)
    targets = {}
    for number, (name, text) in enumerate(pages.items()):
        file = folder / f"page{number}.md"
        file.write_text(text)
        run("wiki", "create", f"page{number}", file, "-M", "markdown", "-R", repository)
        targets[name] = f"/wiki?name=page{number}"
    port = free_port()
    process = place.start(
        [program("fossil"), "server", "--localhost", "--nojail", "--port", port, repository], environment)
    wait_for(port, process)
    return port, targets


class MainText(html.parser.HTMLParser):
    """The text of a page's main part, as Markdown paragraphs, headings and list items."""

    MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "p": "", "tr": ""}

    def __init__(self, page):
        super().__init__()
        self.depth = 0
        self.hidden = 0
        self.blocks = [""]
        self.feed(page)
        self.text = "\n\n".join(" ".join(block.split()) for block in self.blocks if block.strip(" -#"))

    def handle_starttag(self, tag, _):
        self.depth += tag == "main"
        self.hidden += tag in ("svg", "button")
        if self.depth and tag in self.MARKS:
            self.blocks.append(self.MARKS[tag])

    def handle_endtag(self, tag):
        self.depth -= tag == "main"
        self.hidden -= tag in ("svg", "button")

    def handle_data(self, data):
        if self.depth and not self.hidden:
            self.blocks[-1] += data
