//! For which member and document each attachment of an application stands.

use std::collections::HashMap;

use platform::{Error, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

mod application_paper {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_paper")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub attachment: String,
        pub member: String,
        pub document: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Says for which member and document an attachment stands.
pub(crate) async fn put_paper(unit: &UnitOfWork, id: &str, attachment: &str, member: &str, document: &str) -> Result<(), Error> {
    let row = application_paper::ActiveModel {
        application: Set(id.to_owned()),
        attachment: Set(attachment.to_owned()),
        member: Set(member.to_owned()),
        document: Set(document.to_owned()),
    };
    application_paper::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Takes that away; whose it was, where it was there.
pub(crate) async fn drop_paper(unit: &UnitOfWork, id: &str, attachment: &str) -> Result<(), Error> {
    application_paper::Entity::delete_by_id((id.to_owned(), attachment.to_owned())).exec(unit.db()).await?;
    Ok(())
}

/// For which member and document each attachment of an application stands.
pub(crate) async fn papers(db: &impl ConnectionTrait, id: &str) -> Result<HashMap<String, (String, String)>, Error> {
    let rows = application_paper::Entity::find().filter(application_paper::Column::Application.eq(id)).all(db).await?;
    Ok(rows.into_iter().map(|r| (r.attachment, (r.member, r.document))).collect())
}
