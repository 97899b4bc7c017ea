// Small helps for pages; every page works without this file.
"use strict";
document.addEventListener("htmx:afterSettle", () => {
  // The switch of language follows the address, which changes as one types.
  const link = document.querySelector("[data-language]");
  if (!link) return;
  const here = new URL(window.location.href);
  here.searchParams.set("lang", link.getAttribute("hreflang"));
  link.href = here.pathname + here.search;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  navigator.clipboard.writeText(window.location.href).then(() => {
    button.textContent = button.getAttribute("data-copy");
  });
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.documentElement.classList.add("scripts");

// A checklist by keys: J goes to the next item that nobody has looked at, K to the one before; not while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key.toLowerCase())) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const open = [...document.querySelectorAll("[data-check][data-open]")];
  if (open.length === 0) return;
  const all = [...document.querySelectorAll("[data-check]")];
  const here = all.indexOf(document.activeElement.closest("[data-check]"));
  const forward = event.key.toLowerCase() === "j";
  const next = forward ? open.find((item) => all.indexOf(item) > here) : open.findLast((item) => here === -1 || all.indexOf(item) < here);
  const found = next ?? (forward ? open[0] : open.at(-1));
  event.preventDefault();
  found.focus();
  found.scrollIntoView({ block: "center" });
});
// What a tick could not do is told by the whole page that comes back.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.target.closest?.("#check") && event.detail.target?.id !== "check") return;
  if (event.detail.xhr.status < 400) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = document.querySelector("main");
  event.detail.selectOverride = "main";
  event.detail.swapOverride = "outerHTML show:top";
});

// How many fields whose names begin so have something in them: reasons of a return for correction, wherever they stand on the page.
document.addEventListener("input", (event) => {
  for (const count of document.querySelectorAll("[data-counts]")) {
    const start = count.dataset.counts;
    if (!event.target.name?.startsWith(start)) continue;
    const filled = [...document.querySelectorAll("input, textarea")].filter((field) => field.name.startsWith(start) && field.value.trim() !== "");
    count.querySelector("strong").textContent = String(filled.length);
  }
});
