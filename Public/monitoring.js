"use strict";
// Keeps an open monitoring page right. The server sends texts, marks and parts of the page once a second, all made by the
// templates that made the page; they are put in place here. A stream that breaks or falls silent is opened again.
(() => {
  const page = document.querySelector("[data-stream]");
  const connection = document.querySelector("[data-connection]");
  const said = document.getElementById("said");
  // Whoever asked for less motion gets the same figures every five seconds.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const silence = 5000;
  let stream = null, heard = 0, shown = 0, level = null, waiting = {};

  const tell = (live) => {
    const text = live ? "Live" : "Reconnecting";
    if (connection.textContent === text) return;
    connection.textContent = text;
    connection.className = `state ${live ? "good" : "attention"}`;
    if (!live) said.textContent = "The connection is lost; figures stand still until it is back.";
  };

  const replace = (old, markup) => {
    const fresh = old.cloneNode(false);
    fresh.innerHTML = markup;
    if (fresh.innerHTML === old.innerHTML) return;
    const open = [...old.querySelectorAll("details")].map(each => each.open);
    fresh.querySelectorAll("details").forEach((each, index) => { each.open = open[index] === true; });
    const reach = "a, summary, [tabindex]";
    const focus = [...old.querySelectorAll(reach)].indexOf(document.activeElement);
    const left = old.querySelector(".scroll")?.scrollLeft;
    old.replaceChildren(...fresh.childNodes);
    if (left) old.querySelector(".scroll").scrollLeft = left;
    if (focus >= 0) old.querySelectorAll(reach)[focus]?.focus({ preventScroll: true });
  };

  const show = ({ texts = {}, marks = {}, parts = {}, health }) => {
    for (const node of page.querySelectorAll("[data-figure]")) {
      const text = texts[node.dataset.figure];
      if (text !== undefined && node.textContent !== text) node.textContent = text;
    }
    for (const node of page.querySelectorAll("[data-mark]")) {
      const mark = marks[node.dataset.mark];
      if (!mark || node.textContent === mark[1] && node.classList.contains(mark[0])) continue;
      node.className = `state ${mark[0]}`;
      node.textContent = mark[1];
    }
    for (const node of page.querySelectorAll("[data-part]")) {
      const markup = parts[node.dataset.part];
      if (markup !== undefined) replace(node, markup);
    }
    if (health && level && health.state !== level) said.textContent = `The router is ${health.state}. ${health.summary}`;
    level = health?.state ?? level;
  };

  const take = event => {
    heard = Date.now();
    tell(true);
    const news = JSON.parse(event.data);
    waiting = { ...news, parts: { ...waiting.parts, ...news.parts } };
    if (calm.matches && heard - shown < 5000) return;
    shown = heard;
    show(waiting);
    waiting = {};
  };

  const close = () => { stream?.close(); stream = null; };
  const open = () => {
    close();
    heard = Date.now();
    stream = new EventSource(page.dataset.stream);
    stream.onmessage = take;
    stream.onerror = () => tell(false);
  };

  // The browser comes again by itself after most breaks, but not after a refusal, and it does not notice silence.
  setInterval(() => {
    if (!stream || Date.now() - heard < silence) return;
    tell(false);
    open();
  }, 1000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => { if (event.persisted) open(); });
  if (!document.hidden) open();
})();
