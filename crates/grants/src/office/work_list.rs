//! The work list of applications (申請の受付): what was filed with an agency, as its officers go through it.

use platform::{Actor, App, Error, Instant, access::Role, accounts};
use programmes::call;
use rules::words::Words;
use sea_orm::ConnectionTrait;
use workflow::{
    batch::{BatchAct, BatchEligibility, BatchItem, BatchItemHandle, BatchRequest},
    export::Exports,
    work_list::{Cell, Choices, Column, Filter, List, ListContext, Query, Range, Row, Tab, Tag, WorkList},
};

use super::{
    case::{self, Decision, UNTICKED},
    export::ApplicationsTable,
};
use crate::{
    AppState, acts,
    application::{
        authorization::{self, load_authorized},
        model::{Application, State, Transition},
        store::{self, ApplicationQuery},
    },
};

/// What the list is.
pub const LIST: List = List {
    name: "applications",
    title: "work-list",
    address: "/office/{agency}/applications",
    none: "work-none",
    search: "work-text",
    columns: &[
        Column::new("receipt", "receipt-number").sorted(),
        Column::new("company", "receipt-company").sorted(),
        Column::new("title", "receipt-project").sorted(),
        Column::new("call", "receipt-call").hidden(),
        Column::new("state", "state"),
        Column::new("verdict", "verdict"),
        Column::new("requested", "requested-total").number().sorted().hidden(),
        Column::new("grant", "grant").number().sorted(),
        Column::new("arrived", "receipt-arrived").sorted(),
        Column::new("age", "work-age").number(),
        Column::new("due", "work-due"),
        Column::new("officer", "officer"),
    ],
    filters: &[
        Filter { name: "state", word: "state", is_tab: true },
        Filter { name: "asked", word: "waits-for-answer", is_tab: true },
        Filter { name: "call", word: "receipt-call", is_tab: false },
        Filter { name: "officer", word: "officer", is_tab: false },
        Filter { name: "verdict", word: "verdict", is_tab: false },
    ],
    batch: &[
        BatchAct {
            name: "accept",
            word: "batch-accept",
            choice: None,
            total: Some("batch-total"),
            doubtful: Some(("batch-unticked", "batch-unticked-too")),
            note: Some("batch-accept-confirms"),
        },
        BatchAct { name: "assign", word: "batch-assign", choice: Some("batch-officer"), total: None, doubtful: None, note: None },
    ],
    read: acts::CALL_READ,
    change: Some(acts::CALL_CHANGE),
    export: Some(acts::CALL_EXPORT),
};

/// The verdicts, as the engine names them.
const VERDICTS: [&str; 3] = ["eligible", "undetermined", "not_eligible"];

/// What a reader asks the store for: nothing that the policy does not let them see.
pub(crate) async fn wanted(state: &AppState, ctx: &ListContext<'_>, query: &Query) -> Result<ApplicationQuery, Error> {
    Ok(ApplicationQuery {
        scope: authorization::scope(state, ctx.actor, acts::APPLICATION_CASE).await?,
        agency: ctx.agency.id.clone(),
        call: query.filter("call").to_owned(),
        state: State::parse(query.filter("state")),
        officer: match query.filter("officer") {
            "" => None,
            "me" => Some(ctx.actor.person()?.id.clone()),
            "nobody" => Some(String::new()),
            other => Some(other.to_owned()),
        },
        verdict: query.filter("verdict").to_owned(),
        text: query.text.clone(),
        is_asked: query.filter("asked") == "yes",
        sort: query.sort,
    })
}

/// The style of a state.
pub(crate) const fn class(state: State) -> &'static str {
    match state {
        State::Accepted | State::Filed => "yes",
        State::Refused => "no",
        State::Returned | State::Reopened => "unknown",
        State::Draft => "judgement",
        State::Withdrawn => "over",
    }
}

fn verdict(words: &Words, verdict: Option<&str>) -> Tag {
    let name = verdict.unwrap_or("undetermined");
    let class = match name {
        "eligible" => "yes",
        "not_eligible" => "no",
        _ => "unknown",
    };
    Tag::new(words.get(&format!("verdict-{name}")), class)
}

fn state_word(words: &Words, state: State) -> String {
    words.get(&format!("state-of-{}", state.name()))
}

/// What a choice is called: the name of a call, of an officer.
fn choice_name(choices: &Choices, filter: &str, id: &str) -> String {
    let all = choices.get(filter).into_iter().flatten();
    all.filter(|(known, _)| known == id).map(|(_, name)| name.clone()).next().unwrap_or_default()
}

/// Days from one moment to another, as people count them: by the calendar.
fn days(from: Instant, to: Instant) -> i64 {
    let day = |at: Instant| at.in_japan().date();
    day(from).until((jiff::Unit::Day, day(to))).map_or(0, |span| i64::from(span.get_days()))
}

fn row(words: &Words, choices: &Choices, found: &Application, now: Instant) -> Row {
    let address = LIST.address.replace("{agency}", &found.agency);
    let address = format!("{address}/{}", found.id);
    let title = if found.title.is_empty() { words.get("untitled") } else { found.title.clone() };
    // The applicant waits for an answer.
    let waits = || Tag { address: format!("{address}#messages"), ..Tag::new(words.get("waits-for-answer"), "unknown") };
    let cells = vec![
        Cell::Text(found.receipt.clone().unwrap_or_default()),
        Cell::Text(found.company_name.clone()),
        if found.asked_at.is_some() { Cell::Marked(title, waits()) } else { Cell::Text(title) },
        Cell::Text(choice_name(choices, "call", &found.call)),
        Cell::Tag(Tag::new(state_word(words, found.state), class(found.state))),
        Cell::Tag(verdict(words, found.verdict.as_deref())),
        Cell::Yen(found.requested_yen),
        Cell::Yen(found.grant_yen),
        Cell::Moment(found.filed_at),
        // What nobody has to do anything with any more has no age.
        match found.filed_at.filter(|_| matches!(found.state, State::Filed | State::Returned)) {
            Some(filed) => Cell::Text(words.with("work-days", &[("n", days(filed, now).to_string())])),
            None => Cell::Text(String::new()),
        },
        match found.correction_due() {
            Some(due) if due < now => Cell::Tag(Tag::new(words.get("work-overdue"), "no")),
            due => Cell::Day(due.map(|due| due.in_japan().date())),
        },
        Cell::Text(found.officer.as_deref().map(|id| choice_name(choices, "assign", id)).unwrap_or_default()),
    ];
    Row { id: found.id.clone(), address, cells }
}

impl WorkList for AppState {
    const LIST: List = LIST;
    type Table = ApplicationsTable;

    fn app(&self) -> &App {
        Self::app(self)
    }

    fn exports(&self) -> &Exports {
        &self.exports
    }

    async fn choices(&self, ctx: &ListContext<'_>) -> Result<Choices, Error> {
        let calls = call::of_agency(&self.calls, ctx.actor, &ctx.agency.id).await?.into_iter();
        let calls = calls.map(|c| (c.id.clone(), ctx.words.lang.of(&c.programme.plan().programme.name).to_owned())).collect();
        let officers = accounts::holders(self.app(), Role::Officer, &ctx.agency.id).await?;
        let officers: Vec<(String, String)> = officers.into_iter().map(|o| (o.id, o.name)).collect();
        let special = [("me", "officer-me"), ("nobody", "officer-nobody")];
        let special = special.map(|(value, word)| (value.to_owned(), ctx.words.get(word)));
        let verdicts = VERDICTS.map(|v| (v.to_owned(), ctx.words.get(&format!("verdict-{v}"))));
        Ok(Choices::from([
            ("call", calls),
            ("officer", special.into_iter().chain(officers.iter().cloned()).collect()),
            ("verdict", verdicts.to_vec()),
            ("assign", officers),
        ]))
    }

    async fn tabs(&self, ctx: &ListContext<'_>, query: &Query) -> Result<Vec<Tab>, Error> {
        let wanted = wanted(self, ctx, query).await?;
        let counts = store::counts(self.app().db.read(), &wanted).await?;
        let waiting = store::waiting(self.app().db.read(), &wanted).await?;
        let tab = |value: &str, word: String, count: u64| Tab { filter: "state", value: value.to_owned(), word, count };
        let mut all = vec![tab("", ctx.words.get("state-any"), counts.iter().map(|c| c.1).sum())];
        for state in State::ALL {
            if let Some((_, count)) = counts.iter().find(|(name, _)| name == state.name()) {
                all.push(tab(state.name(), state_word(ctx.words, state), *count));
            }
        }
        let word = ctx.words.get("waits-for-answer");
        all.push(Tab { filter: "asked", value: "yes".to_owned(), word, count: waiting });
        Ok(all)
    }

    async fn rows(
        &self,
        db: &impl ConnectionTrait,
        ctx: &ListContext<'_>,
        choices: &Choices,
        query: &Query,
        range: Range,
    ) -> Result<Vec<Row>, Error> {
        let found = store::list(db, &wanted(self, ctx, query).await?, range.offset, range.limit).await?;
        Ok(found.iter().map(|one| row(ctx.words, choices, one, self.app().now())).collect())
    }

    async fn table(&self, ctx: &ListContext<'_>, query: &Query) -> Result<ApplicationsTable, Error> {
        Ok(ApplicationsTable::new(self.clone(), wanted(self, ctx, query).await?))
    }

    async fn item(&self, actor: &Actor, id: &str) -> Result<BatchItem, Error> {
        let (found, _) = load_authorized(self, actor, acts::APPLICATION_READ, id).await?;
        Ok(BatchItem {
            address: format!("{}/{}", LIST.address.replace("{agency}", &found.agency), found.id),
            label: found.receipt.clone().unwrap_or_default(),
            detail: found.company_name.clone(),
            yen: found.grant_yen,
            id: found.into_inner().id,
        })
    }

    async fn readiness(&self, actor: &Actor, order: &BatchRequest, id: &str) -> Result<(i32, BatchEligibility), Error> {
        let (found, call) = load_authorized(self, actor, acts::APPLICATION_READ, id).await?;
        let readiness = match order.act.as_str() {
            "accept" if found.next_state(Transition::Accept, &call, self.app().now()).is_err() => BatchEligibility::Impossible,
            "accept" if case::left_to_judge(self, actor, id).await? > 0 => BatchEligibility::Doubtful(UNTICKED),
            "accept" => BatchEligibility::Ready,
            _ => {
                case::require_officer(self, &order.choice, &call.agency).await?;
                BatchEligibility::Ready
            }
        };
        Ok((found.version, readiness))
    }

    async fn apply(&self, actor: &Actor, order: &BatchRequest, id: &str, version: i32, mark: &BatchItemHandle<'_>) -> Result<(), Error> {
        match order.act.as_str() {
            "accept" => {
                // What the engine found in order is confirmed, an entry of the journal for each item, as the preview says.
                case::confirm_found(self, actor, id).await?;
                case::decide(self, actor, id, version, Decision::Accept { sure: order.is_sure }, Some(mark)).await
            }
            _ => case::assign(self, actor, id, Some(&order.choice), Some(mark)).await,
        }
    }
}
