//! Sessions: from a cookie to the person who asks.

use platform::Act;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    Json,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{Extensions, HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use platform::{
    Actor,
    access::{Kind, Role, Signed},
    accounts::{self, RequestOrigin},
    secret::Secret,
};
use serde_json::json;
use ui::SignedIn;

use crate::{AppState, interface_pace::InterfaceCaller, module::RouteTable, problems::ProblemType};

/// Cookies are kept to this site; where it is reached safely the browser holds them to that by their name.
fn name(state: &AppState) -> &'static str {
    if state.is_safe() { "__Host-shien" } else { "shien" }
}

/// A cookie that carries a session's secret.
pub fn cookie(state: &AppState, secret: &Secret) -> Cookie<'static> {
    Cookie::build((name(state), secret.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .secure(state.is_safe())
        .same_site(SameSite::Lax)
        .build()
}

/// A cookie that takes the other away.
pub fn no_cookie(state: &AppState) -> Cookie<'static> {
    let mut gone = Cookie::build((name(state), "")).path("/").http_only(true).secure(state.is_safe()).build();
    gone.make_removal();
    gone
}

fn begun_name(state: &AppState) -> &'static str {
    if state.is_safe() { "__Host-shien-begun" } else { "shien-begun" }
}

/// A cookie for what this browser has begun and is to end, for some minutes.
pub fn begun_cookie(state: &AppState, secret: &Secret) -> Cookie<'static> {
    let mut kept = cookie(state, secret);
    kept.set_name(begun_name(state));
    kept
}

/// A cookie that takes that one away.
pub fn no_begun_cookie(state: &AppState) -> Cookie<'static> {
    let mut gone = no_cookie(state);
    gone.set_name(begun_name(state));
    gone
}

/// What this browser has begun.
pub fn begun(state: &AppState, jar: &CookieJar) -> Option<Secret> {
    jar.get(begun_name(state)).and_then(|c| Secret::read(c.value()))
}

/// Puts the person who asks beside every request.
pub(crate) async fn authenticate(State((state, table)): State<(AppState, Arc<RouteTable>)>, mut request: Request, next: Next) -> Response {
    // No address of ours holds this sign, and one of the databases can't even be asked for it.
    if request.uri().to_string().contains("%00") {
        return problem_response(ProblemType::Unread);
    }
    request.extensions_mut().insert(state.app.messages.clone());
    let jar = CookieJar::from_headers(request.headers());
    let route = request.extensions().get::<MatchedPath>();
    // What is the same for everybody may be kept on the way; every other page holds a secret or somebody's data, in itself or its address.
    let for_all =
        request.method() == Method::GET && request.uri().query().is_none() && route.is_some_and(|path| table.is_public(path.as_str()));
    let mut known = !for_all;
    let is_interface = table.is_interface(request.uri().path());
    let (mut token, mut is_unknown) = (None, false);
    if is_interface && let Some(given) = bearer(request.headers()) {
        // A system of an agency; what it names is all that it may do.
        let found = match Secret::read(given) {
            Some(secret) => accounts::signed_by_token(&state.app, &secret).await,
            None => Ok(None),
        };
        match found {
            Ok(Some(signed)) => {
                token = Some(signed.id.clone());
                request.extensions_mut().insert(Actor::Person(signed));
                known = true;
            }
            Ok(None) => is_unknown = true,
            Err(error) => {
                tracing::error!(%error, "a token can't be read");
                return problem_response(ProblemType::Failed);
            }
        }
    }
    if is_interface {
        let network = from(&state, request.headers(), request.extensions());
        let caller = token.as_deref().map_or(InterfaceCaller::Network(&network), InterfaceCaller::Token);
        if let Some(refused) = state.interface_pace.refusal(caller) {
            return refused;
        }
    }
    if is_unknown {
        return unknown_token();
    }
    if token.is_none()
        && let Some(secret) = jar.get(name(&state)).and_then(|c| Secret::read(c.value()))
    {
        match accounts::signed(&state.app, &secret).await {
            Ok(Some(signed)) => {
                let actor = Actor::Person(signed.clone());
                request.extensions_mut().insert(Arc::new(head(&state, &actor, &signed)));
                request.extensions_mut().insert(actor);
                known = true;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a session can't be read"),
        }
    }
    let mut response = next.run(request).await;
    if known {
        // What is shown to one person is not kept for another.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The token that a system shows.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// What went wrong before any page was asked, as programs read it.
pub(crate) fn problem_response(problem: ProblemType) -> Response {
    let status = problem.status();
    let title = status.canonical_reason().unwrap_or_default();
    let problem = json!({ "type": problem.address(), "title": title, "status": status.as_u16() });
    let mut response = (status, Json(problem)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// The answer to a token that is none, or holds no longer.
fn unknown_token() -> Response {
    let mut response = problem_response(ProblemType::SignedOut);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
    response
}

/// The head of the page: the places that are open to a person, those of the contexts that stand on others first.
fn head(state: &AppState, actor: &Actor, signed: &Signed) -> SignedIn {
    let mut open = Vec::new();
    let mut work = None;
    for scope in [Kind::ORGANISATION, Kind::AGENCY] {
        let Some(id) = signed.scopes(scope).first().copied() else { continue };
        let may = |act: Option<Act>| act.is_none_or(|act| state.app.policy.may(actor, act, scope, id));
        let places = state.app.contexts.iter().rev().flat_map(|context| context.navigation);
        let places: Vec<_> = places.filter(|place| place.scope == scope && may(place.act)).collect();
        if scope == Kind::AGENCY {
            let held = |role: Role| signed.roles.iter().any(|held| held.role == role && held.scope == id);
            let first = places.iter().find(|place| place.landing_of.is_some_and(held)).or(places.first());
            work = first.map(|place| place.address.replace("{id}", id));
        }
        open.extend(places.iter().map(|place| (place.address.replace("{id}", id), place.word)));
    }
    SignedIn { name: signed.name.clone(), navigation: open, work, weak: signed.weak }
}

/// What tries are counted by: an address, or the network of one where a whole network belongs to one system.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// From where somebody asks, as tries and turns are counted.
pub fn from(state: &AppState, headers: &HeaderMap, extensions: &Extensions) -> String {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|p| p.0.ip());
    // A proxy writes the address it was asked from at the end, in a line of its own or not; nobody else is believed.
    let forwarded =
        || headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok();
    let forwarded = if peer.is_some_and(|peer| state.proxies.believe(peer)) { forwarded() } else { None };
    forwarded.or(peer).map_or_else(|| "?".to_owned(), network)
}

/// From where and with what somebody asks.
pub fn asked(state: &AppState, parts: &Parts) -> RequestOrigin {
    let device = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    RequestOrigin { from: from(state, &parts.headers, &parts.extensions), device }
}

/// The name of the message for a role.
pub fn role_word(role: Role) -> String {
    format!("role-{}", role.name())
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn the_addresses_of_one_house_are_counted_together() {
        let network_of = |text: &str| text.parse().map(network).ok();
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2:ffff::1"));
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
        assert_eq!(network_of("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
    }
}
