//! Taking over measures of other agencies.

use std::{fs, path::Path};

use jiff::civil::Date;
use programmes::interfaces::import::{ImportFormat, import};

use super::files;
use crate::{
    cli::MeasuresFrom,
    output::{self, Failure},
};

/// Reads what another system tells, and puts the file with the text that it cites into a folder.
pub fn run(format: MeasuresFrom, file: &Path, to: &Path, on: Option<Date>) -> Result<(), Failure> {
    let format = match format {
        MeasuresFrom::Jgrants => ImportFormat::Jgrants,
        MeasuresFrom::Ds4514 => ImportFormat::Ds4514,
    };
    let on = on.unwrap_or_else(|| kernel::in_japan(jiff::Timestamp::now()).date());
    let came = import(format, &files::bytes(file)?, on).map_err(|error| Failure::Unusable(format!("{}: {error}", file.display())))?;
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {error}", to.display()));
    fs::create_dir_all(to).map_err(unusable)?;
    let named = |ending: &str| to.join(format!("{}.{ending}", came.document));
    fs::write(named("measures.yaml"), &came.file).map_err(unusable)?;
    fs::write(named("txt"), &came.text).map_err(unusable)?;
    if !came.left_aside.is_empty() {
        let places: Vec<String> = came.left_aside.iter().map(ToString::to_string).collect();
        output::note(&format!("shien: left aside, without a title or told twice: records {}", places.join(", ")));
    }
    output::print(&format!("{}: {} measures\n", named("measures.yaml").display(), came.measures))
}
