//! Looking a company up in gBizINFO, comparing it with the record here, and taking over what differs.

use crate::acts;
use jiff::SignedDuration;
use kernel::{CorporateNumber, Prefecture, Yen};
use platform::{Actor, App, Error, Instant, accounts};
use rules::{
    application::{Given, GivenValue},
    language::Scalar,
};
use serde_json::Value;

use super::{
    Registry,
    client::{LookupError, Part},
    store,
};
use crate::{
    model::{Changed, Company, Contact, ContactRole, Establishment, EstablishmentKind, difference},
    service::{EditOutcome, OwnerLetter, company, edit},
};

/// Questions of one person within fifteen minutes.
const MOST_LOOKS: u64 = crate::limits::LOOKS;
/// An answer that is not older is not asked for again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// How a part of the answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was said just now, or within a day.
    Fresh,
    /// The registry does not answer; it said so then.
    Old(Instant),
    /// The registry knows no such number.
    Unknown,
    /// The registry does not answer, and never did.
    Away,
}

/// A certification as the registry words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certified {
    /// What it is called.
    pub title: String,
    /// Since when.
    pub date: String,
    /// Who gave it.
    pub by: String,
}

/// What the registry says of a company: each field by itself, none where it says nothing that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryRecord {
    /// How the facts came.
    pub state: State,
    /// How the certifications came.
    pub certified_state: State,
    /// 法人名.
    pub name: Option<String>,
    /// 郵便番号, seven digits.
    pub postal_code: Option<String>,
    /// 都道府県.
    pub prefecture: Option<Prefecture>,
    /// What follows the prefecture in the address.
    pub address: Option<String>,
    /// 資本金.
    pub capital: Option<Yen>,
    /// 従業員数, in persons.
    pub employees: Option<i64>,
    /// 設立年月日.
    pub founded_on: Option<jiff::civil::Date>,
    /// 代表者名.
    pub representative: Option<String>,
    /// Since when the registration is closed (閉鎖).
    pub closed_on: Option<String>,
    /// 認定.
    pub certified: Vec<Certified>,
}

fn text(answer: &Value, name: &str) -> Option<String> {
    let text = answer.get(name)?.as_str()?.trim();
    let plain: String = text.chars().filter(|c| !c.is_control()).take(300).collect();
    (!plain.is_empty()).then_some(plain)
}

/// A whole number, also where it comes as text.
fn whole_number(answer: &Value, name: &str) -> Option<i64> {
    let value = answer.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.replace(',', "").parse().ok()).filter(|n| *n >= 0)
}

fn read((record, state): &(Value, State), (certification, certified_state): &(Value, State)) -> RegistryRecord {
    let place = text(record, "location");
    let prefecture = place.as_deref().and_then(|p| Prefecture::all().find(|q| p.starts_with(q.name_ja())));
    let address = place.map(|p| prefecture.and_then(|q| p.strip_prefix(q.name_ja())).unwrap_or(&p).trim().to_owned());
    let date = |name: &str| text(record, name).and_then(|t| t.get(..10).unwrap_or(&t).parse().ok());
    let certified = certification.get("certification").and_then(Value::as_array).cloned().unwrap_or_default();
    let certified = certified.iter().filter_map(|c| {
        let title = text(c, "title")?;
        Some(Certified {
            title,
            date: text(c, "date_of_approval").unwrap_or_default(),
            by: text(c, "government_departments").unwrap_or_default(),
        })
    });
    RegistryRecord {
        name: text(record, "name"),
        postal_code: text(record, "postal_code")
            .map(|p| p.replace('-', ""))
            .filter(|p| p.len() == 7 && p.bytes().all(|b| b.is_ascii_digit())),
        prefecture,
        address,
        capital: whole_number(record, "capital_stock").and_then(Yen::new),
        employees: whole_number(record, "employee_number").filter(|n| *n < 10_000_000),
        founded_on: date("date_of_establishment"),
        representative: text(record, "representative_name"),
        closed_on: text(record, "close_date"),
        certified: certified.take(50).collect(),
        state: *state,
        certified_state: *certified_state,
    }
}

async fn part(app: &App, registry: &Registry, number: CorporateNumber, part: Part) -> Result<(Value, State), Error> {
    let last = store::last(app.db.read(), number, part.name()).await?;
    if let Some((body, at)) = &last
        && at.plus(FRESH) > app.now()
    {
        return Ok((body.clone(), State::Fresh));
    }
    match registry.ask(number, part).await {
        Ok(body) => {
            store::put(app.db.read(), number, part.name(), &body, app.now()).await?;
            Ok((body, State::Fresh))
        }
        Err(LookupError::Unknown) => Ok((Value::Null, State::Unknown)),
        Err(LookupError::Away) => Ok(last.map_or((Value::Null, State::Away), |(body, at)| (body, State::Old(at)))),
    }
}

/// What the registry says of a number: for anybody who is signed in.
pub async fn look_up(app: &App, actor: &Actor, registry: &Registry, number: CorporateNumber) -> Result<RegistryRecord, Error> {
    accounts::pace(app, actor, "registry", MOST_LOOKS).await?;
    let [basic, certification] = Part::ALL;
    Ok(read(&part(app, registry, number, basic).await?, &part(app, registry, number, certification).await?))
}

/// Puts what the registry says into a company's record: only the parts that are named.
pub fn fill(company: &mut Company, looked: &RegistryRecord, parts: &dyn Fn(&str) -> bool) {
    let mut fact = |name: &str, scalar: Option<Scalar>| {
        if let Some(scalar) = scalar.filter(|_| parts(name)) {
            let given = Given { value: GivenValue::One(scalar), source: Some("gBizINFO".to_owned()) };
            company.profile.facts.insert(name.to_owned(), given);
        }
    };
    fact("capital_yen", looked.capital.map(|y| Scalar::Int(y.get())));
    fact("employees", looked.employees.map(Scalar::Int));
    fact("founded_on", looked.founded_on.map(|d| Scalar::Text(d.to_string())));
    if let Some(name) = looked.name.clone().filter(|_| parts("name")) {
        company.name = name;
    }
    // A list that somebody has begun is theirs.
    if let Some(prefecture) = looked.prefecture.filter(|_| parts("establishments") && company.establishments.is_empty()) {
        company.establishments.push(Establishment {
            name: "本社".to_owned(),
            kind: EstablishmentKind::Main,
            postal_code: looked.postal_code.clone().unwrap_or_default(),
            prefecture: prefecture.to_string(),
            address: looked.address.clone().unwrap_or_default(),
            phone: String::new(),
            employees: None,
        });
    }
    let nobody = !company.contacts.iter().any(|c| c.role == ContactRole::Representative);
    if let Some(name) = looked.representative.clone().filter(|_| parts("contacts") && nobody) {
        company.contacts.push(Contact { name, role: ContactRole::Representative, ..Contact::default() });
    }
    company.settle();
}

/// What the registry says of a company that its record does not say, part by part.
pub async fn compare(
    app: &App,
    actor: &Actor,
    registry: &Registry,
    id: &str,
) -> Result<(Company, Option<RegistryRecord>, Vec<Changed>), Error> {
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?.into_inner();
    let Some(number) = found.number else { return Ok((found, None, Vec::new())) };
    let looked = look_up(app, actor, registry, number).await?;
    let mut filled = found.clone();
    fill(&mut filled, &looked, &|_| true);
    // What follows from an establishment comes with it.
    let changes = difference(&found, &filled).into_iter().filter(|c| !crate::model::FROM_ESTABLISHMENTS.contains(&c.part.as_str()));
    Ok((found, Some(looked), changes.collect()))
}

/// Takes parts over from the registry into a company's record, as every edit is made.
pub async fn take(
    app: &App,
    actor: &Actor,
    registry: &Registry,
    id: &str,
    version: i32,
    parts: &[String],
    tell: OwnerLetter<'_>,
) -> Result<EditOutcome, Vec<Error>> {
    let (_, looked, _) = compare(app, actor, registry, id).await.map_err(|e| vec![e])?;
    let Some(looked) = looked else { return Ok(EditOutcome::Nothing) };
    let change = |company: &mut Company| {
        fill(company, &looked, &|name| parts.iter().any(|p| p == name));
        Ok(())
    };
    edit(app, actor, id, version, change, tell).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn fresh(record: Value) -> RegistryRecord {
        read(&(record, State::Fresh), &(Value::Null, State::Away))
    }

    #[test]
    fn every_field_stands_by_itself() {
        let whole = json!({
            "corporate_number": "8000020130001", "name": "下野精密工業株式会社", "location": "栃木県宇都宮市例町1-2", "postal_code": "320-0001",
            "capital_stock": 30_000_000, "employee_number": "48", "date_of_establishment": "1985-04-01T00:00:00+09:00", "representative_name": "下野 一郎",
        });
        let looked = fresh(whole.clone());
        assert_eq!(looked.prefecture.map(|p| p.to_string()).as_deref(), Some("09"));
        assert_eq!((looked.address.as_deref(), looked.postal_code.as_deref()), (Some("宇都宮市例町1-2"), Some("3200001")));
        assert_eq!((looked.capital, looked.employees), (Yen::new(30_000_000), Some(48)));
        assert_eq!(looked.founded_on, Some(jiff::civil::date(1985, 4, 1)));
        for name in ["name", "location", "postal_code", "capital_stock", "employee_number", "date_of_establishment", "representative_name"]
        {
            for odd in [Value::Null, json!([1]), json!({}), json!("?")] {
                let mut record = whole.clone();
                record[name] = odd;
                let less = fresh(record);
                let lost = [
                    less.name != looked.name,
                    less.address != looked.address || less.prefecture != looked.prefecture,
                    less.postal_code != looked.postal_code,
                    less.capital != looked.capital,
                    less.employees != looked.employees,
                    less.founded_on != looked.founded_on,
                    less.representative != looked.representative,
                ];
                assert!(lost.iter().filter(|l| **l).count() <= 1, "{name} takes others along");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_the_registry_says_nothing_breaks(record in "\\PC{0,80}", number in any::<i64>()) {
            let record = json!({ "name": record, "location": record, "postal_code": record, "capital_stock": number, "date_of_establishment": record });
            let mut company = Company::new("x".to_owned(), "x".to_owned(), None);
            fill(&mut company, &fresh(record), &|_| true);
        }
    }
}
