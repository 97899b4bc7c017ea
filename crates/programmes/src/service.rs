//! The verbs of the catalogue.

use crate::acts;
use platform::{Actor, App, Error};
use serde_json::json;

use crate::{
    model::{Catalogue, File},
    store,
};

/// Keeps the files of a catalogue; one that is kept already is replaced. From the command line. Safe to repeat.
pub async fn load(app: &App, files: Vec<File>) -> Result<usize, Error> {
    let files: Vec<File> = files.into_iter().map(|file| file.with_prepared(app)).collect();
    let mut unit = app.begin(&Actor::System("command line")).await?;
    for file in &files {
        store::put(unit.db(), file).await?;
    }
    unit.journal(acts::SET_UP, "catalogue", json!({ "files": files.len() })).await?;
    unit.commit().await?;
    Ok(files.len())
}

/// An identifier that several programmes would have, were these files kept beside those that are, and the files they stand in.
pub async fn clash(app: &App, files: &[File]) -> Result<Option<(String, Vec<String>)>, Error> {
    let kept = store::all(app.db.read()).await?.into_iter().filter(|old| files.iter().all(|f| f.path != old.path));
    let all: Vec<File> = kept.chain(files.iter().cloned()).collect();
    Ok(Catalogue::of(&all).twice.into_iter().next())
}

/// The catalogue as it is kept.
pub async fn catalogue(app: &App) -> Result<Catalogue, Error> {
    Ok(Catalogue::of(&store::all(app.db.read()).await?))
}
