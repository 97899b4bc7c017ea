//! Who owns a company and who leads it, what follows from that for みなし大企業, and how the record came to be.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::{DeemedLarge, DeemedLargeRule, Rate, Yen, size::deemed_large};
use platform::Error;
use rules::{
    application::{HolderKind, Member, OfficerFact, OfficerFrom, Shareholder},
    language::Scalar,
    words::Words,
};
use ui::{Fault, Faults};

use super::{
    AppState,
    company_layout::{may_edit, notify_owner, parts, percent, tabs, to_done, versions},
};
use crate::service;
use web::{Answer, Fields, RequestContext, field};

/// Rows that are offered empty.
const SPARE: usize = 3;
/// Rows that are read.
const MOST_ROWS: usize = crate::limits::LIST;

/// A row of the form: what was typed, and what is wrong with it.
#[derive(Debug, Default, Clone)]
struct Row {
    holder: String,
    kind: String,
    share: String,
    size: String,
    capital: String,
    /// The columns that can't be taken, and why.
    wrong: Vec<(&'static str, String)>,
}

impl Row {
    /// What is wrong with a column.
    fn wrong(&self, column: &str) -> Option<&str> {
        self.wrong.iter().find(|w| w.0 == column).map(|w| w.1.as_str())
    }
}

#[derive(Debug, Default, Clone)]
struct OfficerRow {
    name: String,
    from: String,
}

/// A reason for which a company is deemed large, and whether it holds.
#[derive(Debug)]
struct Reason {
    class: &'static str,
    answer: String,
    says: String,
}

/// A part of the shares in the picture: where it begins and how wide it is, in thousandths.
#[derive(Debug)]
struct Slice {
    class: &'static str,
    from: i64,
    wide: i64,
    says: String,
}

#[derive(Debug, Template)]
#[template(path = "ownership.html")]
struct Ownership<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    tabs: String,
    version: i32,
    done: Option<String>,
    error: Option<Faults>,
    may_change: bool,
    rows: Vec<Row>,
    none: bool,
    officers: Vec<OfficerRow>,
    officers_none: bool,
    verdict: (&'static str, String),
    reasons: Vec<Reason>,
    slices: Vec<Slice>,
}

/// The choices of a row: value and the name of the message.
const KINDS: [(&str, &str); 3] = [("person", "holder-person"), ("company", "holder-company"), ("fund", "holder-fund")];
const SIZES: [(&str, &str); 4] = [("", "size-unknown"), ("other", "size-other"), ("large", "size-large"), ("deemed", "size-deemed")];
const FROM: [(&str, &str); 4] = [("", "size-unknown"), ("nowhere", "from-nowhere"), ("large", "from-large"), ("deemed", "from-deemed")];

impl Ownership<'_> {
    /// The choices of a row in words.
    fn told<const N: usize>(words: &Words, choices: [(&'static str, &str); N]) -> [(&'static str, String); N] {
        choices.map(|(value, key)| (value, words.get(key)))
    }
}

fn rows_of(member: &Member) -> (Vec<Row>, Vec<OfficerRow>) {
    let row = |s: &Shareholder| Row {
        holder: s.holder.clone(),
        kind: match s.kind {
            Some(HolderKind::Company) | None => "company",
            Some(HolderKind::Person) => "person",
            Some(HolderKind::Fund) => "fund",
        }
        .to_owned(),
        share: percent(s.share),
        size: match (s.large, s.deemed_large) {
            (Some(true), _) => "large",
            (_, Some(true)) => "deemed",
            (Some(false), _) => "other",
            _ => "",
        }
        .to_owned(),
        capital: s.capital_yen.map(|y| kernel::text::separated(y.get())).unwrap_or_default(),
        wrong: Vec::new(),
    };
    let officer = |o: &OfficerFact| OfficerRow {
        name: o.name.clone().unwrap_or_default(),
        from: match o.from {
            None => "",
            Some(OfficerFrom::Nowhere) => "nowhere",
            Some(OfficerFrom::LargeCompany) => "large",
            Some(OfficerFrom::DeemedLargeCompany) => "deemed",
        }
        .to_owned(),
    };
    (member.shareholders.iter().flatten().map(row).collect(), member.officers.iter().flatten().map(officer).collect())
}

fn get(typed: &HashMap<String, String>, name: &str) -> String {
    typed.get(name).map(|t| t.trim().to_owned()).unwrap_or_default()
}

/// What was typed, as it stands in the form.
fn typed_rows(typed: &HashMap<String, String>) -> (Vec<Row>, Vec<OfficerRow>) {
    let row = |i: usize| Row {
        holder: get(typed, &format!("holder{i}")),
        kind: get(typed, &format!("kind{i}")),
        share: get(typed, &format!("share{i}")),
        size: get(typed, &format!("size{i}")),
        capital: get(typed, &format!("capital{i}")),
        wrong: Vec::new(),
    };
    let officer = |i: usize| OfficerRow { name: get(typed, &format!("officer{i}")), from: get(typed, &format!("from{i}")) };
    let rows = (0..MOST_ROWS).map(row).filter(|r| !(r.holder.is_empty() && r.share.is_empty() && r.capital.is_empty()));
    let officers = (0..MOST_ROWS).map(officer).filter(|o| !o.name.is_empty());
    (rows.collect(), officers.collect())
}

/// A row as a shareholder; the columns that can't be taken, and the messages that say why.
fn shareholder(row: &Row) -> Result<Shareholder, Vec<(&'static str, &'static str)>> {
    let name = if row.holder.is_empty() { Err("wrong-holder") } else { Ok(()) };
    let share = match Rate::parse(&row.share) {
        Ok(share) if share <= Rate::ONE && share > Rate::ZERO => Ok(share),
        Ok(_) => Err("wrong-share"),
        Err(error) => Err(ui::unread(&error, "wrong-share")),
    };
    let capital = match row.capital.as_str() {
        "" => Ok(None),
        text => match Yen::parse(text) {
            Ok(capital) if capital >= Yen::ZERO => Ok(Some(capital)),
            Ok(_) => Err("wrong-negative"),
            Err(error) => Err(ui::unread(&error, "wrong-amount")),
        },
    };
    let (share, capital) = match (name, share, capital) {
        (Ok(()), Ok(share), Ok(capital)) => (share, capital),
        (name, share, capital) => {
            let wrong = [("name", name.err()), ("share", share.err()), ("capital", capital.err())];
            return Err(wrong.into_iter().filter_map(|(column, message)| Some((column, message?))).collect());
        }
    };
    let kind = match row.kind.as_str() {
        "person" => HolderKind::Person,
        "fund" => HolderKind::Fund,
        _ => HolderKind::Company,
    };
    let (large, deemed) = match row.size.as_str() {
        "large" => (Some(true), Some(false)),
        "deemed" => (Some(false), Some(true)),
        "other" => (Some(false), Some(false)),
        _ => (None, None),
    };
    Ok(Shareholder {
        holder: row.holder.chars().take(200).collect(),
        kind: Some(kind),
        share,
        large,
        deemed_large: deemed,
        capital_yen: capital,
        industry: None,
        employees: None,
    })
}

fn officer(row: &OfficerRow) -> OfficerFact {
    let from = match row.from.as_str() {
        "nowhere" => Some(OfficerFrom::Nowhere),
        "large" => Some(OfficerFrom::LargeCompany),
        "deemed" => Some(OfficerFrom::DeemedLargeCompany),
        _ => None,
    };
    OfficerFact { name: Some(row.name.chars().take(200).collect()), from }
}

/// Every reason with its answer, and the answer of the customary three.
fn judged(context: &RequestContext, member: &Member) -> ((&'static str, String), Vec<Reason>) {
    let holders: Option<Vec<_>> = member.shareholders.as_ref().map(|l| l.iter().map(Shareholder::holding).collect());
    let officers: Option<Vec<_>> = member.officers.as_ref().map(|l| l.iter().map(OfficerFact::officer).collect());
    let income = member.facts.get("average_taxable_income_yen").and_then(|g| match &g.value {
        rules::application::GivenValue::One(Scalar::Int(yen)) => Yen::new(*yen),
        _ => None,
    });
    let judge = |rules: &[DeemedLargeRule]| deemed_large(rules, holders.as_deref(), officers.as_deref(), income);
    let verdict_words = |answer: &DeemedLarge| match answer {
        DeemedLarge::Yes(_) => ("no", "deemed-yes"),
        DeemedLarge::No => ("yes", "deemed-no"),
        DeemedLarge::Unknown(_) => ("unknown", "deemed-unknown"),
    };
    let all = [
        (DeemedLargeRule::OneHolderHalf, "deemed-rule-1"),
        (DeemedLargeRule::HoldersTwoThirds, "deemed-rule-2"),
        (DeemedLargeRule::OfficersHalf, "deemed-rule-3"),
        (DeemedLargeRule::OwnedByDeemed, "deemed-rule-4"),
        (DeemedLargeRule::OfficersAllDeemed, "deemed-rule-5"),
        (DeemedLargeRule::TaxableIncome, "deemed-rule-6"),
        (DeemedLargeRule::OwnedByBigCapital, "deemed-rule-7"),
    ];
    let reasons = all.into_iter().map(|(rule, says)| {
        let (class, key) = verdict_words(&judge(&[rule]));
        let answer = match key {
            "deemed-yes" => "reason-yes",
            "deemed-no" => "reason-no",
            _ => "reason-unknown",
        };
        Reason { class, answer: context.word(answer), says: context.word(says) }
    });
    let (class, key) = verdict_words(&judge(&DeemedLargeRule::CUSTOMARY));
    ((class, context.word(key)), reasons.collect())
}

/// The shares as a picture: large ones first, then those of whom nobody has said.
fn slices(context: &RequestContext, member: &Member) -> Vec<Slice> {
    let mut all = Vec::new();
    let mut from = 0;
    for (class, key, wanted) in [("cut", "size-large", Some(true)), ("open", "size-unknown", None), ("keep", "size-other", Some(false))] {
        for holder in member.shareholders.iter().flatten().filter(|h| h.holding().large == wanted) {
            let wide = i128::from(holder.share.numerator()) * 1_000 / i128::from(holder.share.denominator());
            let wide = i64::try_from(wide).unwrap_or(1_000);
            all.push(Slice { class, from, wide, says: format!("{} {}（{}）", holder.holder, percent(holder.share), context.word(key)) });
            from += wide;
        }
    }
    all
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    typed: Option<(&HashMap<String, String>, Option<&Error>)>,
) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let (mut rows, mut officers) = rows_of(&company.profile);
    let mut none = company.profile.shareholders.as_ref().is_some_and(Vec::is_empty);
    let mut officers_none = company.profile.officers.as_ref().is_some_and(Vec::is_empty);
    let mut error = None;
    if let Some((typed, fault)) = typed {
        (rows, officers) = typed_rows(typed);
        (none, officers_none) = (typed.contains_key("none"), typed.contains_key("officers_none"));
        for row in &mut rows {
            row.wrong = shareholder(row).err().unwrap_or_default().into_iter().map(|(column, m)| (column, context.word(m))).collect();
        }
        let label = |column: &str, i: usize| format!("{} {}", context.word(&format!("holder-{column}")), i + 1);
        let wrong = rows.iter().enumerate().flat_map(|(i, row)| {
            let at = move |column: &str| format!("{}{i}", if column == "name" { "holder" } else { column });
            row.wrong.iter().map(move |(column, message)| (at(column), label(column, i), message.clone()))
        });
        let wrong = wrong.map(|(at, label, message)| Fault { at, label, message });
        let whole = fault.into_iter().flat_map(Error::faults);
        let whole = whole.map(|(_, message)| Fault { at: String::new(), label: String::new(), message: context.word(message) });
        error = Some(Faults::new(&context.words, &wrong.chain(whole).collect::<Vec<_>>()));
        if matches!(fault, Some(Error::Stale)) {
            let mut mine = (*company).clone();
            if let Ok((holders, officers)) = read_rows(typed) {
                (mine.profile.shareholders, mine.profile.officers) = (holders, officers);
            }
            error = Some(versions(context, &company, &mine));
        }
    }
    rows.resize(rows.len() + SPARE, Row { kind: "person".to_owned(), ..Row::default() });
    officers.resize(officers.len() + SPARE, OfficerRow::default());
    let (verdict, reasons) = judged(context, &company.profile);
    let page = Ownership {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        tabs: tabs(state, context, &company, "ownership").await?,
        version: company.version,
        done,
        error,
        may_change: may_edit(state, context, id),
        rows,
        none,
        officers,
        officers_none,
        verdict,
        reasons,
        slices: slices(context, &company.profile),
    };
    let title = format!("{} {}", context.word("ownership"), company.name);
    Ok(match typed {
        None => context.page(&title, &page),
        Some((_, Some(Error::Stale))) => context.conflict(&title, &page),
        Some(_) => context.faulty(&title, &page),
    })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["company-saved"]);
    show(&state, &context, &id, done, None).await
}

/// Owners and officers; none where nothing is said of them.
type Owners = (Option<Vec<Shareholder>>, Option<Vec<OfficerFact>>);

/// The owners and officers that were typed: none where nothing is said of them, empty where it is said that there are none.
fn read_rows(typed: &HashMap<String, String>) -> Result<Owners, Vec<(&'static str, &'static str)>> {
    let (rows, officers) = typed_rows(typed);
    let holders = rows.iter().map(shareholder).collect::<Result<Vec<_>, _>>()?;
    let officers: Vec<OfficerFact> = officers.iter().map(officer).collect();
    Ok((
        (!holders.is_empty() || typed.contains_key("none")).then_some(holders),
        (!officers.is_empty() || typed.contains_key("officers_none")).then_some(officers),
    ))
}

async fn changed(state: &AppState, context: &RequestContext, id: &str, typed: &HashMap<String, String>) -> Answer {
    let version = field(typed, "version").parse().unwrap_or(0);
    let Ok((holders, officers)) = read_rows(typed) else {
        return show(state, context, id, None, Some((typed, None))).await;
    };
    match service::change_ownership(&state.app, &context.actor, id, version, holders, officers, &notify_owner(state, context)).await {
        Ok(kept) => Ok(to_done(context, id, &format!("/companies/{id}/ownership"), kept)),
        Err(mut faults) => match faults.pop() {
            Some(fault) if fault.is_typed() || matches!(fault, Error::Stale) => {
                show(state, context, id, None, Some((typed, Some(&fault)))).await
            }
            other => Err(other.unwrap_or(Error::NotFound).into()),
        },
    }
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    changed(&state, &context, &id, &typed).await
}

#[derive(Debug)]
struct ChangeRow {
    at: String,
    who: String,
    /// The company that it was made to, where that was merged into this one later.
    of: Option<String>,
    /// The part, what it said before, and what it says from then on.
    parts: Vec<(String, String, String)>,
}

#[derive(Debug, Template)]
#[template(path = "history.html")]
struct History<'a> {
    words: &'a Words,
    tabs: String,
    changes: Vec<ChangeRow>,
}

async fn history_page(state: &AppState, context: &RequestContext, id: &str) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let who = |change: &service::ChangeView| match &change.typed {
        Some(typed) => context.words.with("history-typed-decided", &[("typed", typed.clone()), ("decided", change.decided.clone())]),
        None => change.decided.clone(),
    };
    let changes = service::history(&state.app, &context.actor, id).await?;
    let changes = changes.into_iter().map(|change| ChangeRow {
        at: context.moment(change.change.at),
        who: who(&change),
        parts: parts(context, &change.change.changes),
        of: change.of,
    });
    let page = History {
        words: &context.words,
        tabs: tabs(state, context, &company, "history").await?,
        changes: changes.filter(|c| !c.parts.is_empty()).collect(),
    };
    Ok(context.page(&format!("{} {}", context.word("history"), company.name), &page))
}

pub(super) async fn history(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    history_page(&state, &context, &id).await
}
