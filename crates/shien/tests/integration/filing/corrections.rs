//! 補正依頼: what is asked is seen where it is to be mended, and what was mended is seen by whoever asked.

use super::*;

#[tokio::test]
async fn a_reason_stands_at_its_field_and_the_case_says_what_changed_since() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let (owner, officer) = (Visitor::signed_in(&router, OWNER).await, Visitor::signed_in(&router, "officer@example.jp").await);
        let id = write(&state, &me, CALL, COMPANY, "直すところのある計画").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let case = format!("/office/center/applications/{id}");
        let tick = [("act", "tick"), ("item", "document.2"), ("outcome", "no"), ("note", "会社案内が古い")];
        assert!(officer.post(&case, &tick).await.to().ends_with("#item-document.2"), "{}", trial.name);
        // Who sees a page from before that is told, and takes nothing away; the same once more is nothing new.
        let late = officer.post(&case, &[("act", "tick"), ("item", "document.2"), ("outcome", "ok"), ("note", "新しい")]).await;
        assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("ほかの職員が確認しました"), "{}", trial.name);
        assert!(late.body.contains(r#"name="note" value="新しい""#), "{}: what was typed is there", trial.name);
        assert!(officer.post(&case, &tick).await.to().ends_with("#item-document.2"), "{}", trial.name);
        // What was noted is what the return begins with; a field can be named, a document, and a part as a whole.
        let page = officer.get(&case).await.body;
        assert!(page.contains(r#"会社案内が古い" aria-label"#), "{} {page}", trial.name);
        for named in ["why.a.title", "why.document.2", "why.part.schedule"] {
            assert!(page.contains(&format!("name=\"{named}\"")), "{} {named}", trial.name);
        }
        let due = state.app().now().plus(SignedDuration::from_hours(24 * 10)).in_japan().date();
        let due = kernel::date::format_ja(due);
        let seen = version(&state, &me, &id).await.to_string();
        let fields = [
            ("act", "return"),
            ("version", &*seen),
            ("due", &*due),
            ("message", ""),
            ("why.a.title", "題名を短く"),
            ("why.document.2", "新しいものを"),
            ("why.part.schedule", "月を詳しく"),
        ];
        assert!(officer.post(&case, &fields).await.to().contains("done=returned"), "{}", trial.name);
        // The officer's home has it by its day, and leads to it; an applicant has none.
        let today = officer.get("/office/center/today").await.body;
        assert!(today.contains(&format!("/office/center/applications/{id}")), "{} {today}", trial.name);
        assert!(today.contains("officer=nobody") && today.contains(" まで"), "{} {today}", trial.name);
        assert!(!owner.get("/office/center/today").await.body.contains("補正の期限"), "{}", trial.name);
        let overview = owner.get(&format!("/applications/{id}")).await.body;
        // The state says it, and each of the three parts.
        assert_eq!(overview.matches("補正が必要").count(), 4, "{} {overview}", trial.name);
        assert!(overview.contains(&format!("/applications/{id}/parts/project#a-title")), "{}", trial.name);
        for (part, why) in [("project", "題名を短く"), ("papers", "新しいものを"), ("schedule", "月を詳しく")] {
            assert!(owner.get(&format!("/applications/{id}/parts/{part}")).await.body.contains(why), "{} {part}", trial.name);
        }
        // Only what is named is open.
        let other = type_in(&state, &me, &id, &[("a.purpose", "別の目的")]).await;
        assert!(matches!(other, Err(Error::Wrong { message: "wrong-not-to-correct", .. })), "{} {other:?}", trial.name);
        let closed = owner.get(&format!("/applications/{id}/parts/plan")).await.body;
        assert!(closed.contains("今回の補正の対象ではない"), "{} {closed}", trial.name);
        // Mended and filed: the office sees the one and the other, and which ticks are of the filing before.
        type_in(&state, &me, &id, &[("a.title", "短い題名")]).await.unwrap();
        trial.app.clock.forward(SignedDuration::from_mins(1));
        file(&state, &me, &id, 1).await.unwrap();
        let page = officer.get(&case).await.body;
        let changed = page.split_once("前回の提出から変わったところ").unwrap().1;
        assert!(changed.contains("直すところのある計画") && changed.contains("短い題名"), "{}", trial.name);
        assert!(page.contains("前回の提出のときの確認") && page.contains(&format!("/applications/{id}/filings/1")), "{}", trial.name);
        assert!(!page.contains("提出時に保存した結果と違います"), "{}", trial.name);
        // A question waits for its answer where the office looks.
        let ask = [("key", &*uuid::Uuid::now_v7().to_string()), ("body", "これでよいでしょうか")].map(|(n, s)| (n, s.to_owned()));
        let ask: Vec<(&str, &str)> = ask.iter().map(|(n, s)| (*n, s.as_str())).collect();
        owner.post(&format!("/applications/{id}/messages"), &ask).await;
        let waiting = officer.get("/office/center/applications?asked=yes").await.body;
        assert!(waiting.contains("短い題名") && waiting.matches("返事待ち").count() >= 2, "{} {waiting}", trial.name);
        let key = uuid::Uuid::now_v7().to_string();
        officer.post(&case, &[("act", "message"), ("key", &*key), ("body", "はい")]).await;
        assert!(!officer.get("/office/center/applications?asked=yes").await.body.contains("短い題名"), "{}", trial.name);
    }
}

#[tokio::test]
async fn what_cannot_be_so_is_told_before_anybody_goes_on() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "おかしな入力").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let path = format!("/applications/{id}/parts/project");
        let next = format!("/applications/{id}/parts/plan");
        let typed = [
            ("do", "next"),
            ("next-part", &*next),
            ("a.ends", "令和8年1月1日"),
            ("base.a.ends", "1"),
            ("a.contact_phone", "百円"),
            ("base.a.contact_phone", "2"),
            ("a.contact_email", "百円"),
            ("base.a.contact_email", "2"),
        ];
        let draft = draft::draft(&state, &me, &id).await.unwrap();
        let seen: Vec<(String, String)> = typed
            .iter()
            .map(|(name, said)| {
                let version = name.strip_prefix("base.").and_then(|n| draft.values.get(n)).map(|c| c.version.to_string());
                ((*name).to_owned(), version.unwrap_or_else(|| (*said).to_owned()))
            })
            .collect();
        let seen: Vec<(&str, &str)> = seen.iter().map(|(n, s)| (n.as_str(), s.as_str())).collect();
        let went = owner.post(&path, &seen).await;
        assert_eq!(went.to(), format!("{path}?done=part-saved-wrong&check=1"), "{} {}", trial.name, went.body);
        let page = owner.get(went.to()).await.body;
        for told in ["終了日は、開始日より後", "電話番号は", "メールアドレスは", "直すところがあります"] {
            assert!(page.contains(told), "{} {told} {page}", trial.name);
        }
        let refused = file(&state, &me, &id, 0).await.unwrap_err();
        assert!(refused.iter().any(|o| o.what == ObstacleKind::Wrong("a.ends".into(), "wrong-ends")), "{} {refused:?}", trial.name);
        // A row is cleared by its button.
        let costs = format!("/applications/{id}/parts/m0-costs");
        let cells = &draft.values;
        let row: Vec<(String, String)> = cells
            .iter()
            .filter(|(name, _)| name.starts_with("m0.x.r1."))
            .flat_map(|(name, cell)| [(name.clone(), cell.value.clone()), (format!("base.{name}"), cell.version.to_string())])
            .chain([("do".to_owned(), "clear:m0-costs:m0.x.r1".to_owned())])
            .collect();
        let row: Vec<(&str, &str)> = row.iter().map(|(n, s)| (n.as_str(), s.as_str())).collect();
        assert!(owner.post(&costs, &row).await.to().contains("rows=m0-costs"), "{}", trial.name);
        let now = draft::draft(&state, &me, &id).await.unwrap();
        assert!(now.values.iter().filter(|(n, _)| n.starts_with("m0.x.r1.")).all(|(_, c)| c.value.is_empty()), "{}", trial.name);
    }
}
