// A table of fields as a spreadsheet: one moves by keys, pastes from Excel, fills down, and gets more rows where one is; a price and a
// number fill the amount. Without this file the same rows are filled in one by one, and more of them come with the button.
"use strict";
for (const grid of document.querySelectorAll("[data-grid]")) (() => {
  const form = grid.closest("form");
  const part = grid.closest("fieldset.part");
  if (!form || grid.matches("fieldset[disabled] *")) return;
  const say = grid.dataset;
  const told = part.querySelector("[data-grid-told]");
  const more = part.querySelector("[data-more-rows]");
  const rows = () => [...grid.querySelectorAll("fieldset.line")];
  const cells = (row) => [...row.querySelectorAll(":scope > .grid3 > .ask")].map((ask) => ask.querySelector("input:not([type=hidden]), select"));
  const column = (row, name) => cells(row).find((cell) => cell.name.endsWith(`.${name}`));
  const plain = (text) => text.normalize("NFKC").trim();

  function place(input) {
    const row = input.closest("fieldset.line");
    const at = row && cells(row).indexOf(input);
    return row && at >= 0 ? { row: rows().indexOf(row), column: at } : null;
  }

  /** Types something into a cell, as if somebody had. */
  function put(input, text) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // An empty row, to be copied; none where there is no room for more on this page.
  const empty = more && rows().at(-1)?.outerHTML;
  const nameOf = (row) => row.dataset.row;
  const former = more && rows().at(-1) && nameOf(rows().at(-1));
  let made = 0;
  function add() {
    if (!empty) return null;
    const page = document.createElement("template");
    made += 1;
    page.innerHTML = empty.replaceAll(former, `r${(Date.now() * 1000 + made).toString(16)}`);
    const row = page.content.firstElementChild;
    row.classList.remove("blank");
    const number = Number(rows().at(-1).dataset.number) + 1;
    row.dataset.number = String(number);
    row.querySelector("legend").textContent = String(number);
    for (const label of row.querySelectorAll("label .unseen")) label.textContent = label.textContent.replace(/\d+\s*$/, String(number));
    for (const field of row.querySelectorAll("input, select")) {
      if (field.name.startsWith("base.")) field.value = "0";
      else if (field.type === "checkbox") field.checked = false;
      else field.value = "";
      if (field.dataset.version) field.dataset.version = "0";
      field.removeAttribute("aria-invalid");
    }
    for (const said of row.querySelectorAll(".error, .hint, .conflict, .by-other, p")) said.remove();
    for (const option of row.querySelectorAll("option[selected]")) option.removeAttribute("selected");
    row.querySelector("details")?.removeAttribute("open");
    grid.append(row);
    form.dispatchEvent(new CustomEvent("fields-added"));
    return row;
  }

  function go(row, at) {
    const to = rows()[row] ?? (row > 0 ? add() : null);
    const cell = to && cells(to)[at];
    if (!cell) return;
    cell.focus();
    if (cell.select) cell.select();
  }

  more?.addEventListener("click", (event) => {
    const row = add();
    if (!row) return;
    event.preventDefault();
    cells(row)[0].focus();
  });

  grid.addEventListener("keydown", (event) => {
    const at = place(event.target);
    if (!at || event.isComposing || event.metaKey || event.altKey) return;
    const chosen = event.target.tagName === "SELECT" && !event.ctrlKey;
    if (event.key === "Enter" && !event.ctrlKey) go(at.row + (event.shiftKey ? -1 : 1), at.column);
    else if (event.key === "ArrowDown" && !chosen) { if (rows()[at.row + 1]) go(at.row + 1, at.column); }
    else if (event.key === "ArrowUp" && !chosen) go(at.row - 1, at.column);
    else if (event.ctrlKey && event.key.toLowerCase() === "d" && at.row > 0) put(event.target, cells(rows()[at.row - 1])[at.column].value);
    else return;
    event.preventDefault();
  });

  /** The cells of what a spreadsheet copies: rows by lines, columns by tabs, and quotes around what holds either. */
  function parse(text) {
    const table = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const line = table.at(-1);
      if (quoted) {
        if (sign !== '"') line[line.length - 1] += sign;
        else if (text[at + 1] === '"') { line[line.length - 1] += sign; at += 1; }
        else quoted = false;
      } else if (sign === '"' && line.at(-1) === "") quoted = true;
      else if (sign === "\t") line.push("");
      else if (sign === "\n") table.push([""]);
      else line[line.length - 1] += sign;
    }
    if (table.at(-1).join("") === "") table.pop();
    return table;
  }

  grid.addEventListener("paste", (event) => {
    const at = place(event.target);
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
    if (!at || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const unknown = [];
    let taken = 0;
    for (const [down, line] of parse(text).entries()) {
      const row = rows()[at.row + down] ?? add();
      if (!row) break;
      taken += 1;
      for (const [right, cell] of line.entries()) {
        const input = cells(row)[at.column + right];
        if (!input) break;
        const wanted = plain(cell);
        if (input.tagName !== "SELECT") { put(input, wanted.replace(/\s*\n\s*/g, " ")); continue; }
        const options = [...input.options];
        const found = options.find((option) => plain(option.textContent) === wanted || option.value === wanted)
          ?? options.find((option) => wanted !== "" && plain(option.textContent).includes(wanted));
        if (found || wanted === "") put(input, found?.value ?? "");
        else unknown.push(cell);
      }
      fill(row);
    }
    told.textContent = say.sayPasted.replace("#", String(taken)) + (unknown.length > 0 ? ` ${say.sayUnknown} ${[...new Set(unknown)].join("、")}` : "");
  });

  /** A whole number as people type it; nothing where it says more than digits. */
  function whole(text) {
    const digits = plain(text).replace(/[,、円\s]/g, "");
    return /^\d{1,15}$/.test(digits) ? BigInt(digits) : null;
  }

  // So many at such a price: the amount follows, until somebody writes another, and then what they come to stands beside it.
  function fill(row) {
    const [price, quantity, amount] = ["unit_price", "quantity", "amount"].map((name) => column(row, name));
    if (!price || !quantity || !amount) return;
    const product = whole(price.value) !== null && whole(quantity.value) !== null ? whole(price.value) * whole(quantity.value) : null;
    const follows = amount.value === "" || amount.value === row.dataset.product;
    if (product !== null && follows) {
      row.dataset.product = product.toLocaleString("ja-JP");
      if (amount.value !== row.dataset.product) put(amount, row.dataset.product);
    }
    const said = amount.closest(".ask").querySelector(".more");
    const hint = said.querySelector(".hint") ?? said.appendChild(Object.assign(document.createElement("span"), { className: "hint" }));
    const differs = product !== null && whole(amount.value) !== null && whole(amount.value) !== product;
    hint.textContent = differs ? say.sayProduct.replace("#", product.toLocaleString("ja-JP")) : "";
  }
  grid.addEventListener("input", (event) => {
    if (/\.(unit_price|quantity|amount)$/.test(event.target.name ?? "")) fill(event.target.closest("fieldset.line"));
  });
})();
