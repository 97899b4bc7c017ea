//! What people, officers, attackers and operators meet: the site, the command line, and everything that is filed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

mod access;
mod approvals;
mod attacks;
mod authoring;
mod command_line;
mod companies;
mod contexts;
mod crashes;
mod crowd;
mod doors;
mod estimating;
mod filing;
mod forms;
mod held_up;
mod input;
mod interfaces;
mod kept_forms;
mod notices;
mod papers;
mod people;
mod scopes;
mod site;
mod tokens;
mod visitor;
mod words;

use platform::{
    Error,
    trial::{self, Trial},
};
use shien::{contexts::CONTEXTS, samples};

/// Databases with the people and companies of the samples in them.
async fn with_people() -> Vec<Trial> {
    trial::databases_with(&CONTEXTS, "people", async |app| samples::load(app).await.map(|_| ()).map_err(broken)).await.unwrap()
}

/// The embedded one of them alone, for what hangs on no database.
async fn embedded_with_people() -> Trial {
    trial::embedded_with(&CONTEXTS, "people", async |app| samples::load(app).await.map(|_| ()).map_err(broken)).await.unwrap()
}

/// Databases with a call that is open as well, and what is written to it.
async fn with_applications() -> Vec<Trial> {
    let fill = async |app: &platform::App| {
        samples::load(app).await.map_err(broken)?;
        samples::applications(app).await.map(|_| ()).map_err(broken)
    };
    trial::databases_with(&CONTEXTS, "applications", fill).await.unwrap()
}

/// Every database where everything is proven, else one of them.
fn sampled(mut all: Vec<Trial>) -> Vec<Trial> {
    let (chosen, step) = trial::sampled(all.len());
    if step > 1 { vec![all.swap_remove(chosen)] } else { all }
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(error.to_string())
}
