//! A response: what somebody answered to a form, field by field, each with a version. Who types over a version that they have not seen
//! is asked; what others typed over is kept; and a response does not grow without end.

mod extent;
mod store;

use std::collections::BTreeMap;

use platform::{Authorized, Error, Instant, Subject, UnitOfWork};
use sea_orm::ConnectionTrait;

use crate::limits;

/// What stands in a field, and who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldValue {
    /// What stands there.
    pub value: String,
    /// Counts the changes, from 1.
    pub version: i32,
    /// The instant at which it was typed, by the server's clock.
    pub at: Instant,
    /// Who, as the journal names them.
    pub by: String,
}

/// Everything that stands in a response, by field.
pub type FieldValues = BTreeMap<String, FieldValue>;

/// A field as somebody typed it, and which version of it was seen then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEdit {
    /// The field.
    pub name: String,
    /// What was typed.
    pub value: String,
    /// The version that was seen: 0 where nothing stood there.
    pub seen: i32,
}

/// A field that somebody else changed at the same time: both are shown, and whoever typed last chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field.
    pub name: String,
    /// What stands there now.
    pub theirs: FieldValue,
    /// What the other is called.
    pub who: String,
    /// What was typed here.
    pub mine: String,
}

/// A field that is written: its name, what is to stand there, and what stood there before.
pub type Change<'c> = (&'c str, &'c str, Option<&'c FieldValue>);

/// What becomes of edits when they meet what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The fields that say then what was typed, with their versions.
    pub kept: Vec<(String, i32)>,
    /// The fields that wait for a choice.
    pub conflicts: Vec<Conflict>,
    /// The fields that are written, and what.
    pub changed: Vec<(String, String)>,
}

/// What became of what was typed.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The instant at which it was saved, by the server's clock.
    pub at: Instant,
    /// The fields that say now what was typed, with their versions.
    pub kept: Vec<(String, i32)>,
    /// The fields that wait for a choice.
    pub conflicts: Vec<Conflict>,
}

/// Merges edits with what stands there: fields that others changed meanwhile are taken where they are others, and told where they are the
/// same. What says already what was typed is kept as it is. A field that the form does not know is left out, unless something stands
/// there from before.
pub fn merge(values: &FieldValues, edits: &[FieldEdit], knows: impl Fn(&str) -> bool) -> Merged {
    let mut merged = Merged::default();
    // Of a field that was typed twice the last one counts.
    let last: BTreeMap<&str, &FieldEdit> = edits.iter().map(|edit| (edit.name.as_str(), edit)).collect();
    for edit in last.into_values() {
        let value = kernel::text::typed(&edit.value);
        match values.get(&edit.name) {
            None if !knows(&edit.name) => {}
            None if value.is_empty() => merged.kept.push((edit.name.clone(), 0)),
            Some(before) if before.value == value => merged.kept.push((edit.name.clone(), before.version)),
            Some(before) if before.version != edit.seen => {
                merged.conflicts.push(Conflict { name: edit.name.clone(), theirs: before.clone(), who: String::new(), mine: value });
            }
            before => {
                merged.kept.push((edit.name.clone(), before.map_or(1, |b| b.version + 1)));
                merged.changed.push((edit.name.clone(), value));
            }
        }
    }
    merged
}

/// That edits are no more, and no longer, than a form takes in at once.
pub fn require_sound(edits: &[FieldEdit]) -> Result<(), Error> {
    let wrong = |message| Err(Error::Wrong { field: "form", message });
    if edits.len() > limits::FIELDS {
        return wrong("wrong-value");
    }
    if edits.iter().any(|edit| edit.value.chars().count() > limits::FIELD) {
        return wrong("wrong-long");
    }
    Ok(())
}

/// Types into a response, in a verb that is under way: what of it was kept, written or waits for a choice. Safe to repeat.
pub async fn save<T: Subject>(
    unit: &UnitOfWork,
    about: &Authorized<T>,
    edits: &[FieldEdit],
    knows: impl Fn(&str) -> bool,
) -> Result<Merged, Error> {
    let names: Vec<&str> = edits.iter().map(|edit| edit.name.as_str()).collect();
    let stands = store::values_of(unit.db(), about, &names).await?;
    let merged = merge(&stands, edits, knows);
    let changes: Vec<Change<'_>> = merged.changed.iter().map(|(name, value)| (&**name, &**value, stands.get(name))).collect();
    extent::require_room(unit, about, &changes).await?;
    store::write(unit, about, &changes).await?;
    Ok(merged)
}

/// Fills in what is known beforehand: fields in which nothing stands yet.
pub async fn fill<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, known: &[(String, String)]) -> Result<(), Error> {
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let stands = store::values_of(unit.db(), about, &names).await?;
    let blank = |name: &str| stands.get(name).is_none_or(|value| value.value.is_empty());
    let changes: Vec<Change<'_>> =
        known.iter().filter(|(name, _)| blank(name)).map(|(name, value)| (&**name, &**value, stands.get(name))).collect();
    store::write(unit, about, &changes).await
}

/// Everything that stands in a response.
pub async fn values<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<FieldValues, Error> {
    store::values(db, about).await
}

/// What stands in some fields.
pub async fn values_of<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, names: &[&str]) -> Result<FieldValues, Error> {
    store::values_of(db, about, names).await
}

/// What others had typed into a field before, the newest first.
pub async fn past<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, name: &str) -> Result<Vec<FieldValue>, Error> {
    store::past(db, about, name).await
}

/// Puts fields back to what they said at some time; those that do not count are left as they are.
pub async fn put_back<T: Subject>(
    unit: &UnitOfWork,
    about: &Authorized<T>,
    then: &BTreeMap<String, String>,
    counts: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let now = store::values(unit.db(), about).await?;
    let value_then = |name: &str| then.get(name).map_or("", String::as_str);
    let differ = now.iter().filter(|(name, value)| counts(name) && value_then(name) != value.value);
    let mut changes: Vec<Change<'_>> = differ.map(|(name, value)| (name.as_str(), value_then(name), Some(value))).collect();
    changes.extend(then.iter().filter(|(name, _)| !now.contains_key(*name)).map(|(n, s)| (n.as_str(), s.as_str(), None)));
    store::write(unit, about, &changes).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    fn value(text: &str, version: i32) -> FieldValue {
        FieldValue { value: text.to_owned(), version, at: Instant::parse("2026-04-01T00:00:00Z").unwrap(), by: "person:a".to_owned() }
    }

    fn edit(name: &str, text: &str, seen: i32) -> FieldEdit {
        FieldEdit { name: name.to_owned(), value: text.to_owned(), seen }
    }

    #[test]
    fn what_was_typed_over_unseen_waits_and_everything_else_is_taken() {
        let stands = FieldValues::from([("a".to_owned(), value("old", 3)), ("b".to_owned(), value("same", 5))]);
        let edits = [edit("a", "mine", 2), edit("b", "same", 1), edit("c", "new", 0), edit("d", "", 0), edit("x", "?", 0)];
        let merged = merge(&stands, &edits, |name| name != "x");
        assert_eq!(merged.conflicts.iter().map(|c| (&*c.name, &*c.theirs.value, &*c.mine)).collect::<Vec<_>>(), [("a", "old", "mine")]);
        assert_eq!(merged.kept, [("b".to_owned(), 5), ("c".to_owned(), 1), ("d".to_owned(), 0)]);
        assert_eq!(merged.changed, [("c".to_owned(), "new".to_owned())]);
    }

    /// What stands after edits were merged and written.
    fn written(stands: &FieldValues, merged: &Merged) -> FieldValues {
        let mut next = stands.clone();
        for (name, text) in &merged.changed {
            let version = next.get(name).map_or(0, |v| v.version) + 1;
            next.insert(name.clone(), value(text, version));
        }
        next
    }

    proptest! {
        /// Whoever sends the same once more changes nothing, and no field that somebody else changed unseen is typed over.
        #[test]
        fn saving_again_changes_nothing_and_nobody_is_typed_over(
            before in vec((select(vec!["a", "b", "c"]), "[xy]{0,2}", 1..4_i32), 0..4),
            typed in vec((select(vec!["a", "b", "c", "z"]), "[xy]{0,2}", 0..4_i32), 0..6),
        ) {
            let stands: FieldValues = before.iter().map(|(name, text, version)| ((*name).to_owned(), value(text, *version))).collect();
            let edits: Vec<FieldEdit> = typed.iter().map(|(name, text, seen)| edit(name, text, *seen)).collect();
            let merged = merge(&stands, &edits, |_| true);
            for conflict in &merged.conflicts {
                prop_assert!(!merged.changed.iter().any(|(name, _)| *name == conflict.name));
            }
            let after = written(&stands, &merged);
            let again = merge(&after, &edits, |_| true);
            prop_assert!(again.changed.is_empty());
            prop_assert_eq!(again.conflicts.len(), merged.conflicts.len());
            for (name, version) in &merged.kept {
                prop_assert_eq!(after.get(name).map_or(0, |v| v.version), *version);
            }
        }
    }
}
