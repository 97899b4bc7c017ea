//! A file with everything that was found in a document, to be confirmed and filled in.

use std::{collections::HashMap, fmt::Write};

use jiff::civil::Date;
use kernel::FiscalYear;

use super::{Proposal, proposals};

/// A text as YAML takes any: in quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text without quotes where it is a plain name.
fn scalar(text: &str) -> String {
    let plain =
        text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '・' | '（' | '）' | '／'));
    let word = matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n") || text.is_ascii();
    if plain && !word { text.to_owned() } else { quoted(text) }
}

/// A file with everything that was found, each with its place, to be confirmed and filled in.
pub fn yaml(text: &str, document: &str) -> String {
    let found = proposals(text);
    let first = |field: &str| found.iter().find(|p| p.field == field);
    let all = |field: &str| found.iter().filter(|p| p.field == field).collect::<Vec<_>>();
    let cite = |p: &Proposal| format!("{{lines: {}, words: {}}}", p.line, quoted(&p.words));
    let mut out = String::new();
    let _ = writeln!(out, "# Proposed from the text; confirm each entry against its line. `shien check` says what is missing.");
    let schemes: Vec<&str> = all("schemes").iter().map(|p| p.value.as_str()).collect();
    if let Some(place) = first("schemes").filter(|_| schemes.len() > 1) {
        let _ = writeln!(
            out,
            "# Line {} speaks of {}: where they differ in rates, caps or requirements, write `schemes`.",
            place.line,
            schemes.join(", ")
        );
    }
    let name = first("name").map_or("", |p| p.value.as_str());
    let opens = first("window.opens").map(|p| p.value.as_str());
    let year = first("fiscal_year").map(|p| p.value.clone()).or_else(|| {
        let opens: Date = opens?.parse().ok()?;
        FiscalYear::of(opens).map(|y| y.get().to_string())
    });
    let _ = writeln!(out, "shien: 1\nid: my-call\nkind: grant\nname: {{ja: {}}}", quoted(name));
    let _ = writeln!(out, "fiscal_year: {}\nround: {}\nrevision: 1", year.unwrap_or_default(), first("round").map_or("1", |p| &p.value));
    let lines = text.lines().count();
    let _ = writeln!(out, "source: {{document: {document}, title: {{ja: {}}}, lines: {lines}}}", quoted(name));
    if let (Some(opens), Some(closes)) = (first("window.opens"), first("window.closes")) {
        let arrival = first("window.arrival").map_or("must_arrive", |p| &p.value);
        let _ = writeln!(
            out,
            "window:\n  opens: {}\n  closes: {}\n  arrival: {arrival}\n  closing_instant: in_time",
            opens.value, closes.value
        );
        let _ = writeln!(out, "  cite: {{lines: {}, words: [{}, {}]}}", opens.line, quoted(&opens.words), quoted(&closes.words));
    }
    let channels = all("filing.channels");
    if let Some(place) = channels.first() {
        let words: Vec<&str> = channels.iter().map(|p| p.value.as_str()).collect();
        let one = if first("filing.one_per_company").is_some() { "\n  one_per_company: true" } else { "" };
        let _ = writeln!(
            out,
            "filing:\n  channels: [{}]\n  consultation: not_asked{one}\n  cite:\n    channels: {}",
            words.join(", "),
            cite(place)
        );
        if let Some(p) = first("filing.one_per_company") {
            let _ = writeln!(out, "    one_per_company: {}", cite(p));
        }
    }
    let _ = writeln!(out, "consortium: {{form: not_allowed}}\namount:\n  paid_to: lead");
    let rates = all("amount.rate");
    if let Some(rate) = rates.first() {
        let _ = writeln!(out, "  rate: {{everyone: {}}}", rate.value);
        for other in rates.iter().skip(1) {
            let _ = writeln!(out, "  # line {} also says {}: for whom?", other.line, other.words);
        }
    }
    for (field, key) in [("amount.cap", "cap"), ("amount.floor", "floor")] {
        if let Some(p) = first(field) {
            let value = if key == "cap" { format!("{{everyone: {}}}", p.value) } else { format!("{}\n  floor_at: [application]", p.value) };
            let _ = writeln!(out, "  {key}: {value}");
            for other in all(field).iter().skip(1) {
                let _ = writeln!(out, "  # line {} also says {}: for whom, or of which part?", other.line, other.words);
            }
        }
    }
    // Where several are named, the coarsest is that of the grant: the others are those of lines.
    let unit = all("amount.unit").into_iter().max_by_key(|p| p.value.parse::<i64>().unwrap_or(0));
    let _ = writeln!(out, "  rounding: down\n  unit: {}\n  rounded: once\n  cite:", unit.map_or("1", |p| &p.value));
    for (field, key) in [("amount.rate", "rate"), ("amount.cap", "cap"), ("amount.floor", "floor"), ("amount.unit", "rounding")] {
        if let Some(p) = if field == "amount.unit" { unit } else { first(field) } {
            let _ = writeln!(out, "    {key}: {}", cite(p));
        }
    }
    let _ = writeln!(out, "expenses:\n  tax: {}", first("expenses.tax").map_or("included", |p| &p.value));
    if let Some(p) = first("expenses.tax") {
        let _ = writeln!(out, "  cite: {{tax: {}}}", cite(p));
    }
    let _ = writeln!(out, "  categories:");
    for (place, p) in all("expenses.categories").into_iter().enumerate() {
        let (number, name) = p.value.split_once(' ').unwrap_or(("", &p.value));
        let name = scalar(name);
        let _ = writeln!(
            out,
            "    c{}: {{number: {}, name: {{ja: {name}}}, says: {{ja: {name}}}, cite: {}}}",
            place + 1,
            quoted(number),
            cite(p)
        );
    }
    for p in all("limits") {
        let _ = writeln!(
            out,
            "# limits: line {} says {} of the total; name its categories, and say of, compare, scope and share",
            p.line, p.words
        );
    }
    let documents = all("documents");
    if !documents.is_empty() {
        let _ = writeln!(out, "documents:");
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for p in documents {
            let (number, name) = p.value.split_once(' ').unwrap_or(("", &p.value));
            // A document that counts from one twice has two of each number.
            let times = numbers.entry(number).or_default();
            *times += 1;
            let number = if *times == 1 { number.to_owned() } else { format!("{number}-{times}") };
            let number = number.as_str();
            let _ = writeln!(out, "  {}: {{name: {{ja: {}}}, cite: {}}}", quoted(number), scalar(name), cite(p));
        }
    }
    let criteria = all("criteria");
    if !criteria.is_empty() {
        let _ = writeln!(out, "criteria:");
        for (place, p) in criteria.into_iter().enumerate() {
            let _ = writeln!(out, "  k{}: {{says: {{ja: {}}}, cite: {}}}", place + 1, scalar(&p.value), cite(p));
        }
    }
    if let Some(address) = first("contact.office").or_else(|| first("contact.address")).or_else(|| first("contact.phone")) {
        let office = first("contact.office").map_or("", |p| p.value.as_str());
        let _ = writeln!(out, "contact:\n  office: {{ja: {}}}", quoted(office));
        for (field, key) in [("contact.address", "address"), ("contact.phone", "phone"), ("contact.fax", "fax"), ("contact.email", "email")]
        {
            if let Some(p) = first(field) {
                let _ = writeln!(out, "  {key}: {}", quoted(&p.value));
            }
        }
        let _ = writeln!(out, "  cite: {}", cite(address));
    }
    out
}
