//! Costs as the engine reckons them, wherever they are shown or added up.

use super::*;

/// What a save of a part answers beside what it kept.
async fn follows(visitor: &Visitor<'_>, id: &str, part: &str) -> serde_json::Value {
    let kept = visitor.post(&format!("/applications/{id}/parts/{part}/fields"), &[]).await;
    serde_json::from_str(&kept.body).unwrap()
}

#[tokio::test]
async fn labour_reckoned_from_hours_counts_in_the_funds_and_in_the_table_that_leaves_the_house() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "人件費のある計画").await.unwrap();
        // A hundred hours of two thousand, of four million a year: two hundred thousand.
        let labour = [
            ("m0.x.r2.category", "labour"),
            ("m0.x.r2.label", "開発担当"),
            ("m0.x.r2.hours", "100"),
            ("m0.x.r2.regular", "2,000"),
            ("m0.x.r2.base", "4,000,000"),
        ];
        type_in(&state, &me, &id, &labour).await.unwrap();
        let funds = |own: &'static str| [("m0.funds.own", own)];
        // 1,400,000 of costs, 933,333 of grant.
        for (own, surplus) in [("400,000", Some(-66_667)), ("266,667", Some(-200_000)), ("466,667", None)] {
            type_in(&state, &me, &id, &funds(own)).await.unwrap();
            let draft = draft::draft(&state, &me, &id).await.unwrap();
            let found = draft.readiness(state.app().now()).obstacles;
            assert_eq!(
                found.into_iter().map(|o| o.what).collect::<Vec<_>>(),
                surplus.map(ObstacleKind::Funds).into_iter().collect::<Vec<_>>()
            );
        }
        file(&state, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let page = officer.get("/office/center/applications?text=ジンケンヒノアル").await.body;
        assert!(!page.contains("人件費のある計画"), "{}", trial.name);
        let found = officer.get("/office/center/applications?text=%E3%80%80人件費の　ある").await.body;
        assert!(found.contains("人件費のある計画"), "{} {found}", trial.name);
        assert!(!officer.get("/office/center/applications?text=_").await.body.contains("人件費のある計画"), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_line_that_is_not_whole_yet_takes_nothing_from_the_answer_to_the_others() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "書きかけの行").await.unwrap();
        type_in(&state, &me, &id, &[("m0.x.r2.category", "materials"), ("m0.x.r2.label", "部品"), ("m0.x.r2.quantity", "いくつか")])
            .await
            .unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let answer = follows(&owner, &id, "m0-costs").await["parts"]["answer"].to_string();
        assert!(answer.contains("800,000"), "{} {answer}", trial.name);
        let wrongs = follows(&owner, &id, "m0-costs").await["wrongs"].to_string();
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
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "読み方").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
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
            type_in(&state, &me, &id, &typed).await.unwrap();
            let wrongs = follows(&owner, &id, "m0-costs").await["wrongs"].to_string();
            assert!(wrongs.contains(message), "{} {price} {quantity} {wrongs}", trial.name);
        }
        let typed = row("1万2千円", "２台");
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        type_in(&state, &me, &id, &typed).await.unwrap();
        let wrongs = follows(&owner, &id, "m0-costs").await["wrongs"].to_string();
        assert!(!wrongs.contains("m0.x.r2"), "{} {wrongs}", trial.name);
        let answer = follows(&owner, &id, "m0-costs").await["parts"]["answer"].to_string();
        assert!(answer.contains("816,000"), "{} {answer}", trial.name);
    }
}

#[tokio::test]
async fn an_old_form_never_says_that_what_was_opened_again_is_filed() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "開き直した申請").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        // The browser repeats it: that is the same filing.
        file(&state, &me, &id, 0).await.unwrap();
        filing::reopen(&state, &me, &id, version(&state, &me, &id).await).await.unwrap();
        type_in(&state, &me, &id, &[("a.title", "変えた題名")]).await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let old = owner.post(&format!("/applications/{id}/file"), &[("seen", "0")]).await;
        assert_eq!(old.status, StatusCode::CONFLICT, "{}", trial.name);
        // Not filed again before the deadline: what was filed counts, is read, and the page says so.
        at_deadline(&state, SignedDuration::from_secs(1)).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let overview = owner.get(&format!("/applications/{id}")).await.body;
        assert!(overview.contains("提出されていません。有効なのは、第1回"), "{} {overview}", trial.name);
        let read = owner.get(&format!("/applications/{id}/reading")).await;
        assert_eq!(read.to(), format!("/applications/{id}/filings/1"), "{}", trial.name);
        assert!(!owner.get(read.to()).await.body.contains("変えた題名"), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_receipt_names_to_a_member_its_own_papers_and_to_nobody_anothers() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, ashikaga) = scenarios::consortium(&trial, &state, &router).await;
        scenarios::filled_in(&state, &id, &trial).await;
        let secret = attachments::UploadedFile { name: "秘密の見積.pdf".into(), ..changes::drawing(&trial, "secret").await };
        papers::attach(&state, &nasu, &id, "m1", "2", &secret).await.unwrap();
        let filed = file(&state, &lead, &id, 0).await.unwrap();
        let public = Visitor::nobody(&router).get(&format!("/receipts/{}", filed.code)).await.body;
        assert!(public.contains(&secret.kept.sha256) && !public.contains("秘密の見積"), "{} {public}", trial.name);
        // The lead's names every file; of the others each its own, so that no two are the same.
        let mut papers = Vec::new();
        for who in [&lead, &nasu, &ashikaga] {
            let filing::FilingView { filing, readable, .. } = filing::filing(&state, who, &id, 1).await.unwrap();
            let paper = receipt::paper(&state, &filing, &readable, Lang::Ja).await.unwrap();
            assert_eq!(receipt::code_in(&paper), Some(filed.code.clone()), "{}", trial.name);
            papers.push(paper);
        }
        assert!(papers[0] != papers[1] && papers[1] != papers[2] && papers[0] != papers[2], "{}", trial.name);
    }
}

/// The book that the office takes out.
async fn book(officer: &Visitor<'_>) -> calamine::Xlsx<std::io::Cursor<Vec<u8>>> {
    let bytes = officer.bytes("/office/center/applications/export/applications.xlsx").await;
    calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
}

/// The rows of a sheet that begin with a receipt, by their headings.
fn rows_of(
    book: &mut calamine::Xlsx<std::io::Cursor<Vec<u8>>>,
    sheet: &str,
    receipt: &str,
) -> Vec<std::collections::BTreeMap<String, String>> {
    use calamine::Reader;
    let range = book.worksheet_range(sheet).unwrap();
    let heads: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let own = range.rows().skip(1).filter(|r| r[0] == receipt);
    own.map(|r| heads.iter().cloned().zip(r.iter().map(ToString::to_string)).collect()).collect()
}

fn sum(rows: &[std::collections::BTreeMap<String, String>], column: &str) -> i64 {
    rows.iter().map(|r| r[column].parse::<i64>().unwrap()).sum()
}

#[tokio::test]
async fn what_costs_come_to_is_the_same_on_every_page_and_in_every_table_however_a_row_was_typed() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let mut dice = apart::Dice(0x2545_f491_4f6c_dd1d);
        for round in 0..3 {
            // The same costs twice: as sums, and as so many at such a price; with tax inside and without.
            let mut rows = vec![(110_000, 10, "10")];
            for _ in 0..5 {
                rows.push((
                    i64::try_from(dice.up_to(9_000)).unwrap() + 1,
                    i64::try_from(dice.up_to(20)).unwrap() + 1,
                    dice.of(&["", "10", "8"]),
                ));
            }
            let gross: i64 = rows.iter().map(|(price, number, _)| price * number).sum();
            let mut told = Vec::new();
            for as_sums in [true, false] {
                let id = write(&state, &me, CALL, COMPANY, &format!("経費 {round} {as_sums}")).await.unwrap();
                let mut fields = vec![("m0.x.r1.amount".to_owned(), String::new())];
                for (n, (price, number, tax)) in rows.iter().enumerate() {
                    let mut say = |column: &str, said: String| fields.push((format!("m0.x.r{}.{column}", n + 1), said));
                    say("category", "materials".to_owned());
                    say("label", format!("部材 {n}"));
                    say("tax", (*tax).to_owned());
                    say("amount", if as_sums { (price * number).to_string() } else { String::new() });
                    say("unit_price", if as_sums { String::new() } else { price.to_string() });
                    say("quantity", if as_sums { String::new() } else { number.to_string() });
                }
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
                type_in(&state, &me, &id, &fields).await.unwrap();
                // The funds balance where they are what is said beside them.
                let grant = {
                    let draft = draft::draft(&state, &me, &id).await.unwrap();
                    let looked = draft.readiness(state.app().now());
                    assert_eq!(looked.reading.funds[&0].costs, gross, "{} {as_sums}", trial.name);
                    looked.grant(0, &draft.plan).unwrap()
                };
                type_in(&state, &me, &id, &[("m0.funds.own", &(gross - grant).to_string())]).await.unwrap();
                let separated = kernel::text::separated(gross);
                for path in ["", "/parts/m0-funds", "/file"] {
                    let page = owner.get(&format!("/applications/{id}{path}")).await.body;
                    assert!(page.contains(&separated), "{} {as_sums} {path}: {separated} in {page}", trial.name);
                }
                let filed = file(&state, &me, &id, 0).await.unwrap();
                let officer = Visitor::signed_in(&router, "officer@example.jp").await;
                let mut book = book(&officer).await;
                let (costs, members) = (rows_of(&mut book, "経費", &filed.receipt), rows_of(&mut book, "構成員", &filed.receipt));
                let heads = rows_of(&mut book, "申請", &filed.receipt);
                let (amount, tax, net) = ("金額（円）", "うち消費税（円）", "消費税を除いた額（円）");
                let funds = state.app().words(Lang::Ja).get("funds-costs");
                let asked = state.app().words(Lang::Ja).get("requested-total");
                assert_eq!([sum(&costs, amount), sum(&members, &funds), sum(&heads, &asked)], [gross; 3], "{} {as_sums}", trial.name);
                assert_eq!(sum(&costs, amount) - sum(&costs, tax), sum(&costs, net), "{}", trial.name);
                // The tax taken off is told, on the page and in the table alike.
                assert!(sum(&costs, tax) > 0, "{}", trial.name);
                let answer = owner.get(&format!("/applications/{id}/parts/m0-costs")).await.body;
                for row in costs.iter().filter(|r| r[tax] != "0") {
                    let (off, left) = (row[tax].parse().unwrap(), row[net].parse().unwrap());
                    let line = format!("消費税{}円を除いた{}円", kernel::text::separated(off), kernel::text::separated(left));
                    assert!(answer.contains(&line), "{} {as_sums}: {line} in {answer}", trial.name);
                }
                let taken = kernel::text::separated(sum(&costs, tax));
                assert!(owner.get(&format!("/applications/{id}/parts/m0-funds")).await.body.contains(&taken), "{}", trial.name);
                told.push((sum(&costs, tax), sum(&costs, net), grant));
            }
            assert_eq!(told[0], told[1], "{} {round}", trial.name);
        }
    }
}

#[tokio::test]
async fn a_text_that_no_cell_of_excel_holds_costs_nobody_the_table() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let mut receipts = Vec::new();
        for label in ["🏭".repeat(16_384), "＝cmd|' /C calc'!A0\u{b}".to_owned()] {
            let id = write(&state, &me, CALL, COMPANY, "長い品名").await.unwrap();
            type_in(&state, &me, &id, &[("m0.x.r1.label", &label)]).await.unwrap();
            receipts.push(file(&state, &me, &id, 0).await.unwrap().receipt);
        }
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let mut book = book(&officer).await;
        let long = rows_of(&mut book, "経費", &receipts[0]).remove(0);
        let label = long.values().find(|v| v.starts_with('🏭')).unwrap();
        assert!(label.contains("ここで切りました") && label.encode_utf16().count() <= 32_767, "{}", trial.name);
        assert_eq!(rows_of(&mut book, "申請", &receipts[1]).len(), 1, "{}: the others are there", trial.name);
    }
}
