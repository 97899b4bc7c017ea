//! An answer told in Japanese or English. Everything here is made from the machine form and the programme.

use std::sync::LazyLock;

use kernel::{Prefecture, text::separated};

use crate::{
    assessment::{
        AdditionAnswer, Assessment, Change, ConditionAnswer, Contradiction, DutyAnswer, DutyOfLine, Expected, Finding, Gain, LimitAnswer,
        LineAnswer, LineOutcome, MissingFact, NotSearched, Outcome, PartAnswer, PaymentAnswer, PointAnswer, Searched, Split, Step, TAX,
        Verdict,
    },
    language::{Calculator, Cites, Due, DutyBy, EventOrDay, FactType, Payer, Programme, Scalar, Text},
    plan::Plan,
    vocabulary::{STANDARD, Value},
    words::{Lang, Words},
};

static JA: LazyLock<Words> = LazyLock::new(|| Words::new(Lang::Ja, &[include_str!("sentences/ja.ftl")]));
static JA_JOSEI: LazyLock<Words> = LazyLock::new(|| JA.of_programme(&Text { ja: "助成".to_owned(), en: String::new() }));
static EN: LazyLock<Words> = LazyLock::new(|| Words::new(Lang::En, &[include_str!("sentences/en.ftl")]));

/// The message of who pays a further amount.
pub(crate) const fn payer_key(by: Payer) -> &'static str {
    match by {
        Payer::Agency => "payment-by-agency",
        Payer::Applicant => "payment-by-applicant",
    }
}

/// The sentences of a language about a programme.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'p> {
    plan: &'p Plan,
    words: &'static Words,
}

impl<'p> Teller<'p> {
    /// The teller of a programme in a language.
    pub fn new(plan: &'p Plan, lang: Lang) -> Self {
        let words: &'static Words = match lang {
            Lang::Ja if Words::says_josei(&plan.programme.name) => &JA_JOSEI,
            Lang::Ja => &JA,
            Lang::En => &EN,
        };
        Self { plan, words }
    }

    pub(crate) fn programme(&self) -> &'p Programme {
        &self.plan.programme
    }

    pub(crate) fn lang(&self) -> Lang {
        self.words.lang
    }

    /// An amount of yen.
    pub fn yen(&self, yen: i64) -> String {
        self.words.with("yen", &[("amount", separated(yen))])
    }

    /// The verdict in a few words.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.words.get(match verdict {
            Verdict::Eligible => "verdict-eligible",
            Verdict::NotEligible => "verdict-not-eligible",
            Verdict::Undetermined => "verdict-undetermined",
        })
    }

    /// How a condition stands, in a word.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.words.get(match outcome {
            Outcome::Yes => "outcome-yes",
            Outcome::No => "outcome-no",
            Outcome::Unknown => "outcome-unknown",
            Outcome::Judgement => "outcome-judgement",
        })
    }

    /// Where a clause stands: document, lines, words.
    pub fn cite(&self, cites: &Cites) -> String {
        let own = &self.programme().source.document;
        let each: Vec<String> = cites
            .iter()
            .map(|c| {
                let place =
                    self.words.with("cite", &[("document", c.document.as_ref().unwrap_or(own).clone()), ("lines", c.lines.to_string())]);
                let words = c.words.0.iter().map(|w| format!("「{w}」")).collect::<Vec<_>>().concat();
                format!("{place}{words}")
            })
            .collect();
        each.join(" / ")
    }

    /// What a condition says.
    pub fn condition(&self, id: &str) -> String {
        let p = self.programme();
        let lang = self.lang();
        if let Some(condition) = p.conditions.get(id) {
            return lang.of(&condition.says).to_owned();
        }
        let own = match id {
            "consortium.wholly_owned" => p.consortium.wholly_owned.as_ref().map(|c| &c.says),
            "consortium.grant_share" => p.consortium.grant_share.as_ref().map(|c| &c.says),
            "consortium.parties" => p.consortium.parties.as_ref().map(|c| &c.says),
            "consortium.shared_costs" => p.consortium.shared_costs.as_ref().map(|c| &c.says),
            _ if id.starts_with("additions.") => p.amount.additions.get(&id[10..]).map(|a| &a.says),
            _ if id.starts_with("caps.") => p.amount.caps.get(&id[5..]).map(|c| &c.says),
            "parallel.banned" => p.parallel.as_ref().and_then(|c| c.banned.values().next()).map(|c| &c.says),
            _ if id.starts_with("parallel.") => p.parallel.as_ref().map(|c| &c.says),
            _ => None,
        };
        match own {
            Some(text) => lang.of(text).to_owned(),
            None => self.words.get(&format!("condition-{}", id.replace(['.', '_'], "-"))),
        }
    }

    /// What a fact is called.
    pub fn fact(&self, name: &str) -> String {
        let lang = self.lang();
        if let Some(declared) = self.programme().facts.get(name) {
            return lang.of(&declared.ask).to_owned();
        }
        if let Some(standard) = STANDARD.iter().find(|f| f.name == name) {
            return if lang == Lang::Ja { standard.ja } else { standard.en }.to_owned();
        }
        if let Some(category) = self.programme().expenses.categories.get(name) {
            return lang.of(&category.name).to_owned();
        }
        self.words.get(&format!("fact-{}", name.replace('_', "-")))
    }

    /// A value of a fact.
    pub fn value(&self, fact: &str, value: &Value) -> String {
        let slot = self.plan.slot(fact).map(|s| &self.plan.slots[s]);
        match (value, slot.map(|s| s.kind)) {
            (Value::Bool(b), _) => self.words.get(if *b { "yes" } else { "no" }),
            (Value::Int(i), Some(FactType::Yen)) => self.yen(*i),
            (Value::Int(i), _)
                if matches!(fact, "grant_yen" | "awarded_yen" | "claims_beside")
                    || self.programme().expenses.categories.contains_key(fact) =>
            {
                self.yen(*i)
            }
            (Value::Int(i), _) => separated(*i),
            (Value::Rate(r), Some(FactType::Yen)) => self.yen(r.numerator() / r.denominator()),
            (Value::Number(number), _) => number.decimal(),
            (Value::Rate(r), _) => {
                // Hundredths of a percent, the second one only where there is one: 8.7%, 10.95%.
                let hundredths = i128::from(r.numerator()) * 10_000 / i128::from(r.denominator());
                let second = if hundredths % 10 == 0 { String::new() } else { (hundredths % 10).abs().to_string() };
                format!("{}.{}{second}%", hundredths / 100, (hundredths % 100 / 10).abs())
            }
            (Value::Date(d), _) => self.lang().day(*d),
            (Value::Text(t), Some(FactType::Prefecture | FactType::Prefectures)) => self.prefecture(t),
            (Value::List(l), Some(FactType::Prefectures)) => l.iter().map(|t| self.prefecture(t)).collect::<Vec<_>>().join("・"),
            (Value::Text(t), Some(FactType::Choice)) => self.choice(fact, t),
            (Value::Text(t), None) if fact == "channel" => self.words.get(&format!("channel-{t}")),
            (Value::Text(t), None) if fact == "arrived_at" => self.moment(t),
            (other, _) => other.to_string(),
        }
    }

    /// A moment in Japan's time, to the second, as people of the office write it.
    fn moment(&self, text: &str) -> String {
        let Ok(moment) = text.parse::<jiff::civil::DateTime>() else { return text.to_owned() };
        let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
        if self.lang() == Lang::En {
            return format!(
                "{} {}",
                kernel::date::format_en(moment.date()),
                moment.strftime(if second == 0 { "%H:%M" } else { "%H:%M:%S" })
            );
        }
        // 17時, 17時5分, 17時0分1秒.
        let fine = match (minute, second) {
            (0, 0) => String::new(),
            (minute, 0) => format!("{minute}分"),
            (minute, second) => format!("{minute}分{second}秒"),
        };
        format!("{}{hour}時{fine}", kernel::date::format_ja(moment.date()))
    }

    fn prefecture(&self, code: &str) -> String {
        Prefecture::parse(code)
            .map_or_else(|_| code.to_owned(), |p| if self.lang() == Lang::Ja { p.name_ja() } else { p.name_en() }.to_owned())
    }

    /// A word of a choice.
    pub fn choice(&self, fact: &str, word: &str) -> String {
        if let Some(text) = self.programme().facts.get(fact).and_then(|f| f.choices.get(word)) {
            return self.lang().of(text).to_owned();
        }
        let standard = STANDARD.iter().find(|f| f.name == fact).and_then(|f| f.choices.iter().find(|c| c.0 == word));
        standard.map_or(word, |c| if self.lang() == Lang::Ja { c.1 } else { c.2 }).to_owned()
    }

    fn expected(&self, fact: &str, expected: &Expected) -> String {
        match expected {
            Expected::One(value) => self.value(fact, value),
            Expected::Many(many) => {
                many.iter().map(|v| self.value(fact, v)).collect::<Vec<_>>().join(if self.lang() == Lang::Ja { "か" } else { " or " })
            }
        }
    }

    /// Whether a fact is a day, or a day with its hour.
    fn is_moment(&self, fact: &str) -> bool {
        fact == "arrived_at" || self.plan.slot(fact).is_some_and(|slot| self.plan.slots[slot].kind == FactType::Date)
    }

    /// What a finding says: the fact, its value, what is asked of it, and where it comes from.
    pub fn finding(&self, finding: &Finding<'_>) -> String {
        let fact = self.fact(&finding.fact);
        // What is worked out can't be left unfilled.
        let computed = self.plan.slot(&finding.fact).map_or(finding.fact.starts_with("share_of"), |slot| self.plan.slots[slot].computed);
        let nothing = if computed { "not-computed" } else { "not-known" };
        let value = finding.value.as_ref().map_or_else(|| self.words.get(nothing), |v| self.value(&finding.fact, v));
        let asked = finding.expected.as_ref().map(|e| {
            let what = self.expected(&finding.fact, e);
            let own = match &**e {
                // Of a yes or no the office asks that something is so, or is not.
                Expected::One(Value::Bool(holds)) if matches!(finding.test, "is" | "is_not") => {
                    let is_so = *holds == (finding.test == "is");
                    Some(if is_so { "test-is-so" } else { "test-is-not-so" })
                }
                _ if self.is_moment(&finding.fact) => match finding.test {
                    "at_most" => Some("test-day-at-most"),
                    "at_least" => Some("test-day-at-least"),
                    "less_than" => Some("test-day-less-than"),
                    "more_than" => Some("test-day-more-than"),
                    _ => None,
                },
                _ => None,
            };
            let key = own.map_or_else(|| format!("test-{}", finding.test.replace('_', "-")), str::to_owned);
            self.words.with(&key, &[("value", what)])
        });
        let mut sentence = self.words.with("finding", &[("fact", fact), ("value", value)]);
        if let Some(asked) = asked {
            sentence += &self.words.with("finding-asked", &[("asked", asked)]);
        }
        match finding.source.as_deref() {
            Some("not_of_this_kind") => sentence + &self.words.get("source-not-of-this-kind"),
            Some("derived") => sentence + &self.words.get("source-derived"),
            Some(source) => sentence + &self.words.with("source", &[("source", source.to_owned())]),
            None => sentence,
        }
    }

    /// What would turn a condition around.
    pub fn flip(&self, condition: &ConditionAnswer<'_>) -> Option<String> {
        if condition.flip.is_empty() || condition.outcome != Outcome::No {
            return None;
        }
        let each: Vec<String> = condition.flip.iter().map(|c| self.change(c)).collect();
        Some(self.words.with("flip", &[("changes", each.join(if self.lang() == Lang::Ja { "、" } else { "; " }))]))
    }

    fn change(&self, change: &Change<'_>) -> String {
        let fact = self.fact(&change.fact);
        // An amount of one member among several says whose it is.
        let fact = match &change.member {
            Some(member) if change.fact == "grant_yen" => self.words.with("fact-of", &[("fact", fact), ("member", member.clone())]),
            _ => fact,
        };
        let value = self.value(&change.fact, &change.value);
        let asked = self.words.with(&format!("test-{}", change.to.replace('_', "-")), &[("value", value)]);
        match change.by {
            Some(by) => {
                let size = self.value(&change.fact, &Value::Int(by.abs()));
                self.words.with(if by < 0 { "change-less" } else { "change-more" }, &[("fact", fact), ("by", size), ("asked", asked)])
            }
            None => self.words.with("change", &[("fact", fact), ("asked", asked)]),
        }
    }

    /// How a limit stands.
    pub fn limit(&self, limit: &LimitAnswer<'_>) -> String {
        let says = self.programme().limits.get(limit.id).map_or(limit.id, |l| self.lang().of(&l.says)).to_owned();
        let key = if limit.bit {
            "limit-bit"
        } else {
            // The base grows with what is limited: what is left of it now is not what more of it would be given.
            match limit.growth_yen {
                Some(most) if most <= limit.recognised_yen && most > 0 => "limit-full",
                Some(_) => "limit-free",
                None => "limit-within",
            }
        };
        self.words.with(
            key,
            &[
                ("says", says),
                ("requested", self.yen(limit.requested_yen)),
                ("recognised", self.yen(limit.recognised_yen)),
                ("growth", self.yen(limit.growth_yen.unwrap_or(limit.recognised_yen))),
            ],
        )
    }

    /// What the row of a table is called: a group, or the fact by which the table goes.
    pub fn group(&self, id: &str) -> String {
        let own = self.programme().groups.get(id).map(|g| self.lang().of(&g.says).to_owned());
        let fact = || self.plan.slot(id).map(|_| self.fact(id));
        own.or_else(fact).unwrap_or_else(|| self.words.get(&format!("group-{id}")))
    }

    /// What an addition says.
    pub fn addition_says(&self, id: &str) -> String {
        self.programme().amount.additions.get(id).map_or(id, |a| self.lang().of(&a.says)).to_owned()
    }

    /// What a part of the grant is called, and who pays it.
    pub fn part_says(&self, id: &str) -> String {
        self.programme().amount.parts.get(id).map_or(id, |p| self.lang().of(&p.says)).to_owned()
    }

    /// What an addition brings, would bring, or lost.
    pub fn addition(&self, addition: &AdditionAnswer<'_>) -> String {
        let says = self.addition_says(addition.id);
        let yen = |yen: Option<i64>| yen.map(|y| self.yen(y)).unwrap_or_default();
        let key = match (addition.lost_yen, addition.outcome, addition.worth_yen) {
            (Some(_), ..) => "addition-lost",
            (None, Outcome::Yes, Some(worth)) if worth > 0 => "addition-held",
            (None, Outcome::No, Some(worth)) if worth > 0 => "addition-would",
            (None, Outcome::Yes | Outcome::No, _) => "addition-none",
            _ => "addition-open",
        };
        self.words.with(key, &[("says", says), ("worth", yen(addition.worth_yen)), ("lost", yen(addition.lost_yen))])
    }

    /// A fact that would make the grant larger.
    pub fn gain(&self, gain: &Gain<'_>) -> String {
        let values = [("fact", self.fact(gain.fact)), ("value", self.value(gain.fact, &gain.value)), ("more", self.yen(gain.grant_yen))];
        self.words.with("gain", &values)
    }

    /// What a part of the grant comes to.
    pub fn part(&self, part: &PartAnswer<'_>) -> String {
        let mut says = self.part_says(part.id);
        for which in part.value.iter().chain(&part.month) {
            says += &format!(" {which}");
        }
        self.words.with("part-told", &[("part", says), ("eligible", self.yen(part.eligible_yen)), ("grant", self.yen(part.grant_yen))])
    }

    /// What points are given for, and how many.
    pub fn point(&self, point: &PointAnswer<'_>) -> String {
        let says = self.programme().points.get(point.id).map_or(point.id, |p| self.lang().of(&p.says)).to_owned();
        self.words.with("point-told", &[("says", says), ("points", format!("{:+}", point.points))])
    }

    /// The points that the applicant has, and what they come to.
    pub fn points(&self, answer: &Assessment<'_>) -> Vec<String> {
        let mut told: Vec<String> = answer.points.iter().filter(|p| p.outcome == Outcome::Yes).map(|p| self.point(p)).collect();
        if let Some(most) = self.programme().points_at_most.filter(|_| !told.is_empty()) {
            let total = answer.points_total.unwrap_or_default();
            told.push(self.words.with("points-total", &[("points", format!("{total:+}")), ("most", most.to_string())]));
        }
        told
    }

    /// A further amount, and who pays it.
    pub fn payment(&self, payment: &PaymentAnswer<'_>) -> String {
        let says = self.programme().payments.get(payment.id).map_or(payment.id, |p| self.lang().of(&p.says)).to_owned();
        let says = payment.member.as_ref().map_or(says.clone(), |member| format!("[{member}] {says}"));
        let yen = payment.yen.map_or_else(|| self.words.get("not-computed"), |yen| self.yen(yen));
        self.words.with(payer_key(payment.by), &[("says", says), ("yen", yen)])
    }

    /// What a step of the way does.
    pub fn step(&self, step: &Step<'_>) -> String {
        let p = self.programme();
        let rate = || step.rate.map(|r| r.to_string()).unwrap_or_default();
        let limit = || step.limit_yen.map(|y| self.yen(y)).unwrap_or_default();
        match step.kind {
            "limit" => step.id.and_then(|id| p.limits.get(id)).map(|l| self.lang().of(&l.says).to_owned()).unwrap_or_default(),
            "rate" => self.words.with("step-rate", &[("rate", rate()), ("group", step.id.map(|id| self.group(id)).unwrap_or_default())]),
            "bracket" => match step.limit_yen {
                Some(_) => self.words.with("step-bracket-up-to", &[("rate", rate()), ("limit", limit())]),
                None => self.words.with("step-bracket", &[("rate", rate())]),
            },
            "cap" => self.words.with("step-cap", &[("cap", limit()), ("group", step.id.map(|id| self.group(id)).unwrap_or_default())]),
            "part_floor" | "part_expenses_floor" => {
                let part = step.id.map(|id| self.part_says(id)).unwrap_or_default();
                let key = if step.kind == "part_floor" { "step-part-floor" } else { "step-part-expenses-floor" };
                self.words.with(key, &[("part", part), ("floor", limit())])
            }
            "parts_floor" => {
                let says = step.id.and_then(|id| p.amount.floors.get(id)).map(|floor| self.lang().of(&floor.says).to_owned());
                self.words.with("step-parts-floor", &[("says", says.unwrap_or_default()), ("floor", limit())])
            }
            "further_cap" | "part_cap" => {
                let says = step.id.and_then(|id| p.amount.caps.get(id)).map(|c| self.lang().of(&c.says).to_owned());
                self.words.with("step-further-cap", &[("says", says.unwrap_or_default()), ("cap", limit())])
            }
            "addition" => {
                let says = step.id.map(|id| self.addition_says(id)).unwrap_or_default();
                self.words.with("step-addition", &[("says", says), ("cap", limit())])
            }
            "grant_addition" => {
                let says = step.id.map(|id| self.addition_says(id)).unwrap_or_default();
                self.words.with("step-grant-addition", &[("says", says)])
            }
            "part" => self.words.with("step-part", &[("part", step.id.map(|id| self.part_says(id)).unwrap_or_default())]),
            "adjustment" => {
                let says =
                    step.id.and_then(|id| p.expenses.adjustments.get(id)).map(|c| self.lang().of(&c.says).to_owned()).unwrap_or_default();
                match step.limit_yen {
                    Some(_) => self.words.with("step-adjustment", &[("says", says), ("limit", limit())]),
                    None => says,
                }
            }
            "kind_cap" => {
                let says = step.id.and_then(|id| p.amount.kind_caps.get(id)).map(|k| self.lang().of(&k.says).to_owned());
                self.words.with("step-adjustment", &[("says", says.unwrap_or_default()), ("limit", limit())])
            }
            "member_floor" => self.words.with("step-member-floor", &[("floor", limit())]),
            "member_cap" => self.words.with("step-member-cap", &[("cap", limit())]),
            "floor" => self.words.with("step-floor", &[("floor", limit())]),
            other => self.words.get(&format!("step-{}", other.replace('_', "-"))),
        }
    }

    /// What it is called that a step took something away.
    pub fn bit(&self, step: &Step<'_>) -> String {
        self.words.get(match step.kind {
            "floor" | "member_floor" | "part_floor" | "part_expenses_floor" | "parts_floor" => "bit-floor",
            "other_money" => "bit-less",
            _ => "bit",
        })
    }

    /// The grant; nobody enters it, so it is not «not entered» where it can't be computed yet.
    pub fn grant(&self, answer: &Assessment<'_>) -> String {
        answer.grant_yen.map_or_else(|| self.words.get("not-computed"), |g| self.yen(g))
    }

    /// The limits that can't be computed yet, since they hang on rates.
    fn open_limits(&self, answer: &Assessment<'_>) -> Vec<String> {
        let open = self.programme().limits.iter().filter(|(id, _)| answer.limits.iter().all(|l| l.id != id.as_str()));
        open.map(|(_, l)| self.words.with("limit-open", &[("says", self.lang().of(&l.says).to_owned())])).collect()
    }

    /// Another sharing of the same total and grant, member by member.
    pub fn split(&self, split: &Split<'_>) -> Vec<String> {
        let members = split.members.iter().map(|m| {
            let (eligible, grant) = (self.yen(m.eligible_total_yen), self.yen(m.grant_yen));
            self.words.with("split-member", &[("member", m.id.clone()), ("eligible", eligible), ("grant", grant)])
        });
        let categories = split.categories.iter().map(|c| {
            let amount = self.yen(c.recognised_yen);
            self.words.with("split-category", &[("member", c.member.clone()), ("category", self.fact(c.id)), ("amount", amount)])
        });
        members.chain(categories).collect()
    }

    /// A duty with its dates, or with what it comes before.
    fn duty(&self, answer: &DutyAnswer<'_>) -> Option<String> {
        let duty = self.programme().duties.get(answer.id).filter(|_| answer.applies != Outcome::No)?;
        let says = self.lang().of(&duty.says);
        let of_line = |line: &DutyOfLine| {
            let number = (line.line + 1).to_string();
            self.words.with("duty-of-line", &[("line", number), ("due", line.due.join(", "))])
        };
        let when = match &duty.due {
            Due::Before(text) | Due::NoDate(text) => self.lang().of(text).to_owned(),
            _ if duty.each_line.is_some() => {
                let known: Vec<String> =
                    answer.lines.iter().filter(|line| !line.due.is_empty() && line.applies == Outcome::Yes).map(of_line).collect();
                Some(known.join(", ")).filter(|due| !due.is_empty())?
            }
            _ => Some(answer.due.join(", ")).filter(|due| !due.is_empty())?,
        };
        let open = if answer.applies == Outcome::Yes { String::new() } else { self.word("not-known-whether-needed") };
        let told = format!("{when}: {says}{open}");
        Some(if duty.by == DutyBy::Agency { self.words.with("duty-by-agency", &[("duty", told)]) } else { told })
    }

    /// A part of the answer that was not searched to the end.
    pub fn not_searched(&self, part: &NotSearched<'_>) -> String {
        let member = part.member.clone().unwrap_or_default();
        let (key, id) = match (part.what, part.id) {
            (Searched::Next, Some(id)) => ("not-searched-next", self.fact(id)),
            (Searched::Next, None) => ("not-searched-all-next", String::new()),
            (Searched::Growth, id) => {
                let says = id.and_then(|id| self.programme().limits.get(id)).map(|l| self.lang().of(&l.says).to_owned());
                ("not-searched-growth", says.unwrap_or_default())
            }
            (Searched::Split, _) => ("not-searched-split", String::new()),
        };
        self.words.with(key, &[("member", member), ("id", id)])
    }

    /// A happening, or a fixed day.
    pub fn bound(&self, bound: EventOrDay) -> String {
        match bound {
            EventOrDay::Event(event) => self.words.get(&format!("event-{}", event.word().replace('_', "-"))),
            EventOrDay::Day(day) => self.value("filed_on", &Value::Date(day)),
        }
    }

    /// What became of an expense line.
    pub fn line(&self, line: &LineAnswer<'_>) -> String {
        let category = self.programme().expenses.categories.get(line.category);
        let (kind, name) = line.because.split_once('.').unwrap_or((&line.because, ""));
        let reason = match kind {
            "tests" => {
                let here = |cite: &Cites| line.cite.is_none_or(|place| std::ptr::eq(place, &raw const *cite));
                let expenses = &self.programme().expenses;
                let own = expenses.categories.values().find_map(|c| c.tests.get(name).filter(|t| here(&t.cite)));
                let shared = expenses.tests.get(name).filter(|t| here(&t.cite));
                let says = own.map(|t| &t.says).or_else(|| shared.map(|t| &t.says));
                says.or_else(|| category.and_then(|c| c.tests.get(name)).map(|t| &t.says)).map(|says| self.lang().of(says).to_owned())
            }
            "line_limits" => self.programme().expenses.line_limits.get(name).map(|limit| self.lang().of(&limit.says).to_owned()),
            "exclusions" => {
                let own = category.and_then(|c| c.exclusions.get(name));
                own.or_else(|| self.programme().expenses.exclusions.get(name)).map(|e| self.lang().of(&e.says).to_owned())
            }
            "undated" => Some(self.words.get("line-undated")),
            "not_before" | "not_after" => {
                let expenses = &self.programme().expenses;
                let event = if kind == "not_before" { expenses.not_before } else { expenses.not_after };
                let event = event.map(|bound| self.bound(bound)).unwrap_or_default();
                Some(self.words.with(&format!("line-{}", kind.replace('_', "-")), &[("event", event)]))
            }
            "calculator" => Some(self.words.get(match category.and_then(|c| c.calculator.as_ref()) {
                Some(Calculator::PerUnit(_)) => "line-per-unit",
                Some(Calculator::Monthly(_)) => "line-monthly",
                _ => "line-calculator",
            })),
            other => Some(self.words.get(&format!("line-{}", other.replace('_', "-")))),
        };
        let key = match line.outcome {
            LineOutcome::Counted => "line-counted",
            LineOutcome::Reduced => "line-reduced",
            LineOutcome::Moved => "line-moved",
            LineOutcome::Refused => "line-refused",
            LineOutcome::Open => "line-open",
            LineOutcome::Judged => "line-judged",
        };
        let category = category.map_or(line.category, |c| self.lang().of(&c.name)).to_owned();
        if let Some((_, tax)) = line.figures.iter().find(|f| f.0 == TAX) {
            let parts = [("category", category), ("tax", self.yen(*tax)), ("amount", self.yen(line.admissible_yen))];
            return self.words.with("line-without-tax", &parts);
        }
        self.words.with(key, &[("category", category), ("reason", reason.unwrap_or_default()), ("amount", self.yen(line.admissible_yen))])
    }

    /// The question behind a missing fact.
    pub fn missing(&self, missing: &MissingFact<'_>) -> String {
        self.fact(&missing.fact)
    }

    /// A contradiction.
    pub fn contradiction(&self, c: &Contradiction<'_>) -> String {
        self.words.with(
            "contradiction",
            &[("fact", self.fact(c.fact)), ("stated", self.value(c.fact, &c.stated)), ("derived", self.value(c.fact, &c.derived))],
        )
    }

    /// A message with values in it.
    pub(crate) fn with(&self, key: &str, values: &[(&str, String)]) -> String {
        self.words.with(key, values)
    }

    /// Several things in a row.
    pub(crate) fn listed(&self, all: &[String]) -> String {
        all.join(if self.lang() == Lang::Ja { "、" } else { ", " })
    }

    /// What is asked of a value by a word of comparison: 20以下.
    pub(crate) fn asked(&self, word: &str, value: &str) -> String {
        self.words.with(&format!("test-{}", word.replace('_', "-")), &[("value", value.to_owned())])
    }

    /// A value of a fact, read from a file's plain value.
    pub(crate) fn read(&self, fact: &str, scalar: &Scalar) -> Option<Value> {
        let slot = &self.plan.slots[self.plan.slot(fact)?];
        let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
        Value::read(slot.kind, &choices, scalar).ok()
    }

    /// A message of the system, for those who print around these sentences.
    pub fn word(&self, key: &str) -> String {
        self.words.get(key)
    }

    /// The whole answer as plain text, a line a thing.
    pub fn text(&self, answer: &Assessment<'_>) -> String {
        use std::fmt::Write;
        let mut out = String::new();
        let p = self.programme();
        let mut line = |text: String| {
            // A name with a line break in it begins no line of its own.
            let _ = writeln!(out, "{}", text.replace(['\n', '\r'], " "));
        };
        line(self.lang().of(&p.name).to_owned());
        line(format!("{}: {}", self.word("verdict"), self.verdict(answer.verdict)));
        let grant = self.grant(answer);
        line(format!("{}: {grant}", self.word("grant")));
        line(format!("{}: {}", self.word("eligible-total"), self.yen(answer.eligible_total_yen)));
        if !answer.proven_greatest {
            line(self.word("not-proven"));
        }
        line(String::new());
        line(self.word("head-conditions"));
        for c in &answer.conditions {
            let who = c.member.as_ref().map(|m| format!("[{m}] ")).unwrap_or_default();
            line(format!("  {} {who}{}  ({})", self.outcome(c.outcome), self.condition(&c.id), self.cite(c.cite)));
            if c.outcome != Outcome::Yes {
                c.findings.iter().for_each(|f| line(format!("      {}", self.finding(f))));
                self.flip(c).into_iter().for_each(|f| line(format!("      → {f}")));
            }
        }
        line(String::new());
        line(self.word("head-steps"));
        for s in &answer.steps {
            let who = s.member.as_ref().filter(|_| answer.members.len() > 1).map(|m| format!("[{m}] ")).unwrap_or_default();
            let bit = if s.bit { self.bit(s) } else { String::new() };
            line(format!("  {who}{}: {} → {} {bit}", self.step(s), self.yen(s.before_yen), self.yen(s.after_yen)));
        }
        let several = answer.members.len() > 1;
        let whose = |member: Option<&String>| member.filter(|_| several).map(|m| format!("[{m}] ")).unwrap_or_default();
        let categories = answer.categories.iter().filter(|c| c.requested_yen > 0).map(|c| {
            let (asked, counts) = (self.yen(c.requested_yen), self.yen(c.recognised_yen));
            format!("{}{}: {asked} → {counts}", whose(Some(&c.member)), self.fact(c.id))
        });
        let worked_out = answer
            .worked_out
            .iter()
            .map(|w| format!("{}{}: {}", whose(w.member.as_ref()), self.fact(w.fact), self.value(w.fact, &w.value)));
        for (head, list) in [
            ("head-categories", categories.collect()),
            ("head-worked-out", worked_out.collect()),
            (
                "head-limits",
                answer
                    .limits
                    .iter()
                    .map(|l| format!("{}{}", l.member.as_ref().map(|m| format!("[{m}] ")).unwrap_or_default(), self.limit(l)))
                    .chain(self.open_limits(answer))
                    .collect::<Vec<_>>(),
            ),
            ("head-additions", answer.additions.iter().map(|a| self.addition(a)).collect()),
            ("head-parts", answer.parts.iter().map(|p| self.part(p)).collect()),
            ("head-points", self.points(answer)),
            ("head-payments", answer.payments.iter().filter(|p| p.applies != Outcome::No).map(|p| self.payment(p)).collect()),
            ("head-split", answer.split.iter().flat_map(|s| self.split(s)).collect()),
            ("head-not-searched", answer.not_searched.iter().map(|n| self.not_searched(n)).collect()),
            ("head-lines", answer.lines.iter().map(|l| format!("{}: {}", l.line + 1, self.line(l))).collect()),
            (
                "head-documents",
                answer
                    .documents
                    .iter()
                    .map(|d| {
                        let optional = match (d.optional, d.required) {
                            (true, _) => self.word("optional"),
                            (false, Outcome::Yes) => String::new(),
                            (false, _) => self.word("not-known-whether-needed"),
                        };
                        let name = p.documents.get(d.id).map_or("", |doc| self.lang().of(&doc.name));
                        let issued = d.issued_from.as_ref().map(|day| self.words.with("document-issued-from", &[("day", day.clone())]));
                        let late = d.issued_in_time.filter(|in_time| !in_time).map(|_| self.word("document-issued-early"));
                        format!("{name}{}{}{optional} ({})", issued.unwrap_or_default(), late.unwrap_or_default(), d.id)
                    })
                    .collect(),
            ),
            ("head-judgements", answer.judgements.iter().map(|j| self.condition(&j.id)).collect()),
            (
                "head-missing",
                answer
                    .missing_facts
                    .iter()
                    .map(|m| format!("{}{}", m.member.as_ref().map(|m| format!("[{m}] ")).unwrap_or_default(), self.missing(m)))
                    .collect(),
            ),
            ("head-contradictions", answer.contradictions.iter().map(|c| self.contradiction(c)).collect()),
            ("head-duties", answer.duties.iter().filter_map(|d| self.duty(d)).collect()),
        ] {
            if !list.is_empty() {
                line(String::new());
                line(self.word(head));
                list.into_iter().for_each(|l| line(format!("  {l}")));
            }
        }
        out
    }
}
