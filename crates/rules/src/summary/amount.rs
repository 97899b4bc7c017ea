//! Rates, caps, additions, parts and payments, told clause by clause.

use kernel::Rate;

use super::{Section, Summary, data, tables::rounding_word};
use crate::{
    language::{Amount, ConsortiumForm, FloorOf, PaidTo, PartOf, RoundedAt},
    words::Lang,
};

impl<'p> Summary<'_, 'p> {
    pub(super) fn amount(&mut self) {
        let p = self.teller.programme();
        let amount: &'p Amount = &p.amount;
        let cite = |key: &str| amount.cite.get(key);
        self.table("amount.rate", "summary-rate", &amount.rate, cite("rate"), Self::rate);
        if let Some(most) = amount.rate_at_most {
            let head = self.word("summary-rate-at-most");
            self.add(Section::Rates, "amount.rate_at_most", head, most.to_string(), cite("rate_at_most"), data(&most));
        }
        if let Some(fixed) = &amount.fixed {
            self.table("amount.fixed", "summary-fixed", fixed, cite("fixed"), Self::yen);
        }
        self.table("amount.cap", "summary-cap", &amount.cap, cite("cap"), Self::yen);
        self.table("amount.cap_each_member", "summary-cap-each-member", &amount.cap_each_member, cite("cap_each_member"), Self::yen);
        for (id, cap) in &amount.caps {
            let head = self.text(&cap.says);
            let mut text = self.told(&cap.at_most, Self::yen);
            if !cap.parts.is_empty() {
                let named = |id: &String| amount.parts.get(id).map_or_else(|| id.clone(), |part| self.text(&part.says));
                let parts = self.teller.listed(&cap.parts.iter().map(named).collect::<Vec<_>>());
                text = format!("{} {text}", self.teller.with("summary-of-parts", &[("parts", parts)]));
            }
            if cap.each_member {
                text += &self.word("summary-each-member");
            }
            if !cap.at.is_empty() {
                let phases: Vec<String> = cap.at.iter().map(|p| self.word(&format!("phase-{}", p.word()))).collect();
                text += &self.teller.with("summary-at", &[("phases", self.teller.listed(&phases))]);
            }
            self.add(Section::Rates, format!("amount.caps.{id}"), head, text, Some(&cap.cite), data(cap));
        }
        for (id, addition) in &amount.additions {
            let mut parts = Vec::new();
            for (key, table) in [("summary-cap", &addition.cap), ("summary-cap-each-member", &addition.cap_each_member)] {
                if !table.is_none() {
                    let more = self.told(table, Self::yen);
                    parts.push(self.teller.with("summary-adds", &[("what", self.word(key)), ("more", more)]));
                }
            }
            for (part, table) in &addition.cap_of_parts {
                let part = amount.parts.get(part).map_or_else(|| part.clone(), |part| self.text(&part.says));
                let what = self.teller.with("summary-cap-of-part", &[("part", part)]);
                parts.push(self.teller.with("summary-adds", &[("what", what), ("more", self.told(table, Self::yen))]));
            }
            for (part, table) in &addition.rate_of_parts {
                let part = amount.parts.get(part).map_or_else(|| part.clone(), |part| self.text(&part.says));
                let what = self.teller.with("summary-rate-of-part", &[("part", part)]);
                let more = self.told(table, |_, rate| rate.to_string());
                parts.push(self.teller.with("summary-adds", &[("what", what), ("more", more)]));
            }
            if !addition.rate.is_none() {
                let more = self.told(&addition.rate, |_, rate| rate.to_string());
                parts.push(self.teller.with("summary-adds", &[("what", self.word("summary-rate")), ("more", more)]));
            }
            if !addition.grant.is_none() {
                parts.push(self.teller.with("summary-added", &[("more", self.told(&addition.grant, Self::yen))]));
            }
            if !addition.grant_rate.is_none() {
                let more = self.told(&addition.grant_rate, |_, rate| rate.to_string());
                parts.push(self.teller.with("summary-added-rate", &[("more", more)]));
            }
            let text = format!("{} {}", self.text(&addition.says), self.teller.listed(&parts));
            let head = self.word("summary-addition");
            self.add(Section::Rates, format!("amount.additions.{id}"), head, text, Some(&addition.cite), data(addition));
        }
        for (id, part) in &amount.parts {
            let head = format!("{} {}", self.word("summary-part"), self.text(&part.says));
            let mut told = Vec::new();
            if let Some(each) = &part.each {
                told.push(match each {
                    PartOf::Month => self.word("summary-part-each-month"),
                    PartOf::Unit => self.word("summary-part-each-unit"),
                    PartOf::Same(facts) => {
                        let facts: Vec<String> = facts.0.iter().map(|fact| self.teller.fact(fact)).collect();
                        self.teller.with("summary-part-each-same", &[("facts", facts.join("・"))])
                    }
                });
            }
            told.extend(part.rate.as_ref().map(|t| self.teller.with("summary-part-rate", &[("rate", self.told(t, Self::rate))])));
            told.extend(part.cap.as_ref().map(|t| self.teller.with("summary-part-cap", &[("cap", self.told(t, Self::yen))])));
            let expenses = part.floor_expenses.map(|floor| self.teller.yen(floor.get()));
            told.extend(expenses.map(|yen| self.teller.with("summary-part-expenses-floor", &[("yen", yen)])));
            told.extend(part.floor.map(|floor| self.teller.with("summary-part-floor", &[("yen", self.teller.yen(floor.get()))])));
            let text = if told.is_empty() { self.categories(&part.categories) } else { told.join(" ") };
            self.add(Section::Rates, format!("amount.parts.{id}"), head, text, Some(&part.cite), data(part));
        }
        for (id, floor) in &amount.floors {
            let (head, yen) = (self.word("summary-parts-floor"), self.teller.yen(floor.at_least.get()));
            let text = self.teller.with("step-parts-floor", &[("says", self.text(&floor.says)), ("floor", yen)]);
            self.add(Section::Rates, format!("amount.floors.{id}"), head, text, Some(&floor.cite), data(floor));
        }
        if let Some(other) = &amount.other_money {
            let mut told = Vec::new();
            if other.before_rate {
                told.push(self.word("summary-other-before-rate"));
            }
            told.extend(other.within.map(|share| match share {
                Rate::ONE => self.word("summary-other-within-all"),
                share => self.teller.with("summary-other-within", &[("share", share.to_string())]),
            }));
            let text = told.join(if self.teller.lang() == Lang::Ja { "" } else { " " });
            self.add(Section::Rates, "amount.other_money", String::new(), text, Some(&other.cite), data(other));
        }
        if let Some(floor) = amount.floor {
            let (head, mut text) = (self.word("summary-floor"), self.teller.yen(floor.get()));
            if amount.floor_of == FloorOf::Calculated {
                text = self.teller.with("summary-floor-calculated", &[("yen", text)]);
            }
            let value = serde_json::json!({ "floor": floor, "floor_of": amount.floor_of, "floor_at": amount.floor_at });
            self.add(Section::Rates, "amount.floor", head, text, cite("floor"), value);
        }
        if let Some(floor) = amount.floor_each_member {
            let text = self.teller.with("summary-floor-nothing", &[("yen", self.teller.yen(floor.get()))]);
            let head = self.word("summary-floor-each-member");
            self.add(Section::Rates, "amount.floor_each_member", head, text, cite("floor_each_member"), data(&floor));
        }
        if let Some(shared) = &p.consortium.shared_costs {
            let parts = [("categories", self.categories(&shared.categories)), ("share", self.teller.fact(&shared.by))];
            let text = self.teller.with("summary-shared-costs", &parts);
            self.add(Section::Rates, "consortium.shared_costs", self.text(&shared.says), text, Some(&shared.cite), data(shared));
        }
        if amount.paid_to == PaidTo::Together && p.consortium.form != ConsortiumForm::NotAllowed {
            let (head, text) = (self.word("summary-who"), self.word("summary-together"));
            self.add(Section::Rates, "amount.paid_to", head, text, cite("paid_to"), data(&amount.paid_to));
        }
        if let Some(divided) = &amount.divided {
            let unit = self.teller.yen(divided.unit.get());
            let text = self.teller.with(&format!("summary-divided-{}", rounding_word(divided.rounding)), &[("unit", unit)]);
            self.add(Section::Rates, "amount.divided", self.word("summary-divided"), text, Some(&divided.cite), data(divided));
        }
        let unit = amount.unit.get();
        let rounding =
            self.teller.with(&format!("summary-rounding-{}", rounding_word(amount.rounding)), &[("unit", self.teller.yen(unit))]);
        let rounding = match amount.rounded {
            None => rounding,
            Some(at) => {
                let at = self.word(match at {
                    RoundedAt::Once => "summary-rounded-once",
                    RoundedAt::EachCategory => "summary-rounded-each-category",
                    RoundedAt::EachPart => "summary-rounded-each-part",
                });
                self.teller.listed(&[rounding, at])
            }
        };
        let head = self.word("summary-rounding");
        let value = serde_json::json!({ "rounding": amount.rounding, "unit": unit, "rounded": amount.rounded });
        self.add(Section::Rates, "amount.rounding", head, rounding, cite("rounding"), value);
        for (id, payment) in &p.payments {
            let head = self.text(&payment.says);
            let mut text = self.told(&payment.yen, Self::yen);
            if payment.each_member {
                text += &self.word("summary-each-member");
            }
            text = format!("{} {text}", self.word(&format!("summary-{}", crate::sentences::payer_key(payment.by))));
            self.add(Section::Rates, format!("payments.{id}"), head, text, Some(&payment.cite), data(payment));
        }
        for (path, c) in [("period", &p.period), ("planned_awards", &p.planned_awards)] {
            if let Some(c) = c {
                self.clause(Section::Rates, path.to_owned(), &c.says, &c.cite, &());
            }
        }
    }
}
