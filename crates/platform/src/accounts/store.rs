//! How accounts are kept.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use jiff::civil::Date;
use kernel::calendar::Closure;

use super::model::{Agency, Person, RoleGrant, Session};
use crate::{
    Error, Instant, UnitOfWork,
    access::{Held, Role},
    journal::Sealed,
};

macro_rules! entity {
    ($module:ident, $table:literal, { $($(#[$attribute:meta])* $field:ident: $kind:ty,)* }) => {
        pub(super) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$attribute])* pub $field: $kind,)* }

            #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}
pub(super) use entity;

entity!(agency, "agency", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    name_ja: String,
    name_en: String,
    closure: Option<String>,
    version: i32,
});

entity!(person, "person", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    email: String,
    name: String,
    password: Option<String>,
    sample: bool,
    made_at: String,
    closed_at: Option<String>,
});

entity!(held_role, "held_role", {
    #[sea_orm(primary_key, auto_increment = false)]
    person: String,
    #[sea_orm(primary_key, auto_increment = false)]
    role: String,
    #[sea_orm(primary_key, auto_increment = false)]
    scope: String,
    given_at: String,
    given_by: String,
    until: Option<String>,
});

entity!(session, "session", {
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    person: String,
    device: String,
    made_at: String,
    seen_at: String,
    by: String,
});

entity!(invitation, "invitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    email: String,
    /// None where it is for an account alone.
    role: Option<String>,
    scope: Option<String>,
    until: Option<String>,
    /// What the form carries on to what comes after.
    note: String,
    by: String,
    made_at: String,
    used_at: Option<String>,
});

entity!(reset, "reset", {
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    person: String,
    /// Another address for the account; without one, the link is for a new password.
    email: Option<String>,
    made_at: String,
    used_at: Option<String>,
});

entity!(failed_try, "failed_try", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    key: String,
    at: String,
});

fn read_person(row: person::Model) -> Result<Person, Error> {
    let closed_at = row.closed_at.as_deref().map(Instant::parse).transpose()?;
    Ok(Person { id: row.id, email: row.email, name: row.name, sample: row.sample, closed_at })
}

pub(super) async fn put_agency(db: &impl ConnectionTrait, agency: &Agency) -> Result<(), Error> {
    let row = agency::ActiveModel {
        id: Set(agency.id.clone()),
        name_ja: Set(agency.name_ja.clone()),
        name_en: Set(agency.name_en.clone()),
        closure: Set(Some(agency.closure.to_string())),
        version: Set(agency.version),
    };
    let columns = [agency::Column::NameJa, agency::Column::NameEn, agency::Column::Closure];
    let next = Expr::col((agency::Entity, agency::Column::Version)).add(1);
    let replace = OnConflict::column(agency::Column::Id).update_columns(columns).value(agency::Column::Version, next).to_owned();
    agency::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Changes an agency whose version is still the one that it carries; whether it was.
pub(super) async fn change_agency(db: &impl ConnectionTrait, agency: &Agency) -> Result<bool, Error> {
    let change = agency::Entity::update_many()
        .col_expr(agency::Column::NameJa, Expr::value(&agency.name_ja))
        .col_expr(agency::Column::NameEn, Expr::value(&agency.name_en))
        .col_expr(agency::Column::Closure, Expr::value(agency.closure.to_string()))
        .col_expr(agency::Column::Version, Expr::value(agency.version + 1))
        .filter(agency::Column::Id.eq(&agency.id))
        .filter(agency::Column::Version.eq(agency.version));
    Ok(change.exec(db).await?.rows_affected > 0)
}

fn read_agency(row: agency::Model) -> Agency {
    // One that was kept before anybody was asked closes as nearly every office does.
    let closure = row.closure.and_then(|c| Closure::parse(&c).ok()).unwrap_or_default();
    Agency { id: row.id, name_ja: row.name_ja, name_en: row.name_en, closure, version: row.version }
}

pub(super) async fn agencies(db: &impl ConnectionTrait) -> Result<Vec<Agency>, Error> {
    Ok(agency::Entity::find().order_by_asc(agency::Column::Id).all(db).await?.into_iter().map(read_agency).collect())
}

pub(super) async fn agency(db: &impl ConnectionTrait, id: &str) -> Result<Option<Agency>, Error> {
    Ok(agency::Entity::find_by_id(id).one(db).await?.map(read_agency))
}

pub(super) async fn person(db: &impl ConnectionTrait, id: &str) -> Result<Option<Person>, Error> {
    person::Entity::find_by_id(id).one(db).await?.map(read_person).transpose()
}

/// A person by the address, with what is kept of the password.
pub(super) async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<(Person, Option<String>)>, Error> {
    let found = person::Entity::find().filter(person::Column::Email.eq(email)).one(db).await?;
    found.map(|row| Ok((read_person(row.clone())?, row.password))).transpose()
}

/// Whether somebody signs in by an address.
pub(crate) async fn has_account(db: &impl ConnectionTrait, email: &str) -> Result<bool, Error> {
    Ok(by_email(db, email).await?.is_some_and(|(person, _)| person.closed_at.is_none()))
}

pub(super) async fn password(db: &impl ConnectionTrait, id: &str) -> Result<Option<String>, Error> {
    Ok(person::Entity::find_by_id(id).one(db).await?.and_then(|row| row.password))
}

/// Keeps a new person; one with the same address stays as it is.
pub(super) async fn put_person(db: &impl ConnectionTrait, person: &Person, password: Option<String>, now: Instant) -> Result<bool, Error> {
    let row = person::ActiveModel {
        id: Set(person.id.clone()),
        email: Set(person.email.clone()),
        name: Set(person.name.clone()),
        password: Set(password),
        sample: Set(person.sample),
        made_at: Set(now.to_text()),
        closed_at: Set(None),
    };
    let stay = OnConflict::column(person::Column::Email).do_nothing().to_owned();
    Ok(person::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

pub(super) async fn set_password(db: &impl ConnectionTrait, id: &str, password: String) -> Result<(), Error> {
    let change = person::Entity::update_many().col_expr(person::Column::Password, Expr::value(password));
    change.filter(person::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

pub(super) async fn set_name(db: &impl ConnectionTrait, id: &str, name: &str) -> Result<(), Error> {
    let change = person::Entity::update_many().col_expr(person::Column::Name, Expr::value(name));
    change.filter(person::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

pub(super) async fn set_email(db: &impl ConnectionTrait, id: &str, email: &str) -> Result<(), Error> {
    let change = person::Entity::update_many().col_expr(person::Column::Email, Expr::value(email));
    change.filter(person::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

pub(super) fn read_day(text: Option<&str>) -> Result<Option<Date>, Error> {
    text.map(|t| t.parse().map_err(|_| Error::Broken(format!("`{t}` is not a day")))).transpose()
}

fn read_grant(row: held_role::Model) -> Result<RoleGrant, Error> {
    let held = Held { role: row.role.parse()?, until: read_day(row.until.as_deref())?, scope: row.scope };
    Ok(RoleGrant { held, given_at: Instant::parse(&row.given_at)?, given_by: row.given_by })
}

/// The people of a place, with those roles that have not ended.
pub(super) async fn people(db: &impl ConnectionTrait, scope: &str, today: Date) -> Result<Vec<(Person, Vec<RoleGrant>)>, Error> {
    let held = held_role::Entity::find().filter(held_role::Column::Scope.eq(scope)).filter(not_ended(today)).all(db).await?;
    let ids: Vec<&str> = held.iter().map(|h| h.person.as_str()).collect();
    let mut people = Vec::new();
    for chunk in ids.chunks(1_000) {
        people.extend(person::Entity::find().filter(person::Column::Id.is_in(chunk.iter().copied())).all(db).await?);
    }
    people.sort_by(|a, b| a.email.cmp(&b.email));
    people
        .into_iter()
        .map(|row| {
            let roles = held.iter().filter(|h| h.person == row.id).cloned().map(read_grant).collect::<Result<_, _>>()?;
            Ok((read_person(row)?, roles))
        })
        .collect()
}

pub(super) async fn names(db: &impl ConnectionTrait, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    let mut names = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let found = person::Entity::find().filter(person::Column::Id.is_in(chunk.iter().copied())).all(db).await?;
        names.extend(found.into_iter().map(|p| (p.id, p.name)));
    }
    Ok(names)
}

/// The ids of people in whose names a text stands.
pub(super) async fn named(db: &impl ConnectionTrait, text: &str, most: u64) -> Result<Vec<String>, Error> {
    let found = person::Entity::find().filter(person::Column::Name.like(crate::db::holding(text))).limit(most).all(db).await?;
    Ok(found.into_iter().map(|person| person.id).collect())
}

pub(super) async fn samples(db: &impl ConnectionTrait) -> Result<Vec<Person>, Error> {
    let rows = person::Entity::find().filter(person::Column::Sample.eq(true)).order_by_asc(person::Column::MadeAt).all(db).await?;
    rows.into_iter().map(read_person).collect()
}

fn not_ended(today: Date) -> Condition {
    Condition::any().add(held_role::Column::Until.is_null()).add(held_role::Column::Until.gte(today.to_string()))
}

/// The roles of a person that have not ended, in the order in which they were given.
pub(super) async fn roles(db: &impl ConnectionTrait, person: &str, today: Date) -> Result<Vec<RoleGrant>, Error> {
    let found = held_role::Entity::find().filter(held_role::Column::Person.eq(person)).filter(not_ended(today));
    found.order_by_asc(held_role::Column::GivenAt).all(db).await?.into_iter().map(read_grant).collect()
}

/// Who holds which role, as the journal vouches for it.
pub const HELD_ROLES: Sealed =
    Sealed { table: "held_role", key: &["person", "role", "scope"], columns: &["given_at", "given_by", "until"] };

/// Gives a role, or the same role with another end; whether that changed anything.
pub(super) async fn give_role(unit: &UnitOfWork, person: &str, held: &Held, by: &str) -> Result<bool, Error> {
    let (db, now) = (unit.db(), unit.now());
    let until = held.until.map(|d| d.to_string());
    unit.seal(HELD_ROLES, &[person, held.role.name(), &held.scope]);
    let key = (person.to_owned(), held.role.name().to_owned(), held.scope.clone());
    if let Some(row) = held_role::Entity::find_by_id(key).one(db).await? {
        if row.until == until {
            return Ok(false);
        }
        let mut row: held_role::ActiveModel = row.into();
        (row.until, row.given_by, row.given_at) = (Set(until), Set(by.to_owned()), Set(now.to_text()));
        row.update(db).await?;
        return Ok(true);
    }
    let row = held_role::ActiveModel {
        person: Set(person.to_owned()),
        role: Set(held.role.name().to_owned()),
        scope: Set(held.scope.clone()),
        given_at: Set(now.to_text()),
        given_by: Set(by.to_owned()),
        until: Set(until),
    };
    held_role::Entity::insert(row).exec_without_returning(db).await?;
    Ok(true)
}

pub(super) async fn take_role(unit: &UnitOfWork, person: &str, role: Role, scope: &str) -> Result<bool, Error> {
    let key = (person.to_owned(), role.name().to_owned(), scope.to_owned());
    unit.seal(HELD_ROLES, &[person, role.name(), scope]);
    Ok(held_role::Entity::delete_by_id(key).exec(unit.db()).await?.rows_affected > 0)
}

/// How many hold a role in a scope.
pub(super) async fn holders(db: &impl ConnectionTrait, role: Role, scope: &str, today: Date) -> Result<u64, Error> {
    let held = held_role::Entity::find().filter(held_role::Column::Role.eq(role.name())).filter(held_role::Column::Scope.eq(scope));
    let open = person::Entity::find().select_only().column(person::Column::Id).filter(person::Column::ClosedAt.is_null());
    // Whose account is closed holds nothing that others could wait for.
    let held = held.filter(held_role::Column::Person.in_subquery(open.into_query()));
    Ok(held.filter(not_ended(today)).count(db).await?)
}

/// Closes an account, or opens it again.
pub(super) async fn set_closed(db: &impl ConnectionTrait, id: &str, closed_at: Option<Instant>) -> Result<(), Error> {
    let change = person::Entity::update_many().col_expr(person::Column::ClosedAt, Expr::value(closed_at.map(|at| at.to_text())));
    change.filter(person::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Invitations to an address or to a place that can still be used, those sent last first.
pub(super) async fn open_invitations(
    db: &impl ConnectionTrait,
    email: Option<&str>,
    scope: Option<&str>,
    since: Instant,
) -> Result<Vec<invitation::Model>, Error> {
    let mut found = invitation::Entity::find()
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::Role.is_not_null())
        .filter(invitation::Column::MadeAt.gte(since.to_text()));
    if let Some(email) = email {
        found = found.filter(invitation::Column::Email.eq(email));
    }
    if let Some(scope) = scope {
        found = found.filter(invitation::Column::Scope.eq(scope));
    }
    Ok(found.order_by_desc(invitation::Column::MadeAt).all(db).await?)
}

fn read_session(row: session::Model) -> Result<Session, Error> {
    Ok(Session {
        made_at: Instant::parse(&row.made_at)?,
        seen_at: Instant::parse(&row.seen_at)?,
        hash: row.hash,
        device: row.device,
        by: row.by,
    })
}

pub(super) async fn put_session(
    db: &impl ConnectionTrait,
    hash: &str,
    person: &str,
    device: &str,
    by: &str,
    now: Instant,
) -> Result<(), Error> {
    let row = session::ActiveModel {
        hash: Set(hash.to_owned()),
        person: Set(person.to_owned()),
        device: Set(device.to_owned()),
        made_at: Set(now.to_text()),
        seen_at: Set(now.to_text()),
        by: Set(by.to_owned()),
    };
    session::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// A session and whose it is.
pub(super) async fn session(db: &impl ConnectionTrait, hash: &str) -> Result<Option<(Session, String)>, Error> {
    let found = session::Entity::find_by_id(hash).one(db).await?;
    found.map(|row| Ok((read_session(row.clone())?, row.person))).transpose()
}

/// A session, whose it is, and the roles of that person that have not ended: asked for with every request, and so in one question.
pub(super) async fn signed(db: &impl ConnectionTrait, hash: &str, today: Date) -> Result<Option<(Session, Person, Vec<Held>)>, Error> {
    let ask = "SELECT s.person, s.device, s.made_at, s.seen_at, s.\"by\", p.email, p.name, p.sample, p.closed_at, r.role, r.scope, r.until \
               FROM session s JOIN person p ON p.id = s.person \
               LEFT JOIN held_role r ON r.person = s.person AND (r.until IS NULL OR r.until >= $2) \
               WHERE s.hash = $1 ORDER BY r.given_at";
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), ask, [hash.into(), today.to_string().into()]));
    let (mut found, mut roles) = (None, Vec::new());
    for row in rows.await? {
        let text = |name: &str| row.try_get::<String>("", name);
        if found.is_none() {
            let session = Session {
                hash: hash.to_owned(),
                device: text("device")?,
                made_at: Instant::parse(&text("made_at")?)?,
                seen_at: Instant::parse(&text("seen_at")?)?,
                by: text("by")?,
            };
            let closed_at = row.try_get::<Option<String>>("", "closed_at")?.as_deref().map(Instant::parse).transpose()?;
            let (id, email, name) = (text("person")?, text("email")?, text("name")?);
            found = Some((session, Person { id, email, name, sample: row.try_get("", "sample")?, closed_at }));
        }
        if let Some(role) = row.try_get::<Option<String>>("", "role")? {
            let until = row.try_get::<Option<String>>("", "until")?;
            roles.push(Held { role: role.parse()?, scope: text("scope")?, until: read_day(until.as_deref())? });
        }
    }
    Ok(found.map(|(session, person)| (session, person, roles)))
}

pub(super) async fn sessions(db: &impl ConnectionTrait, person: &str) -> Result<Vec<Session>, Error> {
    let found = session::Entity::find().filter(session::Column::Person.eq(person)).order_by_desc(session::Column::SeenAt);
    let rows = found.limit(crate::limits::SESSIONS as u64).all(db).await?;
    rows.into_iter().map(read_session).collect()
}

pub(super) async fn touch(db: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<(), Error> {
    let change = session::Entity::update_many().col_expr(session::Column::SeenAt, Expr::value(now.to_text()));
    change.filter(session::Column::Hash.eq(hash)).exec(db).await?;
    Ok(())
}

/// Ends one session of a person, or all of them but one that is spared.
pub(super) async fn end_sessions(db: &impl ConnectionTrait, person: &str, only: Option<&str>, spare: Option<&str>) -> Result<u64, Error> {
    let mut gone = session::Entity::delete_many().filter(session::Column::Person.eq(person));
    if let Some(only) = only {
        gone = gone.filter(session::Column::Hash.eq(only));
    }
    if let Some(spare) = spare {
        gone = gone.filter(session::Column::Hash.ne(spare));
    }
    Ok(gone.exec(db).await?.rows_affected)
}

pub(super) async fn put_invitation(db: &impl ConnectionTrait, row: invitation::Model) -> Result<(), Error> {
    let row: invitation::ActiveModel = row.into();
    invitation::Entity::insert(row.reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn invitation(db: &impl ConnectionTrait, hash: &str) -> Result<Option<invitation::Model>, Error> {
    Ok(invitation::Entity::find_by_id(hash).one(db).await?)
}

pub(super) async fn use_invitation(db: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<bool, Error> {
    let change = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now.to_text()))
        .filter(invitation::Column::Hash.eq(hash))
        .filter(invitation::Column::UsedAt.is_null());
    Ok(change.exec(db).await?.rows_affected > 0)
}

pub(super) async fn put_reset(db: &impl ConnectionTrait, hash: &str, person: &str, email: Option<&str>, now: Instant) -> Result<(), Error> {
    let row = reset::ActiveModel {
        hash: Set(hash.to_owned()),
        person: Set(person.to_owned()),
        email: Set(email.map(str::to_owned)),
        made_at: Set(now.to_text()),
        used_at: Set(None),
    };
    reset::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn reset(db: &impl ConnectionTrait, hash: &str) -> Result<Option<reset::Model>, Error> {
    Ok(reset::Entity::find_by_id(hash).one(db).await?)
}

pub(super) async fn use_reset(db: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<bool, Error> {
    let change = reset::Entity::update_many()
        .col_expr(reset::Column::UsedAt, Expr::value(now.to_text()))
        .filter(reset::Column::Hash.eq(hash))
        .filter(reset::Column::UsedAt.is_null());
    Ok(change.exec(db).await?.rows_affected > 0)
}

pub(super) async fn put_try(db: &impl ConnectionTrait, key: &str, now: Instant) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let row = failed_try::ActiveModel { id: Set(id.clone()), key: Set(key.to_owned()), at: Set(now.to_text()) };
    failed_try::Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}

pub(super) async fn take_back_try(db: &impl ConnectionTrait, id: &str) -> Result<(), Error> {
    failed_try::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Makes open invitations to a place useless: those to an address, and those that a person sent.
pub(super) async fn void_invitations(db: &impl ConnectionTrait, scope: &str, email: &str, by: &str, now: Instant) -> Result<(), Error> {
    let whose = Condition::any().add(invitation::Column::Email.eq(email)).add(invitation::Column::By.eq(by));
    invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now.to_text()))
        .filter(invitation::Column::Scope.eq(scope))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(whose)
        .exec(db)
        .await?;
    Ok(())
}

/// Makes every open invitation to a place useless.
pub(super) async fn void_all_invitations(db: &impl ConnectionTrait, scope: &str, now: Instant) -> Result<(), Error> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now.to_text()))
        .filter(invitation::Column::Scope.eq(scope))
        .filter(invitation::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Makes a person's open links for a new password useless.
pub(super) async fn void_resets(db: &impl ConnectionTrait, person: &str, now: Instant) -> Result<(), Error> {
    reset::Entity::update_many()
        .col_expr(reset::Column::UsedAt, Expr::value(now.to_text()))
        .filter(reset::Column::Person.eq(person))
        .filter(reset::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn tries(db: &impl ConnectionTrait, key: &str, since: Instant) -> Result<u64, Error> {
    let found = failed_try::Entity::find().filter(failed_try::Column::Key.eq(key)).filter(failed_try::Column::At.gte(since.to_text()));
    Ok(found.count(db).await?)
}

pub(super) async fn forget_tries(db: &impl ConnectionTrait, key: &str, before: Instant) -> Result<(), Error> {
    let key_or_old = Condition::any().add(failed_try::Column::Key.eq(key)).add(failed_try::Column::At.lt(before.to_text()));
    failed_try::Entity::delete_many().filter(key_or_old).exec(db).await?;
    Ok(())
}

/// Forgets the tries of one account, and of that account from every network.
pub(super) async fn forget_tries_of(db: &impl ConnectionTrait, key: &str) -> Result<(), Error> {
    let from = failed_try::Column::Key.starts_with(format!("{key} "));
    failed_try::Entity::delete_many().filter(Condition::any().add(failed_try::Column::Key.eq(key)).add(from)).exec(db).await?;
    Ok(())
}

/// Says of a session what opens it from here on.
pub(super) async fn strengthen(db: &impl ConnectionTrait, hash: &str, by: &str) -> Result<(), Error> {
    let change = session::Entity::update_many().col_expr(session::Column::By, Expr::value(by));
    change.filter(session::Column::Hash.eq(hash)).exec(db).await?;
    Ok(())
}
