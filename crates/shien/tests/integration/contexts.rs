//! What holds for every context of the list, and for what they stand on.

use std::{collections::BTreeMap, fs, path::Path};

use axum::http::Method;
use platform::{Context, limits};
use shien::contexts::CONTEXTS;

use crate::visitor::whole;

#[test]
fn the_limits_that_are_told_are_those_that_hold() {
    let path = "../../docs/keeping.md";
    let document = fs::read_to_string(path).unwrap();
    let all = CONTEXTS.iter().flat_map(|context| context.limits);
    let rows: String = all.map(|limit| format!("| {} | {} |\n", limit.what, (limit.most)())).collect();
    let table = format!("| what | most |\n|---|---|\n{rows}");
    let (before, rest) = document.split_once("## Limits\n\n").unwrap();
    let (there, behind) = rest.split_once("\n\n").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{before}## Limits\n\n{table}\n{behind}")).unwrap();
        return;
    }
    assert_eq!(format!("{there}\n"), table, "UPDATE=1 writes the table anew");
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
    let own = ["/assets", "/announcements", "/health", "/ready"];
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
