//! What the files beside a response stand for: whose each is, and for which document of the form.

use std::collections::HashMap;

use platform::{Authorized, Error, Subject, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

mod form_attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_attachment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub attachment: String,
        pub owner: String,
        pub document: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// For whom and for which document a file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentPlace {
    /// Whose it is, as the form names them.
    pub owner: String,
    /// The document.
    pub document: String,
}

/// Says what an attachment of a record stands for.
pub async fn put<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, attachment: &str, place: AttachmentPlace) -> Result<(), Error> {
    let row = form_attachment::ActiveModel {
        subject: Set(about.reference()),
        attachment: Set(attachment.to_owned()),
        owner: Set(place.owner),
        document: Set(place.document),
    };
    form_attachment::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Takes that away.
pub async fn remove<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, attachment: &str) -> Result<(), Error> {
    form_attachment::Entity::delete_by_id((about.reference(), attachment.to_owned())).exec(unit.db()).await?;
    Ok(())
}

/// What each attachment of a record stands for, by its id.
pub async fn places<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<HashMap<String, AttachmentPlace>, Error> {
    let found = form_attachment::Entity::find().filter(form_attachment::Column::Subject.eq(about.reference()));
    let place = |row: form_attachment::Model| (row.attachment, AttachmentPlace { owner: row.owner, document: row.document });
    Ok(found.all(db).await?.into_iter().map(place).collect())
}
