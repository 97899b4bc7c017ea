//! Whom a measure is for, in words of the engine: conditions that one assessment answers for all measures at once.

use kernel::SizeClass;

use super::{Audience, Eligible};
use crate::{
    language::{Comparand, Predicate, Scalar, Text},
    vocabulary::IN_BUSINESS,
    words::Lang,
};

/// One thing that a measure asks of who uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct EligibilityCondition {
    /// What is asked.
    pub says: Text,
    /// What must hold.
    pub require: Predicate,
}

impl Audience {
    /// The kinds of applicant that it holds.
    pub const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Business => IN_BUSINESS,
            // Whoever founds is a person before, and a business for a while after.
            Self::Founder => &["person", "company", "sole_proprietor", "npo"],
            // Who works at a business is sent by it.
            Self::Employee => &["person", "company", "sole_proprietor", "cooperative", "npo", "incorporated_association", "other"],
            Self::Person | Self::Student => &["person"],
            Self::Cooperative => &["cooperative", "shopping_street"],
            Self::Municipality => &["municipality"],
            Self::University => &["university", "research_institute"],
        }
    }
}

fn of(fact: &str) -> Predicate {
    Predicate { fact: Some(fact.to_owned()), ..Predicate::default() }
}

fn text(ja: String, en: String) -> Text {
    Text { ja, en }
}

fn word(word: &str) -> Scalar {
    Scalar::Text(word.to_owned())
}

const fn size(class: SizeClass) -> (&'static str, &'static str, &'static str) {
    match class {
        SizeClass::Small => ("small", "小規模企業者", "small-scale businesses"),
        SizeClass::Sme => ("sme", "中小企業者", "small and medium-sized businesses"),
        SizeClass::Mid => ("mid", "中堅企業者", "mid-sized businesses"),
        SizeClass::Large => ("large", "大企業", "large businesses"),
    }
}

impl Eligible {
    /// What is asked, each thing by itself, in the order in which one asks it.
    pub fn conditions(&self) -> Vec<EligibilityCondition> {
        let mut all = Vec::new();
        let joined = |words: Vec<&str>, lang: Lang| words.join(if lang == Lang::Ja { "、" } else { ", " });
        if !self.who.is_empty() {
            let mut kinds: Vec<Scalar> = Vec::new();
            for kind in self.who.iter().flat_map(|who| who.kinds()) {
                if !kinds.contains(&word(kind)) {
                    kinds.push(word(kind));
                }
            }
            let names = |lang| joined(self.who.iter().map(|who| who.label(lang)).collect(), lang);
            all.push(EligibilityCondition {
                says: text(names(Lang::Ja), names(Lang::En)),
                require: Predicate { one_of: Some(kinds), ..of("kind") },
            });
        }
        if !self.prefectures.is_empty() {
            let one = |prefecture: &kernel::Prefecture| Predicate {
                includes: Some(Comparand::Plain(word(&prefecture.to_string()))),
                ..of("establishment_prefectures")
            };
            let require = match self.prefectures.as_slice() {
                [only] => one(only),
                several => Predicate { any_of: Some(several.iter().map(one).collect()), ..Predicate::default() },
            };
            let ja = self.prefectures.iter().map(|p| p.name_ja()).collect::<Vec<_>>().join("、");
            let en = self.prefectures.iter().map(|p| p.name_en()).collect::<Vec<_>>().join(", ");
            all.push(EligibilityCondition { says: text(format!("{ja}に事業所や住所がある"), format!("In {en}")), require });
        }
        if !self.sizes.is_empty() {
            // A size is asked of businesses; a person, a town or a university has none.
            let mut classes: Vec<SizeClass> = self.sizes.clone();
            if classes.contains(&SizeClass::Sme) && !classes.contains(&SizeClass::Small) {
                // 小規模企業者は中小企業者に含まれる.
                classes.push(SizeClass::Small);
            }
            let sizes = Predicate { one_of: Some(classes.iter().map(|class| word(size(*class).0)).collect()), ..of("size_class") };
            let business: Vec<Scalar> = Audience::Business.kinds().iter().map(|kind| word(kind)).collect();
            let others = Predicate { none_of: Some(vec![Predicate { one_of: Some(business), ..of("kind") }]), ..Predicate::default() };
            let ja = joined(self.sizes.iter().map(|class| size(*class).1).collect(), Lang::Ja);
            let en = joined(self.sizes.iter().map(|class| size(*class).2).collect(), Lang::En);
            all.push(EligibilityCondition {
                says: text(ja, en),
                require: Predicate { any_of: Some(vec![sizes, others]), ..Predicate::default() },
            });
        }
        if !self.industries.is_empty() {
            let classes: Vec<Scalar> = self.industries.iter().map(|industry| word(&industry.to_string())).collect();
            let ja: Vec<&str> = self.industries.iter().map(|industry| industry.division().1).collect();
            let en: Vec<&str> = self.industries.iter().map(|industry| industry.division().2).collect();
            let require = Predicate { one_of: Some(classes), ..of("industry") };
            all.push(EligibilityCondition { says: text(joined(ja, Lang::Ja), joined(en, Lang::En)), require });
        }
        if let Some(condition) = &self.condition {
            let require = Predicate { judgement: Some(crate::language::Human::Human), ..Predicate::default() };
            all.push(EligibilityCondition { says: condition.clone(), require });
        }
        all
    }
}
