//! One way to change a file: lay a tree over it.
//!
//! A scheme of a call, the alternative of a reading, and a what-if are all overlays. Mappings are
//! merged key by key; everything else is replaced.

use crate::{
    diagnostic::Span,
    node::{Kind, Node},
};

/// Lays `over` on `base`.
pub fn merge(base: &mut Node, over: &Node) {
    match (&mut base.kind, &over.kind) {
        (Kind::Map(base), Kind::Map(over)) => {
            for (key, (span, node)) in over.iter() {
                match base.get_mut(key) {
                    Some((_, under)) => merge(under, node),
                    None => {
                        base.insert(key.clone(), (*span, node.clone()));
                    }
                }
            }
        }
        _ => *base = over.clone(),
    }
}

/// Sets what stands at a path of keys; nothing takes the key away. The last key may be new, those before
/// it must exist. Says which key was not found, and what stands there instead.
pub fn set(root: &mut Node, path: &str, value: &Node) -> Result<(), SetError> {
    let parts: Vec<&str> = path.split('.').collect();
    let mut node = root;
    for (depth, part) in parts.iter().enumerate() {
        let last = depth + 1 == parts.len();
        let known = match &node.kind {
            Kind::Map(map) => map.keys().cloned().collect(),
            _ => Vec::new(),
        };
        let missing = || SetError { key: (*part).to_owned(), above: parts[..depth].join("."), known: known.clone() };
        match &mut node.kind {
            Kind::Map(map) => {
                if last && value.kind == Kind::Null {
                    map.shift_remove(*part);
                    return Ok(());
                }
                if last {
                    map.entry((*part).to_owned()).or_insert_with(|| (Span::default(), Node::bare(Kind::Null)));
                }
                node = &mut map.get_mut(*part).ok_or_else(missing)?.1;
            }
            Kind::List(list) => {
                let place: usize = part.parse().map_err(|_| missing())?;
                node = list.get_mut(place).ok_or_else(missing)?;
            }
            _ => return Err(missing()),
        }
    }
    node.kind = value.kind.clone();
    Ok(())
}

/// What stands at a path of keys.
pub fn get<'n>(root: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.').try_fold(root, |node, part| match &node.kind {
        Kind::Map(map) => map.get(part).map(|(_, n)| n),
        Kind::List(list) => list.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Whether two trees say the same, wherever they stand.
pub fn same(a: &Node, b: &Node) -> bool {
    a.to_json() == b.to_json()
}

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` is not found {}", if above.is_empty() { "at the top of the file".to_owned() } else { format!("in `{above}`") })]
pub struct SetError {
    /// The key that is not there.
    pub key: String,
    /// The path before it.
    pub above: String,
    /// The keys that are there.
    pub known: Vec<String>,
}
