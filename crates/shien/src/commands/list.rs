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
    output::print(&rules::outline::outline(&found.read.tree, &Teller::new(plan, lang), lang))
}
