//! The letter that takes the end of the journal, signed, to the auditors of every agency each morning: whoever keeps these letters can
//! tell whether the journal was changed since.

use crate::acts;
use platform::jobs::JobKind;
use platform::{Actor, App, Error, access::Role, accounts, jobs, mail::Letter};
use rules::words::Lang;
use serde_json::json;

/// The kind of job that writes the letters.
pub const LETTER: &str = "journal.letter";

/// The end of the journal goes to auditors each morning.
pub const LETTERS: JobKind = JobKind {
    name: LETTER,
    run: |app| Box::pin(handle(app)),
    begin: |app| Box::pin(async move { every_morning(&app).await.map_err(|e| e.to_string()) }),
};

/// At eight in Japan.
const HOUR: i8 = 8;

/// Queues a letter to every auditor; how many that were.
pub async fn write(app: &App) -> Result<usize, Error> {
    let words = app.words(Lang::Ja);
    let mut letters = 0;
    for agency in accounts::agencies(app).await? {
        let auditors = accounts::holders(app, Role::Auditor, &agency.id).await?;
        if auditors.is_empty() {
            continue;
        }
        let mut write = app.begin(&Actor::System("journal")).await?.at(&agency.id);
        write.journal(acts::WORK, "journal", json!({ "letters": auditors.len() })).await?;
        // The entry that tells of these letters is the last that they vouch for.
        let checkpoint = write.checkpoint();
        let day = kernel::date::format_ja(write.now().in_japan().date());
        for auditor in &auditors {
            let parts = [("agency", agency.name_ja.clone()), ("day", day.clone()), ("key", app.signer.verifier().to_text())];
            let body = format!("{}\n\n{checkpoint}", words.with("journal-letter-body", &parts));
            let subject = words.with("journal-letter-subject", &parts);
            write.mail(&Letter { to: auditor.email.clone(), subject, body, first: None }).await?;
        }
        letters += auditors.len();
        write.commit().await?;
    }
    Ok(letters)
}

/// Sees to it that the letters are written next morning; once, however many processes ask.
pub async fn every_morning(app: &App) -> Result<(), Error> {
    jobs::daily_at(app, LETTER, HOUR).await
}

/// The handler of [`LETTER`].
pub async fn handle(app: App) -> Result<(), String> {
    let written = write(&app).await;
    every_morning(&app).await.map_err(|e| e.to_string())?;
    written.map(|_| ()).map_err(|e| e.to_string())
}
