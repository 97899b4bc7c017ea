//! The pages of people and companies: signing in, one's account, a company's profile, the office.

mod account;
mod account_support;
mod after_sign_in;
mod certification;
mod company;
mod company_layout;
mod details;
mod directory;
mod gbizinfo;
mod lists;
mod office;
mod ownership;
mod people;
mod proposal;
mod representation;
mod roles;
mod short_form;
mod sign_in_methods;
mod tokens;

use std::{ops::Deref, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use platform::accounts::{RequestOrigin, Webauthn, openid::Provider};
use web::{Module, Routes, session};

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

/// Every page of people and companies.
pub fn module(state: AppState) -> Module {
    Routes::default()
        .get("/sign-in", account::sign_in_page)
        .post("/sign-in", account::sign_in)
        .get("/sign-in/code", sign_in_methods::code_page)
        .post("/sign-in/code", sign_in_methods::code)
        .post("/sign-in/passkey", sign_in_methods::begin_sign_in)
        .post("/sign-in/passkey/end", sign_in_methods::end_sign_in)
        .get("/sign-in/gbizid", sign_in_methods::openid)
        .get("/sign-in/gbizid/back", sign_in_methods::openid_back)
        .get("/.well-known/{name}", sign_in_methods::well_known)
        .post("/sign-out", account::sign_out)
        .get("/forgot", account::forgot_page)
        .post("/forgot", account::forgot)
        .get("/reset/{secret}", account::reset_page)
        .post("/reset/{secret}", account::reset)
        .get("/sign-up", representation::sign_up_page)
        .post("/sign-up", representation::sign_up)
        .get("/invitations/{secret}", roles::invitation_page)
        .post("/invitations/{secret}", roles::accept)
        .get("/account", account::page)
        .get("/account/name", details::name_page)
        .post("/account/name", details::name)
        .get("/account/address", details::address_page)
        .post("/account/address", details::address)
        .get("/addresses/{secret}", details::take_page)
        .post("/addresses/{secret}", details::take)
        .get("/account/roles", roles::page)
        .post("/account/roles", roles::change)
        .post("/account/password", account::change_password)
        .post("/account/sessions", account::end_sessions)
        .post("/account/code", sign_in_methods::begin_code)
        .post("/account/code/end", sign_in_methods::end_code)
        .post("/account/code/drop", sign_in_methods::drop_code)
        .post("/account/passkeys", sign_in_methods::begin_passkey)
        .post("/account/passkeys/end", sign_in_methods::end_passkey)
        .post("/account/passkeys/drop", sign_in_methods::drop_passkey)
        .post("/account/gbizid", sign_in_methods::tie)
        .post("/account/gbizid/drop", sign_in_methods::untie)
        .get("/companies/new", representation::new_page)
        .post("/companies/new", representation::make)
        .get("/companies/{id}", company::page)
        .post("/companies/{id}", company::change)
        .get("/companies/{id}/contacts", lists::contacts)
        .post("/companies/{id}/contacts", lists::change_contacts)
        .get("/companies/{id}/establishments", lists::establishments)
        .post("/companies/{id}/establishments", lists::change_establishments)
        .get("/companies/{id}/proposals", proposal::page)
        .post("/companies/{id}/proposals", proposal::decide)
        .get("/companies/{id}/registry", gbizinfo::page)
        .post("/companies/{id}/registry", gbizinfo::take)
        .post("/companies/{id}/claims", representation::decide_as_owner)
        .get("/companies/{id}/certifications/{certification}/files/{file}", certification::file)
        .get("/companies/{id}/ownership", ownership::page)
        .post("/companies/{id}/ownership", ownership::change)
        .get("/companies/{id}/certifications", certification::page)
        .post_file("/companies/{id}/certifications", crate::limits::COPY, certification::change)
        .get("/companies/{id}/history", ownership::history)
        .post("/companies/{id}/people", company::people)
        .get("/office/{agency}", office::page)
        .post("/office/{agency}", office::people)
        .get("/office/{agency}/companies", directory::page)
        .post("/office/{agency}/companies", directory::register)
        .get("/office/{agency}/companies/merge", directory::preview)
        .post("/office/{agency}/companies/merge", directory::merge)
        .post("/office/{agency}/companies/unmerge", directory::unmerge)
        .get("/office/{agency}/claims", representation::office_page)
        .post("/office/{agency}/claims", representation::decide_as_officer)
        .get("/office/{agency}/accounts", account_support::page)
        .post("/office/{agency}/accounts", account_support::help)
        .get("/office/{agency}/tokens", tokens::page)
        .post("/office/{agency}/tokens", tokens::make)
        .post("/office/{agency}/tokens/{token}/revoke", tokens::revoke)
        .get("/office/{agency}/settings", account_support::settings)
        .post("/office/{agency}/settings", account_support::change_settings)
        .get("/office/{agency}/journal", office::journal)
        .get("/office/{agency}/queue", office::queue)
        .post("/office/{agency}/queue", office::retry)
        .with_state(state)
}

/// From where and with what somebody asks.
#[derive(Debug)]
struct Origin(RequestOrigin);

impl FromRequestParts<AppState> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self(session::asked(state, parts)))
    }
}
