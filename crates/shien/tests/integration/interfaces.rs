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
        // What can't be is refused as a problem, whatever the program says that it takes.
        for (path, status) in [
            ("/api/v1/measures/nobody", StatusCode::NOT_FOUND),
            ("/api/v1/measures?purpose=seles", StatusCode::UNPROCESSABLE_ENTITY),
            ("/api/v1/measures?limit=101", StatusCode::UNPROCESSABLE_ENTITY),
            ("/api/v1/measures?q=%00", StatusCode::BAD_REQUEST),
            ("/api/v1/nothing", StatusCode::NOT_FOUND),
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
