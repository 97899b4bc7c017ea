//! What assistants ask (Model Context Protocol): find measures, tell what one comes to, explain conditions, assess a budget, list due dates.
//! Only what everybody may read is told, and with a token what it names; nothing is changed.

use std::{fmt, sync::Arc};

use axum::{
    body::Body,
    http::{Request, Response},
};
use jiff::civil::Date;
use kernel::calendar::Closure;
use platform::Actor;
use rmcp::{
    ErrorData, RoleServer, ServiceExt,
    handler::server::wrapper::Parameters,
    model::{CallToolResult, Implementation, ServerCapabilities, ServerConfig},
    service::RequestContext,
    tool, tool_handler, tool_router,
    transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager},
};
use rules::{
    application::{Application, GivenValue},
    assess::Moment,
    language::{Event, Map, Phase, Scalar},
    measure::{MeasureGroup, Purpose},
    plan::Fault,
    sentences::Teller,
    words::Lang,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::measures::MeasureSummary;
use crate::{
    call::CallCatalogue,
    measures::Filters,
    model::{Catalogue, Programme},
};

/// Where measures and programmes are read.
#[derive(Debug, Clone)]
enum McpCatalogue {
    /// A catalogue of files.
    Files(Arc<Catalogue>, Date, Closure),
    /// What an agency has made public, as it stands now.
    Public(Box<(CallCatalogue, platform::App)>),
}

/// The server of assistants' questions.
#[derive(Debug, Clone)]
pub struct McpServer {
    catalogue_source: McpCatalogue,
}

/// Measures that are sought.
#[derive(Debug, Deserialize, JsonSchema)]
struct FindMeasures {
    /// What is sought, in Japanese or English: a sentence or words (「後継者がいない」). Everything where nothing is said.
    #[serde(default)]
    text: String,
    /// 目的: start_up, succession, sales, overseas, equipment, research, patents, digital, green, training, hiring, funds …
    #[serde(default)]
    purpose: Option<String>,
    /// 分類: grant, loan, desk, offering, listing, register …
    #[serde(default)]
    group: Option<String>,
    /// Only what can be applied for today.
    #[serde(default)]
    open: bool,
    /// How many are told at most: 10 where nothing is said, 50 at most.
    #[serde(default)]
    limit: Option<usize>,
}

/// A measure.
#[derive(Debug, Deserialize, JsonSchema)]
struct OneMeasure {
    /// Its identifier.
    id: String,
}

/// A measure that is reckoned.
#[derive(Debug, Deserialize, JsonSchema)]
struct Calculate {
    /// The measure's identifier.
    id: String,
    /// What is known: each figure that its calculation asks for, as a text ("2,500万円", "1.2%", "2026-04-01"). Nothing to see what is asked.
    #[serde(default)]
    figures: Map<String>,
}

/// A programme and one of its conditions.
#[derive(Debug, Deserialize, JsonSchema)]
struct ExplainCondition {
    /// The programme's identifier.
    programme: String,
    /// The condition's identifier; all of them where nothing is said.
    #[serde(default)]
    condition: Option<String>,
}

/// An application that is assessed.
#[derive(Debug, Deserialize, JsonSchema)]
struct AssessBudget {
    /// The programme's identifier.
    programme: String,
    /// The application: `members` with `id` and `facts`, and `expenses` with `category` and `amount` in yen, as its JSON Schema says.
    application: Value,
    /// application, decision or settlement.
    #[serde(default)]
    phase: Option<String>,
    /// The language of the answer: ja or en.
    #[serde(default)]
    lang: Option<String>,
}

/// Duties whose dates are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct DueDates {
    /// The programme's identifier.
    programme: String,
    /// What has happened, and on which day: `grant_decision`, `project_end` and the like: 2026-09-01.
    #[serde(default)]
    events: Map<String>,
}

fn invalid(message: impl Into<String>) -> ErrorData {
    ErrorData::invalid_params(message.into(), None)
}

fn faulty(faults: Vec<Fault>) -> ErrorData {
    let told = faults.into_iter().map(|f| json!({ "path": f.path, "code": f.code, "message": f.message, "help": f.help }));
    ErrorData::invalid_params("the application is at fault", Some(Value::Array(told.collect())))
}

fn told<T: serde::Serialize>(value: &T) -> Result<CallToolResult, ErrorData> {
    serde_json::to_value(value).map(CallToolResult::structured).map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

impl McpServer {
    /// Of a catalogue of files, as it stands on a day.
    pub fn of_files(catalogue: Catalogue, today: Date, closure: Closure) -> Self {
        Self { catalogue_source: McpCatalogue::Files(Arc::new(catalogue), today, closure) }
    }

    /// Answers on standard input and output until the input ends.
    pub async fn on_standard_io(self) -> Result<(), String> {
        let running = self.serve(rmcp::transport::stdio()).await.map_err(|error| error.to_string())?;
        running.waiting().await.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Of what an agency has made public.
    pub fn of_agency(app: platform::App, calls: CallCatalogue) -> Self {
        Self { catalogue_source: McpCatalogue::Public(Box::new((calls, app))) }
    }

    fn today(&self) -> Date {
        match &self.catalogue_source {
            McpCatalogue::Files(_, today, _) => *today,
            McpCatalogue::Public(of) => kernel::in_japan(of.1.now().timestamp()).date(),
        }
    }

    fn closure(&self) -> Closure {
        match &self.catalogue_source {
            McpCatalogue::Files(_, _, closure) => *closure,
            McpCatalogue::Public(..) => Closure::NEW_YEAR,
        }
    }

    fn link(&self, path: &str) -> String {
        match &self.catalogue_source {
            McpCatalogue::Files(..) => path.to_owned(),
            McpCatalogue::Public(of) => of.1.link(path),
        }
    }

    async fn catalogue(&self) -> Result<Arc<Catalogue>, ErrorData> {
        match &self.catalogue_source {
            McpCatalogue::Files(catalogue, ..) => Ok(catalogue.clone()),
            McpCatalogue::Public(of) => of.0.catalogue().await.map_err(|_| ErrorData::internal_error("the catalogue can't be read", None)),
        }
    }

    async fn programme(&self, id: &str) -> Result<Programme, ErrorData> {
        let found = match &self.catalogue_source {
            McpCatalogue::Files(catalogue, ..) => catalogue.find(id).cloned(),
            McpCatalogue::Public(of) => of.0.public(id).await.ok().map(|(programme, _)| programme),
        };
        found.ok_or_else(|| invalid(format!("there is no programme `{id}`; find_measures tells the programmes of grants")))
    }
}

#[tool_router]
impl McpServer {
    /// Finds measures of support for companies (支援施策): grants, loans, consultations, courses, facilities and more.
    #[tool(annotations(read_only_hint = true))]
    async fn find_measures(&self, Parameters(asked): Parameters<FindMeasures>) -> Result<CallToolResult, ErrorData> {
        let catalogue = self.catalogue().await?;
        let index = catalogue.measure_index();
        let word = |what: &str, word: &str| invalid(format!("`{word}` is not a {what}"));
        let filters = Filters {
            text: asked.text.chars().take(200).collect(),
            purpose: asked.purpose.map(|p| Purpose::of_word(&p).ok_or_else(|| word("purpose", &p))).transpose()?,
            group: asked.group.map(|g| MeasureGroup::of_word(&g).ok_or_else(|| word("group", &g))).transpose()?,
            open: asked.open,
            ..Filters::default()
        };
        let today = self.today();
        let hits = platform::compute(|| index.search(&filters, today));
        let items = hits.iter().take(asked.limit.unwrap_or(10).clamp(1, 50)).map(|hit| {
            let entry = &index.entries[hit.place];
            let summary = MeasureSummary::new(entry, entry.parent.map(|p| index.entries[p].id.as_str()), today, |path| self.link(path));
            json!({ "measure": summary, "programmes": entry.measure.programmes, "has_calculation": entry.calculation.is_there() })
        });
        told(&json!({ "total": hits.len(), "measures": items.collect::<Vec<_>>() }))
    }

    /// Tells all of a measure: every number, day and name with its unit and where it stands in the document.
    #[tool(annotations(read_only_hint = true))]
    async fn show_measure(&self, Parameters(OneMeasure { id }): Parameters<OneMeasure>) -> Result<CallToolResult, ErrorData> {
        let catalogue = self.catalogue().await?;
        let (index, place) = catalogue.measure(&id).ok_or_else(|| invalid(format!("there is no measure `{id}`")))?;
        let entry = &index.entries[place];
        let summary = MeasureSummary::new(entry, entry.parent.map(|p| index.entries[p].id.as_str()), self.today(), |path| self.link(path));
        let children: Vec<&str> = entry.children.iter().map(|child| index.entries[*child].id.as_str()).collect();
        told(&json!({
            "summary": summary, "measure": entry.measure, "document": entry.source.document, "document_title": entry.source.title,
            "children": children, "imported": entry.imported,
        }))
    }

    /// The calls of the agency whose token is shown: how each stands, until when, under which revision.
    #[tool(annotations(read_only_hint = true))]
    async fn agency_calls(&self, context: RequestContext<RoleServer>) -> Result<CallToolResult, ErrorData> {
        let parts = context.extensions.get::<axum::http::request::Parts>();
        let actor = parts.and_then(|parts| parts.extensions.get::<Actor>()).cloned().unwrap_or_default();
        let McpCatalogue::Public(public) = &self.catalogue_source else {
            return Err(invalid("files have no calls: ask the server of the agency, with a token"));
        };
        let all = super::calls::of_token(&public.0, &actor).await;
        told(&all.map_err(|_| invalid("a token of the agency that names `call.read` is asked for (Authorization: Bearer …)"))?)
    }

    /// Works out what a measure comes to (利子補給, 保証料補助, 家賃補助 …), figure by figure; says what it asks for.
    #[tool(annotations(read_only_hint = true))]
    async fn calculate_measure(&self, Parameters(asked): Parameters<Calculate>) -> Result<CallToolResult, ErrorData> {
        let catalogue = self.catalogue().await?;
        let (index, place) = catalogue.measure(&asked.id).ok_or_else(|| invalid(format!("there is no measure `{}`", asked.id)))?;
        let calculation = &index.entries[place].calculation;
        if !calculation.is_there() {
            return Err(invalid(format!("`{}` has no calculation; show_measure tells its numbers", asked.id)));
        }
        let given = asked.figures.into_iter().map(|(name, text)| (name, GivenValue::One(Scalar::Text(text)))).collect();
        let figures = calculation.answer(&given).map_err(faulty)?;
        told(&json!({ "measure": asked.id, "figures": figures }))
    }

    /// Explains what a programme asks of whoever applies: each condition in words, with the lines of the document.
    #[tool(annotations(read_only_hint = true))]
    async fn explain_condition(&self, Parameters(asked): Parameters<ExplainCondition>) -> Result<CallToolResult, ErrorData> {
        let programme = self.programme(&asked.programme).await?;
        let of = &programme.plan().programme;
        let wanted = |id: &str| asked.condition.as_ref().is_none_or(|condition| condition == id);
        let conditions: Vec<Value> = of
            .conditions
            .iter()
            .filter(|(id, _)| wanted(id))
            .map(|(id, c)| json!({ "id": id, "says": c.says, "who": c.who, "at": c.at, "require": c.require, "cite": c.cite }))
            .collect();
        if conditions.is_empty() {
            let known: Vec<&String> = of.conditions.keys().collect();
            return Err(ErrorData::invalid_params("there is no such condition", Some(json!({ "known": known }))));
        }
        told(&json!({ "programme": asked.programme, "document": of.source, "conditions": conditions }))
    }

    /// Assesses an application for a programme: whether it may be filed, the grant to the yen, why, and what is missing.
    #[tool(annotations(read_only_hint = true))]
    async fn assess_budget(&self, Parameters(asked): Parameters<AssessBudget>) -> Result<CallToolResult, ErrorData> {
        let programme = self.programme(&asked.programme).await?;
        let phase = match asked.phase.as_deref() {
            None => Phase::Application,
            Some(word) => {
                Phase::ALL.into_iter().find(|phase| phase.word() == word).ok_or_else(|| invalid(format!("`{word}` is not a phase")))?
            }
        };
        let application: Application =
            serde_path_to_error::deserialize(asked.application).map_err(|error| invalid(format!("{}: {}", error.path(), error.inner())))?;
        let lang = if asked.lang.as_deref() == Some("en") { Lang::En } else { Lang::Ja };
        let moment = Moment { phase, today: Some(self.today()), closure: self.closure(), ..Moment::default() };
        let answer = crate::assess(programme.plan(), &application, moment).map_err(faulty)?;
        told(&json!({ "text": Teller::new(programme.plan(), lang).text(&answer), "answer": answer }))
    }

    /// Lists what is due after the decision: each duty with its dates, from the days on which things have happened.
    #[tool(annotations(read_only_hint = true))]
    async fn due_dates(&self, Parameters(asked): Parameters<DueDates>) -> Result<CallToolResult, ErrorData> {
        let programme = self.programme(&asked.programme).await?;
        let event = |(word, day): (&String, &String)| -> Result<(Event, Date), ErrorData> {
            let event = serde_json::from_value(Value::String(word.clone())).map_err(|error| invalid(error.to_string()))?;
            Ok((event, kernel::date::parse_date(day).map_err(|error| invalid(format!("{word}: {error}")))?))
        };
        let events = asked.events.iter().map(event).collect::<Result<_, _>>()?;
        let member = rules::application::Member { id: "applicant".to_owned(), ..Default::default() };
        let application = Application { members: vec![member], events, ..Application::default() };
        let moment = Moment { phase: Phase::Settlement, today: Some(self.today()), closure: self.closure(), ..Moment::default() };
        let plan = programme.plan();
        let answer = crate::assess(plan, &application, moment).map_err(faulty)?;
        let says = |id: &str| plan.programme.duties.get(id).map(|duty| &duty.says);
        let duties =
            answer.duties.iter().map(|d| json!({ "id": d.id, "says": says(d.id), "applies": d.applies, "due": d.due, "cite": d.cite }));
        told(&json!({ "programme": asked.programme, "duties": duties.collect::<Vec<_>>() }))
    }
}

/// The server as it is asked over HTTP: each question by itself, from the agency's own address only.
#[derive(Clone)]
pub struct McpHttp(StreamableHttpService<McpServer, NeverSessionManager>);

impl fmt::Debug for McpHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("McpHttp")
    }
}

impl McpHttp {
    /// Answers a question.
    pub async fn handle(&self, request: Request<Body>) -> Response<Body> {
        self.0.handle(request).await.map(Body::new)
    }
}

/// The server over HTTP at an address of the agency.
pub fn http(server: McpServer, address: &str) -> McpHttp {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_allowed_hosts([host])
        .with_allowed_origins([address.trim_end_matches('/')]);
    McpHttp(StreamableHttpService::new(move || Ok(server.clone()), Arc::default(), config))
}

#[tool_handler]
impl rmcp::ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build());
        info.server_info = Implementation::new("shien", env!("CARGO_PKG_VERSION"));
        info.instructions = Some(
            "Measures of support for companies in Japan (支援施策), told from the agencies' own documents with their lines. Find measures by a \
             sentence, tell what one comes to, assess a budget for a grant, list due dates; with a token of the agency, its calls. Nothing is filed here."
                .to_owned(),
        );
        info
    }
}
