//! What the grant hangs on: brackets, additions, parts, stages of rounding, and limits that say the same.

use std::collections::BTreeSet;

use kernel::{Rate, Yen};

use super::Check;
use crate::{
    diagnostic::suggest,
    language::{
        BracketsOf, ConsortiumForm, EachUnit, FactOf, LimitBase, LimitCompare, PaidTo, RateRule, RoundedAt, Scope, Table, Units, YenRule,
    },
    plan::Fault,
    vocabulary::STANDARD,
};

impl Check<'_> {
    /// Brackets, additions, parts and stages of rounding: what hangs on something unsaid, and what would have two meanings.
    pub(super) fn bases_of_the_grant(&mut self) {
        let p = self.programme;
        let amount = &p.amount;
        let part_rates = amount.parts.values().flat_map(|part| part.rate.iter().flat_map(Table::values));
        let rules: Vec<&RateRule> = amount.rate.values().into_iter().chain(part_rates).map(|(_, rule)| rule).collect();
        let mut brackets = false;
        let mut rising = false;
        for rule in &rules {
            let RateRule::Brackets(rows) = rule else { continue };
            brackets = true;
            rising |= rule.rates().windows(2).any(|pair| pair[0] < pair[1]);
            let mut last = 0;
            for key in rows.up_to.keys() {
                match Yen::parse(key).map(Yen::get) {
                    Ok(bound) if bound > last => last = bound,
                    Ok(_) => {
                        let fault = Fault::new(
                            "rows-out-of-order",
                            "amount.rate",
                            format!("the bracket up to {key} does not come after the one before it"),
                        );
                        self.error(fault.help("brackets go from the smallest bound up"));
                    }
                    Err(error) => self.error(Fault::new("wrong-value", "amount.rate", error.to_string())),
                }
            }
            if rows.brackets_of == BracketsOf::Grant && rows.up_to.values().any(|rate| *rate == Rate::ZERO) {
                self.error(Fault::new("dead-condition", "amount.rate", "a bracket of the grant without a rate never ends"));
            }
        }
        let of_grant = p.limits.iter().find(|(_, l)| l.of == Some(LimitBase::GrantTotal));
        let grant_part = p.limits.iter().find(|(_, l)| l.compare == Some(LimitCompare::GrantPart));
        if let (true, Some((id, _))) = (brackets, grant_part) {
            let fault = Fault::new("bad-limit", format!("limits.{id}.compare"), "under brackets no category has a grant part of its own");
            self.error(fault.help("as a share of the grant it is the same share of the expenses: `of: eligible_total, compare: expense`"));
        }
        if let (true, Some((id, _))) = (rising, of_grant) {
            let message =
                "rates rise from bracket to bracket: a smaller total can bring a larger share, so the greatest amounts are not proven";
            self.warn(
                Fault::new("not-monotone", format!("limits.{id}.of"), message)
                    .help("of one applicant they are found; of several the answer says that it may not be the greatest"),
            );
        }
        for (id, addition) in &amount.additions {
            let path = format!("amount.additions.{id}");
            for (place, other) in addition.instead_of.iter().enumerate().filter(|(_, o)| *o == id || !amount.additions.contains_key(*o)) {
                let known: Vec<&str> = amount.additions.keys().map(String::as_str).filter(|other| other != id).collect();
                let fault =
                    Fault::new("unknown-addition", format!("{path}.instead_of.{place}"), format!("`{other}` is not another addition"));
                self.error(fault.help(suggest(other, known.iter().copied())));
            }
            let to_grant = addition.grant.is_none() && addition.grant_rate.is_none();
            if addition.cap.is_none()
                && addition.rate.is_none()
                && addition.cap_each_member.is_none()
                && addition.cap_of_parts.is_empty()
                && addition.rate_of_parts.is_empty()
                && to_grant
            {
                self.error(Fault::new("missing-parameter", path.clone(), "the addition adds nothing").help(
                    "write `cap`, `cap_each_member`, `cap_of_parts`, `rate` or `rate_of_parts`, or `grant` or `grant_rate` where the grant itself is raised",
                ));
            }
            if !addition.cap.is_none() && amount.cap.is_none() {
                self.error(Fault::new("dead-condition", format!("{path}.cap"), "there is no cap to add to"));
            }
            if !addition.cap_each_member.is_none() && amount.cap_each_member.is_none() {
                self.error(Fault::new("dead-condition", format!("{path}.cap_each_member"), "there is no cap of members to add to"));
            }
            for part in addition.cap_of_parts.keys() {
                let path = format!("{path}.cap_of_parts.{part}");
                match amount.parts.get(part) {
                    None => {
                        let fault = Fault::new("unknown-part", path, format!("`{part}` is no part of the grant"));
                        self.error(fault.help(suggest(part, amount.parts.keys().map(String::as_str))));
                    }
                    Some(rule) if rule.cap.is_none() => {
                        self.error(Fault::new("dead-condition", path, format!("`{part}` has no cap to add to")));
                    }
                    Some(_) => {}
                }
            }
            for part in addition.rate_of_parts.keys() {
                let path = format!("{path}.rate_of_parts.{part}");
                match amount.parts.get(part) {
                    None => {
                        let fault = Fault::new("unknown-part", path, format!("`{part}` is no part of the grant"));
                        self.error(fault.help(suggest(part, amount.parts.keys().map(String::as_str))));
                    }
                    Some(rule) if rule.rate.is_none() => {
                        self.error(Fault::new("dead-condition", path, format!("`{part}` has no rate of its own to add to")));
                    }
                    Some(_) => {}
                }
            }
            let of_parts = addition.cap_of_parts.values().flat_map(Table::values);
            let yen = addition.cap.values().into_iter().chain(addition.cap_each_member.values()).chain(of_parts);
            if yen.filter_map(|(_, rule)| rule.yen()).any(|yen| yen < 0) {
                self.error(Fault::new("wrong-value", path, "an addition adds something"));
            }
        }
        let rates: Vec<Rate> = rules.iter().flat_map(|r| r.rates()).collect();
        let most_added = |table: &Table<Rate>| table.values().into_iter().map(|(_, rate)| *rate).max().unwrap_or(Rate::ZERO);
        let more = amount.additions.values().map(|a| most_added(&a.rate)).fold(Rate::ZERO, |sum, rate| sum.plus(rate).unwrap_or(sum));
        let highest = rates.iter().max().map(|r| r.plus(more).unwrap_or(*r));
        if amount.rate_at_most.is_none() && more > Rate::ZERO && highest.is_some_and(|h| h > Rate::ONE) {
            let fault = Fault::new("wrong-value", "amount.additions", "with all additions the rate is more than the whole");
            self.error(fault.help("say `rate_at_most` (ただし…を超えない)"));
        }
        if amount.rate_at_most.is_some_and(|most| highest.is_some_and(|h| h < most)) {
            self.warn(Fault::new("unused", "amount.rate_at_most", "no rate reaches this, with all additions"));
        }
        let several = p.expenses.categories.len() > 1 || !amount.parts.is_empty();
        if amount.rounded.is_none() && several && (amount.unit.get() > 1 || !amount.parts.is_empty()) {
            let fault = Fault::new("missing-parameter", "amount.rounded", "it is not said where the grant is rounded");
            self.error(fault.help("once (合計額で), each_category (区分ごと) or each_part: a unit more or less hangs on it"));
        }
        if amount.rounded == Some(RoundedAt::EachPart) && amount.parts.is_empty() {
            self.error(Fault::new("dead-condition", "amount.rounded", "the grant has no parts"));
        }
        if amount.rounded == Some(RoundedAt::EachCategory) {
            if !amount.parts.is_empty() {
                self.error(
                    Fault::new("contradiction", "amount.rounded", "a grant of parts is rounded once, or each part")
                        .help("write a part for each category"),
                );
            }
            if brackets || amount.other_money.is_some() || of_grant.is_some() {
                let message =
                    "rounded by category, the grant does not follow from the total: brackets, other money and limits of the grant do";
                self.error(Fault::new("contradiction", "amount.rounded", message));
            }
        }
        self.payees();
        if amount.other_money.as_ref().is_some_and(|other| !other.before_rate && other.within.is_none()) {
            let fault = Fault::new("missing-parameter", "amount.other_money", "it is not said what becomes of other money");
            self.error(fault.help("`before_rate: true` (控除した額に率を乗じる), or `within: 1/1` (合計が補助対象経費を超えない)"));
        }
        self.parts(of_grant.map(|l| l.0.as_str()));
        if p.expenses.tax_on_top.is_none() && self.uses("amount_with_tax_yen") {
            let fault =
                Fault::new("missing-parameter", "expenses.tax_on_top", "a threshold is with tax, but it is not said how tax is added");
            self.error(fault.help("exact: 909,091 with 10% is above 1,000,000; down: the tax is cut to whole yen first, and it is not"));
        }
    }

    /// Whether some test asks for a fact.
    fn uses(&self, fact: &str) -> bool {
        serde_json::to_string(self.programme).is_ok_and(|text| text.contains(&format!("\"{fact}\"")))
    }

    /// Whose expenses bring the grant, where several apply together.
    fn payees(&mut self) {
        let p = self.programme;
        let amount = &p.amount;
        let consortium = p.consortium.form != ConsortiumForm::NotAllowed;
        let cited = amount.cite.contains_key("paid_to");
        let brackets = amount.rate.values().iter().any(|(_, rule)| matches!(rule, RateRule::Brackets(_)));
        if amount.paid_to == PaidTo::EachMember && consortium && !cited && (brackets || amount.floor.is_some()) {
            let fault = Fault::new("unsaid", "amount.paid_to", "rates, brackets and rounding are of each member’s own expenses");
            self.warn(
                fault
                    .help("cite `paid_to` where the document says so; where the members’ expenses are added up, write `paid_to: together`"),
            );
        }
        if amount.paid_to == PaidTo::Lead && consortium && !cited {
            let fault = Fault::new("unsaid", "amount.paid_to", "the expenses of other members than the lead count for nothing");
            self.warn(
                fault
                    .help("cite `paid_to` where the document says so; where the members’ expenses are added up, write `paid_to: together`"),
            );
        }
        if amount.paid_to == PaidTo::EachMember && consortium {
            self.lead_alone();
        }
        for (id, _) in amount.caps.iter().filter(|(_, cap)| cap.each_member && cap.less.is_some()) {
            let fault = Fault::new("contradiction", format!("amount.caps.{id}.less"), "earlier awards are taken off a cap on the whole");
            self.error(fault.help("take `each_member` or `less` away"));
        }
        for (id, cap) in &amount.caps {
            for part in cap.parts.iter().filter(|part| !amount.parts.contains_key(*part)) {
                let fault = Fault::new("unknown-part", format!("amount.caps.{id}.parts"), format!("`{part}` is no part of the grant"));
                self.error(fault.help(suggest(part, amount.parts.keys().map(String::as_str))));
            }
            if !cap.parts.is_empty() && (cap.each_member || cap.less.is_some()) {
                let fault = Fault::new("contradiction", format!("amount.caps.{id}.parts"), "a cap on parts is of each payee by itself");
                self.error(fault.help("take `each_member` and `less` away"));
            }
        }
        for (id, floor) in &amount.floors {
            for part in floor.parts.iter().filter(|part| !amount.parts.contains_key(*part)) {
                let fault = Fault::new("unknown-part", format!("amount.floors.{id}.parts"), format!("`{part}` is no part of the grant"));
                self.error(fault.help(suggest(part, amount.parts.keys().map(String::as_str))));
            }
            // A part that is reckoned one by one has a floor for each; its sum has one here.
            let alone = |part: &String| amount.parts.get(part).is_some_and(|part| part.each.is_none());
            if floor.parts.len() < 2 && floor.parts.iter().all(alone) {
                let fault = Fault::new("dead-condition", format!("amount.floors.{id}.parts"), "one part has a floor of its own");
                self.error(fault.help("write `floor` beside the part, or `amount.floor` for the whole grant"));
            }
        }
        for (id, _) in amount.caps.iter().filter(|(_, cap)| cap.after_sharing && !cap.each_member) {
            let fault = Fault::new(
                "dead-condition",
                format!("amount.caps.{id}.after_sharing"),
                "a cap on the whole holds after all that is shared anyway",
            );
            self.error(fault.help("take `after_sharing` away, or write `each_member: true`"));
        }
        for (id, _) in amount.caps.iter().filter(|(_, cap)| cap.less_times.is_some() && cap.less.is_none()) {
            let fault =
                Fault::new("dead-condition", format!("amount.caps.{id}.less_times"), "nothing is taken off that it could be a rate of");
            self.error(fault.help("write `less`, or take `less_times` away"));
        }
        self.shared_costs();
        if amount.divided.is_some() && amount.paid_to != PaidTo::Together {
            let fault = Fault::new("dead-condition", "amount.divided", "only a grant that is paid for all together is divided");
            self.error(fault.help("write `paid_to: together`, or take `divided` away"));
        }
        if amount.divided.as_ref().is_some_and(|d| d.unit.get() < 1) {
            self.error(Fault::new("wrong-value", "amount.divided.unit", "the unit is at least 1 yen"));
        }
        if amount.paid_to != PaidTo::Together {
            return;
        }
        let own = "together, no member has a grant of its own";
        if !amount.cap_each_member.is_none() {
            self.error(Fault::new("contradiction", "amount.cap_each_member", own));
        }
        if p.consortium.grant_share.is_some() {
            let fault = Fault::new("contradiction", "consortium.grant_share", own);
            self.error(fault.help("a share of the expenses is the fact `share_of_eligible_total` of a member"));
        }
        let each = p.limits.values().any(|l| l.scope == Scope::EachMember);
        for (id, _) in p.limits.iter().filter(|(_, l)| l.of == Some(LimitBase::GrantTotal) && each) {
            let message = "the grant of all together is no base beside limits on each member";
            self.error(Fault::new("contradiction", format!("limits.{id}.of"), message).help("say the limit as a share of the expenses"));
        }
    }

    /// Costs that members bear together, and the floor of each.
    fn shared_costs(&mut self) {
        let p = self.programme;
        let each = p.amount.paid_to == PaidTo::EachMember && p.consortium.form != ConsortiumForm::NotAllowed;
        if p.amount.floor_each_member.is_some() && !each {
            let fault = Fault::new("dead-condition", "amount.floor_each_member", "no member has a grant of its own");
            self.error(fault.help("a floor of the whole is `floor`"));
        }
        if p.consortium.shared_costs.is_none() {
            return;
        }
        let path = "consortium.shared_costs";
        if !each {
            let fault = Fault::new("dead-condition", path, "costs are shared only where each member is paid for its own");
            self.error(fault.help("write `paid_to: each_member`, and a consortium that is allowed"));
        }
        if !p.amount.parts.is_empty() || p.amount.rounded == Some(RoundedAt::EachCategory) {
            self.error(Fault::new(
                "contradiction",
                path,
                "shared costs belong to the members’ totals, not to parts or to rounding by category",
            ));
        }
        let own = |l: &crate::language::LimitRule| {
            l.scope == Scope::EachMember || l.of == Some(LimitBase::GrantTotal) || l.compare == Some(LimitCompare::GrantPart)
        };
        if let Some((id, _)) = p.limits.iter().find(|(_, limit)| own(limit)) {
            let fault =
                Fault::new("contradiction", format!("limits.{id}"), "limits are held before costs are shared: they are of the whole");
            self.error(fault.help("write `scope: application` and a base of expenses"));
        }
    }

    /// Caps on the whole that go by a fact of a member: where each member is paid, only the lead's would count.
    fn lead_alone(&mut self) {
        let p = self.programme;
        let of_member = |name: &str| {
            let own = p.facts.get(name).map(|f| f.of);
            own.or_else(|| STANDARD.iter().find(|f| f.name == name).map(|f| f.of)) == Some(FactOf::Member)
        };
        let caps =
            p.amount.caps.iter().filter(|(_, cap)| !cap.each_member).map(|(id, cap)| (format!("amount.caps.{id}.at_most"), &cap.at_most));
        let mut wrong = Vec::new();
        for (path, table) in std::iter::once(("amount.cap".to_owned(), &p.amount.cap)).chain(caps) {
            for (_, rule) in table.values() {
                let fact = match rule {
                    YenRule::Fact(term) => Some(&term.fact),
                    YenRule::Each(EachUnit { units: Units::Fact(fact), .. }) => Some(fact),
                    _ => None,
                };
                wrong.extend(fact.filter(|fact| of_member(fact)).map(|fact| (path.clone(), fact.clone())));
            }
        }
        for (path, fact) in wrong {
            let fault =
                Fault::new("wrong-fact", path, format!("`{fact}` is a fact of each member, but this caps the grant of all together"));
            self.error(fault.help("write `cap_each_member`, or `each_member: true` beside a cap of `caps`"));
        }
    }

    fn parts(&mut self, of_grant: Option<&str>) {
        let p = self.programme;
        let amount = &p.amount;
        if amount.parts.is_empty() {
            return;
        }
        if let Some(id) = of_grant {
            let fault = Fault::new(
                "contradiction",
                format!("limits.{id}.of"),
                "a grant of parts does not follow from the total, so it is no base of a limit",
            );
            self.error(fault.help("say the limit as a share of the expenses, or as the cap of a part"));
        }
        if amount.fixed.is_some() || amount.other_money.as_ref().is_some_and(|o| o.before_rate) {
            self.error(Fault::new("contradiction", "amount.parts", "fixed amounts, and other money before the rate, do not go with parts"));
        }
        for category in p.expenses.categories.keys() {
            let of = |part: &crate::language::GrantPart| part.categories.is_empty() || part.categories.contains(category);
            let here: Vec<(&String, &crate::language::GrantPart)> = amount.parts.iter().filter(|(_, part)| of(part)).collect();
            // What is divided among other categories belongs to their parts.
            let divided = p.expenses.adjustments.values().any(|rule| !rule.divided.is_empty() && rule.categories.contains(category));
            if here.is_empty() && !divided {
                let fault =
                    Fault::new("missing-row", "amount.parts", format!("`{category}` belongs to no part: nothing would be paid for it"));
                self.error(fault.help("name it in a part, or add a part for all that is left"));
            }
            let whole: Vec<&&String> =
                here.iter().filter(|(_, part)| part.lines.is_none() && part.paid_by.is_none()).map(|(id, _)| id).collect();
            if let [first, second, ..] = whole.as_slice() {
                let fault = Fault::new(
                    "overlap",
                    format!("amount.parts.{second}"),
                    format!("`{category}` belongs to `{first}` and to `{second}`: it would be paid twice"),
                );
                self.error(fault.help("name each category once; where several pay for the same, say `paid_by`"));
            }
        }
    }

    /// Limits on the same categories of which one never bites.
    pub(super) fn contradictory_limits(&mut self) {
        let p = self.programme;
        let sorted = |categories: &[String]| categories.iter().cloned().collect::<BTreeSet<String>>();
        for (place, (id, limit)) in p.limits.iter().enumerate() {
            for (other_id, other) in p.limits.iter().skip(place + 1) {
                let alike = sorted(&limit.categories) == sorted(&other.categories)
                    && (&limit.of, limit.compare, limit.scope) == (&other.of, other.compare, other.scope);
                let rate = |l: &crate::language::LimitRule| l.at_most.or(l.less_than);
                let looser = match (alike, rate(limit).zip(rate(other)), limit.at_most_yen.zip(other.at_most_yen)) {
                    (true, Some((a, b)), _) if a != b => Some(a > b),
                    (true, _, Some((a, b))) if a != b => Some(a > b),
                    (true, None, None) => None,
                    (true, ..) => Some(other.at_most.is_none()),
                    _ => None,
                };
                if let Some(first) = looser {
                    let (dead, holds) = if first { (id, other_id) } else { (other_id, id) };
                    let fault = Fault::new(
                        "dead-limit",
                        format!("limits.{dead}"),
                        format!("`{holds}` is tighter on the same categories: `{dead}` never bites"),
                    );
                    self.warn(fault.help("take one of them away, or see whether the document means another base"));
                }
            }
        }
    }

    /// Thresholds on amounts that do not say whether they are with tax.
    pub(super) fn tax_basis(&mut self) {
        if self.uses("amount_yen") && self.programme.facts.get("amount_yen").is_none() {
            let message = "a threshold is on `amount_yen`, the amount as it was typed: with tax or without is not said";
            let fault = Fault::new("unsaid", "expenses.tax", message);
            self.warn(
                fault.help(
                    "write `amount_net_yen` or `unit_price_yen` (税抜), or `amount_with_tax_yen` (税込); where the document is silent, say it as a reading that sets `expenses.tax`",
                ),
            );
        }
    }
}

/// The most that an amount can be; none where nothing bounds it.
pub(super) fn most_of(rule: &YenRule) -> Option<i64> {
    match rule {
        YenRule::Yen(yen) => Some(yen.get()),
        YenRule::None | YenRule::Fact(_) => None,
        YenRule::Each(each) => each.at_most.map(|units| each.each.get().saturating_mul(units)),
    }
}
