//! The verbs of the catalogue.

use platform::{Db, DbError};

use crate::{
    model::{Catalogue, File},
    store,
};

/// Keeps the files of a catalogue; one that is kept already is replaced. Safe to repeat.
pub async fn load(db: &Db, files: Vec<File>) -> Result<usize, DbError> {
    let count = files.len();
    db.write(move |tx| {
        Box::pin(async move {
            for file in &files {
                store::put(tx, file).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(count)
}

/// The catalogue as it is kept.
pub async fn catalogue(db: &Db) -> Result<Catalogue, DbError> {
    Ok(Catalogue::of(&store::all(db.read()).await?))
}
