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
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)";
    let copies = [
        "INSERT INTO application (id, call, agency, company, title, company_name, title_key, company_key, state, version, typed, channel, keeper, made_at, made_by, \
         saved_at, receipt, filed_at, filings, sha256, verdict, grant_yen, requested_yen, due, admitted_until, officer) \
         SELECT a.id || '-' || n.i, a.call, a.agency, a.company, a.title, a.company_name, a.title_key, a.company_key, a.state, a.version, a.typed, a.channel, a.keeper, \
         a.made_at, a.made_by, a.saved_at, a.receipt || '-' || n.i, a.filed_at, a.filings, a.sha256, a.verdict, a.grant_yen, \
         a.requested_yen, a.due, a.admitted_until, a.officer FROM application a, n WHERE a.filings = 1",
        "INSERT INTO application_member (application, member, company, name, email, invited, joined_at) \
         SELECT m.application || '-' || n.i, m.member, m.company, m.name, m.email, m.invited, m.joined_at \
         FROM application_member m JOIN application a ON a.id = m.application AND a.filings = 1 AND a.id NOT LIKE '%-%-%-%-%-%', n",
        "INSERT INTO application_filing (application, number, receipt, arrived_at, filed_at, channel, \"by\", sha256, code, manifest, \
         content, assessment) SELECT f.application || '-' || n.i, f.number, f.receipt || '-' || n.i, f.arrived_at, f.filed_at, f.channel, \
         f.\"by\", f.sha256, f.code || '-' || n.i, f.manifest, f.content, f.assessment FROM application_filing f, n",
    ];
    let read = app.db.read();
    for copy in copies {
        let statement = Statement::from_sql_and_values(read.get_database_backend(), format!("{numbers} {copy}"), [rows.into()]);
        read.execute_raw(statement).await?;
    }
    Ok(())
}
