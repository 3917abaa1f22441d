"use strict";
// Every form on the site works without this file. Here a form marked data-said is sent in the background; the page that comes
// back is parsed and its regions marked data-live replace the ones on screen, so the server stays the only place that renders.
(() => {
  const said = document.getElementById("said");
  const parse = text => new DOMParser().parseFromString(text, "text/html");
  const region = (page, name) => page.querySelector(`[data-live="${CSS.escape(name)}"]`);
  const say = text => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 50); };
  const words = node => node.textContent.replace(/\s+/g, " ").trim();
  const tell = (place, manner, text) => {
    place.querySelector(".failed, .told")?.remove();
    const line = document.createElement("p");
    line.className = manner;
    line.textContent = text;
    place.append(line);
  };
  let queue = Promise.resolve();

  // A region that holds a form still under way keeps what the person sees until that form is answered.
  const show = (page, kept) => {
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = old.isConnected && old !== kept && !old.querySelector("[aria-busy]") && region(page, old.dataset.live);
      if (!fresh || fresh.isEqualNode(old)) continue;
      const open = [...old.querySelectorAll("details")].map(each => each.open);
      fresh.querySelectorAll("details").forEach((each, index) => { each.open ||= open[index] === true; });
      old.replaceWith(document.adoptNode(fresh));
    }
  };

  const send = async (form, body, name, tick, hadFocus) => {
    let problem = "", page = null, refused = null;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      page = parse(await answer.text());
      refused = region(page, name)?.querySelector("[aria-invalid=true], .wrong");
      if (!answer.ok && !refused) {
        const told = [...page.querySelectorAll("[data-problem]")].map(words).join(". ");
        problem = told || `The server answered ${answer.status}, so this may not be saved.`;
        page = parse(await (await fetch(location.href)).text());
      } else if (refused) {
        problem = words(region(page, name).querySelector(".wrong") ?? refused);
      }
    } catch {
      problem = "No answer from the server, so this may not be saved. Reload the page to see.";
      page = null;
    }
    form.removeAttribute("aria-busy");
    if (tick) tick.setAttribute("aria-checked", tick.dataset.was);
    // What was typed stays when the server did not take it.
    if (page) show(page, problem && !refused && !tick ? region(document, name) : null);
    const place = region(document, name);
    if (problem) {
      if (place && !place.querySelector(".wrong")) tell(place, "failed", problem);
      say(problem);
    } else {
      if (form.isConnected) form.reset();
      // Somebody else may have been first; the server says so in a notice that belongs to this place.
      const news = page.querySelector("div.notice.attention p");
      if (news && place) tell(place, "told", words(news));
      say(news ? words(news) : form.dataset.said);
    }
    if (hadFocus && (document.activeElement === document.body || !document.activeElement)) {
      const target = place?.querySelector("[aria-invalid=true]") ?? document.getElementById(form.dataset.focus) ?? document.getElementById("main");
      target.focus({ preventScroll: true });
    }
  };

  document.addEventListener("submit", event => {
    const form = event.target;
    const name = form.closest("[data-live]")?.dataset.live;
    if (!form.dataset.said || !name) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const hadFocus = form.contains(document.activeElement);
    const tick = form.querySelector(".tick");
    form.setAttribute("aria-busy", "true");
    form.parentElement.querySelector(":scope > :is(.failed, .told)")?.remove();
    if (tick) {
      tick.dataset.was = tick.getAttribute("aria-checked");
      tick.setAttribute("aria-checked", String(tick.dataset.was !== "true"));
    }
    queue = queue.then(() => send(form, body, name, tick, hadFocus));
  });

  // On a phone the bar scrolls: bring the current page's entry into it.
  document.querySelector(".top [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    document.getElementById("q").select();
    document.getElementById("q").focus();
  });
})();
