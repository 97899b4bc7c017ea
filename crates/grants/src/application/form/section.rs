//! The parts of the form, the pages on which they stand, and the tables whose rows people add.

use std::collections::BTreeSet;

use programmes::estimate::FormInput;

/// A part of the form: it is written, counted and corrected by itself; some stand together on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormSection {
    /// 事業の概要.
    Project,
    /// 事業計画.
    Plan,
    /// 実施スケジュール.
    Schedule,
    /// 実施体制.
    Team,
    /// 期待される効果.
    Effect,
    /// 構成員.
    Members,
    /// A member's facts.
    Facts(usize),
    /// A member's costs.
    Costs(usize),
    /// How a member pays for them.
    Funds(usize),
    /// 他の補助金.
    Others,
    /// 提出書類.
    Papers,
    /// 誓約・同意.
    Declaration,
}

/// A group of parts: what is written of the business, of the money, and what is handed in with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionGroup {
    /// 事業.
    Business,
    /// お金.
    Money,
    /// 書類.
    Documents,
}

impl SectionGroup {
    /// The message that names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Business => "group-business",
            Self::Money => "group-money",
            Self::Documents => "group-documents",
        }
    }
}

impl FormSection {
    /// Its name in addresses.
    pub fn name(self) -> String {
        let own = |member, part| format!("m{member}-{part}");
        match self {
            Self::Project => "project".to_owned(),
            Self::Plan => "plan".to_owned(),
            Self::Schedule => "schedule".to_owned(),
            Self::Team => "team".to_owned(),
            Self::Effect => "effect".to_owned(),
            Self::Others => "others".to_owned(),
            Self::Members => "members".to_owned(),
            Self::Facts(m) => own(m, "facts"),
            Self::Costs(m) => own(m, "costs"),
            Self::Funds(m) => own(m, "funds"),
            Self::Papers => "papers".to_owned(),
            Self::Declaration => "declaration".to_owned(),
        }
    }

    /// The part of a name.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((member, part)) = text.strip_prefix('m').and_then(|t| t.split_once('-')) {
            let member = member.parse().ok()?;
            return match part {
                "facts" => Some(Self::Facts(member)),
                "costs" => Some(Self::Costs(member)),
                "funds" => Some(Self::Funds(member)),
                _ => None,
            };
        }
        let all = [
            Self::Project,
            Self::Plan,
            Self::Schedule,
            Self::Team,
            Self::Effect,
            Self::Others,
            Self::Members,
            Self::Papers,
            Self::Declaration,
        ];
        all.into_iter().find(|p| p.name() == text)
    }

    /// The group in which it stands.
    pub const fn group(self) -> SectionGroup {
        match self {
            Self::Project | Self::Plan | Self::Schedule | Self::Team | Self::Effect | Self::Members | Self::Facts(_) => {
                SectionGroup::Business
            }
            Self::Costs(_) | Self::Funds(_) => SectionGroup::Money,
            Self::Papers | Self::Others | Self::Declaration => SectionGroup::Documents,
        }
    }

    /// The message that names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Project => "part-project",
            Self::Plan => "part-plan",
            Self::Schedule => "part-schedule",
            Self::Team => "part-team",
            Self::Effect => "part-effect",
            Self::Others => "part-others",
            Self::Members => "part-members",
            Self::Facts(_) => "part-facts",
            Self::Costs(_) => "part-costs",
            Self::Funds(_) => "part-funds",
            Self::Papers => "part-papers",
            Self::Declaration => "part-declaration",
        }
    }

    /// Whether the part that follows it stands on the same page.
    pub const fn shares_page_with(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Plan, Self::Effect)
                | (Self::Schedule, Self::Team)
                | (Self::Costs(_), Self::Funds(_))
                | (Self::Papers, Self::Others)
                | (Self::Others, Self::Declaration)
        )
    }

    /// Whose it is; none where all members share it.
    pub const fn member(self) -> Option<usize> {
        match self {
            Self::Facts(m) | Self::Costs(m) | Self::Funds(m) => Some(m),
            _ => None,
        }
    }
}

/// The columns of a table whose rows people add.
pub const fn columns(part: FormSection) -> &'static [&'static str] {
    match part {
        FormSection::Schedule => &["from", "to", "what", "who"],
        FormSection::Team => &["who", "role", "work"],
        FormSection::Others => &["name", "scheme", "status", "amount"],
        FormSection::Costs(_) => &["category", "label", "basis", "unit_price", "quantity", "amount", "tax", "paid_to"],
        _ => &[],
    }
}

/// How the names of the fields of such a table begin.
pub fn rows_of(part: FormSection) -> Option<String> {
    match part {
        FormSection::Schedule => Some("a.s.".to_owned()),
        FormSection::Team => Some("a.t.".to_owned()),
        FormSection::Others => Some("a.o.".to_owned()),
        FormSection::Costs(m) => Some(format!("m{m}.x.")),
        _ => None,
    }
}

/// The rows that a table has, in the order in which they were added.
pub fn rows(typed: &FormInput, start: &str) -> Vec<String> {
    let filled = typed.below(start).filter(|(_, text)| !text.is_empty());
    let names: BTreeSet<&str> =
        filled.filter_map(|(name, _)| name.split_once('.')).map(|(row, _)| row).filter(|r| r.starts_with('r')).collect();
    names.into_iter().map(str::to_owned).collect()
}
