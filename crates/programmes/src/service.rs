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

/// An identifier that several programmes would have, were these files kept beside those that are, and the files they stand in.
pub async fn clash(house: &House, files: &[File]) -> Result<Option<(String, Vec<String>)>, Error> {
    let kept = store::all(house.db.read()).await?.into_iter().filter(|old| files.iter().all(|f| f.path != old.path));
    let all: Vec<File> = kept.chain(files.iter().cloned()).collect();
    Ok(Catalogue::of(&all).twice.into_iter().next())
}

/// The catalogue as it is kept.
pub async fn catalogue(house: &House) -> Result<Catalogue, Error> {
    Ok(Catalogue::of(&store::all(house.db.read()).await?))
}
