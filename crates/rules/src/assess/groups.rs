//! Who belongs to a group of applicants, and what a table says for them.

use kernel::SizeClass;

use super::{
    facts::word,
    test::{Answer, Scope},
};
use crate::assessment::Outcome;

impl<'p> Scope<'p, '_> {
    /// Whether a member belongs to a group; the slots of the facts that decide it while they are missing.
    pub(crate) fn in_group(&self, group: &str, member: usize) -> Result<bool, Vec<usize>> {
        self.member_of(group, member, self.facts.class(member))
    }

    /// The same for rates, where a company that is deemed large may count as a large one.
    pub(crate) fn in_rate_group(&self, group: &str, member: usize) -> Result<bool, Vec<usize>> {
        let as_large = self.plan.programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        let class = match self.facts.class(member) {
            Some(_) if as_large && self.facts.deemed_large(member) == Some(true) => Some(SizeClass::Large),
            class => class,
        };
        self.member_of(group, member, class)
    }

    fn member_of(&self, group: &str, member: usize, class: Option<SizeClass>) -> Result<bool, Vec<usize>> {
        const SIZE_CLASS: usize = crate::vocabulary::slot("size_class");
        let of_class = |fits: fn(SizeClass, &str) -> bool| class.map(|c| fits(c, group)).ok_or_else(|| vec![SIZE_CLASS]);
        match group {
            "everyone" => Ok(true),
            "single" => Ok(self.ids.len() == 1),
            "consortium" => Ok(self.ids.len() > 1),
            "sme" => of_class(|c, _| c.is_sme()),
            "small" | "mid" | "large" => of_class(|c, group| word(c) == group),
            own => {
                let found = (Scope { member, ..*self }).in_own_group(own);
                match found.outcome {
                    Outcome::Yes => Ok(true),
                    Outcome::No => Ok(false),
                    _ => Err(found.missing),
                }
            }
        }
    }

    /// Whether the member belongs to a group that the call makes, and why.
    pub(super) fn in_own_group(&self, group: &str) -> Answer<'p> {
        let place = self.plan.programme.groups.get_index_of(group);
        place.map_or_else(|| Answer::of(Outcome::Unknown), |place| self.test(&self.plan.groups[place]))
    }
}
