//! The pages of a context, each with what its route takes in: everything that must know all routes reads this list.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware,
    routing::{get, post},
};
use platform::{Error, limits};

use crate::{AppState, Failure, authenticate, hold, pace};

/// The pages of a context.
#[derive(Debug)]
pub struct Module {
    router: Router,
    routes: Vec<Route>,
    interfaces: Vec<&'static str>,
}

/// A page, or what a form does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Its address, with names in braces for what differs.
    pub path: Cow<'static, str>,
    /// Bytes of a body at the most.
    pub body: usize,
    /// Whether everybody who has not signed in sees the same, so that it may be kept on the way.
    pub is_public: bool,
}

/// Routes over the state of a context, one line for each.
#[derive(Debug)]
pub struct Routes<S> {
    router: Router<S>,
    pages: Vec<Route>,
    interfaces: Vec<&'static str>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), pages: Vec::new(), interfaces: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// A page.
    #[must_use]
    pub fn get<T: 'static>(self, path: impl Into<Cow<'static, str>>, handler: impl Handler<T, S>) -> Self {
        self.with(Route::new(Method::GET, path), get(handler))
    }

    /// A page that is the same for everybody who has not signed in.
    #[must_use]
    pub fn get_public<T: 'static>(self, path: impl Into<Cow<'static, str>>, handler: impl Handler<T, S>) -> Self {
        self.with(Route { is_public: true, ..Route::new(Method::GET, path) }, get(handler))
    }

    /// Everything below a path is asked by programs: what goes wrong there is told as a problem, never as a page.
    #[must_use]
    pub fn interface(mut self, below: &'static str) -> Self {
        self.interfaces.push(below);
        self
    }

    /// What a form does.
    #[must_use]
    pub fn post<T: 'static>(self, path: impl Into<Cow<'static, str>>, handler: impl Handler<T, S>) -> Self {
        self.with(Route::new(Method::POST, path), post(handler))
    }

    /// What a form with long texts does.
    #[must_use]
    pub fn post_long<T: 'static>(self, path: impl Into<Cow<'static, str>>, handler: impl Handler<T, S>) -> Self {
        self.with(Route { body: limits::LONG_FORM, ..Route::new(Method::POST, path) }, post(handler))
    }

    /// What a form with a file of so many bytes does.
    #[must_use]
    pub fn post_file<T: 'static>(self, path: impl Into<Cow<'static, str>>, file: usize, handler: impl Handler<T, S>) -> Self {
        let body = file + limits::AROUND_FILE;
        self.with(Route { body, ..Route::new(Method::POST, path) }, post(handler).layer(DefaultBodyLimit::max(body)))
    }

    fn with(mut self, route: Route, handler: axum::routing::MethodRouter<S>) -> Self {
        let router = self.router.route(&route.path, handler);
        self.pages.push(route);
        Self { router, pages: self.pages, interfaces: self.interfaces }
    }

    /// The pages over a state.
    #[must_use]
    pub fn with_state(self, state: S) -> Module {
        Module { router: self.router.with_state(state), routes: self.pages, interfaces: self.interfaces }
    }
}

impl Route {
    fn new(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self { method, path: path.into(), body: limits::FORM, is_public: false }
    }
}

impl Module {
    /// Its routes.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }
}

/// What is known of all routes while a request is looked at.
#[derive(Debug, Default)]
pub struct RouteTable {
    long: BTreeSet<Cow<'static, str>>,
    public: BTreeSet<Cow<'static, str>>,
    interfaces: Vec<&'static str>,
}

impl RouteTable {
    fn of(modules: &[Module]) -> Self {
        let routes = || modules.iter().flat_map(Module::routes);
        let paths = |which: fn(&Route) -> bool| routes().filter(|route| which(route)).map(|route| route.path.clone()).collect();
        let interfaces = modules.iter().flat_map(|module| module.interfaces.iter().copied()).collect();
        Self { long: paths(|route| route.body == limits::LONG_FORM), public: paths(|route| route.is_public), interfaces }
    }

    /// Whether programs ask there, whatever they say that they take.
    pub(crate) fn is_interface(&self, path: &str) -> bool {
        self.interfaces.iter().any(|below| path.starts_with(below))
    }

    /// Bytes of a form of a route at the most.
    pub(crate) fn most(&self, path: &str) -> usize {
        if self.long.contains(path) { limits::LONG_FORM } else { limits::FORM }
    }

    /// Whether everybody who has not signed in sees the same there.
    pub(crate) fn is_public(&self, path: &str) -> bool {
        self.public.contains(path)
    }
}

/// The pages of all contexts: who asks is recognised first, a form is read, and each waits for its turn.
pub fn router(state: &AppState, modules: Vec<Module>) -> Router {
    let table = Arc::new(RouteTable::of(&modules));
    let pages = modules.into_iter().fold(Router::new(), |all, module| all.merge(module.router));
    pages
        .fallback(missing)
        .layer(middleware::from_fn_with_state(state.clone(), pace))
        .layer(middleware::from_fn_with_state((state.clone(), table.clone()), hold))
        .layer(middleware::from_fn_with_state((state.clone(), table), authenticate))
}

async fn missing() -> Failure {
    Error::NotFound.into()
}
