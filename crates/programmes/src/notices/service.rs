//! The verbs: asking to be told, and no longer.

use parties::model::Company;
use platform::{Actor, App, Authorized, Error};
use rules::{
    application::{Application, Member},
    measure::{Fit, Openness, Purpose},
    words::Lang,
};
use serde_json::json;

use super::store::{self, Row};
use crate::{acts, call::CallCatalogue, measures::MeasureIndex};

/// What somebody wants to be told for a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Only measures for one of these; for any, where none is named.
    pub purposes: Vec<Purpose>,
}

impl Notice {
    pub(super) fn of(row: &Row) -> Self {
        Self { purposes: row.purposes.split(',').filter_map(Purpose::of_word).collect() }
    }
}

/// The ids under which a company is kept: its own, and those of the companies that were merged into it.
async fn ids(app: &App, company: &Company) -> Result<Vec<String>, Error> {
    parties::service::also_known_as(app.db.read(), &[&company.id]).await
}

/// What the actor is told for a company; none where they are told nothing.
pub async fn notice(app: &App, actor: &Actor, company: &str) -> Result<(Authorized<Company>, Option<Notice>), Error> {
    let company = parties::service::company(app, actor, acts::NOTICE_CHANGE, company).await?;
    let row = store::find(app.db.read(), &ids(app, &company).await?, &actor.person()?.id).await?;
    Ok((company, row.as_ref().map(Notice::of)))
}

/// Tells the actor from now on of measures for these purposes that open and may fit the company. What is open already is not told. Safe to
/// repeat.
pub async fn change(calls: &CallCatalogue, actor: &Actor, company: &str, purposes: &[Purpose], lang: Lang) -> Result<(), Error> {
    let app = calls.app();
    let company = parties::service::company(app, actor, acts::NOTICE_CHANGE, company).await?;
    let person = actor.person()?.id.clone();
    let wanted = Notice { purposes: purposes.to_vec() };
    let ids = ids(app, &company).await?;
    let known = store::find(app.db.read(), &ids, &person).await?;
    if known.as_ref().is_some_and(|row| Notice::of(row) == wanted && row.lang == lang.code()) {
        return Ok(());
    }
    let catalogue = calls.catalogue().await?;
    let told = open_now(catalogue.measure_index(), &company, &wanted, app.now().in_japan().date())?;
    let told: Vec<String> = told.into_iter().map(|open| open.key).collect();
    let words: Vec<&str> = wanted.purposes.iter().map(|purpose| purpose.word()).collect();
    let mut unit = app.begin(actor).await?;
    let row = Row {
        company: company.id.clone(),
        person,
        purposes: words.join(","),
        lang: lang.code().to_owned(),
        told: told.join(","),
        made_at: unit.now().to_string(),
    };
    store::remove(&unit, &ids, &row.person).await?;
    store::put(&unit, row).await?;
    unit.journal(company.act(), &format!("organisation:{}", company.id), json!({ "notices": words })).await?;
    unit.commit().await
}

/// Tells the actor nothing more for a company. Safe to repeat.
pub async fn stop(app: &App, actor: &Actor, company: &str) -> Result<(), Error> {
    let company = parties::service::company(app, actor, acts::NOTICE_CHANGE, company).await?;
    let ids = ids(app, &company).await?;
    let mut unit = app.begin(actor).await?;
    if store::remove(&unit, &ids, &actor.person()?.id).await? {
        unit.journal(company.act(), &format!("organisation:{}", company.id), json!({ "notices": null })).await?;
        unit.commit().await?;
    }
    Ok(())
}

/// A measure that is open and may fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    /// The measure with the day on which it opened: the next round of it is told again.
    pub key: String,
    /// Its place in the index.
    pub place: usize,
    pub fits: bool,
}

/// The measures that are open on a day, are for what is wanted, and fit a company or may fit it; those that fit first.
pub(super) fn open_now(index: &MeasureIndex, company: &Company, wanted: &Notice, today: jiff::civil::Date) -> Result<Vec<Open>, Error> {
    let Some(finder) = index.finder.as_ref() else { return Ok(Vec::new()) };
    // What only programmes ask is nothing to measures.
    let facts = company.profile.facts.iter().filter(|(fact, _)| finder.plan().slot(fact).is_some());
    let facts = facts.map(|(fact, given)| (fact.clone(), given.clone())).collect();
    let member = Member { id: "a".to_owned(), facts, ..Member::default() };
    let application = Application { members: vec![member], ..Application::default() };
    let answer = finder.assess(&application).map_err(|faults| Error::Broken(format!("{faults:?}")))?;
    let mut open: Vec<Open> = Vec::new();
    for (place, entry) in index.entries.iter().enumerate() {
        let of_purpose = wanted.purposes.is_empty() || entry.measure.purposes.iter().any(|purpose| wanted.purposes.contains(purpose));
        let is_open = matches!(entry.openness(today), Openness::Open | Openness::AllYear);
        let fit = answer.fit(place);
        if entry.is_for_use() && of_purpose && is_open && fit != Fit::DoesNotFit {
            let since = entry.measure.window.as_ref().and_then(|window| window.from.as_ref());
            let key = since.map_or_else(|| entry.id.clone(), |from| format!("{}@{}", entry.id, from.first));
            open.push(Open { key, place, fits: fit == Fit::Fits });
        }
    }
    open.sort_by_key(|open| !open.fits);
    Ok(open)
}
