//! How drafts of programmes are kept.

use platform::{Authorized, Error, Instant, UnitOfWork, accounts::Agency, journal::Sealed};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use super::model::{ProgrammeDraft, State};

mod programme_draft {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "programme_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        pub agency: String,
        pub title: String,
        pub call: Option<String>,
        pub based_on: Option<String>,
        pub document: String,
        pub body: String,
        pub cases: String,
        pub confirmed: String,
        pub authors: String,
        pub state: String,
        pub approval: Option<String>,
        pub approval_sha256: Option<String>,
        pub version: i32,
        pub made_at: String,
        pub changed_at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was proposed for approval and published, as the journal vouches for it.
pub const DRAFTS: Sealed = Sealed {
    table: "programme_draft",
    key: &["id"],
    columns: &["agency", "call", "body", "authors", "state", "approval", "approval_sha256", "version"],
};

fn read(row: programme_draft::Model) -> Result<ProgrammeDraft, Error> {
    let names = |text: &str| serde_json::from_str(text).map_err(|e| Error::Broken(e.to_string()));
    Ok(ProgrammeDraft {
        confirmed: names(&row.confirmed)?,
        authors: names(&row.authors)?,
        state: State::read(&row.state)?,
        made_at: Instant::parse(&row.made_at)?,
        changed_at: Instant::parse(&row.changed_at)?,
        id: row.id,
        agency: row.agency,
        title: row.title,
        call: row.call,
        based_on: row.based_on,
        document: row.document,
        body: row.body,
        cases: row.cases,
        approval: row.approval,
        approval_sha256: row.approval_sha256,
        version: row.version,
    })
}

fn active(draft: &ProgrammeDraft) -> Result<programme_draft::ActiveModel, Error> {
    let names = |all| serde_json::to_string(all).map_err(|e| Error::Broken(e.to_string()));
    Ok(programme_draft::ActiveModel {
        id: Set(draft.id.clone()),
        agency: Set(draft.agency.clone()),
        title: Set(draft.title.clone()),
        call: Set(draft.call.clone()),
        based_on: Set(draft.based_on.clone()),
        document: Set(draft.document.clone()),
        body: Set(draft.body.clone()),
        cases: Set(draft.cases.clone()),
        confirmed: Set(names(&draft.confirmed)?),
        authors: Set(names(&draft.authors)?),
        state: Set(draft.state.name().to_owned()),
        approval: Set(draft.approval.clone()),
        approval_sha256: Set(draft.approval_sha256.clone()),
        version: Set(draft.version),
        made_at: Set(draft.made_at.to_text()),
        changed_at: Set(draft.changed_at.to_text()),
    })
}

/// A draft of an agency.
pub(crate) async fn find(db: &impl ConnectionTrait, agency: &Authorized<Agency>, id: &str) -> Result<Option<ProgrammeDraft>, Error> {
    let found = programme_draft::Entity::find_by_id(id).filter(programme_draft::Column::Agency.eq(&agency.id)).one(db).await?;
    found.map(read).transpose()
}

/// The drafts of an agency, those changed last first.
pub(crate) async fn list(db: &impl ConnectionTrait, agency: &Authorized<Agency>) -> Result<Vec<ProgrammeDraft>, Error> {
    let found = programme_draft::Entity::find().filter(programme_draft::Column::Agency.eq(&agency.id));
    found.order_by_desc(programme_draft::Column::ChangedAt).all(db).await?.into_iter().map(read).collect()
}

/// Keeps a new draft; whether there was none of that id.
pub(crate) async fn put(unit: &UnitOfWork, draft: &ProgrammeDraft) -> Result<bool, Error> {
    let stay = OnConflict::column(programme_draft::Column::Id).do_nothing().to_owned();
    let new = programme_draft::Entity::insert(active(draft)?).on_conflict(stay).exec_without_returning(unit.db()).await? == 1;
    if new {
        unit.seal(DRAFTS, &[&draft.id]);
    }
    Ok(new)
}

/// Changes a draft, where nobody changed it since it was seen; its version counts up.
pub(crate) async fn change(unit: &UnitOfWork, draft: &ProgrammeDraft) -> Result<bool, Error> {
    let mut row = active(draft)?;
    row.version = Set(draft.version + 1);
    let done = programme_draft::Entity::update_many()
        .set(row)
        .filter(programme_draft::Column::Id.eq(&draft.id))
        .filter(programme_draft::Column::Version.eq(draft.version))
        .exec(unit.db())
        .await?;
    if done.rows_affected == 1 {
        unit.seal(DRAFTS, &[&draft.id]);
    }
    Ok(done.rows_affected == 1)
}
