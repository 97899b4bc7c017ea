// The author's page: what is typed into a programme's file is kept and checked as one types, and lines of the document are tied to the
// clauses that cite them. Without this file its buttons do the same, and citations are links.
"use strict";
(() => {
  const page = document.querySelector("[data-author]");
  if (!page) return;
  const panes = page.querySelector(".author-panes");
  const links = page.querySelector(".author-links");
  const text = page.querySelector("textarea#body");
  const state = page.querySelector("[data-author-state]");
  const findings = page.querySelector("#findings");
  const scroll = () => page.querySelector("#document");

  // Where a line of the file stands in the window: its field in the form, or its line in the text.
  function placeOfLine(line, path) {
    const field = path ? document.getElementById(`f-${path}`) : null;
    const fields = field ? [field] : [...page.querySelectorAll(".ask[data-line]")].filter((f) => path && f.dataset.path.startsWith(`${path}.`));
    const shown = fields.find((f) => f.offsetParent !== null);
    if (shown) return shown.getBoundingClientRect();
    if (!text) return null;
    const box = text.getBoundingClientRect();
    const height = Number.parseFloat(getComputedStyle(text).lineHeight);
    const top = box.top + 8 + (line - 1) * height - text.scrollTop;
    return { left: box.left, top, height, box };
  }

  // A curve from each line of the document that is seen to each clause that cites it and is seen.
  let asked = false;
  function draw() {
    asked = false;
    const frame = panes.getBoundingClientRect();
    const pane = scroll()?.getBoundingClientRect();
    links.replaceChildren();
    links.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    if (!pane || getComputedStyle(links).display === "none") return;
    for (const link of page.querySelectorAll(".cited-by")) {
      const from = link.getBoundingClientRect();
      if (from.top < pane.top || from.bottom > pane.bottom) continue;
      const to = placeOfLine(Number(link.dataset.line), link.dataset.path);
      if (!to) continue;
      const isHere = link.closest("li").classList.contains("is-here");
      const within = to.box ?? frame;
      let y = to.top + to.height / 2;
      // What is looked at is tied to the edge behind which its clause stands.
      if (isHere) y = Math.min(Math.max(y, within.top + 4), within.bottom - 4);
      if (y < within.top || y > within.bottom) continue;
      // Between the two columns, never over what stands in them.
      const edge = page.querySelector(".author-programme").getBoundingClientRect().left;
      const [x1, y1, x2, y2] = [pane.right - frame.left, from.top + from.height / 2 - frame.top, edge - frame.left, y - frame.top];
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M${x1} ${y1} C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`);
      if (isHere) path.setAttribute("class", "is-here");
      links.append(path);
    }
  }
  function later() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  }

  // The clause in which one types is shown in the document.
  function mark(line, path) {
    const all = [...page.querySelectorAll(".cited-by")];
    const clause = path
      ? all.filter((link) => path === link.dataset.path || path.startsWith(`${link.dataset.path}.`))
      : all.filter((link) => Number(link.dataset.line) === Math.max(...all.map((l) => Number(l.dataset.line)).filter((n) => n <= line)));
    for (const li of page.querySelectorAll(".document-lines .is-here")) li.classList.remove("is-here");
    for (const link of clause) link.closest("li").classList.add("is-here");
    later();
  }
  function lineOfCaret() {
    return text.value.slice(0, text.selectionStart).split("\n").length;
  }
  function goToLine(line) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    text.scrollTop = Math.max(0, (line - 4) * Number.parseFloat(getComputedStyle(text).lineHeight));
    mark(line);
  }
  page.addEventListener("click", (event) => {
    const target = event.target.closest("[data-file-line], .cited-by");
    if (!target || !text) return;
    event.preventDefault();
    goToLine(Number(target.dataset.fileLine ?? target.dataset.line));
  });
  page.addEventListener("focusin", (event) => {
    const field = event.target.closest(".ask[data-path]");
    if (field) mark(0, field.dataset.path);
  });
  if (text) {
    for (const kind of ["keyup", "click"]) text.addEventListener(kind, () => mark(lineOfCaret()));
    text.addEventListener("scroll", later);
  }
  document.addEventListener("scroll", later, { passive: true, capture: true });
  window.addEventListener("resize", later);
  page.addEventListener("toggle", later, true);
  later();
  if (!text) return;

  // The numbers of the lines beside the text: findings and citations go by them.
  const numbers = document.createElement("div");
  numbers.className = "line-numbers";
  numbers.setAttribute("aria-hidden", "true");
  const box = document.createElement("div");
  box.className = "has-numbers";
  text.replaceWith(box);
  box.append(text, numbers);
  let counted = 0;
  function number() {
    const lines = text.value.split("\n").length;
    if (lines !== counted) numbers.textContent = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    counted = lines;
    numbers.scrollTop = text.scrollTop;
  }
  for (const kind of ["input", "scroll"]) text.addEventListener(kind, number);
  number();
  if (text.matches(":disabled")) return;

  // What is typed is kept, and checked.
  const form = text.form;
  const version = form.querySelector("input[name=version]");
  let timer;
  let busy = false;
  let clean = text.value;
  function say(told, how) {
    state.textContent = told;
    state.dataset.how = how;
  }
  async function check() {
    if (busy || text.value === clean) return;
    busy = true;
    const sent = text.value;
    say(page.dataset.sayKeeping, "busy");
    try {
      const answer = await fetch(page.dataset.author, {
        method: "POST",
        body: new URLSearchParams({ body: sent, version: version.value }),
        headers: { accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      findings.innerHTML = told.findings;
      if (scroll()) scroll().innerHTML = told.document;
      if (told.kept) {
        version.value = told.version;
        clean = sent;
      }
      say(told.state, told.kept ? "kept" : "wrong");
      mark(lineOfCaret());
    } catch {
      say(page.dataset.sayUnkept, "wrong");
      timer = setTimeout(check, 5_000);
    }
    busy = false;
    if (text.value !== sent) wait();
  }
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(check, 700);
  }
  text.addEventListener("input", wait);
  form.addEventListener("submit", () => { clean = text.value; });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== clean) event.preventDefault();
  });
})();
