//! Texts that people see, from message files: Japanese first, English second.

use std::{fmt, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::langid;

use crate::language::Text;

/// A language of the system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// A day as readers of the language write it: 令和4年10月21日(金), 21 October 2022 (Fri).
    pub fn day(self, date: jiff::civil::Date) -> String {
        match self {
            Self::Ja => kernel::date::format_ja(date),
            Self::En => kernel::date::format_en(date),
        }
    }

    /// The side of a text in this language; the Japanese one where there is no other.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::En if !text.en.is_empty() => &text.en,
            Self::Ja | Self::En => &text.ja,
        }
    }
}

impl std::str::FromStr for Lang {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "ja" => Ok(Self::Ja),
            "en" => Ok(Self::En),
            other => Err(format!("`{other}` is not a language here; write ja or en")),
        }
    }
}

/// What most calls name their money by.
const SUBSIDY: &str = "補助";

/// The messages of one language.
#[derive(Clone)]
pub struct Words {
    /// The language.
    pub lang: Lang,
    /// What the money is called: 補助 or 助成.
    aid: &'static str,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads message files. A message that can't be read is left out; a test reads every file.
    pub fn new(lang: Lang, files: &[&str]) -> Self {
        let id = match lang {
            Lang::Ja => langid!("ja"),
            Lang::En => langid!("en"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(good, _)| good);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, aid: SUBSIDY, bundle: Arc::new(bundle) }
    }

    /// The same of a programme: a call for 助成金 speaks of 助成率 and 助成対象経費 throughout.
    #[must_use]
    pub fn of_programme(&self, name: &Text) -> Self {
        Self { aid: if Self::says_josei(name) { "助成" } else { SUBSIDY }, ..self.clone() }
    }

    /// Whether a call of this name speaks of 助成.
    pub fn says_josei(name: &Text) -> bool {
        name.ja.contains("助成") && !name.ja.contains(SUBSIDY)
    }

    /// A message; its name where there is none.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with its parts filled in.
    pub fn with(&self, key: &str, parts: &[(&str, String)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        args.set("aid", self.aid);
        for (name, value) in parts {
            args.set(*name, FluentValue::from(value.as_str()));
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Whether there is such a message.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

/// The messages of every language.
#[derive(Debug, Clone)]
pub struct Messages {
    ja: Words,
    en: Words,
}

impl Messages {
    /// Reads message files: each with its Japanese and its English side.
    pub fn new(files: &[[&str; 2]]) -> Self {
        let side = |lang, n: usize| Words::new(lang, &files.iter().map(|file| file[n]).collect::<Vec<_>>());
        Self { ja: side(Lang::Ja, 0), en: side(Lang::En, 1) }
    }

    /// The messages of one language.
    pub const fn of(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}
