//! The pages of the catalogue: the list of calls, a programme, the estimator.

mod calculation;
mod calendar;
mod compare;
mod estimate;
mod finder;
mod interfaces;
mod list;
mod measure;
mod measures;
mod notices;
mod operators;
mod programme;

pub(crate) use calculation::CalculationAnswer;
pub(crate) use programme::programme_view;
use std::sync::Arc;

use jiff::Timestamp;
use parties::model::Company;
use platform::App;
use web::{Module, Routes};

use crate::{
    call::CallCatalogue,
    interfaces::{mcp::McpHttp, open_api::Describe},
};

/// What the pages need.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What every verb stands on.
    pub app: App,
    /// The catalogue and its calls.
    pub calls: CallCatalogue,
    /// What assistants ask.
    pub mcp: McpHttp,
    /// Companies that anybody may fill in as an example.
    pub examples: Arc<[Company]>,
    /// What other contexts add to the description of the interface.
    pub described: &'static [Describe],
}

impl AppState {
    fn now(&self) -> Timestamp {
        self.app.now().timestamp()
    }
}

/// Every page of the catalogue.
pub fn module(state: AppState) -> Module {
    Routes::default()
        .get_public("/", list::page)
        .get_public("/programmes/{id}", programme::page)
        .get("/programmes/{id}/estimate", estimate::page)
        .get_public("/measures", measures::page)
        .get("/measures/find", finder::page)
        .get_public("/measures/compare", compare::page)
        .get_public("/operators", operators::page)
        .get_public("/measures/{id}", measure::page)
        .get_public("/measures/{id}/calculation", calculation::page)
        .get("/companies/{id}/notices", notices::page)
        .post("/companies/{id}/notices", notices::change)
        .post("/companies/{id}/notices/stop", notices::stop)
        .get_public("/calendar", calendar::page)
        .get_public("/calendar.ics", calendar::icalendar)
        .get_public("/feed.atom", calendar::atom)
        .interface("/api/")
        .get_public("/api/v1/measures", interfaces::list)
        .get_public("/api/v1/measures/{id}", interfaces::one)
        .get_public("/api/v1/measures/{id}/calculation", calculation::api)
        .get("/api/v1/calls", interfaces::calls)
        .get_public("/api/v1/openapi.json", interfaces::description)
        .get_public("/open-data/{file}", interfaces::gif)
        .interface("/mcp")
        .post("/mcp", interfaces::mcp)
        .get_public("/exp/v1/public/subsidies", interfaces::subsidy_list)
        .get_public("/exp/v1/public/subsidies/id/{id}", interfaces::subsidy_v1)
        .get_public("/exp/v2/public/subsidies/id/{id}", interfaces::subsidy_v2)
        .with_state(state)
}
