//! What a draft is begun from: the text of a call document, a programme that is like it, last year's, a call that is to be revised.

use jiff::ToSpan;
use platform::{Authorized, Error, accounts::Agency};
use rules::{draft as proposing, edit, node, words::Lang};

use super::{
    model::State,
    service::{AuthorState, wrong},
    store,
};
use crate::{call, limits, store as files};

/// What a draft is begun from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'t> {
    /// The text of a call document: its name, and its lines.
    Text(&'t str, &'t str),
    /// A programme that is like it, by its id; or a draft of the agency (`draft:` and its id).
    Similar(&'t str),
    /// The programme of last year, by its id, or a draft: another year follows it.
    NextYear(&'t str),
    /// The round before, by the programme's id, or a draft: another round of the same year follows it.
    NextRound(&'t str),
    /// A call that is to be revised, by its id.
    Revision(&'t str),
}

/// What a draft begins with.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    pub(super) call: Option<String>,
    pub(super) based_on: Option<String>,
    pub(super) document: String,
    pub(super) body: String,
    pub(super) cases: String,
}

/// A text of at most so many bytes.
pub(super) fn bounded(field: &'static str, text: &str) -> Result<String, Error> {
    // A browser sends a line's end as two signs; a file has one.
    let text = text.replace("\r\n", "\n");
    if text.len() > limits::PROGRAMME { Err(wrong(field, "wrong-draft-long")) } else { Ok(text) }
}

/// A copy of a file with another value, where there is one of the kind.
fn with(text: String, path: &str, value: &str) -> String {
    edit::set_value(&text, path, value).unwrap_or(text)
}

/// The identifier of another year: `green-fund-2023` follows `green-fund-2022`.
fn id_of_year(id: &str, year: i16) -> String {
    let stem = id.rsplit_once('-').filter(|(_, end)| end.len() == 4 && end.chars().all(|c| c.is_ascii_digit())).map_or(id, |(s, _)| s);
    format!("{stem}-{year}")
}

/// The identifier of another round: `green-fund-2022-2` follows `green-fund-2022`.
fn id_of_round(id: &str, round: i64) -> String {
    let before = (round - 1).to_string();
    let stem = id.rsplit_once('-').filter(|(_, end)| *end == before).map_or(id, |(stem, _)| stem);
    format!("{stem}-{round}")
}

/// A file whose programmes, each scheme too, have other identifiers and say which ones they follow.
fn with_new_ids(mut text: String, next: impl Fn(&str) -> String) -> String {
    let fields = node::read(text.as_bytes()).map(|tree| edit::fields(&tree, Lang::Ja)).unwrap_or_default();
    let of_programme = |path: &str| path == "id" || path.strip_prefix("schemes.").is_some_and(|rest| rest.split('.').nth(1) == Some("id"));
    let is_of_schemes = fields.iter().any(|field| field.path.starts_with("schemes."));
    for field in fields.iter().filter(|field| of_programme(&field.path)) {
        let new = next(&field.value);
        text = with(text, &field.path, &new);
        let follows = format!("{}follows", field.path.strip_suffix("id").unwrap_or_default());
        if edit::value(&text, &follows).is_some() {
            text = with(text, &follows, &field.value);
        } else if !(is_of_schemes && field.path == "id") {
            let line = format!("id: {new}\n");
            if let Some(at) = text.find(&line) {
                let indent: String = text[..at].chars().rev().take_while(|c| *c == ' ').collect();
                text.insert_str(at + line.len(), &format!("{indent}follows: {}\n", field.value));
            }
        }
    }
    text
}

/// A file in which awards of this very call (第1回に採択された者は…) are those of the next year's; what looks back over years names what it
/// names.
fn with_records_of_next(mut text: String, next: impl Fn(&str) -> String) -> String {
    let fields = node::read(text.as_bytes()).map(|tree| edit::fields(&tree, Lang::Ja)).unwrap_or_default();
    let of_programme = |path: &str| path == "id" || path.strip_prefix("schemes.").is_some_and(|rest| rest.split('.').nth(1) == Some("id"));
    let own: Vec<&str> = fields.iter().filter(|field| of_programme(&field.path)).map(|field| field.value.as_str()).collect();
    for field in fields.iter().filter(|field| own.contains(&field.value.as_str())) {
        let Some((records, rest)) = field.path.rsplit_once(".of") else { continue };
        let is_of = rest.strip_prefix('.').unwrap_or(rest).bytes().all(|b| b.is_ascii_digit());
        let says = |key: &str| edit::value(&text, &format!("{records}.{key}"));
        let looks_back = says("within").is_some() || says("fiscal_years").is_some_and(|years| years != "1");
        if records.ends_with("records") && is_of && !looks_back {
            text = with(text, &field.path, &next(&field.value));
        }
    }
    text
}

/// A day, a moment, a month or a part of one, a year later; none for anything else.
fn a_year_later(value: &str) -> Option<String> {
    let (year, rest) = value.split_once('-')?;
    let days = rest.get(..5).is_some_and(|day| day.as_bytes()[2] == b'-');
    let month = rest.get(..2).is_some_and(|month| month.bytes().all(|b| b.is_ascii_digit()));
    if year.len() != 4 || !month {
        return None;
    }
    let next = year.parse::<i16>().ok()? + 1;
    if days {
        let day: jiff::civil::Date = value.get(..10)?.parse().ok()?;
        return Some(format!("{}{}", day.saturating_add(1.year()), &value[10..]));
    }
    matches!(&rest[2..], "" | " early" | " mid" | " late").then(|| format!("{next}-{rest}"))
}

/// A file in which the readings that set a day of this path set it a year later.
fn readings_moved_on(text: &str, path: &str) -> String {
    let key = format!("{path}: ");
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(&key) {
        let (before, after) = rest.split_at(at + key.len());
        out += before;
        let value = after.split([',', '}', '\n', '"', '\'']).find(|part| !part.is_empty()).unwrap_or_default();
        rest = match a_year_later(value.trim_end()) {
            Some(later) => {
                let (quote, behind) = after.split_at(after.find(value).unwrap_or(0));
                out += quote;
                out += &later;
                &behind[value.trim_end().len()..]
            }
            None => after,
        };
    }
    out + rest
}

/// The file of last year as one of this: its year, days and numbers move on, and it says which one it follows.
fn moved_on(text: String, year: i16) -> String {
    let mut text = with(text, "fiscal_year", &year.to_string());
    text = with(text, "revision", "1");
    let fields = node::read(text.as_bytes()).map(|tree| edit::fields(&tree, Lang::Ja)).unwrap_or_default();
    for field in fields {
        if let Some(later) = a_year_later(&field.value) {
            text = with(text, &field.path, &later);
            text = readings_moved_on(&text, &field.path);
        }
    }
    let next = |id: &str| id_of_year(id, year);
    with_new_ids(with_records_of_next(text, next), next)
}

/// The file of a round as one of the next: its number moves on, and it says which one it follows.
fn next_round(text: String) -> String {
    let round = edit::value(&text, "round").and_then(|round| round.parse::<i64>().ok()).unwrap_or(1) + 1;
    let text = with(with(text, "round", &round.to_string()), "revision", "1");
    with_new_ids(text, |id| id_of_round(id, round))
}

/// Cases of programmes under their new identifiers.
fn with_ids_of(cases: &str, before: &str, after: &str) -> String {
    let ids = |text: &str| -> Vec<String> {
        rules::read::programmes(text.as_bytes()).programmes.iter().map(|read| read.plan.programme.id.clone()).collect()
    };
    let ends = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || c == '-'));
    let mut cases = cases.to_owned();
    for (old, new) in ids(before).iter().zip(ids(after)) {
        let word = format!("programme: {old}");
        let (mut out, mut rest) = (String::new(), cases.as_str());
        while let Some(at) = rest.find(&word) {
            let (head, tail) = rest.split_at(at + word.len());
            out += head;
            if ends(tail.chars().next()) {
                out.truncate(out.len() - old.len());
                out += &new;
            }
            rest = tail;
        }
        cases = out + rest;
    }
    cases
}

/// What a draft of an agency begins with.
pub(super) async fn beginning(state: &AuthorState, agency: &Authorized<Agency>, origin: Origin<'_>) -> Result<Beginning, Error> {
    let db = state.app().db.read();
    let id = match origin {
        Origin::Text(name, text) => {
            let document = bounded("document", text)?;
            if document.trim().is_empty() {
                return Err(wrong("document", "wrong-draft-empty"));
            }
            let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
            let body = proposing::yaml(&document, if name.is_empty() { "DOC" } else { &name });
            return Ok(Beginning { document, body, ..Beginning::default() });
        }
        Origin::Similar(id) | Origin::NextYear(id) | Origin::NextRound(id) | Origin::Revision(id) => id,
    };
    if let Some(draft) = id.strip_prefix("draft:") {
        let draft = store::find(db, agency, draft).await?.ok_or(Error::NotFound)?;
        let own = rules::read::programmes(draft.body.as_bytes()).programmes.first().map(|read| read.plan.programme.id.clone());
        let id = own.ok_or_else(|| wrong("programme", "wrong-draft-unread"))?;
        return begun_from(
            origin,
            Beginning { call: None, based_on: Some(id), document: draft.document, body: draft.body, cases: draft.cases },
        );
    }
    let (programme, is_call) = state.calls.public(id).await?;
    let call = if is_call { state.calls.call(id).await? } else { None };
    let body = if let Some(call) = &call {
        call::body(&state.calls, call).await?
    } else {
        let file = files::find(db, &programme.path).await?.ok_or(Error::NotFound)?;
        String::from_utf8(file.body).map_err(|e| Error::Broken(e.to_string()))?
    };
    // The document and the cases of what was published from here before; else those that come with the catalogue.
    let last = store::list(db, agency).await?.into_iter().find(|d| d.state == State::Published && d.call.as_deref() == Some(id));
    let (document, cases) = match last {
        Some(last) => (last.document, last.cases),
        None => crate::model::beside(&programme),
    };
    let beginning = Beginning { call: None, based_on: Some(id.to_owned()), document, body, cases };
    if matches!(origin, Origin::Revision(_)) {
        let call = call.filter(|call| call.agency == agency.id).ok_or(Error::NotFound)?;
        let body = with(beginning.body, "revision", &(call.revision + 1).to_string());
        return Ok(Beginning { call: Some(call.id), body, ..beginning });
    }
    begun_from(origin, beginning)
}

/// What a draft begins with that is not the programme itself any more: another year, another round, or a copy.
fn begun_from(origin: Origin<'_>, from: Beginning) -> Result<Beginning, Error> {
    let body = match origin {
        Origin::NextYear(_) => {
            let year = edit::value(&from.body, "fiscal_year").and_then(|year| year.parse::<i16>().ok());
            moved_on(from.body.clone(), year.ok_or_else(|| wrong("programme", "wrong-draft-unread"))? + 1)
        }
        Origin::NextRound(_) => next_round(from.body.clone()),
        Origin::Similar(_) => with(with(from.body.clone(), "id", "my-call"), "revision", "1"),
        Origin::Text(..) | Origin::Revision(_) => return Err(Error::NotFound),
    };
    // The document of another year or round is not this one's.
    let cases = with_ids_of(&from.cases, &from.body, &body);
    Ok(Beginning { body, cases, document: String::new(), ..from })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::moved_on;

    #[test]
    fn awards_of_this_very_call_are_those_of_the_next_years_and_earlier_years_stay() {
        let text = "\
fiscal_year: 2026
revision: 3
schemes:
  first:
    id: fair-r1-2026
  second:
    id: fair-r2-2026
conditions:
  once:
    require: {records: {of: [fair-r1-2026, fair-r2-2026], status: awarded}, is: 0}
  this_year:
    require: {records: {of: fair-r1-2026, status: awarded, fiscal_years: 1}, is: 0}
  rarely:
    require: {records: {of: [fair-r1-2026, fair-r1-2025], status: awarded, fiscal_years: 3}, at_most: 1}
";
        let next = moved_on(text.to_owned(), 2027);
        assert!(next.contains("of: [fair-r1-2027, fair-r2-2027]"), "{next}");
        assert!(next.contains("of: fair-r1-2027, status: awarded, fiscal_years: 1"), "{next}");
        assert!(next.contains("of: [fair-r1-2026, fair-r1-2025]"), "{next}");
        assert!(next.contains("id: fair-r1-2027") && next.contains("follows: fair-r1-2026"), "{next}");
    }
}
