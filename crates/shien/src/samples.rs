//! An agency, its people and some companies: what a new house is tried out with. Never loaded unless asked for.

use platform::{
    House,
    access::{Held, Role},
    accounts::{self, Agency},
};

use crate::output::Failure;

/// The password of everybody in the trial.
pub const PASSWORD: &str = "shien trial 2026";

/// Where roles are held, by whom: address, name, role, and the place.
const PEOPLE: &[(&str, &str, Role, &str)] = &[
    ("officer@example.jp", "担当 さくら", Role::Officer, "center"),
    ("approver@example.jp", "決裁 健一", Role::Approver, "center"),
    ("auditor@example.jp", "監査 真理", Role::Auditor, "center"),
    ("admin@example.jp", "管理 誠", Role::Administrator, "center"),
    ("expert1@example.jp", "専門 一郎", Role::Reviewer, "center"),
    ("expert2@example.jp", "専門 花子", Role::Reviewer, "center"),
    ("owner@shimotsuke.example.jp", "下野 一郎", Role::Owner, "shimotsuke-precision"),
    ("accounts@shimotsuke.example.jp", "下野 経理", Role::Accountant, "shimotsuke-precision"),
    ("agent@example.jp", "代理 行子", Role::Agent, "shimotsuke-precision"),
    ("owner@kinugawa.example.jp", "鬼怒川 次郎", Role::Owner, "kinugawa-materials"),
    ("owner@nasu.example.jp", "那須 三郎", Role::Owner, "nasu-software"),
    ("owner@oyama.example.jp", "小山 四郎", Role::Owner, "oyama-robotics"),
    ("owner@ashikaga.example.jp", "足利 五郎", Role::Owner, "ashikaga-textiles"),
];

/// Loads them: how many companies, how many people. Safe to repeat.
pub async fn load(house: &House) -> Result<(usize, usize), Failure> {
    let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
    let agency = Agency {
        id: "center".to_owned(),
        name_ja: "例示県産業振興センター（例）".to_owned(),
        name_en: "Example Prefecture Industry Centre (example)".to_owned(),
    };
    accounts::add_agency(house, &agency).await.map_err(unusable)?;
    let companies = parties::model::samples().map_err(|e| Failure::Unusable(e.to_string()))?;
    let count = parties::service::load(house, &companies).await.map_err(unusable)?;
    let today = house.now().in_japan().date();
    for (email, name, role, place) in PEOPLE {
        let id = accounts::add_person(house, email, name, PASSWORD, true).await.map_err(unusable)?;
        // An agent is an agent for a time.
        let until = (*role == Role::Agent).then(|| today.saturating_add(jiff::Span::new().days(180)));
        accounts::give_role(house, &id, &Held { role: *role, scope: (*place).to_owned(), until }).await.map_err(unusable)?;
    }
    Ok((count, PEOPLE.len()))
}
