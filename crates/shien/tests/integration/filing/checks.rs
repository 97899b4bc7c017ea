//! What the engine found in order is confirmed at once: each item for itself in the journal, and nothing that a person ticked otherwise.

use axum::http::StatusCode;

use super::count;
use crate::visitor::{Visitor, site};

#[tokio::test]
async fn all_that_is_in_order_is_confirmed_at_once_and_each_item_stands_in_the_journal() {
    for trial in crate::with_applications().await {
        let router = site(&trial).await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let list = officer.get("/office/center/applications").await.body;
        let mut links = list.split("href=\"/office/center/applications/").skip(1).map(|rest| rest.split(['"', '?', '/']).next().unwrap());
        let address = links.find(|id| id.len() == 36).unwrap();
        let address = format!("/office/center/applications/{address}");
        let case = officer.get(&address).await.body;
        let in_order = case.split("適合をまとめて確認（").nth(1).expect("something is in order").split('件').next().unwrap();
        let in_order: i64 = in_order.parse().unwrap();
        assert!(in_order > 2, "{in_order}");
        // One that a person found wanting stays so.
        let found = case.split("id=\"h-checks-found\"").nth(1).unwrap();
        let item = found.split("name=\"item\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let wanting = [("act", "tick"), ("item", item), ("outcome", "no"), ("note", "押印がない"), ("seen", "")];
        assert_eq!(officer.post(&address, &wanting).await.status, StatusCode::SEE_OTHER);
        let ticks = "SELECT count(*) AS n FROM journal WHERE details LIKE '%by_finding%'";
        assert_eq!(count(&trial, ticks).await, 0);
        let owner = Visitor::signed_in(&router, "owner@shimotsuke.example.jp").await;
        assert!(!owner.post(&address, &[("act", "confirm-found")]).await.status.is_redirection(), "an applicant confirms nothing");
        let done = officer.post(&address, &[("act", "confirm-found")]).await;
        assert_eq!((done.status, count(&trial, ticks).await), (StatusCode::SEE_OTHER, in_order - 1));
        // Safe to repeat.
        officer.post(&address, &[("act", "confirm-found")]).await;
        assert_eq!(count(&trial, ticks).await, in_order - 1);
        let after = officer.get(&address).await.body;
        assert!(!after.contains("適合をまとめて確認（") && after.contains("押印がない"), "{after}");
        let pressed = after.matches("aria-pressed=\"true\"").count();
        assert_eq!(i64::try_from(pressed).unwrap(), in_order, "the others are confirmed, and the one stays wanting");
    }
}
