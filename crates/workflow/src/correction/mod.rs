//! Correction (補正): what an agency returns with reasons and a day, until it is answered or taken back.

mod store;
mod view;

use jiff::SignedDuration;
use platform::{Authorized, Error, Instant, Subject, UnitOfWork};
use sea_orm::ConnectionTrait;

use crate::{limits, text};

pub use view::{CorrectionForm, CorrectionsView};

/// A return for correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: String,
    /// What was said of the whole.
    pub message: String,
    /// What is wrong in which field or document, and why.
    pub reasons: Vec<(String, String)>,
    /// The day by which it is asked for, to its last second.
    pub due: Instant,
    /// When it was asked.
    pub at: Instant,
    /// Who asked, as the journal names them.
    pub by: String,
    /// When it was answered; none while it is open.
    pub answered_at: Option<Instant>,
}

/// A return as somebody writes it.
#[derive(Debug, Clone)]
pub struct NewCorrection<'r> {
    /// The last day for it, in Japan, to its last second.
    pub due: &'r str,
    /// What is said of the whole.
    pub message: &'r str,
    /// What is wrong in which field or document.
    pub reasons: Vec<(String, String)>,
}

/// A return as it will be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidCorrection {
    /// What is said of the whole.
    pub message: String,
    /// What is wrong, and why: only what somebody wrote a reason for.
    pub reasons: Vec<(String, String)>,
    /// Until when.
    pub due: Instant,
}

impl NewCorrection<'_> {
    /// Reads it: the day is to come, within a year, and something is said.
    pub fn read(&self, now: Instant) -> Result<ValidCorrection, Error> {
        let wrong = |message| Error::Wrong { field: "due", message };
        if self.due.trim().is_empty() {
            return Err(wrong("wrong-due-missing"));
        }
        let day = kernel::date::parse_date_from(self.due, now.in_japan().date()).map_err(|_| wrong("wrong-date"))?;
        let due = kernel::from_japan(day.at(23, 59, 59, 0)).map(Instant::of).ok_or_else(|| wrong("wrong-date"))?;
        if due <= now || due > now.plus(SignedDuration::from_hours(24 * 366)) {
            return Err(wrong("wrong-until-past"));
        }
        let mut reasons = Vec::new();
        for (field, why) in &self.reasons {
            let why = text::optional(why, limits::NOTE, "message")?;
            if !why.is_empty() {
                reasons.push((text::optional(field, 120, "message")?, why));
            }
        }
        let message = text::optional(self.message, limits::TEXT, "message")?;
        if message.is_empty() && reasons.is_empty() {
            return Err(Error::Wrong { field: "message", message: "wrong-reason" });
        }
        Ok(ValidCorrection { message, reasons, due })
    }
}

/// Keeps a return, in a verb that is under way: it takes the place of one that is open.
pub async fn ask<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, asked: &ValidCorrection) -> Result<(), Error> {
    store::answer(unit, about).await?;
    store::put(unit, about, asked).await
}

/// Notes that the open return was answered, or was taken back.
pub async fn answer<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>) -> Result<(), Error> {
    store::answer(unit, about).await
}

/// The reasons of the return that is still to be answered: what each names, and why.
pub async fn pending_reasons<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<(String, String)>, Error> {
    let all = store::corrections(db, about).await?;
    Ok(all.into_iter().find(|c| c.answered_at.is_none()).map(|c| c.reasons).unwrap_or_default())
}

/// The returns of a record, the newest first.
pub async fn corrections<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<Correction>, Error> {
    store::corrections(db, about).await
}
