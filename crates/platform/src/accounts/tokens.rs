//! アクセストークン: with one of these an agency's own system asks, without a person behind it. It may do what it names and no more, by the
//! policy that holds for people: it stands in its agency as an auditor does.

use std::{collections::BTreeSet, sync::Arc};

use jiff::{SignedDuration, ToSpan, civil::Date};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use super::{Agency, help::authorized_agency};
use crate::{
    Act, Actor, App, Authorized, Error, Instant,
    access::{Held, Role, Signed},
    acts, limits,
    secret::Secret,
};

mod access_token {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub hash: String,
        pub agency: String,
        pub name: String,
        pub acts: String,
        pub until: String,
        pub made_at: String,
        pub made_by: String,
        pub used_at: Option<String>,
        pub revoked_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use access_token::{ActiveModel, Column, Entity, Model};

/// A token, as its agency sees it: never its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Its identifier; the journal names it so.
    pub id: String,
    /// What uses it.
    pub name: String,
    /// What it may do, by the names of the acts.
    pub acts: Vec<String>,
    /// The last day on which it holds, in Japan.
    pub until: Date,
    /// When it was made.
    pub made_at: Instant,
    /// Who made it, as the journal names them.
    pub made_by: String,
    /// When it was used last, within the hour.
    pub used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl AccessToken {
    /// Whether it can be used on a day.
    pub fn holds(&self, today: Date) -> bool {
        self.revoked_at.is_none() && today <= self.until
    }

    fn of(row: Model) -> Result<Self, Error> {
        let broken = |e: jiff::Error| Error::Broken(e.to_string());
        let instant = |text: &str| text.parse::<Instant>();
        Ok(Self {
            acts: row.acts.split(',').map(str::to_owned).collect(),
            until: row.until.parse().map_err(broken)?,
            made_at: instant(&row.made_at)?,
            used_at: row.used_at.as_deref().map(instant).transpose()?,
            revoked_at: row.revoked_at.as_deref().map(instant).transpose()?,
            id: row.id,
            name: row.name,
            made_by: row.made_by,
        })
    }
}

/// What tokens may be given: what each context opens to systems.
pub fn token_acts(app: &App) -> impl Iterator<Item = Act> {
    app.contexts.iter().flat_map(|context| context.interface_acts.iter().copied())
}

/// The tokens of an agency, the newest first.
pub async fn tokens(app: &App, actor: &Actor, agency_id: &str) -> Result<(Authorized<Agency>, Vec<AccessToken>), Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_TOKENS, agency_id).await?;
    let rows = Entity::find().filter(Column::Agency.eq(&agency.id)).order_by_desc(Column::Id).all(app.db.read()).await?;
    let all = rows.into_iter().map(AccessToken::of).collect::<Result<_, _>>()?;
    Ok((agency, all))
}

/// Makes a token for what a system of the agency is to do, until a day; its secret is told once.
pub async fn make_token(app: &App, actor: &Actor, agency_id: &str, name: &str, given: &[String], until: Date) -> Result<Secret, Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_TOKENS, agency_id).await?;
    let today = app.now().in_japan().date();
    let last = today.checked_add(limits::TOKEN_DAYS.days()).map_err(|e| Error::Broken(e.to_string()))?;
    let name = name.trim();
    let offered: BTreeSet<&str> = token_acts(app).map(Act::name).collect();
    let given: BTreeSet<&str> = given.iter().map(String::as_str).collect();
    let wrong = |is_wrong: bool, field, message| if is_wrong { Err(Error::Wrong { field, message }) } else { Ok(()) };
    Error::all([
        wrong(name.is_empty() || name.chars().count() > limits::TOKEN_NAME, "name", "wrong-token-name"),
        wrong(given.is_empty() || !given.is_subset(&offered), "acts", "wrong-token-acts"),
        wrong(until < today || until > last, "until", "wrong-token-until"),
    ])?;
    let secret = Secret::new()?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let open = Entity::find().filter(Column::Agency.eq(&agency.id)).filter(Column::RevokedAt.is_null());
    if open.filter(Column::Until.gte(today.to_string())).count(unit.db()).await? >= limits::TOKENS {
        return Err(Error::Wrong { field: "name", message: "too-many-tokens" });
    }
    let id = uuid::Uuid::now_v7().to_string();
    let names: Vec<&str> = given.into_iter().collect();
    let row = ActiveModel {
        id: Set(id.clone()),
        hash: Set(secret.hash()),
        agency: Set(agency.id.clone()),
        name: Set(name.to_owned()),
        acts: Set(names.join(",")),
        until: Set(until.to_string()),
        made_at: Set(unit.now().to_string()),
        made_by: Set(unit.actor().to_owned()),
        used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(unit.db()).await?;
    let details = json!({ "token": id, "name": name, "acts": names, "until": until.to_string() });
    unit.journal(agency.act(), &format!("agency:{}", agency.id), details).await?;
    unit.commit().await?;
    Ok(secret)
}

/// Revokes a token from now on. Safe to repeat.
pub async fn revoke_token(app: &App, actor: &Actor, agency_id: &str, id: &str) -> Result<(), Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_TOKENS, agency_id).await?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let own = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::Agency.eq(&agency.id)).filter(Column::RevokedAt.is_null());
    let revoked = own.col_expr(Column::RevokedAt, Expr::value(unit.now().to_string())).exec(unit.db()).await?;
    if revoked.rows_affected == 0 {
        return Ok(());
    }
    unit.journal(agency.act(), &format!("agency:{}", agency.id), json!({ "token": id, "revoked": true })).await?;
    unit.commit().await
}

/// What a token's secret stands for; none where there is none such, or it holds no longer.
pub async fn signed_by_token(app: &App, secret: &Secret) -> Result<Option<Arc<Signed>>, Error> {
    let Some(row) = Entity::find().filter(Column::Hash.eq(secret.hash())).one(app.db.read()).await? else { return Ok(None) };
    let agency = row.agency.clone();
    let token = AccessToken::of(row)?;
    let now = app.now();
    if !token.holds(now.in_japan().date()) {
        return Ok(None);
    }
    if token.used_at.is_none_or(|at| at.plus(SignedDuration::from_hours(1)) < now) {
        let used = Entity::update_many().filter(Column::Id.eq(&token.id)).col_expr(Column::UsedAt, Expr::value(now.to_string()));
        used.exec(app.db.read()).await?;
    }
    Ok(Some(Arc::new(Signed {
        id: token.id,
        name: token.name,
        email: String::new(),
        roles: vec![Held::new(Role::Auditor, &agency)],
        session: String::new(),
        weak: false,
        token_acts: Some(token.acts.into()),
    })))
}

/// What tokens are called whom the journal names; for those who may read it.
pub(super) async fn token_names(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<(String, String)>, Error> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
