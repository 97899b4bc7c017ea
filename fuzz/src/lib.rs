//! What the fuzz targets share: the programmes of the catalogue.

use std::sync::LazyLock;

use rules::read::{self, Read};

/// The example, the richest programme there is.
pub const EXAMPLE: &str = include_str!("../../catalogue/examples/2025/small-business.yaml");
/// Its document.
pub const DOCUMENT: &str = include_str!("../../catalogue/examples/2025/EX-small-business.txt");

/// Every programme of the catalogue.
pub static CATALOGUE: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let files = [
        EXAMPLE,
        include_str!("../../catalogue/tochigi-center/2022/green-fund.yaml"),
        include_str!("../../catalogue/tochigi-pref/2021/leading-companies.yaml"),
        include_str!("../../catalogue/tochigi-pref/2025/innovation-ecosystem.yaml"),
    ];
    files.iter().flat_map(|file| read::programmes(file.as_bytes()).programmes).collect()
});
