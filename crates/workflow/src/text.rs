//! Texts that people of a desk write: taken whole or refused, never cut.

use platform::Error;

/// A text of at most so many characters, without control signs but for new lines.
pub fn optional(typed: &str, most: usize, field: &'static str) -> Result<String, Error> {
    let text: String = typed.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    if text.chars().count() > most { Err(Error::Wrong { field, message: "wrong-long" }) } else { Ok(text) }
}

/// The same where something has to stand there; else the message says what.
pub fn required(typed: &str, most: usize, field: &'static str, message: &'static str) -> Result<String, Error> {
    let text = optional(typed, most, field)?;
    if text.is_empty() { Err(Error::Wrong { field, message }) } else { Ok(text) }
}

/// A reason: nobody goes without one.
pub fn reason(typed: &str, field: &'static str) -> Result<String, Error> {
    required(typed, crate::limits::TEXT, field, "wrong-reason")
}
