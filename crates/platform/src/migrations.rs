//! The one list of migrations, for both databases.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Catalogue),
            Box::new(GroundFloor),
            Box::new(Keys),
            Box::new(Files),
            Box::new(CompanyHistory),
            Box::new(Certifications),
            Box::new(Directory),
        ]
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

/// Agencies, people, roles, sessions, invitations; the journal; letters and jobs.
struct GroundFloor;

impl MigrationName for GroundFloor {
    fn name(&self) -> &'static str {
        "m0002_ground_floor"
    }
}

fn table(name: &str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

fn open_text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().to_owned()
}

fn refers(from: &str, column: &str, to: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}"))
        .from(Alias::new(from), Alias::new(column))
        .to(Alias::new(to), Alias::new("id"))
        .to_owned()
}

fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_by_{}", columns.join("_"))).table(Alias::new(table)).to_owned();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

#[async_trait::async_trait]
impl MigrationTrait for GroundFloor {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |name: &str| ColumnDef::new(Alias::new(name)).integer().not_null().to_owned();
        let long = |name: &str| ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned();
        let key = |name: &str| text(name).primary_key().to_owned();
        let tables = [
            table("agency").col(key("id")).col(text("name_ja")).col(text("name_en")).to_owned(),
            table("person")
                .col(key("id"))
                .col(text("email").unique_key())
                .col(text("name"))
                .col(open_text("password"))
                .col(ColumnDef::new(Alias::new("sample")).boolean().not_null())
                .col(text("made_at"))
                .col(open_text("closed_at"))
                .to_owned(),
            table("held_role")
                .col(text("person"))
                .col(text("role"))
                .col(text("scope"))
                .col(text("given_at"))
                .primary_key(Index::create().col(Alias::new("person")).col(Alias::new("role")).col(Alias::new("scope")))
                .foreign_key(&mut refers("held_role", "person", "person"))
                .to_owned(),
            table("session")
                .col(key("hash"))
                .col(text("person"))
                .col(text("device"))
                .col(text("made_at"))
                .col(text("seen_at"))
                .foreign_key(&mut refers("session", "person", "person"))
                .to_owned(),
            table("invitation")
                .col(key("hash"))
                .col(text("email"))
                .col(text("role"))
                .col(text("scope"))
                .col(text("by"))
                .col(text("made_at"))
                .col(open_text("used_at"))
                .to_owned(),
            table("reset")
                .col(key("hash"))
                .col(text("person"))
                .col(text("made_at"))
                .col(open_text("used_at"))
                .foreign_key(&mut refers("reset", "person", "person"))
                .to_owned(),
            table("failed_try").col(key("id")).col(text("key")).col(text("at")).to_owned(),
            table("journal")
                .col(long("seq").primary_key())
                .col(text("at"))
                .col(text("actor"))
                .col(text("act"))
                .col(text("subject"))
                .col(text("said"))
                .col(text("hash"))
                .to_owned(),
            table("journal_head").col(number("id").primary_key()).col(long("seq")).col(text("hash")).to_owned(),
            table("letter")
                .col(key("id"))
                .col(text("recipient"))
                .col(text("subject"))
                .col(text("body"))
                .col(text("queued_at"))
                .col(open_text("sent_at"))
                .to_owned(),
            table("job")
                .col(key("id"))
                .col(text("kind"))
                .col(text("payload"))
                .col(number("priority"))
                .col(text("state"))
                .col(number("attempts"))
                .col(text("run_at"))
                .col(text("queued_at"))
                .col(open_text("ended_at"))
                .col(open_text("error"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in [
            index("session", &["person"]),
            index("failed_try", &["key", "at"]),
            index("journal", &["subject"]),
            index("journal", &["act"]),
            index("journal", &["actor"]),
            index("job", &["state", "run_at"]),
            index("letter", &["queued_at"]),
            index("held_role", &["scope"]),
        ] {
            manager.create_index(index).await?;
        }
        // One more editor of a company's facts must not silently undo another's.
        let version = ColumnDef::new(Alias::new("version")).integer().not_null().default(1).to_owned();
        manager.alter_table(Table::alter().table(Alias::new("company")).add_column(version).to_owned()).await?;
        let head = Query::insert()
            .into_table(Alias::new("journal_head"))
            .columns(["id", "seq", "hash"].map(Alias::new))
            .values_panic([1.into(), 0_i64.into(), "".into()])
            .to_owned();
        manager.execute(head).await?;
        let db = manager.get_connection();
        for statement in append_only(manager.get_database_backend()) {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What opens an account beside the password.
struct Keys;

impl MigrationName for Keys {
    fn name(&self) -> &'static str {
        "m0003_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Keys {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = |name: &str| text(name).primary_key().to_owned();
        let tables = [
            table("one_time_code")
                .col(key("person"))
                .col(text("secret"))
                .col(open_text("confirmed_at"))
                .col(ColumnDef::new(Alias::new("last_step")).big_integer().not_null())
                .foreign_key(&mut refers("one_time_code", "person", "person"))
                .to_owned(),
            table("spare_code").col(key("hash")).col(text("person")).foreign_key(&mut refers("spare_code", "person", "person")).to_owned(),
            table("passkey")
                .col(key("id"))
                .col(text("person"))
                .col(text("name"))
                .col(text("key"))
                .col(text("made_at"))
                .col(open_text("used_at"))
                .foreign_key(&mut refers("passkey", "person", "person"))
                .to_owned(),
            table("begun").col(key("hash")).col(text("kind")).col(open_text("person")).col(text("state")).col(text("made_at")).to_owned(),
            table("outside_identity")
                .col(text("issuer"))
                .col(text("subject"))
                .col(text("person"))
                .col(text("made_at"))
                .primary_key(Index::create().col(Alias::new("issuer")).col(Alias::new("subject")))
                .foreign_key(&mut refers("outside_identity", "person", "person"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in [
            index("spare_code", &["person"]),
            index("passkey", &["person"]),
            index("begun", &["made_at"]),
            index("outside_identity", &["person"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// The files that rows name.
struct Files;

impl MigrationName for Files {
    fn name(&self) -> &'static str {
        "m0004_files"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Files {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let size = ColumnDef::new(Alias::new("size")).big_integer().not_null().to_owned();
        let files = table("kept_file").col(text("sha256").primary_key()).col(size).col(text("kept_at")).to_owned();
        manager.create_table(files).await
    }
}

/// What a company's record said before and after each change.
struct CompanyHistory;

impl MigrationName for CompanyHistory {
    fn name(&self) -> &'static str {
        "m0005_company_history"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for CompanyHistory {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let changes = table("company_change")
            .col(text("company"))
            .col(ColumnDef::new(Alias::new("version")).integer().not_null())
            .col(text("at"))
            .col(text("actor"))
            .col(text("said"))
            .primary_key(Index::create().col(Alias::new("company")).col(Alias::new("version")))
            .foreign_key(&mut refers("company_change", "company", "company"))
            .to_owned();
        manager.create_table(changes).await
    }
}

/// Certifications and declarations of companies.
struct Certifications;

impl MigrationName for Certifications {
    fn name(&self) -> &'static str {
        "m0006_certifications"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Certifications {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let certifications = table("certification")
            .col(text("id").primary_key())
            .col(text("company"))
            .col(text("kind"))
            .col(text("name"))
            .col(text("number"))
            .col(text("valid_from"))
            .col(open_text("valid_until"))
            .foreign_key(&mut refers("certification", "company", "company"))
            .to_owned();
        manager.create_table(certifications).await?;
        manager.create_index(index("certification", &["company"])).await
    }
}

/// What companies are found by, and what is left of those that were there twice.
struct Directory;

impl MigrationName for Directory {
    fn name(&self) -> &'static str {
        "m0007_directory"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Directory {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = ColumnDef::new(Alias::new("name_key")).text().not_null().default("").to_owned();
        for column in [open_text("number"), open_text("merged_into"), key] {
            manager.alter_table(Table::alter().table(Alias::new("company")).add_column(column).to_owned()).await?;
        }
        manager.create_index(index("company", &["number"]).unique().to_owned()).await?;
        manager.create_index(index("company", &["name_key"])).await
    }
}

/// What keeps entries of the journal from being changed or taken away.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
            "CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()",
        ],
        _ => &[
            "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
            "CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        ],
    }
}
