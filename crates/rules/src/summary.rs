//! A programme told clause by clause, in one language: what the public page lists, and what two years of a call are compared by.

use jiff::civil::{Date, Time};
use kernel::Rate;
use serde::Serialize;

use crate::{
    language::{
        Amount, Brackets, BracketsOf, Cites, ConsortiumForm, Due, EachUnit, Event, FloorOf, PaidTo, PartOf, RateRule, RoundedAt, Row, Rows,
        Scalar, Table, Text, Units, When, Window, YenRule,
    },
    sentences::Teller,
    words::Lang,
};

/// A part of the summary, in the order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 募集期間, 応募方法.
    Window,
    /// 補助対象者.
    Conditions,
    /// 補助率・限度額.
    Rates,
    /// 経費の上限.
    Limits,
    /// 補助対象経費.
    Expenses,
    /// 対象外.
    Excluded,
    /// 提出書類.
    Documents,
    /// 事業計画の質問.
    Plan,
    /// 申請者に尋ねること.
    Facts,
    /// 日程.
    Schedule,
    /// 審査基準, 加点・減点.
    Criteria,
    /// 義務.
    Duties,
    /// そのほか.
    Notes,
    /// 解釈.
    Readings,
    /// 問い合わせ先.
    Contact,
}

impl Section {
    /// Every section, in the order of a page.
    pub const ALL: [Self; 15] = [
        Self::Window,
        Self::Conditions,
        Self::Rates,
        Self::Limits,
        Self::Expenses,
        Self::Excluded,
        Self::Documents,
        Self::Plan,
        Self::Facts,
        Self::Schedule,
        Self::Criteria,
        Self::Duties,
        Self::Notes,
        Self::Readings,
        Self::Contact,
    ];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Conditions => "conditions",
            Self::Rates => "rates",
            Self::Limits => "limits",
            Self::Expenses => "expenses",
            Self::Excluded => "excluded",
            Self::Documents => "documents",
            Self::Plan => "plan",
            Self::Facts => "facts",
            Self::Schedule => "schedule",
            Self::Criteria => "criteria",
            Self::Duties => "duties",
            Self::Notes => "notes",
            Self::Readings => "readings",
            Self::Contact => "contact",
        }
    }
}

/// A clause of the summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'p> {
    /// Where it belongs.
    pub section: Section,
    /// What it is in the file: the path of its entry. Two years of a call name the same thing by the same path.
    pub path: String,
    /// What it is about; may be empty.
    pub head: String,
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub cite: Option<&'p Cites>,
    /// What of it is computed, in the machine's form: another value with the same text is a change all the same.
    pub data: serde_json::Value,
}

/// Every clause of a programme.
pub fn lines<'p>(teller: &Teller<'p>) -> Vec<Line<'p>> {
    let mut summary = Summary { teller, lines: Vec::new() };
    summary.window();
    summary.conditions();
    summary.amount();
    summary.expenses();
    summary.rest();
    summary.lines
}

struct Summary<'t, 'p> {
    teller: &'t Teller<'p>,
    lines: Vec<Line<'p>>,
}

/// What of an entry is computed: all of it but its words and its places.
fn data(entry: &impl Serialize) -> serde_json::Value {
    fn bare(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                for told in ["says", "cite", "name", "ask", "means", "because", "question"] {
                    map.shift_remove(told);
                }
                map.values_mut().for_each(bare);
            }
            serde_json::Value::Array(list) => list.iter_mut().for_each(bare),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    bare(&mut value);
    value
}

impl<'p> Summary<'_, 'p> {
    fn text(&self, text: &Text) -> String {
        self.teller.lang().of(text).to_owned()
    }

    fn add(
        &mut self,
        section: Section,
        path: impl Into<String>,
        head: String,
        text: String,
        cite: Option<&'p Cites>,
        data: serde_json::Value,
    ) {
        self.lines.push(Line { section, path: path.into(), head, text, cite, data });
    }

    fn clause(&mut self, section: Section, path: String, says: &Text, cite: &'p Cites, entry: &impl Serialize) {
        let text = self.text(says);
        self.add(section, path, String::new(), text, Some(cite), data(entry));
    }

    fn word(&self, key: &str) -> String {
        self.teller.word(key)
    }

    fn window(&mut self) {
        let p = self.teller.programme();
        let window = &p.window;
        let text = self::window(window, self.teller.lang());
        let head = self.word("summary-window");
        self.add(Section::Window, "window", head, text, Some(&window.cite), data(window));
        let channels = p.filing.ways().iter().map(|c| self.word(&format!("channel-{}", c.word()))).collect::<Vec<_>>();
        let head = self.word("summary-channels");
        let cite = p.filing.cite.get("channels");
        self.add(Section::Window, "filing.channels", head, self.teller.listed(&channels), cite, data(&p.filing.channels));
        if p.filing.one_per_company {
            let text = self.word("condition-filing-one-per-company");
            self.add(Section::Window, "filing.one_per_company", String::new(), text, p.filing.cite.get("one_per_company"), true.into());
        }
        if let Some(budget) = &p.budget {
            self.clause(Section::Window, "budget".to_owned(), &budget.says, &budget.cite, budget);
        }
    }

    fn conditions(&mut self) {
        let p = self.teller.programme();
        for (id, c) in &p.conditions {
            self.clause(Section::Conditions, format!("conditions.{id}"), &c.says, &c.cite, c);
        }
        let consortium = &p.consortium;
        if let Some(c) = &consortium.wholly_owned {
            self.clause(Section::Conditions, "consortium.wholly_owned".to_owned(), &c.says, &c.cite, c);
        }
        if let Some(c) = &consortium.grant_share {
            self.clause(Section::Conditions, "consortium.grant_share".to_owned(), &c.says, &c.cite, c);
        }
        if let Some(c) = &consortium.parties {
            self.clause(Section::Conditions, "consortium.parties".to_owned(), &c.says, &c.cite, c);
        }
        for (id, c) in &consortium.notes {
            self.clause(Section::Conditions, format!("consortium.notes.{id}"), &c.says, &c.cite, &());
        }
        if let Some(c) = &p.parallel {
            self.clause(Section::Conditions, "parallel".to_owned(), &c.says, &c.cite, c);
            for (id, banned) in &c.banned {
                self.clause(Section::Conditions, format!("parallel.banned.{id}"), &banned.says, &banned.cite, &());
            }
        }
    }

    /// What the rows are called that lead to a value: small-scale enterprises, up to 20 employees.
    fn rows(&self, rows: &[Row<'_>]) -> String {
        let each = rows.iter().map(|row| match row {
            Row::Group(group) => self.teller.group(group),
            Row::Fact { by, rows, key: Some(key) } => {
                let value = self.teller.scalar(by, key);
                let asked = match rows {
                    Rows::UpTo => self.teller.asked("at_most", &value),
                    Rows::Below => self.teller.asked("less_than", &value),
                    Rows::Is => value,
                };
                format!("{} {asked}", self.teller.fact(by))
            }
            Row::Fact { by, key: None, .. } => self.teller.with("summary-rest", &[("fact", self.teller.fact(by))]),
        });
        each.collect::<Vec<_>>().join("・")
    }

    fn table<T: Serialize>(
        &mut self,
        path: &str,
        key: &str,
        table: &'p Table<T>,
        cite: Option<&'p Cites>,
        tell: impl Fn(&Self, &T) -> String,
    ) {
        for (rows, value) in table.values() {
            let who = self.rows(&rows);
            let own: String = rows.iter().map(row_path).collect();
            let head = self.word(key);
            let head = if who.is_empty() { head } else { self.teller.with("summary-for", &[("what", head), ("who", who)]) };
            let text = tell(self, value);
            self.add(Section::Rates, format!("{path}{own}"), head, text, cite, data(value));
        }
    }

    fn rate(&self, rule: &RateRule) -> String {
        match rule {
            RateRule::Rate(rate) => rate.to_string(),
            RateRule::Brackets(brackets) => self.brackets(brackets),
        }
    }

    fn brackets(&self, brackets: &Brackets) -> String {
        let of = self.word(if brackets.brackets_of == BracketsOf::Grant { "summary-of-grant" } else { "summary-of-expenses" });
        let mut each: Vec<String> = brackets
            .up_to
            .iter()
            .map(|(bound, rate)| {
                let bound = kernel::Yen::parse(bound).map_or_else(|_| bound.clone(), |y| self.teller.yen(y.get()));
                self.teller.with("summary-bracket", &[("of", of.clone()), ("bound", bound), ("rate", rate.to_string())])
            })
            .collect();
        each.extend(brackets.above.map(|rate| self.teller.with("summary-above", &[("rate", rate.to_string())])));
        self.teller.listed(&each)
    }

    fn yen(&self, rule: &YenRule) -> String {
        match rule {
            YenRule::Yen(yen) => self.teller.yen(yen.get()),
            YenRule::None => self.word("summary-none"),
            YenRule::Each(each) => self.each(each),
            YenRule::Fact(term) => match term.times {
                Some(times) => {
                    self.teller.with("summary-fact-times", &[("fact", self.teller.fact(&term.fact)), ("times", times.to_string())])
                }
                None => self.teller.fact(&term.fact),
            },
        }
    }

    /// Every row of a table in one text: for whom it is, and what it says.
    fn told<T>(&self, table: &Table<T>, tell: impl Fn(&Self, &T) -> String) -> String {
        let rows = table.values().into_iter().map(|(rows, value)| {
            let (who, text) = (self.rows(&rows), tell(self, value));
            if who.is_empty() { text } else { format!("{who} {text}") }
        });
        self.teller.listed(&rows.collect::<Vec<_>>())
    }

    fn categories(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|c| self.teller.fact(c)).collect();
        self.teller.listed(&names)
    }

    fn each(&self, each: &EachUnit) -> String {
        let units = match &each.units {
            Units::Fact(fact) => self.teller.fact(fact),
            Units::QuantityIn(categories) => {
                let names: Vec<String> = categories.iter().map(|c| self.teller.fact(c)).collect();
                self.teller.with("summary-quantity", &[("categories", self.teller.listed(&names))])
            }
        };
        let yen = self.teller.yen(each.each.get());
        match each.at_most {
            Some(most) => self.teller.with("summary-each-at-most", &[("yen", yen), ("units", units), ("most", most.to_string())]),
            None => self.teller.with("summary-each", &[("yen", yen), ("units", units)]),
        }
    }

    fn amount(&mut self) {
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
            if let Some(each) = part.each {
                told.push(self.word(if each == PartOf::Month { "summary-part-each-month" } else { "summary-part-each-unit" }));
            }
            told.extend(part.rate.as_ref().map(|t| self.teller.with("summary-part-rate", &[("rate", self.told(t, Self::rate))])));
            told.extend(part.cap.as_ref().map(|t| self.teller.with("summary-part-cap", &[("cap", self.told(t, Self::yen))])));
            let text = if told.is_empty() { self.categories(&part.categories) } else { told.join(" ") };
            self.add(Section::Rates, format!("amount.parts.{id}"), head, text, Some(&part.cite), data(part));
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

    fn expenses(&mut self) {
        let p = self.teller.programme();
        for (id, limit) in &p.limits {
            let mut text = self.text(&limit.says);
            let bound = limit.at_most.or(limit.less_than).map(|rate| rate.to_string());
            // Two years of a limit differ in what they say, also where its title does not name the rate.
            if let Some(bound) =
                bound.or_else(|| limit.at_most_yen.map(|yen| self.teller.yen(yen.get()))).filter(|b| !text.contains(b.as_str()))
                && !text.contains(['%', '％', '割', '分', '/', '円'])
            {
                text = self.teller.with("summary-limit", &[("says", text), ("bound", bound)]);
            }
            self.add(Section::Limits, format!("limits.{id}"), String::new(), text, Some(&limit.cite), data(limit));
        }
        for (id, adjustment) in &p.expenses.adjustments {
            let says = self.text(&adjustment.says);
            let bound =
                [&adjustment.at_most, &adjustment.less].into_iter().find(|table| !table.is_none()).map(|table| self.told(table, Self::yen));
            let bound = bound.or_else(|| adjustment.share.map(|share| share.to_string())).unwrap_or_default();
            let text = if bound.is_empty() { says } else { self.teller.with("summary-adjustment", &[("says", says), ("bound", bound)]) };
            let head = self.categories(&adjustment.categories);
            self.add(Section::Limits, format!("expenses.adjustments.{id}"), head, text, Some(&adjustment.cite), data(adjustment));
        }
        for (id, kind) in &p.amount.kind_caps {
            let (says, bound) = (self.text(&kind.says), kind.at_most.to_string());
            let text = self.teller.with("summary-adjustment", &[("says", says), ("bound", bound)]);
            self.add(Section::Rates, format!("amount.kind_caps.{id}"), String::new(), text, Some(&kind.cite), data(kind));
        }
        for (id, test) in &p.expenses.tests {
            let head = if test.categories.is_empty() { self.word("summary-test-all") } else { self.categories(&test.categories) };
            self.add(Section::Expenses, format!("expenses.tests.{id}"), head, self.text(&test.says), Some(&test.cite), data(test));
        }
        for (id, c) in &p.expenses.categories {
            let number = c.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
            let head = format!("{number}{}", self.text(&c.name));
            let mut text = vec![self.text(&c.says)];
            text.extend(c.apportioned_by.as_ref().map(|fact| self.teller.with("summary-apportioned", &[("fact", self.teller.fact(fact))])));
            let text = text.join(if self.teller.lang() == Lang::Ja { "　" } else { " · " });
            self.add(Section::Expenses, format!("expenses.categories.{id}"), head.clone(), text, Some(&c.cite), data(c));
            for (name, test) in &c.tests {
                let head = self.teller.with("summary-test", &[("category", head.clone())]);
                let path = format!("expenses.categories.{id}.tests.{name}");
                self.add(Section::Expenses, path, head, self.text(&test.says), Some(&test.cite), data(test));
            }
        }
        for (id, e) in &p.expenses.exclusions {
            self.clause(Section::Excluded, format!("expenses.exclusions.{id}"), &e.says, &e.cite, &());
        }
        for (category, c) in &p.expenses.categories {
            for (id, e) in &c.exclusions {
                self.clause(Section::Excluded, format!("expenses.categories.{category}.exclusions.{id}"), &e.says, &e.cite, &());
            }
        }
        for (id, c) in &p.expenses.notes {
            self.clause(Section::Notes, format!("expenses.notes.{id}"), &c.says, &c.cite, &());
        }
    }

    /// When a duty is due.
    fn due(&self, due: &Due) -> String {
        let event = |e: &Event| self.word(&format!("event-{}", e.word().replace('_', "-")));
        let told = |key: &str, parts: &[(&str, String)]| self.teller.with(key, parts);
        match due {
            Due::DayOfMonth { day, months_after, event: e, .. } => {
                told("due-day-of-month", &[("event", event(e)), ("months", months_after.to_string()), ("day", day.to_string())])
            }
            Due::DaysAfter { days, event: e, .. } => told("due-days-after", &[("event", event(e)), ("days", days.to_string())]),
            Due::EndOfMonth { months_after, event: e } => {
                told("due-end-of-month", &[("event", event(e)), ("months", months_after.to_string())])
            }
            Due::EarlierOf(all) | Due::LaterOf(all) => {
                let each: Vec<String> = all.iter().map(|due| self.due(due)).collect();
                let key = if matches!(due, Due::EarlierOf(_)) { "due-earlier" } else { "due-later" };
                told(key, &[("all", self.teller.listed(&each))])
            }
            Due::FiscalYearsAfter { years, event: e } => told("due-fiscal-years", &[("event", event(e)), ("years", years.to_string())]),
            Due::YearlyAfter { times, event: e } => told("due-yearly", &[("event", event(e)), ("times", times.to_string())]),
            Due::EachFiscalYear { times, event: e, days_after: Some(days), .. } => {
                told("due-each-year-days", &[("event", event(e)), ("days", days.to_string()), ("times", times.to_string())])
            }
            Due::EachFiscalYear { times, event: e, day, .. } => {
                let (month, day) = day.map_or((0, 0), |d| (d.month, d.day));
                let parts = [("event", event(e)), ("month", month.to_string()), ("day", day.to_string()), ("times", times.to_string())];
                told("due-each-year-day", &parts)
            }
            Due::On(when) => told("due-on", &[("day", self.when(when))]),
            Due::Before(text) | Due::NoDate(text) => self.text(text),
        }
    }

    fn when(&self, when: &When) -> String {
        if self.teller.lang() == Lang::Ja { when.ja() } else { when.to_string() }
    }

    fn rest(&mut self) {
        let p = self.teller.programme();
        for (id, d) in &p.documents {
            let mut name = self.text(&d.name);
            if let Some(form) = &d.form {
                name += &format!("（{form}）");
            }
            if d.when.is_some() {
                name += &format!("［{}］", self.word("summary-if-needed"));
            }
            // A number that the document gives is told; a name of ours is not.
            let number = if id.starts_with(|c: char| c.is_ascii_digit()) { id.clone() } else { String::new() };
            self.add(Section::Documents, format!("documents.{id}"), number, name, Some(&d.cite), data(d));
        }
        for (id, q) in &p.plan_questions {
            self.clause(Section::Plan, format!("plan_questions.{id}"), &q.ask, &q.cite, q);
        }
        for (id, f) in &p.facts {
            let ask = self.text(&f.ask);
            self.add(Section::Facts, format!("facts.{id}"), String::new(), ask, None, data(f));
        }
        for (id, s) in &p.schedule {
            let mut text = s.from.as_ref().map(|from| self.when(from)).unwrap_or_default();
            text += &match (&s.from, &s.to) {
                (Some(_), Some(to)) => format!("～{}", self.when(to)),
                (None, Some(to)) => self.teller.with("summary-until", &[("day", self.when(to))]),
                _ => String::new(),
            };
            if s.about {
                text += &self.word("summary-about");
            }
            if s.planned {
                text += &self.word("summary-planned");
            }
            let head = self.text(&s.says);
            self.add(Section::Schedule, format!("schedule.{id}"), head, text, Some(&s.cite), data(s));
        }
        for (id, c) in &p.criteria {
            let text = self.text(&c.says);
            self.add(Section::Criteria, format!("criteria.{id}"), String::new(), text, Some(&c.cite), data(c));
        }
        for (id, point) in &p.points {
            let head = self.word(if point.points < 0 { "summary-malus" } else { "summary-bonus" });
            let text = self.teller.with("point-told", &[("says", self.text(&point.says)), ("points", format!("{:+}", point.points))]);
            self.add(Section::Criteria, format!("points.{id}"), head, text, Some(&point.cite), data(point));
        }
        if let Some(most) = p.points_at_most {
            let text = self.teller.with("summary-points", &[("points", most.to_string())]);
            self.add(Section::Criteria, "points_at_most", self.word("summary-points-at-most"), text, None, data(&most));
        }
        for (id, d) in &p.duties {
            let head = self.text(&d.says);
            self.add(Section::Duties, format!("duties.{id}"), head, self.due(&d.due), Some(&d.cite), data(d));
        }
        for (id, c) in &p.notes {
            self.clause(Section::Notes, format!("notes.{id}"), &c.says, &c.cite, &());
        }
        if let Some(c) = &p.publication {
            self.clause(Section::Notes, "publication".to_owned(), &c.fields, &c.cite, c);
        }
        for (id, r) in &p.readings {
            let chosen = r.options.get(&r.chosen).map(|o| self.text(&o.means)).unwrap_or_default();
            let (head, text) = (self.text(&r.question), format!("{chosen} — {}", self.text(&r.because)));
            self.add(Section::Readings, format!("readings.{id}"), head, text, Some(&r.cite), data(&r.chosen));
        }
        if let Some(contact) = &p.contact {
            self.clause(Section::Contact, "contact.office".to_owned(), &contact.office, &contact.cite, &());
            if let Some(address) = &contact.address {
                self.add(Section::Contact, "contact.address", String::new(), address.clone(), None, serde_json::Value::Null);
            }
            for (head, way) in [("TEL", &contact.phone), ("FAX", &contact.fax), ("E-mail", &contact.email)] {
                if let Some(way) = way {
                    self.add(Section::Contact, format!("contact.{head}"), head.to_owned(), way.clone(), None, serde_json::Value::Null);
                }
            }
        }
    }
}

fn day(day: Date, lang: Lang) -> String {
    if lang == Lang::Ja { kernel::date::format_ja(day) } else { day.to_string() }
}

/// When a call opens: its day, with the time where the call names one.
pub fn opening(window: &Window, lang: Lang) -> String {
    let time = (window.opens.time() != Time::midnight()).then(|| window.opens.strftime(" %H:%M").to_string());
    day(window.opens.date(), lang) + &time.unwrap_or_default()
}

/// The window of a call as people read it: the opening with its time where the call names one, the closing always.
pub fn window(window: &Window, lang: Lang) -> String {
    let (opens, closes) = (opening(window, lang), day(window.closes.date(), lang) + &window.closes.strftime(" %H:%M").to_string());
    if lang == Lang::Ja { format!("{opens}～{closes}") } else { format!("{opens} to {closes}") }
}

fn row_path(row: &Row<'_>) -> String {
    match row {
        Row::Group(group) => format!(".{group}"),
        Row::Fact { rows, key: Some(key), .. } => format!(".{}.{key}", rows.words().0),
        Row::Fact { rows, key: None, .. } => format!(".{}", rows.words().1),
    }
}

const fn rounding_word(rounding: kernel::Rounding) -> &'static str {
    match rounding {
        kernel::Rounding::Down => "down",
        kernel::Rounding::Up => "up",
        kernel::Rounding::HalfUp => "half-up",
    }
}

/// What became of a clause between two years, rounds or revisions of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where it belongs.
    pub section: Section,
    /// Its path in the file.
    pub path: String,
    /// What it is about; the clause itself where it has no head.
    pub head: String,
    /// What it said; nothing where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it says; nothing where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Whether something that is computed changed; else only words did.
    pub computed: bool,
}

/// What changed from one programme to another, clause by clause, in the order of a page.
pub fn changes(before: &Teller<'_>, after: &Teller<'_>) -> Vec<Change> {
    let (old, new) = (lines(before), lines(after));
    let find = |all: &[Line<'_>], line: &Line<'_>| all.iter().position(|l| l.path == line.path);
    let told = |line: &Line<'_>| if line.head.is_empty() { line.text.clone() } else { line.head.clone() };
    let mut all = Vec::new();
    for line in &new {
        let then = find(&old, line).map(|place| &old[place]);
        if then.is_some_and(|then| then.text == line.text && then.head == line.head && then.data == line.data) {
            continue;
        }
        all.push(Change {
            section: line.section,
            path: line.path.clone(),
            head: then.map_or_else(|| told(line), |then| if then.head.is_empty() { then.text.clone() } else { then.head.clone() }),
            before: then.map(|then| then.text.clone()),
            after: Some(line.text.clone()),
            computed: then.is_none_or(|then| then.data != line.data),
        });
    }
    for line in old.iter().filter(|line| find(&new, line).is_none()) {
        let (section, path) = (line.section, line.path.clone());
        all.push(Change { section, path, head: told(line), before: Some(line.text.clone()), after: None, computed: true });
    }
    all.sort_by_key(|c| c.section);
    all
}

impl Teller<'_> {
    /// A value of a fact as a table names it.
    fn scalar(&self, fact: &str, key: &Scalar) -> String {
        self.read(fact, key).map_or_else(|| key.to_string(), |value| self.value(fact, &value))
    }
}
