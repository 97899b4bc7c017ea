//! The verbs of the catalogue.

use platform::{Actor, Error, House, access::Act};
use serde_json::json;

use crate::{
    model::{Catalogue, File},
    store,
};

/// Keeps the files of a catalogue; one that is kept already is replaced. From the command line. Safe to repeat.
pub async fn load(house: &House, files: Vec<File>) -> Result<usize, Error> {
    let mut write = house.begin(&Actor::House("command line")).await?;
    for file in &files {
        store::put(write.db(), file).await?;
    }
    write.journal(Act::SET_UP, "catalogue", json!({ "files": files.len() })).await?;
    write.commit().await?;
    Ok(files.len())
}

/// The catalogue as it is kept.
pub async fn catalogue(house: &House) -> Result<Catalogue, Error> {
    Ok(Catalogue::of(&store::all(house.db.read()).await?))
}
