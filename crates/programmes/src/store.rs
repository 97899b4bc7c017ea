//! How the files of the catalogue are kept.

use platform::Error;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, sea_query::OnConflict};
use sha2::{Digest, Sha256};

use crate::model::File;

mod programme_file {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "programme_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub path: String,
        #[sea_orm(column_type = "Text")]
        pub sha256: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub prepared: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The hash by which a file is known.
pub(crate) fn hash(body: &[u8]) -> String {
    Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect()
}

pub(crate) async fn put(db: &impl ConnectionTrait, file: &File) -> Result<(), Error> {
    let hash = hash(&file.body);
    let row = programme_file::ActiveModel {
        path: Set(file.path.clone()),
        sha256: Set(hash),
        body: Set(String::from_utf8_lossy(&file.body).into_owned()),
        prepared: Set(file.prepared.clone()),
    };
    let replace = OnConflict::column(programme_file::Column::Path)
        .update_columns([programme_file::Column::Sha256, programme_file::Column::Body, programme_file::Column::Prepared])
        .to_owned();
    programme_file::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<File>, Error> {
    let rows = programme_file::Entity::find().order_by_asc(programme_file::Column::Path).all(db).await?;
    Ok(rows.into_iter().map(|row| File { path: row.path, body: row.body.into_bytes(), prepared: row.prepared }).collect())
}

/// Which files there are, and their hashes.
pub(crate) async fn names(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, Error> {
    let found = programme_file::Entity::find().select_only().columns([programme_file::Column::Path, programme_file::Column::Sha256]);
    Ok(found.order_by_asc(programme_file::Column::Path).into_tuple().all(db).await?)
}

pub(crate) async fn find(db: &impl ConnectionTrait, path: &str) -> Result<Option<File>, Error> {
    let row = programme_file::Entity::find_by_id(path).one(db).await?;
    Ok(row.map(|r| File { path: r.path, body: r.body.into_bytes(), prepared: r.prepared }))
}
