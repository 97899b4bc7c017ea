//! Twenty people at once do ten thousand things, allowed or not; whatever they do, what must hold of the store holds.

use grants::acts;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use parties::{model::Company, service};
use platform::{
    Actor, App, Error,
    access::{Held, Kind, Role},
    accounts::{self, Agency, InvitedRole, RequestOrigin, RoleScope},
    journal::{self, Search, Verdict},
    mail::Letter,
    secret::Secret,
    trial,
};
use sea_orm::ConnectionTrait;

const PASSWORD: &str = "correct horse battery";
const PEOPLE: usize = 20;
/// What each of them does: ten thousand acts of all together where everything is proven.
fn acts() -> usize {
    if trial::is_proof() { 500 } else { 60 }
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        let place = self.below(all.len());
        &all[place]
    }
}

/// What everybody shares: the companies, and secrets of letters that lie about.
#[derive(Debug, Default)]
struct Shared {
    letters: Mutex<Vec<Secret>>,
    done: Mutex<BTreeMap<&'static str, usize>>,
}

const ROLES: [Role; 5] = [Role::Owner, Role::Editor, Role::Viewer, Role::Officer, Role::Administrator];

async fn act(
    app: &App,
    me: &mut Actor,
    email: &str,
    companies: &[Company],
    shared: &Shared,
    n: &mut Numbers,
) -> (&'static str, Result<(), Error>) {
    let company = n.one_of(companies).id.clone();
    let scope = if n.below(5) == 0 { RoleScope::Agency("center".into()) } else { RoleScope::Organisation(company.clone()) };
    let role = *n.one_of(&ROLES);
    match n.below(100) {
        0..40 => {
            let Ok(seen) = service::company(app, me, acts::ORGANISATION_READ, &company).await else { return ("change", Ok(())) };
            let typed = [("employees".to_owned(), n.below(300).to_string()), ("capital_yen".to_owned(), format!("{}万", n.below(30_000)))];
            // Now and then from a page that was opened long ago.
            let version = seen.version - i32::from(n.below(10) == 0);
            let done = service::change(app, me, &company, version, &typed, &|_, _| unreachable!()).await;
            ("change", done.map(|_| ()).map_err(|mut all| all.remove(0)))
        }
        40..60 => {
            let to = format!("p{}@example.jp", n.below(PEOPLE + 5));
            let letter = |secret: &Secret| {
                shared.letters.lock().unwrap().push(secret.clone());
                Letter { to: to.clone(), subject: "招待".into(), body: "本文".into(), first: None }
            };
            ("invite", accounts::invite(app, me, &scope, &InvitedRole::new(role, &to), letter).await)
        }
        60..75 => {
            let people = accounts::people(app, me, &scope).await.unwrap_or_default();
            if people.is_empty() {
                return ("take", Ok(()));
            }
            let (person, held) = n.one_of(&people).clone();
            let role = if n.below(4) == 0 { role } else { n.one_of(&held).held.role };
            ("take", accounts::take_role(app, me, &scope, &person.id, role).await)
        }
        75..77 => {
            let secret = shared.letters.lock().unwrap().pop();
            let Some(secret) = secret else { return ("accept", Ok(())) };
            ("accept", accounts::accept(app, &secret, "新人", PASSWORD, &RequestOrigin::default()).await.map(|_| ()))
        }
        77..79 => {
            let letter = |person: &accounts::Person, _: &Secret| Letter {
                to: person.email.clone(),
                subject: "鍵".into(),
                body: "本文".into(),
                first: None,
            };
            (
                "forgot",
                accounts::forgot(
                    app,
                    &format!("p{}@example.jp", n.below(PEOPLE)),
                    &RequestOrigin { from: email.to_owned(), ..RequestOrigin::default() },
                    letter,
                )
                .await,
            )
        }
        79..82 => {
            // Out and in again, with whatever roles are held by now.
            let _ = accounts::sign_out(app, me).await;
            if let Ok(step) =
                accounts::sign_in(app, email, PASSWORD, &RequestOrigin { from: email.to_owned(), ..RequestOrigin::default() }).await
            {
                let signed = accounts::signed(app, &step.session().unwrap()).await.unwrap().unwrap();
                *me = Actor::Person(signed);
            }
            ("sign in", Ok(()))
        }
        _ => {
            let Ok(signed) = me.person() else { return ("read", Ok(())) };
            let mine = signed.scopes(Kind::ORGANISATION).len();
            let acting = service::acting_for(app, me).await;
            ("read", acting.map(|all| assert!(all.len() <= mine)))
        }
    }
}

async fn number(app: &App, sql: &str) -> i64 {
    let db = app.db.read();
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap().unwrap();
    row.try_get::<i64>("", "n").unwrap()
}

/// Every entry of an act.
async fn entries(app: &App, act: &str) -> Vec<journal::Entry> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let wanted = Search { act: act.to_owned(), before, ..Search::default() };
        let (page, more) = journal::everything(app.db.read(), &wanted, 1_000).await.unwrap();
        before = page.last().map(|e| e.seq);
        all.extend(page);
        if !more {
            return all;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_acts_of_twenty_people_leave_everything_sound() {
    for trial in trial::databases(&shien::contexts::CONTEXTS).await.unwrap() {
        let app = trial.app.clone();
        let companies = parties::model::samples().unwrap();
        service::load(&app, &companies).await.unwrap();
        accounts::add_agency(&app, &Agency::new("center", "例示", "Example", kernel::calendar::Closure::default())).await.unwrap();
        let companies = Arc::new(companies);
        let shared = Arc::new(Shared::default());
        let mut ids = Vec::new();
        for person in 0..PEOPLE {
            let email = format!("p{person}@example.jp");
            let id = accounts::add_person(&app, &email, "試験 太郎", PASSWORD, false).await.unwrap();
            let place = &companies[person % companies.len()].id;
            accounts::give_role(
                &app,
                &id,
                &Held::new([Role::Owner, Role::Owner, Role::Editor, Role::Viewer][person / companies.len()], place),
            )
            .await
            .unwrap();
            if person < 4 {
                accounts::give_role(
                    &app,
                    &id,
                    &Held::new([Role::Administrator, Role::Officer, Role::Auditor, Role::Administrator][person], "center"),
                )
                .await
                .unwrap();
            }
            ids.push((id, email));
        }
        let mut crowd = tokio::task::JoinSet::new();
        for (seed, (_, email)) in ids.into_iter().enumerate() {
            let (app, companies, shared) = (app.clone(), companies.clone(), shared.clone());
            crowd.spawn(async move {
                let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ (u64::try_from(seed).unwrap() + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
                let mut me = Actor::Nobody;
                let step = accounts::sign_in(&app, &email, PASSWORD, &RequestOrigin { from: email.clone(), ..RequestOrigin::default() })
                    .await
                    .unwrap();
                if let Some(signed) = accounts::signed(&app, &step.session().unwrap()).await.unwrap() {
                    me = Actor::Person(signed);
                }
                for _ in 0..acts() {
                    let (what, outcome) = act(&app, &mut me, &email, &companies, &shared, &mut numbers).await;
                    match outcome {
                        Ok(()) => *shared.done.lock().unwrap().entry(what).or_default() += 1,
                        // What people are told; anything else is a fault of the system.
                        Err(
                            Error::Denied(_)
                            | Error::Stale
                            | Error::SignedOut
                            | Error::NotFound
                            | Error::Expired
                            | Error::TooMany
                            | Error::Wrong { .. },
                        ) => {}
                        Err(other) => panic!("{what}: {other}"),
                    }
                }
            });
        }
        crowd.join_all().await;

        let name = trial.name;
        let done = shared.done.lock().unwrap().clone();
        for what in ["change", "invite", "take", "accept", "sign in", "read"] {
            assert!(done.get(what).is_some_and(|n| *n >= acts() / 50), "{name}: {done:?}");
        }
        let Verdict::Whole { entries: written, .. } = journal::verify(&app.db, &[]).await.unwrap() else {
            panic!("{name}: the chain is broken")
        };
        assert!(written > i64::try_from(2 * acts()).unwrap(), "{name}: {written}");
        // Each change of a company counts once, and stands in the journal.
        let changes = entries(&app, "organisation.change").await;
        for company in companies.iter() {
            let told = changes.iter().filter(|e| e.subject == format!("organisation:{}", company.id)).count();
            let kept = service::company(&app, &Actor::System("test"), acts::ORGANISATION_READ, &company.id).await.unwrap();
            assert_eq!(usize::try_from(kept.version).unwrap(), told + 1, "{name}: {}", company.id);
            // Somebody stays who can let others in.
            let owners = format!("SELECT count(*) AS n FROM held_role WHERE role = 'owner' AND scope = '{}'", company.id);
            assert!(number(&app, &owners).await >= 1, "{name}: {} has no owner", company.id);
        }
        assert!(number(&app, "SELECT count(*) AS n FROM held_role WHERE role = 'administrator' AND scope = 'center'").await >= 1, "{name}");
        // A letter for each invitation and each forgotten password of somebody, and a job for each letter.
        let letters = number(&app, "SELECT count(*) AS n FROM letter").await;
        let asked = number(&app, "SELECT count(*) AS n FROM invitation").await + number(&app, "SELECT count(*) AS n FROM reset").await;
        assert_eq!(letters, asked, "{name}");
        assert_eq!(letters, number(&app, "SELECT count(*) AS n FROM job WHERE kind = 'mail.send'").await, "{name}");
        let invited = entries(&app, "organisation.invite").await.len() + entries(&app, "agency.invite").await.len();
        assert_eq!(i64::try_from(invited).unwrap(), number(&app, "SELECT count(*) AS n FROM invitation").await, "{name}");
        // Every role that is held was given in the journal, and is of the place that it is held in.
        let held = number(&app, "SELECT count(*) AS n FROM held_role").await;
        let wrong = "SELECT count(*) AS n FROM held_role WHERE (scope = 'center') <> (role IN ('officer', 'approver', 'reviewer', 'auditor', 'administrator'))";
        assert_eq!(number(&app, wrong).await, 0, "{name}");
        let given = entries(&app, "invitation.accept").await.len() + entries(&app, "system.set_up").await.len();
        assert!(held <= i64::try_from(given).unwrap(), "{name}");
        // No session of nobody, no key without its person.
        assert_eq!(number(&app, "SELECT count(*) AS n FROM session WHERE person NOT IN (SELECT id FROM person)").await, 0, "{name}");
    }
}
