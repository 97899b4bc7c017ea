//! `shien programmes` and `shien show`.

use std::fmt::Write;

use programmes::model::{Catalogue, Programme};
use rules::{application::Instant, sentences::Teller, words::Lang};
use serde_json::json;

use crate::{
    cli::{AnswerFormat, ListFormat},
    output::{self, Failure},
};

/// Lists the programmes.
pub fn programmes(catalogue: &Catalogue, as_of: Option<Instant>, format: ListFormat) -> Result<(), Failure> {
    let now = as_of.map_or_else(jiff::Timestamp::now, |i| i.0);
    let rows: Vec<_> = catalogue
        .programmes
        .iter()
        .map(|p| {
            let programme = &p.plan().programme;
            json!({
                "id": programme.id,
                "name": programme.name,
                "operator": programme.operator,
                "fiscal_year": programme.fiscal_year,
                "round": programme.round,
                "revision": programme.revision,
                "opens": programme.window.opens.to_string(),
                "closes": programme.window.closes.to_string(),
                "state": p.state(now).word(),
                "file": p.path,
            })
        })
        .collect();
    if format == ListFormat::Json {
        return output::print_json(&format!("{:#}\n", serde_json::Value::from(rows)));
    }
    let mut out = String::new();
    for p in &catalogue.programmes {
        let programme = &p.plan().programme;
        let window = format!("{} – {}", programme.window.opens, programme.window.closes.strftime("%Y-%m-%d %H:%M"));
        let _ = writeln!(out, "{:<40} {:<7} {window}  {}", programme.id, p.state(now).word(), programme.name.ja);
    }
    output::print(&out)
}

/// Shows one programme.
pub fn show(found: &Programme, format: AnswerFormat, lang: Lang) -> Result<(), Failure> {
    let plan = found.plan();
    let p = &plan.programme;
    if format == AnswerFormat::Json {
        let value = serde_json::to_value(&**p).map_err(|e| Failure::Unusable(e.to_string()))?;
        return output::print_json(&format!("{value:#}\n"));
    }
    let teller = Teller::new(plan, lang);
    let mut out = String::new();
    let _ = writeln!(out, "{}\n{}  {}", lang.of(&p.name), p.id, lang.of(&p.operator));
    let _ = writeln!(out, "{} – {}", p.window.opens, p.window.closes.strftime("%Y-%m-%d %H:%M"));
    let _ = writeln!(out, "{}", lang.of(&p.summary.says));
    let mut section = |head: &str, lines: Vec<(String, String)>| {
        if !lines.is_empty() {
            let _ = writeln!(out, "\n{head}");
            for (text, cite) in lines {
                let _ = writeln!(out, "  {text}{}", if cite.is_empty() { String::new() } else { format!("  ({cite})") });
            }
        }
    };
    section("conditions", p.conditions.iter().map(|(id, c)| (format!("{id}: {}", lang.of(&c.says)), teller.cite(&c.cite))).collect());
    section("amount.rate", p.amount.rate.iter().map(|(g, r)| (format!("{g}: {r}"), String::new())).collect());
    section("amount.cap", p.amount.cap.iter().map(|(g, y)| (format!("{g}: {}", teller.yen(y.get())), String::new())).collect());
    section("amount.floor", p.amount.floor.iter().map(|y| (teller.yen(y.get()), String::new())).collect());
    section(
        "expenses.categories",
        p.expenses.categories.iter().map(|(id, c)| (format!("{id}: {}", lang.of(&c.name)), teller.cite(&c.cite))).collect(),
    );
    section("limits", p.limits.iter().map(|(id, l)| (format!("{id}: {}", lang.of(&l.says)), teller.cite(&l.cite))).collect());
    section("documents", p.documents.iter().map(|(id, d)| (format!("{id}: {}", lang.of(&d.name)), teller.cite(&d.cite))).collect());
    section(
        "schedule",
        p.schedule.iter().map(|(id, s)| (format!("{id}: {} {}", lang.of(&s.says), s.from), teller.cite(&s.cite))).collect(),
    );
    section("duties", p.duties.iter().map(|(id, d)| (format!("{id}: {}", lang.of(&d.says)), teller.cite(&d.cite))).collect());
    section(
        "facts",
        plan.slots
            .iter()
            .filter(|s| p.facts.contains_key(&s.name))
            .map(|s| {
                (
                    format!(
                        "{}: {} {}",
                        s.name,
                        teller.fact(&s.name),
                        if s.choices.is_empty() { String::new() } else { format!("[{}]", s.choices.join(", ")) }
                    ),
                    String::new(),
                )
            })
            .collect(),
    );
    section(
        "readings",
        p.readings
            .iter()
            .map(|(id, r)| {
                let options: Vec<String> = r.options.keys().map(|o| if *o == r.chosen { format!("*{o}") } else { o.clone() }).collect();
                (format!("{id}: {} [{}]", lang.of(&r.question), options.join(", ")), teller.cite(&r.cite))
            })
            .collect(),
    );
    output::print(&out)
}
