//! Makes a database in which so many applications were filed: those of the samples, again and again, each with another id and receipt.
//! For `run`, which takes them out as tables.

use platform::App;
use sea_orm::{ConnectionTrait, Statement};
use shien::samples;

type Fault = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, files, rows] = arguments.as_slice() else { return Err("usage: export DATABASE FILES ROWS".into()) };
    let rows: i64 = rows.parse()?;
    let db = platform::Db::open(database).await?;
    db.migrate(&shien::contexts::CONTEXTS).await?;
    let app = App::new(db, platform::Files::open(files)?, platform::Clock::default(), &shien::contexts::CONTEXTS)?;
    samples::load(&app).await?;
    samples::applications(&app).await?;
    let read = app.db.read();
    let filed = "WHERE t.filings = 1 AND t.id NOT LIKE '%-%-%-%-%-%'";
    // A member's row belongs to its application; what is copied first is not copied again.
    let of_filed = "JOIN application a ON a.id = t.application WHERE a.filings = 1 AND a.id NOT LIKE '%-%-%-%-%-%'";
    for (table, numbered, which) in [
        ("application", &["id", "receipt"][..], filed),
        ("application_member", &["application"][..], of_filed),
        ("application_filing", &["application", "receipt", "code"][..], of_filed),
    ] {
        let all = Statement::from_string(read.get_database_backend(), format!("SELECT * FROM {table} LIMIT 1"));
        let row = read.query_one_raw(all).await?.ok_or("the samples have no application")?;
        let columns = row.column_names();
        let quoted: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
        let values: Vec<String> = columns
            .iter()
            .map(|c| if numbered.contains(&c.as_str()) { format!("t.\"{c}\" || '-' || n.i") } else { format!("t.\"{c}\"") })
            .collect();
        let copy = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
             INSERT INTO {table} ({}) SELECT {} FROM n, {table} t {which}",
            quoted.join(", "),
            values.join(", ")
        );
        read.execute_raw(Statement::from_sql_and_values(read.get_database_backend(), copy, [rows.into()])).await?;
    }
    Ok(())
}
