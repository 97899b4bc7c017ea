//! The lists of a company's record: whom one writes to and calls, and where the company works. A list is edited as a table, as a whole.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::Prefecture;
use platform::Error;
use rules::words::Words;
use ui::{Fault, Faults};

use super::{
    AppState,
    company_layout::{may_edit, notify_owner, tabs, to_done, versions},
};
use crate::{
    model::{Company, Contact, ContactRole, Establishment, EstablishmentKind},
    service,
};
use web::{Answer, Fields, RequestContext, field};

/// Rows that are offered empty.
const SPARE: usize = 2;
/// Rows that are read.
const MOST_ROWS: usize = crate::limits::LIST;

/// A column of the table.
#[derive(Debug, Clone, Copy)]
struct Column {
    name: &'static str,
    /// The name of the message.
    label: &'static str,
    /// The choices: value and the name of the message, or the words themselves.
    choices: &'static [(&'static str, &'static str)],
    prefectures: bool,
    inputmode: &'static str,
}

const fn column(name: &'static str, label: &'static str) -> Column {
    Column { name, label, choices: &[], prefectures: false, inputmode: "text" }
}

/// What of a row can't be taken: the column and the message.
type RowFaults = Vec<(usize, &'static str)>;

/// A list of the record as a table.
trait List: Sized {
    /// Its name: in the address, in the messages, in the history.
    const NAME: &'static str;
    const COLUMNS: &'static [Column];
    fn of(company: &mut Company) -> &mut Vec<Self>;
    fn cells(&self) -> Vec<String>;
    /// A row as it was typed; the columns and the messages where it can't be taken.
    fn read(cells: &[String]) -> Result<Self, RowFaults>;
}

/// The faults of a row, all at once.
fn sound(checks: &[(usize, &'static str, bool)]) -> Result<(), RowFaults> {
    let wrong: RowFaults = checks.iter().filter(|c| !c.2).map(|c| (c.0, c.1)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// A telephone number: digits, hyphens, and a plus for other countries.
fn phone(text: &str) -> Option<String> {
    let narrow: String = kernel::text::plain(text).chars().map(|c| if kernel::text::is_dash(c) { '-' } else { c }).collect();
    let sound = narrow.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | ' '));
    let digits = narrow.chars().filter(char::is_ascii_digit).count();
    (narrow.is_empty() || (sound && (9..=15).contains(&digits))).then_some(narrow)
}

const CONTACT_ROLES: &[(&str, &str)] = &[
    ("applications", "contact-applications"),
    ("representative", "contact-representative"),
    ("accounting", "contact-accounting"),
    ("other", "contact-other"),
];

impl List for Contact {
    const NAME: &'static str = "contacts";
    const COLUMNS: &'static [Column] = &[
        Column { choices: CONTACT_ROLES, ..column("for", "contact-for") },
        column("name", "name"),
        column("kana", "kana"),
        column("department", "department"),
        column("title", "contact-title"),
        Column { inputmode: "tel", ..column("phone", "phone") },
        Column { inputmode: "email", ..column("email", "email") },
    ];

    fn of(company: &mut Company) -> &mut Vec<Self> {
        &mut company.contacts
    }

    fn cells(&self) -> Vec<String> {
        let role = match self.role {
            ContactRole::Representative => "representative",
            ContactRole::Applications => "applications",
            ContactRole::Accounting => "accounting",
            ContactRole::Other => "other",
        };
        [role, &self.name, &self.kana, &self.department, &self.title, &self.phone, &self.email].map(str::to_owned).to_vec()
    }

    fn read(cells: &[String]) -> Result<Self, RowFaults> {
        let [role, name, kana, department, title, number, email] = cells else { return Err(vec![(0, "wrong-value")]) };
        let phone = phone(number);
        let checks = [
            (1, "wrong-name", !name.is_empty()),
            (5, "wrong-phone", phone.is_some()),
            (6, "wrong-email", email.is_empty() || platform::mail::bare_address(email).is_ok()),
        ];
        sound(&checks)?;
        Ok(Self {
            role: match role.as_str() {
                "representative" => ContactRole::Representative,
                "accounting" => ContactRole::Accounting,
                "other" => ContactRole::Other,
                _ => ContactRole::Applications,
            },
            name: plain(name),
            kana: plain(kana),
            department: plain(department),
            title: plain(title),
            phone: phone.unwrap_or_default(),
            email: platform::mail::folded(email),
        })
    }
}

const ESTABLISHMENT_KINDS: &[(&str, &str)] = &[
    ("main", "establishment-main"),
    ("branch", "establishment-branch"),
    ("factory", "establishment-factory"),
    ("laboratory", "establishment-laboratory"),
    ("shop", "establishment-shop"),
    ("other", "establishment-other"),
];

impl List for Establishment {
    const NAME: &'static str = "establishments";
    const COLUMNS: &'static [Column] = &[
        Column { choices: ESTABLISHMENT_KINDS, ..column("kind", "establishment-kind") },
        column("name", "establishment-name"),
        Column { inputmode: "numeric", ..column("postal", "postal-code") },
        Column { prefectures: true, ..column("prefecture", "prefecture") },
        column("address", "address"),
        Column { inputmode: "tel", ..column("phone", "phone") },
        Column { inputmode: "numeric", ..column("employees", "establishment-employees") },
    ];

    fn of(company: &mut Company) -> &mut Vec<Self> {
        &mut company.establishments
    }

    fn cells(&self) -> Vec<String> {
        let kind = match self.kind {
            EstablishmentKind::Main => "main",
            EstablishmentKind::Branch => "branch",
            EstablishmentKind::Factory => "factory",
            EstablishmentKind::Laboratory => "laboratory",
            EstablishmentKind::Shop => "shop",
            EstablishmentKind::Other => "other",
        };
        let postal = match self.postal_code.split_at_checked(3) {
            Some((front, back)) if !back.is_empty() => format!("{front}-{back}"),
            _ => self.postal_code.clone(),
        };
        let employees = self.employees.map(|n| kernel::text::separated(n.into())).unwrap_or_default();
        vec![kind.to_owned(), self.name.clone(), postal, self.prefecture.clone(), self.address.clone(), self.phone.clone(), employees]
    }

    fn read(cells: &[String]) -> Result<Self, RowFaults> {
        let [kind, name, postal, prefecture, address, number, employees] = cells else { return Err(vec![(0, "wrong-value")]) };
        let postal: String = kernel::text::plain(postal).chars().filter(char::is_ascii_digit).collect();
        let (prefecture, phone) = (Prefecture::parse(prefecture).ok(), phone(number));
        let employees = match employees.trim() {
            "" => Ok(None),
            text => match kernel::number::count(text, &kernel::number::PEOPLE).map(u32::try_from) {
                Ok(Ok(count)) => Ok(Some(count)),
                Ok(Err(_)) => Err("wrong-too-large"),
                Err(error) => Err(ui::unread(&error, "wrong-count")),
            },
        };
        let checks = [
            (1, "wrong-establishment-name", !name.is_empty()),
            (2, "wrong-postal-code", matches!(postal.len(), 0 | 7)),
            (3, "wrong-prefecture", prefecture.is_some()),
            (5, "wrong-phone", phone.is_some()),
            (6, employees.err().unwrap_or_default(), employees.is_ok()),
        ];
        sound(&checks)?;
        Ok(Self {
            kind: match kind.as_str() {
                "main" => EstablishmentKind::Main,
                "factory" => EstablishmentKind::Factory,
                "laboratory" => EstablishmentKind::Laboratory,
                "shop" => EstablishmentKind::Shop,
                "other" => EstablishmentKind::Other,
                _ => EstablishmentKind::Branch,
            },
            name: plain(name),
            postal_code: postal,
            prefecture: prefecture.map(|p| p.to_string()).unwrap_or_default(),
            address: plain(address),
            phone: phone.unwrap_or_default(),
            employees: employees.unwrap_or_default(),
        })
    }
}

/// A cell of the form.
#[derive(Debug)]
struct Cell {
    name: String,
    label: String,
    value: String,
    options: Vec<(String, String)>,
    inputmode: &'static str,
    error: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "list.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    list: &'static str,
    title: String,
    lead: String,
    tabs: String,
    version: i32,
    done: Option<String>,
    error: Option<Faults>,
    may_change: bool,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// What was typed: the cells of every row that is not empty. A row in which only a choice stands is empty.
fn typed_rows<L: List>(typed: &HashMap<String, String>) -> Vec<Vec<String>> {
    let row = |i: usize| L::COLUMNS.iter().map(|c| field(typed, &format!("{}{i}", c.name)).trim().to_owned()).collect::<Vec<_>>();
    let filled =
        |cells: &Vec<String>| cells.iter().zip(L::COLUMNS).any(|(cell, c)| !cell.is_empty() && c.choices.is_empty() && !c.prefectures);
    (0..MOST_ROWS).map(row).filter(filled).collect()
}

fn cells<L: List>(context: &RequestContext, place: usize, values: &[String]) -> Vec<Cell> {
    let faults = if values.iter().all(String::is_empty) { None } else { L::read(values).err() };
    let faults = faults.unwrap_or_default();
    let cell = |(i, (column, value)): (usize, (&Column, &String))| {
        let mut options: Vec<(String, String)> = column.choices.iter().map(|(v, key)| ((*v).to_owned(), context.word(key))).collect();
        if column.prefectures {
            let ja = context.viewer.lang == rules::words::Lang::Ja;
            options.push((String::new(), context.word("choose")));
            options.extend(Prefecture::all().map(|p| (p.to_string(), if ja { p.name_ja() } else { p.name_en() }.to_owned())));
        }
        Cell {
            name: format!("{}{place}", column.name),
            label: format!("{} {}", context.word(column.label), place + 1),
            value: value.clone(),
            options,
            inputmode: column.inputmode,
            error: faults.iter().find(|(at, _)| *at == i).map(|(_, message)| context.word(message)),
        }
    };
    L::COLUMNS.iter().zip(values).enumerate().map(cell).collect()
}

async fn show<L: List>(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    typed: Option<(&HashMap<String, String>, Option<&Error>)>,
) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let mut record = (*company).clone();
    let mut values: Vec<Vec<String>> = match typed {
        Some((typed, _)) => typed_rows::<L>(typed),
        None => L::of(&mut record).iter().map(List::cells).collect(),
    };
    values.resize(values.len() + SPARE, vec![String::new(); L::COLUMNS.len()]);
    let rows: Vec<Vec<Cell>> = values.iter().enumerate().map(|(i, v)| cells::<L>(context, i, v)).collect();
    let wrong = rows.iter().flatten().filter_map(|c| Some(Fault { at: c.name.clone(), label: c.label.clone(), message: c.error.clone()? }));
    let wrong: Vec<Fault> = wrong.collect();
    let error = typed.and_then(|(typed, fault)| match fault {
        Some(Error::Stale) => {
            let mut mine = (*company).clone();
            // What can't be read is told when it is sent again.
            *L::of(&mut mine) = typed_rows::<L>(typed).iter().filter_map(|row| L::read(row).ok()).collect();
            mine.settle();
            Some(versions(context, &company, &mine))
        }
        Some(fault) => context.mark(&mut [], Some(fault)),
        None => Some(Faults::new(&context.words, &wrong)),
    });
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        list: L::NAME,
        title: context.word(L::NAME),
        lead: context.word(&format!("{}-lead", L::NAME)),
        tabs: tabs(state, context, &company, L::NAME).await?,
        version: company.version,
        done,
        error,
        may_change: may_edit(state, context, id),
        heads: L::COLUMNS.iter().map(|c| context.word(c.label)).collect(),
        rows,
    };
    let title = format!("{} {}", page.title, company.name);
    Ok(match typed {
        None => context.page(&title, &page),
        Some((_, Some(Error::Stale))) => context.conflict(&title, &page),
        Some(_) => context.faulty(&title, &page),
    })
}

async fn change<L: List>(state: &AppState, context: &RequestContext, id: &str, typed: &HashMap<String, String>) -> Answer {
    let version = field(typed, "version").parse().unwrap_or(0);
    let Ok(list) = typed_rows::<L>(typed).iter().map(|r| L::read(r)).collect::<Result<Vec<L>, _>>() else {
        return show::<L>(state, context, id, None, Some((typed, None))).await;
    };
    let change = |company: &mut Company| {
        *L::of(company) = list;
        Ok(())
    };
    match service::edit(&state.app, &context.actor, id, version, change, &notify_owner(state, context)).await {
        Ok(kept) => Ok(to_done(context, id, &format!("/companies/{id}/{}", L::NAME), kept)),
        Err(mut faults) => match faults.pop() {
            Some(fault) if fault.is_typed() || matches!(fault, Error::Stale) => {
                show::<L>(state, context, id, None, Some((typed, Some(&fault)))).await
            }
            other => Err(other.unwrap_or(Error::NotFound).into()),
        },
    }
}

async fn page<L: List>(state: &AppState, context: &RequestContext, id: &str, query: &HashMap<String, String>) -> Answer {
    let done = context.done(query, &["company-saved"]);
    show::<L>(state, context, id, done, None).await
}

pub(super) async fn contacts(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    page::<Contact>(&state, &context, &id, &query).await
}

pub(super) async fn change_contacts(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    change::<Contact>(&state, &context, &id, &typed).await
}

pub(super) async fn establishments(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    page::<Establishment>(&state, &context, &id, &query).await
}

pub(super) async fn change_establishments(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    change::<Establishment>(&state, &context, &id, &typed).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_in_which_cell_it_is_wrong() {
        let row = |cells: [&str; 7]| cells.map(str::to_owned);
        let right =
            Establishment::read(&row(["factory", "小山工場", "３２３－０００１", "栃木県", "小山市例町1", "0285-00-0000", "1,200"]));
        let right = right.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!((right.postal_code.as_str(), right.prefecture.as_str(), right.employees), ("3230001", "09", Some(1_200)));
        assert_eq!(right.cells()[2], "323-0001");
        assert_eq!(Establishment::read(&row(["main", "", "", "09", "", "", ""])).err(), Some(vec![(1, "wrong-establishment-name")]));
        assert_eq!(Establishment::read(&row(["main", "本社", "12", "09", "", "", ""])).err(), Some(vec![(2, "wrong-postal-code")]));
        assert_eq!(Establishment::read(&row(["main", "本社", "", "火星", "", "", ""])).err(), Some(vec![(3, "wrong-prefecture")]));
        assert_eq!(Contact::read(&row(["other", "下野 花子", "", "", "", "電話なし", ""])).err(), Some(vec![(5, "wrong-phone")]));
        assert_eq!(
            Contact::read(&row(["other", "下野 花子", "", "", "", "０２８‐６００‐００００", "x@@y"])).err(),
            Some(vec![(6, "wrong-email")])
        );
        let contact = Contact::read(&row(["accounting", "下野 花子", "シモツケ", "総務部", "部長", "028-600-0000", "a@example.jp"]));
        assert_eq!(contact.map(|c| c.cells()[5].clone()).ok().as_deref(), Some("028-600-0000"));
    }
}
