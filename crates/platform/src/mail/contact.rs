//! Addresses that somebody names for somebody else: whoever reads there is asked first, once for each scope (a company, say), and nothing
//! else goes there before they have said yes.

use crate::acts;
use jiff::SignedDuration;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

use super::{
    letter,
    pace::{self, Pace},
};
use crate::{Actor, App, Error, Instant, limits, secret::Secret};

mod contact_address {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_address")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub scope: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub address: String,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub asked_at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub answered_at: Option<String>,
        pub granted: bool,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A question is open for so long; then it may be asked again, and what waited for the answer is gone.
const OPEN: SignedDuration = SignedDuration::from_hours(24 * limits::QUESTION);

/// What is to be asked of whoever reads at an address, before a letter goes there.
#[derive(Debug, Clone)]
pub struct Question {
    /// For what the answer counts.
    pub scope: String,
    /// What is kept of the secret that the question's link carries.
    pub hash: String,
    /// 件名.
    pub subject: String,
    /// 本文, with the link.
    pub body: String,
}

/// How an address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AddressState {
    /// Whoever reads there has said yes.
    Granted,
    /// Whoever reads there has said no.
    Refused,
    /// They were asked, and have not answered.
    NamedAddress,
    /// Nobody was asked, or so long ago that the link is over.
    Unasked,
}

pub(super) async fn address_state(db: &impl ConnectionTrait, scope: &str, address: &str, now: Instant) -> Result<AddressState, Error> {
    let Some(row) = contact_address::Entity::find_by_id((scope.to_owned(), address.to_owned())).one(db).await? else {
        return Ok(AddressState::Unasked);
    };
    Ok(match (row.answered_at, row.granted) {
        (Some(_), true) => AddressState::Granted,
        (Some(_), false) => AddressState::Refused,
        (None, _) if Instant::parse(&row.asked_at)?.plus(OPEN) < now => AddressState::Unasked,
        (None, _) => AddressState::NamedAddress,
    })
}

/// Whether anybody who reads at an address has ever said yes.
pub(super) async fn is_granted(db: &impl ConnectionTrait, address: &str) -> Result<bool, Error> {
    let found = contact_address::Entity::find()
        .filter(contact_address::Column::Address.eq(address))
        .filter(contact_address::Column::Granted.eq(true));
    Ok(found.one(db).await?.is_some())
}

/// Writes down that whoever reads at an address is asked; what waited for an earlier question is gone.
pub(super) async fn ask(db: &impl ConnectionTrait, question: &Question, address: &str, now: Instant) -> Result<(), Error> {
    contact_address::Entity::delete_by_id((question.scope.clone(), address.to_owned())).exec(db).await?;
    forget_held(db, &question.scope, address).await?;
    let row = contact_address::ActiveModel {
        scope: Set(question.scope.clone()),
        address: Set(address.to_owned()),
        hash: Set(question.hash.clone()),
        asked_at: Set(now.to_text()),
        answered_at: Set(None),
        granted: Set(false),
    };
    contact_address::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

async fn forget_held(db: &impl ConnectionTrait, scope: &str, address: &str) -> Result<(), Error> {
    letter::Entity::delete_many()
        .filter(letter::Column::Scope.eq(scope))
        .filter(letter::Column::Recipient.eq(address))
        .filter(letter::Column::DueAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Takes away what was held for an answer that can't come any more.
pub(super) async fn forget_unanswered(db: &impl ConnectionTrait, now: Instant) -> Result<(), Error> {
    letter::Entity::delete_many()
        .filter(letter::Column::Scope.is_not_null())
        .filter(letter::Column::DueAt.is_null())
        .filter(letter::Column::QueuedAt.lt(now.plus(-OPEN).to_text()))
        .exec(db)
        .await?;
    Ok(())
}

/// An address that was named for a scope, and what was answered there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAddress {
    /// For what the answer counts.
    pub scope: String,
    /// The address.
    pub address: String,
    /// What was answered, if anything.
    pub granted: Option<bool>,
}

async fn found(db: &impl ConnectionTrait, secret: &Secret, now: Instant) -> Result<contact_address::Model, Error> {
    let row = contact_address::Entity::find().filter(contact_address::Column::Hash.eq(secret.hash())).one(db).await?;
    let row = row.ok_or(Error::Expired)?;
    let over = row.answered_at.is_none() && Instant::parse(&row.asked_at)?.plus(OPEN) < now;
    if over { Err(Error::Expired) } else { Ok(row) }
}

/// What the link of a question asks. Looking answers nothing, so a scanner that opens it first does no harm.
pub async fn asked(app: &App, secret: &Secret) -> Result<NamedAddress, Error> {
    let row = found(app.db.read(), secret, app.now()).await?;
    Ok(NamedAddress { scope: row.scope, address: row.address, granted: row.answered_at.is_some().then_some(row.granted) })
}

/// Answers a question by its link. What waited leaves, or is gone for good. Safe to repeat, and may be answered anew: who has said yes
/// can say no later.
pub async fn answer(app: &App, secret: &Secret, granted: bool) -> Result<(), Error> {
    let mut unit = app.begin(&Actor::Nobody).await?;
    let now = unit.now();
    let row = found(unit.db(), secret, now).await?;
    if row.answered_at.is_some() && row.granted == granted {
        return Ok(());
    }
    let (scope, address) = (row.scope.clone(), row.address.clone());
    let mut row = row.into_active_model();
    (row.answered_at, row.granted) = (Set(Some(now.to_text())), Set(granted));
    row.update(unit.db()).await?;
    if granted {
        let held = letter::Entity::find()
            .filter(letter::Column::Scope.eq(&scope))
            .filter(letter::Column::Recipient.eq(&address))
            .filter(letter::Column::DueAt.is_null())
            .all(unit.db())
            .await?;
        for letter in held {
            let due = pace::free_at(unit.db(), &Pace::of_recipient(&address, true), now).await?;
            super::release(unit.db(), letter, due, now).await?;
        }
    } else {
        forget_held(unit.db(), &scope, &address).await?;
    }
    unit.journal(acts::CONTACT_ANSWER, &format!("organisation:{scope}"), json!({ "contact": granted })).await?;
    unit.commit().await
}
