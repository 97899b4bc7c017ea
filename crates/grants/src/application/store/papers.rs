//! For which member and document each attachment of an application stands.

use std::collections::HashMap;

use platform::{Authorized, Error, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::application::model::Application;

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
pub(crate) async fn put_paper(
    unit: &UnitOfWork,
    of: &Authorized<Application>,
    attachment: &str,
    member: &str,
    document: &str,
) -> Result<(), Error> {
    let id = of.id.as_str();
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
pub(crate) async fn drop_paper(unit: &UnitOfWork, of: &Authorized<Application>, attachment: &str) -> Result<(), Error> {
    let id = of.id.as_str();
    application_paper::Entity::delete_by_id((id.to_owned(), attachment.to_owned())).exec(unit.db()).await?;
    Ok(())
}

/// For which member and document each attachment of an application stands.
pub(crate) async fn papers(db: &impl ConnectionTrait, of: &Authorized<Application>) -> Result<HashMap<String, (String, String)>, Error> {
    let id = of.id.as_str();
    let rows = application_paper::Entity::find().filter(application_paper::Column::Application.eq(id)).all(db).await?;
    Ok(rows.into_iter().map(|r| (r.attachment, (r.member, r.document))).collect())
}
