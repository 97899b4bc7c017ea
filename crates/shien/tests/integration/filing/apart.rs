//! What a member of a consortium types moves nothing that another sees, until it releases it: not an amount, not a verdict, not a
//! count, not a time.

use super::*;

/// Ids and names of rows that are made anew for each page.
fn without_chance(text: &str) -> String {
    let is_row = |part: &str| part.len() > 12 && part.strip_prefix('r').is_some_and(|r| r.bytes().all(|b| b.is_ascii_hexdigit()));
    let parts = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let text: String =
        parts.map(|part| if is_row(part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())) { "row" } else { part }).collect();
    // When it would arrive is the moment at which somebody looks.
    let mut told = text.split("到着日時：");
    let first = told.next().unwrap_or_default().to_owned();
    told.fold(first, |all, rest| all + "到着日時：" + rest.find('（').map_or(rest, |end| &rest[end..]))
}

/// Everything that the site answers to somebody of a consortium: pages and data, heads and all.
async fn all_that_is_seen(visitor: &Visitor<'_>, id: &str, own: &str) -> Vec<(String, String)> {
    let mut paths = vec!["/applications".to_owned(), "/applications?lang=en".to_owned()];
    let parts = ["project", "plan", "schedule", "team", "effect", "others", "members", "papers", "declaration"];
    let mut inner: Vec<String> = ["", "?lang=en", "/reading", "/file", "/fields", "/messages", "/filings/1", "/filings/1/receipt.pdf"]
        .map(str::to_owned)
        .into_iter()
        .chain(parts.map(|p| format!("/parts/{p}?check=1")))
        .collect();
    for member in ["m0", "m1", "m2"] {
        for part in ["facts", "costs", "funds"] {
            // Others' pages are shut.
            if member == own {
                inner.push(format!("/parts/{member}-{part}"));
            }
        }
        inner.push(format!("/past?field={member}.x.r1.amount"));
    }
    paths.extend(inner.iter().map(|path| format!("/applications/{id}{path}")));
    let mut all = Vec::new();
    for path in paths {
        let answer = visitor.get(&path).await;
        let heads: Vec<String> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        all.push((path, format!("{} {heads:?} {}", answer.status, without_chance(&answer.body))));
    }
    // Trying to file, and keeping what stands there already.
    let tried = visitor.post(&format!("/applications/{id}/file"), &[("seen", "0")]).await;
    assert_ne!(tried.status, StatusCode::SEE_OTHER, "it is not filed by this");
    all.push(("file".to_owned(), format!("{} {}", tried.status, without_chance(&tried.body))));
    let cell = format!("{own}.funds.own");
    // What is said while something is saved, beside one's own parts and those of others.
    for part in ["project", "others", "m0-costs", "m1-facts", "m2-funds", "m0-funds", "m1-costs"] {
        let path = format!("/applications/{id}/parts/{part}/fields");
        let kept = visitor.post(&path, &[(&cell, ""), (&format!("base.{cell}"), "999")]).await;
        let mut said: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
        said.as_object_mut().unwrap().remove("at");
        all.push((path, format!("{} {}", kept.status, without_now(&said.to_string()))));
    }
    all
}

/// Without the moment at which it would arrive now, which moves by itself.
fn without_now(text: &str) -> String {
    let (first, rest) = text.split_once("到着日時：").unwrap_or((text, ""));
    rest.split_once('（').map_or_else(|| text.to_owned(), |(_, after)| format!("{first}到着日時：（{after}"))
}

fn same(trial: &Trial, who: &str, before: &[(String, String)], after: &[(String, String)]) {
    for ((path, then), (_, now)) in before.iter().zip(after) {
        let at = then.bytes().zip(now.bytes()).position(|(a, b)| a != b).unwrap_or_else(|| then.len().min(now.len()));
        let around = |text: &str| {
            String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(300).min(text.len())..(at + 300).min(text.len())]).into_owned()
        };
        assert!(then == now, "{}: {who} sees at {path} that another typed:\n{}\n--- now\n{}", trial.name, around(then), around(now));
    }
}

/// Numbers that are the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn up_to(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    pub(super) fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[usize::try_from(self.up_to(all.len() as u64)).unwrap()]
    }
}

/// What a member may type into its own part: sums and what is none, whole rows and half ones.
fn typed(dice: &mut Dice, member: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut say = |name: String, said: String| all.push((format!("{member}.{name}"), said));
    for row in 1..=3 {
        let amount = format!("{}", dice.up_to(90_000_000));
        say(format!("x.r{row}.category"), dice.of(&["materials", "labour", "outsourcing", ""]).to_owned());
        say(format!("x.r{row}.label"), dice.of(&["秘密の部材", "", "装置"]).to_owned());
        say(format!("x.r{row}.amount"), dice.of(&[&amount, "", "百円", "１０万"]).to_owned());
        say(format!("x.r{row}.unit_price"), dice.of(&["", "110,000", "0"]).to_owned());
        say(format!("x.r{row}.quantity"), dice.of(&["", "10", "二台"]).to_owned());
        say(format!("x.r{row}.tax"), dice.of(&["", "10", "8"]).to_owned());
    }
    let own = format!("{}", dice.up_to(50_000_000));
    say("funds.own".to_owned(), dice.of(&[&own, "", "x"]).to_owned());
    say("funds.other".to_owned(), dice.of(&["", "1", "500,000"]).to_owned());
    say("capital_yen".to_owned(), dice.of(&["", "1千万円", "900億円"]).to_owned());
    say("employees".to_owned(), dice.of(&["", "5", "90000"]).to_owned());
    say("industry".to_owned(), dice.of(&["", "26", "5011"]).to_owned());
    all
}

async fn type_all(state: &AppState, me: &Actor, id: &str, fields: &[(String, String)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
    type_in(state, me, id, &fields).await.unwrap();
}

#[tokio::test]
async fn nobody_sees_of_another_member_what_it_typed_and_did_not_release() {
    for trial in crate::sampled(crate::with_applications().await) {
        // The rounds are within one day: a page that tells the day says the same in all of them.
        let now = trial.app.now().in_japan();
        let midnight = now.date().tomorrow().unwrap().at(0, 5, 0, 0);
        trial.app.clock.forward(now.duration_until(midnight));
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, ashikaga) = scenarios::consortium(&trial, &state, &router).await;
        let people = [("m0", OWNER, &lead), ("m1", "owner@nasu.example.jp", &nasu), ("m2", "owner@ashikaga.example.jp", &ashikaga)];
        let mut visitors = Vec::new();
        for (_, email, _) in people {
            visitors.push(Visitor::signed_in(&router, email).await);
        }
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for round in 0..if trial::is_proof() { 12 } else { 4 } {
            // Nothing that another has is ever filed by this: the lead's own part is not whole.
            let (typing, (member, _, actor)) = (round % 3, people[round % 3]);
            // From the second time on, something was released before.
            if round >= 3 && member != "m0" {
                draft::release(&state, actor, &id, member).await.unwrap();
            }
            let mut before = Vec::new();
            for (n, (own, ..)) in people.iter().enumerate() {
                before.push(if n == typing { Vec::new() } else { all_that_is_seen(&visitors[n], &id, own).await });
            }
            trial.app.clock.forward(SignedDuration::from_mins(61));
            type_all(&state, actor, &id, &typed(&mut dice, member)).await;
            // Neither does what its company's record says.
            let company = actor.person().unwrap().scopes(platform::access::Kind::ORGANISATION)[0].to_owned();
            let (seen, workers) = ((round / 3 + 1).to_string(), (round * 111 + 1).to_string());
            let changed = visitors[typing].post(&format!("/companies/{company}"), &[("version", &seen), ("employees", &workers)]).await;
            assert_eq!(changed.status, StatusCode::SEE_OTHER, "{} {}", trial.name, changed.body);
            for (n, (own, email, _)) in people.iter().enumerate().filter(|(n, _)| *n != typing) {
                same(&trial, email, &before[n], &all_that_is_seen(&visitors[n], &id, own).await);
            }
        }
        // What is released tells the lead the total and the grant, and to the other member nothing.
        let rest = ["r2", "r3"].map(|row| {
            ["category", "amount", "label", "unit_price", "quantity", "tax"].map(|column| (format!("m1.x.{row}.{column}"), String::new()))
        });
        type_all(&state, &nasu, &id, &rest.concat()).await;
        let one = [("m1.x.r1.amount", "7,654,321"), ("m1.x.r1.category", "materials"), ("m1.x.r1.tax", "")];
        type_in(&state, &nasu, &id, &one).await.unwrap();
        let (own, others) = (all_that_is_seen(&visitors[2], &id, "m2").await, visitors[0].get(&format!("/applications/{id}")).await.body);
        assert!(!others.contains("7,654,321"), "{}", trial.name);
        let sql = "SELECT count(*) AS n FROM journal WHERE act = 'section.release' AND details LIKE '%\"m1\"%'";
        let released = count(&trial, sql).await;
        visitors[1].post(&format!("/applications/{id}/release"), &[("member", "m1")]).await;
        let told = visitors[0].get(&format!("/applications/{id}")).await.body;
        assert!(told.contains("7,654,321") && !told.contains("秘密の部材"), "{} {told}", trial.name);
        same(&trial, "ashikaga", &own, &all_that_is_seen(&visitors[2], &id, "m2").await);
        // Nobody releases another's part, and twice is once.
        for other in [&lead, &ashikaga] {
            assert!(matches!(draft::release(&state, other, &id, "m1").await, Err(Error::Denied(_))), "{}", trial.name);
        }
        draft::release(&state, &nasu, &id, "m1").await.unwrap();
        assert_eq!(count(&trial, sql).await, released + 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn what_a_member_released_is_what_is_filed_and_what_it_typed_since_is_told_to_it_alone() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, _) = scenarios::consortium(&trial, &state, &router).await;
        // Nothing was released yet: the lead can't file, and is told of whom it waits to hear.
        let page = Visitor::signed_in(&router, OWNER).await.get(&format!("/applications/{id}/file")).await.body;
        assert!(page.contains("まだ代表に知らせていません"), "{} {page}", trial.name);
        scenarios::filled_in(&state, &id, &trial).await;
        type_in(&state, &nasu, &id, &[("m1.x.r1.amount", "3,333,333")]).await.unwrap();
        let partner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert!(partner.get(&format!("/applications/{id}")).await.body.contains("書き直したところがあります"), "{}", trial.name);
        let filed = file(&state, &lead, &id, 0).await.unwrap();
        let content = filing::content(&filed).unwrap();
        let released = samples::PLAN.iter().find(|(name, _)| *name == "m0.x.r1.amount").unwrap().1;
        assert_eq!(content.fields["m1.x.r1.amount"], released, "{}", trial.name);
        assert!(partner.get(&format!("/applications/{id}")).await.body.contains("提出されていません"), "{}", trial.name);
        // The office sees all of it, as it was filed.
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let case = officer.get(&format!("/office/center/applications/{id}")).await.body;
        assert!(case.contains(released) && !case.contains("3,333,333"), "{}", trial.name);
        // Opened again and given up, what counts is what was filed.
        filing::reopen(&state, &lead, &id, version(&state, &lead, &id).await).await.unwrap();
        draft::release(&state, &nasu, &id, "m1").await.unwrap();
        filing::discard(&state, &lead, &id, version(&state, &lead, &id).await).await.unwrap();
        filing::reopen(&state, &lead, &id, version(&state, &lead, &id).await).await.unwrap();
        let again = filing::content(&file(&state, &lead, &id, 1).await.unwrap()).unwrap();
        assert_eq!(again.fields, content.fields, "{}", trial.name);
    }
}
