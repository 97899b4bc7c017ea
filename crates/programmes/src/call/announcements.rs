//! The page of announcements: what did not work, and which deadlines were extended, of every agency of the system. It is a file in the
//! store, so that it can be read while the database is down.

use platform::jobs::JobKind;
use std::collections::HashMap;

use platform::{Actor, Error, Instant, accounts};
use rules::words::Lang;

use super::{CallCatalogue, store};

/// The job that writes the page anew: queued in the transaction of whatever it tells.
pub const ANNOUNCE: &str = "announcements.write";

/// The page of announcements is written anew.
pub const ANNOUNCEMENTS: JobKind = JobKind {
    name: ANNOUNCE,
    run: |app| Box::pin(handle(CallCatalogue::new(app))),
    // Queued by what it tells, never by the clock.
    begin: |_| Box::pin(async { Ok(()) }),
};

/// The last outages that are told.
const MOST: u64 = 10;

/// Where the page of a language stands in the store of files.
pub fn file(lang: Lang) -> String {
    format!("announcements.{}.html", lang.code())
}

/// Writes the page anew, in every language.
pub async fn write(calls: &CallCatalogue) -> Result<(), Error> {
    let app = calls.app();
    // Whoever else writes it waits: no older page comes after a newer one.
    let turn = app.begin(&Actor::System("announcements")).await?;
    let outages = store::last_outages(turn.db(), MOST).await?;
    let mut extended = Vec::new();
    for row in store::all(turn.db()).await?.into_iter().filter(|row| row.closes_at.is_some()) {
        extended.push(calls.ready(turn.db(), row).await?);
    }
    let agencies = accounts::agencies(app).await?;
    for lang in Lang::ALL {
        let words = app.words(lang);
        let moment = |at: Instant| {
            let at = at.in_japan();
            let day = lang.day(at.date());
            format!("{day} {:02}:{:02}", at.hour(), at.minute())
        };
        let names: HashMap<&str, &str> =
            agencies.iter().map(|a| (a.id.as_str(), if lang == Lang::Ja { a.name_ja.as_str() } else { a.name_en.as_str() })).collect();
        // A system of one agency need not say whose matter it is.
        let whose = |agency: &str, line: String| match names.get(agency) {
            Some(name) if names.len() > 1 => words.with("announcement-of", &[("agency", (*name).to_owned()), ("line", line)]),
            _ => line,
        };
        let mut lines = Vec::new();
        for (agency, outage) in &outages {
            let key = if outage.ended.is_some() { "outage-was" } else { "outage-is" };
            let until = outage.ended.map(moment).unwrap_or_default();
            let line = words.with(key, &[("began", moment(outage.began)), ("ended", until), ("what", outage.what.clone())]);
            lines.push(whose(agency, line));
        }
        for call in &extended {
            let name = lang.of(&call.programme.plan().programme.name).to_owned();
            let line = words.with("outage-extended", &[("call", name), ("until", moment(call.deadline()))]);
            lines.push(whose(&call.agency, line));
        }
        let page = ui::standalone(words, &words.get("announcements"), &lines, &moment(app.now()));
        app.files.publish(&file(lang), page.into_bytes()).await?;
    }
    Ok(())
}

/// The handler of [`ANNOUNCE`].
pub async fn handle(calls: CallCatalogue) -> Result<(), String> {
    write(&calls).await.map_err(|e| e.to_string())
}
