// Small helps for the estimator; every page works without this file.
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
