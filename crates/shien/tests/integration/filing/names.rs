//! Names as they are typed and sent: in one piece, and each its own.

use super::*;

#[tokio::test]
async fn what_was_sent_in_pieces_is_kept_and_found_as_one() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "題名").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let seen = draft::draft(&state, &me, &id).await.unwrap().values["a.title"].version.to_string();
        // As a Mac names files: が and パ in two signs each. A variant of a character in a name stays what it is.
        let typed = [("a.title", "か\u{3099}ス ハ\u{309a}イプ 神\u{fa19}"), ("base.a.title", seen.as_str())];
        assert_eq!(owner.post(&format!("/applications/{id}/parts/project/fields"), &typed).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(draft::draft(&state, &me, &id).await.unwrap().values["a.title"].value, "がス パイプ 神\u{fa19}", "{}", trial.name);
        let fields = [("member", "m0"), ("document", "2")];
        let sent = owner.upload(&format!("/applications/{id}/papers"), &fields, "見積か\u{3099}き.pdf", samples::BROCHURE).await;
        assert_eq!(sent.to(), format!("/applications/{id}/parts/papers?done=paper-put"), "{} {}", trial.name, sent.body);
        let papers = draft::draft(&state, &me, &id).await.unwrap().papers;
        assert!(papers.iter().any(|p| p.name == "見積がき.pdf"), "{} {papers:?}", trial.name);
        // People and companies.
        assert_eq!(owner.post("/account/name", &[("name", "山口か\u{3099}く")]).await.to(), "/account?done=name", "{}", trial.name);
        assert!(owner.get("/account").await.body.contains("山口がく"), "{}", trial.name);
        let named = [("version", "1"), ("name", "小山ロホ\u{3099}ット")];
        assert_eq!(owner.post(&format!("/companies/{COMPANY}"), &named).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(owner.get(&format!("/companies/{COMPANY}")).await.body.contains("小山ロボット"), "{}", trial.name);
    }
}

#[tokio::test]
async fn two_papers_that_hold_the_same_are_each_given_out_under_their_own_name() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "同じ中身の書類").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        for name in ["一枚目.pdf", "二枚目.pdf"] {
            let sent = owner
                .upload(&format!("/applications/{id}/papers"), &[("member", "m0"), ("document", "2")], name, &shien::samples::page("same"))
                .await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{} {}", trial.name, sent.body);
        }
        file(&state, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let pages =
            [owner.get(&format!("/applications/{id}/filings/1")).await, officer.get(&format!("/office/center/applications/{id}")).await];
        for (reader, page) in [&owner, &officer].into_iter().zip(pages) {
            for name in ["一枚目.pdf", "二枚目.pdf"] {
                let before = page.body.split(&format!(">{name}</a>")).next().unwrap();
                let address = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
                let given = reader.get(address).await;
                let named = given.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
                assert!(named.contains(&ui::encode(name)), "{} {address} {named}", trial.name);
            }
        }
    }
}
