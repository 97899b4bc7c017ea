//! Letters: queued in the verb's transaction, sent by a job, through SMTP or into a folder for trying out.

use std::path::PathBuf;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::{
    Error, House, Instant,
    jobs::{self, Job, Kept},
};

mod letter {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub agency: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub recipient: String,
        #[sea_orm(column_type = "Text")]
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub queued_at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub sent_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind of job that sends a letter.
pub const SEND: &str = "mail.send";

/// A letter to be sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// 件名.
    pub subject: String,
    /// 本文, plain text.
    pub body: String,
}

/// A letter in the queue. Its body is not shown: it may hold a link that is a key.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The agency whose matter it is; none where it is nobody's alone.
    pub agency: Option<String>,
    /// The address.
    pub to: String,
    /// 件名.
    pub subject: String,
    /// When it was queued.
    pub queued_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

pub(crate) async fn queue(db: &impl ConnectionTrait, now: Instant, agency: Option<&str>, letter: &Letter) -> Result<(), Error> {
    let id = uuid::Uuid::now_v7().to_string();
    // What can't be an address must not wait in a queue to be found out.
    address(&letter.to)?;
    let row = letter::ActiveModel {
        id: Set(id.clone()),
        agency: Set(agency.map(str::to_owned)),
        recipient: Set(letter.to.clone()),
        subject: Set(letter.subject.clone()),
        body: Set(letter.body.clone()),
        queued_at: Set(now.to_text()),
        sent_at: Set(None),
    };
    letter::Entity::insert(row).exec_without_returning(db).await?;
    jobs::queue(db, now, agency, &Job { priority: 10, ..Job::new(SEND, id) }).await?;
    Ok(())
}

/// The letters of an agency, and those of no agency alone, that were queued last; the newest first.
pub async fn list(db: &impl ConnectionTrait, agency: &str, most: u64) -> Result<Vec<Queued>, Error> {
    let own = Condition::any().add(letter::Column::Agency.eq(agency)).add(letter::Column::Agency.is_null());
    let rows = letter::Entity::find()
        .filter(own)
        .order_by_desc(letter::Column::QueuedAt)
        .order_by_desc(letter::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Queued {
                agency: row.agency,
                to: row.recipient,
                subject: row.subject,
                queued_at: Instant::parse(&row.queued_at)?,
                sent_at: row.sent_at.as_deref().map(Instant::parse).transpose()?,
            })
        })
        .collect()
}

/// The bare address of a person, without a name beside it, and no longer than mail allows.
pub fn bare_address(text: &str) -> Result<(), Error> {
    let sound = text.len() <= 254 && !text.chars().any(char::is_control) && text.parse::<lettre::Address>().is_ok();
    if sound { Ok(()) } else { Err(Error::Wrong { field: "email", message: "wrong-email" }) }
}

/// An address as one can be written to, perhaps with a name.
pub fn address(text: &str) -> Result<Mailbox, Error> {
    let wrong = Error::Wrong { field: "email", message: "wrong-email" };
    if text.chars().any(char::is_control) {
        return Err(wrong);
    }
    text.parse().map_err(|_| wrong)
}

/// Where letters go.
#[derive(Debug, Clone)]
pub enum Post {
    /// A mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// A folder of text files, for trying out.
    Folder(PathBuf),
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

    async fn send(&self, from: &Mailbox, to: &str, subject: &str, body: &str, id: &str) -> Result<(), String> {
        let to = address(to).map_err(|e| e.to_string())?;
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
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

/// How many letters are not sent yet.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<u64, Error> {
    Ok(letter::Entity::find().filter(letter::Column::SentAt.is_null()).count(db).await?)
}

/// Sends the letter of a job. A letter that was sent is not sent again.
pub async fn send(house: House, job: Kept, post: Post, from: Mailbox) -> Result<(), String> {
    let told = |e: sea_orm::DbErr| e.to_string();
    let found = letter::Entity::find_by_id(&job.payload).one(house.db.read()).await.map_err(told)?;
    let Some(found) = found else { return Err("the letter is not there".to_owned()) };
    if found.sent_at.is_some() {
        return Ok(());
    }
    post.send(&from, &found.recipient, &found.subject, &found.body, &found.id).await?;
    let mut row = found.into_active_model();
    row.sent_at = Set(Some(house.now().to_text()));
    // A sent letter's links are keys no longer needed here.
    row.body = Set(String::new());
    row.update(house.db.read()).await.map(|_| ()).map_err(told)
}
