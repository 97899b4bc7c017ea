//! What was filed, as it was kept then.

use std::collections::HashMap;

use platform::{Authorized, Error, Instant, UnitOfWork, journal::Sealed};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{APPLICATIONS, application, broken};
use crate::application::model::{Application, Filing, State, channel};

mod application_other {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_other")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub scheme: String,
        pub name: String,
        pub status: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_filing {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_filing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub receipt: String,
        pub arrived_at: Instant,
        pub filed_at: Instant,
        pub channel: String,
        pub by: String,
        pub revision: String,
        pub code: String,
        pub manifest: String,
        pub content: String,
        pub assessment: String,
        pub checkpoint: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Each filing, as the journal vouches for it: by its code it vouches for the receipt, and by that for what was filed.
pub(crate) const FILINGS: Sealed = Sealed {
    table: "application_filing",
    key: &["application", "number"],
    columns: &["receipt", "arrived_at", "filed_at", "channel", "by", "revision", "code"],
};

/// What an application shows in lists once it is filed.
#[derive(Debug, Clone)]
pub(crate) struct Summary<'s> {
    pub title: &'s str,
    pub verdict: &'s str,
    pub grant_yen: Option<i64>,
    pub requested_yen: i64,
}

/// Keeps a filing, and lets the application stand so, where nobody moved it since it was seen.
pub(crate) async fn insert_filing(
    unit: &UnitOfWork,
    seen: &Authorized<Application>,
    filing: &Filing,
    summary: &Summary<'_>,
) -> Result<bool, Error> {
    let done = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(State::Filed.name()))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .col_expr(application::Column::Receipt, Expr::value(filing.receipt.clone()))
        .col_expr(application::Column::FiledAt, Expr::value(filing.arrived_at))
        .col_expr(application::Column::Filings, Expr::value(filing.number))
        .col_expr(application::Column::Revision, Expr::value(filing.revision.clone()))
        .col_expr(application::Column::Verdict, Expr::value(summary.verdict))
        .col_expr(application::Column::GrantYen, Expr::value(summary.grant_yen))
        .col_expr(application::Column::RequestedYen, Expr::value(summary.requested_yen))
        .col_expr(application::Column::Due, Expr::value(None::<Instant>))
        .col_expr(application::Column::Title, Expr::value(summary.title))
        .col_expr(application::Column::TitleKey, Expr::value(kernel::text::sought(summary.title)))
        .filter(application::Column::Id.eq(&seen.id))
        .filter(application::Column::Version.eq(seen.version))
        .exec(unit.db())
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    let row = application_filing::ActiveModel {
        application: Set(filing.application.clone()),
        number: Set(filing.number),
        receipt: Set(filing.receipt.clone()),
        arrived_at: Set(filing.arrived_at),
        filed_at: Set(filing.filed_at),
        channel: Set(filing.channel.word().to_owned()),
        by: Set(filing.by.clone()),
        revision: Set(filing.revision.clone()),
        code: Set(filing.code.clone()),
        manifest: Set(filing.manifest.clone()),
        content: Set(filing.content.clone()),
        assessment: Set(filing.assessment.clone()),
        checkpoint: Set(filing.checkpoint.clone()),
    };
    application_filing::Entity::insert(row).exec_without_returning(unit.db()).await?;
    unit.seal(APPLICATIONS, &[&filing.application]);
    unit.seal(FILINGS, &[&filing.application, &filing.number.to_string()]);
    Ok(true)
}

/// Keeps with a filing the end of the journal that tells of it.
pub(crate) async fn put_checkpoint(unit: &UnitOfWork, filing: &Filing) -> Result<(), Error> {
    application_filing::Entity::update_many()
        .col_expr(application_filing::Column::Checkpoint, Expr::value(filing.checkpoint.clone()))
        .filter(application_filing::Column::Application.eq(&filing.application))
        .filter(application_filing::Column::Number.eq(filing.number))
        .exec(unit.db())
        .await?;
    Ok(())
}

/// Filings in the order of their codes, after one of them.
pub(crate) async fn after_code(db: &impl ConnectionTrait, code: &str, most: u64) -> Result<Vec<Filing>, Error> {
    let found = application_filing::Entity::find().filter(application_filing::Column::Code.gt(code));
    found.order_by_asc(application_filing::Column::Code).limit(most).all(db).await?.into_iter().map(filing).collect()
}

/// Keeps which other subsidies a filing names: scheme, name, status.
pub(crate) async fn replace_other_subsidies(
    unit: &UnitOfWork,
    seen: &Authorized<Application>,
    others: &[(String, String, String)],
) -> Result<(), Error> {
    let id = seen.id.as_str();
    application_other::Entity::delete_many().filter(application_other::Column::Application.eq(id)).exec(unit.db()).await?;
    if others.is_empty() {
        return Ok(());
    }
    let rows = others.iter().zip(0..).map(|((scheme, name, status), place)| application_other::ActiveModel {
        application: Set(id.to_owned()),
        place: Set(place),
        scheme: Set(scheme.clone()),
        name: Set(name.clone()),
        status: Set(status.clone()),
    });
    application_other::Entity::insert_many(rows).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// The other subsidies that applications name, by application.
pub(crate) async fn others(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<(String, String, String, String)>, Error> {
    let mut all = Vec::new();
    for chunk in ids.chunks(500) {
        let found = application_other::Entity::find().filter(application_other::Column::Application.is_in(chunk));
        let rows =
            found.order_by_asc(application_other::Column::Application).order_by_asc(application_other::Column::Place).all(db).await?;
        all.extend(rows.into_iter().map(|r| (r.application, r.scheme, r.name, r.status)));
    }
    Ok(all)
}

fn filing(row: application_filing::Model) -> Result<Filing, Error> {
    Ok(Filing {
        channel: channel(&row.channel).ok_or_else(|| broken(&row.channel))?,
        arrived_at: row.arrived_at,
        filed_at: row.filed_at,
        application: row.application,
        number: row.number,
        receipt: row.receipt,
        by: row.by,
        revision: row.revision,
        code: row.code,
        manifest: row.manifest,
        content: row.content,
        assessment: row.assessment,
        checkpoint: row.checkpoint,
    })
}

/// The filing that stands, or another by its number.
pub(crate) async fn filed(db: &impl ConnectionTrait, seen: &Authorized<Application>, number: i32) -> Result<Option<Filing>, Error> {
    let id = seen.id.as_str();
    application_filing::Entity::find_by_id((id.to_owned(), number)).one(db).await?.map(filing).transpose()
}

/// What was filed with those filings that stand, how it was assessed, and the revision of its call, by application.
pub(crate) async fn filed_contents(
    db: &impl ConnectionTrait,
    of: &[Application],
) -> Result<HashMap<String, (String, String, String)>, Error> {
    let mut any = Condition::any();
    for one in of {
        let this = application_filing::Column::Application.eq(&one.id).and(application_filing::Column::Number.eq(one.filings));
        any = any.add(this);
    }
    let found = application_filing::Entity::find().select_only();
    let found = found.columns([
        application_filing::Column::Application,
        application_filing::Column::Content,
        application_filing::Column::Assessment,
        application_filing::Column::Revision,
    ]);
    let rows: Vec<(String, String, String, String)> =
        if of.is_empty() { Vec::new() } else { found.filter(any).into_tuple().all(db).await? };
    Ok(rows.into_iter().map(|(id, content, assessment, revision)| (id, (content, assessment, revision))).collect())
}

/// Every filing of an application, the newest first, without what was filed.
pub(crate) async fn filings(db: &impl ConnectionTrait, seen: &Authorized<Application>) -> Result<Vec<Filing>, Error> {
    let id = seen.id.as_str();
    let found = application_filing::Entity::find().filter(application_filing::Column::Application.eq(id));
    found.order_by_desc(application_filing::Column::Number).all(db).await?.into_iter().map(filing).collect()
}

/// A filing by its receipt's code.
pub(crate) async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Filing>, Error> {
    application_filing::Entity::find().filter(application_filing::Column::Code.eq(code)).one(db).await?.map(filing).transpose()
}
