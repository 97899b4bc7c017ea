//! What an agency's own systems read of what was filed (`/api/v1/applications`): by a token that names `application.case`.

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
};
use platform::Error;
use programmes::interfaces::open_api::{self, OpenApi};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use web::{Answer, RequestContext, json_answer};

use crate::{
    AppState, acts,
    application::{
        authorization::{self, load_authorized},
        model::{Application, State as ApplicationState},
        store::{self, ApplicationQuery},
    },
};

/// Applications in one answer where nobody says how many, and at most.
const PAGE: u64 = 100;
const MOST: u64 = 500;

/// An application as it stands with the agency.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FiledApplication {
    /// Its identifier.
    id: String,
    /// 受付番号.
    receipt: Option<String>,
    /// 募集: the identifier of the call.
    call: String,
    /// 申請者, by the identifier of the company; the lead of several.
    company: String,
    /// 申請者の名称.
    company_name: String,
    /// 事業の名称.
    title: String,
    /// How it stands.
    state: String,
    /// 受付の方法: online, or as it came on paper.
    channel: String,
    /// 提出日時, of what stands.
    filed_at: Option<String>,
    /// The verdict of the engine on what stands: eligible, undetermined or not_eligible.
    verdict: Option<String>,
    /// 申請額, in yen.
    grant_yen: Option<i64>,
    /// 経費の総額 as asked for, in yen.
    requested_yen: Option<i64>,
    /// 補正の期限.
    due: Option<String>,
    /// 構成員, the lead first.
    members: Vec<FiledMember>,
    /// The address of its page.
    page: String,
}

/// Who has a part in an application.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FiledMember {
    /// Its identifier within the application.
    id: String,
    /// The identifier of the company, where it is registered.
    company: Option<String>,
    /// 名称.
    name: String,
}

/// A page of applications.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FiledApplications {
    /// In the order of their identifiers, which is the order in which they were begun.
    items: Vec<FiledApplication>,
    /// The address of the next page; none after the last.
    next: Option<String>,
}

fn filed(state: &AppState, one: &Application) -> FiledApplication {
    let members = one.members.iter().map(|m| FiledMember { id: m.id.clone(), company: m.company.clone(), name: m.name.clone() });
    FiledApplication {
        receipt: one.receipt.clone(),
        call: one.call.clone(),
        company: one.company.clone(),
        company_name: one.company_name.clone(),
        title: one.title.clone(),
        state: one.state.name().to_owned(),
        channel: one.channel.word().to_owned(),
        filed_at: one.filed_at.map(|at| at.to_string()),
        verdict: one.verdict.clone(),
        grant_yen: one.grant_yen,
        requested_yen: one.requested_yen,
        due: one.due.map(|at| at.to_string()),
        members: members.collect(),
        page: state.link(&format!("/office/{}/applications/{}", one.agency, one.id)),
        id: one.id.clone(),
    }
}

pub(super) async fn list(
    State(state): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Answer {
    let agency = context.actor.person()?.agency(acts::APPLICATION_CASE)?.to_owned();
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let limit = match value("limit") {
        "" => PAGE,
        text => {
            text.parse().ok().filter(|limit| (1..=MOST).contains(limit)).ok_or(Error::Wrong { field: "limit", message: "wrong-value" })?
        }
    };
    let wanted = match value("state") {
        "" => None,
        text => Some(ApplicationState::parse(text).ok_or(Error::Wrong { field: "state", message: "wrong-value" })?),
    };
    let asked = ApplicationQuery {
        scope: authorization::scope(&state, &context.actor, acts::APPLICATION_CASE).await?,
        agency,
        call: value("call").to_owned(),
        state: wanted,
        officer: None,
        verdict: String::new(),
        text: String::new(),
        is_asked: false,
        sort: None,
    };
    let mut found = store::export_chunk(state.app().db.read(), &asked, value("after"), limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = found.len() > most;
    found.truncate(most);
    let items: Vec<FiledApplication> = found.iter().map(|one| filed(&state, one)).collect();
    let next = items.last().filter(|_| is_more).map(|last| {
        let kept = ["call", "state", "limit"].map(|name| (name, value(name))).into_iter().filter(|(_, value)| !value.is_empty());
        let kept: String = kept.map(|(name, value)| format!("&{name}={}", ui::encode(value))).collect();
        state.link(&format!("/api/v1/applications?after={}{kept}", last.id))
    });
    json_answer(&headers, &FiledApplications { items, next })
}

pub(super) async fn one(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, headers: HeaderMap) -> Answer {
    let (found, _) = load_authorized(&state, &context.actor, acts::APPLICATION_CASE, &id).await?;
    json_answer(&headers, &filed(&state, &found))
}

/// What is added to the description of the interface.
pub fn describe(all: &mut OpenApi) {
    all.schema::<FiledApplications>("Applications");
    all.schema::<FiledApplication>("Application");
    let states: Vec<&str> = ApplicationState::ALL.into_iter().map(ApplicationState::name).collect();
    let text = json!({ "type": "string", "pattern": "^[A-Za-z0-9._-]*$", "maxLength": 100 });
    all.get(
        "/api/v1/applications",
        &open_api::with_token(json!({
            "operationId": "listApplications",
            "summary": "What was filed with the agency of the token",
            "parameters": [
                open_api::parameter("call", "Only of this call.", &text),
                open_api::parameter("state", "Only those that stand so.", &json!({ "type": "string", "enum": states })),
                open_api::parameter("after", "Behind the application of this identifier.", &text),
                open_api::parameter("limit", "How many are listed at most.", &json!({ "type": "integer", "minimum": 1, "maximum": MOST })),
            ],
            "responses": {
                "200": open_api::answer("A page of applications.", "Applications"),
                "304": { "description": "Nothing changed." },
                "422": open_api::problem("A parameter has a value that it can't have."),
            },
        })),
    );
    all.get(
        "/api/v1/applications/{id}",
        &open_api::with_token(json!({
            "operationId": "getApplication",
            "summary": "An application as it stands with the agency of the token",
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[a-z0-9-]+$" } }],
            "responses": {
                "200": open_api::answer("The application.", "Application"),
                "304": { "description": "Nothing changed." },
                "404": open_api::problem("There is no such application with this agency."),
            },
        })),
    );
}
