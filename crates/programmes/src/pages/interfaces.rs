//! What other systems read: `/api/v1`, and the addresses of jGrants under `/exp`.

use axum::{
    Json,
    body::Body,
    extract::{OriginalUri, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use platform::Error;
use rules::measure::{Field, MeasureGroup, Purpose};
use web::{Answer, Failure, RequestContext, json_answer};

use super::{AppState, measures};
use crate::{
    interfaces::{
        gif,
        jgrants::{self, Subsidy, Version},
        measures::{MeasureDetail, MeasureList, MeasureSummary},
        open_api,
    },
    measures::MeasureIndex,
};

/// Measures on one page where nobody says how many, and at most.
const PAGE: usize = 30;
const MOST: usize = 100;
/// The largest amount and place that are asked for.
const MOST_YEN: u64 = 999_999_999_999_999;
const MOST_PLACE: u64 = 1_000_000;

fn today(state: &AppState) -> Date {
    kernel::in_japan(state.now()).date()
}

/// Refuses what a page would leave aside: a program that asks with a word that does not exist is to know it.
fn strictly(pairs: &[(String, String)]) -> Result<(), Error> {
    let number = |value: &str, least: u64, most: u64| value.parse().is_ok_and(|number: u64| (least..=most).contains(&number));
    for (key, value) in pairs {
        let (field, holds) = match key.as_str() {
            "q" => ("q", value.chars().count() <= 200),
            "group" => ("group", MeasureGroup::of_word(value).is_some()),
            "purpose" => ("purpose", Purpose::of_word(value).is_some()),
            "field" => ("field", Field::of_word(value).is_some()),
            "year" => ("year", number(value, 1_900, 2_200)),
            "most" => ("most", number(value, 0, MOST_YEN)),
            "open" => ("open", value == "yes"),
            "whole" => ("whole", value == "yes"),
            "from" => ("from", number(value, 0, MOST_PLACE)),
            "limit" => ("limit", number(value, 1, MOST as u64)),
            _ => continue,
        };
        if !holds {
            return Err(Error::Wrong { field, message: "wrong-value" });
        }
    }
    Ok(())
}

/// The measures of the catalogue, narrowed as its list is.
pub(super) async fn list(State(state): State<AppState>, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Answer {
    strictly(&pairs)?;
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    let (filters, from) = measures::read(&pairs);
    let limit = pairs.iter().find(|(key, _)| key == "limit").and_then(|(_, value)| value.parse().ok()).unwrap_or(PAGE).clamp(1, MOST);
    let today = today(&state);
    let hits = platform::compute(|| index.search(&filters, today));
    let from = from.min(hits.len());
    let link = |path: &str| state.app.link(path);
    let items = hits.iter().skip(from).take(limit).map(|hit| {
        let entry = &index.entries[hit.place];
        MeasureSummary::new(entry, entry.parent.map(|parent| index.entries[parent].id.as_str()), today, link)
    });
    let next = (from + limit < hits.len()).then(|| link(&measures::page_address("/api/v1/measures", &pairs, from + limit)));
    json_answer(&headers, &MeasureList { total: hits.len(), items: items.collect(), next })
}

/// A measure with all its facts.
pub(super) async fn one(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    let (_, entry) = index.find(&id).ok_or(Error::NotFound)?;
    let parent = entry.parent.map(|parent| index.entries[parent].id.as_str());
    let detail = MeasureDetail {
        summary: MeasureSummary::new(entry, parent, today(&state), |path| state.app.link(path)),
        document: &entry.source.document,
        document_title: &entry.source.title,
        measure: &entry.measure,
        children: entry.children.iter().map(|child| index.entries[*child].id.as_str()).collect(),
    };
    json_answer(&headers, &detail)
}

/// The calls of the agency whose system asks.
pub(super) async fn calls(State(state): State<AppState>, context: RequestContext, headers: HeaderMap) -> Answer {
    json_answer(&headers, &crate::interfaces::calls::of_token(&state.calls, &context.actor).await?)
}

/// The description of the interface.
pub(super) async fn description(State(state): State<AppState>, headers: HeaderMap) -> Answer {
    json_answer(&headers, &open_api::document(env!("CARGO_PKG_VERSION"), state.described))
}

/// What an assistant asks, at most.
const MCP: usize = platform::limits::MIB;

/// A question of an assistant (Model Context Protocol).
pub(super) async fn mcp(State(state): State<AppState>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MCP).await.map_err(|_| Failure::Unread(StatusCode::PAYLOAD_TOO_LARGE))?;
    Ok(state.mcp.handle(Request::from_parts(parts, Body::from(body))).await)
}

async fn subsidies(state: &AppState) -> Result<Vec<Subsidy>, Error> {
    let catalogue = state.calls.catalogue().await?;
    let calls = state.calls.calls().await?;
    let is_call = |id: &str| calls.iter().any(|call| call.id == id);
    let programmes: Vec<_> = state.calls.programmes().await?.into_iter().map(|p| (p.clone(), is_call(p.id()))).collect();
    Ok(jgrants::subsidies(&programmes, catalogue.measure_index()))
}

/// The list, as jGrants answers it.
pub(super) async fn subsidy_list(
    State(state): State<AppState>,
    OriginalUri(address): OriginalUri,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let Some(query) = jgrants::Query::read(&pairs) else {
        return Ok((StatusCode::BAD_REQUEST, Json(jgrants::Problem::bad_request(address.path()))).into_response());
    };
    let all = subsidies(&state).await?;
    Ok(Json(jgrants::list(&all, &query, state.now())).into_response())
}

async fn subsidy(state: &AppState, id: &str, version: Version, path: &str) -> Result<Response, Error> {
    let all = subsidies(state).await?;
    Ok(match jgrants::detail(&all, id, version, |path| state.app.link(path)) {
        Some(told) => Json(told).into_response(),
        None => (StatusCode::NOT_FOUND, Json(jgrants::Problem::not_found(path))).into_response(),
    })
}

/// A grant, as the first version of jGrants answers it.
pub(super) async fn subsidy_v1(State(state): State<AppState>, OriginalUri(address): OriginalUri, Path(id): Path<String>) -> Answer {
    Ok(subsidy(&state, &id, Version::One, address.path()).await?)
}

/// A grant, as the second version of jGrants answers it.
pub(super) async fn subsidy_v2(State(state): State<AppState>, OriginalUri(address): OriginalUri, Path(id): Path<String>) -> Answer {
    Ok(subsidy(&state, &id, Version::Two, address.path()).await?)
}

/// A form of GIF, as CSV or as JSON: `ds-451-4.csv`.
pub(super) async fn gif(State(state): State<AppState>, Path(file): Path<String>, headers: HeaderMap) -> Answer {
    let (form, ending) = file.rsplit_once('.').ok_or(Error::NotFound)?;
    let form = gif::Form::of_word(form).ok_or(Error::NotFound)?;
    let catalogue = state.calls.catalogue().await?;
    let programmes = state.calls.programmes().await?;
    let rows = platform::compute(|| gif::rows(form, catalogue.measure_index(), &programmes, |path| state.app.link(path)));
    match ending {
        "json" => json_answer(&headers, &gif::json(form, &rows)),
        "csv" => {
            let mut text = Vec::new();
            gif::csv(form, &rows, &mut text)?;
            let name = format!("attachment; filename=\"{file}\"");
            Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], text).into_response())
        }
        _ => Err(Error::NotFound.into()),
    }
}
