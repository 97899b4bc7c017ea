//! The pages of grants: those of people who apply, and those of the office.

mod apply;
mod batches;
mod calls;
mod case;
mod contact;
mod content_view;
mod fields;
mod filing;
mod form_section;
mod members;
mod messages;
mod outages;
mod papers;
mod reasons;
mod receipts;
mod work_list;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use platform::limits;

use crate::AppState;

/// The routes whose forms hold long texts.
pub const LONG: [&str; 6] = [
    "/applications/{id}/parts/{part}",
    "/applications/{id}/fields",
    "/applications/{id}/messages",
    "/office/{agency}/applications/{id}",
    "/office/{agency}/batches",
    "/office/{agency}/calls/{call}/revision",
];

/// Every route of grants.
pub fn routes(state: AppState) -> Router {
    Router::new()
        .route("/programmes/{id}/apply", get(apply::page).post(apply::begin))
        .route("/applications", get(apply::mine))
        .route("/applications/{id}", get(apply::overview))
        .route("/applications/{id}/reading", get(apply::reading))
        .route("/applications/{id}/parts/{part}", get(form_section::page).post(form_section::save))
        .route("/applications/{id}/answer/{part}", get(form_section::answer))
        .route("/applications/{id}/wrongs/{part}", get(form_section::wrongs_of))
        .route("/applications/{id}/fields", get(form_section::fields).post(form_section::keep))
        .route("/applications/{id}/past", get(form_section::past))
        .route("/applications/{id}/members", post(members::change))
        .route("/applications/{id}/release", post(apply::release))
        .route("/joining/{secret}", get(members::joining).post(members::join))
        .route("/contacts/{secret}", get(contact::page).post(contact::answer))
        .route("/applications/{id}/papers", post(papers::put).layer(DefaultBodyLimit::max(limits::PAPER + limits::AROUND_FILE)))
        .route("/applications/{id}/papers/{paper}", get(papers::read).post(papers::drop))
        .route("/applications/{id}/file", get(filing::page).post(filing::file))
        .route("/applications/{id}/move", post(filing::shift))
        .route("/applications/{id}/messages", get(messages::page).post(messages::send))
        .route("/applications/{id}/filings/{number}", get(receipts::filed))
        .route("/applications/{id}/filings/{number}/receipt.pdf", get(receipts::paper))
        .route("/applications/{id}/filings/{number}/papers/{paper}", get(receipts::file))
        .route("/applications/{id}/filings/{number}/papers/{paper}/look", get(receipts::look))
        .route("/receipts", get(receipts::ask))
        .route("/receipts/{code}", get(receipts::public))
        .route("/office/{agency}/applications", get(work_list::page).post(work_list::views))
        .route("/office/{agency}/applications/export/{kind}", get(work_list::export))
        .route("/office/{agency}/applications/{id}", get(case::page).post(case::act))
        .route("/office/{agency}/batches", post(batches::preview))
        .route("/office/{agency}/batches/{id}", get(batches::page).post(batches::go_on))
        .route("/office/{agency}/calls", get(calls::page).post(calls::change))
        .route("/office/{agency}/calls/{call}", get(calls::one).post(calls::act))
        .route("/office/{agency}/calls/{call}/revision", get(calls::revision).post(calls::revise))
        .with_state(state)
}

/// A day and time as people of the office write it, in the reader's language.
fn moment(context: &web::RequestContext, at: platform::Instant) -> String {
    let at = at.in_japan();
    format!("{} {:02}:{:02}", context.day(at.date()), at.hour(), at.minute())
}

/// An amount with separators, or a stroke.
fn yen(amount: Option<i64>) -> String {
    amount.map_or_else(|| "—".to_owned(), kernel::text::separated)
}

/// A moment as a form asks for it: a day and a time in Japan; the end of the day where no time is given.
fn read_moment(day: &str, time: &str) -> Option<platform::Instant> {
    let day = kernel::date::parse_date(day.trim()).ok()?;
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
