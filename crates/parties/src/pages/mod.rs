//! The pages of people and companies: signing in, one's account, a company's profile, the office.

mod account;
mod certification;
mod company;
mod details;
mod directory;
mod gbizinfo;
mod help;
mod keys;
mod lists;
mod office;
mod ownership;
mod people;
mod proposal;
mod representation;
mod roles;

use std::{ops::Deref, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::request::Parts,
    routing::{get, post},
};
use platform::accounts::{Asked, Webauthn, openid::Provider};
use web::session;

use crate::gbizinfo::Registry;

/// What the pages of people and companies need beside what all pages stand on.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What all pages stand on.
    pub web: web::AppState,
    /// The site as passkeys know it; none where it is reached by a bare network address.
    pub passkeys: Option<Arc<Webauthn>>,
    /// An identity provider: GビズID.
    pub openid: Option<Provider>,
    /// The public registry of companies: gBizINFO.
    pub gbizinfo: Option<Registry>,
    /// The password of the people with whom a new installation is tried out; none in daily work.
    pub trial: Option<Arc<str>>,
}

impl Deref for AppState {
    type Target = web::AppState;
    fn deref(&self) -> &web::AppState {
        &self.web
    }
}

/// Every route of people and companies.
pub fn routes(state: AppState) -> Router {
    Router::new()
        .route("/sign-in", get(account::sign_in_page).post(account::sign_in))
        .route("/sign-in/code", get(keys::code_page).post(keys::code))
        .route("/sign-in/passkey", post(keys::begin_sign_in))
        .route("/sign-in/passkey/end", post(keys::end_sign_in))
        .route("/sign-in/gbizid", get(keys::openid))
        .route("/sign-in/gbizid/back", get(keys::openid_back))
        .route("/.well-known/{name}", get(keys::well_known))
        .route("/sign-out", post(account::sign_out))
        .route("/forgot", get(account::forgot_page).post(account::forgot))
        .route("/reset/{secret}", get(account::reset_page).post(account::reset))
        .route("/sign-up", get(representation::sign_up_page).post(representation::sign_up))
        .route("/invitations/{secret}", get(roles::invitation_page).post(roles::accept))
        .route("/account", get(account::page))
        .route("/account/name", get(details::name_page).post(details::name))
        .route("/account/address", get(details::address_page).post(details::address))
        .route("/addresses/{secret}", get(details::take_page).post(details::take))
        .route("/account/roles", get(roles::page).post(roles::change))
        .route("/account/password", post(account::change_password))
        .route("/account/sessions", post(account::end_sessions))
        .route("/account/code", post(keys::begin_code))
        .route("/account/code/end", post(keys::end_code))
        .route("/account/code/drop", post(keys::drop_code))
        .route("/account/passkeys", post(keys::begin_passkey))
        .route("/account/passkeys/end", post(keys::end_passkey))
        .route("/account/passkeys/drop", post(keys::drop_passkey))
        .route("/account/gbizid", post(keys::tie))
        .route("/account/gbizid/drop", post(keys::untie))
        .route("/companies/new", get(representation::new_page).post(representation::make))
        .route("/companies/{id}", get(company::page).post(company::change))
        .route("/companies/{id}/contacts", get(lists::contacts).post(lists::change_contacts))
        .route("/companies/{id}/establishments", get(lists::establishments).post(lists::change_establishments))
        .route("/companies/{id}/proposals", get(proposal::page).post(proposal::decide))
        .route("/companies/{id}/registry", get(gbizinfo::page).post(gbizinfo::take))
        .route("/companies/{id}/claims", post(representation::decide_as_owner))
        .route("/companies/{id}/certifications/{certification}/files/{file}", get(certification::file))
        .route("/companies/{id}/ownership", get(ownership::page).post(ownership::change))
        .route(
            "/companies/{id}/certifications",
            get(certification::page).post(certification::change).layer(DefaultBodyLimit::max(certification::MOST_BODY)),
        )
        .route("/companies/{id}/history", get(ownership::history))
        .route("/companies/{id}/people", post(company::people))
        .route("/office/{agency}", get(office::page).post(office::people))
        .route("/office/{agency}/companies", get(directory::page).post(directory::register))
        .route("/office/{agency}/companies/merge", get(directory::preview).post(directory::merge))
        .route("/office/{agency}/companies/unmerge", post(directory::unmerge))
        .route("/office/{agency}/claims", get(representation::office_page).post(representation::decide_as_officer))
        .route("/office/{agency}/accounts", get(help::page).post(help::help))
        .route("/office/{agency}/settings", get(help::settings).post(help::change_settings))
        .route("/office/{agency}/journal", get(office::journal))
        .route("/office/{agency}/queue", get(office::queue).post(office::retry))
        .with_state(state)
}

/// From where and with what somebody asks.
#[derive(Debug)]
struct Whence(Asked);

impl FromRequestParts<AppState> for Whence {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self(session::asked(state, parts)))
    }
}
