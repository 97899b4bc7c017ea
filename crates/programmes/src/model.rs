//! The nouns: the catalogue and its programmes.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use platform::{App, checkpoint::Verifier};
use rules::{
    diagnostic::Diagnostic,
    measure::{self, MeasureFile},
    plan::Plan,
    read,
};
use rust_embed::RustEmbed;

use crate::{measures::MeasureIndex, store};

/// The catalogue that comes with the binary.
#[derive(RustEmbed)]
#[folder = "../../catalogue/"]
struct BuiltInCatalogue;

/// A file of the catalogue: its path, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path inside the catalogue.
    pub path: String,
    /// The text.
    pub body: Vec<u8>,
    /// Its programmes in the form that is read fast, signed by the key of the journal together with the hash of the text; empty where the
    /// file was not found sound yet.
    pub prepared: String,
}

impl File {
    /// A file as somebody hands it in.
    pub const fn new(path: String, body: Vec<u8>) -> Self {
        Self { path, body, prepared: String::new() }
    }

    /// The same to be kept: where it is sound, with what is read fast from then on.
    #[must_use]
    pub(crate) fn with_prepared(self, app: &App) -> Self {
        let prepared = platform::compute(|| match self.content(None) {
            Ok((Content::Programmes(programmes), _)) => Some(read::prepared(&programmes)),
            Ok((Content::Measures(measures), _)) => Some(read::prepared_measures(&measures)),
            Err(_) => None,
        });
        let Some(prepared) = prepared else { return self };
        let prepared = app.signer.sign(&format!("{}\n{prepared}\n", store::hash(&self.body)));
        Self { prepared, ..self }
    }

    /// What it holds, and what is to be said of it; only the faults where it can't be used. What was found sound under a key when it was
    /// taken in is not checked again.
    fn content(&self, verifier: Option<&Verifier>) -> Result<(Content, Vec<Diagnostic>), Vec<Diagnostic>> {
        if let Some(kept) = verifier.and_then(|verifier| self.kept(verifier)) {
            return Ok((kept, Vec::new()));
        }
        if FileKind::of(&self.path) == Some(FileKind::Measures) {
            let outcome = measure::measures(&self.body);
            let sound = outcome.sound();
            return match outcome.file.filter(|_| sound) {
                Some(file) => Ok((Content::Measures(Arc::new(file)), outcome.diagnostics)),
                None => Err(outcome.diagnostics),
            };
        }
        let outcome = read::programmes(&self.body);
        if outcome.sound() { Ok((Content::Programmes(outcome.programmes), outcome.diagnostics)) } else { Err(outcome.diagnostics) }
    }

    /// What it was found to hold when it was taken in; none where it was not sound, or a version of the language or a key lies between:
    /// then the text says it.
    fn kept(&self, verifier: &Verifier) -> Option<Content> {
        let text = verifier.open(&self.prepared).ok()?;
        let (hash, prepared) = text.trim_end().split_once('\n')?;
        if hash != store::hash(&self.body) {
            return None;
        }
        match FileKind::of(&self.path) {
            Some(FileKind::Measures) => read::from_prepared_measures(prepared).map(|file| Content::Measures(Arc::new(file))),
            _ => read::from_prepared(prepared, &self.body.as_slice().into()).map(Content::Programmes),
        }
    }
}

/// What a file of a catalogue holds.
enum Content {
    Programmes(Vec<read::Read>),
    Measures(Arc<MeasureFile>),
}

/// The files that come with the binary; examples are for authors, not for applicants.
pub fn shipped() -> Vec<File> {
    BuiltInCatalogue::iter()
        .filter(|path| FileKind::of(path).is_some() && !path.starts_with("examples/"))
        .filter_map(|path| Some(File::new(path.to_string(), BuiltInCatalogue::get(&path)?.data.into_owned())))
        .collect()
}

/// The examples: invented calls, for authors and for trials.
pub fn examples() -> Vec<File> {
    let paths = BuiltInCatalogue::iter().filter(|path| FileKind::of(path).is_some() && path.starts_with("examples/"));
    paths.filter_map(|path| Some(File::new(path.to_string(), BuiltInCatalogue::get(&path)?.data.into_owned()))).collect()
}

/// What stands beside a programme in the catalogue that comes with the binary: the text of its document, and its cases; empty where
/// there is none.
pub(crate) fn beside(programme: &Programme) -> (String, String) {
    let read = |path: &str| BuiltInCatalogue::get(path).and_then(|file| String::from_utf8(file.data.into_owned()).ok()).unwrap_or_default();
    let (folder, file) = programme.path.rsplit_once('/').unwrap_or(("", &programme.path));
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    let document = &programme.plan().programme.source.document;
    (read(&format!("{folder}/{document}.txt")), read(&format!("{folder}/{stem}.cases.yaml")))
}

/// What a file of a catalogue holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A programme, or the schemes of a call: `name.yaml`.
    Programmes,
    /// Measures: `name.measures.yaml`.
    Measures,
}

impl FileKind {
    /// What a path names; none where it is no file of a catalogue: the cases beside one, or anything else.
    pub fn of(path: &str) -> Option<Self> {
        let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))?;
        if stem.ends_with(".cases") {
            None
        } else if stem.ends_with(".measures") {
            Some(Self::Measures)
        } else {
            Some(Self::Programmes)
        }
    }
}

/// A programme, ready to answer.
#[derive(Debug, Clone)]
pub struct Programme {
    /// The file that it is in.
    pub path: String,
    /// As it was read. It is long, and handed on to every request.
    pub read: Arc<read::Read>,
}

impl Programme {
    /// Made ready.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.read.plan
    }

    /// Its identifier.
    pub fn id(&self) -> &str {
        &self.read.plan.programme.id
    }

    /// Whether it can be applied for at an instant.
    pub fn state(&self, now: Timestamp) -> State {
        Self::stands(self.plan(), now)
    }

    /// Whether a programme can be applied for at an instant.
    pub(crate) fn stands(plan: impl AsRef<Plan>, now: Timestamp) -> State {
        let window = &plan.as_ref().programme.window;
        let time = kernel::in_japan(now);
        if time < window.opens {
            State::Coming
        } else if window.before_close(time) {
            State::Open
        } else {
            State::Closed
        }
    }
}

/// Whether a call is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 募集中.
    Open,
    /// 募集前.
    Coming,
    /// 募集終了.
    Closed,
}

impl State {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Coming => "coming",
            Self::Closed => "closed",
        }
    }
}

/// Every programme and measure, and the faults of those that could not be read.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The programmes, by identifier.
    pub programmes: Vec<Programme>,
    /// The files of measures, by path.
    pub measures: Vec<(String, Arc<MeasureFile>)>,
    index: OnceLock<MeasureIndex>,
    imported: OnceLock<MeasureIndex>,
    /// Faults, by file.
    pub faults: Vec<(String, Vec<Diagnostic>)>,
    /// Identifiers that several programmes have, with the files that these stand in. None of them can be used: nobody could tell
    /// which is meant.
    pub twice: Vec<(String, Vec<String>)>,
}

impl Catalogue {
    /// Reads files.
    pub fn of(files: &[File]) -> Self {
        Self::read(files, None)
    }

    /// Reads files that were kept: those that were found sound under this key are not checked again.
    pub(crate) fn kept(files: &[File], verifier: &Verifier) -> Self {
        Self::read(files, Some(verifier))
    }

    fn read(files: &[File], verifier: Option<&Verifier>) -> Self {
        let mut catalogue = Self::default();
        let named = |path: &str, read| Programme { path: path.to_owned(), read: Arc::new(read) };
        for file in files {
            let faults = match platform::compute(|| file.content(verifier)) {
                Ok((content, warnings)) => {
                    match content {
                        Content::Programmes(all) => catalogue.programmes.extend(all.into_iter().map(|read| named(&file.path, read))),
                        Content::Measures(measures) => catalogue.measures.push((file.path.clone(), measures)),
                    }
                    warnings
                }
                Err(faults) => faults,
            };
            if !faults.is_empty() {
                catalogue.faults.push((file.path.clone(), faults));
            }
        }
        catalogue.measures.sort_by(|a, b| a.0.cmp(&b.0));
        catalogue.programmes.sort_by(|a, b| a.id().cmp(b.id()));
        catalogue.part_doubles();
        catalogue.hold_measures_together();
        catalogue
    }

    /// Says what files of measures get wrong of each other and of the programmes.
    fn hold_measures_together(&mut self) {
        let files: Vec<&MeasureFile> = self.measures.iter().map(|(_, file)| &**file).collect();
        let programmes: Vec<&str> = self.programmes.iter().map(Programme::id).collect();
        let found = measure::across(&files, &programmes);
        for (at, fault) in found {
            let mut told = Diagnostic::error(fault.code, read::start(), fault.message);
            told.help = fault.help;
            let path = &self.measures[at].0;
            match self.faults.iter_mut().find(|f| f.0 == *path) {
                Some((_, faults)) => faults.push(told),
                None => self.faults.push((path.clone(), vec![told])),
            }
        }
    }

    /// Takes out programmes of one identifier, and says so at each of their files.
    fn part_doubles(&mut self) {
        for same in self.programmes.chunk_by(|a, b| a.id() == b.id()).filter(|same| same.len() > 1) {
            let files: Vec<String> = same.iter().map(|p| p.path.clone()).collect();
            for programme in same {
                let message = format!("`{}` is the identifier of several programmes: {}", programme.id(), files.join(" and "));
                let fault = Diagnostic::error("duplicate-id", programme.read.tree().nearest("id").span, message);
                match self.faults.iter_mut().find(|f| f.0 == programme.path) {
                    Some((_, faults)) => faults.push(fault),
                    None => self.faults.push((programme.path.clone(), vec![fault])),
                }
            }
            self.twice.push((same[0].id().to_owned(), files));
        }
        let twice = &self.twice;
        self.programmes.retain(|p| twice.iter().all(|(id, _)| id != p.id()));
    }

    /// Its measures, ready to be sought and asked: made when they are asked for.
    pub fn measure_index(&self) -> &MeasureIndex {
        self.index.get_or_init(|| self.index_of(false))
    }

    /// The measures that were taken from other systems, ready to be sought: never among the agency's own.
    pub fn imported_index(&self) -> &MeasureIndex {
        self.imported.get_or_init(|| self.index_of(true))
    }

    /// A measure by its identifier, with the list in which it stands.
    pub fn measure(&self, id: &str) -> Option<(&MeasureIndex, usize)> {
        let own = self.measure_index();
        let found = own.find(id).map(|(place, _)| (own, place));
        found.or_else(|| self.imported_index().find(id).map(|(place, _)| (self.imported_index(), place)))
    }

    fn index_of(&self, imported: bool) -> MeasureIndex {
        let files = self.measures.iter().map(|(_, file)| &**file).filter(|file| file.imported.is_some() == imported);
        platform::compute(|| MeasureIndex::new(files))
    }

    /// A programme by its identifier.
    pub fn find(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|p| p.id() == id)
    }

    /// The identifier nearest to a mistyped one.
    pub fn suggest(&self, id: &str) -> String {
        if let Some((_, files)) = self.twice.iter().find(|(twice, _)| twice == id) {
            return format!("several have this identifier: {}; give each its own", files.join(" and "));
        }
        if self.programmes.is_empty() {
            return "no programme could be read; `shien check` tells why".to_owned();
        }
        let known: Vec<&str> = self.programmes.iter().map(Programme::id).collect();
        rules::diagnostic::suggest(id, known.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, File, FileKind, shipped};

    #[test]
    fn programmes_of_one_identifier_are_refused_with_the_names_of_their_files() {
        let mut files = shipped();
        let whole = Catalogue::of(&files);
        assert!(whole.twice.is_empty() && whole.faults.is_empty());
        let one = files.iter().find(|file| FileKind::of(&file.path) == Some(FileKind::Programmes)).unwrap();
        let (double, first) = (File::new("another/place.yaml".to_owned(), one.body.clone()), one.path.clone());
        files.push(double);
        let catalogue = Catalogue::of(&files);
        assert!(!catalogue.twice.is_empty());
        for (id, paths) in &catalogue.twice {
            assert!(catalogue.find(id).is_none() && whole.find(id).is_some());
            assert_eq!(paths, &[first.clone(), "another/place.yaml".to_owned()]);
            let message = catalogue.suggest(id);
            assert!(message.contains(&first) && message.contains("another/place.yaml"), "{message}");
        }
        for path in [first.as_str(), "another/place.yaml"] {
            assert!(catalogue.faults.iter().any(|(at, faults)| at == path && faults.iter().any(|f| f.code == "duplicate-id")));
        }
        assert!(!Catalogue::default().suggest("anything").contains("take it away"));
    }
}
