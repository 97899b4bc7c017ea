//! What an application holds at the most: rows of its tables, fields, and characters in all. What stands there already stays.

use std::collections::{BTreeMap, BTreeSet};

use platform::{Authorized, Error, UnitOfWork};

use super::{
    form::row_of,
    model::{Application, FieldValue},
    store,
};

/// Refuses what would make an application longer than it may be.
pub(super) async fn within(
    unit: &UnitOfWork,
    found: &Authorized<Application>,
    changed: &[(&str, &str, Option<&FieldValue>)],
) -> Result<(), Error> {
    let wrong = |message| Err(Error::Wrong { field: "application", message });
    let mut begun: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, said, before) in changed {
        if let Some((table, row)) = row_of(name).filter(|_| !said.is_empty() && before.is_none_or(|b| b.value.is_empty())) {
            begun.entry(table).or_default().insert(row);
        }
    }
    for (table, begun) in &begun {
        let filled = store::filled(unit.db(), found, table).await?;
        let there: BTreeSet<&str> = filled.iter().filter_map(|name| Some(row_of(name)?.1)).collect();
        let new = begun.difference(&there).count();
        if new > 0 && there.len() + new > crate::limits::ROWS {
            return wrong("wrong-rows-many");
        }
    }
    let length = |text: &str| text.chars().count();
    let new = changed.iter().filter(|c| c.2.is_none()).count();
    let typed: usize = changed.iter().map(|c| length(c.1)).sum();
    let before: usize = changed.iter().filter_map(|c| c.2).map(|b| length(&b.value)).sum();
    let (fields, characters) = store::extent(unit.db(), found).await?;
    if new > 0 && fields + new > crate::limits::FIELDS_IN_ALL {
        return wrong("wrong-fields-many");
    }
    if typed > before && characters + typed - before > crate::limits::CHARACTERS {
        return wrong("wrong-long-whole");
    }
    Ok(())
}
