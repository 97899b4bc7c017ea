//! From text to measures, with every fault at its place.

use super::{MeasureFile, check};
use crate::{
    diagnostic::{Diagnostic, Severity},
    node::{self, Node},
    plan::Fault,
    read, schema,
};

/// What a file of measures held, and what is wrong with it.
#[derive(Debug, Default)]
pub struct MeasuresRead {
    /// The file, where its shape is right.
    pub file: Option<MeasureFile>,
    /// Every fault.
    pub diagnostics: Vec<Diagnostic>,
    tree: Option<Node>,
}

impl MeasuresRead {
    /// Whether nothing stands in the way of using the file.
    pub fn sound(&self) -> bool {
        self.file.is_some() && self.diagnostics.iter().all(|d| d.severity != Severity::Error)
    }

    /// Further faults of the file, at their places in its text.
    pub fn locate(&self, faults: Vec<Fault>) -> Vec<Diagnostic> {
        self.tree.as_ref().map(|tree| read::locate(tree, faults)).unwrap_or_default()
    }
}

/// Reads a file of measures.
pub fn measures(bytes: &[u8]) -> MeasuresRead {
    let wrong = |diagnostics| MeasuresRead { diagnostics, ..MeasuresRead::default() };
    let tree = match node::read(bytes) {
        Ok(tree) => tree,
        Err(fault) => return wrong(vec![*fault]),
    };
    let file: MeasureFile = match read::typed(&tree, schema::measures()) {
        Ok(file) => file,
        Err(faults) => return wrong(faults),
    };
    let diagnostics = read::locate(&tree, check::file(&file));
    MeasuresRead { file: Some(file), diagnostics, tree: Some(tree) }
}
