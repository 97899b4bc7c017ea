//! How the files of the catalogue are kept.

use platform::Error;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, sea_query::OnConflict};
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
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) async fn put(db: &impl ConnectionTrait, file: &File) -> Result<(), Error> {
    let hash: String = Sha256::digest(&file.body).iter().map(|b| format!("{b:02x}")).collect();
    let row = programme_file::ActiveModel {
        path: Set(file.path.clone()),
        sha256: Set(hash),
        body: Set(String::from_utf8_lossy(&file.body).into_owned()),
    };
    let replace = OnConflict::column(programme_file::Column::Path)
        .update_columns([programme_file::Column::Sha256, programme_file::Column::Body])
        .to_owned();
    programme_file::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<File>, Error> {
    let rows = programme_file::Entity::find().order_by_asc(programme_file::Column::Path).all(db).await?;
    Ok(rows.into_iter().map(|row| File { path: row.path, body: row.body.into_bytes() }).collect())
}
