//! The one list of migrations, for both databases.

use sea_orm_migration::prelude::*;

pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Catalogue)]
    }
}

/// Programmes as they were loaded, and companies.
struct Catalogue;

impl MigrationName for Catalogue {
    fn name(&self) -> &'static str {
        "m0001_catalogue"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Catalogue {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = |name: &str| ColumnDef::new(Alias::new(name)).text().not_null().to_owned();
        let programmes = Table::create()
            .table(Alias::new("programme_file"))
            .col(text("path").primary_key())
            .col(text("sha256"))
            .col(text("body"))
            .to_owned();
        manager.create_table(programmes).await?;
        let companies =
            Table::create().table(Alias::new("company")).col(text("id").primary_key()).col(text("name")).col(text("profile")).to_owned();
        manager.create_table(companies).await
    }
}
