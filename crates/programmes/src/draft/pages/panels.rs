//! What stands beside the document of a draft, one at a time.

use askama::Template;
use platform::{Error, compute};
use rules::{
    draft::{self as proposing, Proposal},
    edit, faults, node,
    population::Band,
    words::{Lang, Words},
};
use ui::components::{Bar, Chart, bar_chart};
use uuid::Uuid;
use web::html;

use super::{document, editor::Shown, form};
use crate::{
    acts,
    draft::{
        DraftImpact, Effect, Impact, Preview,
        model::{ProgrammeDraft, State as Stands},
        publication,
        service::{dismissed_key, proposal_key, proposal_path},
    },
    model::Programme,
    pages::programme_view,
};

/// A panel by its name.
pub(super) async fn panel(shown: &Shown<'_>, name: &str) -> Result<String, Error> {
    match name {
        "form" => form::form(shown),
        "proposals" => proposals(shown),
        "document" => source(shown),
        "preview" => preview(shown).await,
        "cases" => cases(shown),
        "effect" => effect(shown).await,
        "publish" => publication(shown).await,
        _ => text(shown),
    }
}

#[derive(Debug, Template)]
#[template(path = "draft_yaml.html")]
struct Text<'a> {
    words: &'a Words,
    action: String,
    version: i32,
    body: &'a str,
    /// What stands there by now, where somebody else was faster.
    stored: Option<&'a str>,
    writable: bool,
    findings: String,
}

fn text(shown: &Shown<'_>) -> Result<String, Error> {
    let draft = shown.draft;
    let typed = shown.typed.get("body").map(|body| body.replace("\r\n", "\n"));
    let looked_at = ProgrammeDraft { body: typed.clone().unwrap_or_else(|| draft.body.clone()), ..draft.clone() };
    html(&Text {
        words: &shown.context.words,
        action: shown.action(),
        version: draft.version,
        body: typed.as_deref().unwrap_or(&draft.body),
        stored: typed.as_ref().filter(|typed| **typed != draft.body).map(|_| draft.body.as_str()),
        writable: shown.writable,
        findings: document::findings(&shown.context.words, shown.context.viewer.lang, &looked_at)?,
    })
}

/// A value as the page tells it: a word of the language with its meaning.
fn with_meaning(path: &str, value: &str, shown: &Shown<'_>) -> String {
    if let (Some(_), Ok(yen)) = (path.strip_prefix("amount."), value.parse::<i64>()) {
        return shown.context.words.with("yen", &[("amount", kernel::text::separated(yen))]);
    }
    if path == "expenses.tax" && matches!(value, "excluded" | "included") {
        return shown.context.word(&format!("draft-tax-{value}"));
    }
    if path == "limits"
        && let Some((word, rate)) = value.split_once(' ')
    {
        return shown.context.words.with(&format!("draft-limit-{}", word.replace('_', "-")), &[("rate", rate.to_owned())]);
    }
    // Its own words, those of an entry of a list, or those of a row for everybody.
    let told = ["", ".0", ".everyone"].iter().find_map(|more| {
        let path: Vec<String> = format!("{path}{more}").split('.').map(str::to_owned).collect();
        let choices = rules::schema::meaning(&path, shown.context.viewer.lang).choices;
        choices.into_iter().find(|(word, told)| word == value && !told.is_empty())
    });
    told.map_or_else(|| value.to_owned(), |(word, told)| format!("{}（{word}）", told.trim_end_matches('.')))
}

/// A proposal beside what stands in the file.
#[derive(Debug)]
struct ProposalRow {
    key: String,
    field: String,
    value: String,
    line: u32,
    words: String,
    /// What stands in the file; nothing where it is an entry of a list, or is not there.
    there: String,
    is_confirmed: bool,
    /// Whether it was found not to be meant.
    is_dismissed: bool,
    /// Whether the value can be taken over with a button.
    can_take: bool,
}

#[derive(Debug, Template)]
#[template(path = "draft_proposals.html")]
struct Proposals<'a> {
    words: &'a Words,
    action: String,
    version: i32,
    rows: Vec<ProposalRow>,
    waiting: usize,
    writable: bool,
}

/// How many proposals nobody has held against their line.
pub(super) fn unconfirmed(draft: &ProgrammeDraft) -> usize {
    proposing::proposals(&draft.document).iter().filter(|p| !draft.confirmed.contains(&proposal_key(p))).count()
}

fn proposals(shown: &Shown<'_>) -> Result<String, Error> {
    let draft = shown.draft;
    let fields = rules::node::read(draft.body.as_bytes()).map(|tree| edit::fields(&tree, shown.context.viewer.lang)).unwrap_or_default();
    let in_table = |proposal: &Proposal| {
        let table = proposal.field;
        let alike = |value: &str| match (table, kernel::Rate::parse(value), kernel::Rate::parse(&proposal.value)) {
            ("amount.rate", Ok(there), Ok(found)) => there == found,
            _ => value == proposal.value,
        };
        matches!(table, "amount.rate" | "amount.cap")
            && fields.iter().any(|field| field.path.contains(table.trim_start_matches("amount.")) && alike(&field.value))
    };
    let tree = node::read(draft.body.as_bytes()).ok();
    let row = |proposal: Proposal| {
        let key = proposal_key(&proposal);
        let there = tree.as_ref().zip(proposal_path(&proposal)).and_then(|(tree, path)| edit::plain(tree, path));
        // A rate or a cap may stand in any row of its table, written another way.
        let there = if in_table(&proposal) { Some(proposal.value.clone()) } else { there };
        ProposalRow {
            is_confirmed: draft.confirmed.contains(&key),
            is_dismissed: draft.confirmed.contains(&dismissed_key(&key)),
            can_take: there.as_ref().is_some_and(|there| *there != proposal.value),
            field: shown.context.word(&format!("draft-field-{}", proposal.field.replace(['.', '_'], "-"))),
            there: there.map(|there| with_meaning(proposal.field, &there, shown)).unwrap_or_default(),
            value: with_meaning(proposal.field, &proposal.value, shown),
            line: proposal.line,
            words: proposal.words,
            key,
        }
    };
    let rows: Vec<ProposalRow> = proposing::proposals(&draft.document).into_iter().map(row).collect();
    html(&Proposals {
        words: &shown.context.words,
        action: shown.action(),
        version: draft.version,
        waiting: rows.iter().filter(|row| !row.is_confirmed).count(),
        rows,
        writable: shown.writable,
    })
}

#[derive(Debug, Template)]
#[template(path = "draft_source.html")]
struct Source<'a> {
    words: &'a Words,
    action: String,
    pdf: String,
    version: i32,
    document: &'a str,
    writable: bool,
}

fn source(shown: &Shown<'_>) -> Result<String, Error> {
    html(&Source {
        words: &shown.context.words,
        action: shown.action(),
        pdf: shown.context.kept(&format!("{}/pdf", shown.address())),
        version: shown.draft.version,
        document: shown.typed.get("document").map_or(&shown.draft.document, String::as_str),
        writable: shown.writable,
    })
}

#[derive(Debug, Template)]
#[template(path = "draft_preview.html")]
struct PreviewPanel<'a> {
    words: &'a Words,
    /// What would be seen; nothing while the file is at fault.
    all: Vec<Preview>,
}

async fn preview(shown: &Shown<'_>) -> Result<String, Error> {
    let programmes = &shown.file.programmes;
    let (words, viewer) = (&shown.context.words, &shown.context.viewer);
    let mut all = Vec::new();
    for programme in programmes {
        let before = publication::before(shown.state, &shown.agency, shown.draft, programme).await?;
        let html = programme_view(programme, before.as_ref(), viewer, shown.state.app().now().timestamp())?;
        let mut own = vec![Preview { title: words.get("draft-preview-public"), html }];
        for subscriber in shown.state.subscribers.iter() {
            own.extend(subscriber.previews(programme.plan(), viewer)?);
        }
        // Of several schemes each preview says whose it is.
        let name = viewer.lang.of(&programme.plan().programme.name);
        let titled = |p: Preview| if programmes.len() > 1 { Preview { title: format!("{}（{name}）", p.title), ..p } } else { p };
        all.extend(own.into_iter().map(titled));
    }
    html(&PreviewPanel { words, all })
}

#[derive(Debug, Template)]
#[template(path = "draft_cases.html")]
struct Cases<'a> {
    words: &'a Words,
    action: String,
    version: i32,
    text: &'a str,
    /// Whether the programme itself can be read.
    is_sound: bool,
    passed: usize,
    tried: Vec<CaseRow>,
    /// What is wrong with the file of cases itself.
    faults: Vec<(usize, String)>,
    /// The cases that it lacks.
    lacking: Vec<LackingRow>,
    writable: bool,
}

/// A case that was tried, as the page tells it.
#[derive(Debug)]
struct CaseRow {
    name: String,
    line: usize,
    verdict: String,
    eligible: String,
    grant: String,
    /// What is not as expected; nothing where it holds.
    wrong: Vec<String>,
}

/// A case that a draft lacks, with the answer of the engine.
#[derive(Debug)]
struct LackingRow {
    /// The programme and the name by which it is taken.
    key: String,
    name: String,
    phase: String,
    verdict: String,
    eligible: String,
    grant: String,
    /// The application, as it would be written.
    yaml: String,
}

/// The name of a case, with its scheme's where a file has several: two schemes try the same.
fn of_scheme(all: &[Programme], programme: &Programme, lang: Lang, case: &str) -> String {
    if all.len() < 2 {
        return case.to_owned();
    }
    let names: Vec<&str> = all.iter().map(|p| lang.of(&p.plan().programme.name)).collect();
    let own = lang.of(&programme.plan().programme.name);
    // What all names begin with tells nothing.
    let common = names.iter().map(|name| own.chars().zip(name.chars()).take_while(|(a, b)| a == b).count()).min().unwrap_or(0);
    let rest: String = own.chars().skip(common).collect();
    let told = if rest.trim().is_empty() { own } else { rest.trim() };
    format!("{}: {case}", rules::propose::shortened(told, 24))
}

/// The cases of a draft with those that it lacks and that were taken by name.
pub(super) fn with_proposed_cases(draft: &ProgrammeDraft, taken: &[&str], lang: Lang) -> String {
    let mut more = Vec::new();
    let programmes = publication::programmes_of(draft);
    for programme in &programmes {
        let lacking = compute(|| rules::propose::lacking(&programme.read, draft.cases.as_bytes(), lang));
        let id = programme.id();
        for mut case in lacking {
            if taken.contains(&format!("{id}:{}", case.name).as_str()) {
                case.name = of_scheme(&programmes, programme, lang, &case.name);
                more.push((id, case));
            }
        }
    }
    // Where the file can't be read, nothing is put into it: the page says what is wrong with it.
    rules::propose::with_cases(&draft.cases, &more).filter(|_| !more.is_empty()).unwrap_or_else(|| draft.cases.clone())
}

fn cases(shown: &Shown<'_>) -> Result<String, Error> {
    let (draft, words, lang) = (shown.draft, &shown.context.words, shown.context.viewer.lang);
    let programmes = &shown.file.programmes;
    let report = shown.file.report();
    let verdict =
        |word: Option<&str>| word.map_or_else(|| "—".to_owned(), |word| words.get(&format!("case-verdict-{}", word.replace('_', "-"))));
    let tried = |case: &rules::cases::CaseResult| CaseRow {
        line: case.line,
        verdict: verdict(case.verdict.as_deref()),
        eligible: yen(case.eligible_total_yen),
        grant: yen(case.grant_yen),
        wrong: case.wrong.iter().map(|wrong| faults::in_language(lang, &wrong.message).into_owned()).collect(),
        name: case.name.clone(),
    };
    let mut lacking = Vec::new();
    for programme in programmes {
        for case in compute(|| rules::propose::lacking(&programme.read, draft.cases.as_bytes(), lang)) {
            lacking.push(LackingRow {
                phase: words.get(&format!("draft-phase-{}", case.phase.word())),
                verdict: verdict(case.expect["verdict"].as_str()),
                eligible: yen(case.expect["eligible_total_yen"].as_i64()),
                grant: yen(case.expect["grant_yen"].as_i64()),
                yaml: case.application.to_string(),
                key: format!("{}:{}", programme.id(), case.name),
                name: of_scheme(programmes, programme, lang, &case.name),
            });
        }
    }
    let of_file = report.faults.iter().map(|d| (d.span.line, faults::in_language(lang, &d.message).into_owned())).collect();
    html(&Cases {
        words,
        action: shown.action(),
        version: draft.version,
        text: shown.typed.get("cases").map_or(&draft.cases, String::as_str),
        is_sound: !programmes.is_empty(),
        passed: report.passed,
        faults: of_file,
        tried: report.tried.iter().map(tried).collect(),
        lacking,
        writable: shown.writable,
    })
}

#[derive(Debug, Template)]
#[template(path = "draft_effect.html")]
struct EffectPanel<'a> {
    words: &'a Words,
    /// Each programme of the file beside what it is compared with; none while the file is at fault.
    compared: Vec<ProgrammeComparison>,
    /// What becomes of those who are writing: the applicant, before and after.
    drafts: Vec<[String; 6]>,
    impact: Impact,
    revises: bool,
}

/// A programme beside what it is compared with.
#[derive(Debug)]
struct ProgrammeComparison {
    /// Its name, where the file has several.
    name: Option<String>,
    /// What it is compared with; nothing where there is none.
    before: Option<String>,
    /// The programme that it says it follows, where nobody knows of it.
    unknown: Option<String>,
    effect: Effect,
    /// What those gain and lose for whom something changes, and what all get before and after, in yen.
    yen: [String; 4],
    chart: Chart,
}

fn yen(amount: Option<i64>) -> String {
    amount.map_or_else(|| "—".to_owned(), kernel::text::separated)
}

/// How much more or less: 10万円以上 100万円未満の減.
fn band(words: &Words, band: &Band) -> String {
    let figure = |yen: i64| kernel::text::separated(yen.abs());
    match (band.from, band.below) {
        (None, Some(below)) => words.with("band-loss-over", &[("yen", figure(below))]),
        (Some(from), None) => words.with("band-gain-over", &[("yen", figure(from))]),
        (Some(from), Some(0)) => words.with("band-loss-up-to", &[("yen", figure(from))]),
        (Some(from), Some(below)) if below < 0 => words.with("band-loss", &[("least", figure(below)), ("most", figure(from))]),
        (Some(1), Some(below)) => words.with("band-gain-below", &[("yen", figure(below))]),
        (Some(from), Some(below)) => words.with("band-gain", &[("least", figure(from)), ("most", figure(below))]),
        (None, None) => String::new(),
    }
}

async fn effect(shown: &Shown<'_>) -> Result<String, Error> {
    let (draft, context) = (shown.draft, shown.context);
    let programmes = &shown.file.programmes;
    let mut compared = Vec::new();
    let mut impact = Impact::default();
    for programme in programmes {
        let before = publication::before(shown.state, &shown.agency, draft, programme).await?;
        compared.push(compare(shown, programme, before.as_ref(), programmes.len() > 1));
        let revises = draft.call.is_some() && draft.state == Stands::Open;
        let Some(call) = (if revises { shown.state.calls.call(programme.id()).await? } else { None }) else { continue };
        let (call, _) = crate::call::call(&shown.state.calls, &context.actor, acts::CALL_READ, &call.id).await?;
        for subscriber in shown.state.subscribers.iter() {
            let of = subscriber.impact(&context.actor, &call, programme.plan()).await?;
            impact.drafts.extend(of.drafts);
            impact.filed += of.filed;
            impact.filed_otherwise.iter_mut().zip(of.filed_otherwise).for_each(|(sum, more)| *sum += more);
        }
    }
    let row = |of: &DraftImpact| {
        let numbers = [of.obstacles.0, of.obstacles.1, of.unasked].map(|n| n.to_string());
        let [then, now, unasked] = numbers;
        [of.company.clone(), yen(of.grant.0), yen(of.grant.1), then, now, unasked]
    };
    html(&EffectPanel {
        words: &context.words,
        compared,
        drafts: impact.drafts.iter().map(row).collect(),
        revises: draft.call.is_some() && draft.state == Stands::Open,
        impact,
    })
}

/// A programme of the draft beside another version of it.
fn compare(shown: &Shown<'_>, after: &Programme, before: Option<&Programme>, several: bool) -> ProgrammeComparison {
    let (draft, context) = (shown.draft, shown.context);
    let lang = context.viewer.lang;
    let name = |of: &Programme| lang.of(&of.plan().programme.name).to_owned();
    let effect = before.map(|before| Effect::between(before.plan(), after.plan(), &draft.cases, lang)).unwrap_or_default();
    let bar = |of: &Band| {
        let firms = i64::try_from(of.firms).unwrap_or(i64::MAX);
        let is_loss = of.below.is_some_and(|below| below <= 0);
        Bar { label: band(&context.words, of), value: firms, is_loss, shown: of.firms.to_string() }
    };
    let bars: Vec<Bar> = effect.population.bands.iter().map(bar).collect();
    let of = &effect.population;
    let yen = |yen| context.words.with("effect-yen", &[("yen", kernel::text::separated(yen))]);
    ProgrammeComparison {
        name: several.then(|| name(after)),
        before: before.map(name),
        unknown: if before.is_none() { after.plan().programme.follows.clone() } else { None },
        yen: [of.gain.yen, of.lose.yen, of.totals[0], of.totals[1]].map(yen),
        chart: bar_chart(&context.word("effect-chart"), &bars),
        effect,
    }
}

#[derive(Debug, Template)]
#[template(path = "draft_publish.html")]
struct Publish<'a> {
    words: &'a Words,
    lang_query: &'a str,
    action: String,
    version: i32,
    key: String,
    sha256: String,
    /// What stands in the way of proposing it.
    obstacle: Option<String>,
    /// The proposals that were made of it: title, state, number, address.
    approvals: Vec<(String, String, String, String)>,
    /// What stands in the way of publishing it; nothing where it may be.
    unapproved: Option<String>,
    revises: bool,
    writable: bool,
    may: bool,
    is_open: bool,
    call: Option<String>,
    reason: &'a str,
}

async fn publication(shown: &Shown<'_>) -> Result<String, Error> {
    let (draft, context) = (shown.draft, shown.context);
    let app = shown.state.app();
    let told = |message: Option<&'static str>| message.map(|message| context.word(message));
    html(&Publish {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        action: shown.action(),
        version: draft.version,
        key: Uuid::now_v7().to_string(),
        sha256: draft.sha256(),
        obstacle: told(publication::obstacle(shown.state, draft, &shown.file).await?),
        approvals: workflow::approval::pages::about(app, context, shown.agency_id, &draft.id).await?,
        unapproved: told(publication::unapproved(shown.state, &context.actor, draft).await?),
        revises: draft.call.is_some(),
        writable: shown.writable,
        may: app.policy.may(&context.actor, acts::CALL_CHANGE, platform::access::Kind::AGENCY, shown.agency_id),
        is_open: draft.state == Stands::Open,
        call: draft.call.clone(),
        reason: shown.typed.get("reason").map_or("", String::as_str),
    })
}
