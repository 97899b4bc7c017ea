//! What papers are set with, fetched by `cargo xtask assets`: named once, for the build that refuses to do without and for the paper.

/// The typefaces of papers, laid into `vendor/fonts/` by `cargo xtask assets`.
pub const FETCHED: [&str; 7] = [
    "BIZUDPGothic_400Regular.ttf",
    "BIZUDPGothic_700Bold.ttf",
    "NotoSansJP_400Regular.ttf",
    "NotoSans_400Regular.ttf",
    "NotoSansMath_400Regular.ttf",
    "NotoSansSymbols_400Regular.ttf",
    "NotoSansSymbols2_400Regular.ttf",
];
