//! The calls of an agency, as its own systems read them.

use platform::{Actor, Error};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{acts, call::CallCatalogue};

/// 募集, as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallSummary {
    /// Its identifier: that of its programme.
    pub id: String,
    /// 制度名.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// How it stands: coming, open or closed.
    pub state: String,
    /// 募集開始.
    pub opens_at: String,
    /// 募集終了, as it was extended.
    pub closes_at: String,
    /// The revision that is in force.
    pub revision: u32,
    /// The address of its page.
    pub page: String,
}

/// Every call of an agency.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallList {
    /// In the order in which they were published.
    pub items: Vec<CallSummary>,
}

/// The calls of the agency whose system asks.
pub async fn of_token(calls: &CallCatalogue, actor: &Actor) -> Result<CallList, Error> {
    let agency = actor.person()?.agency(acts::CALL_READ)?;
    let now = calls.app().now();
    let all = crate::call::of_agency(calls, actor, agency).await?.into_iter().map(|call| {
        let own = &call.programme.plan().programme;
        CallSummary {
            name: own.name.ja.clone(),
            name_en: own.name.en.clone(),
            state: call.state(now).word().to_owned(),
            opens_at: own.window.opens.to_string(),
            closes_at: call.deadline().to_string(),
            revision: own.revision,
            page: calls.app().link(&format!("/programmes/{}", call.id)),
            id: call.id.clone(),
        }
    });
    Ok(CallList { items: all.collect() })
}
