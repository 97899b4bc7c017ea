//! Lists hold what the policy lets one open, and nothing else: for every kind and act, in worlds made at random.

use std::{collections::BTreeSet, sync::Arc};

use grants::application::model::{Application, Member, State};
use platform::{
    Actor, App, Error, Instant, Scope, UnitOfWork,
    access::{Held, Kind, Policy, Resource, Role, Signed},
};
use proptest::{
    collection::{btree_set, vec},
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};
use rules::language::Channel;
use sea_orm::{
    ConnectionTrait, Value,
    sea_query::{Expr, Query},
};
use shien::contexts::CONTEXTS;
use workflow::approval::{self, Approval, Outcome, Step, StepKind, StepResult};

/// Every kind of every context.
fn kinds() -> Vec<Kind> {
    CONTEXTS.iter().flat_map(|context| context.kinds).copied().collect()
}

/// Somebody with roles in some of two places, by the name of one of two people.
fn people() -> impl Strategy<Value = Actor> {
    let roles = btree_set((select(Role::ALL.to_vec()), select(PLACES.to_vec())), 0..4);
    (select(PEOPLE.to_vec()), roles).prop_map(|(id, roles)| signed(id, roles.into_iter().map(|(role, at)| Held::new(role, at)).collect()))
}

const PLACES: [&str; 3] = ["here", "there", "elsewhere"];
const PEOPLE: [&str; 2] = ["me", "you"];

fn signed(id: &str, roles: Vec<Held>) -> Actor {
    let signed =
        Signed { id: id.into(), name: String::new(), email: String::new(), roles, session: String::new(), weak: false, token_acts: None };
    Actor::Person(Arc::new(signed))
}

/// The kind at a place of the list of all: [`Anything`] is of that kind.
const fn kind_at(n: usize) -> Kind {
    let (mut context, mut before) = (0, 0);
    while context < CONTEXTS.len() {
        let own = CONTEXTS[context].kinds;
        if n < before + own.len() {
            return own[n - before];
        }
        before += own.len();
        context += 1;
    }
    Kind::PERSON
}

/// A record of any kind, with whatever stands in its sets.
#[derive(Debug, Clone)]
struct Anything<const N: usize> {
    id: String,
    sets: Vec<BTreeSet<&'static str>>,
}

impl<const N: usize> Resource for Anything<N> {
    const KIND: Kind = kind_at(N);

    fn id(&self) -> &str {
        &self.id
    }

    fn set(&self, name: &str) -> Vec<&str> {
        let at = Self::KIND.sets().iter().position(|(set, _)| *set == name);
        at.and_then(|at| self.sets.get(at)).into_iter().flatten().copied().collect()
    }
}

/// Whether in a world of one person and one record of the kind the scope and the policy say the same; how often they said yes.
fn agree<const N: usize>(policy: &Policy, actor: &Actor, id: &str, sets: &[BTreeSet<&'static str>]) -> usize {
    let record = Anything::<N> { id: id.to_owned(), sets: sets.to_vec() };
    let acts = CONTEXTS.iter().flat_map(|context| context.acts).filter(|act| act.kind() == Some(kind_at(N)));
    let mut yes = 0;
    for act in acts {
        let scope: Scope<Anything<N>> = policy.scope(actor, *act).unwrap();
        let may = policy.may_with(actor, *act, &record);
        assert_eq!(scope.contains(&record), may, "{act} by {actor:?} on {record:?}");
        assert!(!may || !scope.is_empty());
        yes += usize::from(may);
    }
    yes
}

#[test]
fn a_scope_holds_exactly_what_the_policy_allows_for_every_act_and_kind() {
    let policy = Policy::of(&CONTEXTS).unwrap();
    let count = kinds().len();
    assert!(count <= 16, "write more lines below");
    let yes = std::cell::Cell::new(0);
    let worlds = (
        people(),
        select([PLACES.to_vec(), PEOPLE.to_vec()].concat()),
        vec(btree_set(select([PLACES.to_vec(), PEOPLE.to_vec()].concat()), 0..3), 8),
    );
    let mut runner = TestRunner::deterministic();
    for _ in 0..400 {
        let (actor, id, sets) = worlds.new_tree(&mut runner).unwrap().current();
        macro_rules! each {
            ($($n:literal)*) => {
                $(if $n < count {
                    yes.set(yes.get() + agree::<$n>(&policy, &actor, id, &sets));
                })*
            };
        }
        each!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    }
    assert!(yes.get() > 500, "worlds in which something is allowed: {}", yes.get());
    let other = policy.scope::<Anything<0>>(&Actor::System("trial"), *CONTEXTS[5].acts.last().unwrap());
    assert!(matches!(other, Err(Error::Broken(_))), "an act on another kind");
    assert!(matches!(policy.scope::<Anything<0>>(&Actor::Nobody, platform::acts::ACCOUNT_READ), Err(Error::SignedOut)));
}

/// Holds for some actors and every act that the rows which the condition finds are those that the policy allows.
async fn rows_agree<T: platform::Rows>(app: &App, table: &'static str, world: &[T], actors: &[Actor]) {
    for act in CONTEXTS.iter().flat_map(|context| context.acts).filter(|act| act.kind() == Some(T::KIND)) {
        let mut yes = 0;
        for actor in actors {
            let scope: Scope<T> = app.policy.scope(actor, *act).unwrap();
            let asked = Query::select().column((table, "id")).from(table).cond_where(scope.condition()).to_owned();
            let found = app.db.read().query_all(&asked).await.unwrap();
            let found = found.iter().map(|row| row.try_get::<String>("", "id").unwrap());
            // What else is in the database is not of this world.
            let found: BTreeSet<String> = found.filter(|id| id.starts_with("world-")).collect();
            let allowed = world.iter().filter(|record| app.policy.may_with(actor, *act, *record)).map(|r| r.id().to_owned());
            assert_eq!(found, allowed.collect(), "{act} by {actor:?}");
            yes += found.len();
        }
        assert!(yes > 0, "in this world nobody may {act}");
    }
}

/// Writes a row as it is, past every verb.
async fn insert(unit: &UnitOfWork, table: &'static str, row: Vec<(&'static str, Value)>) {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().map(|(column, value)| (column, Expr::value(value))).unzip();
    let insert = Query::insert().into_table(table).columns(columns).values_panic(values).to_owned();
    unit.db().execute(&insert).await.unwrap();
}

/// Ends it.
async fn keep(mut unit: UnitOfWork) {
    unit.journal(platform::acts::WORK, "trial:world", serde_json::json!({})).await.unwrap();
    unit.commit().await.unwrap();
}

/// Somebody with roles at some of these places.
fn somebody(places: Vec<String>) -> impl Strategy<Value = Actor> {
    let roles = vec((select(Role::ALL.to_vec()), select(places)), 1..7);
    (select(PEOPLE.to_vec()), roles).prop_map(|(id, roles)| signed(id, roles.into_iter().map(|(role, at)| Held::new(role, at)).collect()))
}

#[tokio::test]
async fn rows_of_applications_are_filtered_as_the_policy_says_of_each() {
    for trial in crate::with_applications().await {
        let (app, mut runner) = (&trial.app, TestRunner::deterministic());
        let ids = async |table: &'static str| {
            let rows = app.db.read().query_all(&Query::select().column("id").from(table).to_owned()).await.unwrap();
            rows.iter().map(|row| row.try_get::<String>("", "id").unwrap()).collect::<Vec<_>>()
        };
        let (calls, companies) = (ids("call").await, ids("company").await);
        let agencies = ["center".to_owned(), "other".to_owned()];
        let places = vec((0_usize..3).prop_map(|n| companies.get(n).cloned()), 1..4);
        let one = (places, select(agencies.to_vec()), 0_i32..2, proptest::option::of(select(agencies.to_vec())));
        let mut world = Vec::new();
        for n in 0..30 {
            let (members, agency, filings, entered_by) = one.new_tree(&mut runner).unwrap().current();
            let members = members.into_iter().enumerate().map(|(n, company)| Member {
                id: format!("m{n}"),
                // Whoever leads is a company always.
                company: company.or_else(|| (n == 0).then(|| companies[3].clone())),
                name: String::new(),
                email: String::new(),
                joined: true,
            });
            let members: Vec<Member> = members.collect();
            let now = app.now();
            world.push(Application {
                id: format!("world-{n}"),
                call: calls[0].clone(),
                agency,
                company: members[0].company.clone().unwrap(),
                title: String::new(),
                company_name: String::new(),
                state: if filings > 0 { State::Filed } else { State::Draft },
                version: 1,
                typed: 0,
                channel: Channel::Online,
                entered_by,
                made_at: now,
                saved_at: now,
                receipt: None,
                filed_at: None,
                filings,
                revision: None,
                verdict: None,
                grant_yen: None,
                requested_yen: None,
                due: None,
                late_until: None,
                officer: None,
                asked_at: None,
                members,
                parts: std::collections::BTreeMap::new(),
            });
        }
        let unit = app.begin(&Actor::System("trial")).await.unwrap().at("center");
        for one in &world {
            let row: Vec<(&'static str, Value)> = vec![
                ("id", one.id.clone().into()),
                ("call", one.call.clone().into()),
                ("agency", one.agency.clone().into()),
                ("company", one.company.clone().into()),
                ("title", "".into()),
                ("company_name", "".into()),
                ("title_key", "".into()),
                ("company_key", "".into()),
                ("state", one.state.name().into()),
                ("version", 1.into()),
                ("typed", 0.into()),
                ("channel", "online".into()),
                ("entered_by", one.entered_by.clone().into()),
                ("made_at", one.made_at.to_text().into()),
                ("made_by", "system:trial".into()),
                ("saved_at", one.saved_at.to_text().into()),
                ("filings", one.filings.into()),
            ];
            insert(&unit, "application", row).await;
            for member in &one.members {
                let row = vec![
                    ("application", one.id.clone().into()),
                    ("member", member.id.clone().into()),
                    ("company", member.company.clone().into()),
                    ("name", "".into()),
                    ("email", "".into()),
                ];
                insert(&unit, "application_member", row).await;
            }
        }
        keep(unit).await;
        let places: Vec<String> = agencies.iter().chain(&companies[..4]).cloned().collect();
        let actors: Vec<Actor> = (0..24).map(|_| somebody(places.clone()).new_tree(&mut runner).unwrap().current()).collect();
        rows_agree(app, "application", &world, &actors).await;
    }
}

#[tokio::test]
async fn rows_of_approvals_are_filtered_as_the_policy_says_of_each() {
    for trial in crate::with_people().await {
        let (app, mut runner) = (&trial.app, TestRunner::deterministic());
        let person = || select(["me", "you", "another"].map(str::to_owned).to_vec());
        let done = (person(), any::<bool>());
        let step = (person(), proptest::option::of(person()), proptest::option::of(done));
        let one = (select(vec!["here", "there"]), select(approval::State::ALL.to_vec()), person(), vec(step, 1..4));
        let mut world = Vec::new();
        for n in 0..40 {
            let (agency, state, drafter, steps) = one.new_tree(&mut runner).unwrap().current();
            let now = app.now();
            let steps = steps.into_iter().zip(1..).map(|((person, deputy, done), place)| Step {
                place,
                part: StepKind::Consult,
                title: String::new(),
                person,
                deputy,
                done: done.map(|(by, reviewed)| StepResult {
                    outcome: Outcome::Approved,
                    by,
                    at: now,
                    remark: String::new(),
                    reviewed_at: reviewed.then_some(now),
                }),
            });
            world.push(Approval {
                id: format!("world-{n}"),
                agency: agency.to_owned(),
                kind: "general".to_owned(),
                subject: String::new(),
                title: String::new(),
                body: String::new(),
                amount: None,
                series: String::new(),
                state,
                version: 1,
                round: 2,
                drafted_by: drafter,
                drafted_at: now,
                ended_at: None,
                number: None,
                steps: steps.collect(),
            });
        }
        let unit = app.begin(&Actor::System("trial")).await.unwrap().at("center");
        for one in &world {
            let row: Vec<(&'static str, Value)> = vec![
                ("id", one.id.clone().into()),
                ("agency", one.agency.clone().into()),
                ("kind", one.kind.clone().into()),
                ("subject", "".into()),
                ("title", "".into()),
                ("title_key", "".into()),
                ("body", "".into()),
                ("series", "".into()),
                ("state", one.state.name().into()),
                ("version", 1.into()),
                ("round", one.round.into()),
                ("drafted_by", one.drafted_by.clone().into()),
                ("drafted_at", one.drafted_at.to_text().into()),
            ];
            insert(&unit, "approval", row).await;
            // Rounds before the present one count no more: there somebody else was asked.
            let stale = Step { place: 1, part: StepKind::Consult, title: String::new(), person: "me".into(), deputy: None, done: None };
            for (round, step) in one.steps.iter().map(|step| (one.round, step)).chain([(1, &stale)]) {
                let done = step.done.as_ref();
                let row = vec![
                    ("approval", one.id.clone().into()),
                    ("round", round.into()),
                    ("place", step.place.into()),
                    ("part", step.part.name().into()),
                    ("title", "".into()),
                    ("person", step.person.clone().into()),
                    ("deputy", step.deputy.clone().into()),
                    ("outcome", done.map(|d| d.outcome.name()).into()),
                    ("done_by", done.map(|d| d.by.clone()).into()),
                    ("done_at", done.map(|d| d.at.to_text()).into()),
                    ("remark", "".into()),
                    ("reviewed_at", done.and_then(|d| d.reviewed_at).map(Instant::to_text).into()),
                ];
                insert(&unit, "approval_step", row).await;
            }
        }
        keep(unit).await;
        let places = vec!["here".to_owned(), "there".to_owned(), "elsewhere".to_owned()];
        let actors: Vec<Actor> = (0..30).map(|_| somebody(places.clone()).new_tree(&mut runner).unwrap().current()).collect();
        rows_agree(app, "approval", &world, &actors).await;
    }
}
