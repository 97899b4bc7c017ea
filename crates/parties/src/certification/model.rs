//! A certification (認定), its kinds, and whether it is valid on a day.

use jiff::civil::Date;

/// What a company has been certified as, or has declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// 経営革新計画の承認.
    ManagementInnovation,
    /// 経営力向上計画の認定.
    ManagementImprovement,
    /// 先端設備等導入計画の認定.
    AdvancedEquipment,
    /// 事業継続力強化計画の認定.
    Continuity,
    /// 地域経済牽引事業計画の承認.
    RegionalPlan,
    /// 地域未来牽引企業の選定.
    RegionalFuture,
    /// パートナーシップ構築宣言.
    Partnership,
    /// 健康経営優良法人の認定.
    Health,
    /// SECURITY ACTION の宣言.
    Security,
    /// ISO 9001.
    Iso9001,
    /// ISO 14001.
    Iso14001,
    /// Anything else, by its name.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::ManagementInnovation,
        Self::ManagementImprovement,
        Self::AdvancedEquipment,
        Self::Continuity,
        Self::RegionalPlan,
        Self::RegionalFuture,
        Self::Partnership,
        Self::Health,
        Self::Security,
        Self::Iso9001,
        Self::Iso14001,
        Self::Other,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A kind by its name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// A certification or declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certification {
    /// Its id.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// What it is called; only where the kind does not say.
    pub name: String,
    /// Its number (認定番号), where it has one.
    pub number: String,
    /// From when it counts.
    pub valid_from: Date,
    /// The last day on which it counts; `None` where it has no end.
    pub valid_until: Option<Date>,
}

/// How a certification stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Not yet.
    Ahead,
    /// It counts.
    Valid,
    /// It counts, and ends within sixty days.
    EndsSoon,
    /// It has ended.
    Ended,
}

/// Days before the end from which people are told.
const SOON: i32 = 60;

impl Certification {
    /// How it stands on a day. The last day counts.
    pub fn validity(&self, today: Date) -> Validity {
        if today < self.valid_from {
            return Validity::Ahead;
        }
        let Some(last) = self.valid_until else { return Validity::Valid };
        if last < today {
            return Validity::Ended;
        }
        let left = today.until(last).map_or(i32::MAX, |span| span.get_days());
        if left <= SOON { Validity::EndsSoon } else { Validity::Valid }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_day_counts_and_the_day_after_does_not() {
        let one = |from, until| Certification {
            id: String::new(),
            kind: Kind::Health,
            name: String::new(),
            number: String::new(),
            valid_from: from,
            valid_until: until,
        };
        let year = one(date(2026, 4, 1), Some(date(2027, 3, 31)));
        let on = |day| year.validity(day);
        assert_eq!(on(date(2026, 3, 31)), Validity::Ahead);
        assert_eq!(on(date(2026, 4, 1)), Validity::Valid);
        assert_eq!(on(date(2027, 1, 29)), Validity::Valid);
        assert_eq!(on(date(2027, 1, 30)), Validity::EndsSoon);
        assert_eq!(on(date(2027, 3, 31)), Validity::EndsSoon);
        assert_eq!(on(date(2027, 4, 1)), Validity::Ended);
        assert_eq!(one(date(2000, 1, 1), None).validity(date(2100, 1, 1)), Validity::Valid);
        assert!(Kind::ALL.iter().all(|k| Kind::parse(k.name()) == Some(*k)));
    }
}
