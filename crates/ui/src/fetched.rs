//! What pages are shown with, fetched by `cargo xtask assets`: named once, for the build that refuses to do without and for the page.

/// The files that browsers fetch and that come from the package registry, laid into `vendor/` by `cargo xtask assets`. What the
/// stylesheets of typefaces name belongs to it.
pub const FETCHED: [&str; 4] = ["htmx.min.js", "tokens.css", "fonts/400.css", "fonts/700.css"];

/// The files that a stylesheet of a typeface names.
pub fn named(css: &str) -> impl Iterator<Item = &str> {
    css.split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|name| name.trim_matches(['"', '\'', '.', '/']))
        .filter(|n| n.ends_with(".woff2"))
}
