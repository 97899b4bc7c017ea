//! What bounds a category by itself: its own ceiling, and what is taken off it.

use super::Work;
use crate::language::{Cites, Table, YenRule};

/// A category of which its own ceiling, or what is taken off it, left less.
pub(super) struct CategoryCut<'p> {
    pub kind: &'static str,
    pub id: &'p str,
    /// The member; none where the bound is on all of them together.
    pub member: Option<usize>,
    pub before: i64,
    pub after: i64,
    pub bound: i64,
    pub cite: &'p Cites,
}

impl<'p> Work<'p, '_> {
    /// Holds every category to its own ceiling and takes off what is to be taken off. Where a fact is missing, it is asked for.
    pub(super) fn bound_categories(&mut self) {
        let programme = &*self.plan.programme;
        for (place, (id, category)) in programme.expenses.categories.iter().enumerate() {
            let bounds: [(&'static str, &'p Table<YenRule>); 2] = [("category_cap", &category.at_most), ("category_less", &category.less)];
            for (kind, table) in bounds.into_iter().filter(|(_, table)| !table.is_none()) {
                let together = self.paid_together();
                let payers: Vec<Vec<usize>> =
                    if together { vec![(0..self.ids.len()).collect()] } else { (0..self.ids.len()).map(|m| vec![m]).collect() };
                for members in payers {
                    let before: i64 = members.iter().map(|m| self.claims.admissible[*m][place]).sum();
                    let asked = if together { self.facts.lead } else { members[0] };
                    if before == 0 {
                        continue;
                    }
                    match self.yen_of(table, asked) {
                        Ok(None) => {}
                        Ok(Some((_, bound))) => {
                            let after = if kind == "category_cap" { before.min(bound) } else { (before - bound).max(0) };
                            self.keep(place, &members, after);
                            let member = (!together && self.ids.len() > 1).then_some(asked);
                            self.category_cuts.push(CategoryCut { kind, id, member, before, after, bound, cite: &category.cite });
                        }
                        Err(slots) => self.open_categories.extend(slots.into_iter().map(|slot| (slot, asked))),
                    }
                }
            }
        }
    }

    /// Whether the ceiling of a category lets a member have no more of it.
    pub(super) fn full(&self, member: usize, category: usize) -> bool {
        let id = self.plan.category_id(category);
        let own = |cut: &&CategoryCut<'_>| cut.kind == "category_cap" && cut.id == id && cut.member.is_none_or(|m| m == member);
        self.category_cuts.iter().any(|cut| own(&cut) && cut.before >= cut.bound)
    }

    /// Keeps so much of a category, the lines that come first longest.
    fn keep(&mut self, category: usize, members: &[usize], kept: i64) {
        let mut left = kept;
        for m in members {
            let own = &mut self.claims.admissible[*m][category];
            *own = (*own).min(left);
            left -= *own;
            let mut of_member = *own;
            for cell in self.claims.cells.iter_mut().filter(|c| c.member == *m && c.category == category) {
                cell.admissible = cell.admissible.min(of_member);
                of_member -= cell.admissible;
            }
        }
        self.claims.cells.retain(|cell| cell.admissible > 0);
        self.claimed[category] = self.claims.admissible.iter().map(|own| own[category]).sum();
    }
}
