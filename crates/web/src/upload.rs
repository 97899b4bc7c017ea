//! Files in and out: a form that carries one, and an answer that is one.

use std::collections::HashMap;

use axum::{
    Form,
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use futures_util::{StreamExt, stream};
use kernel::text::typed;
use platform::{
    Actor, App, Error,
    attachments::{self, Attachment, Kind, UploadedFile},
};

use crate::Answer;

/// A form as it was sent, with a file or without. What is wrong with the file alone leaves the form as it is.
#[derive(Debug)]
pub struct Upload {
    /// The fields.
    pub fields: HashMap<String, String>,
    /// The file; none where none was chosen.
    pub file: Result<Option<UploadedFile>, Error>,
}

/// What a form without a file holds at the most, in bytes, and how many fields a form has.
const MOST_TEXT: usize = 64 * 1024;
const MOST_FIELDS: usize = 100;

fn wrong(error: impl std::fmt::Display) -> Error {
    tracing::warn!(%error, "a form with a file can't be read");
    Error::Wrong { field: "file", message: "wrong-file-broken" }
}

impl Upload {
    /// Reads a form; its file, the field `file`, is taken in as it arrives.
    pub async fn read(request: Request, app: &App, actor: &Actor, kinds: &[Kind], most: u64) -> Result<Self, Error> {
        let several = request.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
        if !several {
            let Form(fields) = Form::<HashMap<String, String>>::from_request(request, &()).await.map_err(wrong)?;
            return Ok(Self { fields: fields.into_iter().map(|(k, v)| (k, typed(&v))).collect(), file: Ok(None) });
        }
        let mut parts = Multipart::from_request(request, &()).await.map_err(wrong)?;
        let (mut fields, mut file, mut length) = (HashMap::new(), Ok(None), 0);
        loop {
            let mut part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(_) if file.is_err() => break,
                Err(error) => return Err(wrong(error)),
            };
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                let called = typed(part.file_name().unwrap_or_default());
                // A browser sends the field without a name where nothing was chosen.
                if !called.is_empty() {
                    let pieces = stream::unfold(part, |mut part| async { part.chunk().await.transpose().map(|piece| (piece, part)) });
                    // The rest of a file that is not taken is read and forgotten, so that the browser hears the answer.
                    let taken = match attachments::receive(app, actor, &called, pieces.fuse(), kinds, most).await {
                        Err(Error::File(error)) => Err(wrong(error)),
                        other => other.map(Some),
                    };
                    // None is dropped in silence: of two, it would not be known which is meant.
                    file = match file {
                        Ok(None) => taken,
                        _ => Err(Error::Wrong { field: "file", message: "wrong-file-one" }),
                    };
                }
                continue;
            }
            let mut text = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(wrong)? {
                length += piece.len();
                if length > MOST_TEXT || fields.len() >= MOST_FIELDS {
                    return Err(Error::Wrong { field: "file", message: "wrong-file-broken" });
                }
                text.extend_from_slice(&piece);
            }
            fields.insert(name, typed(&String::from_utf8_lossy(&text)));
        }
        Ok(Self { fields, file })
    }
}

/// What is taken, as the field of a file tells a browser.
pub fn accept(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.media_type()).collect::<Vec<_>>().join(",")
}

/// What a file that is looked at may do: nothing, and only a page of this site may show it.
const LOOKED_AT: &str = "default-src 'none'; frame-ancestors 'self'";

/// A file to be looked at within a page of this site, where browsers show its kind by themselves; any other is to be kept.
pub async fn show_inline(app: &App, attachment: &Attachment) -> Answer {
    let mut response = download(app, attachment).await?;
    if attachment.kind.is_shown() {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(LOOKED_AT));
    }
    Ok(response)
}

/// A file as an answer: to be kept, never to be shown as a page of this site.
pub async fn download(app: &App, attachment: &Attachment) -> Answer {
    let mut body = Box::pin(app.files.get(&attachment.kept.sha256).await?);
    // What is short is known to be whole before its first byte is sent.
    let first = body.next().await.transpose()?;
    let body = Body::from_stream(stream::iter(first.map(Ok)).chain(body));
    let named = format!("attachment; filename=\"file.{}\"; filename*=UTF-8''{}", attachment.kind.ending(), ui::encode(&attachment.name));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(attachment.kind.media_type()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(attachment.kept.size));
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}
