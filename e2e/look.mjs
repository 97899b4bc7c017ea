import { open } from "./site.mjs";
const site = await open();
const facts = "m0.kind=company&m0.in_prefecture=yes&m0.industry=56&m0.employees=5&m0.was_tax_exempt=yes&m0.invoice_registered=no&m0.wage_special=no&m0.deficit=yes&m0.records=no&m0.average_taxable_income_yen=3000000&m0.deemed_large=no";
for (const [name, path, width] of [["ex-list", "/", 1280], ["ex-show", "/programmes/example-small-business", 1280], ["ex-est", `/programmes/example-small-business/estimate?${facts}&m0.e.machine=5000000&m0.e.web=2000000`, 1280], ["ex-est-phone", `/programmes/example-small-business/estimate?${facts}&m0.e.machine=5000000`, 390]]) {
  const p = await site.page();
  await p.setViewportSize({ width, height: 1000 });
  await p.goto(site.address + path);
  await p.screenshot({ path: `/tmp/${name}.png`, fullPage: true });
}
await site.close();
