//! The pages of grants: those of people who apply, and those of the office.

mod begin;
mod calls;
mod case;
mod contact_consent;
mod content_view;
mod correction_targets;
mod cost_totals;
mod filing;
mod form_layout;
mod form_section;
mod guides;
mod interfaces;
mod labels;
mod members;
mod messages;
mod my_applications;
mod outages;
mod overview;
mod papers;
mod reading;
mod receipts;
mod today;

pub use interfaces::describe;
use jiff::civil::Date;
use kernel::date::DateError;
use web::{Module, Routes};

use crate::AppState;

/// Every page of grants.
pub fn module(state: AppState) -> Module {
    workflow::work_list::routes(Routes::default())
        .get_public("/guide", guides::index)
        .get_public("/guide/{name}", guides::guide)
        .get("/programmes/{id}/apply", begin::page)
        .post("/programmes/{id}/apply", begin::begin)
        .get("/applications", my_applications::page)
        .get("/applications/{id}", overview::page)
        .get("/applications/{id}/reading", reading::page)
        .get("/applications/{id}/parts/{part}", form_section::page)
        .post_long("/applications/{id}/parts/{part}", form_section::save)
        .post_long("/applications/{id}/parts/{part}/fields", form_section::autosave)
        .get("/applications/{id}/fields", form_section::fields)
        .get("/applications/{id}/past", form_section::past)
        .post("/applications/{id}/members", members::change)
        .post("/applications/{id}/release", overview::release)
        .get("/joining/{secret}", members::joining)
        .post("/joining/{secret}", members::join)
        .get("/contacts/{secret}", contact_consent::page)
        .post("/contacts/{secret}", contact_consent::answer)
        .post_file("/applications/{id}/papers", crate::limits::PAPER, papers::put)
        .get("/applications/{id}/papers/{paper}", papers::read)
        .post("/applications/{id}/papers/{paper}", papers::drop)
        .get("/applications/{id}/file", filing::page)
        .post("/applications/{id}/file", filing::file)
        .post("/applications/{id}/move", filing::shift)
        .get("/applications/{id}/messages", messages::page)
        .post_long("/applications/{id}/messages", messages::send)
        .get("/applications/{id}/filings/{number}", receipts::filed)
        .get("/applications/{id}/filings/{number}/receipt.pdf", receipts::paper)
        .get("/applications/{id}/filings/{number}/papers/{paper}", receipts::file)
        .get("/applications/{id}/filings/{number}/papers/{paper}/look", receipts::show_paper)
        .get("/api/v1/applications", interfaces::list)
        .get("/api/v1/applications/{id}", interfaces::one)
        .get("/receipts", receipts::ask)
        .get("/receipts/{code}", receipts::public)
        .get("/office/{agency}/today", today::page)
        .get("/office/{agency}/applications/{id}", case::page)
        .post_long("/office/{agency}/applications/{id}", case::act)
        .get("/office/{agency}/calls", calls::page)
        .post("/office/{agency}/calls", calls::change)
        .get("/office/{agency}/calls/{call}", calls::one)
        .post("/office/{agency}/calls/{call}", calls::act)
        .with_state(state)
}

/// An amount with separators, or a stroke.
fn yen(amount: Option<i64>) -> String {
    amount.map_or_else(|| "—".to_owned(), kernel::text::separated)
}

/// A moment as a form asks for it: a day and a time in Japan; the end of the day where no time is given.
fn read_moment(day: Result<Date, DateError>, time: &str) -> Option<platform::Instant> {
    let day = day.ok()?;
    let time = kernel::text::narrow(time.trim());
    let (hour, minute, second) = match time.as_str() {
        "" => (23, 59, 59),
        text => {
            let mut parts = text.split(':').map(str::parse::<i8>);
            (parts.next()?.ok()?, parts.next()?.ok()?, parts.next().unwrap_or(Ok(0)).ok()?)
        }
    };
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    kernel::from_japan(day.to_datetime(time)).map(platform::Instant::of)
}
