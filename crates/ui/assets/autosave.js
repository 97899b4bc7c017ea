// A form that saves itself as one types, says how that stands, and loses nothing when the network or the session goes. Without this
// file its button does the same, whole.
"use strict";
(() => {
  const form = document.querySelector("[data-autosave]");
  if (!form || form.querySelector(":scope > fieldset[disabled]")) return;
  const say = form.dataset;
  const address = say.autosave;
  const state = form.querySelector("[data-save-state]");
  const fields = new Map();
  const versions = new Map();
  const clean = new Map();
  const value = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value);
  const put = (input, text) => {
    if (input.type === "checkbox") input.checked = text === "yes";
    else input.value = text;
  };
  /** The fields that the form has now: rows may have come since. */
  function known() {
    for (const input of form.querySelectorAll("[data-version]")) {
      if (fields.has(input.name)) continue;
      fields.set(input.name, input);
      versions.set(input.name, Number(input.dataset.version));
      clean.set(input.name, value(input));
    }
  }
  known();
  form.addEventListener("fields-added", known);
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

  // What is not saved yet is kept in the browser, for this person alone: each field of each tab by itself, so that neither another
  // page of the form nor another tab writes over it.
  const prefix = `autosave ${say.look.split("?")[0]} ${say.person} `;
  const tab = (() => {
    try {
      const known = sessionStorage.getItem("tab") ?? String(Math.random()).slice(2);
      sessionStorage.setItem("tab", known);
      return known;
    } catch { return "only"; }
  })();
  const storageKey = (name) => `${prefix}${name} ${tab}`;
  function keep(name, submitted = false) {
    try {
      if (open.has(name)) localStorage.setItem(storageKey(name), JSON.stringify({ text: value(fields.get(name)), version: versions.get(name), submitted }));
      else localStorage.removeItem(storageKey(name));
    } catch { /* A browser that keeps nothing still sends. */ }
  }
  /** What this form, in any tab, could not save: field and what stood there; taken over by this tab. */
  function unsaved() {
    const all = [];
    try {
      for (const key of Object.keys(localStorage).filter((kept) => kept.startsWith(prefix))) {
        const name = key.slice(prefix.length).split(" ")[0];
        if (!fields.has(name)) continue;
        all.push([name, JSON.parse(localStorage.getItem(key))]);
        localStorage.removeItem(key);
      }
    } catch { /* Nothing readable was left. */ }
    return all;
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
    keep(name);
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
        if (fields.has(name)) keep(name);
      }
      for (const conflict of told.conflicts) {
        // What this page itself sent before, and did not hear of, is no conflict.
        if (conflict.theirs === sent.get(conflict.name) || conflict.theirs === now.get(conflict.name)) versions.set(conflict.name, conflict.version);
        else choose(conflict);
      }
      if (open.size === 0) tell(`${say.saySaved} ${told.at}`, "saved");
      wrongs = new Map(Object.entries(told.wrongs));
      mark();
      follow(told.parts);
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
  form.addEventListener("focusout", () => setTimeout(mark, 0));

  // What of the page follows from what was saved: the live answer, the sum of the funds.
  function follow(parts) {
    for (const part of document.querySelectorAll("[data-follows]")) {
      const html = parts[part.dataset.follows];
      if (html !== undefined) part.innerHTML = html;
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
    const take = button(say.sayTake, () => { put(input, theirs); clean.set(name, theirs); open.delete(name); keep(name); if (open.size === 0) tell(say.saySaved, "saved"); });
    box.append(head, text, mine, take);
    input.closest("[data-field]").append(box);
    tell(`${say.sayConflict} ${who}`, "failed");
  }

  async function look() {
    if (document.hidden || busy) return;
    try {
      const answer = await fetch(say.look, { headers: { accept: "application/json" } });
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

  // What could not be saved the last time comes back. What the form's button sent meanwhile is there in a newer version, as the server
  // took it: of that nothing is left to do.
  let back = false;
  for (const [name, { text, version, submitted }] of unsaved()) {
    const input = fields.get(name);
    const moved = version !== versions.get(name);
    if (moved && (submitted || value(input) === text)) continue;
    const theirs = value(input);
    put(input, text);
    open.add(name);
    keep(name);
    if (moved) choose({ name, theirs, version: versions.get(name), who: "", at: "" });
    back ||= theirs !== text || moved;
  }
  if (back) tell(say.sayRestored, "busy");
  if (open.size > 0) later(100);

  form.addEventListener("input", (event) => { if (event.target.name) changed(event.target.name); });
  form.addEventListener("change", (event) => { if (event.target.name) changed(event.target.name); });
  // Whoever leaves by a link of this page leaves nothing behind.
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  window.addEventListener("online", () => { wait = 500; flush(); });
  window.addEventListener("beforeunload", (event) => { if (open.size > 0 && !leaving) event.preventDefault(); });
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
    for (const name of open) keep(name, true);
  });
  setInterval(look, 15000);
  window.addEventListener("focus", look);
})();
