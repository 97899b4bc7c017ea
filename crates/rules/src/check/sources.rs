//! A file held against the text of its document: lines, words, figures and days.

use std::collections::BTreeSet;

use super::Check;
use crate::{
    diagnostic::Severity,
    draft::amounts,
    language::{Cites, Programme, Table, YenRule},
    plan::Fault,
    read,
};

/// Holds every citation of the programmes of a file against the text of their document; each finding with the place of its programme.
pub fn sources(programmes: &[read::Read], text: &str) -> Vec<(usize, Severity, Fault)> {
    let mut all = Vec::new();
    for (place, read) in programmes.iter().enumerate() {
        all.extend(held_against(read, text).into_iter().map(|(severity, fault)| (place, severity, fault)));
    }
    // What one scheme says of a line, its sisters need not say again.
    let lines: Vec<&str> = text.lines().collect();
    all.extend(uncited_figures(programmes, &lines).map(|fault| (0, Severity::Warning, fault)));
    all
}

fn held_against(read: &read::Read, text: &str) -> Vec<(Severity, Fault)> {
    let programme = &*read.plan.programme;
    let check = Check { programme, faults: Vec::new() };
    let lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    let own = &programme.source;
    if lines.len() != usize::try_from(own.lines).unwrap_or(usize::MAX) {
        let message = format!("document {} has {} lines, not {}", own.document, lines.len(), own.lines);
        faults.push((Severity::Error, Fault::new("no-such-line", "source.lines", message)));
    }
    faults.extend(other_figures(programme).into_iter().map(|f| (Severity::Warning, f)));
    faults.extend(wrong_weekdays(programme, &lines).into_iter().map(|f| (Severity::Warning, f)));
    for (path, cites) in check.each_cite() {
        faults.extend(verify_citations(cites, &own.document, &path, &lines).into_iter().map(|fault| (Severity::Error, fault)));
    }
    faults
}

/// Holds what something cites of its own document against the lines of it.
pub(crate) fn verify_citations(cites: &Cites, document: &str, path: &str, lines: &[&str]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for cite in cites.iter().filter(|c| c.document.as_ref().is_none_or(|d| d == document)) {
        let there: String = cite.lines.each().filter_map(|l| lines.get(usize::try_from(l).ok()?.checked_sub(1)?)).copied().collect();
        if let Some(line) = cite.lines.each().find(|l| usize::try_from(*l).unwrap_or(usize::MAX) > lines.len()) {
            faults.push(Fault::new("no-such-line", path, format!("document {document} has no line {line}")));
            continue;
        }
        for words in cite.words.0.iter().filter(|w| !squeeze(&there).contains(&squeeze(w))) {
            let message = format!("lines {} of document {document} do not hold 「{words}」", cite.lines);
            let fault = Fault::new("no-such-words", path, message);
            let near = lines.iter().position(|l| squeeze(l).contains(&squeeze(words)));
            faults.push(match near {
                Some(place) => fault.help(format!("line {} does", place + 1)),
                None => fault,
            });
        }
    }
    faults
}

/// Every citation of a programme, with the path of what cites.
pub fn citations(programme: &Programme) -> Vec<(String, &Cites)> {
    Check { programme, faults: Vec::new() }.each_cite()
}

/// What an amount, a day or a number looks like in a document: digits with what makes them one.
const FIGURES: [&str; 13] = ["億円", "万円", "千円", "円", "%", "％", "人", "年", "か月", "日", "件", "台", "割"];

/// The figures of a line: 500万円, 2/3, 10％, 5人.
pub fn figures(line: &str) -> Vec<String> {
    let plain = kernel::text::narrow(line);
    let mut found = Vec::new();
    let mut rest = plain.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = &rest[start..];
        let digits = from.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '/'))).unwrap_or(from.len());
        // A full stop behind a number is that of a heading: 7.人件費.
        let digits = from[..digits].trim_end_matches(['.', ',']).len().max(1);
        let ends = from[digits..].starts_with(['.', ',']);
        let before = &rest[..start];
        let (number, after) = from.split_at(digits);
        // A year of an era is no number of years.
        let of_era = ["令和", "平成", "昭和"].iter().any(|era| before.ends_with(era));
        let fraction = number.contains('/') && !number.ends_with('/') && number.matches('/').count() == 1;
        // A million written with its word of ten thousand: 1億2,000万円 counts as two figures of one amount.
        match FIGURES.iter().find(|unit| !ends && after.starts_with(**unit) && !(of_era && **unit == "年")) {
            Some(unit) => found.push(format!("{number}{unit}")),
            None if fraction => found.push(number.to_owned()),
            None => {}
        }
        rest = after;
    }
    found
}

/// Amounts that are other than every amount in the words that are cited for them: a 5 for a 3, a zero too many.
fn other_figures(programme: &Programme) -> Vec<Fault> {
    let amount = &programme.amount;
    let of = |table: &Table<YenRule>| -> Vec<i64> {
        let all = table.values().into_iter();
        all.filter_map(|(_, rule)| match rule {
            YenRule::Yen(yen) => Some(yen.get()),
            YenRule::Each(each) => Some(each.each.get()),
            YenRule::None | YenRule::Fact(_) => None,
        })
        .collect()
    };
    let mut held: Vec<(String, Vec<i64>, Option<&Cites>)> = vec![
        ("amount.cap".to_owned(), of(&amount.cap), amount.cite.get("cap")),
        ("amount.cap_each_member".to_owned(), of(&amount.cap_each_member), amount.cite.get("cap_each_member")),
        (
            "amount.floor_each_member".to_owned(),
            amount.floor_each_member.iter().map(|y| y.get()).collect(),
            amount.cite.get("floor_each_member"),
        ),
        ("amount.floor".to_owned(), amount.floor.iter().map(|y| y.get()).collect(), amount.cite.get("floor")),
    ];
    held.extend(amount.fixed.iter().map(|table| ("amount.fixed".to_owned(), of(table), amount.cite.get("fixed"))));
    held.extend(amount.caps.iter().map(|(id, cap)| (format!("amount.caps.{id}"), of(&cap.at_most), Some(&cap.cite))));
    held.extend(amount.floors.iter().map(|(id, floor)| (format!("amount.floors.{id}"), vec![floor.at_least.get()], Some(&floor.cite))));
    held.extend(amount.parts.iter().filter_map(|(id, p)| Some((format!("amount.parts.{id}"), of(p.cap.as_ref()?), Some(&p.cite)))));
    for (id, limit) in &programme.limits {
        held.push((format!("limits.{id}"), limit.at_most_yen.iter().map(|y| y.get()).collect(), Some(&limit.cite)));
    }
    let mut faults = Vec::new();
    for (path, values, cites) in held {
        let words = cites.into_iter().flat_map(|cites| cites.iter()).filter(|c| c.document.is_none()).flat_map(|c| &c.words.0);
        let named: Vec<i64> = words.flat_map(|words| amounts(&kernel::text::narrow(words))).map(|(yen, _)| yen).collect();
        let other: Vec<String> = values.iter().filter(|yen| **yen != 0 && !named.contains(yen)).map(ToString::to_string).collect();
        if !named.is_empty() && !other.is_empty() {
            let named: Vec<String> = named.iter().map(ToString::to_string).collect();
            let message = format!("{} is not an amount of the words that are cited: {}", other.join(", "), named.join(", "));
            faults
                .push(Fault::new("other-figure", path, message).help("see which of both is wrong, or cite the words that name the amount"));
        }
    }
    faults
}

/// Figures that stand on a line whose citations name words, but not these: a clause with money, a rate or a day that no field holds.
fn uncited_figures(programmes: &[read::Read], lines: &[&str]) -> Option<Fault> {
    let mut found = Vec::new();
    let headings: BTreeSet<u32> = programmes.iter().flat_map(|read| read.plan.programme.source.headings.each()).collect();
    let cites: Vec<(String, &Cites)> = programmes.iter().flat_map(|read| citations(&read.plan.programme)).collect();
    for (line, number) in lines.iter().zip(1_u32..) {
        let here: Vec<&crate::language::Cite> = cites
            .iter()
            .flat_map(|(_, cites)| cites.iter())
            .filter(|c| c.document.is_none() && c.lines.each().any(|n| n == number))
            .collect();
        // A line that somebody cites whole is cited with all that stands on it.
        if here.is_empty() || headings.contains(&number) || here.iter().any(|c| c.words.is_empty()) {
            continue;
        }
        let words: String = here.iter().flat_map(|c| c.words.0.iter()).map(|w| squeeze(&kernel::text::narrow(w)) + "\n").collect();
        let open: Vec<String> = figures(line).into_iter().filter(|figure| !words.contains(figure.as_str())).collect();
        if !open.is_empty() {
            found.push(format!("line {number}: {}", open.join(", ")));
        }
    }
    if found.is_empty() {
        return None;
    }
    let fault = Fault::new("uncited-figure", "source", format!("figures that no citation holds: {}", found.join("; ")));
    Some(fault.help("is a clause missing? else name the words in the citation of the field that says it, or cite the whole line"))
}

/// The year that a text ends with, without its 年: 令和10, 2028.
fn year_before(text: &str) -> Option<i16> {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '元');
    let digits = &text[name.len()..];
    let year = if digits == "元" { 1 } else { digits.parse::<i16>().ok()? };
    let eras = [("令和", 2018), ("平成", 1988)];
    let of_era = eras.iter().find(|(era, _)| name.ends_with(era)).map(|(_, first)| first + year);
    of_era.or((digits.len() == 4).then_some(year))
}

/// Days whose day of the week is another one: 10月3日(金) that was a Saturday.
fn wrong_weekdays(programme: &Programme, lines: &[&str]) -> Vec<Fault> {
    let opens = programme.window.opens.date().year();
    let mut faults = Vec::new();
    for (line, number) in lines.iter().zip(1_u32..) {
        let plain = kernel::text::narrow(line);
        // The years that the line names, or those in which a call runs.
        let named: Vec<i16> = plain.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4).filter_map(|d| d.parse().ok()).collect();
        let named: Vec<i16> = named.into_iter().filter(|y| (opens - 5..=opens + 10).contains(y)).collect();
        let years = if named.is_empty() { vec![opens, opens + 1] } else { named };
        for (place, _) in plain.match_indices('月') {
            // A year that stands before the day is the year that is meant.
            let own = plain[..place].trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('年').and_then(year_before);
            let years = own.map_or_else(|| years.clone(), |year| vec![year]);
            let before: String = plain[..place].chars().rev().take_while(char::is_ascii_digit).collect();
            let month: Option<i8> = before.chars().rev().collect::<String>().parse().ok();
            let rest = &plain[place + '月'.len_utf8()..];
            let Some((day, rest)) = rest.split_once('日') else { continue };
            let (Some(month), Ok(day)) = (month, day.parse::<i8>()) else { continue };
            let Some(weekday) = rest.strip_prefix('(').and_then(|r| r.chars().next()) else { continue };
            let Some(named) = "月火水木金土日".chars().position(|c| c == weekday) else { continue };
            let days: Vec<jiff::civil::Date> = years.iter().filter_map(|y| jiff::civil::Date::new(*y, month, day).ok()).collect();
            let is = |d: &jiff::civil::Date| usize::try_from(d.weekday().to_monday_zero_offset()).ok() == Some(named);
            if days.is_empty() {
                faults.push(Fault::new("no-such-day", "source", format!("line {number} says {month}月{day}日, which no year has")));
            } else if !days.iter().any(is) {
                let message = format!(
                    "line {number} says {month}月{day}日({weekday}); that day of {} is no {weekday}曜日",
                    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
                );
                faults.push(Fault::new("no-such-day", "source", message).help("ask which of the two is right, and note it as a reading"));
            }
        }
    }
    faults
}

/// The lines of a document that carry text and that none of its programmes cites or calls a heading.
pub fn uncited(programmes: &[&read::Read], text: &str) -> Vec<u32> {
    let cited = cited(programmes);
    let numbered = text.lines().zip(1_u32..);
    numbered.filter(|(line, _)| !squeeze(line).is_empty()).map(|(_, n)| n).filter(|n| !cited.contains(n)).collect()
}

/// Every line that some programme cites or calls a heading.
pub fn cited(programmes: &[&read::Read]) -> BTreeSet<u32> {
    let mut cited = BTreeSet::new();
    for read in programmes {
        let check = Check { programme: &read.plan.programme, faults: Vec::new() };
        cited.extend(read.plan.programme.source.headings.each());
        for (_, cites) in check.each_cite() {
            cited.extend(cites.iter().filter(|c| c.document.is_none()).flat_map(|c| c.lines.each()));
        }
    }
    cited
}

/// Text as it is compared: white space, marks of emphasis and the width of letters and digits do not count.
fn squeeze(text: &str) -> String {
    kernel::text::narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
}
