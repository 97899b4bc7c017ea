//! What a response holds at the most: rows of its tables, fields, and characters in all. What stands there already stays.

use std::collections::{BTreeMap, BTreeSet};

use platform::{Authorized, Error, Subject, UnitOfWork};

use super::{Change, store};
use crate::{definition::row_of, limits};

/// Refuses what would make a response longer than it may be.
pub(super) async fn require_room<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, changed: &[Change<'_>]) -> Result<(), Error> {
    if changed.is_empty() {
        return Ok(());
    }
    let wrong = |message| Err(Error::Wrong { field: "form", message });
    let mut begun: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value, before) in changed {
        if let Some((table, row)) = row_of(name).filter(|_| !value.is_empty() && before.is_none_or(|b| b.value.is_empty())) {
            begun.entry(table).or_default().insert(row);
        }
    }
    for (table, begun) in &begun {
        let filled = store::filled(unit.db(), about, table).await?;
        let there: BTreeSet<&str> = filled.iter().filter_map(|name| Some(row_of(name)?.1)).collect();
        let new = begun.difference(&there).count();
        if new > 0 && there.len() + new > limits::ROWS {
            return wrong("wrong-rows-many");
        }
    }
    let length = |text: &str| text.chars().count();
    let new = changed.iter().filter(|c| c.2.is_none()).count();
    let typed: usize = changed.iter().map(|c| length(c.1)).sum();
    let before: usize = changed.iter().filter_map(|c| c.2).map(|b| length(&b.value)).sum();
    let (fields, characters) = store::extent(unit.db(), about).await?;
    if new > 0 && fields + new > limits::FIELDS_IN_ALL {
        return wrong("wrong-fields-many");
    }
    if typed > before && characters + typed - before > limits::CHARACTERS {
        return wrong("wrong-long-whole");
    }
    Ok(())
}
