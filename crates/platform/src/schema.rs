//! Words in which contexts describe their tables, the same for both databases.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

/// A step of the schema: tables with their indexes, and what else a database is told; all or nothing.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its name, with the context's before it; once applied, it stays.
    pub name: &'static str,
    /// The tables that it makes.
    pub tables: fn() -> Vec<Built>,
    /// What the database is told after that, by its kind.
    pub after: fn(DbBackend) -> &'static [&'static str],
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for Built { table, indexes, .. } in (self.tables)() {
            manager.create_table(table).await?;
            for index in indexes {
                manager.create_index(index).await?;
            }
        }
        for statement in (self.after)(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// A table that is being described, with what it is found by.
#[derive(Debug)]
pub struct Built {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

/// A table and its columns.
pub fn table<const N: usize>(name: &'static str, columns: [ColumnDef; N]) -> Built {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    for column in columns {
        table.col(column);
    }
    Built { name, table, indexes: Vec::new() }
}

impl Built {
    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Found by these columns together.
    #[must_use]
    pub fn by(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create().name(format!("{}_by_{}", self.name, columns.join("_"))).table(Alias::new(self.name)).to_owned();
        for column in columns {
            index.col(Alias::new(*column));
        }
        self.indexes.push(index);
        self
    }

    /// Found by a column that no two rows share.
    #[must_use]
    pub fn by_unique(self, column: &'static str) -> Self {
        let mut built = self.by(&[column]);
        if let Some(index) = built.indexes.last_mut() {
            index.unique();
        }
        built
    }

    /// Named by several columns together.
    #[must_use]
    pub fn named_by(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(Alias::new(*column));
        }
        self.table.primary_key(&mut key);
        self
    }

    /// A column that names a row of another table.
    #[must_use]
    pub fn refers(mut self, column: &'static str, to: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.name(format!("{}_{column}", self.name)).from(Alias::new(self.name), Alias::new(column)).to(Alias::new(to), Alias::new("id"));
        self.table.foreign_key(&mut key);
        self
    }
}

/// A text.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

/// A text that may be missing.
pub fn open_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().to_owned()
}

/// The text by which a row is named.
pub fn key(name: &'static str) -> ColumnDef {
    text(name).primary_key().to_owned()
}

/// A whole number of 32 bits.
pub fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().to_owned()
}

/// A whole number of 64 bits: yen, sizes, sequences.
pub fn long(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

/// Yes or no.
pub fn yes_no(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().to_owned()
}

/// A whole number of 32 bits that may be missing.
pub fn open_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().null().to_owned()
}

/// A whole number of 64 bits that may be missing.
pub fn open_long(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().to_owned()
}
