//! What every page shares: the shell, the words, the files that browsers fetch.

mod brand;
pub mod components;
mod fetched;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRequestParts, Path},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
pub use brand::{Brand, mark as brand_mark, style as brand_style};
pub use components::ListedFile;
use kernel::number::{NumberError, NumberFault, NumberKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{
    language::Text,
    words::{Lang, Messages, Words},
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The message files that all pages share: Japanese and English.
pub const WORDS: [&str; 2] = [include_str!("words.ja.ftl"), include_str!("words.en.ftl")];

static SHARED: LazyLock<Messages> = LazyLock::new(|| Messages::new(&[WORDS]));

/// The message for a number that can't be read; `otherwise` where the number is none at all.
pub const fn unread(error: &NumberError, otherwise: &'static str) -> &'static str {
    match (error.fault, error.kind) {
        (NumberFault::TwoNumbers, _) => "wrong-two-numbers",
        (NumberFault::Commas, _) => "wrong-commas",
        (NumberFault::Point, _) => "wrong-point",
        (NumberFault::NotWhole, NumberKind::Yen) => "wrong-not-whole",
        (NumberFault::TooLarge, _) => "wrong-too-large",
        (NumberFault::Blank | NumberFault::NotANumber | NumberFault::NotWhole, _) => otherwise,
    }
}

/// The page around everything.
#[derive(Debug, Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    words: &'a Words,
    lang: &'a str,
    title: &'a str,
    body: &'a str,
    other: &'a str,
    here: &'a str,
    lang_query: &'a str,
    signed_in: Option<&'a SignedIn>,
    /// What time it is said to be, while a rehearsal is held.
    rehearsal: bool,
    brand: Option<&'a Brand>,
    /// What the site is called.
    site: &'a str,
}

impl Shell<'_> {
    fn has_mark(&self) -> bool {
        self.brand.is_some_and(Brand::has_mark)
    }
}

/// Stands beside a request while a rehearsal is held: the clock is not the world's.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsal;

/// Who is signed in, as the head of every page shows it. The server puts it beside the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedIn {
    /// The name.
    pub name: String,
    /// The places that are open to this person: address and the name of the message.
    pub navigation: Vec<(String, &'static str)>,
    /// Where work begins: the first page of the role held at an agency, or the first place there; none for who holds no role at one.
    pub work: Option<String>,
    /// Whether roles are held back until a sign-in shows two things.
    pub weak: bool,
}

/// Puts a body into the shell. `here` is the address of the page in the other language's switch.
pub fn page(viewer: &Viewer, title: &str, body: &str) -> Response {
    let words = &viewer.words;
    let other = if viewer.lang == Lang::Ja { "en" } else { "ja" };
    let here = viewer.in_language(other);
    let shell = Shell {
        words,
        lang: viewer.lang.code(),
        title,
        body,
        other,
        here: &here,
        lang_query: viewer.lang_query(),
        signed_in: viewer.signed_in.as_deref(),
        rehearsal: viewer.rehearsal,
        brand: viewer.brand.as_deref(),
        site: viewer.brand.as_deref().map(|brand| brand.name(viewer.lang)).filter(|name| !name.is_empty()).unwrap_or("shien"),
    };
    match shell.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[derive(Debug, Template)]
#[template(path = "standalone.html")]
struct Standalone<'a> {
    lang: &'a str,
    title: &'a str,
    lines: &'a [String],
    none: &'a str,
    at: &'a str,
}

/// A page that needs nothing else of the site: kept as a file, and read while everything else is down.
pub fn standalone(words: &Words, title: &str, lines: &[String], at: &str) -> String {
    let page = Standalone { lang: words.lang.code(), title, lines, none: &words.get("announcements-none"), at };
    page.render().unwrap_or_default()
}

/// A page that says what went wrong and where to go from here.
pub fn problem(viewer: &Viewer, status: StatusCode) -> Response {
    let key = match status.as_u16() {
        400 => "unread",
        404 => "not-found",
        421 => "elsewhere",
        _ => "failed",
    };
    let words = &viewer.words;
    problem_of(viewer, status, &words.get(&format!("problem-{key}")), &words.get(&format!("problem-{key}-help")), "")
}

/// A page that says what went wrong, and what to do; `below` is HTML that stands beneath.
pub fn problem_of(viewer: &Viewer, status: StatusCode, title: &str, help: &str, below: &str) -> Response {
    let body = Problem { title, help, below, back: &viewer.words.get("problem-back") };
    let mut response = page(viewer, title, &body.render().unwrap_or_default());
    *response.status_mut() = status;
    response
}

#[derive(Debug, Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    title: &'a str,
    help: &'a str,
    below: &'a str,
    back: &'a str,
}

/// Who looks at a page, and how: the language, and whether only a part of the page is wanted.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The language: `?lang=` before the browser's wish.
    pub lang: Lang,
    /// The words of that language. The server puts the messages of every context beside the request; before it does, pages say what all
    /// pages share.
    pub words: Words,
    /// Whether htmx asks for a part of the page.
    pub partial: bool,
    /// Who is signed in.
    pub signed_in: Option<Arc<SignedIn>>,
    /// Whether a rehearsal is held.
    pub rehearsal: bool,
    /// The agency's own name, mark and colour.
    pub brand: Option<Arc<Brand>>,
    path: String,
    query: String,
}

impl Viewer {
    /// The same for pages of one programme, which speak of its money as it does.
    #[must_use]
    pub fn of_programme(&self, name: &Text) -> Self {
        Self { words: self.words.of_programme(name), ..self.clone() }
    }

    /// The same address in another language.
    pub fn in_language(&self, lang: &str) -> String {
        let rest: Vec<&str> = self.query.split('&').filter(|p| !p.is_empty() && !p.starts_with("lang=")).collect();
        let rest = rest.join("&");
        if rest.is_empty() { format!("{}?lang={lang}", self.path) } else { format!("{}?{rest}&lang={lang}", self.path) }
    }

    /// The path of the page.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query that keeps the language on the next page: empty for Japanese.
    pub const fn lang_query(&self) -> &'static str {
        match self.lang {
            Lang::Ja => "",
            Lang::En => "?lang=en",
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let asked = query.split('&').filter_map(|p| p.strip_prefix("lang=")).find_map(|l| l.parse().ok());
        let wished = |headers: &HeaderMap| {
            let wish = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            let first = wish.split(',').map(str::trim).find(|l| l.starts_with("ja") || l.starts_with("en"))?;
            Some(if first.starts_with("en") { Lang::En } else { Lang::Ja })
        };
        let lang = asked.or_else(|| wished(&parts.headers)).unwrap_or_default();
        Ok(Self {
            lang,
            words: parts.extensions.get::<Messages>().unwrap_or(&SHARED).of(lang).clone(),
            partial: parts.headers.contains_key("hx-request"),
            signed_in: parts.extensions.get::<Arc<SignedIn>>().cloned(),
            rehearsal: parts.extensions.get::<Rehearsal>().is_some(),
            brand: parts.extensions.get::<Arc<Brand>>().cloned(),
            // Two strokes at the beginning would name another site in a link.
            path: format!("/{}", parts.uri.path().trim_start_matches('/')),
            query,
        })
    }
}

/// What of a text is not written as it is in an address: all but letters, digits and the four signs that RFC 3986 leaves alone.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as it stands in an address.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A field of a short form.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Its name in the form.
    pub name: &'static str,
    /// What is asked.
    pub label: String,
    /// What kind: `text`, `email`, `password`; `select` where there are options.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// What stands in it.
    pub value: String,
    /// What helps to fill it in.
    pub hint: String,
    /// The choices: value and words.
    pub options: Vec<(String, String)>,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Field {
    /// Whether something helps to fill it in, or is wrong with it.
    pub fn is_described(&self) -> bool {
        !self.hint.is_empty() || self.error.is_some()
    }
}

/// What is wrong with a field of a form, or with the form as a whole.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The field's id in the page; empty where it is the form as a whole.
    pub at: String,
    /// What the field is called.
    pub label: String,
    /// What is wrong.
    pub message: String,
}

#[derive(Debug, Template)]
#[template(path = "faults.html")]
struct Summary<'a> {
    words: &'a Words,
    all: &'a [Fault],
}

#[derive(Debug, Template)]
#[template(path = "versions.html")]
struct Versions<'a> {
    words: &'a Words,
    all: &'a [(String, String, String)],
}

/// The faults of a form as they stand above it: all of them, each with the way to its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(String);

impl Faults {
    /// These faults.
    pub fn new(words: &Words, all: &[Fault]) -> Self {
        Self(Summary { words, all }.render().unwrap_or_default())
    }

    /// What somebody typed beside what stands there by now: the part, what was typed, what is kept.
    pub fn versions(words: &Words, all: &[(String, String, String)]) -> Self {
        Self(Versions { words, all }.render().unwrap_or_default())
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// It was escaped when it was made.
impl askama::filters::HtmlSafe for Faults {}

/// A short form on a page of its own: sign-in, a new password, an invitation.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub struct Form<'a> {
    /// The title.
    pub title: &'a str,
    /// The way on which it is a step: each step with `done`, `now` or `next`; none where it stands alone.
    pub steps: &'a [(String, &'static str)],
    /// What the way is called.
    pub steps_label: &'a str,
    /// What it is about.
    pub lead: &'a str,
    /// Where it goes.
    pub action: &'a str,
    /// Its fields.
    pub fields: &'a [Field],
    /// What travels along unseen: name and value.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The button.
    pub button: &'a str,
    /// What is wrong with it.
    pub faults: Option<Faults>,
    /// Where else to go: address and words.
    pub links: &'a [(String, String)],
    /// What stands below the form, as it is.
    pub below: &'a str,
}

#[derive(RustEmbed)]
#[folder = "assets/"]
struct OwnAssets;

#[derive(RustEmbed)]
#[folder = "vendor/"]
#[allow_missing = true]
struct VendorAssets;

/// The files that browsers fetch and that did not come into this binary.
pub fn missing_assets() -> Vec<String> {
    let css = fetched::FETCHED.iter().filter(|name| name.ends_with("00.css")).filter_map(|name| VendorAssets::get(name));
    let pieces = css.flat_map(|css| {
        let css = String::from_utf8_lossy(&css.data).into_owned();
        fetched::named(&css).map(|name| format!("fonts/{name}")).collect::<Vec<_>>()
    });
    let all = fetched::FETCHED.iter().map(|name| (*name).to_owned()).chain(pieces);
    all.filter(|name| VendorAssets::get(name).is_none()).collect()
}

/// A file by its name.
fn file(name: &str) -> Option<EmbeddedFile> {
    OwnAssets::get(name).or_else(|| VendorAssets::get(name))
}

/// What tells a file from every other content under its name.
fn mark(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The addresses of files, worked out once each.
static ADDRESSES: LazyLock<RwLock<BTreeMap<&'static str, String>>> = LazyLock::new(RwLock::default);

/// The address of a file that browsers fetch: it holds a mark of the content, so that the file is kept for good and another one is asked
/// for by another name.
pub fn asset(name: &'static str) -> String {
    if let Some(known) = ADDRESSES.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return known.clone();
    }
    let address = match (file(name), name.rsplit_once('.')) {
        (Some(file), Some((start, ending))) => format!("/assets/{start}.{}.{ending}", mark(&file)),
        _ => format!("/assets/{name}"),
    };
    ADDRESSES.write().unwrap_or_else(PoisonError::into_inner).insert(name, address.clone());
    address
}

/// The name of a file without the mark in it, and whether the mark is that of its content.
fn unmarked(name: &str) -> Option<(String, EmbeddedFile)> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (start, marked) = rest.rsplit_once('.')?;
    let name = format!("{start}.{ending}");
    let found = file(&name).filter(|found| mark(found) == marked)?;
    Some((name, found))
}

/// Serves a file that browsers fetch: under its marked name for good, under its plain one for a while.
#[allow(clippy::unused_async, reason = "axum's handlers are asynchronous")]
pub async fn serve_asset(Path(name): Path<String>) -> Response {
    let marked = unmarked(&name);
    let for_good = marked.is_some() || name.starts_with("fonts/");
    let Some((name, file)) = marked.or_else(|| file(&name).map(|found| (name, found))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let age = if for_good { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let mut response = Response::new(Body::from(file.data));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(age));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_under_the_mark_of_its_content_and_under_no_other() {
        let address = asset("shien.css");
        let name = address.strip_prefix("/assets/").unwrap_or_default();
        assert!(name.starts_with("shien.") && name.len() == "shien..css".len() + 16, "{name}");
        assert_eq!(unmarked(name).map(|(name, _)| name).as_deref(), Some("shien.css"));
        assert!(unmarked("shien.0000000000000000.css").is_none() && unmarked("shien.css").is_none() && unmarked("").is_none());
        assert_eq!(asset("nowhere.js"), "/assets/nowhere.js");
    }
}
