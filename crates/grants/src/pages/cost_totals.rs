//! What the costs of a member come to, category by category: in sight while they are written.

use askama::Template;
use rules::words::Words;
use web::RequestContext;

use crate::application::{draft::Draft, readiness::Readiness};

/// What a member's costs come to, category by category, and the grant.
#[derive(Debug, Template)]
#[template(path = "cost_totals.html")]
struct CostTotals<'a> {
    words: &'a Words,
    rows: Vec<(String, String)>,
    total: String,
    grant: String,
}

pub(super) fn cost_totals(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>, place: usize) -> Option<String> {
    let answer = readiness.answer.as_ref();
    let member = format!("m{place}");
    let of = answer.iter().flat_map(|answer| &answer.categories).filter(|c| c.member == member && c.requested_yen != 0);
    let named = |id: &str| {
        let category = draft.plan.programme.expenses.categories.get(id);
        category.map_or_else(|| id.to_owned(), |category| context.viewer.lang.of(&category.name).to_owned())
    };
    let totals = CostTotals {
        words: &context.words,
        rows: of.clone().map(|c| (named(c.id), context.yen(Some(c.requested_yen)))).collect(),
        total: context.yen(Some(of.fold(0_i64, |sum, c| sum.saturating_add(c.requested_yen)))),
        grant: context.yen(readiness.grant(place, &draft.plan)),
    };
    totals.render().ok()
}
