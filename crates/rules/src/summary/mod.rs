//! A programme told clause by clause, in one language: what the public page lists, and what two years of a call are compared by.

mod amount;
mod changes;
mod expenses;
mod life;
mod tables;

use jiff::civil::{Date, Time};
use serde::Serialize;

use crate::{
    language::{Cites, Text, Window},
    sentences::Teller,
    words::Lang,
};

pub use changes::{Change, ValueChange, changes};

/// A part of the summary, in the order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 募集期間, 応募方法.
    Window,
    /// 補助対象者.
    Conditions,
    /// 補助率・限度額.
    Rates,
    /// 経費の上限.
    Limits,
    /// 補助対象経費.
    Expenses,
    /// 対象外.
    Excluded,
    /// 提出書類.
    Documents,
    /// 事業計画の質問.
    Plan,
    /// 申請者に尋ねること.
    Facts,
    /// 日程.
    Schedule,
    /// 審査基準, 加点・減点.
    Criteria,
    /// 義務.
    Duties,
    /// そのほか.
    Notes,
    /// 解釈.
    Readings,
    /// 問い合わせ先.
    Contact,
}

impl Section {
    /// Every section, in the order of a page.
    pub const ALL: [Self; 15] = [
        Self::Window,
        Self::Conditions,
        Self::Rates,
        Self::Limits,
        Self::Expenses,
        Self::Excluded,
        Self::Documents,
        Self::Plan,
        Self::Facts,
        Self::Schedule,
        Self::Criteria,
        Self::Duties,
        Self::Notes,
        Self::Readings,
        Self::Contact,
    ];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Conditions => "conditions",
            Self::Rates => "rates",
            Self::Limits => "limits",
            Self::Expenses => "expenses",
            Self::Excluded => "excluded",
            Self::Documents => "documents",
            Self::Plan => "plan",
            Self::Facts => "facts",
            Self::Schedule => "schedule",
            Self::Criteria => "criteria",
            Self::Duties => "duties",
            Self::Notes => "notes",
            Self::Readings => "readings",
            Self::Contact => "contact",
        }
    }
}

/// A clause of the summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'p> {
    /// Where it belongs.
    pub section: Section,
    /// What it is in the file: the path of its entry. Two years of a call name the same thing by the same path.
    pub path: String,
    /// What it is about; may be empty.
    pub head: String,
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub cite: Option<&'p Cites>,
    /// What of it is computed, in the machine's form: another value with the same text is a change all the same.
    pub data: serde_json::Value,
}

/// Every clause of a programme.
pub fn lines<'p>(teller: &Teller<'p>) -> Vec<Line<'p>> {
    let mut summary = Summary { teller, lines: Vec::new() };
    summary.window();
    summary.conditions();
    summary.amount();
    summary.expenses();
    summary.rest();
    summary.lines
}

struct Summary<'t, 'p> {
    teller: &'t Teller<'p>,
    lines: Vec<Line<'p>>,
}

/// What of an entry is computed: all of it but its words and its places.
fn data(entry: &impl Serialize) -> serde_json::Value {
    fn bare(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                for told in ["says", "cite", "name", "ask", "means", "because", "question"] {
                    map.shift_remove(told);
                }
                map.values_mut().for_each(bare);
            }
            serde_json::Value::Array(list) => list.iter_mut().for_each(bare),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    bare(&mut value);
    value
}

impl<'p> Summary<'_, 'p> {
    fn text(&self, text: &Text) -> String {
        self.teller.lang().of(text).to_owned()
    }

    fn add(
        &mut self,
        section: Section,
        path: impl Into<String>,
        head: String,
        text: String,
        cite: Option<&'p Cites>,
        data: serde_json::Value,
    ) {
        self.lines.push(Line { section, path: path.into(), head, text, cite, data });
    }

    fn clause(&mut self, section: Section, path: String, says: &Text, cite: &'p Cites, entry: &impl Serialize) {
        let text = self.text(says);
        self.add(section, path, String::new(), text, Some(cite), data(entry));
    }

    fn word(&self, key: &str) -> String {
        self.teller.word(key)
    }

    fn window(&mut self) {
        let p = self.teller.programme();
        let window = &p.window;
        let text = self::window(window, self.teller.lang());
        let head = self.word("summary-window");
        self.add(Section::Window, "window", head, text, Some(&window.cite), data(window));
        let channels = p.filing.ways().iter().map(|c| self.word(&format!("channel-{}", c.word()))).collect::<Vec<_>>();
        let head = self.word("summary-channels");
        let cite = p.filing.cite.get("channels");
        self.add(Section::Window, "filing.channels", head, self.teller.listed(&channels), cite, data(&p.filing.channels));
        if p.filing.one_per_company {
            let text = self.word("condition-filing-one-per-company");
            self.add(Section::Window, "filing.one_per_company", String::new(), text, p.filing.cite.get("one_per_company"), true.into());
        }
        if let Some(budget) = &p.budget {
            self.clause(Section::Window, "budget".to_owned(), &budget.says, &budget.cite, budget);
        }
    }

    fn conditions(&mut self) {
        let p = self.teller.programme();
        for (id, c) in &p.conditions {
            self.clause(Section::Conditions, format!("conditions.{id}"), &c.says, &c.cite, c);
        }
        let consortium = &p.consortium;
        if let Some(c) = &consortium.wholly_owned {
            self.clause(Section::Conditions, "consortium.wholly_owned".to_owned(), &c.says, &c.cite, c);
        }
        if let Some(c) = &consortium.grant_share {
            self.clause(Section::Conditions, "consortium.grant_share".to_owned(), &c.says, &c.cite, c);
        }
        if let Some(c) = &consortium.parties {
            self.clause(Section::Conditions, "consortium.parties".to_owned(), &c.says, &c.cite, c);
        }
        for (id, c) in &consortium.notes {
            self.clause(Section::Conditions, format!("consortium.notes.{id}"), &c.says, &c.cite, &());
        }
        if let Some(c) = &p.parallel {
            self.clause(Section::Conditions, "parallel".to_owned(), &c.says, &c.cite, c);
            for (id, banned) in &c.banned {
                self.clause(Section::Conditions, format!("parallel.banned.{id}"), &banned.says, &banned.cite, &());
            }
        }
    }
}

fn day(day: Date, lang: Lang) -> String {
    lang.day(day)
}

/// When a call opens: its day, with the time where the call names one.
pub fn opening(window: &Window, lang: Lang) -> String {
    let time = (window.opens.time() != Time::midnight()).then(|| window.opens.strftime(" %H:%M").to_string());
    day(window.opens.date(), lang) + &time.unwrap_or_default()
}

/// The window of a call as people read it: the opening with its time where the call names one, the closing always.
pub fn window(window: &Window, lang: Lang) -> String {
    let (opens, closes) = (opening(window, lang), day(window.closes.date(), lang) + &window.closes.strftime(" %H:%M").to_string());
    if lang == Lang::Ja { format!("{opens}～{closes}") } else { format!("{opens} to {closes}") }
}
