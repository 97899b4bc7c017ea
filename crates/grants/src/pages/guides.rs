//! Guides with pictures, and questions that are asked often: for applicants and for officers. What they say stands in `guides.yaml`; the
//! browser tests make the pictures and find the words on the pages, so that neither grows old.

use std::sync::LazyLock;

use askama::Template;
use axum::extract::Path;
use platform::Error;
use rules::{
    language::{Map, Text},
    node::{self, Kind, Node},
    words::{Lang, Words},
};
use serde::Deserialize;

use web::{Answer, RequestContext};

/// A guide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guide {
    /// For whom it is.
    pub title: Text,
    /// What it is about.
    pub lead: Text,
    /// One after another.
    pub steps: Vec<GuideStep>,
}

/// A step of a guide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuideStep {
    /// What is done.
    pub title: Text,
    /// How.
    pub text: Text,
    /// The picture of the page, by the name of its file.
    pub picture: Option<String>,
}

/// A question that is asked often.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrequentQuestion {
    /// The question.
    pub question: Text,
    /// The answer.
    pub answer: Text,
}

/// All that helps.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Help {
    /// The guides, by their names in addresses.
    pub guides: Map<Guide>,
    /// よくある質問.
    pub faq: Vec<FrequentQuestion>,
}

static TREE: LazyLock<Node> = LazyLock::new(|| node::read(include_bytes!("guides.yaml")).unwrap_or_else(|_| Node::bare(Kind::Null)));

/// The guides and the questions.
pub(super) static HELP: LazyLock<Help> = LazyLock::new(|| Help::deserialize(&*TREE).unwrap_or_default());

#[derive(Debug, Template)]
#[template(path = "guides.html")]
struct Index<'a> {
    words: &'a Words,
    lang: Lang,
    lang_query: &'a str,
    help: &'a Help,
}

#[derive(Debug, Template)]
#[template(path = "guide.html")]
struct Page<'a> {
    words: &'a Words,
    lang: Lang,
    lang_query: &'a str,
    guide: &'static Guide,
}

pub(super) async fn index(context: RequestContext) -> Answer {
    let page = Index { words: &context.words, lang: context.viewer.lang, lang_query: context.viewer.lang_query(), help: &HELP };
    Ok(context.page(&context.word("guide"), &page))
}

pub(super) async fn guide(Path(name): Path<String>, context: RequestContext) -> Answer {
    let help: &'static Help = &HELP;
    let guide = help.guides.get(&name).ok_or(Error::NotFound)?;
    let page = Page { words: &context.words, lang: context.viewer.lang, lang_query: context.viewer.lang_query(), guide };
    Ok(context.page(context.viewer.lang.of(&guide.title), &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_can_be_read_in_both_languages() {
        assert_eq!(HELP.guides.keys().collect::<Vec<_>>(), ["applicants", "officers"]);
        assert!(HELP.faq.len() >= 6);
        for lang in Lang::ALL {
            assert!(HELP.guides.values().flat_map(|g| &g.steps).all(|s| !lang.of(&s.title).is_empty() && !lang.of(&s.text).is_empty()));
        }
    }
}
