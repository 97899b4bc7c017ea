// A form that saves itself as one types, says how that stands, and loses nothing when the network or the session goes. Without this
// file its button does the same, whole.
"use strict";
(() => {
  const form = document.querySelector("[data-draft]");
  if (!form || form.querySelector("fieldset[disabled]")) return;
  const address = form.dataset.draft;
  const say = form.dataset;
  const state = form.querySelector("[data-save-state]");
  const kept = `${address.split("?")[0]}#${say.person}`;
  const fields = new Map();
  for (const input of form.querySelectorAll("[data-version]")) fields.set(input.name, input);
  const versions = new Map([...fields].map(([name, input]) => [name, Number(input.dataset.version)]));
  const value = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value);
  const put = (input, text) => {
    if (input.type === "checkbox") input.checked = text === "yes";
    else input.value = text;
  };
  const clean = new Map([...fields].map(([name, input]) => [name, value(input)]));
  const sent = new Map();
  const open = new Set();
  const conflicts = new Set();
  let busy = false;
  let wait = 500;
  let timer;

  // How much of a long answer is written, beside how much it may be.
  for (const input of form.querySelectorAll("textarea[data-most]")) {
    const most = Number(input.dataset.most);
    if (most === 0) continue;
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("aria-hidden", "true");
    const show = () => {
      const written = [...input.value].length;
      count.textContent = `${written.toLocaleString()} / ${most.toLocaleString()}`;
      count.classList.toggle("over", written > most);
    };
    input.after(count);
    input.addEventListener("input", show);
    show();
  }

  function tell(text, how) {
    state.textContent = text;
    state.dataset.how = how;
  }

  // What is not kept yet is kept in the browser, for this person alone.
  function store() {
    try {
      const all = {};
      for (const name of open) all[name] = [value(fields.get(name)), versions.get(name)];
      if (open.size > 0) localStorage.setItem(kept, JSON.stringify(all));
      else localStorage.removeItem(kept);
    } catch { /* A browser that keeps nothing still sends. */ }
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(flush, ms);
  }

  function changed(name) {
    const input = fields.get(name);
    if (!input || conflicts.has(name)) return;
    if (value(input) === clean.get(name)) open.delete(name);
    else open.add(name);
    store();
    if (open.size > 0) {
      tell(say.saySaving, "busy");
      later(wait);
    }
  }

  async function flush() {
    if (busy || open.size === 0) return;
    busy = true;
    const body = new URLSearchParams();
    const now = new Map();
    for (const name of open) {
      const text = value(fields.get(name));
      now.set(name, text);
      body.set(name, text);
      body.set(`base.${name}`, String(versions.get(name)));
    }
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { accept: "application/json" }, keepalive: body.toString().length < 60000 });
      if (answer.status === 401) {
        tell(say.saySignedOut, "failed");
        later(8000);
        return;
      }
      if (answer.status === 413) {
        tell(say.sayLong, "failed");
        return;
      }
      const told = await answer.json();
      if (!answer.ok) {
        tell(told.detail ?? say.sayFailed, "failed");
        if (answer.status >= 500) later(wait = Math.min(wait * 2, 30000));
        return;
      }
      wait = 500;
      for (const [name, version] of told.kept) {
        versions.set(name, version);
        const base = form.querySelector(`[name="base.${CSS.escape(name)}"]`);
        if (base) base.value = String(version);
        if (now.has(name)) {
          clean.set(name, now.get(name));
          sent.set(name, now.get(name));
        }
        if (fields.has(name) && value(fields.get(name)) === clean.get(name)) open.delete(name);
      }
      for (const conflict of told.conflicts) {
        // What this page itself sent before, and did not hear of, is no conflict.
        if (conflict.theirs === sent.get(conflict.name) || conflict.theirs === now.get(conflict.name)) versions.set(conflict.name, conflict.version);
        else choose(conflict);
      }
      store();
      if (open.size === 0) tell(`${say.saySaved} ${told.at}`, "saved");
      if (told.kept.length > 0) refresh();
      if ([...open].some((name) => !conflicts.has(name))) later(wait);
    } catch {
      tell(say.sayFailed, "failed");
      later(wait = Math.min(wait * 2, 30000));
    } finally {
      busy = false;
      for (const [name, text] of now) sent.set(name, text);
    }
  }

  // What can't be read is said at its field, and not said any more once it can; nobody is told so while they type it.
  let wrongs = new Map();
  function mark() {
    for (const [name, input] of fields) {
      const place = input.closest("[data-field]")?.querySelector(".more");
      if (!place) continue;
      const error = place.querySelector(".error");
      const why = wrongs.get(name);
      if (why && input !== document.activeElement) {
        const told = error ?? place.appendChild(Object.assign(document.createElement("span"), { className: "error" }));
        told.textContent = why;
        input.setAttribute("aria-invalid", "true");
      } else if (!why && error && value(input) !== "") {
        error.remove();
        input.removeAttribute("aria-invalid");
      }
    }
    if (wrongs.size > 0 && state.dataset.how === "saved") tell(say.sayUnread, "busy");
  }
  async function examine() {
    try {
      const answer = await fetch(say.wrongs, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      wrongs = new Map(Object.entries((await answer.json()).wrongs));
      mark();
    } catch { /* Asked again with the next field. */ }
  }
  form.addEventListener("focusout", () => setTimeout(mark, 0));

  // The live answer follows what was kept.
  async function refresh() {
    examine();
    for (const part of document.querySelectorAll("[data-answer]")) {
      try {
        const answer = await fetch(part.dataset.answer);
        if (answer.ok) part.innerHTML = await answer.text();
      } catch { /* The next time that something is kept it is asked again. */ }
    }
  }

  function note(name, text) {
    const place = fields.get(name)?.closest("[data-field]");
    if (!place) return;
    let mark = place.querySelector(".by-other");
    if (!mark) {
      mark = document.createElement("span");
      mark.className = "by-other small";
      place.append(mark);
    }
    mark.textContent = text;
  }

  // Two people, one field: whoever is at it chooses.
  function choose({ name, theirs, version, who, at }) {
    const input = fields.get(name);
    if (!input || conflicts.has(name)) return;
    conflicts.add(name);
    const box = document.createElement("span");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const head = document.createElement("strong");
    head.textContent = `${say.sayConflict} ${who} ${at}`;
    const text = document.createElement("span");
    text.className = "lines";
    text.textContent = theirs;
    const button = (words, done) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = "quiet";
      one.textContent = words;
      one.addEventListener("click", () => {
        conflicts.delete(name);
        versions.set(name, version);
        box.remove();
        done();
        input.focus();
      });
      return one;
    };
    const mine = button(say.sayMine, () => { clean.set(name, theirs); changed(name); });
    const take = button(say.sayTake, () => { put(input, theirs); clean.set(name, theirs); open.delete(name); store(); if (open.size === 0) tell(say.saySaved, "saved"); });
    box.append(head, text, mine, take);
    input.closest("[data-field]").append(box);
    tell(`${say.sayConflict} ${who}`, "failed");
  }

  async function look() {
    if (document.hidden || busy) return;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const told = await answer.json();
      for (const [name, [said, version, who, at]] of Object.entries(told.fields)) {
        const input = fields.get(name);
        if (!input || version <= versions.get(name) || open.has(name) || input === document.activeElement && value(input) !== clean.get(name)) continue;
        put(input, said);
        clean.set(name, said);
        versions.set(name, version);
        if (who) note(name, `${who} ${say.sayChanged} ${at}`);
      }
    } catch { /* Looked again later. */ }
  }

  // What could not be kept the last time.
  try {
    const all = JSON.parse(localStorage.getItem(kept) ?? "{}");
    let back = false;
    for (const [name, [text, version]] of Object.entries(all)) {
      const input = fields.get(name);
      if (!input || value(input) === text) continue;
      if (version !== versions.get(name)) {
        const theirs = value(input);
        put(input, text);
        open.add(name);
        choose({ name, theirs, version: versions.get(name), who: "", at: "" });
      } else {
        put(input, text);
        open.add(name);
      }
      back = true;
    }
    if (back) {
      tell(say.sayRestored, "busy");
      later(100);
    }
  } catch { /* Nothing readable was left. */ }

  form.addEventListener("input", (event) => { if (event.target.name) changed(event.target.name); });
  form.addEventListener("change", (event) => { if (event.target.name) changed(event.target.name); });
  // Whoever leaves by a link of this page leaves nothing behind.
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  window.addEventListener("online", () => { wait = 500; flush(); });
  window.addEventListener("beforeunload", (event) => { if (open.size > 0 && !leaving) event.preventDefault(); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  setInterval(look, 15000);
  window.addEventListener("focus", look);
})();
(() => {
  // Papers are sent one after another with their progress to be seen; what broke off is sent again with one press. The page is
  // read again when everything is there, and not while something is still on its way.
  const busy = new Set();
  const failed = new Set();
  window.addEventListener("beforeunload", (event) => { if (busy.size > 0) event.preventDefault(); });
  const send = (form, file, progress) => new Promise((resolve) => {
    const fields = new FormData(form);
    fields.set("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (told) => {
      if (told.lengthComputable) progress(Math.floor((told.loaded * 100) / told.total));
    });
    const broke = () => resolve({ problem: form.dataset.sayFailed });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response?.next) resolve({ next: request.response.next });
      else resolve({ problem: request.response?.detail ?? form.dataset.sayFailed });
    });
    request.addEventListener("error", broke);
    request.addEventListener("abort", broke);
    request.send(fields);
  });
  for (const form of document.querySelectorAll("[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    const state = form.querySelector(".upload-state");
    const button = form.querySelector("button");
    input.multiple = true;
    form.addEventListener("submit", async (event) => {
      if (!input.files || input.files.length === 0) return;
      event.preventDefault();
      if (busy.has(form)) return;
      busy.add(form);
      failed.delete(form);
      button.disabled = true;
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", form.dataset.saySending);
      const words = document.createElement("span");
      state.replaceChildren(bar, words);
      const files = [...input.files];
      const left = new DataTransfer();
      const problems = [];
      let next = "";
      for (const [at, file] of files.entries()) {
        const which = files.length > 1 ? ` ${at + 1}/${files.length} ${file.name}` : "";
        const sent = await send(form, file, (part) => {
          bar.value = part;
          words.textContent = ` ${form.dataset.saySending}${which} ${part}%`;
        });
        if (sent.next) {
          next = sent.next;
          continue;
        }
        left.items.add(file);
        problems.push(files.length > 1 ? `${file.name}: ${sent.problem}` : sent.problem);
      }
      busy.delete(form);
      button.disabled = false;
      if (problems.length > 0) {
        failed.add(form);
        input.files = left.files;
        const again = document.createElement("button");
        again.type = "submit";
        again.className = "quiet";
        again.textContent = form.dataset.sayAgain;
        const told = problems.map((problem) => {
          const line = document.createElement("span");
          line.className = "lines";
          line.textContent = problem;
          return line;
        });
        state.replaceChildren(...told, again);
      } else {
        state.textContent = form.dataset.saySent;
        if (busy.size === 0 && failed.size === 0) window.location.assign(next);
      }
    });
  }
  // A batch goes on by itself as long as somebody watches.
  const go = document.querySelector("[data-go-on]");
  if (go) go.submit();
})();
