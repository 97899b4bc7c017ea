//! What holds for every context of the list, and for what they stand on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use axum::http::Method;
use jiff::SignedDuration;
use platform::{
    Context,
    journal::{self, Search},
    limits,
    retention::{self, ExpiredRows, RetentionPeriod},
};
use sea_orm::{ConnectionTrait, Statement};
use shien::contexts::CONTEXTS;

use crate::visitor::whole;

#[test]
fn the_limits_that_are_told_are_those_that_hold() {
    let all = CONTEXTS.iter().flat_map(|context| context.limits);
    let rows: String = all.map(|limit| format!("| {} | {} |\n", limit.what, (limit.most)())).collect();
    told_in_keeping("Limits", &format!("| what | most |\n|---|---|\n{rows}"));
}

/// A table of `docs/keeping.md`, the first thing under its heading, is what the code says.
fn told_in_keeping(heading: &str, table: &str) {
    let path = "../../docs/keeping.md";
    let document = fs::read_to_string(path).unwrap();
    let heading = format!("## {heading}\n\n");
    let (before, rest) = document.split_once(&heading).unwrap();
    let (there, behind) = rest.split_once("\n\n").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{before}{heading}{table}\n{behind}")).unwrap();
        return;
    }
    assert_eq!(format!("{there}\n"), table, "UPDATE=1 writes the table anew");
}

#[test]
fn every_table_says_how_long_its_rows_are_kept() {
    for context in &CONTEXTS {
        let tables: BTreeSet<String> = context.migrations.iter().flat_map(|m| (m.tables)()).map(|t| t.name().to_owned()).collect();
        let told: Vec<&str> = context.retention.iter().map(|retention| retention.table).collect();
        assert_eq!(told.iter().copied().map(str::to_owned).collect::<BTreeSet<_>>(), tables, "{}", context.name);
        assert_eq!(told.len(), tables.len(), "{}: one twice", context.name);
    }
    let all = || CONTEXTS.iter().flat_map(|context| context.retention);
    // What goes with a row is looked for one step deep.
    let owner = |table: &str| all().find(|r| r.table == table).map(|r| r.period);
    for retention in all() {
        if let RetentionPeriod::With { table, .. } = retention.period {
            assert!(!matches!(owner(table), None | Some(RetentionPeriod::With { .. })), "{}", retention.table);
        }
    }
    let rows: String = all().map(|retention| format!("| `{}` | {} |\n", retention.table, retention.period)).collect();
    told_in_keeping("How long each table is kept", &format!("| table | its rows stay |\n|---|---|\n{rows}"));
}

#[tokio::test]
async fn what_is_over_goes_at_night_with_what_belongs_to_it_and_the_count_stays() {
    for trial in platform::trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let db = app.db.read();
        let now = app.now().to_text();
        let batch = "INSERT INTO batch (id, list, agency, act, choice, is_sure, at, by, ended_at) VALUES";
        let item = "INSERT INTO batch_item (batch, place, record, version, state, note) VALUES";
        for sql in [
            format!(
                "{batch} ('ended', 'l', 'a', 'act', '', TRUE, '{now}', 'p', '{now}'), ('open', 'l', 'a', 'act', '', TRUE, '{now}', 'p', NULL)"
            ),
            format!("{item} ('ended', 1, 'r', 1, 'done', ''), ('open', 1, 'r', 1, 'waiting', '')"),
        ] {
            db.execute_unprepared(&sql).await.unwrap();
        }
        let rows = |due: &[ExpiredRows]| due.iter().find(|d| d.table == "batch").unwrap().rows;
        app.clock.forward(SignedDuration::from_hours(24 * 365));
        assert_eq!(rows(&retention::count_expired(app).await.unwrap()), 0, "{}: a year is not over yet", trial.name);
        app.clock.forward(SignedDuration::from_hours(25));
        assert_eq!(rows(&retention::count_expired(app).await.unwrap()), 1, "{}", trial.name);
        assert_eq!(rows(&retention::delete_expired(app).await.unwrap()), 1, "{}", trial.name);
        assert_eq!(rows(&retention::delete_expired(app).await.unwrap()), 0, "{}: again", trial.name);
        // It comes each night, once, whatever became of the last one.
        for _ in 0..2 {
            (retention::RETENTION_JOB.begin)(app.clone()).await.unwrap();
            (retention::RETENTION_JOB.run)(app.clone()).await.unwrap();
        }
        let queued = "SELECT run_at AS at FROM job WHERE kind = 'retention.run' AND state = 'waiting'";
        let queued = db.query_all_raw(Statement::from_string(db.get_database_backend(), queued)).await.unwrap();
        assert_eq!(queued.len(), 1, "{}", trial.name);
        let left = "SELECT batch AS id FROM batch_item UNION SELECT id FROM batch";
        let left = db.query_all_raw(Statement::from_string(db.get_database_backend(), left)).await.unwrap();
        let left: Vec<String> = left.iter().map(|row| row.try_get("", "id").unwrap()).collect();
        assert_eq!(left, ["open"], "{}: what is not ended stays", trial.name);
        let search = Search { subject: "retention".into(), ..Search::default() };
        let (entries, _) = journal::everything(db, &search, 9).await.unwrap();
        assert_eq!(entries.iter().filter(|entry| entry.details.contains(r#""batch":1"#)).count(), 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn every_route_stands_once_and_only_pages_that_are_asked_for_may_be_the_same_for_all() {
    let trial = crate::embedded_with_people().await;
    let site = whole(&trial).await;
    let mut all = BTreeMap::new();
    for route in site.modules.iter().flat_map(web::Module::routes) {
        assert_eq!(all.insert((route.path.as_ref(), route.method.as_str()), route.body), None, "{} {}", route.method, route.path);
        assert!(!route.is_public || route.method == Method::GET && !route.path.starts_with("/office"), "{}", route.path);
        assert!(route.body >= limits::FORM, "{}", route.path);
    }
    assert!(all.len() > 100 && all.contains_key(&("/applications/{id}/parts/{part}/fields", "POST")), "{all:?}");
}

/// Every file of source below a folder.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| ["rs", "html", "ftl", "cedar", "cedarschema", "js"].iter().any(|k| kind == *k)) {
            all.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    all
}

#[tokio::test]
async fn what_contexts_stand_on_names_nothing_of_them() {
    let trial = crate::embedded_with_people().await;
    let site = whole(&trial).await;
    let below = ["platform", "web", "ui"];
    let contexts: Vec<&Context> = CONTEXTS.iter().filter(|context| !below.contains(&context.name)).collect();
    assert!(contexts.len() >= 3);
    // What a context brings: its crate, its tables, acts and kinds, the first part of the addresses of its pages.
    let mut names: Vec<String> = Vec::new();
    for context in &contexts {
        names.push(format!("{}::", context.name));
        names.extend(context.acts.iter().map(|act| format!("\"{act}\"")));
        names.extend(context.kinds.iter().map(|kind| format!("\"{}\"", kind.name())));
        names.extend(context.sealed.iter().map(|sealed| format!("\"{}\"", sealed.table)));
    }
    let own = ["/assets", "/problems", "/announcements", "/health", "/ready"];
    for route in site.modules.iter().flat_map(web::Module::routes) {
        let first = route.path.split('/').nth(1).unwrap_or_default();
        if !first.is_empty() && !own.contains(&&*format!("/{first}")) {
            names.push(format!("\"/{first}/"));
        }
    }
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    for folder in below {
        for part in ["src", "templates", "policies", "assets"] {
            let folder = Path::new("..").join(folder).join(part);
            for (file, text) in if folder.exists() { sources(&folder) } else { Vec::new() } {
                found.extend(names.iter().filter(|name| text.contains(name.as_str())).map(|name| format!("{file}: {name}")));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
