//! Letters, on every database: how many leave, to whom, and what a mail server is given.

use crate::CONTEXTS;
use platform::acts;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use platform::{
    Actor, App, Error,
    access::Signed,
    jobs::Handlers,
    mail::{self, Letter, Post, Question, State},
    secret::Secret,
    trial,
};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

const CENTER: &str = "center";

/// Somebody of a company, who works for no agency.
fn somebody(id: &str) -> Actor {
    let (id, name, email) = (id.to_owned(), "誰か".to_owned(), format!("{id}@example.jp"));
    Actor::Person(Arc::new(Signed { id, name, email, roles: Vec::new(), session: String::new(), weak: false, token_acts: None }))
}

fn letter(to: &str, subject: &str) -> Letter {
    Letter { to: to.into(), subject: subject.into(), body: format!("{subject}の本文\n"), first: None }
}

async fn post(app: &App, actor: &Actor, letters: &[Letter]) -> Result<(), Error> {
    let mut unit = app.begin(actor).await?.at(CENTER);
    for letter in letters {
        unit.mail(letter).await?;
    }
    unit.journal(acts::WORK, "application:1", json!({})).await?;
    unit.commit().await
}

/// What a mail server was given: who a letter is for, and the letter.
pub(crate) type Caught = Arc<Mutex<Vec<(String, String)>>>;

/// A mail server that keeps what comes, and takes nothing for whoever it does not know.
pub(crate) async fn catcher() -> (String, Caught) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let caught = Caught::default();
    let keep = caught.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let keep = keep.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 catcher\r\n").await.unwrap();
                let (mut to, mut letter, mut inside) = (String::new(), String::new(), false);
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer: &[u8] = match (inside, line.as_str()) {
                        (true, ".") => {
                            inside = false;
                            keep.lock().unwrap().push((std::mem::take(&mut to), std::mem::take(&mut letter)));
                            b"250 kept\r\n"
                        }
                        (true, text) => {
                            letter += text;
                            letter += "\n";
                            continue;
                        }
                        (false, "DATA") => {
                            inside = true;
                            b"354 go on\r\n"
                        }
                        (false, "QUIT") => break,
                        (false, text) if text.contains("unknown") => b"550 no such user\r\n",
                        (false, text) => {
                            if let Some(named) = text.strip_prefix("RCPT TO:") {
                                named.clone_into(&mut to);
                            }
                            b"250 ok\r\n"
                        }
                    };
                    write.write_all(answer).await.unwrap();
                }
            });
        }
    });
    (address, caught)
}

/// Sends what is due; how many letters left.
async fn sent(app: &App, address: &str, caught: &Caught) -> usize {
    let (post, from) = (Post::open(address).unwrap(), mail::address("center@example.jp").unwrap());
    let handlers = Handlers::default().with(mail::SEND, move |app, job| mail::send(app, job, post.clone(), from.clone()));
    let before = caught.lock().unwrap().len();
    while handlers.one(app).await.unwrap() {}
    caught.lock().unwrap().len() - before
}

#[tokio::test]
async fn forty_letters_to_one_address_leave_as_a_few_and_none_is_lost() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        // Two processes write at once: what is counted stands in the database.
        let one = |n: usize| async move {
            post(app, &somebody("a"), &[letter("victim@elsewhere.example", &format!("受付{n:02}"))]).await.unwrap();
        };
        for n in (0..40).step_by(2) {
            tokio::join!(one(n), one(n + 1));
        }
        assert_eq!(sent(app, &address, &caught).await, 3, "{}: of an address that nobody knows", trial.name);
        app.clock.forward(SignedDuration::from_hours(1));
        assert_eq!(sent(app, &address, &caught).await, 1, "{}: the rest in one", trial.name);
        let all: String = caught.lock().unwrap().iter().map(|(_, letter)| letter.clone()).collect();
        let mut parsed = String::new();
        for (_, letter) in caught.lock().unwrap().iter() {
            parsed += &decoded(letter);
        }
        for n in 0..40 {
            assert!(parsed.contains(&format!("受付{n:02}の本文")), "{} {n}: {all}", trial.name);
        }
        // Beyond one hour the day counts.
        for n in 40..60 {
            one(n).await;
            app.clock.forward(SignedDuration::from_mins(61));
            sent(app, &address, &caught).await;
        }
        let left = caught.lock().unwrap().len();
        assert!(left <= 8, "{}: {left} in a day", trial.name);
    }
}

/// The text of a letter, whatever it was encoded with.
fn decoded(letter: &str) -> String {
    let (head, body) = letter.split_once("\n\n").unwrap();
    let head = head.to_lowercase();
    if head.contains("base64") {
        let mut bits = (0u32, 0);
        let mut bytes = Vec::new();
        for c in body.bytes().filter(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/')) {
            let value = match c {
                b'A'..=b'Z' => c - b'A',
                b'a'..=b'z' => c - b'a' + 26,
                b'0'..=b'9' => c - b'0' + 52,
                b'+' => 62,
                _ => 63,
            };
            bits = (bits.0 << 6 | u32::from(value), bits.1 + 6);
            if bits.1 >= 8 {
                bits.1 -= 8;
                bytes.push(u8::try_from(bits.0 >> bits.1 & 0xff).unwrap());
            }
        }
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    if head.contains("quoted-printable") {
        let joined = body.replace("=\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            if *first == b'=' && after.len() >= 2 {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    body.to_owned()
}

#[tokio::test]
async fn one_person_causes_so_many_letters_in_an_hour_whomever_they_are_for_and_an_office_as_many_as_it_must() {
    let trials = trial::databases(&CONTEXTS).await.unwrap();
    // A letter takes its time on the network: both databases send at once.
    let on_each = trials.iter().map(async |trial| {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        let many: Vec<Letter> = (0..100).map(|n| letter(&format!("victim{n}@elsewhere.example"), "参加の案内")).collect();
        post(app, &somebody("a"), &many).await.unwrap();
        assert_eq!(sent(app, &address, &caught).await, 60, "{}", trial.name);
        post(app, &somebody("b"), &[letter("b@elsewhere.example", "別の人から")]).await.unwrap();
        assert_eq!(sent(app, &address, &caught).await, 1, "{}: nobody waits for what another does", trial.name);
        app.clock.forward(SignedDuration::from_hours(1));
        assert_eq!(sent(app, &address, &caught).await, 40, "{}: none is lost", trial.name);
        let many: Vec<Letter> = (0..100).map(|n| letter(&format!("owner{n}@elsewhere.example"), "締切を延長しました")).collect();
        post(app, &Actor::System("office"), &many).await.unwrap();
        assert_eq!(sent(app, &address, &caught).await, 100, "{}", trial.name);
    });
    futures_util::future::join_all(on_each).await;
}

#[tokio::test]
async fn an_address_that_somebody_else_names_is_asked_first_and_what_waits_leaves_after_a_yes_only() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        let first = |secret: &Secret| Question {
            scope: "company".into(),
            hash: secret.hash(),
            subject: "連絡先の確認".into(),
            body: "確かめてください\n".into(),
        };
        for (to, granted) in [("yes@elsewhere.example", true), ("no@elsewhere.example", false)] {
            let secret = Secret::new().unwrap();
            let asking = |subject: &str, secret: &Secret| Letter { first: Some(first(secret)), ..letter(to, subject) };
            post(app, &somebody("a"), &[asking("受付1", &secret)]).await.unwrap();
            for n in 2..30 {
                post(app, &somebody("a"), &[asking(&format!("受付{n}"), &Secret::new().unwrap())]).await.unwrap();
            }
            assert_eq!(sent(app, &address, &caught).await, 1, "{}: the question alone", trial.name);
            assert!(decoded(&caught.lock().unwrap().last().unwrap().1).contains("確かめてください"), "{}", trial.name);
            assert_eq!(mail::stuck(app.db.read(), "application:1", 10).await.unwrap()[0].state, State::Held, "{}", trial.name);
            assert_eq!(mail::waiting(app.db.read()).await.unwrap(), 0, "{}: what is held is not late", trial.name);
            // Looking answers nothing; another secret opens nothing.
            assert_eq!(mail::asked(app, &secret).await.unwrap().granted, None, "{}", trial.name);
            assert_eq!(sent(app, &address, &caught).await, 0, "{}", trial.name);
            assert!(mail::answer(app, &Secret::new().unwrap(), true).await.is_err(), "{}", trial.name);
            mail::answer(app, &secret, granted).await.unwrap();
            mail::answer(app, &secret, granted).await.unwrap();
            assert_eq!(sent(app, &address, &caught).await, usize::from(granted), "{}", trial.name);
            post(app, &somebody("a"), &[asking("補正", &Secret::new().unwrap())]).await.unwrap();
            assert_eq!(sent(app, &address, &caught).await, usize::from(granted), "{}", trial.name);
            if granted {
                let all: String = caught.lock().unwrap().iter().map(|(_, l)| decoded(l)).collect();
                assert!(all.contains("受付1の本文") && all.contains("受付29の本文") && all.contains("補正の本文"), "{} {all}", trial.name);
                // Who has said yes may say no.
                mail::answer(app, &secret, false).await.unwrap();
                post(app, &somebody("a"), &[asking("あとから", &Secret::new().unwrap())]).await.unwrap();
                assert_eq!(sent(app, &address, &caught).await, 0, "{}", trial.name);
            }
        }
        // A question that nobody answers is over, and what waited for it is gone; it is asked anew then.
        let secret = Secret::new().unwrap();
        post(app, &somebody("a"), &[Letter { first: Some(first(&secret)), ..letter("late@elsewhere.example", "古い") }]).await.unwrap();
        app.clock.forward(SignedDuration::from_hours(24 * 15));
        assert!(matches!(mail::answer(app, &secret, true).await, Err(Error::Expired)), "{}", trial.name);
        let secret = Secret::new().unwrap();
        post(app, &somebody("a"), &[Letter { first: Some(first(&secret)), ..letter("late@elsewhere.example", "新しい") }]).await.unwrap();
        mail::answer(app, &secret, true).await.unwrap();
        sent(app, &address, &caught).await;
        let last = decoded(&caught.lock().unwrap().last().unwrap().1);
        assert!(last.contains("新しいの本文") && !last.contains("古い"), "{} {last}", trial.name);
    }
}

#[tokio::test]
async fn a_mail_server_is_told_that_a_machine_wrote_and_old_addresses_of_telephones_are_quoted() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        let all = ["a..b@docomo.ne.jp", "ａ.＠ｅｚｗｅｂ．ｎｅ．ｊｐ", "ta\u{200b}ro@example.jp", "taro@日本語.jp"];
        post(app, &Actor::System("test"), &all.map(|to| letter(to, "採択"))).await.unwrap();
        assert_eq!(sent(app, &address, &caught).await, 4, "{}", trial.name);
        let caught = caught.lock().unwrap().clone();
        let to: Vec<&str> = caught.iter().map(|(to, _)| to.as_str()).collect();
        for wanted in ["<\"a..b\"@docomo.ne.jp>", "<\"a.\"@ezweb.ne.jp>", "<taro@example.jp>", "<taro@xn--wgv71a119e.jp>"] {
            assert!(to.iter().any(|to| to.contains(wanted)), "{}: {to:?}", trial.name);
        }
        for (_, letter) in &caught {
            let head = letter.split("\n\n").next().unwrap();
            for wanted in ["MIME-Version: 1.0", "Auto-Submitted: auto-generated", "Message-ID: <", "Date: "] {
                assert!(head.contains(wanted), "{}: {head}", trial.name);
            }
            assert!(letter.is_ascii(), "{}: {letter}", trial.name);
        }
        let refused = post(app, &Actor::System("test"), &[letter("たろう@example.jp", "採択")]).await;
        assert!(matches!(refused, Err(Error::Wrong { field: "email", .. })), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_letter_that_is_given_up_stays_in_sight_until_it_is_tried_again() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        post(app, &somebody("a"), &[letter("unknown@elsewhere.example", "参加の案内")]).await.unwrap();
        for _ in 0..platform::jobs::MOST_ATTEMPTS {
            assert_eq!(sent(app, &address, &caught).await, 0, "{}", trial.name);
            app.clock.forward(SignedDuration::from_hours(2));
        }
        for n in 0..20 {
            post(app, &somebody("b"), &[letter(&format!("b{n}@elsewhere.example"), "参加の案内")]).await.unwrap();
        }
        let first = mail::list(app.db.read(), &crate::center(app), 5).await.unwrap().remove(0);
        assert_eq!((first.to.as_str(), first.state), ("unknown@elsewhere.example", State::GivenUp), "{}", trial.name);
        let stuck = mail::stuck(app.db.read(), "application:1", 10).await.unwrap();
        assert_eq!(stuck.len(), 1, "{}", trial.name);
        assert_eq!((stuck[0].state, stuck[0].cause.as_str()), (State::GivenUp, "person:a"), "{}", trial.name);
    }
}
