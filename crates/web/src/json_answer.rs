//! What programs are answered: JSON with a tag, by which who asks again hears that nothing changed.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use platform::Error;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Answer;

/// What is answered, or that it is what whoever asks has already.
pub fn json_answer(headers: &HeaderMap, body: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(body).map_err(|error| Error::Broken(error.to_string()))?;
    let hash: String = Sha256::digest(&body).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}
