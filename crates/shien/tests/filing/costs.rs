//! Costs as the engine reckons them, wherever they are shown or added up.

use super::*;

#[tokio::test]
async fn labour_reckoned_from_hours_counts_in_the_funds_and_in_the_table_that_leaves_the_house() {
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let me = signed(&trial.house, OWNER).await;
        let id = write(&desk, &me, CALL, COMPANY, "人件費のある計画").await.unwrap();
        // A hundred hours of two thousand, of four million a year: two hundred thousand.
        let labour = [
            ("m0.x.r2.category", "labour"),
            ("m0.x.r2.label", "開発担当"),
            ("m0.x.r2.hours", "100"),
            ("m0.x.r2.annual", "2,000"),
            ("m0.x.r2.base", "4,000,000"),
        ];
        type_in(&desk, &me, &id, &labour).await.unwrap();
        let funds = |own: &'static str| [("m0.funds.own", own)];
        // 1,400,000 of costs, 933,333 of grant.
        for (own, surplus) in [("400,000", Some(-66_667)), ("266,667", Some(-200_000)), ("466,667", None)] {
            type_in(&desk, &me, &id, &funds(own)).await.unwrap();
            let draft = draft::draft(&desk, &me, &id).await.unwrap();
            let found = grants::application::examine::look(&draft, desk.house().now()).obstacles;
            assert_eq!(found.into_iter().map(|o| o.what).collect::<Vec<_>>(), surplus.map(What::Funds).into_iter().collect::<Vec<_>>());
        }
        file(&desk, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&app, "officer@example.jp").await;
        let page = officer.get("/office/center/applications?text=ジンケンヒノアル").await.body;
        assert!(!page.contains("人件費のある計画"), "{}", trial.name);
        let found = officer.get("/office/center/applications?text=%E3%80%80人件費の　ある").await.body;
        assert!(found.contains("人件費のある計画"), "{} {found}", trial.name);
        assert!(!officer.get("/office/center/applications?text=_").await.body.contains("人件費のある計画"), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_line_that_is_not_whole_yet_takes_nothing_from_the_answer_to_the_others() {
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let me = signed(&trial.house, OWNER).await;
        let id = write(&desk, &me, CALL, COMPANY, "書きかけの行").await.unwrap();
        type_in(&desk, &me, &id, &[("m0.x.r2.category", "materials"), ("m0.x.r2.label", "部品"), ("m0.x.r2.quantity", "いくつか")])
            .await
            .unwrap();
        let owner = Visitor::signed_in(&app, OWNER).await;
        let answer = owner.get(&format!("/applications/{id}/answer/m0-costs")).await.body;
        assert!(answer.contains("800,000"), "{} {answer}", trial.name);
        let wrongs = owner.get(&format!("/applications/{id}/wrongs/m0-costs")).await.body;
        assert!(wrongs.contains("m0.x.r2.quantity") && !wrongs.contains("m0.x.r1"), "{} {wrongs}", trial.name);
        // What stands in the way is told once, before it is sent and after.
        let path = format!("/applications/{id}/file");
        let (before, refused) = (owner.get(&path).await.body, owner.post(&path, &[("seen", "0")]).await);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        let told = |page: &str| page.matches("3 のように").count();
        assert_eq!((told(&before), told(&refused.body)), (1, 1), "{}", trial.name);
    }
}

#[tokio::test]
async fn what_can_be_read_in_two_ways_is_told_at_its_field_and_what_people_write_is_read() {
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let me = signed(&trial.house, OWNER).await;
        let id = write(&desk, &me, CALL, COMPANY, "読み方").await.unwrap();
        let owner = Visitor::signed_in(&app, OWNER).await;
        let row = |price: &str, quantity: &str| {
            let field = |column: &str, text: &str| (format!("m0.x.r2.{column}"), text.to_owned());
            [field("category", "materials"), field("label", "部品"), field("unit_price", price), field("quantity", quantity)]
        };
        for (price, quantity, message) in [
            ("12.000円", "3", "点が桁区切りか"),
            ("500\t300", "3", "二つの数に見えます"),
            ("10,5円", "3", "3桁ごとに"),
            ("12.5", "3", "単位の前でだけ"),
            ("1000", "10,5", "3桁ごとに"),
            ("1000", "1,0", "3桁ごとに"),
            ("1000", "1.000", "点が桁区切りか"),
            ("1000", "-3", "3 のように"),
        ] {
            let typed = row(price, quantity);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            type_in(&desk, &me, &id, &typed).await.unwrap();
            let wrongs = owner.get(&format!("/applications/{id}/wrongs/m0-costs")).await.body;
            assert!(wrongs.contains(message), "{} {price} {quantity} {wrongs}", trial.name);
        }
        let typed = row("1万2千円", "２台");
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        type_in(&desk, &me, &id, &typed).await.unwrap();
        let wrongs = owner.get(&format!("/applications/{id}/wrongs/m0-costs")).await.body;
        assert!(!wrongs.contains("m0.x.r2"), "{} {wrongs}", trial.name);
        let answer = owner.get(&format!("/applications/{id}/answer/m0-costs")).await.body;
        assert!(answer.contains("824,000"), "{} {answer}", trial.name);
    }
}

#[tokio::test]
async fn an_old_form_never_says_that_what_was_opened_again_is_filed() {
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let me = signed(&trial.house, OWNER).await;
        let id = write(&desk, &me, CALL, COMPANY, "開き直した申請").await.unwrap();
        file(&desk, &me, &id, 0).await.unwrap();
        // The browser repeats it: that is the same filing.
        file(&desk, &me, &id, 0).await.unwrap();
        filing::reopen(&desk, &me, &id, version(&desk, &me, &id).await).await.unwrap();
        type_in(&desk, &me, &id, &[("a.title", "変えた題名")]).await.unwrap();
        let owner = Visitor::signed_in(&app, OWNER).await;
        let old = owner.post(&format!("/applications/{id}/file"), &[("seen", "0")]).await;
        assert_eq!(old.status, StatusCode::CONFLICT, "{}", trial.name);
        // Not filed again before the deadline: what was filed counts, is read, and the page says so.
        at_deadline(&desk, SignedDuration::from_secs(1)).await;
        let owner = Visitor::signed_in(&app, OWNER).await;
        let overview = owner.get(&format!("/applications/{id}")).await.body;
        assert!(overview.contains("提出されていません。有効なのは、第1回"), "{} {overview}", trial.name);
        let read = owner.get(&format!("/applications/{id}/reading")).await;
        assert_eq!(read.to(), format!("/applications/{id}/filings/1"), "{}", trial.name);
        assert!(!owner.get(read.to()).await.body.contains("変えた題名"), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_receipt_names_to_a_member_its_own_papers_and_to_nobody_anothers() {
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let (id, lead, nasu, ashikaga) = scenarios::consortium(&trial, &desk, &app).await;
        scenarios::filled_in(&desk, &id, &trial).await;
        let secret = attachments::Arrived { name: "秘密の見積.pdf".into(), ..changes::drawing(&trial, b"%PDF-1.7 secret").await };
        papers::put(&desk, &nasu, &id, "m1", "2", &secret).await.unwrap();
        let filed = file(&desk, &lead, &id, 0).await.unwrap();
        let public = Visitor::nobody(&app).get(&format!("/receipts/{}", filed.code)).await.body;
        assert!(public.contains(&secret.kept.sha256) && !public.contains("秘密の見積"), "{} {public}", trial.name);
        // The lead's names every file; of the others each its own, so that no two are the same.
        let mut papers = Vec::new();
        for who in [&lead, &nasu, &ashikaga] {
            let (.., filing, readable) = filing::filing(&desk, who, &id, 1).await.unwrap();
            let paper = receipt::paper(&desk, &filing, &readable, Lang::Ja).await.unwrap();
            assert_eq!(receipt::code_in(&paper), Some(filed.code.clone()), "{}", trial.name);
            papers.push(paper);
        }
        assert!(papers[0] != papers[1] && papers[1] != papers[2] && papers[0] != papers[2], "{}", trial.name);
    }
}
