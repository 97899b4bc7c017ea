//! How letters leave: through a mail server, or into a folder for trying out.

use std::path::PathBuf;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};

use super::address::recipient;
use crate::Error;

/// Where letters go.
#[derive(Debug, Clone)]
pub enum Post {
    /// A mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// A folder of text files, for trying out.
    Folder(PathBuf),
}

/// Says that no person wrote it, so that no machine answers (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Post {
    /// `smtp://HOST:PORT`, `smtps://USER:PASSWORD@HOST`, or `folder:PATH`.
    pub fn open(address: &str) -> Result<Self, Error> {
        if let Some(path) = address.strip_prefix("folder:") {
            std::fs::create_dir_all(path)?;
            return Ok(Self::Folder(path.into()));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address);
        let transport = transport.map_err(|e| Error::Broken(format!("the address of the mail server: {e}")))?;
        Ok(Self::Smtp(transport.timeout(Some(std::time::Duration::from_secs(20))).build()))
    }

    /// Whether letters can be handed over.
    pub async fn answers(&self) -> Result<(), Error> {
        match self {
            Self::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Error::Broken("the mail server does not answer".to_owned())),
                Err(error) => Err(Error::Broken(format!("the mail server does not answer: {error}"))),
            },
            Self::Folder(folder) => Ok(tokio::fs::metadata(folder).await.map(|_| ())?),
        }
    }

    pub(super) async fn send(&self, from: &Mailbox, to: &str, subject: &str, body: &str, id: &str) -> Result<(), String> {
        let to = recipient(to).map_err(|e| e.to_string())?;
        // Said once more beside the heads: read from them, a quoted address loses its quotes.
        let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()]).map_err(|e| e.to_string())?;
        let message = Message::builder()
            .envelope(envelope)
            .from(from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            .header(MIME_VERSION_1_0)
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())
            .map_err(|e| e.to_string())?;
        match self {
            Self::Smtp(transport) => transport.send(message).await.map(|_| ()).map_err(|e| e.to_string()),
            Self::Folder(folder) => {
                tokio::fs::write(folder.join(format!("{id}.eml")), message.formatted()).await.map_err(|e| e.to_string())
            }
        }
    }
}
