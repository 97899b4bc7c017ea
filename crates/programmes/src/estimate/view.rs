//! What the estimator shows: the form as it was typed, and the answer drawn.

use kernel::{Prefecture, text::separated};
use rules::{
    assessment::{AdditionAnswer, Assessment, Decides, Gain, Outcome, Verdict},
    language::{Calculator, FactType},
    sentences::Teller,
    words::{Lang, Words},
};

use super::form::{FieldFaults, Form, FormInput, INDUSTRIES, Question, id};
use super::labour::labour_fields;

/// A field of the form.
#[derive(Debug)]
pub struct Field {
    /// Its name in the address.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// The choices, where there are some: value and words.
    pub options: Vec<(String, String)>,
    /// Whether it is an amount.
    pub yen: bool,
    /// What could not be read.
    pub error: Option<String>,
}

/// A member in the form.
#[derive(Debug)]
pub struct MemberView {
    /// Its place, from 0.
    pub place: usize,
    /// What it is called.
    pub title: String,
    /// Its questions.
    pub fields: Vec<Field>,
    /// Its budget.
    pub budget: Vec<BudgetRow>,
    /// Fields of the labour calculator, where the call has one.
    pub labour: Vec<Field>,
    /// Whether the labour calculator is in use.
    pub labour_open: bool,
    /// Fields of what is paid by the month, where the call has such a category.
    pub monthly: Vec<Field>,
    /// Whether they are in use.
    pub monthly_open: bool,
}

/// A row of the budget.
#[derive(Debug)]
pub struct BudgetRow {
    /// The field.
    pub field: Field,
    /// The number that the document gives the category.
    pub number: String,
    /// What belongs to it.
    pub says: String,
}

/// The form as it was typed.
#[derive(Debug)]
pub struct FormView {
    /// The members.
    pub members: Vec<MemberView>,
    /// Questions about the project.
    pub project: Vec<Field>,
    /// Whether another member can be added.
    pub can_add: bool,
    /// How many members there are.
    pub count: usize,
}

impl FormView {
    /// Lays out the form.
    pub fn new(form: &Form<'_>, teller: &Teller<'_>, words: &Words, typed: &FormInput, wrong: &FieldFaults) -> Self {
        let count = form.members(typed);
        let build = Questions { form, teller, words, typed, wrong };
        let mut project = build.of_project();
        if form.asks_others {
            let mut options = vec![
                ("none".to_owned(), words.get("other-none")),
                ("pending".to_owned(), words.get("other-pending")),
                ("adopted".to_owned(), words.get("other-adopted")),
            ];
            if let Some(parallel) = &form.plan.programme.parallel {
                options.extend(parallel.banned.iter().map(|(scheme, clause)| (scheme.clone(), words.lang.of(&clause.says).to_owned())));
            }
            project.push(build.field("o".into(), words.get("other-subsidies"), options, false));
            if form.asks_other_money {
                project.push(build.field("o.amount".into(), words.get("other-money-amount"), Vec::new(), true));
            }
        }
        Self {
            members: (0..count).map(|m| build.member(m, count)).collect(),
            project,
            can_add: form.several && count < super::form::MOST_MEMBERS,
            count,
        }
    }
}

/// The questions of a form, as fields with what was typed.
#[derive(Debug)]
pub struct Questions<'a> {
    /// The form.
    pub form: &'a Form<'a>,
    /// Who tells of the programme.
    pub teller: &'a Teller<'a>,
    /// The words of the pages.
    pub words: &'a Words,
    /// What was typed.
    pub typed: &'a FormInput,
    /// What could not be read.
    pub wrong: &'a FieldFaults,
}

impl Questions<'_> {
    /// A field.
    pub fn field(&self, name: String, label: String, options: Vec<(String, String)>, yen: bool) -> Field {
        let value = self.typed.get(&name).to_owned();
        let error = self.wrong.get(&name).map(|key| self.words.get(key));
        Field { name, label, value, options, yen, error }
    }

    fn yes_no(&self) -> Vec<(String, String)> {
        vec![("yes".into(), self.words.get("yes")), ("no".into(), self.words.get("no"))]
    }

    /// What is asked of the application as a whole.
    pub fn of_project(&self) -> Vec<Field> {
        self.form.of_application.iter().map(|q| self.question("a", q)).collect()
    }

    fn question(&self, prefix: &str, question: &Question) -> Field {
        let name = format!("{prefix}.{}", question.fact);
        let en = self.words.lang == Lang::En;
        let prefecture = |code: &str| Prefecture::parse(code).map_or("", |p| if en { p.name_en() } else { p.name_ja() });
        if let Some(code) = &question.prefecture {
            let label = self.words.with("has-establishment", &[("prefecture", prefecture(code).to_owned())]);
            return self.field(name, label, self.yes_no(), false);
        }
        let options = match question.kind {
            FactType::YesNo => self.yes_no(),
            FactType::Choice => {
                let slot = self.form.plan.slot(&question.fact).map(|s| &self.form.plan.slots[s]);
                let choices = slot.map(|s| s.choices.clone()).unwrap_or_default();
                choices.into_iter().map(|c| (c.clone(), self.teller.choice(&question.fact, &c))).collect()
            }
            FactType::Prefecture => {
                Prefecture::all().map(|p| (p.to_string(), if en { p.name_en() } else { p.name_ja() }.to_owned())).collect()
            }
            _ => Vec::new(),
        };
        self.field(name, self.teller.fact(&question.fact), options, question.kind == FactType::Yen)
    }

    /// What is asked of a member, beside these others.
    pub fn of_member(&self, m: usize, others: &[(String, String)]) -> Vec<Field> {
        let form = self.form;
        let prefix = format!("m{m}");
        let mut fields = Vec::new();
        if form.asks_size && (form.expenses_of_each || m == 0) {
            let industries = INDUSTRIES.iter().map(|(code, key)| ((*code).to_owned(), self.words.get(key))).collect();
            fields.push(self.field(format!("{prefix}.industry"), self.words.get("industry"), industries, false));
            fields.push(self.field(format!("{prefix}.capital_yen"), self.words.get("capital"), Vec::new(), true));
            fields.push(self.field(format!("{prefix}.employees"), self.words.get("employees"), Vec::new(), false));
        }
        let lead_only: &[Question] = if m == 0 { &form.of_lead } else { &[] };
        // What a kind of applicant can't have, it is not asked.
        let kind = self.typed.get(&format!("{prefix}.kind"));
        let has = |fact: &str| {
            let slot = form.plan.slot(fact).map(|slot| &form.plan.slots[slot]);
            kind.is_empty() || slot.is_none_or(|slot| slot.only_for.is_empty() || slot.only_for.iter().any(|k| k == kind))
        };
        fields.retain(|f: &Field| f.name.rsplit('.').next().is_none_or(&has));
        fields.extend(form.of_member.iter().chain(lead_only).filter(|q| has(&q.fact)).map(|q| self.question(&prefix, q)));
        if form.asks_holdings && !others.is_empty() {
            let mut options = vec![("none".to_owned(), self.words.get("relation-none"))];
            options.extend(others.iter().cloned());
            fields.push(self.field(format!("{prefix}.holder"), self.words.get("relation"), options, false));
            if self.typed.get(&format!("{prefix}.holder")).starts_with('m') {
                fields.push(self.field(format!("{prefix}.share"), self.words.get("relation-share"), Vec::new(), false));
            }
        }
        fields
    }

    fn member(&self, m: usize, count: usize) -> MemberView {
        let form = self.form;
        let prefix = format!("m{m}");
        let others: Vec<_> = (0..count).filter(|o| *o != m).map(|o| (id(o), self.title(o))).collect();
        let fields = self.of_member(m, &others);
        let mut budget = Vec::new();
        let (mut labour, mut monthly) = (Vec::new(), Vec::new());
        if form.expenses_of_each || m == 0 {
            for (category, rule) in &form.plan.programme.expenses.categories {
                budget.push(BudgetRow {
                    field: self.field(format!("{prefix}.e.{category}"), self.words.lang.of(&rule.name).to_owned(), Vec::new(), true),
                    number: rule.number.clone().unwrap_or_default(),
                    says: self.words.lang.of(&rule.says).to_owned(),
                });
                if let Some(Calculator::Labour(labour_rule)) = &rule.calculator {
                    let fields = labour_fields(labour_rule).iter();
                    labour.extend(fields.map(|(name, label, yen)| {
                        let label = format!("{} {}", self.words.lang.of(&rule.name), self.words.get(label));
                        self.field(format!("{prefix}.l.{category}.{name}"), label, Vec::new(), *yen)
                    }));
                }
                if matches!(rule.calculator, Some(Calculator::Monthly(_))) {
                    for (name, yen) in [("monthly", true), ("from", false), ("until", false)] {
                        let label = format!("{} {}", self.words.lang.of(&rule.name), self.words.get(&format!("monthly-{name}")));
                        monthly.push(self.field(format!("{prefix}.r.{category}.{name}"), label, Vec::new(), yen));
                    }
                }
            }
        }
        let is_used = |fields: &[Field]| fields.iter().any(|f| !f.value.is_empty());
        let (labour_open, monthly_open) = (is_used(&labour), is_used(&monthly));
        MemberView { place: m, title: self.title(m), fields, budget, labour, labour_open, monthly, monthly_open }
    }

    fn title(&self, m: usize) -> String {
        if m == 0 { self.words.get("lead") } else { format!("{} {}", self.words.get("member-n"), m + 1) }
    }
}

/// A bar of the waterfall.
#[derive(Debug)]
pub struct Bar {
    /// What the step is.
    pub label: String,
    /// Before and after, with separators.
    pub before: String,
    /// After.
    pub after: String,
    /// What stays, in thousandths of the width.
    pub keep: i64,
    /// What is cut away.
    pub cut: i64,
    /// Whether a limit cut it.
    pub bit: bool,
    /// Whether it is a sum on the way.
    pub sum: bool,
    /// Where it is said.
    pub cite: String,
}

/// A limit as a bar that fills.
#[derive(Debug)]
pub struct Gauge {
    /// How it stands, in words.
    pub text: String,
    /// How far it is used, in thousandths.
    pub used: i64,
    /// Whether nothing is left.
    pub full: bool,
    /// Where it is said.
    pub cite: String,
}

/// A condition in the answer.
#[derive(Debug)]
pub struct ConditionView {
    /// The word of the outcome, for the style.
    pub class: &'static str,
    /// The outcome in words.
    pub outcome: String,
    /// What it says.
    pub says: String,
    /// The facts behind it.
    pub findings: Vec<String>,
    /// What would mend it.
    pub flip: Option<String>,
    /// Where it is said.
    pub cite: String,
}

/// The answer as a part of another page.
#[derive(Debug, askama::Template)]
#[template(path = "answer.html")]
pub struct Panel<'a> {
    /// The answer.
    pub a: AnswerView,
    /// The words.
    pub words: &'a Words,
    /// The language.
    pub lang: &'a str,
}

/// Facts that are told of those that would bring more.
const MOST_GAINS: usize = 3;

/// The answer as it is shown.
#[derive(Debug)]
pub struct AnswerView {
    /// The verdict, for the style.
    pub class: &'static str,
    /// The verdict in words.
    pub verdict: String,
    /// The grant, with separators.
    pub grant: String,
    /// Whether the grant is only what it would be.
    pub conditional: bool,
    /// Questions still to answer.
    pub needed: Vec<String>,
    /// What would mend what fails.
    pub mend: Vec<String>,
    /// The conditions.
    pub conditions: Vec<ConditionView>,
    /// The waterfall.
    pub bars: Vec<Bar>,
    /// The limits.
    pub gauges: Vec<Gauge>,
    /// What the next 10,000 yen would bring: category, yen.
    pub next: Vec<(String, String)>,
    /// Remarks on lines.
    pub lines: Vec<String>,
    /// Documents that are needed.
    pub documents: Vec<(String, String, bool)>,
    /// Lists under a heading of their own: additions (those that would bring the most first), the parts of the grant, points.
    pub lists: Vec<(String, Vec<String>)>,
    /// What people judge.
    pub judgements: Vec<String>,
    /// Contradictions.
    pub contradictions: Vec<String>,
}

impl AnswerView {
    /// Draws an answer.
    pub fn new(form: &Form<'_>, teller: &Teller<'_>, lang: Lang, answer: &Assessment<'_>, gains: &[Gain<'_>]) -> Self {
        let programme = &form.plan.programme;
        let grant = if answer.verdict == Verdict::NotEligible { answer.calculated_grant_yen } else { answer.grant_yen };
        let several = answer.members.len() > 1;
        let scale = answer.requested_total_yen.max(answer.eligible_total_yen).max(1);
        let thousandths = |yen: i64| i64::try_from(i128::from(yen.max(0)) * 1000 / i128::from(scale)).unwrap_or(1000).min(1000);
        let drawn = answer.steps.iter().filter(|s| s.kind != "limit" || s.bit);
        let bars: Vec<Bar> = drawn
            .map(|s| {
                let keep = thousandths(s.after_yen);
                let who = s.member.as_ref().filter(|_| several).map(|m| format!("[{}] ", place_of(m))).unwrap_or_default();
                Bar {
                    label: format!("{who}{}", teller.step(s)),
                    before: separated(s.before_yen),
                    after: separated(s.after_yen),
                    keep,
                    cut: if matches!(s.kind, "rate" | "bracket" | "part" | "addition" | "fixed") {
                        0
                    } else {
                        (thousandths(s.before_yen) - keep).max(0)
                    },
                    bit: s.bit,
                    sum: matches!(s.kind, "eligible_total"),
                    cite: s.cite.map(|c| teller.cite(c)).unwrap_or_default(),
                }
            })
            .collect();
        let gauges = answer
            .limits
            .iter()
            .filter(|l| l.requested_yen > 0)
            .map(|l| {
                let of = i128::from(l.allowed_yen.max(1));
                let used = i64::try_from(i128::from(l.recognised_yen) * 1000 / of).unwrap_or(1000).min(1000);
                let who = l.member.as_ref().map(|m| format!("[{}] ", place_of(m))).unwrap_or_default();
                Gauge {
                    text: format!("{who}{}", teller.limit(l)),
                    used,
                    full: l.bit || l.growth_yen == Some(l.recognised_yen),
                    cite: teller.cite(l.cite),
                }
            })
            .collect();
        let conditions = answer
            .conditions
            .iter()
            .map(|c| {
                let who = c.member.as_ref().filter(|_| several).map(|m| format!("[{}] ", place_of(m))).unwrap_or_default();
                ConditionView {
                    class: class(c.outcome),
                    outcome: teller.outcome(c.outcome),
                    says: format!("{who}{}", teller.condition(&c.id)),
                    findings: c.shown_findings().map(|f| teller.finding(f)).collect(),
                    flip: teller.flip(c),
                    cite: teller.cite(c.cite),
                }
            })
            .collect();
        let member = |m: &Option<String>| m.as_ref().filter(|_| several).map(|m| format!("[{}] ", place_of(m))).unwrap_or_default();
        let mut best: Vec<_> = answer.next.iter().filter(|n| n.grant_yen > 0).collect();
        best.sort_by_key(|n| std::cmp::Reverse(n.grant_yen));
        Self {
            class: match answer.verdict {
                Verdict::Eligible => "eligible",
                Verdict::NotEligible => "not_eligible",
                Verdict::Undetermined => "undetermined",
            },
            verdict: teller.verdict(answer.verdict),
            grant: grant.map_or_else(|| "—".to_owned(), separated),
            conditional: answer.verdict == Verdict::NotEligible,
            needed: answer
                .missing_facts
                .iter()
                .filter(|f| f.matters && matches!(f.decides, Decides::Verdict | Decides::Amount))
                .map(|f| format!("{}{}", member(&f.member), teller.missing(f)))
                .collect(),
            mend: answer.conditions.iter().filter_map(|c| teller.flip(c).map(|f| format!("{} {f}", teller.condition(&c.id)))).collect(),
            conditions,
            bars,
            gauges,
            next: best
                .into_iter()
                .map(|n| {
                    let name = programme.expenses.categories.get(n.category).map_or(n.category, |c| lang.of(&c.name));
                    let who = if several { format!("[{}] ", place_of(&n.member)) } else { String::new() };
                    (format!("{who}{name}"), separated(n.grant_yen))
                })
                .collect(),
            lines: answer
                .lines
                .iter()
                .filter(|l| !matches!(l.outcome, rules::assessment::LineOutcome::Open))
                .map(|l| teller.line(l))
                .collect(),
            documents: answer
                .documents
                .iter()
                .map(|d| {
                    let name = programme.documents.get(d.id).map_or(d.id, |doc| lang.of(&doc.name));
                    (d.id.to_owned(), name.to_owned(), d.required != Outcome::Yes)
                })
                .collect(),
            lists: [
                ("head-gains", gains.iter().take(MOST_GAINS).map(|g| teller.gain(g)).collect::<Vec<_>>()),
                ("head-additions", additions(answer).into_iter().map(|a| teller.addition(a)).collect::<Vec<_>>()),
                ("head-parts", answer.parts.iter().map(|p| teller.part(p)).collect()),
                ("head-points", teller.points(answer)),
                ("head-payments", answer.payments.iter().filter(|p| p.applies != Outcome::No).map(|p| teller.payment(p)).collect()),
            ]
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(key, list)| (teller.word(key), list))
            .collect(),
            judgements: answer.judgements.iter().map(|j| teller.condition(&j.id)).collect(),
            contradictions: answer.contradictions.iter().map(|c| teller.contradiction(c)).collect(),
        }
    }
}

/// Additions in the order in which they are told: what would bring the most first, then what one has.
fn additions<'a, 'p>(answer: &'a Assessment<'p>) -> Vec<&'a AdditionAnswer<'p>> {
    let mut all: Vec<_> = answer.additions.iter().collect();
    all.sort_by_key(|a| (a.outcome == Outcome::Yes, std::cmp::Reverse(a.worth_yen)));
    all
}

/// «m0» is the first member.
fn place_of(id: &str) -> usize {
    id.strip_prefix('m').and_then(|n| n.parse::<usize>().ok()).map_or(1, |n| n + 1)
}

const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::No => "no",
        Outcome::Unknown => "unknown",
        Outcome::Judgement => "judgement",
    }
}
