//! What of companies and of those who act for them there is at the most.

use platform::{
    Limit,
    limits::{MIB, bytes, count},
};

/// Companies that one person founds before anybody looked.
pub const UNPROVEN: usize = 3;
/// Claims of one person that wait.
pub const CLAIMS: usize = 5;
/// Proposals that wait for one company.
pub const PROPOSALS: u64 = 20;
/// Forms with copies of certificates by one person, and questions to gBizINFO, within fifteen minutes.
pub const LOOKS: u64 = 60;
/// Rows of a list of a company: contacts, establishments, owners, officers.
pub const LIST: usize = 50;
/// Certifications of a company.
pub const CERTIFICATIONS: usize = 100;
/// Bytes of a copy of a certificate.
pub const COPY: usize = 20 * MIB;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("companies that one person founds before anybody looked, claims that wait", || format!("{UNPROVEN}, {CLAIMS}")),
    Limit::new("proposals that wait for one company", || count(PROPOSALS)),
    Limit::new("forms with copies, questions to gBizINFO in 15 minutes", || format!("{LOOKS} each by one person")),
    Limit::new("rows of a list of a company", || count(LIST)),
    Limit::new("a copy of a certificate", || format!("{}; PDF, JPEG, PNG, WebP by content", bytes(COPY))),
    Limit::new("certifications of a company", || count(CERTIFICATIONS)),
];
