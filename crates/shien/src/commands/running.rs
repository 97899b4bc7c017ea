//! What an operator does: `shien user`, `shien journal`.

use std::io::BufRead;

use platform::{
    Error,
    accounts::{self, Agency},
    journal::{self, Verdict},
};

use crate::{
    cli::User,
    output::{self, Failure},
    server,
};

fn told(error: &Error) -> Failure {
    match error {
        Error::Wrong { field, message } => {
            let words = ui::words(rules::words::Lang::En);
            Failure::Usage(format!("{field}: {}", words.get(message)))
        }
        other => Failure::Unusable(other.to_string()),
    }
}

/// Adds people and agencies.
pub fn user(what: User, database: &str) -> Result<(), Failure> {
    server::wait(async {
        let house = server::open(database).await?;
        match what {
            User::Agency { id, ja, en } => {
                accounts::add_agency(&house, &Agency { id, name_ja: ja, name_en: en }).await.map_err(|e| told(&e))?;
                output::note("the agency is kept");
            }
            User::Add { email, name, role, place } => {
                let mut password = String::new();
                std::io::stdin().lock().read_line(&mut password)?;
                let id = accounts::add_person(&house, &email, &name, password.trim_end_matches(['\r', '\n']), false).await;
                let id = id.map_err(|e| told(&e))?;
                accounts::give_role(&house, &id, role, &place).await.map_err(|e| told(&e))?;
                output::note(&format!("{email} is {} in {place}", role.name()));
            }
        }
        Ok(())
    })
}

/// Follows the journal's chain.
pub fn verify(database: &str) -> Result<(), Failure> {
    server::wait(async {
        let house = server::open(database).await?;
        match journal::verify(house.db.read()).await.map_err(|e| told(&e))? {
            Verdict::Whole { entries, last } => output::print(&format!("whole: {entries} entries, last {last}\n")),
            Verdict::Broken { seq } => {
                output::complain(&format!("the journal is broken at entry {seq}"));
                Err(Failure::Faults)
            }
        }
    })
}
