//! What opened since yesterday, each morning: one letter to everybody who asked for it, and none where nothing opened.

use std::collections::HashSet;

use parties::model::Company;
use platform::{Actor, App, Error, accounts, jobs, jobs::JobKind, mail::Letter};
use rules::{language::Text, words::Lang};
use serde_json::json;

use super::{
    service::{Notice, Open, open_now},
    store::{self, Row},
};
use crate::{acts, call::CallCatalogue, measures::MeasureIndex};

/// The kind of job that writes the letters.
pub const NOTIFY: &str = "measures.notify";

/// Who asked is told each morning what has opened.
pub const MORNING: JobKind = JobKind {
    name: NOTIFY,
    run: |app| Box::pin(handle(app)),
    begin: |app| Box::pin(async move { every_morning(&app).await.map_err(|e| e.to_string()) }),
};

/// At seven in Japan.
const HOUR: i8 = 7;
/// Measures that one letter names; the rest stand on the page.
const MOST: usize = 20;

/// Queues a letter to everybody for whose company something opened; how many that were. Safe to repeat: nothing is told twice.
pub async fn send(calls: &CallCatalogue) -> Result<usize, Error> {
    let app = calls.app();
    let catalogue = calls.catalogue().await?;
    let today = app.now().in_japan().date();
    let mut letters = 0;
    let rows = store::all(app.db.read()).await?;
    let ids: Vec<&str> = rows.iter().map(|row| row.company.as_str()).collect();
    let companies = parties::service::records(app.db.read(), &ids).await?;
    for row in &rows {
        let company = companies.get(&row.company);
        let open = company.map(|company| platform::compute(|| open_now(catalogue.measure_index(), company, &Notice::of(row), today)));
        let mut unit = app.begin(&Actor::System("notices")).await?;
        let stands = company.map_or(&row.company, |company| &company.id);
        let subject = format!("organisation:{stands}");
        let acts_for = accounts::grants_of(&unit, &row.person).await?.iter().any(|grant| grant.held.scope == *stands);
        let Some((company, open)) = company.zip(open.transpose()?).filter(|_| acts_for) else {
            // Who no longer acts for the company is told nothing of it.
            store::remove(&unit, std::slice::from_ref(&row.company), &row.person).await?;
            unit.journal(acts::WORK, &subject, json!({ "notices": null, "person": row.person })).await?;
            unit.commit().await?;
            continue;
        };
        let told: HashSet<&str> = row.told.split(',').collect();
        let new: Vec<&Open> = open.iter().filter(|open| !told.contains(open.key.as_str())).collect();
        // What has closed is forgotten: it is told again when it opens again.
        let keys: Vec<&str> = open.iter().map(|open| open.key.as_str()).collect();
        let keys = keys.join(",");
        if keys == row.told || !store::set_told(&unit, row, keys).await? {
            continue;
        }
        if !new.is_empty() {
            let person = accounts::person(app, &row.person).await?;
            let letter = letter(app, catalogue.measure_index(), row, company, &new);
            unit.mail(&Letter { to: person.email, ..letter }).await?;
            unit.journal(acts::WORK, &subject, json!({ "opened": new.len(), "person": row.person })).await?;
            letters += 1;
        }
        unit.commit().await?;
    }
    Ok(letters)
}

/// The letter: each measure with its end, its amount and the address of its page.
fn letter(app: &App, index: &MeasureIndex, row: &Row, company: &Company, new: &[&Open]) -> Letter {
    let lang = row.lang.parse().unwrap_or(Lang::Ja);
    let words = app.words(lang);
    let told = |text: &Text| lang.of(text).to_owned();
    let one = |open: &&&Open| {
        let entry = &index.entries[open.place];
        let fit = words.get(if open.fits { "opening-notice-fits" } else { "opening-notice-may" });
        let until = entry.measure.window.as_ref().and_then(|window| window.to.as_ref());
        let until = until.map(|to| words.with("opening-notice-until", &[("day", rules::measure::when(to, lang))]));
        let most = entry.most_yen().map(|yen| words.with("opening-notice-most", &[("yen", kernel::text::separated(yen.get()))]));
        let facts: Vec<String> = until.into_iter().chain(most).collect();
        let facts =
            if facts.is_empty() { String::new() } else { format!("  {}\n", facts.join(words.get("opening-notice-comma").as_str())) };
        format!(
            "{fit} {}（{}）\n{facts}  {}\n",
            told(&entry.measure.name),
            told(&entry.operator),
            app.link(&format!("/measures/{}", entry.id))
        )
    };
    let mut list: Vec<String> = new.iter().take(MOST).map(|open| one(&open)).collect();
    if new.len() > MOST {
        list.push(words.with("opening-notice-further", &[("count", (new.len() - MOST).to_string())]));
    }
    let parts = [
        ("count", new.len().to_string()),
        ("company", company.name.clone()),
        ("list", list.join("\n")),
        ("find", app.link("/measures/find")),
        ("stop", app.link(&format!("/companies/{}/notices", company.id))),
    ];
    Letter { subject: words.with("opening-notice-subject", &parts), body: words.with("opening-notice-body", &parts), ..Letter::default() }
}

/// Sees to it that the letters are written next morning; once, however many processes ask.
async fn every_morning(app: &App) -> Result<(), Error> {
    jobs::daily_at(app, NOTIFY, HOUR).await
}

/// The handler of [`NOTIFY`].
async fn handle(app: App) -> Result<(), String> {
    let sent = send(&CallCatalogue::new(app.clone())).await;
    every_morning(&app).await.map_err(|e| e.to_string())?;
    sent.map(|_| ()).map_err(|e| e.to_string())
}
