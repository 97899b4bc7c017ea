//! The codes that name companies, places and industries.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    size::BusinessKind,
    text::{plain, ungrouped},
};

/// Why a text is not the code that it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not thirteen digits.
    #[error("`{0}` is not a corporate number: it has 13 digits")]
    CorporateNumberForm(String),
    /// The check digit in front does not fit.
    #[error("`{number}` is not a corporate number: its first digit would be {expected}; look for a mistyped digit")]
    CorporateNumberCheck {
        /// What was written.
        number: String,
        /// The check digit that fits the other twelve.
        expected: u8,
    },
    /// Not `T` and thirteen digits.
    #[error("`{0}` is not an invoice registration number: T and 13 digits")]
    InvoiceNumberForm(String),
    /// Not a municipality code.
    #[error("`{0}` is not a municipality code: 5 digits, or 6 with the check digit")]
    MunicipalityForm(String),
    /// The check digit at the end does not fit.
    #[error("`{number}` is not a municipality code: its last digit would be {expected}")]
    MunicipalityCheck {
        /// What was written.
        number: String,
        /// The check digit that fits the other five.
        expected: u8,
    },
    /// Not a prefecture.
    #[error("`{0}` is not a prefecture; write for example 09 or 栃木県")]
    Prefecture(String),
    /// Not an industry class.
    #[error("`{0}` is not a class of the Japan Standard Industrial Classification; write for example E, 31 or 391")]
    Industry(String),
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Writes `FromStr`, serde and the schema for a code that is read from and written as text.
macro_rules! text_code {
    ($name:ident, $doc:literal) => {
        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $doc, "type": "string" })
            }
        }
    };
}

/// A corporate number (法人番号): a check digit, then twelve digits.
///
/// Source: 財務省令 平成26年第70号 art. 2. A number that passes is well formed, not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorporateNumber(u64);

impl CorporateNumber {
    /// Reads thirteen digits, full-width or not, with or without hyphens, and tests the check digit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits = ungrouped(text);
        if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::CorporateNumberForm(shown(text)));
        }
        let number = digits.parse().map_err(|_| CodeError::CorporateNumberForm(shown(text)))?;
        let expected = corporate_check_digit(&digits.as_bytes()[1..]);
        if digits.as_bytes()[0] - b'0' != expected {
            return Err(CodeError::CorporateNumberCheck { number: digits, expected });
        }
        Ok(Self(number))
    }
}

/// The check digit of a twelve-digit base, most significant digit first: 9 − (Σ Pₙ·Qₙ mod 9), where
/// Q is 1 for odd and 2 for even places counted from the right.
fn corporate_check_digit(base: &[u8]) -> u8 {
    let sum: u32 = base.iter().rev().enumerate().map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 2 }).sum();
    9 - u8::try_from(sum % 9).unwrap_or(0)
}

impl fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}", self.0)
    }
}
text_code!(CorporateNumber, "A corporate number (法人番号): 13 digits, the first a check digit.");

/// An invoice registration number (適格請求書発行事業者登録番号): `T` and thirteen digits.
///
/// A corporation's digits are its corporate number; others get digits without a published check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceNumber(u64);

impl InvoiceNumber {
    /// Reads `T` and thirteen digits.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let error = || CodeError::InvoiceNumberForm(shown(text));
        let plain = ungrouped(text);
        let digits = plain.strip_prefix(['T', 't']).ok_or_else(error)?;
        if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        digits.parse().map(Self).map_err(|_| error())
    }

    /// The corporate number behind it, where the digits are one.
    pub fn corporate_number(self) -> Option<CorporateNumber> {
        CorporateNumber::parse(&format!("{:013}", self.0)).ok()
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{:013}", self.0)
    }
}
text_code!(InvoiceNumber, "An invoice registration number: T and 13 digits.");

/// A municipality (全国地方公共団体コード): five digits of JIS X 0402 and a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode(u32);

impl MunicipalityCode {
    /// Reads five digits, or six with the check digit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let error = || CodeError::MunicipalityForm(shown(text));
        let digits = ungrouped(text);
        if !(digits.len() == 5 || digits.len() == 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        let five: u32 = digits[..5].parse().map_err(|_| error())?;
        if !(1..=47).contains(&(five / 1000)) {
            return Err(error());
        }
        let code = Self(five);
        if let Some(check) = digits.as_bytes().get(5)
            && check - b'0' != code.check_digit()
        {
            return Err(CodeError::MunicipalityCheck { number: digits.clone(), expected: code.check_digit() });
        }
        Ok(code)
    }

    /// (11 − (6·d₁ + 5·d₂ + 4·d₃ + 3·d₄ + 2·d₅) mod 11) mod 10.
    pub fn check_digit(self) -> u8 {
        let mut rest = self.0;
        let mut sum = 0;
        for weight in 2..=6 {
            sum += weight * (rest % 10);
            rest /= 10;
        }
        u8::try_from((11 - sum % 11) % 10).unwrap_or(0)
    }

    /// The prefecture in which it lies.
    pub fn prefecture(self) -> Option<Prefecture> {
        u8::try_from(self.0 / 1000).ok().and_then(Prefecture::new)
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}{}", self.0, self.check_digit())
    }
}
text_code!(MunicipalityCode, "A municipality code: 5 digits, or 6 with the check digit.");

/// A prefecture (都道府県, JIS X 0401).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefecture(u8);

const PREFECTURES: [(&str, &str); 47] = [
    ("北海道", "Hokkaido"),
    ("青森県", "Aomori"),
    ("岩手県", "Iwate"),
    ("宮城県", "Miyagi"),
    ("秋田県", "Akita"),
    ("山形県", "Yamagata"),
    ("福島県", "Fukushima"),
    ("茨城県", "Ibaraki"),
    ("栃木県", "Tochigi"),
    ("群馬県", "Gunma"),
    ("埼玉県", "Saitama"),
    ("千葉県", "Chiba"),
    ("東京都", "Tokyo"),
    ("神奈川県", "Kanagawa"),
    ("新潟県", "Niigata"),
    ("富山県", "Toyama"),
    ("石川県", "Ishikawa"),
    ("福井県", "Fukui"),
    ("山梨県", "Yamanashi"),
    ("長野県", "Nagano"),
    ("岐阜県", "Gifu"),
    ("静岡県", "Shizuoka"),
    ("愛知県", "Aichi"),
    ("三重県", "Mie"),
    ("滋賀県", "Shiga"),
    ("京都府", "Kyoto"),
    ("大阪府", "Osaka"),
    ("兵庫県", "Hyogo"),
    ("奈良県", "Nara"),
    ("和歌山県", "Wakayama"),
    ("鳥取県", "Tottori"),
    ("島根県", "Shimane"),
    ("岡山県", "Okayama"),
    ("広島県", "Hiroshima"),
    ("山口県", "Yamaguchi"),
    ("徳島県", "Tokushima"),
    ("香川県", "Kagawa"),
    ("愛媛県", "Ehime"),
    ("高知県", "Kochi"),
    ("福岡県", "Fukuoka"),
    ("佐賀県", "Saga"),
    ("長崎県", "Nagasaki"),
    ("熊本県", "Kumamoto"),
    ("大分県", "Oita"),
    ("宮崎県", "Miyazaki"),
    ("鹿児島県", "Kagoshima"),
    ("沖縄県", "Okinawa"),
];

impl Prefecture {
    /// The prefecture with a code from 1 to 47.
    pub fn new(code: u8) -> Option<Self> {
        (1..=47).contains(&code).then_some(Self(code))
    }

    /// Every prefecture, north to south.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=47).map(Self)
    }

    /// Reads a code (`09`, `9`), a Japanese name (`栃木県`, `栃木`) or an English one.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let plain = plain(text);
        if plain.len() <= 2 && plain.bytes().all(|b| b.is_ascii_digit()) {
            return plain.parse().ok().and_then(Self::new).ok_or_else(|| CodeError::Prefecture(shown(text)));
        }
        Self::all()
            .find(|p| {
                let (ja, en) = (p.name_ja(), p.name_en());
                plain == ja || (!plain.is_empty() && ja.strip_suffix(['都', '府', '県']) == Some(&plain)) || en.eq_ignore_ascii_case(&plain)
            })
            .ok_or_else(|| CodeError::Prefecture(shown(text)))
    }

    /// The Japanese name: 栃木県.
    pub fn name_ja(self) -> &'static str {
        PREFECTURES.get(usize::from(self.0) - 1).map_or("", |names| names.0)
    }

    /// The English name: Tochigi.
    pub fn name_en(self) -> &'static str {
        PREFECTURES.get(usize::from(self.0) - 1).map_or("", |names| names.1)
    }

    /// The code as a number, 1 to 47.
    pub const fn code(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Prefecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}
text_code!(Prefecture, "A prefecture: its code (09) or its name (栃木県, Tochigi).");

/// A class of the Japan Standard Industrial Classification (日本標準産業分類, rev. 14): a division
/// letter, or a medium (2 digits), small (3) or fine (4) class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Industry(String);

/// The divisions: letter, name in Japanese and English, and the medium classes from and to.
const DIVISIONS: [(char, &str, &str, u8, u8); 20] = [
    ('A', "農業，林業", "Agriculture and forestry", 1, 2),
    ('B', "漁業", "Fisheries", 3, 4),
    ('C', "鉱業，採石業，砂利採取業", "Mining and quarrying", 5, 5),
    ('D', "建設業", "Construction", 6, 8),
    ('E', "製造業", "Manufacturing", 9, 32),
    ('F', "電気・ガス・熱供給・水道業", "Electricity, gas, heat and water", 33, 36),
    ('G', "情報通信業", "Information and communications", 37, 41),
    ('H', "運輸業，郵便業", "Transport and postal services", 42, 49),
    ('I', "卸売業，小売業", "Wholesale and retail trade", 50, 61),
    ('J', "金融業，保険業", "Finance and insurance", 62, 67),
    ('K', "不動産業，物品賃貸業", "Real estate and goods rental", 68, 70),
    ('L', "学術研究，専門・技術サービス業", "Research, professional and technical services", 71, 74),
    ('M', "宿泊業，飲食サービス業", "Accommodations, eating and drinking", 75, 77),
    ('N', "生活関連サービス業，娯楽業", "Living-related services and amusement", 78, 80),
    ('O', "教育，学習支援業", "Education and learning support", 81, 82),
    ('P', "医療，福祉", "Medical and welfare", 83, 85),
    ('Q', "複合サービス事業", "Compound services", 86, 87),
    ('R', "サービス業（他に分類されないもの）", "Other services", 88, 96),
    ('S', "公務（他に分類されるものを除く）", "Government", 97, 98),
    ('T', "分類不能の産業", "Unclassifiable", 99, 99),
];

impl Industry {
    /// Reads a division letter (`E`), a class of two to four digits (`31`, `391`), or both (`E31`).
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let error = || CodeError::Industry(shown(text));
        let plain = plain(text).to_ascii_uppercase();
        let letter = plain.chars().next().filter(char::is_ascii_alphabetic);
        let digits = letter.map_or(plain.as_str(), |_| &plain[1..]);
        if digits.is_empty() {
            let letter = letter.ok_or_else(error)?;
            return if DIVISIONS.iter().any(|d| d.0 == letter) { Ok(Self(letter.to_string())) } else { Err(error()) };
        }
        if !(2..=4).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        let medium: u8 = digits[..2].parse().map_err(|_| error())?;
        let division = DIVISIONS.iter().find(|d| (d.3..=d.4).contains(&medium)).ok_or_else(error)?;
        if letter.is_some_and(|l| l != division.0) {
            return Err(error());
        }
        Ok(Self(digits.to_owned()))
    }

    /// The division: its letter and its names in Japanese and English.
    pub fn division(&self) -> (char, &'static str, &'static str) {
        let found = match self.medium() {
            Some(medium) => DIVISIONS.iter().find(|d| (d.3..=d.4).contains(&medium)),
            None => DIVISIONS.iter().find(|d| self.0.starts_with(d.0)),
        };
        found.map_or(('T', "", ""), |d| (d.0, d.1, d.2))
    }

    /// Every division: letter, Japanese and English name.
    pub fn divisions() -> impl Iterator<Item = (char, &'static str, &'static str)> {
        DIVISIONS.iter().map(|d| (d.0, d.1, d.2))
    }

    /// Whether another class lies in this one: a division holds its medium classes, and a class every longer one that begins with
    /// it. `None` where the other is the wider of the two, so that it can't be said.
    pub fn holds(&self, other: &Self) -> Option<bool> {
        Self::hold(std::slice::from_ref(self), other)
    }

    /// Whether a class lies in one of these. `None` where it is wider than some of them, and they do not make it up.
    pub fn hold(these: &[Self], class: &Self) -> Option<bool> {
        let division = |one: &Self| one.division().0;
        let within = |one: &Self, class: &Self| match (one.medium(), class.medium()) {
            (Some(_), _) => class.0.starts_with(&one.0),
            (None, _) => division(one) == division(class),
        };
        if these.iter().any(|one| within(one, class)) {
            return Some(true);
        }
        let Some(all) = class.medium().is_none().then(|| DIVISIONS.iter().find(|d| d.0 == division(class))).flatten() else {
            return if these.iter().any(|one| one.0.starts_with(&class.0)) { None } else { Some(false) };
        };
        let mediums = (all.3..=all.4).map(|medium| Self(format!("{medium:02}")));
        let parts: Vec<Option<bool>> = mediums.map(|medium| Self::hold(these, &medium)).collect();
        if parts.iter().all(|p| *p == Some(true)) {
            Some(true)
        } else if parts.iter().all(|p| *p == Some(false)) {
            Some(false)
        } else {
            None
        }
    }

    fn medium(&self) -> Option<u8> {
        self.0.get(..2).and_then(|d| d.parse().ok())
    }

    fn small(&self) -> Option<u16> {
        self.0.get(..3).and_then(|d| d.parse().ok())
    }

    /// The kind of business that 中小企業基本法 sets limits for. A division letter alone is read by
    /// its largest part; wholesale and retail (I) and eating (M) need two digits to be told apart.
    pub fn business_kind(&self) -> BusinessKind {
        use BusinessKind::{Manufacturing, Retail, Service, Wholesale};
        let Some(medium) = self.medium() else {
            return match self.0.as_str() {
                "I" => Retail,
                "L" | "M" | "N" | "O" | "P" | "Q" | "R" => Service,
                _ => Manufacturing,
            };
        };
        match (medium, self.small()) {
            (50..=55, _) => Wholesale,
            (56..=61 | 76 | 77, _) => Retail,
            (79, Some(791)) => Manufacturing,
            (41, Some(411 | 412 | 415 | 416)) | (69, Some(693)) | (38 | 39 | 70..=75 | 78..=96, _) => Service,
            _ => Manufacturing,
        }
    }

    /// Rubber products, except tyres and tubes (191) and industrial belts (193).
    pub(crate) fn is_rubber_products(&self) -> bool {
        self.medium() == Some(19) && !matches!(self.small(), Some(191 | 193))
    }

    /// Software (391) and information processing (392).
    pub(crate) fn is_software(&self) -> bool {
        self.medium() == Some(39)
    }

    /// Lodging (75).
    pub(crate) fn is_lodging(&self) -> bool {
        self.medium() == Some(75)
    }

    /// Amusement (80).
    pub(crate) fn is_entertainment(&self) -> bool {
        self.medium() == Some(80)
    }
}

impl fmt::Display for Industry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
text_code!(Industry, "A class of the Japan Standard Industrial Classification: E, 31 or 391.");
