//! The standard facts: what any call may ask of a company, and what shien works out itself.

use std::fmt;

use jiff::civil::Date;
use kernel::{Industry, Prefecture, Rate, Yen, date::parse_date, number};
use serde::{Serialize, Serializer};

use crate::{
    application::GivenValue,
    diagnostic::{shown, suggest},
    language::{FactOf, FactType, Scalar},
};

/// A fact that every call may use.
#[derive(Debug, Clone, Copy)]
pub struct StandardFact {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: FactType,
    /// Whose it is.
    pub of: FactOf,
    /// The words, where the type is a choice.
    pub choices: &'static [(&'static str, &'static str, &'static str)],
    /// The question in Japanese.
    pub ja: &'static str,
    /// The question in English.
    pub en: &'static str,
    /// Whether shien works it out; it can't be given then.
    pub computed: bool,
    /// Whether it follows from other facts where those are known: nobody has to judge it, though one may.
    pub derived: bool,
    /// The kinds of applicant that can have it; all where none is named.
    pub only_for: &'static [&'static str],
}

/// The kinds of applicant (事業者の種類).
pub const KINDS: &[(&str, &str, &str)] = &[
    ("company", "会社", "Company"),
    ("sole_proprietor", "個人事業主", "Sole proprietor"),
    ("cooperative", "組合", "Cooperative"),
    ("shopping_street", "商店街振興組合・商店街組織", "Shopping street association"),
    ("npo", "特定非営利活動法人（NPO法人）", "Non-profit corporation"),
    ("incorporated_association", "一般社団法人・財団法人など", "Incorporated association or foundation"),
    ("unincorporated_group", "任意団体", "Unincorporated group"),
    ("municipality", "市町村", "Municipality"),
    ("university", "大学", "University"),
    ("research_institute", "試験研究機関", "Research institute"),
    ("person", "個人", "Person"),
    ("other", "その他の法人", "Other body"),
];

/// What an expense line says in fields of its own: a call may ask for it in its own words (カード払いは引落日).
pub(crate) const LINE_FIELDS: [&str; 5] = ["contracted_on", "paid_on", "quantity", "useful_life_months", "person"];

/// The kinds that have capital or contributions.
const WITH_CAPITAL: &[&str] = &["company", "cooperative", "shopping_street", "other"];
/// The kinds of which nobody holds shares.
pub(crate) const WITHOUT_SHARES: &[&str] = &["sole_proprietor", "person", "npo", "unincorporated_group", "municipality"];
/// The kinds that are one person, and have no officers.
pub(crate) const WITHOUT_OFFICERS: &[&str] = &["sole_proprietor", "person"];
/// The kinds that do business.
pub(crate) const IN_BUSINESS: &[&str] =
    &["company", "sole_proprietor", "cooperative", "shopping_street", "npo", "incorporated_association", "unincorporated_group", "other"];

const fn fact(name: &'static str, kind: FactType, of: FactOf, ja: &'static str, en: &'static str) -> StandardFact {
    StandardFact { name, kind, of, choices: &[], ja, en, computed: false, derived: false, only_for: &[] }
}

const fn computed(name: &'static str, kind: FactType, of: FactOf, ja: &'static str, en: &'static str) -> StandardFact {
    StandardFact { computed: true, ..fact(name, kind, of, ja, en) }
}

const fn derived(name: &'static str, kind: FactType, of: FactOf, ja: &'static str, en: &'static str) -> StandardFact {
    StandardFact { derived: true, ..fact(name, kind, of, ja, en) }
}

/// Every standard fact.
pub const STANDARD: &[StandardFact] = &[
    StandardFact { choices: KINDS, ..fact("kind", FactType::Choice, FactOf::Member, "事業者の種類", "Kind of applicant") },
    fact("industry", FactType::Industry, FactOf::Member, "業種（日本標準産業分類）", "Industry (JSIC)"),
    StandardFact {
        only_for: WITH_CAPITAL,
        ..fact("capital_yen", FactType::Yen, FactOf::Member, "資本金の額又は出資の総額", "Capital or total contributions")
    },
    fact("employees", FactType::Count, FactOf::Member, "常時使用する従業員の数", "Regular employees"),
    StandardFact {
        choices: &[
            ("small", "小規模企業者", "Small-scale enterprise"),
            ("sme", "中小企業者", "Small or medium enterprise"),
            ("mid", "中堅企業者", "Mid-sized enterprise"),
            ("large", "大企業", "Large enterprise"),
        ],
        ..derived("size_class", FactType::Choice, FactOf::Member, "企業規模", "Company size")
    },
    derived("deemed_large", FactType::YesNo, FactOf::Member, "みなし大企業に当たるか", "Deemed a large enterprise"),
    fact(
        "average_taxable_income_yen",
        FactType::Yen,
        FactOf::Member,
        "直近3年の課税所得の年平均額",
        "Average taxable income of the last three years",
    ),
    fact("establishment_prefectures", FactType::Prefectures, FactOf::Member, "事業所のある都道府県", "Prefectures with an establishment"),
    fact(
        "main_establishment_prefecture",
        FactType::Prefecture,
        FactOf::Member,
        "主たる事業所のある都道府県",
        "Prefecture of the main establishment",
    ),
    fact("founded_on", FactType::Date, FactOf::Member, "創業・設立の日", "Date of founding"),
    StandardFact {
        only_for: IN_BUSINESS,
        ..fact(
            "invoice_registered",
            FactType::YesNo,
            FactOf::Member,
            "適格請求書発行事業者の登録があるか",
            "Registered as a qualified invoice issuer",
        )
    },
    StandardFact {
        only_for: IN_BUSINESS,
        ..fact("tax_exempt", FactType::YesNo, FactOf::Member, "消費税の免税事業者か", "Exempt from consumption tax")
    },
    computed(
        "records",
        FactType::Count,
        FactOf::Member,
        "過去に同じ補助金などの申請・採択があるか",
        "Earlier applications or awards of the same grant",
    ),
    fact("project_income_yen", FactType::Yen, FactOf::Application, "事業から見込まれる収入", "Income expected from the project"),
    computed("filed_on", FactType::Date, FactOf::Application, "申請日", "Day of filing"),
    computed("call_opens_on", FactType::Date, FactOf::Application, "公募開始日", "First day of the call"),
    computed("call_closes_on", FactType::Date, FactOf::Application, "公募締切日", "Last day of the call"),
    computed("fiscal_year_begins_on", FactType::Date, FactOf::Application, "年度の初日", "First day of the fiscal year"),
    computed("fiscal_year_ends_on", FactType::Date, FactOf::Application, "年度の末日", "Last day of the fiscal year"),
    computed("adopted_on", FactType::Date, FactOf::Application, "採択日", "Day of adoption"),
    computed("grant_decided_on", FactType::Date, FactOf::Application, "交付決定日", "Day of the grant decision"),
    computed("project_ended_on", FactType::Date, FactOf::Application, "事業終了日", "Day on which the project ended"),
    StandardFact {
        choices: &[("application", "申請", "Application"), ("decision", "交付決定", "Decision"), ("settlement", "額の確定", "Settlement")],
        ..computed("phase", FactType::Choice, FactOf::Application, "手続の段階", "Phase")
    },
    computed("is_consortium", FactType::YesNo, FactOf::Application, "連携体での申請か", "Applied for as a consortium"),
    computed("is_lead", FactType::YesNo, FactOf::Member, "代表者か", "Leads the consortium"),
    computed("member_count", FactType::Count, FactOf::Application, "構成員の数", "Number of members"),
    computed("eligible_total_yen", FactType::Yen, FactOf::Application, "補助対象経費の総額", "Eligible total"),
    computed("member_eligible_total_yen", FactType::Yen, FactOf::Member, "構成員の補助対象経費", "Eligible total of the member"),
    computed("share_of_eligible_total", FactType::Rate, FactOf::Member, "補助対象経費の総額に占める割合", "Share of the eligible total"),
    fact("grant_decided_yen", FactType::Yen, FactOf::Application, "交付決定額", "Grant decided"),
    computed("decided_expenses", FactType::Yen, FactOf::Member, "交付決定時の経費（経費区分ごと）", "Expenses decided, by category"),
    computed("grant_yen", FactType::Yen, FactOf::Application, "補助金額", "Grant"),
    computed("member_grant_yen", FactType::Yen, FactOf::Member, "構成員の補助金額", "Grant of the member"),
    computed("category", FactType::Text, FactOf::Line, "経費区分", "Category"),
    computed("unit_price_yen", FactType::Yen, FactOf::Line, "単価（税抜）", "Unit price without tax"),
    computed("acquisition_price_yen", FactType::Yen, FactOf::Line, "取得価格（記載のまま）", "Acquisition price as given"),
    computed("useful_life_months", FactType::Count, FactOf::Line, "使用できる期間（月）", "Useful life in months"),
    computed("quantity", FactType::Count, FactOf::Line, "数量", "Quantity"),
    computed("person", FactType::Text, FactOf::Line, "対象者", "Person"),
    computed("amount_yen", FactType::Yen, FactOf::Line, "金額", "Amount"),
    computed("amount_net_yen", FactType::Yen, FactOf::Line, "金額（税抜）", "Amount without tax"),
    computed("amount_with_tax_yen", FactType::Yen, FactOf::Line, "金額（税込）", "Amount with tax"),
    computed("contracted_on", FactType::Date, FactOf::Line, "契約日", "Day of the contract"),
    computed("paid_on", FactType::Date, FactOf::Line, "支払日", "Day of payment"),
    computed("paid_to_member", FactType::YesNo, FactOf::Line, "連携体の構成員への支払か", "Paid to a member"),
];

/// The position of a standard fact.
pub fn standard(name: &str) -> Option<usize> {
    STANDARD.iter().position(|f| f.name == name)
}

/// Whether a fact follows from others where those are known.
pub fn is_derived(name: &str) -> bool {
    standard(name).is_some_and(|place| STANDARD[place].derived)
}

/// The position of a standard fact, worked out when this is compiled; a wrong name does not compile.
pub(crate) const fn slot(name: &str) -> usize {
    let mut place = 0;
    while !same(STANDARD[place].name, name) {
        place += 1;
    }
    place
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}

/// A typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// Yen or a count.
    Int(i64),
    /// A rate, or an amount that is not whole.
    Rate(Rate),
    /// A number that may have decimals.
    Number(Rate),
    /// A date.
    Date(Date),
    /// A word, a code or a text.
    Text(String),
    /// Several codes.
    List(Vec<String>),
}

impl Value {
    /// Reads one value of a type.
    pub fn read(kind: FactType, choices: &[&str], scalar: &Scalar) -> Result<Self, String> {
        let text = || scalar.to_string();
        let wrong = |what: &str| Err(format!("`{}` is not {what}", shown(&scalar.to_string())));
        match (kind, scalar) {
            (FactType::YesNo, Scalar::Bool(b)) => Ok(Self::Bool(*b)),
            (FactType::YesNo, Scalar::Text(t)) if t == "yes" => Ok(Self::Bool(true)),
            (FactType::YesNo, Scalar::Text(t)) if t == "no" => Ok(Self::Bool(false)),
            (FactType::YesNo, _) => wrong("true or false"),
            (FactType::Yen, Scalar::Int(i)) => {
                Yen::new(*i).map(|y| Self::Int(y.get())).ok_or_else(|| format!("`{i}` is larger than any amount that is counted"))
            }
            (FactType::Yen, Scalar::Text(t)) => Yen::parse(t).map(|y| Self::Int(y.get())).map_err(|e| e.to_string()),
            (FactType::Count, Scalar::Int(i)) if *i >= 0 => Ok(Self::Int(*i)),
            (FactType::Count, Scalar::Text(t)) => number::count(t, &number::PEOPLE).map(Self::Int).map_err(|e| e.to_string()),
            (FactType::Rate, Scalar::Int(_) | Scalar::Text(_)) => Rate::parse(&text()).map(Self::Rate).map_err(|e| e.to_string()),
            (FactType::Number, Scalar::Int(_) | Scalar::Text(_)) => Rate::parse(&text()).map(Self::Number).map_err(|e| e.to_string()),
            (FactType::Date, Scalar::Text(t)) => parse_date(t).map(Self::Date).map_err(|e| e.to_string()),
            (FactType::Choice, Scalar::Text(t)) if choices.contains(&t.as_str()) => Ok(Self::Text(t.clone())),
            (FactType::Choice, _) => {
                Err(format!("`{}` is not a word for this fact; {}", shown(&text()), suggest(&text(), choices.iter().copied())))
            }
            (FactType::Prefecture | FactType::Prefectures, Scalar::Int(_) | Scalar::Text(_)) => {
                Prefecture::parse(&text()).map(|p| Self::Text(p.to_string())).map_err(|e| e.to_string())
            }
            (FactType::Industry, Scalar::Int(_) | Scalar::Text(_)) => {
                Industry::parse(&text()).map(|i| Self::Text(i.to_string())).map_err(|e| e.to_string())
            }
            (FactType::Text, _) => Ok(Self::Text(text())),
            (FactType::Count, _) => wrong("a whole number"),
            (_, Scalar::Bool(_)) => wrong("a value of this fact"),
            (FactType::Date, _) => wrong("a date"),
        }
    }

    /// The number, exact, where it is one.
    pub fn number(&self) -> Option<Rate> {
        match self {
            Self::Int(whole) => Rate::new(*whole, 1),
            Self::Rate(rate) | Self::Number(rate) => Some(*rate),
            _ => None,
        }
    }

    /// Reads a fact of a type as it was given.
    pub fn read_given(kind: FactType, choices: &[&str], given: &GivenValue) -> Result<Self, String> {
        match (kind, given) {
            (FactType::Prefectures, GivenValue::One(one)) => match Self::read(kind, choices, one)? {
                Self::Text(code) => Ok(Self::List(vec![code])),
                other => Ok(other),
            },
            (FactType::Prefectures, GivenValue::Many(many)) => many
                .iter()
                .map(|one| match Self::read(kind, choices, one)? {
                    Self::Text(code) => Ok(code),
                    _ => Err("not a prefecture".to_owned()),
                })
                .collect::<Result<_, _>>()
                .map(Self::List),
            (_, GivenValue::One(one)) => Self::read(kind, choices, one),
            (_, GivenValue::Many(_)) => Err("a list stands where one value is asked for".to_owned()),
        }
    }

    /// Compares two numbers or dates exactly; `None` for anything else.
    pub fn compare(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let fraction = |v: &Self| match v {
            Self::Int(i) => Some((i128::from(*i), 1_i128)),
            Self::Rate(r) | Self::Number(r) => Some((i128::from(r.numerator()), i128::from(r.denominator()))),
            _ => None,
        };
        if let (Self::Date(a), Self::Date(b)) = (self, other) {
            return Some(a.cmp(b));
        }
        let ((a, b), (c, d)) = (fraction(self)?, fraction(other)?);
        Some((a * d).cmp(&(c * b)))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Int(i) => write!(f, "{i}"),
            Self::Rate(r) => write!(f, "{r}"),
            Self::Number(n) => f.write_str(&n.plain_decimal()),
            Self::Date(d) => write!(f, "{d}"),
            Self::Text(t) => f.write_str(t),
            Self::List(l) => f.write_str(&l.join(", ")),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Int(i) => serializer.serialize_i64(*i),
            Self::Rate(r) => r.serialize(serializer),
            Self::Number(n) => serializer.serialize_str(&n.plain_decimal()),
            Self::Date(d) => serializer.collect_str(d),
            Self::Text(t) => serializer.serialize_str(t),
            Self::List(l) => l.serialize(serializer),
        }
    }
}
