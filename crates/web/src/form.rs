//! Forms as they are typed.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{FromRequest, Request},
};
use kernel::text::typed;

use crate::Failure;

/// Fields that hold passwords.
pub(crate) const PASSWORDS: [&str; 3] = ["password", "old", "confirm"];

/// The fields of a form, as typed text is taken in.
#[derive(Debug)]
pub struct Fields(pub HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Form(fields) =
            Form::<HashMap<String, String>>::from_request(request, state).await.map_err(|refused| Failure::Unread(refused.status()))?;
        // A password is taken as it is.
        let read = |(name, text): (String, String)| if PASSWORDS.contains(&name.as_str()) { (name, text) } else { (name, typed(&text)) };
        Ok(Self(fields.into_iter().map(read).collect()))
    }
}

/// A field of a form as it was typed; nothing where it was not sent.
#[allow(clippy::implicit_hasher, reason = "forms are read with the usual one")]
pub fn field<'t>(typed: &'t HashMap<String, String>, name: &str) -> &'t str {
    typed.get(name).map_or("", String::as_str)
}
