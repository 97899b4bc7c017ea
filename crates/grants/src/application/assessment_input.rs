//! What an application is reckoned from, as it is for somebody.

use std::collections::{BTreeMap, BTreeSet};

use forms::response::{FieldValue, FieldValues};
use parties::model::Company;
use platform::{Authorized, Error};
use programmes::estimate::FormInput;
use sea_orm::ConnectionTrait;

use super::{
    authorization::CompaniesById,
    model::{Application, LEAD, Member, Paper, Released, owner},
    papers, store,
};

/// What an application is reckoned from, as it is for somebody: the parts that they see as they stand, those of others, for whoever
/// leads, as they were released; of the rest nothing. So nothing that somebody types is found out by another from what is reckoned.
#[derive(Debug)]
pub(crate) struct AssessmentInput {
    /// What stands in each field that counts.
    pub fields: BTreeMap<String, String>,
    pub typed: FormInput,
    /// The members of whose parts nothing counts.
    pub unreleased: BTreeSet<String>,
    /// Whether it is reckoned for whoever leads.
    pub leads: bool,
    pub papers: Vec<Paper>,
    pub companies: CompaniesById,
    /// The company that leads, and those that were merged into it.
    pub known: Vec<String>,
    pub consulted: bool,
    pub another: bool,
    /// What else the company has filed here: the call, and the day.
    pub filed_here: Vec<(String, jiff::civil::Date)>,
}

impl AssessmentInput {
    /// A member's part as it counts here.
    pub(crate) fn part(&self, member: &Member) -> Released {
        let own = self.fields.iter().filter(|(name, _)| owner(name) == Some(&member.id));
        Released {
            fields: own.map(|(name, value)| (name.clone(), value.clone())).collect(),
            record: member.company.as_ref().and_then(|company| self.companies.get(company)).map(|record| record.profile.clone()),
        }
    }

    /// Gathers it, for somebody who sees these members' parts.
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        found: &Authorized<Application>,
        mut companies: CompaniesById,
        values: &FieldValues,
        seen: &BTreeSet<String>,
    ) -> Result<Self, Error> {
        let value = |(name, value): (&String, &FieldValue)| (!value.value.is_empty()).then(|| (name.clone(), value.value.clone()));
        // What a member who is gone had typed counts no more.
        let counts = |name: &str| owner(name).is_none_or(|m| seen.contains(m) && found.members.iter().any(|f| f.id == m));
        let mut fields: BTreeMap<String, String> = values.iter().filter(|(name, _)| counts(name)).filter_map(value).collect();
        let (leads, mut unreleased) = (seen.contains(LEAD), BTreeSet::new());
        let others: Vec<&Member> = found.members.iter().filter(|m| !seen.contains(&m.id)).collect();
        let mut released = if leads && !others.is_empty() { store::released(db, found).await? } else { BTreeMap::new() };
        for member in others {
            let record = member.company.as_ref().and_then(|company| companies.remove(company));
            let Some(part) = released.remove(&member.id) else {
                unreleased.insert(member.id.clone());
                continue;
            };
            fields.extend(part.fields);
            if let Some((record, profile)) = record.zip(part.record) {
                companies.insert(record.id.clone(), Company { profile, ..record });
            }
        }
        // The company by every name it had: one that was merged into another is that one.
        let lead = found.lead().and_then(|l| l.company.as_deref()).unwrap_or(&found.company);
        let known = parties::service::also_known_as(db, &[lead]).await?;
        Ok(Self {
            typed: FormInput::from_fields(fields.iter().map(|(name, value)| (name.clone(), value.clone()))),
            fields,
            unreleased,
            leads,
            papers: papers::list(db, found, &found.members).await?,
            companies,
            consulted: store::consulted(db, &found.call, &known).await?,
            another: store::has_another(db, &found.call, &known, &found.id).await?,
            filed_here: store::filed_by(db, &known, &found.id).await?,
            known,
        })
    }
}
