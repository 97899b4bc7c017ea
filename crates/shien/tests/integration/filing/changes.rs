//! What changes under people's hands: who waits behind a filing, what is given up, who works at another desk.
use workflow::batch::{self, BatchRequest};

use super::*;

/// Waits until so many wait to write; whoever holds the turn meanwhile keeps them there.
async fn waiting(trial: &Trial, many: usize) {
    while trial.app.db.waiting() < many {
        tokio::task::yield_now().await;
    }
}

pub(super) async fn drawing(trial: &Trial, text: &str) -> attachments::UploadedFile {
    let body = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(samples::page(text)))]);
    attachments::take_in(&trial.app.files, "図面.pdf", body, &[Kind::Pdf], 1024).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_waited_behind_a_filing_is_told_so_and_what_came_before_it_is_in_it() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let paper = drawing(&trial, "late").await;
        let filing = |id: &str| {
            let (state, me, id) = (state.clone(), me.clone(), id.to_owned());
            tokio::spawn(async move { file(&state, &me, &id, 0).await.unwrap() })
        };
        let save = |id: &str| {
            let (state, me, id) = (state.clone(), me.clone(), id.to_owned());
            let edits = [FieldEdit { name: "a.purpose".into(), value: "同時に書いた目的".into(), seen: 1 }];
            tokio::spawn(async move { draft::save(&state, &me, &id, &edits).await })
        };
        let put = |id: &str| {
            let (state, me, id, paper) = (state.clone(), me.clone(), id.to_owned(), paper.clone());
            tokio::spawn(async move { papers::attach(&state, &me, &id, "m0", "2", &paper).await })
        };
        let closed = |done: &Result<(), Error>| matches!(done, Err(Error::Wrong { message: "wrong-application-closed", .. }));
        // The filing waits first; both others looked while the application was open.
        let id = write(&state, &me, CALL, COMPANY, "先に提出").await.unwrap();
        let turn = trial.app.begin(&Actor::System("test")).await.unwrap();
        let filed = filing(&id);
        waiting(&trial, 1).await;
        let (saved, kept) = (save(&id), put(&id));
        waiting(&trial, 3).await;
        drop(turn);
        let filed = filed.await.unwrap();
        assert!(closed(&saved.await.unwrap().map(|_| ())) && closed(&kept.await.unwrap()), "{}", trial.name);
        let draft = draft::draft(&state, &me, &id).await.unwrap();
        let content = filing::content(&filed).unwrap();
        assert_eq!(draft.values["a.purpose"].value, content.fields["a.purpose"], "{}", trial.name);
        assert_eq!((draft.papers.len(), content.papers.len()), (1, 1), "{}", trial.name);
        // The others wait first: the filing is read anew, and holds both.
        let id = write(&state, &me, CALL, COMPANY, "先に保存").await.unwrap();
        let turn = trial.app.begin(&Actor::System("test")).await.unwrap();
        let saved = save(&id);
        waiting(&trial, 1).await;
        let kept = put(&id);
        waiting(&trial, 2).await;
        let filed = filing(&id);
        waiting(&trial, 3).await;
        drop(turn);
        let filed = filed.await.unwrap();
        saved.await.unwrap().unwrap();
        kept.await.unwrap().unwrap();
        let content = filing::content(&filed).unwrap();
        assert_eq!((content.fields["a.purpose"].as_str(), content.papers.len()), ("同時に書いた目的", 2), "{}", trial.name);
        // Joining behind a withdrawal: nobody has a part in what is withdrawn.
        let id = write(&state, &me, CALL, COMPANY, "取り下げ").await.unwrap();
        let visitor = Visitor::signed_in(&router, OWNER).await;
        let to = "owner@nasu.example.jp";
        visitor.post(&format!("/applications/{id}/members"), &[("name", "那須ソフトウェア"), ("email", to)]).await;
        let link = crate::visitor::link(&trial, to).await;
        let secret = platform::secret::Secret::read(link.rsplit('/').next().unwrap()).unwrap();
        let nasu = signed(&trial.app, to).await;
        let seen = version(&state, &me, &id).await;
        let turn = trial.app.begin(&Actor::System("test")).await.unwrap();
        let withdrawn = {
            let (state, me, id) = (state.clone(), me.clone(), id.clone());
            tokio::spawn(async move { filing::withdraw(&state, &me, &id, seen).await })
        };
        waiting(&trial, 1).await;
        let joined = {
            let (state, secret) = (state.clone(), secret.clone());
            tokio::spawn(async move { members::join(&state, &nasu, &secret, "nasu-software").await })
        };
        waiting(&trial, 2).await;
        drop(turn);
        withdrawn.await.unwrap().unwrap();
        assert!(closed(&joined.await.unwrap().map(|_| ())), "{}", trial.name);
    }
}

#[tokio::test]
async fn what_is_given_up_is_as_it_was_filed_with_its_papers_and_members() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, _) = scenarios::consortium(&trial, &state, &router).await;
        scenarios::filled_in(&state, &id, &trial).await;
        let filed = file(&state, &lead, &id, 0).await.unwrap();
        let then = draft::draft(&state, &Actor::System("test"), &id).await.unwrap();
        let seen = version(&state, &lead, &id).await;
        filing::reopen(&state, &lead, &id, seen).await.unwrap();
        // A paper goes, one comes, a member goes, one comes, and fields change.
        papers::remove(&state, &lead, &id, &then.papers[0].id).await.unwrap();
        papers::attach(&state, &lead, &id, "m0", "2", &drawing(&trial, "new").await).await.unwrap();
        type_in(&state, &nasu, &id, &[("m1.funds.loan", "5")]).await.unwrap();
        members::dismiss(&state, &lead, &id, "m1").await.unwrap();
        let letter = |_: &platform::secret::Secret, _: &grants::application::model::Application| unreachable!("nobody is written to");
        members::invite(&state, &lead, &id, "あとから来た会社", "", letter).await.unwrap();
        type_in(&state, &lead, &id, &[("a.title", "別の題名"), ("m3.funds.own", "7")]).await.unwrap();
        let seen = version(&state, &lead, &id).await;
        filing::discard(&state, &lead, &id, seen).await.unwrap();
        let now = draft::draft(&state, &Actor::System("test"), &id).await.unwrap();
        let members =
            |d: &draft::Draft| d.application.members.iter().map(|m| (m.id.clone(), m.company.clone(), m.joined)).collect::<Vec<_>>();
        assert_eq!(members(&now), members(&then), "{}", trial.name);
        let listed = |d: &draft::Draft| {
            let mut all: Vec<_> =
                d.papers.iter().map(|p| (p.member.clone(), p.document.clone(), p.name.clone(), p.sha256.clone())).collect();
            all.sort();
            all
        };
        assert_eq!(listed(&now), listed(&then), "{}", trial.name);
        let said = |d: &draft::Draft| {
            let all = d.values.iter().filter(|(name, c)| !c.value.is_empty() && !name.starts_with("m3."));
            all.map(|(name, c)| (name.clone(), c.value.clone())).collect::<std::collections::BTreeMap<_, _>>()
        };
        assert_eq!(said(&now), said(&then), "{}", trial.name);
        // The member who is back writes its part again, and the next filing holds the same as the first.
        let seen = version(&state, &lead, &id).await;
        filing::reopen(&state, &lead, &id, seen).await.unwrap();
        type_in(&state, &nasu, &id, &[("m1.contact_note", "")]).await.unwrap();
        let again = file(&state, &lead, &id, 1).await.unwrap();
        assert_eq!(filing::content(&again).unwrap().fields, filing::content(&filed).unwrap().fields, "{}", trial.name);
    }
}

#[tokio::test]
async fn one_desk_does_nothing_in_the_name_of_another() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let other = accounts::Agency::new("other", "別の県の機構", "Another", kernel::calendar::Closure::default());
        accounts::add_agency(&trial.app, &other).await.unwrap();
        let id = write(&state, &me, CALL, COMPANY, "机のある所").await.unwrap();
        let late = write(&state, &me, CALLS[1], COMPANY, "別の募集").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let before = count(&trial, "SELECT count(*) AS n FROM journal").await;
        let tick = [("act", "tick"), ("item", "document.2"), ("outcome", "ok")];
        let extend = [("act", "extend"), ("version", "1"), ("day", "2031-05-30"), ("reason", "x"), ("sure", "yes")];
        for (path, fields) in [
            (format!("/office/other/applications/{id}"), &tick[..]),
            (format!("/office/other/calls/{CALL}"), &extend[..]),
            // An application is let in at the page of its own call.
            (
                format!("/office/center/calls/{CALL}"),
                &[("act", "allow-late"), ("application", &*late), ("day", "2031-05-30"), ("reason", "x")],
            ),
        ] {
            assert_eq!(officer.post(&path, fields).await.status, StatusCode::NOT_FOUND, "{} {path}", trial.name);
        }
        // What is not on the list is not ticked.
        for item in ["document.none", "", "condition.<b>"] {
            let fields = [("act", "tick"), ("item", item), ("outcome", "ok")];
            let wrong = officer.post(&format!("/office/center/applications/{id}"), &fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {item}", trial.name);
        }
        assert_eq!(count(&trial, "SELECT count(*) AS n FROM journal").await, before, "{}", trial.name);
        let done = officer.post(&format!("/office/center/applications/{id}"), &tick).await;
        assert!(done.to().contains("done=ticked"), "{} {}", trial.name, done.body);
    }
}

#[tokio::test]
async fn tables_leave_the_house_two_at_a_time_and_each_makes_room_for_the_next() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        assert_eq!(state.exports.free(), 2, "{}", trial.name);
        for kind in ["csv", "xlsx", "csv", "xlsx", "csv"] {
            let answer = officer.get(&format!("/office/center/applications/export/applications.{kind}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{} {kind}", trial.name);
        }
        // The room is free a breath after the last byte.
        while state.exports.free() < 2 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn nobody_tells_this_house_when_their_own_filing_came_and_nothing_is_typed_after_the_deadline() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "遅れた申請").await.unwrap();
        at_deadline(&state, SignedDuration::from_mins(30)).await;
        let site = Site::of(trial.app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap();
        let router = server::router(site);
        let owner = Visitor::signed_in(&router, OWNER).await;
        let before = closes(&state).await.in_japan().date().to_string();
        let fields = [("seen", "0"), ("day", &*before), ("time", "10:00"), ("posted", &*before)];
        let refused = owner.post(&format!("/applications/{id}/file"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {}", trial.name, refused.body);
        assert_eq!(status_of(&state, &me, &id).await, State::Draft, "{}", trial.name);
        let long_ago = FilingRequest { arrived: closes(&state).await, posted: None, seen: 0 };
        assert!(matches!(filing::file(&state, &me, &id, long_ago).await, Err(Error::Wrong { .. })), "{}", trial.name);
        // What may have arrived in time is not added to afterwards; what was typed is there to be read.
        let typed = draft::save(&state, &me, &id, &[FieldEdit { name: "a.title".into(), value: "あとから".into(), seen: 1 }]).await;
        assert!(matches!(typed, Err(Error::Wrong { message: "wrong-application-closed", .. })), "{}", trial.name);
        let page = owner.get(&format!("/applications/{id}/parts/project")).await.body;
        assert!(page.contains("遅れた申請") && page.contains("締切を過ぎました"), "{}", trial.name);
        // One who is let in late writes again.
        let officer = signed(&trial.app, "officer@example.jp").await;
        let until = state.app().now().plus(SignedDuration::from_hours(24));
        case::allow_late_filing(&state, &officer, &id, until, "停電").await.unwrap();
        type_in(&state, &me, &id, &[("a.title", "あとから")]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sent_at_once_is_all_there_and_once() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "同時に").await.unwrap();
        let paper = drawing(&trial, "twice").await;
        let mut all = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (state, me, id, paper) = (state.clone(), me.clone(), id.clone(), paper.clone());
            all.spawn(async move {
                papers::attach(&state, &me, &id, "m0", "2", &paper).await.unwrap();
                let letter =
                    |_: &platform::secret::Secret, _: &grants::application::model::Application| unreachable!("nobody is written to");
                members::invite(&state, &me, &id, &format!("会社 {n}"), "", letter).await.unwrap();
            });
        }
        all.join_all().await;
        let seen = draft::draft(&state, &me, &id).await.unwrap();
        assert_eq!((seen.application.members.len(), seen.papers.len()), (5, 2), "{}", trial.name);
        // A long text is refused whole, and not cut; before it is filed nobody at the office would see a question.
        let long = "あ".repeat(100_001);
        let refused = draft::save(&state, &me, &id, &[FieldEdit { name: "a.work".into(), value: long, seen: 1 }]).await;
        assert!(matches!(refused, Err(Error::Wrong { message: "wrong-long", .. })), "{}", trial.name);
        let owner = Visitor::signed_in(&router, OWNER).await;
        let key = uuid::Uuid::now_v7().to_string();
        let asked = owner.post(&format!("/applications/{id}/messages"), &[("key", &*key), ("body", "質問")]).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", trial.name);
        // A batch is begun and gone on with by those who may decide.
        let other = write(&state, &me, CALL, COMPANY, "まとめて").await.unwrap();
        file(&state, &me, &other, 0).await.unwrap();
        let officer = signed(&trial.app, "officer@example.jp").await;
        let key = uuid::Uuid::now_v7().to_string();
        let accept = BatchRequest { act: "accept".to_owned(), choice: String::new(), is_sure: false };
        batch::begin(&state, &officer, "center", &key, &accept, std::slice::from_ref(&other)).await.unwrap();
        let auditor = Visitor::signed_in(&router, "auditor@example.jp").await;
        assert_eq!(
            auditor.post(&format!("/office/center/applications/batches/{key}"), &[]).await.status,
            StatusCode::FORBIDDEN,
            "{}",
            trial.name
        );
        let pick = format!("pick.{other}");
        let fields =
            [("act", "accept"), ("key", &*uuid::Uuid::now_v7().to_string()), (&*pick, "1")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(auditor.post("/office/center/applications/batches", &fields).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(status_of(&state, &me, &other).await, State::Filed, "{}", trial.name);
    }
}
