//! What was typed into the estimator stands in the application that begins with it.

use axum::http::StatusCode;

use super::{CALL, COMPANY, OWNER};
use crate::visitor::{Visitor, site};

#[tokio::test]
async fn what_was_typed_into_the_estimator_stands_in_the_application() {
    for trial in crate::with_applications().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let typed = "m0.employees=12&m0.e.machinery=1,234,567&m0.l.labour.hours=120&m0.l.labour.salary=5000000&o=none";
        // The estimator ends in the application, with everything that was typed.
        let estimate = owner.get(&format!("/programmes/{CALL}/estimate?{typed}")).await;
        let link = estimate.body.split(&format!("href=\"/programmes/{CALL}/apply?")).nth(1).expect("an application begins there");
        assert!(link.split('"').next().unwrap().contains("m0.e.machinery=1%2C234%2C567"), "{link}");
        // Who is not signed in is asked to be, and comes back to it.
        let away = Visitor::nobody(&router).get(&format!("/programmes/{CALL}/apply?{typed}")).await;
        assert_eq!(away.status, StatusCode::SEE_OTHER);
        assert!(away.to().contains("m0.employees"), "{}", away.to());
        let page = owner.get(&format!("/programmes/{CALL}/apply?{typed}")).await;
        assert!(page.body.contains("引き継ぎます") && page.body.contains("name=\"estimate.m0.employees\" value=\"12\""), "{}", page.body);
        let key = uuid::Uuid::now_v7().to_string();
        let fields = [
            ("key", key.as_str()),
            ("company", COMPANY),
            ("estimate.m0.employees", "12"),
            ("estimate.m0.e.machinery", "1,234,567"),
            ("estimate.m0.l.labour.hours", "120"),
            ("estimate.m0.l.labour.salary", "5000000"),
            ("estimate.o", "none"),
            // What no form knows is not kept.
            ("estimate.m0.x.r001.secret", "x"),
            ("estimate.a.title", "x"),
        ];
        let begun = owner.post(&format!("/programmes/{CALL}/apply"), &fields).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        // One begins to write at once.
        let application = begun.to().strip_suffix("/parts/project").expect("the first page of the form");
        let stands = owner.get(&format!("{application}/fields")).await.body;
        for holds in ["\"m0.employees\"", "\"12\"", "1,234,567", "\"machinery\"", "m0.x.r", "a.o.none"] {
            assert!(stands.contains(holds), "{holds}: {stands}");
        }
        // What was typed counts, whatever the company's record says. The title is the application's own.
        assert!(!stands.contains("secret") && !stands.contains("\"a.title\""), "{stands}");
        let costs = owner.get(&format!("{application}/parts/m0-costs")).await;
        assert!(costs.body.contains("1,234,567"), "{} {}", costs.status, costs.body);
        // The same form begins one application, with what it brought the first time.
        assert_eq!(owner.post(&format!("/programmes/{CALL}/apply"), &fields).await.to(), begun.to());
    }
}
