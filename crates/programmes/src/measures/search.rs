//! Search over measures: normalised bigrams, made when the catalogue is read. What is sought is a sentence as people write it.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{FiscalYear, text};
use rules::{
    measure::{Field, MeasureGroup, Openness, Purpose},
    words::Lang,
};

use super::{
    index::{Entry, MeasureIndex},
    synonyms::SYNONYMS,
};

/// By what a list of measures is narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// What is sought; everything where nothing is.
    pub text: String,
    /// 分類.
    pub group: Option<MeasureGroup>,
    /// 目的.
    pub purpose: Option<Purpose>,
    /// 分野.
    pub field: Option<Field>,
    /// 年度.
    pub year: Option<FiscalYear>,
    /// 実施機関, as it is named.
    pub operator: String,
    /// 上限額: at least so many yen.
    pub at_least_yen: Option<i64>,
    /// Only what can be applied for today.
    pub open: bool,
    /// Plans, rules, receivables and bodies too.
    pub whole: bool,
}

/// A measure that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its place.
    pub place: usize,
    /// How near it is to what was sought; nothing where nothing was.
    pub score: u32,
}

/// Two signs that stand beside each other.
type Bigram = [char; 2];

/// For each bigram the measures that hold it, and how much it says of them.
#[derive(Debug, Default)]
pub(super) struct SearchIndex {
    postings: HashMap<Bigram, Vec<(u32, u32)>>,
}

/// What a bigram says of a measure, by where it stands.
const OF_NAME: u32 = 8;
const OF_KIND: u32 = 5;
const OF_SUMMARY: u32 = 3;
const OF_PARENT: u32 = 2;
const OF_FACT: u32 = 1;
/// What a purpose or a kind says that a word of the sentence means.
const OF_MEANING: u32 = 90;
/// Hits that are so many times farther than the best are none.
const FAR: u32 = 7;

/// A sentence without what joins its words (を, に, がいない, したい): two such signs say nothing of a measure. A sentence of nothing else is
/// left as it is.
fn words_of(sentence: &str) -> String {
    let joins = |c: char| ('ぁ'..='ん').contains(&c);
    let words: String = sentence.chars().map(|c| if joins(c) { ' ' } else { c }).collect();
    if words.chars().all(|c| c.is_whitespace() || c == 'ー') { sentence.to_owned() } else { words }
}

/// A text as it is compared: as it is sought, with one kana for both.
fn folded(text: &str) -> String {
    let one = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    };
    text::sought(text).chars().map(one).collect()
}

fn bigrams(text: &str) -> Vec<Bigram> {
    let mut all: Vec<Bigram> = Vec::new();
    // What stands between two words is no word.
    for run in text.split(|c: char| !c.is_alphanumeric() && c != '・') {
        let signs: Vec<char> = folded(run).chars().filter(|c| c.is_alphanumeric()).collect();
        all.extend(signs.windows(2).map(|pair| [pair[0], pair[1]]));
        if let [only] = signs.as_slice() {
            all.push([*only, ' ']);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl SearchIndex {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        for (place, entry) in entries.iter().enumerate() {
            let measure = &entry.measure;
            let mut weights: HashMap<Bigram, u32> = HashMap::new();
            let mut add = |text: &str, weight: u32| {
                for bigram in bigrams(text) {
                    let most = weights.entry(bigram).or_default();
                    *most = (*most).max(weight);
                }
            };
            for lang in [Lang::Ja, Lang::En] {
                add(lang.of(&measure.name), OF_NAME);
                add(measure.kind.label(lang), OF_KIND);
                measure.purposes.iter().for_each(|purpose| add(purpose.label(lang), OF_KIND));
                measure.fields.iter().for_each(|field| add(field.label(lang), OF_KIND));
                add(lang.of(&measure.says), OF_SUMMARY);
                add(lang.of(&entry.operator), OF_FACT);
                if let Some(condition) = &measure.eligible.condition {
                    add(lang.of(condition), OF_PARENT);
                }
                for fact in measure.facts.values() {
                    add(lang.of(&fact.says), OF_FACT);
                    add(&fact.value.text(lang), OF_FACT);
                }
                if let Some(parent) = entry.parent.and_then(|parent| entries.get(parent)) {
                    add(lang.of(&parent.measure.name), OF_PARENT);
                }
            }
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            for (bigram, weight) in weights {
                index.postings.entry(bigram).or_default().push((place, weight));
            }
        }
        index
    }
}

impl MeasureIndex {
    /// The measures that a sentence is about and the filters let through: the nearest first, what is open before what is not; without a
    /// sentence in the order of the catalogue, the newest year first.
    pub fn search(&self, filters: &Filters, today: Date) -> Vec<Hit> {
        let asked = bigrams(&words_of(&filters.text));
        let mut scores = vec![0_u32; self.entries.len()];
        for bigram in &asked {
            let Some(postings) = self.search.postings.get(bigram) else { continue };
            // What stands everywhere says little.
            let rare = (self.entries.len() / postings.len().max(1)).max(1).ilog2() + 1;
            for (place, weight) in postings {
                if let Some(score) = usize::try_from(*place).ok().and_then(|place| scores.get_mut(place)) {
                    *score = score.saturating_add(rare * weight);
                }
            }
        }
        let sentence = folded(&filters.text);
        for synonym in SYNONYMS.iter().filter(|synonym| synonym.words.iter().any(|word| sentence.contains(&folded(word)))) {
            for (score, entry) in scores.iter_mut().zip(&self.entries) {
                let purposes = synonym.purposes.iter().any(|purpose| entry.measure.purposes.contains(purpose));
                let kind = synonym.kinds.contains(&entry.measure.kind);
                *score += OF_MEANING * (u32::from(purposes) + u32::from(kind));
            }
        }
        let is_sought = !filters.text.trim().is_empty();
        let lets_through = |entry: &Entry| {
            (filters.whole || entry.is_for_use())
                && filters.group.is_none_or(|group| entry.measure.kind.group() == group)
                && filters.purpose.is_none_or(|purpose| entry.measure.purposes.contains(&purpose))
                && filters.field.is_none_or(|field| entry.measure.fields.is_empty() || entry.measure.fields.contains(&field))
                && filters.year.is_none_or(|year| entry.fiscal_year == year)
                && (filters.operator.is_empty() || entry.operator.ja == filters.operator)
                && filters.at_least_yen.is_none_or(|least| entry.most_yen().is_some_and(|yen| yen.get() >= least))
                && (!filters.open || matches!(entry.openness(today), Openness::Open | Openness::AllYear))
        };
        let hits = self.entries.iter().zip(scores).enumerate().filter(|(_, (entry, _))| lets_through(entry));
        let mut hits: Vec<Hit> = hits.map(|(place, (_, score))| Hit { place, score }).collect();
        if is_sought {
            let best = hits.iter().map(|hit| hit.score).max().unwrap_or(0);
            hits.retain(|hit| hit.score > 0 && hit.score >= best / FAR);
            // What belongs to something that is as near is found there.
            let scored: HashMap<usize, u32> = hits.iter().map(|hit| (hit.place, hit.score)).collect();
            let parent = |hit: &Hit| self.entries[hit.place].parent.and_then(|parent| scored.get(&parent));
            hits.retain(|hit| parent(hit).is_none_or(|above| *above < hit.score));
        }
        let stands = |hit: &Hit| {
            let entry = &self.entries[hit.place];
            let is_open = matches!(entry.openness(today), Openness::Open | Openness::AllYear);
            // Something that is open comes before what is as near and closed.
            (std::cmp::Reverse(hit.score * if is_open { 4 } else { 3 }), std::cmp::Reverse(entry.fiscal_year), hit.place)
        };
        hits.sort_by_key(stands);
        hits
    }

    /// Every operator and every year of the catalogue, for filters.
    pub fn operators_and_years(&self) -> (Vec<&rules::language::Text>, Vec<FiscalYear>) {
        let mut operators: Vec<_> = self.entries.iter().map(|entry| &entry.operator).collect();
        operators.sort_by(|a, b| a.ja.cmp(&b.ja));
        operators.dedup();
        let mut years: Vec<FiscalYear> = self.entries.iter().map(|entry| entry.fiscal_year).collect();
        years.sort_unstable();
        years.dedup();
        years.reverse();
        (operators, years)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::date;
    use rules::measure::{MeasureGroup, Openness};

    use super::{Filters, Hit};
    use crate::{
        measures::MeasureIndex,
        model::{Catalogue, shipped},
    };

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(&shipped()));

    fn index() -> &'static MeasureIndex {
        CATALOGUE.measure_index()
    }

    fn found(text: &str) -> Vec<Hit> {
        index().search(&Filters { text: text.to_owned(), ..Filters::default() }, date(2022, 6, 1))
    }

    fn first_five(text: &str) -> Vec<&'static str> {
        found(text).iter().take(5).map(|hit| index().entries[hit.place].id.as_str()).collect()
    }

    #[test]
    fn what_a_shop_owner_asks_is_answered_in_the_first_five() {
        for (text, right) in [
            ("機械を入れたい", &["ibaraki-guarantee-fee-capex", "ibaraki-itic-equipment-use"][..]),
            ("海外に特許を出したい", &["tochigi-center-ip-foreign-filing", "tochigi-center-ip-foreign-patent"]),
            ("後継者がいない", &["ibaraki-ma-matching", "ibaraki-loan-succession"]),
            ("展示会に出たい", &["tochigi-center-agri-support-body-exhibitions", "tochigi-center-skill-auto-fair"]),
            ("お金を借りたい", &["ibaraki-loans"]),
            ("起業したい", &["tochigi-center-startup-academy-basic", "tochigi-center-startup-adviser"]),
            ("ＡＩを使ってみたい", &["tochigi-center-ai-case-seminar"]),
            ("製品の試験をしてほしい", &["ibaraki-testing-itic"]),
            ("下請の仕事がほしい", &["tochigi-center-order-mediation"]),
            ("専門家に来てほしい", &["tochigi-center-ip-expert-dispatch", "tochigi-center-genba-kaizen-dispatch"]),
            ("社員に研修を受けさせたい", &["tochigi-center-training-mid-staff"]),
            ("家賃の補助", &["ibaraki-venture-rent", "tochigi-center-incubate-rooms"]),
        ] {
            let five = first_five(text);
            assert!(right.iter().all(|id| five.contains(id)), "{text}: {five:?}");
        }
    }

    #[test]
    fn filters_narrow_and_order_says_what_is_open_first() {
        let all = |filters: Filters| index().search(&filters, date(2022, 6, 1));
        let desks = all(Filters { group: Some(MeasureGroup::Desk), ..Filters::default() });
        assert!(desks.len() > 30 && desks.iter().all(|hit| index().entries[hit.place].measure.kind.group() == MeasureGroup::Desk));
        let open = all(Filters { open: true, ..Filters::default() });
        assert!(open.iter().all(|hit| index().entries[hit.place].openness(date(2022, 6, 1)) != Openness::Closed));
        assert!(open.len() < all(Filters::default()).len());
        let large = all(Filters { at_least_yen: Some(5_000_000), ..Filters::default() });
        assert!(!large.is_empty() && large.iter().all(|hit| index().entries[hit.place].most_yen().unwrap().get() >= 5_000_000));
        let plans = all(Filters { whole: true, ..Filters::default() });
        assert_eq!(plans.len(), 437);
        // The same in other widths, kana and languages; nothing for what is nowhere.
        assert_eq!(found("フードバレー").first(), found("ﾌｰﾄﾞﾊﾞﾚｰ").first());
        assert_eq!(found("ふーどばれー").first().map(|h| h.place), found("フードバレー").first().map(|h| h.place));
        assert!(first_five("expert dispatch").contains(&"tochigi-center-ip-expert-dispatch"));
        assert_eq!(found("ξψ"), Vec::new());
        assert_eq!(found("   ").len(), all(Filters::default()).len());
    }
}
