//! The values of a call's tables for whoever is asked about: rates, caps, prices.

use kernel::{Rate, Rounding, Yen};

use super::test::{Scope, fact_holds};
use crate::{
    assessment::{Expected, Outcome},
    language::{Rows, Table, Units, YenRule},
    plan::Op,
    vocabulary::Value,
};

impl Rows {
    /// The comparison by which a row is met.
    pub(super) const fn op(self) -> Op {
        match self {
            Self::UpTo => Op::AtMost,
            Self::Below => Op::LessThan,
            Self::Is => Op::Is,
        }
    }
}

impl Scope<'_, '_> {
    /// The value of a table for the member, with the row that leads to it; the slots of the facts that are missing.
    pub fn look_up<'t, T>(&self, table: &'t Table<T>, for_rate: bool) -> Result<Option<(&'t str, &'t T)>, Vec<usize>> {
        self.look_below(table, "everyone", for_rate)
    }

    fn look_below<'t, T>(&self, table: &'t Table<T>, row: &'t str, for_rate: bool) -> Result<Option<(&'t str, &'t T)>, Vec<usize>> {
        match table {
            Table::Value(value) => Ok(Some((row, value))),
            Table::Groups(rows) => {
                for (group, inner) in rows {
                    if if for_rate { self.in_rate_group(group, self.member)? } else { self.in_group(group, self.member)? } {
                        return self.look_below(inner, group, for_rate);
                    }
                }
                Ok(None)
            }
            Table::Fact(of) => {
                let Some(slot) = self.plan.slot(&of.by) else { return Ok(None) };
                let rest = || of.rest.as_deref().map_or(Ok(None), |rest| self.look_below(rest, &of.by, for_rate));
                let Some(known) = self.known(slot) else { return if self.has_no(slot) { rest() } else { Err(vec![slot]) } };
                let info = &self.plan.slots[slot];
                let choices: Vec<&str> = info.choices.iter().map(String::as_str).collect();
                let op = of.rows_are.op();
                for (key, inner) in &of.rows {
                    let Ok(bound) = Value::read(info.kind, &choices, key) else { continue };
                    match fact_holds(info.kind, &known.value, op, &Expected::One(bound)) {
                        Outcome::Yes => return self.look_below(inner, &of.by, for_rate),
                        Outcome::No => {}
                        Outcome::Unknown | Outcome::Judgement => return Err(vec![slot]),
                    }
                }
                rest()
            }
        }
    }

    /// An amount of a table, with the row that leads to it; none where the row is `none` or there is no row. The slots of the facts that
    /// are missing.
    pub fn yen_of<'t>(&self, table: &'t Table<YenRule>) -> Result<Option<(&'t str, i64)>, Vec<usize>> {
        let Some((id, rule)) = self.look_up(table, false)? else { return Ok(None) };
        Ok(self.yen(rule)?.map(|yen| (id, yen.max(0))))
    }

    /// The same of a cap to which something may be added: below nothing where its fact is.
    pub fn cap_of<'t>(&self, table: &'t Table<YenRule>) -> Result<Option<(&'t str, i64)>, Vec<usize>> {
        let Some((id, rule)) = self.look_up(table, false)? else { return Ok(None) };
        Ok(self.yen(rule)?.map(|yen| (id, yen)))
    }

    /// The price of a unit of a line; none where the real one counts, nothing where there is no row.
    pub fn price(&self, table: &Table<YenRule>) -> Result<Option<i64>, Vec<usize>> {
        let price = self.look_up(table, false)?.map_or(Ok(Some(0)), |(_, rule)| self.yen(rule))?;
        Ok(price.map(|yen| yen.max(0)))
    }

    fn yen(&self, rule: &YenRule) -> Result<Option<i64>, Vec<usize>> {
        let yen = match rule {
            YenRule::Yen(yen) => yen.get(),
            YenRule::None => return Ok(None),
            YenRule::Fact(term) => {
                let slot = self.plan.slot(&term.fact).ok_or_else(Vec::new)?;
                let times = term.times.unwrap_or(Rate::ONE);
                let yen = match self.known(slot).map(|k| &k.value) {
                    Some(Value::Int(yen)) => times.of(Yen::clamped(*yen), Rounding::Down, 1).get(),
                    // An amount without the tax inside it need not be whole.
                    Some(Value::Rate(yen)) => yen.of(Yen::clamped(1), Rounding::Down, 1).get(),
                    _ => return Err(vec![slot]),
                };
                Yen::clamped(yen.saturating_add(term.plus.unwrap_or(0))).get()
            }
            YenRule::Each(each) => {
                let units = match &each.units {
                    Units::Fact(name) => {
                        let slot = self.plan.slot(name).ok_or_else(Vec::new)?;
                        match self.known(slot).map(|k| &k.value) {
                            Some(Value::Int(units)) => Rate::new(*units, 1).unwrap_or(Rate::ZERO),
                            Some(Value::Rate(units) | Value::Number(units)) => *units,
                            _ => return Err(vec![slot]),
                        }
                    }
                    Units::QuantityIn(categories) => {
                        let inside = |c: usize| categories.iter().any(|id| self.plan.category(id) == Some(c));
                        let lines = self.lines.iter().filter(|l| l.counts && l.member == self.member && inside(l.category));
                        Rate::new(lines.map(|l| l.quantity).fold(0, i64::saturating_add), 1).unwrap_or(Rate::ZERO)
                    }
                };
                let units = each.at_most.and_then(|most| Rate::new(most, 1)).map_or(units, |most| units.min(most));
                units.of(each.each, Rounding::Down, 1).get()
            }
        };
        Ok(Some(yen))
    }
}
