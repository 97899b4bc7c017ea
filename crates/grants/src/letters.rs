//! The letters of this context, in plain Japanese: to whom, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use platform::{
    Actor, Error, Instant,
    access::Role,
    accounts,
    mail::{self, Letter, Question},
    secret::Secret,
};
use programmes::call::Call;
use rules::words::{Lang, Words};

use crate::{
    AppState, acts,
    application::{
        authorization::follow_merges,
        model::{Application, LEAD},
    },
};

fn words(state: &AppState) -> &Words {
    state.app().words(Lang::Ja)
}

/// A moment as people of the office write it.
pub fn moment(at: Instant) -> String {
    let at = at.in_japan();
    format!("{} {:02}:{:02}", kernel::date::format_ja(at.date()), at.hour(), at.minute())
}

/// Those who act for a company.
async fn people(state: &AppState, company: &str) -> Result<BTreeSet<String>, Error> {
    let mut all = BTreeSet::new();
    for role in [Role::Owner, Role::Editor, Role::Agent] {
        all.extend(accounts::holders(state.app(), role, company).await?.into_iter().map(|p| p.email));
    }
    Ok(all)
}

/// What is asked of whoever reads at the address that an application names as its contact, where nobody who acts for its companies signs
/// in by it: anybody's address can be typed there. What came on paper names whom the office has written down.
fn question(state: &AppState, found: &Application, call: &Call) -> Result<Option<Question>, Error> {
    if found.entered_by.is_some() {
        return Ok(None);
    }
    let secret = Secret::new()?;
    let parts = [
        ("call", Lang::Ja.of(&call.programme.plan().programme.name).to_owned()),
        ("company", mail::quoted(&found.company_name)),
        ("link", state.link(&format!("/contacts/{}", secret.reveal()))),
    ];
    let (subject, body) = (words(state).get("contact-subject"), words(state).with("contact-letter", &parts));
    Ok(Some(Question { scope: found.company.clone(), hash: secret.hash(), subject, body }))
}

/// A letter to everybody who acts for a company of an application, in that company's name, and to the contact that the application
/// names, once whoever reads there has said yes. Whoever acts for two of them gets one.
async fn to_writers(state: &AppState, found: &Application, call: &Call, key: &str, more: &[(&str, String)]) -> Result<Vec<Letter>, Error> {
    let db = state.app().db.read();
    let mut found = found.clone();
    follow_merges(db, &mut found).await?;
    let found = state.app().policy.allow(&Actor::System("letters"), acts::APPLICATION_DRAFT, found)?;
    let contact = forms::response::values_of(db, &found, &["a.contact_email"]).await?;
    let contact = contact.values().map(|c| mail::folded(&c.value)).find(|a| mail::bare_address(a).is_ok());
    let mut to: BTreeMap<String, String> = BTreeMap::new();
    for member in &found.members {
        let Some(company) = &member.company else { continue };
        let name = if member.id == LEAD { &found.company_name } else { &member.name };
        for address in people(state, company).await? {
            to.entry(address).or_insert_with(|| name.clone());
        }
    }
    let contact = contact.filter(|address| !to.contains_key(address));
    let first = if contact.is_some() { question(state, &found, call)? } else { None };
    let title = if found.title.is_empty() { words(state).get("untitled") } else { found.title.clone() };
    let mut parts = vec![
        ("call", Lang::Ja.of(&call.programme.plan().programme.name).to_owned()),
        ("title", mail::quoted(&title)),
        ("receipt", found.receipt.clone().unwrap_or_else(|| "{receipt}".to_owned())),
        ("link", state.link(&format!("/applications/{}", found.id))),
    ];
    parts.extend(more.iter().map(|(name, value)| (*name, value.clone())));
    let subject = words(state).with(&format!("{key}-subject"), &parts);
    let signature = signature(state, call).await?;
    let letter = |to: String, company: &str, first: Option<Question>| {
        let parts: Vec<_> = parts.iter().cloned().chain([("company", mail::quoted(company))]).collect();
        let body = format!("{}\n\n{signature}", words(state).with(&format!("{key}-letter"), &parts));
        Letter { to, subject: subject.clone(), body, first }
    };
    let mut all: Vec<Letter> = to.into_iter().map(|(to, company)| letter(to, &company, None)).collect();
    all.extend(contact.map(|to| letter(to, &found.company_name, first)));
    Ok(all)
}

/// Who writes, and whom to ask: the agency, and the contact that the call names.
async fn signature(state: &AppState, call: &Call) -> Result<String, Error> {
    let agency = accounts::agency(state.app(), &call.agency).await?;
    let contact = call.programme.plan().programme.contact.as_ref();
    let office = contact.map(|contact| Lang::Ja.of(&contact.office).to_owned()).filter(|office| *office != agency.name_ja);
    let told = |word: &str, text: &String| words(state).with(word, &[("text", text.clone())]);
    let phone = contact.and_then(|contact| contact.phone.as_ref()).map(|phone| told("signature-phone", phone));
    let email = contact.and_then(|contact| contact.email.as_ref()).map(|email| told("signature-email", email));
    let lines = [Some("--".to_owned()), Some(agency.name_ja.clone()), office, phone, email];
    Ok(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// A letter as it would be written to an invented company: for whoever writes the programme.
pub(crate) fn sample(state: &AppState, key: &str, call: &str) -> (String, String) {
    let words = words(state);
    let parts = [
        ("call", call.to_owned()),
        ("title", words.get("sample-title")),
        ("receipt", "1-00001".to_owned()),
        ("company", words.get("sample-company")),
        ("link", state.link("/applications")),
        ("who", words.get("sample-person")),
        ("until", moment(state.app().now())),
        ("due", moment(state.app().now())),
        ("left", words.with("left-days", &[("n", "3".to_owned())])),
        ("reason", words.get("sample-reason")),
        ("body", words.get("sample-reason")),
    ];
    (words.with(&format!("{key}-subject"), &parts), words.with(&format!("{key}-letter"), &parts))
}

/// It was filed. The receipt's number is written in when it is known: `{receipt}`.
pub(crate) async fn filed(state: &AppState, actor: &Actor, found: &Application, call: &Call) -> Result<Vec<Letter>, Error> {
    let who = mail::quoted(actor.person().map_or("", |p| p.name.as_str()));
    to_writers(state, found, call, "filed", &[("who", who)]).await
}

/// It was withdrawn.
pub(crate) async fn withdrawn(state: &AppState, found: &Application, call: &Call) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "withdrawn", &[]).await
}

/// A company that had joined has no part in it any more.
pub(crate) async fn dismissed(state: &AppState, found: &Application, call: &Call, member: &str) -> Result<Vec<Letter>, Error> {
    let mut all = to_writers(state, found, call, "dismissed", &[]).await?;
    let gone = found.members.iter().find(|m| m.id == member).and_then(|m| m.company.as_deref());
    let Some(gone) = gone else { return Ok(Vec::new()) };
    let theirs = people(state, gone).await?;
    all.retain(|letter| theirs.contains(&letter.to));
    Ok(all)
}

/// It is returned for correction.
pub(crate) async fn returned(state: &AppState, found: &Application, call: &Call, due: Instant, reason: &str) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "returned", &[("due", moment(due)), ("reason", reason.to_owned())]).await
}

/// Nothing is to be corrected after all.
pub(crate) async fn recalled(state: &AppState, found: &Application, call: &Call) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "recalled", &[]).await
}

/// It was accepted, or refused for a reason.
pub(crate) async fn decided(state: &AppState, found: &Application, call: &Call, refused: Option<&str>) -> Result<Vec<Letter>, Error> {
    let key = if refused.is_some() { "refused" } else { "accepted" };
    to_writers(state, found, call, key, &[("reason", refused.unwrap_or_default().to_owned())]).await
}

/// It may be filed after the deadline.
pub(crate) async fn allowed_late(state: &AppState, found: &Application, call: &Call, until: Instant) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "allowed-late", &[("until", moment(until))]).await
}

/// The office wrote: what it wrote stands in the letter.
pub(crate) async fn asked(state: &AppState, found: &Application, call: &Call, body: &str) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "asked", &[("body", body.trim().to_owned())]).await
}

/// The call closes later.
pub(crate) async fn extended(
    state: &AppState,
    found: &Application,
    call: &Call,
    until: Instant,
    reason: &str,
) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "extended", &[("until", moment(until)), ("reason", reason.to_owned())]).await
}

/// The call was revised while this was being written.
pub(crate) async fn revised(state: &AppState, found: &Application, call: &Call, reason: &str) -> Result<Vec<Letter>, Error> {
    to_writers(state, found, call, "revised", &[("reason", reason.to_owned())]).await
}

/// The call closes soon, and nothing of this is filed yet.
pub(crate) async fn closing(state: &AppState, found: &Application, call: &Call) -> Result<Vec<Letter>, Error> {
    let until = found.until(call);
    let minutes = state.app().now().timestamp().duration_until(until.timestamp()).as_mins();
    // As it is when it is written, rounded down: nobody is told of more time than there is.
    let (key, n) = match minutes {
        2_880.. => ("left-days", minutes / 1_440),
        60.. => ("left-hours", minutes / 60),
        _ => ("left-minutes", minutes.max(1)),
    };
    let left = words(state).with(key, &[("n", n.to_string())]);
    to_writers(state, found, call, "closing", &[("until", moment(until)), ("left", left)]).await
}

/// Queues the letters of a verb, in a write that is under way.
pub(crate) async fn queue_letters(unit: &platform::UnitOfWork, letters: &[Letter]) -> Result<(), Error> {
    for letter in letters {
        unit.mail(letter).await?;
    }
    Ok(())
}
