/// The typefaces of papers, laid into `vendor/fonts/` by `cargo xtask assets`.
pub const FETCHED: [&str; 3] = ["BIZUDPGothic_400Regular.ttf", "BIZUDPGothic_700Bold.ttf", "NotoSansJP_400Regular.ttf"];
