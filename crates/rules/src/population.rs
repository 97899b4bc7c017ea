//! A sample population: invented firms that apply with invented costs, to see who gains and who loses by a change of a programme
//! before it is made. The same seed brings the same firms; nothing of a real company is in them.

use fastrand::Rng;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as Json, json};

use crate::{
    application::Application,
    assess::{Moment, assess, classes},
    assessment::{Outcome, Verdict},
    cases::CasesFile,
    language::{ConsortiumForm, Consultation, FactOf, FactType, Phase, RateRule, YenRule},
    node,
    plan::{Plan, Slot},
    propose::{self, adjusted, laid, satisfied},
    vocabulary,
};

/// A firm as it is asked of both versions.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Its application.
    pub application: Json,
}

/// How many firms gain or lose, and what that comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    /// How many firms.
    pub firms: usize,
    /// How much more or less they get together, in yen.
    pub yen: i64,
}

/// How many firms get so much more or less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// From this difference on, in yen; none where there is no bound.
    pub from: Option<i64>,
    /// Up to but not with this difference, in yen; none where there is no bound.
    pub below: Option<i64>,
    /// How many firms.
    pub firms: usize,
}

/// Two versions of a programme, held against each other over a population.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many firms were asked.
    pub firms: usize,
    /// Those who get more.
    pub gain: Side,
    /// Those who get less.
    pub lose: Side,
    /// Those for whom nothing changes.
    pub same: usize,
    /// Those who may have the grant only now.
    pub newly_eligible: usize,
    /// Those who may not have it any more.
    pub no_longer_eligible: usize,
    /// What all would get, before and after, in yen.
    pub totals: [i64; 2],
    /// By how much the grants of those differ for whom something changes, the greatest loss first.
    pub bands: Vec<Band>,
}

/// Where the bands of a comparison end, in yen.
const BOUNDS: [i64; 6] = [-1_000_000, -100_000, 0, 1, 100_000, 1_000_000];

/// Industries of the sample by the codes of the standard classification (日本標準産業分類), more of those of which there are more.
const INDUSTRIES: [&str; 14] = ["06", "07", "09", "24", "25", "26", "39", "44", "53", "58", "60", "76", "78", "92"];

/// How often a firm is of a size: up to so many of a hundred, employees from and up to, capital in yen.
const SIZES: [(u64, [u64; 2], i64); 5] = [
    (50, [1, 5], 3_000_000),
    (75, [6, 20], 10_000_000),
    (90, [21, 100], 30_000_000),
    (97, [101, 300], 90_000_000),
    (100, [301, 1_500], 400_000_000),
];

fn of_hundred(chance: &mut Rng, part: u64) -> bool {
    chance.u64(..100) < part
}

fn one_of<'a, T>(chance: &mut Rng, all: &'a [T]) -> Option<&'a T> {
    if all.is_empty() { None } else { all.get(chance.usize(..all.len())) }
}

/// An application that a programme finds eligible: of the cases beside it, else one that is found by answering what it asks.
fn base(plan: &Plan, cases: &[u8]) -> Json {
    let tree = node::read(cases).ok();
    let file: Option<CasesFile> = tree.as_ref().and_then(|tree| serde_path_to_error::deserialize(tree).ok());
    let of_cases = file.iter().flat_map(|file| {
        file.cases.values().filter(|case| case.programme == plan.programme.id && case.set.is_empty()).map(|case| {
            let base = case.base.as_ref().and_then(|base| file.bases.get(base)).cloned().unwrap_or_else(|| json!({}));
            laid(base, &case.application)
        })
    });
    let mut of_cases = of_cases.filter(|application| is_eligible(plan, application));
    of_cases.next().unwrap_or_else(|| answered(plan))
}

/// The answer to an application that is filed on the first day of the call: two rounds are each asked in their own time.
fn asked(plan: &Plan, application: &Json) -> Option<(Verdict, i64)> {
    let mut application: Application = serde_json::from_value(application.clone()).ok()?;
    application.filing = None;
    let today = Some(plan.programme.window.opens.date());
    let answer = assess(plan, &application, Moment { phase: Phase::Application, today, ..Moment::default() }).ok()?;
    Some((answer.verdict, answer.grant_yen.or(answer.calculated_grant_yen).unwrap_or_default()))
}

/// Whether nothing that is known keeps an application from the grant; what only people judge is open.
fn is_eligible(plan: &Plan, application: &Json) -> bool {
    asked(plan, application).is_some_and(|(verdict, grant)| verdict != Verdict::NotEligible && grant > 0)
}

/// The facts that applicants answer, but for what kind of applicant they are.
fn asked_slots(plan: &Plan) -> impl Iterator<Item = &Slot> {
    let asked = |slot: &&Slot| !slot.computed && slot.of != FactOf::Line && !vocabulary::is_derived(&slot.name) && slot.name != "kind";
    plan.slots.iter().filter(asked)
}

/// An application whose facts are set one by one to what fails least, and then to what leaves least unknown.
pub(crate) fn answered(plan: &Plan) -> Json {
    // Where one must not come alone, three come who have nothing to do with each other.
    let alone = plan.programme.consortium.form != ConsortiumForm::Required;
    let parties: &[&str] = if alone { &["a"] } else { &["a", "b", "c"] };
    let programme = &plan.programme;
    let mut filing = json!({ "arrived_at": programme.window.opens.to_string(), "second_application": false });
    if let Some(channel) = programme.filing.ways().first() {
        filing["channel"] = channel.word().into();
    }
    if programme.filing.consultation == Consultation::Required {
        filing["consulted"] = true.into();
    }
    let firm = |industry: &str, employees: u64, capital: i64| {
        let facts = json!({ "kind": "company", "industry": industry, "employees": employees, "capital_yen": capital });
        let member = |id: &&str| {
            let owner = json!({ "holder": format!("owner-{id}"), "share": "100%", "kind": "person" });
            json!({ "id": id, "facts": facts, "shareholders": [owner], "records": [] })
        };
        json!({
            "members": parties.iter().map(member).collect::<Vec<_>>(),
            "other_subsidies": [],
            "filing": filing,
            "expenses": costs(plan, 3_000_000, &mut Rng::with_seed(1)),
        })
    };
    let failing = |application: &Json| -> (usize, usize) {
        let Ok(application) = serde_json::from_value::<Application>(application.clone()) else { return (usize::MAX, 0) };
        let Ok(answer) = assess(plan, &application, Moment::default()) else { return (usize::MAX, 0) };
        let count = |outcome| answer.conditions.iter().filter(|c| c.outcome == outcome).count();
        let lines = answer.lines.iter().filter(|l| l.admissible_yen == 0).count();
        (count(Outcome::No) + lines, count(Outcome::Unknown) + answer.missing_facts.len())
    };
    let firms = [firm("24", 20, 10_000_000), firm("58", 4, 3_000_000), firm("39", 60, 30_000_000), firm("24", 1_500, 2_000_000_000)];
    let mut application = firms.into_iter().min_by_key(failing).unwrap_or_default();
    // Long before the call, before it, around it and after it: a day of founding, of a certificate, of an order, of an end.
    let (opens, closes) = (programme.window.opens.date(), programme.window.closes.date());
    let days: Vec<Date> = [
        opens.checked_sub(11.years()),
        opens.checked_sub(2.years()),
        opens.checked_sub(20.days()),
        Ok(opens),
        Ok(closes),
        closes.checked_add(60.days()),
        closes.checked_add(150.days()),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Facts hang on each other: what is asked first may fail until what follows is known.
    for _ in 0..2 {
        for slot in asked_slots(plan) {
            let values: Vec<Json> = match slot.kind {
                FactType::YesNo => vec![true.into(), false.into()],
                FactType::Choice => slot.choices.iter().map(|c| Json::from(c.as_str())).collect(),
                FactType::Yen | FactType::Count => [10, 3_000_000, 0, 1_000_000_000].map(Json::from).to_vec(),
                FactType::Number => [json!(10), json!("0.5"), json!(0), json!(1_000)].to_vec(),
                FactType::Rate => ["50%", "10%", "0%", "100%"].map(Json::from).to_vec(),
                FactType::Prefecture => kernel::Prefecture::all().map(|p| p.to_string().into()).collect(),
                FactType::Prefectures => kernel::Prefecture::all().map(|p| json!([p.to_string()])).collect(),
                FactType::Date => days.iter().map(|day| Json::from(day.to_string())).collect(),
                _ => continue,
            };
            let keep = std::iter::once(application.clone());
            let tried = keep.chain(values.iter().map(|value| adjusted(plan, &application, &slot.name, value)));
            if let Some(best) = tried.min_by_key(failing) {
                application = best;
            }
        }
    }
    // Costs that a floor or a test of lines lets through: more of them, fewer, and in other categories.
    let totals = [3_000_000, 600_000, 10_000_000, 100_000_000];
    let costs = totals.into_iter().flat_map(|total| (1..=4).map(move |seed| costs(plan, total, &mut Rng::with_seed(seed))));
    let keep = std::iter::once(application.clone());
    let tried = keep.chain(costs.map(|expenses| {
        let mut other = application.clone();
        other["expenses"] = expenses;
        other
    }));
    application = tried.min_by_key(failing).unwrap_or_default();
    // What no single answer meets is met condition by condition.
    let tests = programme.conditions.values().zip(&plan.conditions).filter_map(|(_, tests)| tests[Phase::Application as usize].as_ref());
    for test in tests {
        let met = satisfied(plan, application.clone(), test);
        if failing(&met) < failing(&application) {
            application = met;
        }
    }
    application
}

/// Costs of about so much, in up to four categories that need nothing but an amount.
fn costs(plan: &Plan, total: i64, chance: &mut Rng) -> Json {
    let categories = &plan.programme.expenses.categories;
    let plain: Vec<&String> = categories.iter().filter(|(_, category)| category.calculator.is_none()).map(|(id, _)| id).collect();
    let parts = 1 + i64::try_from(chance.u64(..4)).unwrap_or_default();
    let line = |chance: &mut Rng| {
        let share = 50 + i64::try_from(chance.u64(..100)).unwrap_or_default();
        let category = plan.category(one_of(chance, &plain)?)?;
        Some(propose::line_inside(plan, category, total / parts * share / 100))
    };
    (0..parts).filter_map(|_| line(chance)).collect()
}

/// The costs at which the largest cap is reached, in yen; ten million where there is none.
fn at_cap(plan: &Plan) -> i64 {
    let amount = &plan.programme.amount;
    let cap = amount.cap.values().into_iter().filter_map(|(_, rule)| YenRule::yen(rule)).max().unwrap_or(5_000_000);
    let rates = amount.rate.values().into_iter().filter_map(|(_, rule)| if let RateRule::Rate(rate) = rule { Some(*rate) } else { None });
    let rate = rates.min().filter(|rate| rate.numerator() > 0);
    rate.map_or(cap, |rate| i64::try_from(i128::from(cap) * i128::from(rate.denominator()) / i128::from(rate.numerator())).unwrap_or(cap))
        .clamp(100_000, 10_000_000_000)
}

/// Firms that might apply, around an application that a version finds eligible. `cases` are the cases beside the programme.
pub fn sample(plan: &Plan, cases: &[u8], count: usize, seed: u64) -> Vec<Firm> {
    let base = base(plan, cases);
    let classes = classes(plan);
    let at_cap = at_cap(plan);
    let mut chance = Rng::with_seed(seed);
    let open: Vec<&Slot> = asked_slots(plan).filter(|slot| matches!(slot.kind, FactType::YesNo | FactType::Choice)).collect();
    let states_class = base["members"][0]["facts"]["size_class"].is_string();
    let firm = |chance: &mut Rng| {
        let mut application = base.clone();
        if let Some(members) = application["members"].as_array_mut() {
            for member in members {
                let facts = &mut member["facts"];
                if states_class {
                    if let Some(class) = one_of(chance, &classes) {
                        facts["size_class"] = serde_json::to_value(class).unwrap_or_default();
                    }
                } else if facts["industry"].is_string() {
                    let part = chance.u64(..100);
                    if let Some((_, [least, most], capital)) = SIZES.iter().find(|(up_to, ..)| part < *up_to) {
                        facts["industry"] = one_of(chance, &INDUSTRIES).copied().into();
                        facts["employees"] = (least + chance.u64(0..=most - least)).into();
                        if facts["capital_yen"].is_i64() {
                            facts["capital_yen"] = (capital / 2 + i64::try_from(chance.u64(..2)).unwrap_or_default() * capital).into();
                        }
                    }
                }
            }
        }
        // Most firms that apply may have the grant: of ten, six answer as the base does, three give one other answer, and one gives two.
        let differ = match chance.u64(..10) {
            0..=5 => 0,
            6..=8 => 1,
            _ => 2,
        };
        for _ in 0..differ {
            let Some(slot) = one_of(chance, &open) else { continue };
            let value: Json = match slot.kind {
                FactType::YesNo => of_hundred(chance, 50).into(),
                _ => match one_of(chance, &slot.choices) {
                    Some(choice) => choice.as_str().into(),
                    None => continue,
                },
            };
            application = adjusted(plan, &application, &slot.name, &value);
        }
        // From a tenth of what reaches the cap to twice as much, the smaller ones more often.
        let tenths = 1 + chance.u64(..20).min(chance.u64(..20));
        let total = at_cap / 10 * i64::try_from(tenths).unwrap_or(1);
        application["expenses"] = costs(plan, total, chance);
        Firm { application }
    };
    (0..count).map(|_| firm(&mut chance)).collect()
}

/// A firm as it is asked of a version: what that does not know is left out.
fn fitted(plan: &Plan, firm: &Firm) -> Json {
    let mut application = firm.application.clone();
    let knows = |fact: &str| plan.slot(fact).is_some() || vocabulary::standard(fact).is_some();
    let mut places = vec![&mut application];
    while let Some(place) = places.pop() {
        if let Some(facts) = place.get_mut("facts").and_then(Json::as_object_mut) {
            facts.retain(|fact, _| knows(fact));
        }
        places.extend(place.get_mut("members").and_then(Json::as_array_mut).into_iter().flatten());
    }
    if let Some(lines) = application["expenses"].as_array_mut() {
        lines.retain(|line| line["category"].as_str().is_some_and(|id| plan.programme.expenses.categories.contains_key(id)));
    }
    application
}

/// Asks two versions of every firm.
pub fn compare(before: &Plan, after: &Plan, firms: &[Firm]) -> Comparison {
    let mut all = Comparison { firms: firms.len(), ..Comparison::default() };
    let mut counts = [0; BOUNDS.len() + 1];
    for firm in firms {
        let nothing = (Verdict::NotEligible, 0);
        let then = asked(before, &fitted(before, firm)).unwrap_or(nothing);
        let now = asked(after, &fitted(after, firm)).unwrap_or(nothing);
        let difference = now.1.saturating_sub(then.1);
        all.totals = [all.totals[0].saturating_add(then.1), all.totals[1].saturating_add(now.1)];
        match difference {
            0 => all.same += 1,
            1.. => all.gain = Side { firms: all.gain.firms + 1, yen: all.gain.yen.saturating_add(difference) },
            _ => all.lose = Side { firms: all.lose.firms + 1, yen: all.lose.yen.saturating_add(difference) },
        }
        let eligible = |verdict| verdict != Verdict::NotEligible;
        all.newly_eligible += usize::from(eligible(now.0) && !eligible(then.0));
        all.no_longer_eligible += usize::from(eligible(then.0) && !eligible(now.0));
        counts[BOUNDS.iter().filter(|bound| difference >= **bound).count()] += 1;
    }
    let band = |(place, firms): (usize, &usize)| Band {
        from: place.checked_sub(1).map(|under| BOUNDS[under]),
        below: BOUNDS.get(place).copied(),
        firms: *firms,
    };
    // Those for whom nothing changes are told beside the chart: they would hide the rest.
    all.bands = counts.iter().enumerate().map(band).filter(|band| (band.from, band.below) != (Some(0), Some(1))).collect();
    all
}
