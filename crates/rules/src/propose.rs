//! Cases that a programme lacks: every bound at it, one below and one above; every class; every phase; every addition. Each comes with the
//! answer of the engine, for the author to confirm against the document.

use jiff::ToSpan;
use serde_json::{Value as Json, json};

use crate::{
    application::Application,
    assess::{Moment, assess, classes},
    assessment::Expected,
    cases::CasesFile,
    language::{FactOf, FactType, Phase, RateRule, Row, Scalar, Text, YenRule},
    node, overlay,
    plan::{Op, Plan, Slot, Subject, Test},
    read::Read,
    sentences::Teller,
    vocabulary::Value,
    words::Lang,
};

/// One case that is proposed, with the engine's answer.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// What it tries, in the language that was asked for.
    pub name: String,
    /// The application.
    pub application: Json,
    /// The phase.
    pub phase: Phase,
    /// The answer: `verdict`, `eligible_total_yen`, `grant_yen`.
    pub expect: Json,
}

impl Proposed {
    /// As it is written into the cases of a programme.
    pub fn yaml(&self, programme: &str) -> String {
        self.indented(programme, "  ")
    }

    fn indented(&self, programme: &str, indent: &str) -> String {
        let phase = if self.phase == Phase::Application { String::new() } else { format!(", phase: {}", self.phase.word()) };
        let name = Json::from(self.name.as_str());
        format!(
            "{indent}{name}:\n{indent}  {{programme: {programme}{phase}, application: {}, expect: {}}}\n",
            self.application, self.expect
        )
    }

    fn json(&self, programme: &str) -> Json {
        let mut case = json!({ "programme": programme, "application": self.application, "expect": self.expect });
        if self.phase != Phase::Application {
            case["phase"] = self.phase.word().into();
        }
        case
    }
}

/// A cases file with further cases, each with its programme: behind the last of its cases, as the file is written. A file in JSON stays one;
/// none where the file can't be read.
pub fn with_cases(text: &str, more: &[(&str, Proposed)]) -> Option<String> {
    if text.trim().is_empty() {
        let cases: String = more.iter().map(|(programme, case)| case.yaml(programme)).collect();
        return Some(format!("cases:\n{cases}"));
    }
    let tree = node::read(text.as_bytes()).ok()?;
    let mut whole = tree.to_json();
    // A file that is no mapping, or whose cases are none, is for the author to mend.
    let all = whole.as_object_mut()?.entry("cases").or_insert_with(|| json!({}));
    if all.is_null() {
        *all = json!({});
    }
    let all = all.as_object_mut()?;
    all.extend(more.iter().map(|(programme, case)| (case.name.clone(), case.json(programme))));
    let there = match &tree.kind {
        node::Kind::Map(map) => map.get("cases").map(|(_, cases)| cases),
        _ => None,
    };
    let written = match there {
        None => {
            let cases: String = more.iter().map(|(programme, case)| case.yaml(programme)).collect();
            format!("{}\ncases:\n{cases}", text.trim_end())
        }
        Some(cases) => {
            let indent = match &cases.kind {
                node::Kind::Map(map) => {
                    let before = map.values().next().and_then(|(key, _)| text.get(..key.start));
                    before.map_or(2, |before| before.chars().rev().take_while(|c| *c != '\n').count())
                }
                _ => 2,
            };
            let entries: String = more.iter().map(|(programme, case)| case.indented(programme, &" ".repeat(indent))).collect();
            let end = text.get(..end_of(cases))?.trim_end().len();
            let end = end + text[end..].find('\n').unwrap_or(text.len() - end);
            format!("{}\n{entries}{}", &text[..end], text[end..].trim_start_matches('\n'))
        }
    };
    let same = |text: &str| node::read(text.as_bytes()).is_ok_and(|after| after.to_json() == whole);
    if same(&written) { Some(written) } else { serde_json::to_string_pretty(&whole).ok().map(|json| json + "\n") }
}

/// One case that could be proposed.
struct Proposal {
    name: String,
    application: Json,
    phase: Phase,
}

/// How the names of cases are said.
struct CaseNames<'p> {
    teller: Teller<'p>,
}

impl CaseNames<'_> {
    fn ja(&self) -> bool {
        self.teller.lang() == Lang::Ja
    }

    fn at(&self, phase: Phase) -> String {
        if self.ja() { self.teller.word(&format!("phase-{}", phase.word())) } else { format!("at {}", phase.word()) }
    }

    /// A fact with a value: employees 5.
    fn fact(&self, plan: &Plan, fact: &str, value: &Json) -> String {
        if !self.ja() {
            return format!("{fact} {}", told(value));
        }
        let read = plan.slot(fact).and_then(|slot| {
            let slot = &plan.slots[slot];
            let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
            let scalar: Scalar = serde_json::from_value(value.clone()).ok()?;
            Value::read(slot.kind, &choices, &scalar).ok()
        });
        let value = read.map_or_else(|| told(value), |read| self.teller.value(fact, &read));
        format!("{} {value}", shortened(&self.teller.fact(fact), 40))
    }

    /// What a condition, an addition or a category is called.
    fn entry(&self, id: &str) -> String {
        let programme = self.teller.programme();
        let says = |text: &Text| self.teller.lang().of(text).trim_end_matches('。').to_owned();
        let found = (programme.conditions.get(id).map(|c| &c.says))
            .or_else(|| programme.amount.additions.get(id).map(|a| &a.says))
            .or_else(|| programme.limits.get(id).map(|l| &l.says))
            .or_else(|| programme.expenses.categories.get(id).map(|c| &c.name));
        found.filter(|_| self.ja()).map_or_else(|| id.to_owned(), |text| shortened(&says(text), 40))
    }

    fn yen(&self, yen: i64) -> String {
        if self.ja() { self.teller.yen(yen) } else { yen.to_string() }
    }
}

/// The beginning of a text: the name of a case is a key, and keys are short.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// The cases that a programme lacks, as they are written into its cases file; empty where it lacks none. `bytes` are the file as it is.
pub fn propose(read: &Read, bytes: &[u8]) -> String {
    lacking(read, bytes, Lang::En).iter().map(|case| case.yaml(&read.plan.programme.id)).collect()
}

/// The cases that a programme lacks, their names in a language.
pub fn lacking(read: &Read, bytes: &[u8], lang: Lang) -> Vec<Proposed> {
    let plan = &*read.plan;
    let tree = node::read(bytes).ok();
    let file: Option<CasesFile> = tree.as_ref().and_then(|tree| serde_path_to_error::deserialize(tree).ok());
    let id = &plan.programme.id;
    let there: Vec<(Json, Phase)> = file
        .iter()
        .flat_map(|file| file.cases.iter())
        .filter(|(_, case)| case.programme == *id)
        .map(|(_, case)| {
            let base = case.base.as_ref().and_then(|base| file.as_ref()?.bases.get(base)).cloned().unwrap_or_else(|| json!({}));
            (laid(base, &case.application), case.phase.unwrap_or(Phase::Application))
        })
        .collect();
    // The application that is eligible as it stands, where a case has one; its facts are what the bounds are tried around.
    let answered = |application: &Json, phase| answer(plan, application, phase);
    let eligible = |a: &&(Json, Phase)| answered(&a.0, a.1).is_some_and(|answer| answer["verdict"] == "eligible");
    let base = there.iter().find(eligible).map_or_else(|| crate::population::answered(plan), |c| c.0.clone());
    let names = CaseNames { teller: Teller::new(plan, lang) };
    let mut told: Vec<Proposed> = Vec::new();
    let base = filled(plan, base, Phase::Application);
    for proposal in proposals(plan, &base, &names) {
        let proposal = Proposal { application: filled(plan, proposal.application, proposal.phase), ..proposal };
        let same = |application: &Json, phase| *application == proposal.application && phase == proposal.phase;
        if there.iter().any(|(application, phase)| same(application, *phase)) || told.iter().any(|t| same(&t.application, t.phase)) {
            continue;
        }
        let Some(answer) = answered(&proposal.application, proposal.phase).filter(|a| a["verdict"] != "undetermined") else { continue };
        let expect = json!({
            "verdict": answer["verdict"],
            "eligible_total_yen": answer["eligible_total_yen"],
            "grant_yen": answer["grant_yen"],
        });
        // Two that try the same fact for two clauses have names of their own.
        let taken = told.iter().filter(|t| t.name == proposal.name || t.name.starts_with(&format!("{} (", proposal.name))).count();
        let name = if taken == 0 { proposal.name } else { format!("{} ({})", proposal.name, taken + 1) };
        told.push(Proposed { name, application: proposal.application, phase: proposal.phase, expect });
    }
    told
}

/// Where a value ends: the place of a mapping in lines does not reach to its last entry.
fn end_of(node: &node::Node) -> usize {
    let inside = match &node.kind {
        node::Kind::List(list) => list.iter().map(end_of).max(),
        node::Kind::Map(map) => map.values().map(|(_, value)| end_of(value)).max(),
        _ => None,
    };
    inside.unwrap_or(0).max(node.span.end)
}

pub(crate) fn laid(base: Json, over: &Json) -> Json {
    let read = |json: &Json| node::read(json.to_string().as_bytes()).ok();
    match (read(&base), read(over)) {
        (Some(mut base), Some(over)) if over.kind != node::Kind::Null => {
            overlay::merge(&mut base, &over);
            base.to_json()
        }
        _ => base,
    }
}

fn answer(plan: &Plan, application: &Json, phase: Phase) -> Option<Json> {
    let application: Application = serde_json::from_value(application.clone()).ok()?;
    let answer = assess(plan, &application, Moment { phase, ..Moment::default() }).ok()?;
    serde_json::to_value(&answer).ok()
}

fn proposals(plan: &Plan, base: &Json, names: &CaseNames<'_>) -> Vec<Proposal> {
    let mut all = Vec::new();
    let mut add = |name: String, application: Json, phase| all.push(Proposal { name, application, phase });
    let programme = &plan.programme;
    for phase in Phase::ALL {
        let promised = phase == Phase::Settlement && programme.amount.additions.values().any(|a| a.promise.is_some());
        if promised || programme.conditions.values().any(|c| c.at.contains(&phase)) {
            add(names.at(phase), base.clone(), phase);
        }
    }
    for class in classes(plan).into_iter().filter(|_| goes_by_size(plan)) {
        let word = serde_json::to_value(class).unwrap_or_default();
        add(names.fact(plan, "size_class", &word), adjusted(plan, base, "size_class", &word), Phase::Application);
    }
    for ((id, condition), tests) in programme.conditions.iter().zip(&plan.conditions) {
        let mut turns = Vec::new();
        tests.iter().flatten().for_each(|test| gather(plan, test, &mut turns));
        let phase = condition.at.first().copied().unwrap_or(Phase::Application);
        for (fact, value) in turns {
            add(format!("{}: {}", names.entry(id), names.fact(plan, &fact, &value)), adjusted(plan, base, &fact, &value), phase);
        }
    }
    let rows =
        programme.amount.cap.values().into_iter().map(|(way, _)| way).chain(programme.amount.rate.values().into_iter().map(|(way, _)| way));
    for row in rows.flatten() {
        if let Row::Fact { by, key: Some(key), .. } = row
            && let Some(slot) = plan.slot(by).map(|slot| &plan.slots[slot])
        {
            let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
            for value in Value::read(slot.kind, &choices, key).ok().map(|value| around(&value)).unwrap_or_default() {
                add(names.fact(plan, by, &value), adjusted(plan, base, by, &value), Phase::Application);
            }
        }
    }
    lines(plan, base, names, &mut add);
    amounts(plan, base, ("", 0), names, &mut add);
    for ((id, addition), ready) in programme.amount.additions.iter().zip(&plan.additions) {
        // Everything that the addition asks for, then each of it at its turn.
        let with = satisfied(plan, base.clone(), &ready.when);
        let called = names.entry(id);
        add(called.clone(), with.clone(), Phase::Application);
        let mut facts = Vec::new();
        gather(plan, &ready.when, &mut facts);
        for (fact, value) in facts {
            add(format!("{called}: {}", names.fact(plan, &fact, &value)), adjusted(plan, &with, &fact, &value), Phase::Application);
        }
        let more = addition.cap.values().into_iter().find_map(|(_, rule)| rule.yen()).unwrap_or(0);
        amounts(plan, &with, (&format!("{called}: "), more), names, &mut add);
        if let Some(kept) = &ready.kept {
            let kept_too = satisfied(plan, with, kept);
            let at = names.at(Phase::Settlement);
            add(format!("{called}, {at}"), kept_too.clone(), Phase::Settlement);
            let mut facts = Vec::new();
            gather(plan, kept, &mut facts);
            for (fact, value) in facts {
                let told = names.fact(plan, &fact, &value);
                add(format!("{called}, {at}: {told}"), adjusted(plan, &kept_too, &fact, &value), Phase::Settlement);
            }
        }
    }
    all
}

/// Whether something goes by the size of the applicant.
fn goes_by_size(plan: &Plan) -> bool {
    fn names(value: &Json) -> bool {
        let size = |word: &str| ["size_class", "deemed_large", "small", "sme", "mid", "large"].contains(&word);
        match value {
            Json::String(text) => size(text),
            Json::Array(list) => list.iter().any(names),
            Json::Object(map) => map.iter().any(|(key, value)| size(key) || names(value)),
            _ => false,
        }
    }
    let Ok(Json::Object(mut programme)) = serde_json::to_value(&*plan.programme) else { return true };
    programme.shift_remove("size");
    programme.values().any(names)
}

/// An application with a value of each fact that an answer misses, where that is a plain one: so that nothing stays open that the case is
/// not about.
fn filled(plan: &Plan, mut application: Json, phase: Phase) -> Json {
    for _ in 0..4 {
        let Some(answer) = answer(plan, &application, phase).filter(|answer| answer["verdict"] == "undetermined") else { break };
        let before = application.clone();
        for missing in answer["missing_facts"].as_array().into_iter().flatten() {
            let name = missing["fact"].as_str().unwrap_or_default();
            let Some(slot) = plan.slot(name).map(|slot| &plan.slots[slot]) else { continue };
            let Some(value) = sample(plan, slot) else { continue };
            if slot.of == FactOf::Line {
                let lines = application["expenses"].as_array_mut();
                for line in lines.into_iter().flatten().filter(|line| line["facts"][name].is_null()) {
                    put(line, name, value.clone());
                }
            } else {
                application = adjusted(plan, &application, name, &value);
            }
        }
        if application == before {
            break;
        }
    }
    application
}

/// A plain value of a fact: a yes, a one, a day of the call, the first word to choose.
fn sample(plan: &Plan, slot: &Slot) -> Option<Json> {
    Some(match slot.kind {
        FactType::YesNo => true.into(),
        FactType::Yen => 1_000_000.into(),
        FactType::Count | FactType::Number => 1.into(),
        FactType::Rate => "1/2".into(),
        FactType::Date => plan.programme.window.opens.date().to_string().into(),
        FactType::Choice => slot.choices.first()?.clone().into(),
        FactType::Text => "x".into(),
        FactType::Prefecture | FactType::Prefectures | FactType::Industry => return None,
    })
}

/// An application with the facts that meet a test, as far as they are its own or its members': the first way where there are several.
pub(crate) fn satisfied(plan: &Plan, application: Json, test: &Test) -> Json {
    match test {
        Test::CompareWith(Subject::Fact(slot), op, _) if !plan.slots[*slot].computed && plan.slots[*slot].of != FactOf::Line => {
            // Above or below whatever the other fact is.
            match (plan.slots[*slot].kind.is_number(), op) {
                (true, Op::AtLeast | Op::MoreThan) => adjusted(plan, &application, &plan.slots[*slot].name, &1_000_000_000.into()),
                (true, Op::AtMost | Op::LessThan) => adjusted(plan, &application, &plan.slots[*slot].name, &0.into()),
                _ => application,
            }
        }
        Test::Compare(Subject::Fact(slot), op, expected) if !plan.slots[*slot].computed => match meeting(*op, expected) {
            Some(value) if plan.slots[*slot].of != FactOf::Line => adjusted(plan, &application, &plan.slots[*slot].name, &value),
            _ => application,
        },
        Test::All(tests) => tests.iter().fold(application, |application, test| satisfied(plan, application, test)),
        Test::Any(tests) => tests.first().map_or(application.clone(), |test| satisfied(plan, application, test)),
        _ => application,
    }
}

/// A value that meets a comparison.
fn meeting(op: Op, expected: &Expected) -> Option<Json> {
    let json = |value: &Value| serde_json::to_value(value).ok();
    match (op, expected) {
        (Op::OneOf, Expected::Many(values)) => json(values.first()?),
        (Op::Includes, Expected::One(value)) => Some(json!([json(value)?])),
        (Op::MoreThan, Expected::One(Value::Int(i))) => Some((i + 1).into()),
        (Op::LessThan, Expected::One(Value::Int(i))) => Some((i - 1).into()),
        (Op::MoreThan, Expected::One(Value::Date(day))) => Some(day.tomorrow().ok()?.to_string().into()),
        (Op::LessThan, Expected::One(Value::Date(day))) => Some(day.yesterday().ok()?.to_string().into()),
        (Op::Is | Op::AtLeast | Op::AtMost | Op::About, Expected::One(value)) => json(value),
        (Op::IsNot, Expected::One(Value::Bool(b))) => Some((!b).into()),
        _ => None,
    }
}

/// A line of a category that meets its tests, each at its bound.
fn line(plan: &Plan, category: usize, yen: i64) -> Json {
    line_by(plan, category, yen, meeting)
}

/// A line of a category that meets its tests, days and numbers well inside their bounds.
pub(crate) fn line_inside(plan: &Plan, category: usize, yen: i64) -> Json {
    line_by(plan, category, yen, inside)
}

fn line_by(plan: &Plan, category: usize, yen: i64, meeting: Meeting) -> Json {
    let mut line = json!({ "category": plan.category_id(category), "amount": yen });
    for test in &plan.line_tests[category] {
        meet_line(plan, &mut line, &test.test, meeting);
    }
    line
}

/// How a value is found that meets a comparison.
type Meeting = fn(Op, &Expected) -> Option<Json>;

/// A value that meets a comparison and would still meet it if its bound moved a little.
fn inside(op: Op, expected: &Expected) -> Option<Json> {
    match (op, expected) {
        (Op::AtMost | Op::LessThan, Expected::One(Value::Date(day))) => Some(day.checked_sub(45.days()).ok()?.to_string().into()),
        (Op::AtLeast | Op::MoreThan, Expected::One(Value::Date(day))) => Some(day.checked_add(15.days()).ok()?.to_string().into()),
        (Op::AtMost | Op::LessThan, Expected::One(Value::Int(i))) if *i > 0 => Some((i - i / 10 - 1).into()),
        (Op::AtLeast | Op::MoreThan, Expected::One(Value::Int(i))) => Some((i + i / 10 + 1).into()),
        _ => meeting(op, expected),
    }
}

fn meet_line(plan: &Plan, line: &mut Json, test: &Test, meeting: Meeting) {
    match test {
        Test::Compare(Subject::Fact(slot), op, expected) if plan.slots[*slot].of == FactOf::Line => {
            if let Some(value) = meeting(*op, expected) {
                put(line, &plan.slots[*slot].name, value);
            }
        }
        Test::All(tests) => tests.iter().for_each(|test| meet_line(plan, line, test, meeting)),
        Test::Any(tests) => tests.iter().take(1).for_each(|test| meet_line(plan, line, test, meeting)),
        _ => {}
    }
}

/// Gives a line a value of a fact: where it is worked out, what it is worked out of.
fn put(line: &mut Json, fact: &str, value: Json) {
    match fact {
        "amount_yen" | "amount_net_yen" | "amount_with_tax_yen" => line["amount"] = value,
        "unit_price_yen" | "acquisition_price_yen" => {
            line["unit_price"] = value;
            line["quantity"] = 1.into();
            if let Some(line) = line.as_object_mut() {
                line.shift_remove("amount");
            }
        }
        "quantity" | "contracted_on" | "paid_on" | "useful_life_months" => line[fact] = value,
        "paid_to_member" => {
            if value == Json::Bool(false) {
                line["paid_to"] = "supplier".into();
            }
        }
        _ => line["facts"][fact] = value,
    }
}

/// Lines at which each test of a category turns.
fn lines(plan: &Plan, base: &Json, names: &CaseNames<'_>, add: &mut impl FnMut(String, Json, Phase)) {
    for (category, tests) in plan.line_tests.iter().enumerate() {
        let id = plan.category_id(category);
        for test in tests {
            let mut turns = Vec::new();
            gather_of(plan, &test.test, &mut turns, FactOf::Line);
            for (fact, value) in turns {
                let mut application = base.clone();
                let mut line = line(plan, category, 1_000_000);
                put(&mut line, &fact, value.clone());
                application["expenses"] = json!([line]);
                add(format!("{}: {}", names.entry(id), names.fact(plan, &fact, &value)), application, Phase::Application);
            }
        }
    }
}

/// Costs at which the cap, with what an addition brings, the floor and each limit turn.
fn amounts(plan: &Plan, base: &Json, (with, more): (&str, i64), names: &CaseNames<'_>, add: &mut impl FnMut(String, Json, Phase)) {
    let programme = &plan.programme;
    let amount = &programme.amount;
    // A category that nothing limits; one that no test asks more of, where there is one.
    let free = programme
        .expenses
        .categories
        .iter()
        .enumerate()
        .filter(|(c, (_, category))| category.calculator.is_none() && plan.limits.iter().all(|l| l.categories >> c & 1 == 0));
    let Some((free, _)) = free.min_by_key(|(_, (_, category))| category.tests.len()) else { return };
    // So much is asked for, whatever a test of the line would have it be.
    let costs = |lines: &[(usize, i64)]| {
        let lines: Vec<Json> = lines
            .iter()
            .map(|(category, yen)| {
                let mut line = line(plan, *category, *yen);
                if line.get("amount").is_some() {
                    line["amount"] = (*yen).into();
                } else {
                    line["unit_price"] = (*yen).into();
                }
                line
            })
            .collect();
        let mut application = base.clone();
        application["expenses"] = lines.into();
        application
    };
    let rates: Vec<_> =
        amount.rate.values().into_iter().filter_map(|(_, rule)| if let RateRule::Rate(rate) = rule { Some(*rate) } else { None }).collect();
    let caps = amount.cap.values().into_iter().filter_map(|(_, rule)| YenRule::yen(rule)).map(|cap| cap.saturating_add(more));
    for yen in caps.chain(amount.floor.map(kernel::Yen::get)) {
        for rate in rates.iter().filter(|r| r.numerator() > 0) {
            // The least costs that bring so much, and a yen on either side. Which rate and which cap this applicant has, the answer says:
            // the name says no more than what is asked.
            let (above, below) = (i128::from(rate.numerator()), i128::from(rate.denominator()));
            let least = i64::try_from((i128::from(yen) * below + above - 1).div_euclid(above)).unwrap_or(i64::MAX / 2);
            for cost in [least - 1, least, least + 1] {
                let of = if names.ja() { "補助対象経費" } else { "costs of" };
                add(format!("{with}{of} {}", names.yen(cost)), costs(&[(free, cost)]), Phase::Application);
            }
        }
    }
    for (id, limit) in &programme.limits {
        let category = limit.categories.first().and_then(|id| plan.category(id));
        let Some((rate, category)) = limit.at_most.or(limit.less_than).zip(category).filter(|_| with.is_empty()) else { continue };
        let (above, below) = (rate.numerator(), rate.denominator());
        if below <= above {
            continue;
        }
        // So much beside it that the limited part fits exactly, and enough in all that no floor hides it.
        let scale = amount.floor.map_or(0, kernel::Yen::get).saturating_mul(4).max(100_000);
        let (part, rest) = (above.saturating_mul(scale), (below - above).saturating_mul(scale));
        for part in [part - 1, part, part + 1] {
            let beside = if names.ja() { "、ほかに" } else { " beside " };
            add(
                format!("{}: {}{beside}{}", names.entry(id), names.yen(part), names.yen(rest)),
                costs(&[(free, rest), (category, part)]),
                Phase::Application,
            );
        }
    }
}

/// The facts of members and of the application that a test hangs on, each with the values at which it turns.
fn gather(plan: &Plan, test: &Test, turns: &mut Vec<(String, Json)>) {
    gather_of(plan, test, turns, FactOf::Application);
}

/// The same for facts of lines, or for those of nobody's line.
fn gather_of(plan: &Plan, test: &Test, turns: &mut Vec<(String, Json)>, of: FactOf) {
    let of_line = of == FactOf::Line;
    match test {
        Test::Compare(Subject::Fact(slot), op, expected) => {
            let info = &plan.slots[*slot];
            if (info.computed && !of_line) || (info.of == FactOf::Line) != of_line {
                return;
            }
            let values: Vec<Json> = match (info.kind, expected) {
                (FactType::YesNo, _) => vec![true.into(), false.into()],
                (FactType::Choice, _) => info.choices.iter().map(|c| Json::from(c.as_str())).collect(),
                (FactType::Yen | FactType::Count | FactType::Date, Expected::One(value)) if *op != Op::Includes => around(value),
                _ => Vec::new(),
            };
            turns.extend(values.into_iter().map(|value| (info.name.clone(), value)));
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().for_each(|t| gather_of(plan, t, turns, of)),
        _ => {}
    }
}

/// A value, the one before it and the one after it.
fn around(value: &Value) -> Vec<Json> {
    match value {
        Value::Int(i) => [i - 1, *i, i + 1].into_iter().filter(|i| *i >= 0).map(Json::from).collect(),
        Value::Date(day) => {
            let days = [day.yesterday().ok(), Some(*day), day.tomorrow().ok()];
            days.into_iter().flatten().map(|d| Json::from(d.to_string())).collect()
        }
        Value::Text(word) => vec![Json::from(word.as_str())],
        _ => Vec::new(),
    }
}

fn told(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An application with another value of a fact: of every member, or of its own.
pub(crate) fn adjusted(plan: &Plan, base: &Json, fact: &str, value: &Json) -> Json {
    let mut application = base.clone();
    let of = plan.slot(fact).map(|slot| plan.slots[slot].of);
    if of == Some(FactOf::Application) {
        application["facts"][fact] = value.clone();
    } else if let Some(members) = application["members"].as_array_mut() {
        for member in members {
            member["facts"][fact] = value.clone();
            if fact == "size_class"
                && let Some(facts) = member["facts"].as_object_mut()
            {
                // A class that is stated gives way to one that follows from these.
                ["industry", "capital_yen", "employees"].iter().for_each(|raw| {
                    facts.shift_remove(*raw);
                });
            }
        }
    }
    application
}
