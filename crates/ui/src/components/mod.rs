//! Components that need more than a macro: a file of a list, and charts. The macros stand in `templates/components.html`.

mod chart;

pub use chart::{Bar, Chart, Point, bar_chart, line_chart};

/// The steps of a process by their words, and whether each is done, at hand or still to come: `now` is the place of the one at hand.
pub fn stages(words: impl IntoIterator<Item = String>, now: usize) -> Vec<(String, &'static str)> {
    let how = |place: usize| match place.cmp(&now) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "next",
    };
    words.into_iter().enumerate().map(|(place, word)| (word, how(place))).collect()
}

/// A file of a list (添付ファイル): what it is called, and what whoever opens it is to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFile {
    /// Where it is fetched.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Its length, as people read it.
    pub size: String,
    /// Whose it is, where several have a part; empty otherwise.
    pub whose: String,
    /// What a scanner says of it: the message.
    pub scan: Option<&'static str>,
    /// What is noticed about it: the messages.
    pub marks: Vec<&'static str>,
    /// Its SHA-256, where it is shown.
    pub hash: String,
}
