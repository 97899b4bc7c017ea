//! The verbs of companies.

use platform::{Db, DbError};

use crate::{model::Company, store};

/// Keeps companies; one that is kept already is replaced. Safe to repeat.
pub async fn load(db: &Db, companies: Vec<Company>) -> Result<usize, DbError> {
    let count = companies.len();
    db.write(move |tx| {
        Box::pin(async move {
            for company in &companies {
                store::put(tx, company).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(count)
}

/// Every company, by name.
pub async fn all(db: &Db) -> Result<Vec<Company>, DbError> {
    store::all(db.read()).await
}

/// A company.
pub async fn find(db: &Db, id: &str) -> Result<Option<Company>, DbError> {
    store::find(db.read(), id).await
}
