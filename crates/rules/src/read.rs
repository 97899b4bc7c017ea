//! From text to programmes and applications, with every fault at its place.

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock, OnceLock},
};

use indexmap::IndexMap;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    application::Application,
    assess::MOST,
    check,
    diagnostic::{Diagnostic, Severity, Span},
    language::{Programme, Scalar},
    measure::MeasureFile,
    node::{self, Kind, Node},
    overlay,
    plan::{Fault, Plan},
    schema,
    strict::Strict,
};

/// A programme as it was read: what was made of it, and its tree.
#[derive(Debug, Clone)]
pub struct Read {
    /// The programme, ready.
    pub plan: Arc<Plan>,
    tree: OnceLock<Node>,
    /// The text of its file, where the tree was not made yet.
    text: Arc<[u8]>,
}

impl Read {
    fn new(tree: Node, plan: Arc<Plan>) -> Self {
        Self { plan, tree: OnceLock::from(tree), text: Arc::default() }
    }

    /// The tree, with the scheme laid over what schemes share. Of what was [`prepared`] it is made when it is asked for.
    pub fn tree(&self) -> &Node {
        let made = || {
            let root = node::read(&self.text).unwrap_or_else(|_| Node::bare(Kind::Null));
            let id = Kind::Text(self.plan.programme.id.clone());
            let trees = schemes(&root, &mut Vec::new());
            trees.into_iter().find(|tree| tree.get("id").is_some_and(|node| node.kind == id)).unwrap_or(root)
        };
        self.tree.get_or_init(made)
    }
}

/// The version of the language by a hash of its schema: what was [`prepared`] under another one is read anew.
fn language() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| {
        let text = format!("{} {} {}", env!("CARGO_PKG_VERSION"), schema::programme(), schema::measures());
        Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect()
    });
    &HASH
}

/// Programmes in a form that is read fast, for whoever keeps files that were found sound. It is not checked when it is read: whoever keeps
/// it sees to it that nobody changes it.
pub fn prepared(programmes: &[Read]) -> String {
    let all: Vec<&Programme> = programmes.iter().map(|read| &*read.plan.programme).collect();
    format!("{}\n{}", language(), serde_json::to_string(&all).unwrap_or_default())
}

/// A file of measures in the same form.
pub fn prepared_measures(file: &MeasureFile) -> String {
    format!("{}\n{}", language(), serde_json::to_string(file).unwrap_or_default())
}

/// The measures of a file that were [`prepared_measures`] under this version of the language; none where they were not.
pub fn from_prepared_measures(prepared: &str) -> Option<MeasureFile> {
    let (_, file) = prepared.split_once('\n').filter(|(version, _)| *version == language())?;
    serde_json::from_str(file).ok()
}

/// The programmes of a file that were [`prepared`] from its text under this version of the language; none where they were not.
pub fn from_prepared(prepared: &str, text: &Arc<[u8]>) -> Option<Vec<Read>> {
    let (_, programmes) = prepared.split_once('\n').filter(|(version, _)| *version == language())?;
    let programmes: Vec<Programme> = serde_json::from_str(programmes).ok()?;
    let read = |programme| {
        let plan = Plan::new(&Arc::new(programme)).ok()?;
        Some(Read { plan: Arc::new(plan), tree: OnceLock::new(), text: text.clone() })
    };
    programmes.into_iter().map(read).collect()
}

/// What a file held, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The programmes that could be read.
    pub programmes: Vec<Read>,
    /// Every fault.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether nothing stands in the way of using the file.
    pub fn sound(&self) -> bool {
        self.diagnostics.iter().all(|d| d.severity != Severity::Error)
    }
}

/// Reads a programme file: one programme, or several schemes.
pub fn programmes(bytes: &[u8]) -> Outcome {
    let mut outcome = Outcome::default();
    let root = match node::read(bytes) {
        Ok(root) => root,
        Err(fault) => {
            outcome.diagnostics.push(*fault);
            return outcome;
        }
    };
    let size = root.size();
    if size > MOST_OF_PROGRAMME {
        let message = format!("the programme has {size} keys and values; at most {MOST_OF_PROGRAMME} are read");
        outcome.diagnostics.push(Diagnostic::error("too-large", start(), message));
        return outcome;
    }
    if let Some(fault) = crowded(&root) {
        outcome.diagnostics.push(fault);
        return outcome;
    }
    for tree in schemes(&root, &mut outcome.diagnostics) {
        one(tree, &mut outcome);
    }
    // A fault in what schemes share is found once for each of them.
    let mut seen = HashSet::new();
    outcome.diagnostics.retain(|d| seen.insert((d.span, d.code, d.message.clone())));
    outcome.diagnostics.sort_by_key(|d| (d.span.line, d.span.column));
    outcome
}

/// Many times what the longest call comes to: every reading of a programme is tried on the whole of it.
const MOST_OF_PROGRAMME: usize = 60_000;
/// More schemes than any call has: each stands over what all of them share.
const MOST_SCHEMES: usize = 50;
/// The most entries of one list or mapping of a programme's clauses: no call has hundreds of conditions, and each is held against others.
pub const MOST_ENTRIES: usize = 500;

/// What a file has too much of, before anything is made of it. Plain values are no clauses: a condition may name every industry.
fn crowded(root: &Node) -> Option<Diagnostic> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let within: Vec<&Node> = match &node.kind {
            Kind::Map(map) => map.values().map(|(_, n)| n).collect(),
            Kind::List(list) => list.iter().collect(),
            _ => continue,
        };
        let nested = within.iter().filter(|n| matches!(n.kind, Kind::Map(_) | Kind::List(_))).count();
        if nested > MOST_ENTRIES {
            let message = format!("there are {nested} clauses here; at most {MOST_ENTRIES} are read");
            return Some(Diagnostic::error("too-many", node.span, message));
        }
        open.extend(within);
    }
    None
}

/// The trees of a file's programmes.
fn schemes(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<Node> {
    let Some(schemes) = root.get("schemes") else {
        return vec![root.clone()];
    };
    if matches!(&schemes.kind, Kind::Map(map) if map.len() > MOST_SCHEMES) {
        let message = format!("the file has more than {MOST_SCHEMES} schemes");
        diagnostics.push(Diagnostic::error("too-large", schemes.span, message).help("divide them into several files"));
        return Vec::new();
    }
    let Kind::Map(schemes) = &schemes.kind else {
        diagnostics.push(Diagnostic::error("wrong-type", schemes.span, "`schemes` must be a mapping of schemes"));
        return Vec::new();
    };
    let mut base = root.clone();
    if let Kind::Map(map) = &mut base.kind {
        map.shift_remove("schemes");
    }
    schemes
        .values()
        .map(|(span, scheme)| {
            let mut tree = base.clone();
            overlay::merge(&mut tree, scheme);
            tree.span = *span;
            tree
        })
        .collect()
}

fn one(tree: Node, outcome: &mut Outcome) {
    let before = outcome.diagnostics.len();
    schema::validate(&tree, schema::programme(), &mut outcome.diagnostics);
    if outcome.diagnostics.len() > before {
        return;
    }
    match ready(&tree) {
        Ok(plan) => {
            let plan = Arc::new(plan);
            outcome.diagnostics.extend(check::programme(&tree, &plan).into_iter().map(|(severity, fault)| located(&tree, fault, severity)));
            outcome.programmes.push(Read::new(tree, plan));
        }
        Err(faults) => outcome.diagnostics.extend(faults.into_iter().map(|f| located(&tree, f, Severity::Error))),
    }
}

/// A tree as a programme made ready.
pub fn ready(tree: &Node) -> Result<Plan, Vec<Fault>> {
    // Where something is wrong, it is read once more to say where.
    let programme = match Programme::deserialize(tree) {
        Ok(programme) => programme,
        Err(_) => serde_path_to_error::deserialize(tree).map_err(|error| {
            let path = path_of(error.path());
            vec![plainly(path, &error.inner().to_string())]
        })?,
    };
    Plan::new(&Arc::new(programme))
}

/// What the types could not take: what is wrong, and behind a semicolon what to write.
fn plainly(path: String, message: &str) -> Fault {
    match message.split_once("; ") {
        Some((message, help)) => Fault::new("wrong-value", path, message).help(help),
        None => Fault::new("wrong-value", path, message),
    }
}

fn path_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let parts: Vec<String> = path
        .iter()
        .filter_map(|s| match s {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect();
    parts.join(".")
}

fn located(tree: &Node, fault: Fault, severity: Severity) -> Diagnostic {
    let at_key = matches!(fault.code, "missing-parameter" | "dead-condition" | "unused" | "duplicate-fact" | "bad-reading" | "no-cite");
    let span = if at_key { tree.key_span(&fault.path) } else { tree.nearest(&fault.path).span };
    let span = if span.line == 0 { tree.span } else { span };
    Diagnostic { severity, code: fault.code, message: fault.message, span, help: fault.help }
}

/// Lays changes over a programme: a path and a value each. `readings.NAME=OPTION` takes another reading.
pub fn with_changes(read: &Read, changes: &[(String, Scalar)]) -> Result<Read, Vec<Fault>> {
    let mut tree = read.tree().clone();
    for (path, value) in changes {
        if let Some(name) = path.strip_prefix("readings.")
            && !name.contains('.')
        {
            take_reading(&mut tree, &read.plan.programme, name, &value.to_string())?;
            continue;
        }
        let value = match value {
            Scalar::Bool(b) => Kind::Bool(*b),
            Scalar::Int(i) => Kind::Int(*i),
            // `null` takes away what stands there, as in a reading.
            Scalar::Text(t) if t == "null" => Kind::Null,
            // A table, brackets, an addition: any words of the language, as they stand in a file.
            Scalar::Text(t) if t.starts_with(['{', '[']) => {
                let wrong =
                    |fault: Box<Diagnostic>| vec![Fault { code: fault.code, path: path.clone(), message: fault.message, help: fault.help }];
                crate::node::read(t.as_bytes()).map_err(wrong)?.kind
            }
            Scalar::Text(t) => Kind::Text(t.clone()),
        };
        set(&mut tree, path, &Node::bare(value))?;
    }
    let mut faults = Vec::new();
    schema::validate(&tree, schema::programme(), &mut faults);
    if let Some(fault) = faults.into_iter().next() {
        let path = changes.first().map(|c| c.0.clone()).unwrap_or_default();
        return Err(vec![Fault { code: fault.code, path, message: fault.message, help: fault.help }]);
    }
    let plan = Arc::new(ready(&tree)?);
    let wrong = check::clauses(&plan).into_iter().filter(|(severity, _)| *severity == Severity::Error);
    let wrong: Vec<Fault> = wrong.map(|(_, fault)| fault).collect();
    if wrong.is_empty() { Ok(Read::new(tree, plan)) } else { Err(wrong) }
}

fn set(tree: &mut Node, path: &str, value: &Node) -> Result<(), Vec<Fault>> {
    overlay::set(tree, path, value).map_err(|error| {
        let known: Vec<&str> = error.known.iter().map(String::as_str).collect();
        let fault = Fault::new("unknown-path", path, format!("{path}: {error}"));
        vec![fault.help(crate::diagnostic::suggest(&error.key, known.iter().copied()))]
    })
}

/// Takes a reading's option: sets what it sets.
pub fn take_reading(tree: &mut Node, programme: &Programme, name: &str, option: &str) -> Result<(), Vec<Fault>> {
    let path = format!("readings.{name}");
    let Some(reading) = programme.readings.get(name) else {
        let known: Vec<&str> = programme.readings.keys().map(String::as_str).collect();
        let fault = Fault::new("unknown-reading", path, format!("`{name}` is not a reading of this programme"));
        return Err(vec![fault.help(crate::diagnostic::suggest(name, known.iter().copied()))]);
    };
    if !reading.options.contains_key(option) {
        let known: Vec<&str> = reading.options.keys().map(String::as_str).collect();
        let fault = Fault::new("unknown-reading", path, format!("`{option}` is not an option of `{name}`"));
        return Err(vec![fault.help(crate::diagnostic::suggest(option, known.iter().copied()))]);
    }
    let changes = overlay::get(tree, &format!("readings.{name}.options.{option}.set")).cloned();
    if let Some(Node { kind: Kind::Map(changes), .. }) = changes {
        for (at, (_, value)) in changes.iter() {
            set(tree, at, value)?;
        }
    }
    set(tree, &format!("readings.{name}.chosen"), &Node::bare(Kind::Text(option.to_owned())))
}

/// Reads an application from YAML or JSON, with every fault at its place.
pub fn application(bytes: &[u8]) -> Result<(Application, Node), Vec<Diagnostic>> {
    let tree = node::read(bytes).map_err(|fault| vec![*fault])?;
    let mut faults = Vec::new();
    for (name, most) in MOST {
        if let Some(Node { kind: Kind::List(list), span }) = tree.get(name)
            && list.len() > most
        {
            let message = format!("{} {name} are more than the {most} that are read", list.len());
            faults.push(Diagnostic::error("too-many", *span, message));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    typed(&tree, schema::application()).map(|application| (application, tree))
}

/// A tree as a value of a type, with every way in which it is not what the schema of the type says.
pub(crate) fn typed<T: for<'de> Deserialize<'de>>(tree: &Node, schema: &serde_json::Value) -> Result<T, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    schema::validate(tree, schema, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_path_to_error::deserialize(tree).map_err(|error| {
        let fault = plainly(path_of(error.path()), &error.inner().to_string());
        vec![located(tree, fault, Severity::Error)]
    })
}

/// Reads an application from one line of JSON. What the types do not take is read again as files are, so that both are told in
/// the same words.
pub fn application_line(line: &[u8]) -> Result<Application, Vec<Diagnostic>> {
    let mut json = serde_json::Deserializer::from_slice(line);
    match Application::deserialize(Strict(&mut json)).and_then(|application| json.end().map(|()| application)) {
        Ok(application) => Ok(application),
        Err(error) => Err(application(line).err().unwrap_or_else(|| {
            let span = Span { line: error.line(), column: error.column(), ..Span::default() };
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |m| m.0);
            vec![Diagnostic::error("not-json", span, format!("the line is not JSON: {message}"))]
        })),
    }
}

/// Faults of an application at their places in its file.
pub fn locate(tree: &Node, faults: Vec<Fault>) -> Vec<Diagnostic> {
    faults.into_iter().map(|f| located(tree, f, Severity::Error)).collect()
}

/// Ids that stand in more than one file of a catalogue.
pub fn duplicate_ids<'a>(ids: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<(String, Vec<usize>)> {
    let mut places: IndexMap<String, Vec<usize>> = IndexMap::new();
    for (id, place) in ids {
        places.entry(id.to_owned()).or_default().push(place);
    }
    places.into_iter().filter(|(_, p)| p.len() > 1).collect()
}

/// The whole file as a place.
pub const fn start() -> Span {
    Span { start: 0, end: 0, line: 1, column: 1 }
}
