// Papers are sent as soon as they are chosen, one after another with their progress to be seen; what broke off is sent again with one press. The page is read again
// when everything is there, and not while something is still on its way. Without this file the form sends one paper.
"use strict";
(() => {
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
      else {
        // What is refused once is refused again; what the way or the server broke is not.
        const isRefused = request.status >= 400 && request.status < 500 && request.status !== 429;
        resolve({ problem: request.response?.detail ?? form.dataset.sayFailed, isRefused });
      }
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
    // Where it is to be said whose papers they are, the button sends them; else choosing does.
    if (!form.querySelector("select")) {
      button.hidden = true;
      input.addEventListener("change", () => {
        if (input.files.length > 0 && !busy.has(form)) form.requestSubmit();
      });
    }
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
        if (!sent.isRefused) left.items.add(file);
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
        state.replaceChildren(...told, ...(left.files.length > 0 ? [again] : []));
      } else {
        state.textContent = form.dataset.saySent;
        if (busy.size === 0 && failed.size === 0) window.location.assign(next);
      }
    });
  }
})();
