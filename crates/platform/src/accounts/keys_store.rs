//! How keys, and what was begun with them, are kept.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use webauthn_rs::prelude::Passkey;

use super::{
    model::{BEGUN, PendingKind},
    store::entity,
};
use crate::{Error, Instant, secret::hex};

entity!(one_time_code, "one_time_code", {
    #[sea_orm(primary_key, auto_increment = false)]
    person: String,
    secret: String,
    confirmed_at: Option<String>,
    last_step: i64,
});

entity!(spare_code, "spare_code", {
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    person: String,
});

entity!(passkey, "passkey", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    person: String,
    name: String,
    key: String,
    made_at: String,
    used_at: Option<String>,
});

entity!(begun, "begun", {
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    kind: String,
    person: Option<String>,
    state: String,
    made_at: String,
});

entity!(outside_identity, "outside_identity", {
    #[sea_orm(primary_key, auto_increment = false)]
    issuer: String,
    #[sea_orm(primary_key, auto_increment = false)]
    subject: String,
    person: String,
    made_at: String,
});

impl passkey::Model {
    pub(super) fn key(&self) -> Result<Passkey, Error> {
        serde_json::from_str(&self.key).map_err(|e| Error::Broken(format!("a passkey: {e}")))
    }
}

pub(super) async fn code(db: &impl ConnectionTrait, person: &str) -> Result<Option<one_time_code::Model>, Error> {
    Ok(one_time_code::Entity::find_by_id(person).one(db).await?)
}

/// Keeps a secret that is not confirmed yet, in the place of another such; whether none was confirmed.
pub(super) async fn begin_code(db: &impl ConnectionTrait, person: &str, secret: &str) -> Result<bool, Error> {
    let row = one_time_code::ActiveModel {
        person: Set(person.to_owned()),
        secret: Set(secret.to_owned()),
        confirmed_at: Set(None),
        last_step: Set(0),
    };
    one_time_code::Entity::delete_many()
        .filter(one_time_code::Column::Person.eq(person))
        .filter(one_time_code::Column::ConfirmedAt.is_null())
        .exec(db)
        .await?;
    let stay = OnConflict::column(one_time_code::Column::Person).do_nothing().to_owned();
    Ok(one_time_code::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

pub(super) async fn confirm_code(db: &impl ConnectionTrait, person: &str, step: i64, now: Instant) -> Result<bool, Error> {
    let change = one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::ConfirmedAt, Expr::value(now.to_text()))
        .col_expr(one_time_code::Column::LastStep, Expr::value(step))
        .filter(one_time_code::Column::Person.eq(person))
        .filter(one_time_code::Column::ConfirmedAt.is_null());
    Ok(change.exec(db).await?.rows_affected > 0)
}

/// Uses a step of time up; whether it was later than the last one.
pub(super) async fn use_step(db: &impl ConnectionTrait, person: &str, step: i64) -> Result<bool, Error> {
    let change = one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::LastStep, Expr::value(step))
        .filter(one_time_code::Column::Person.eq(person))
        .filter(one_time_code::Column::LastStep.lt(step));
    Ok(change.exec(db).await?.rows_affected > 0)
}

pub(super) async fn drop_code(db: &impl ConnectionTrait, person: &str) -> Result<(), Error> {
    one_time_code::Entity::delete_by_id(person).exec(db).await?;
    spare_code::Entity::delete_many().filter(spare_code::Column::Person.eq(person)).exec(db).await?;
    Ok(())
}

pub(super) async fn put_spare(db: &impl ConnectionTrait, person: &str, hashes: &[String]) -> Result<(), Error> {
    spare_code::Entity::delete_many().filter(spare_code::Column::Person.eq(person)).exec(db).await?;
    for hash in hashes {
        let row = spare_code::ActiveModel { hash: Set(hash.clone()), person: Set(person.to_owned()) };
        spare_code::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

pub(super) async fn spare_left(db: &impl ConnectionTrait, person: &str) -> Result<u64, Error> {
    Ok(spare_code::Entity::find().filter(spare_code::Column::Person.eq(person)).count(db).await?)
}

pub(super) async fn use_spare(db: &impl ConnectionTrait, hash: &str) -> Result<bool, Error> {
    Ok(spare_code::Entity::delete_by_id(hash).exec(db).await?.rows_affected > 0)
}

pub(super) async fn passkeys(db: &impl ConnectionTrait, person: &str) -> Result<Vec<passkey::Model>, Error> {
    let found = passkey::Entity::find().filter(passkey::Column::Person.eq(person)).order_by_asc(passkey::Column::MadeAt);
    Ok(found.all(db).await?)
}

pub(super) async fn passkey_of(db: &impl ConnectionTrait, person: &str, id: &str) -> Result<Option<passkey::Model>, Error> {
    Ok(passkey::Entity::find_by_id(id).filter(passkey::Column::Person.eq(person)).one(db).await?)
}

fn passkey_text(key: &Passkey) -> Result<String, Error> {
    serde_json::to_string(key).map_err(|e| Error::Broken(format!("a passkey: {e}")))
}

pub(super) async fn put_passkey(db: &impl ConnectionTrait, person: &str, name: &str, key: &Passkey, now: Instant) -> Result<bool, Error> {
    let row = passkey::ActiveModel {
        id: Set(hex(key.cred_id().as_ref())),
        person: Set(person.to_owned()),
        name: Set(name.to_owned()),
        key: Set(passkey_text(key)?),
        made_at: Set(now.to_text()),
        used_at: Set(None),
    };
    let stay = OnConflict::column(passkey::Column::Id).do_nothing().to_owned();
    Ok(passkey::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

pub(super) async fn used_passkey(db: &impl ConnectionTrait, id: &str, key: &Passkey, now: Instant) -> Result<(), Error> {
    passkey::Entity::update_many()
        .col_expr(passkey::Column::Key, Expr::value(passkey_text(key)?))
        .col_expr(passkey::Column::UsedAt, Expr::value(now.to_text()))
        .filter(passkey::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn drop_passkey(db: &impl ConnectionTrait, person: &str, id: &str) -> Result<(), Error> {
    passkey::Entity::delete_many().filter(passkey::Column::Id.eq(id)).filter(passkey::Column::Person.eq(person)).exec(db).await?;
    Ok(())
}

pub(super) async fn put_begun(
    db: &impl ConnectionTrait,
    hash: &str,
    kind: PendingKind,
    person: Option<&str>,
    state: &str,
    now: Instant,
) -> Result<(), Error> {
    let row = begun::ActiveModel {
        hash: Set(hash.to_owned()),
        kind: Set(kind.name().to_owned()),
        person: Set(person.map(str::to_owned)),
        state: Set(state.to_owned()),
        made_at: Set(now.to_text()),
    };
    begun::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// What was begun, while it may still be ended.
pub(super) async fn begun(db: &impl ConnectionTrait, hash: &str, kind: PendingKind, now: Instant) -> Result<Option<begun::Model>, Error> {
    let found = begun::Entity::find_by_id(hash)
        .filter(begun::Column::Kind.eq(kind.name()))
        .filter(begun::Column::MadeAt.gte(now.plus(-BEGUN).to_text()));
    Ok(found.one(db).await?)
}

/// Ends what was begun; whether nobody had.
pub(super) async fn end_begun(db: &impl ConnectionTrait, hash: &str) -> Result<bool, Error> {
    Ok(begun::Entity::delete_by_id(hash).exec(db).await?.rows_affected > 0)
}

pub(super) async fn identity(db: &impl ConnectionTrait, issuer: &str, subject: &str) -> Result<Option<String>, Error> {
    let found = outside_identity::Entity::find_by_id((issuer.to_owned(), subject.to_owned())).one(db).await?;
    Ok(found.map(|f| f.person))
}

pub(super) async fn identities(db: &impl ConnectionTrait, person: &str) -> Result<Vec<outside_identity::Model>, Error> {
    Ok(outside_identity::Entity::find().filter(outside_identity::Column::Person.eq(person)).all(db).await?)
}

/// Ties an identity of the identity provider to a person; whether it was not tied yet.
pub(super) async fn put_identity(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
    person: &str,
    now: Instant,
) -> Result<bool, Error> {
    let row = outside_identity::ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        person: Set(person.to_owned()),
        made_at: Set(now.to_text()),
    };
    let columns = [outside_identity::Column::Issuer, outside_identity::Column::Subject];
    let stay = OnConflict::columns(columns).do_nothing().to_owned();
    Ok(outside_identity::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

/// Unties a person from an issuer.
pub(super) async fn drop_identities(db: &impl ConnectionTrait, issuer: &str, person: &str) -> Result<(), Error> {
    let gone = outside_identity::Entity::delete_many().filter(outside_identity::Column::Issuer.eq(issuer));
    gone.filter(outside_identity::Column::Person.eq(person)).exec(db).await?;
    Ok(())
}
