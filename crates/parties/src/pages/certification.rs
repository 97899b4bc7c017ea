//! A company's certifications and declarations.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use platform::{
    Error,
    access::{Act, Kind as Of},
};
use rules::words::{Lang, Words};
use ui::Field;

use super::{Asker, Fields, Rooms};
use crate::{
    certification::{
        model::{Certification, Kind, Standing},
        service::{self as certifications, Typed},
    },
    service,
};

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    number: String,
    from: String,
    until: String,
    class: &'static str,
    standing: String,
}

#[derive(Debug, Template)]
#[template(path = "certifications.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    name: &'a str,
    done: Option<String>,
    error: Option<String>,
    rows: Vec<Row>,
    may_change: bool,
    fields: Vec<Field>,
    form: String,
}

fn day(asker: &Asker, date: jiff::civil::Date) -> String {
    if asker.viewer.lang == Lang::Ja { kernel::date::format_ja(date) } else { date.to_string() }
}

fn row(asker: &Asker, (it, standing): (Certification, Standing)) -> Row {
    let (class, key) = match standing {
        Standing::Ahead => ("judgement", "standing-ahead"),
        Standing::Valid => ("yes", "standing-valid"),
        Standing::EndsSoon => ("judgement", "standing-soon"),
        Standing::Ended => ("no", "standing-ended"),
    };
    Row {
        name: if it.kind == Kind::Other { it.name } else { asker.word(&format!("certification-{}", it.kind.name())) },
        number: it.number,
        from: day(asker, it.valid_from),
        until: it.valid_until.map_or_else(|| asker.word("no-end"), |d| day(asker, d)),
        class,
        standing: asker.word(key),
        id: it.id,
    }
}

async fn show(rooms: &Rooms, asker: &Asker, id: &str, done: &str, fault: Option<&Error>, typed: &Typed) -> Response {
    let company = match service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, id).await {
        Ok(company) => company,
        Err(error) => return asker.problem(&error),
    };
    let all = match certifications::of(&rooms.house, &asker.actor, id).await {
        Ok(all) => all,
        Err(error) => return asker.problem(&error),
    };
    let kinds = Kind::ALL.iter().map(|k| (k.name().to_owned(), asker.word(&format!("certification-{}", k.name()))));
    let blank = (String::new(), asker.word("choose"));
    let mut fields = vec![
        Field { options: std::iter::once(blank).chain(kinds).collect(), ..asker.text("kind", "certification-kind", &typed.kind, "") },
        asker.text("name", "certification-name", &typed.name, "certification-name-hint"),
        asker.text("number", "certification-number", &typed.number, ""),
        asker.text("valid_from", "valid-from", &typed.valid_from, "date-hint"),
        asker.text("valid_until", "valid-until", &typed.valid_until, "valid-until-hint"),
    ];
    let error = asker.mark(&mut fields, fault);
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        name: &company.name,
        done: ["certified", "uncertified"].into_iter().find(|d| *d == done).map(|d| asker.word(&format!("done-{d}"))),
        error,
        rows: all.into_iter().map(|c| row(asker, c)).collect(),
        may_change: rooms.house.policy.may(&asker.actor, Act::ORGANISATION_CHANGE, Of::Organisation, id),
        fields,
        form: if typed.id.is_empty() { uuid::Uuid::now_v7().to_string() } else { typed.id.clone() },
    };
    let mut response = asker.page(&format!("{} {}", asker.word("certifications"), company.name), page.render());
    if fault.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    show(&rooms, &asker, &id, query.get("done").map_or("", String::as_str), None, &Typed::default()).await
}

pub(super) async fn change(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(mut typed): Fields) -> Response {
    let mut take = |name: &str| typed.remove(name).unwrap_or_default();
    let removed = take("remove");
    if !removed.is_empty() {
        return match certifications::remove(&rooms.house, &asker.actor, &id, &removed).await {
            Ok(()) => asker.go(&format!("/companies/{id}/certifications?done=uncertified")),
            Err(error) => asker.problem(&error),
        };
    }
    let typed = Typed {
        id: take("form"),
        kind: take("kind"),
        name: take("name"),
        number: take("number"),
        valid_from: take("valid_from"),
        valid_until: take("valid_until"),
    };
    match certifications::add(&rooms.house, &asker.actor, &id, &typed).await {
        Ok(()) => asker.go(&format!("/companies/{id}/certifications?done=certified")),
        Err(fault @ Error::Wrong { .. }) => show(&rooms, &asker, &id, "", Some(&fault), &typed).await,
        Err(error) => asker.problem(&error),
    }
}
