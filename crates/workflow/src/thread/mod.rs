//! Thread (やりとり): what an agency and the other side write to each other about a record.

mod store;
mod view;

use platform::{App, Authorized, Error, Instant, Subject, UnitOfWork, accounts};
use serde_json::json;

use crate::{limits, text};

pub use view::{ThreadForm, ThreadView};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whether the agency wrote it.
    pub from_agency: bool,
    /// What it says.
    pub body: String,
    /// When it was sent.
    pub at: Instant,
    /// Who wrote it, as the journal names them.
    pub by: String,
}

/// A message as somebody writes it.
#[derive(Debug, Clone, Copy)]
pub struct NewMessage<'t> {
    /// The id that the form brought along: the same form sends once.
    pub key: &'t str,
    /// What it says; 4,000 characters at the most.
    pub body: &'t str,
    /// Whether the agency writes.
    pub from_agency: bool,
}

/// Sends a message in a verb that is under way, and journals it; false where this form has sent it already.
pub async fn post<T: Subject>(unit: &mut UnitOfWork, about: &Authorized<T>, new: &NewMessage<'_>) -> Result<bool, Error> {
    let wrong = |message| Error::Wrong { field: "body", message };
    let key = uuid::Uuid::parse_str(new.key).map_err(|_| wrong("wrong-value"))?.to_string();
    let body = text::required(new.body, limits::TEXT, "body", "wrong-body")?;
    if !store::put(unit, about, &key, new.from_agency, body).await? {
        return Ok(false);
    }
    if !new.from_agency && store::from_outside(unit.db(), about).await? > limits::MESSAGES {
        return Err(wrong("wrong-messages-many"));
    }
    let details = json!({ "wrote": if new.from_agency { "office" } else { "applicant" } });
    unit.journal(about.act(), &about.reference(), details).await?;
    Ok(true)
}

/// The messages about a record, the oldest first, and what their writers are called.
pub async fn messages<T: Subject>(app: &App, about: &Authorized<T>) -> Result<Vec<(Message, String)>, Error> {
    let all = store::messages(app.db.read(), about).await?;
    let names = accounts::called_all(app, all.iter().map(|m| m.by.as_str())).await?;
    let named = |message: Message| {
        let name = names.get(&message.by).cloned().unwrap_or_default();
        (message, name)
    };
    Ok(all.into_iter().map(named).collect())
}
