//! What other systems read, over both databases: the interface of our own as it describes itself, and the addresses of jGrants.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use serde_json::Value;
use shien::server::{self, ExternalServices, Site};
use tower::ServiceExt;

async fn site(app: &platform::App) -> Router {
    programmes::service::load(app, programmes::model::shipped()).await.unwrap();
    server::router(Site::of(app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap())
}

async fn get(router: &Router, path: &str, tag: Option<&str>) -> (StatusCode, Value, HeaderMap) {
    let request = Request::get(path);
    let request = tag.map_or(Request::get(path), |tag| request.header(header::IF_NONE_MATCH, tag));
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    (parts.status, serde_json::from_slice(&bytes).unwrap_or(Value::Null), parts.headers)
}

/// Whether a value is what a schema says: types, words, what is needed, what it refers to.
fn is_of(root: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let inner = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{at}: {reference} is nowhere"));
        return is_of(root, inner, value, at);
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.is_empty() || types.contains(&own) || (own == "integer" && types.contains(&"number")), "{at}: {value} is no {types:?}");
    for needed in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(needed).is_some(), "{at}: {needed} is missing");
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        if let Some(of_key) = schema["properties"].get(key) {
            is_of(root, of_key, inner, &format!("{at}.{key}"));
        } else if schema["properties"].is_object() && !schema["additionalProperties"].is_object() {
            assert!(schema["additionalProperties"] != false, "{at}: {key} is not described");
        }
    }
    for inner in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        is_of(root, &schema["items"], inner, &format!("{at}[]"));
    }
}

#[tokio::test]
async fn the_interface_answers_as_it_describes_itself() {
    for trial in crate::with_people().await {
        let router = site(&trial.app).await;
        let (status, described, _) = get(&router, "/api/v1/openapi.json", None).await;
        assert_eq!((status, described["openapi"].as_str()), (StatusCode::OK, Some("3.1.0")));
        let schema = |name: &str| described["components"]["schemas"][name].clone();
        // Every page of the list, to its end.
        let mut next = Some("/api/v1/measures?whole=yes&limit=100".to_owned());
        let mut ids = Vec::new();
        while let Some(path) = next {
            let (status, list, headers) = get(&router, &path, None).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            is_of(&described, &schema("MeasureList"), &list, "list");
            ids.extend(list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            let tag = headers[header::ETAG].to_str().unwrap().to_owned();
            let (status, body, _) = get(&router, &path, Some(&tag)).await;
            assert_eq!((status, body), (StatusCode::NOT_MODIFIED, Value::Null));
            next = list["next"].as_str().map(|next| next.trim_start_matches("http://shien.test").to_owned());
        }
        assert_eq!(ids.len(), 437);
        for id in ids.iter().step_by(20) {
            let (status, one, _) = get(&router, &format!("/api/v1/measures/{id}"), None).await;
            assert_eq!((status, one["id"].as_str()), (StatusCode::OK, Some(id.as_str())));
            is_of(&described, &schema("MeasureDetail"), &one, id);
        }
        // What a measure comes to, figure by figure.
        let reckoned = "/api/v1/measures/ibaraki-guarantee-fee-subsidy/calculation";
        let (status, figures, _) = get(&router, &format!("{reckoned}?loan=capital_investment&guarantee_fee_yen=420000"), None).await;
        assert_eq!(status, StatusCode::OK);
        is_of(&described, &schema("Calculation"), &figures, reckoned);
        let figure = figures["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == "subsidy_yen").unwrap();
        assert_eq!(figure["value"], 84_000);
        // What can't be is refused as a problem, whatever the program says that it takes.
        for (path, status) in [
            ("/api/v1/measures/nobody", StatusCode::NOT_FOUND),
            ("/api/v1/measures?purpose=seles", StatusCode::UNPROCESSABLE_ENTITY),
            ("/api/v1/measures?limit=101", StatusCode::UNPROCESSABLE_ENTITY),
            ("/api/v1/measures?q=%00", StatusCode::BAD_REQUEST),
            ("/api/v1/nothing", StatusCode::NOT_FOUND),
            ("/api/v1/measures/tochigi-center-training-dx/calculation", StatusCode::NOT_FOUND),
            ("/api/v1/measures/ibaraki-guarantee-fee-subsidy/calculation?loan=nothing", StatusCode::UNPROCESSABLE_ENTITY),
            ("/api/v1/measures/ibaraki-guarantee-fee-subsidy/calculation?fee=1", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let (found, problem, headers) = get(&router, path, None).await;
            assert_eq!(found, status, "{path}");
            assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
            is_of(&described, &schema("Problem"), &problem, path);
        }
        let (_, found, _) = get(&router, "/api/v1/measures?q=%E5%B1%95%E7%A4%BA%E4%BC%9A&limit=5", None).await;
        assert!(found["items"].as_array().unwrap().iter().any(|item| item["purposes"].to_string().contains("sales")));
    }
}

async fn ask(router: &Router, origin: Option<&str>, question: &Value) -> (StatusCode, Value) {
    let request = Request::post("/mcp").header(header::HOST, "shien.test").header(header::CONTENT_TYPE, "application/json");
    let request = request.header(header::ACCEPT, "application/json, text/event-stream").header("mcp-protocol-version", "2025-06-18");
    let request = match origin {
        Some(origin) => request.header(header::ORIGIN, origin),
        None => request,
    };
    let response = router.clone().oneshot(request.body(Body::from(question.to_string())).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn an_assistant_finds_reckons_and_assesses_but_changes_nothing() {
    for trial in crate::with_people().await {
        let router = site(&trial.app).await;
        let call = |name: &str, arguments: Value| serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": name, "arguments": arguments } });
        let list = serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" });
        let (status, tools) = ask(&router, None, &list).await;
        assert_eq!(status, StatusCode::OK);
        let tools = tools["result"]["tools"].as_array().unwrap().clone();
        assert_eq!(tools.len(), 7);
        for tool in &tools {
            assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
            assert!(tool["description"].as_str().is_some_and(|text| text.len() > 30), "{tool}");
        }
        let (_, found) = ask(&router, None, &call("find_measures", serde_json::json!({ "text": "海外に特許を出したい" }))).await;
        let found = &found["result"]["structuredContent"]["measures"];
        assert!(found.as_array().unwrap().iter().take(5).any(|m| m["measure"]["id"].as_str().unwrap().contains("foreign")), "{found}");
        let (_, shown) = ask(&router, None, &call("show_measure", serde_json::json!({ "id": "ibaraki-loans" }))).await;
        assert_eq!(shown["result"]["structuredContent"]["measure"]["facts"]["total_envelope"]["value"], "255447000000");
        let figures = serde_json::json!({ "id": "ibaraki-expert-dispatch", "figures": { "days": "12", "day_yen": "4万8千円" } });
        let (_, reckoned) = ask(&router, None, &call("calculate_measure", figures)).await;
        assert!(
            reckoned["result"]["structuredContent"]["figures"]
                .as_array()
                .unwrap()
                .iter()
                .any(|f| f["id"] == "body_yen" && f["value"] == 320_000)
        );
        let programme = "tochigi-pref-leading";
        let (_, conditions) = ask(&router, None, &call("explain_condition", serde_json::json!({ "programme": programme }))).await;
        let known = conditions["result"]["structuredContent"]["conditions"].as_array().map_or(0, Vec::len);
        let (_, assessed) = ask(
            &router,
            None,
            &call("assess_budget", serde_json::json!({ "programme": programme, "application": { "members": [{ "id": "a" }] } })),
        )
        .await;
        let (_, wrong) = ask(
            &router,
            None,
            &call("assess_budget", serde_json::json!({ "programme": programme, "application": { "members": [{ "id": 5 }] } })),
        )
        .await;
        assert!(wrong["error"]["message"].is_string(), "{wrong}");
        let (_, due) = ask(
            &router,
            None,
            &call("due_dates", serde_json::json!({ "programme": programme, "events": { "grant_decision": "2022-12-01" } })),
        )
        .await;
        assert!(known > 0, "{conditions}");
        assert!(assessed["result"]["structuredContent"]["answer"]["verdict"].is_string(), "{assessed}");
        assert!(due["result"]["structuredContent"]["duties"].is_array(), "{due}");
        // A page of another site can't ask in the name of whoever looks at it.
        assert_eq!(ask(&router, Some("http://elsewhere.test"), &list).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn what_reads_jgrants_reads_this() {
    for trial in crate::with_people().await {
        let router = site(&trial.app).await;
        let base = "/exp/v1/public/subsidies";
        let asked = format!("{base}?keyword=%E5%8A%A9%E6%88%90&sort=acceptance_start_datetime&order=DESC&acceptance=0");
        let (status, list, _) = get(&router, &asked, None).await;
        assert_eq!(status, StatusCode::OK);
        let rows = list["result"].as_array().unwrap();
        assert_eq!(list["metadata"]["resultset"]["count"].as_u64(), Some(rows.len() as u64));
        for row in rows {
            let id = row["id"].as_str().unwrap();
            let (status, one, _) = get(&router, &format!("{base}/id/{id}"), None).await;
            assert_eq!((status, &one["result"][0]["title"]), (StatusCode::OK, &row["title"]));
            let (status, two, _) = get(&router, &format!("/exp/v2/public/subsidies/id/{id}"), None).await;
            assert_eq!((status, two["result"][0]["workflow"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)));
        }
        let (status, problem, _) = get(&router, &format!("{base}?keyword=IT"), None).await;
        assert_eq!((status, problem["errorCode"].as_str()), (StatusCode::BAD_REQUEST, Some("E-ML-0400")));
        assert_eq!(get(&router, &format!("{base}/id/nobody"), None).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_calendar_is_a_page_a_calendar_of_ones_own_and_news() {
    for trial in crate::with_people().await {
        let router = site(&trial.app).await;
        let visitor = crate::visitor::Visitor::nobody(&router);
        let page = visitor.get("/calendar?year=2022").await;
        assert!(page.body.contains("令和4年10月") && page.body.contains("インキュベーション研究"), "{}", page.body);
        for (path, kind, holds) in [
            ("/calendar.ics", "text/calendar; charset=utf-8", "BEGIN:VEVENT\r\nUID:"),
            ("/feed.atom", "application/atom+xml; charset=utf-8", "<entry><title>"),
        ] {
            let found = visitor.get(path).await;
            assert_eq!((found.status, found.headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, kind));
            assert!(found.body.contains(holds) && found.body.contains("http://"), "{}", found.body);
        }
    }
}

#[tokio::test]
async fn the_finder_begins_with_what_a_company_said_and_keeps_what_it_answers() {
    for trial in crate::with_people().await {
        let router = crate::visitor::site(&trial).await;
        programmes::service::load(&trial.app, programmes::model::shipped()).await.unwrap();
        let owner = crate::visitor::Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let begun = owner.get("/measures/find").await;
        assert!(begun.status == StatusCode::OK && !begun.body.contains("action=\"/companies/"), "{}", begun.body);
        assert!(begun.body.contains("value=\"company\" selected"), "what the company said is answered: {}", begun.body);
        let answered = owner.get("/measures/find?kind=company&prefecture=10&industry=G&employees=77").await;
        let form = answered.body.split("action=\"/companies/nasu-software").nth(1).expect("a company may keep its answers");
        let form = form.split("</form>").next().unwrap();
        let hidden = form.split("name=\"").skip(1).map(|rest| {
            let mut parts = rest.split('"');
            let name = parts.next().unwrap();
            (name, parts.nth(1).unwrap())
        });
        let sent: Vec<(&str, &str)> = hidden.collect();
        let places = sent.iter().find(|(name, _)| *name == "establishment_prefectures").unwrap().1;
        assert!(places.contains("09") && places.contains("10"), "none is lost: {places}");
        assert!(sent.iter().all(|(name, _)| *name != "industry" && *name != "kind"), "a closer class is no other answer: {sent:?}");
        let kept = owner.post("/companies/nasu-software", &sent).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        // From now on nothing has to be typed, and there is nothing left to keep.
        let again = owner.get("/measures/find").await;
        assert!(again.body.contains("value=\"77\"") && !again.body.contains("action=\"/companies/"), "{}", again.body);
        // Whoever is not signed in has no company to keep it in.
        let nobody = crate::visitor::Visitor::nobody(&router).get("/measures/find?employees=18").await;
        assert!(!nobody.body.contains("action=\"/companies/"));
    }
}

#[tokio::test]
async fn a_site_has_the_name_the_mark_and_the_colour_of_its_agency() {
    use std::sync::Arc;
    for trial in crate::with_people().await {
        let plain = site(&trial.app).await;
        assert!(crate::visitor::Visitor::nobody(&plain).get("/").await.body.contains("— shien</title>"));
        assert_eq!(get(&plain, "/brand.css", None).await.0, StatusCode::NOT_FOUND);
        let name = ["<県>産業支援".to_owned(), "Support & Co".to_owned()];
        let brand = ui::Brand::new(name, Some(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()), Some("#197a4b")).unwrap();
        let router = plain.layer(axum::Extension(Arc::new(brand)));
        let page = crate::visitor::Visitor::nobody(&router).get("/?lang=en").await.body;
        assert!(page.contains("Support &#38; Co") && page.contains("/brand/mark") && page.contains("/brand.css"), "{page}");
        let (status, _, headers) = get(&router, "/brand/mark", None).await;
        assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/svg+xml".parse().unwrap()));
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
        assert_eq!(get(&router, "/brand.css", None).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn measures_of_other_agencies_are_compared_with_each_other_and_never_with_our_own() {
    use programmes::{
        interfaces::import::{ImportFormat, import},
        model::File,
    };
    let answers = r#"{"result": [
        {"id": "a1", "title": "展示会の助成", "detail": "出展費を助成します", "subsidy_max_limit": 500000, "target_area_search": "東京都"},
        {"id": "b2", "title": "展示会の補助", "detail": "出展費を補助します", "subsidy_max_limit": 800000, "target_area_search": "大阪府"}
    ]}"#;
    for trial in crate::with_people().await {
        let taken = import(ImportFormat::Jgrants, answers.as_bytes(), jiff::civil::date(2026, 11, 30)).unwrap();
        let router = site(&trial.app).await;
        let mut files = programmes::model::shipped();
        files.push(File::new("imported/jgrants-2026-11-30.measures.yaml".to_owned(), taken.file.into_bytes()));
        programmes::service::load(&trial.app, files).await.unwrap();
        let nobody = crate::visitor::Visitor::nobody(&router);
        let both = nobody.get("/measures/compare?id=jgrants-a1&id=jgrants-b2").await;
        assert_eq!(both.status, StatusCode::OK);
        assert!(both.body.contains("500,000") && both.body.contains("800,000") && both.body.contains("大阪府"), "{}", both.body);
        let own = "tochigi-center-green-fund-call";
        assert_eq!(nobody.get(&format!("/measures/compare?id={own}&id={own}")).await.status, StatusCode::OK);
        for mixed in [format!("id={own}&id=jgrants-a1"), format!("id=jgrants-a1&id={own}")] {
            assert_eq!(nobody.get(&format!("/measures/compare?{mixed}")).await.status, StatusCode::NOT_FOUND, "{mixed}");
        }
        // From the page of each a way leads to the comparison.
        assert!(nobody.get("/measures/jgrants-a1").await.body.contains("/measures/compare?"));
    }
}
