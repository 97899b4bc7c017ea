//! Messages about a record are read by whoever may treat the record so; a record alone does not do.

use platform::{App, Error, Subject, access::Resource};

async fn messages<T: Subject + Resource>(app: &App, found: &T) -> Result<usize, Error> {
    Ok(workflow::thread::messages(app, found).await?.len())
}

fn main() {}
