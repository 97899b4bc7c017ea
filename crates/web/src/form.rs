//! Forms as they are typed.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Request},
    response::Response,
};
use kernel::text::typed;
use ui::Viewer;

/// Fields that hold passwords.
pub(crate) const PASSWORDS: [&str; 3] = ["password", "old", "confirm"];

/// The fields of a form, as typed text is taken in.
#[derive(Debug)]
pub struct Fields(pub HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let viewer = match Viewer::from_request_parts(&mut parts, state).await {
            Ok(viewer) => viewer,
            Err(never) => match never {},
        };
        let read = Form::<HashMap<String, String>>::from_request(Request::from_parts(parts, body), state).await;
        let Form(fields) = read.map_err(|refused| ui::problem(&viewer, refused.status()))?;
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
