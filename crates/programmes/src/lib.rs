//! The catalogue: calls, their pages, and the estimator.

pub mod acts;
pub mod call;
mod context;
pub mod draft;
pub mod estimate;
pub mod interfaces;
pub mod limits;
pub mod measures;
mod migrations;
pub mod model;
pub mod notices;
pub mod pages;
pub mod service;
mod store;

pub use context::context;

use rules::{
    application::Application,
    assess::Moment,
    assessment::Assessment,
    plan::{Fault, Plan},
};

/// Assesses an application as [`rules::assess::assess`] does, and lets others be answered meanwhile. Contexts take this one.
pub fn assess<'p>(plan: &'p Plan, application: &Application, moment: Moment) -> Result<Assessment<'p>, Vec<Fault>> {
    platform::compute(|| rules::assess::assess(plan, application, moment))
}
