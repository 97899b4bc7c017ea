//! Every measure of the catalogue in one list, with what belongs to what.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use kernel::{FiscalYear, Yen};
use rules::{
    language::{Map, Source, Text},
    measure::{Calculation, Finder, Imported, Measure, MeasureFile, Openness},
};

use super::search::SearchIndex;

/// A measure with where it stands.
#[derive(Debug)]
pub struct Entry {
    /// Its identifier.
    pub id: String,
    /// The measure; what belongs to it stands in `children`.
    pub measure: Measure,
    /// What it comes to for somebody.
    pub calculation: Calculation,
    /// What it belongs to, by its place.
    pub parent: Option<usize>,
    /// What belongs to it, by their places.
    pub children: Vec<usize>,
    /// 実施機関.
    pub operator: Text,
    /// 年度.
    pub fiscal_year: FiscalYear,
    /// The document that it cites.
    pub source: Arc<Source>,
    /// Where it was taken from, where it is another agency's.
    pub imported: Option<Imported>,
}

impl Entry {
    /// How it stands on a day.
    pub fn openness(&self, today: Date) -> Openness {
        self.measure.openness(self.fiscal_year, today)
    }

    /// 上限額.
    pub fn most_yen(&self) -> Option<Yen> {
        self.measure.most_yen()
    }

    /// Whether somebody outside the agency can use it.
    pub fn is_for_use(&self) -> bool {
        self.measure.kind.group().is_for_use()
    }
}

/// The measures of a catalogue, ready to be sought and asked.
#[derive(Debug, Default)]
pub struct MeasureIndex {
    /// Every measure, what belongs to one behind it.
    pub entries: Vec<Entry>,
    places: HashMap<String, usize>,
    /// Which of them fit a company; none where what they ask could not be made ready.
    pub finder: Option<Finder>,
    pub(super) search: SearchIndex,
}

impl MeasureIndex {
    /// Of the files of a catalogue. Of two measures of one identifier the first counts.
    pub fn new<'f>(files: impl Iterator<Item = &'f MeasureFile>) -> Self {
        let mut index = Self::default();
        let mut parents: Vec<Option<String>> = Vec::new();
        for file in files {
            let source = Arc::new(file.source.clone());
            for placed in file.each() {
                if index.places.contains_key(placed.id) {
                    continue;
                }
                index.places.insert(placed.id.to_owned(), index.entries.len());
                parents.push(placed.parent.map(str::to_owned));
                index.entries.push(Entry {
                    id: placed.id.to_owned(),
                    calculation: Calculation::of(placed.measure).0,
                    measure: Measure { children: Map::new(), ..placed.measure.clone() },
                    parent: None,
                    children: Vec::new(),
                    operator: placed.operator.clone(),
                    fiscal_year: file.fiscal_year,
                    source: source.clone(),
                    imported: file.imported.clone(),
                });
            }
        }
        for (place, parent) in parents.iter().enumerate() {
            if let Some(above) = parent.as_ref().and_then(|id| index.places.get(id)).copied() {
                index.entries[place].parent = Some(above);
                index.entries[above].children.push(place);
            }
        }
        index.finder = Finder::new(index.entries.iter().map(|entry| &entry.measure)).ok();
        index.search = SearchIndex::new(&index.entries);
        index
    }

    /// A measure by its identifier.
    pub fn find(&self, id: &str) -> Option<(usize, &Entry)> {
        self.places.get(id).map(|place| (*place, &self.entries[*place]))
    }

    /// What a measure belongs to, the widest first.
    pub fn above(&self, place: usize) -> Vec<&Entry> {
        let mut all = Vec::new();
        let mut at = self.entries.get(place).and_then(|entry| entry.parent);
        while let Some(entry) = at.and_then(|at| self.entries.get(at)).filter(|_| all.len() < 20) {
            all.push(entry);
            at = entry.parent;
        }
        all.reverse();
        all
    }
}
