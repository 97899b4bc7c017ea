//! The work list of proposals (起案・決裁): what waits for one, what one has a part in, and everything else at the agency.

use platform::{App, Error, access::Kind, accounts};
use sea_orm::ConnectionTrait;

use super::{
    model::State,
    pages::{AppState, class},
    store::{self, ApprovalFilter, ApprovalQuery},
};
use crate::{
    acts,
    export::Exports,
    work_list::{Cell, Choices, Column, ColumnsTable, Filter, List, ListContext, Query, Range, Row, Tab, Tag, WorkList},
};

const LIST: List = List {
    name: "approvals",
    title: "approvals",
    address: "/office/{agency}/approvals",
    none: "approvals-none",
    search: "approval-find",
    columns: &[
        Column::new("title", "approval-title").sorted(),
        Column::new("kind", "approval-kind"),
        Column::new("amount", "approval-amount").number().sorted(),
        Column::new("state", "state"),
        Column::new("next", "approval-next"),
        Column::new("number", "approval-number"),
        Column::new("drafted", "approval-drafted").sorted(),
        Column::new("drafter", "approval-drafter"),
    ],
    filters: &[
        Filter { name: "whose", word: "approval-whose", is_tab: true },
        Filter { name: "state", word: "state", is_tab: true },
        Filter { name: "kind", word: "approval-kind", is_tab: false },
    ],
    batch: &[],
    read: acts::APPROVAL_LIST,
    change: None,
    export: Some(acts::APPROVAL_LIST),
};

fn wanted(state: &AppState, ctx: &ListContext<'_>, query: &Query) -> Result<ApprovalQuery, Error> {
    Ok(ApprovalQuery {
        scope: state.app.policy.scope(ctx.actor, acts::APPROVAL_READ)?,
        agency: ctx.agency.id.clone(),
        kind: query.filter("kind").to_owned(),
        state: query.filter("state").parse().ok(),
        whose: match query.filter("whose") {
            "turn" => Some(ApprovalFilter::Turn),
            "own" => Some(ApprovalFilter::Own),
            _ => None,
        },
        person: ctx.actor.person()?.id.clone(),
        text: query.text.clone(),
        sort: query.sort,
    })
}

impl WorkList for AppState {
    const LIST: List = LIST;
    type Table = ColumnsTable<Self>;

    fn app(&self) -> &App {
        &self.app
    }

    fn exports(&self) -> &Exports {
        &self.exports
    }

    async fn choices(&self, ctx: &ListContext<'_>) -> Result<Choices, Error> {
        Ok(Choices::from([("kind", self.kinds.iter().map(|kind| (kind.name.to_owned(), ctx.words.get(kind.word))).collect())]))
    }

    async fn tabs(&self, ctx: &ListContext<'_>, query: &Query) -> Result<Vec<Tab>, Error> {
        let (db, wanted) = (self.app.db.read(), wanted(self, ctx, query)?);
        let counts = store::counts(db, &wanted).await?;
        let tab = |filter, value: &str, word: &str, count| Tab { filter, value: value.to_owned(), word: ctx.words.get(word), count };
        let mut all = vec![
            tab("state", "", "approval-any", counts.iter().map(|c| c.1).sum()),
            tab("whose", "turn", "approval-turn", store::count_of(db, &wanted, ApprovalFilter::Turn).await?),
            tab("whose", "own", "approval-own", store::count_of(db, &wanted, ApprovalFilter::Own).await?),
        ];
        for state in State::ALL {
            if let Some((name, count)) = counts.iter().find(|(name, _)| name == state.name()) {
                all.push(tab("state", name, &format!("approval-state-{name}"), *count));
            }
        }
        Ok(all)
    }

    async fn rows(
        &self,
        db: &impl ConnectionTrait,
        ctx: &ListContext<'_>,
        _: &Choices,
        query: &Query,
        range: Range,
    ) -> Result<Vec<Row>, Error> {
        let found = store::list(db, &wanted(self, ctx, query)?, range.offset, range.limit).await?;
        let people = found.iter().flat_map(|one| std::iter::once(&one.drafted_by).chain(one.current().map(|step| &step.person)));
        let labels: Vec<String> = people.map(|id| format!("person:{id}")).collect();
        let names = accounts::called_all(&self.app, labels.iter().map(String::as_str)).await?;
        let name = |id: &str| names.get(&format!("person:{id}")).cloned().unwrap_or_default();
        let row = |one: &super::Approval| {
            let may = |act| self.app.policy.may_with(ctx.actor, act, one);
            let is_mine = may(acts::APPROVAL_DECIDE) || may(acts::APPROVAL_REVIEW);
            let yours = Tag::new(ctx.words.get("approval-yours"), "judgement");
            let next = one.current().map(|step| format!("{} {}", step.title, name(&step.person))).unwrap_or_default();
            let cells = vec![
                Cell::Text(one.title.clone()),
                Cell::Text(self.kind(&one.kind).map_or_else(|| one.kind.clone(), |kind| ctx.words.get(kind.word))),
                Cell::Yen(one.amount),
                Cell::Tag(Tag::new(ctx.words.get(&format!("approval-state-{}", one.state.name())), class(one.state))),
                if is_mine { Cell::Marked(next, yours) } else { Cell::Text(next) },
                Cell::Text(one.document_number().unwrap_or_default()),
                Cell::Day(Some(one.drafted_at.in_japan().date())),
                Cell::Text(name(&one.drafted_by)),
            ];
            Row { id: one.id.clone(), address: format!("/office/{}/approvals/{}", one.agency, one.id), cells }
        };
        Ok(found.iter().map(row).collect())
    }

    async fn table(&self, ctx: &ListContext<'_>, query: &Query) -> Result<Self::Table, Error> {
        let agency = self.app.policy.allow(ctx.actor, acts::APPROVAL_LIST, accounts::agency(&self.app, &ctx.agency.id).await?)?;
        Ok(ColumnsTable::new(self.clone(), ctx.actor.clone(), agency, query.clone()))
    }

    fn links(&self, ctx: &ListContext<'_>) -> Vec<(String, String, bool)> {
        let base = LIST.address.replace("{agency}", &ctx.agency.id);
        let link = |act, rest: &str, word: &str, is_next| {
            let may = self.app.policy.may(ctx.actor, act, Kind::AGENCY, &ctx.agency.id);
            may.then(|| (format!("{base}/{rest}"), ctx.words.get(word), is_next))
        };
        let all = [link(acts::APPROVAL_DRAFT, "new", "approval-new", true), link(acts::APPROVAL_ROUTE, "routes", "approval-routes", false)];
        all.into_iter().flatten().collect()
    }
}
