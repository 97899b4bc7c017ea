//! The commands, one function each.

mod assess;
mod check;
mod files;
mod import;
pub use files::read as catalogue_files;
mod list;
mod mcp;
mod running;

use std::{io::Write, path::Path, process::ExitCode};

use clap::CommandFactory;
use programmes::model::{Catalogue, File, Programme};

use crate::{
    cli::{self, Cli, Command, Config, Files, Journal, SchemaOf},
    config::Settings,
    output::{self, Failure},
    server,
};

/// Runs a command.
pub fn run(cli: Cli) -> ExitCode {
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::Faults) {
                output::complain(&failure.to_string());
            }
            failure.code()
        }
    }
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    let Cli { command, catalogue: folder, color } = cli;
    let catalogue = || files::catalogue(folder.as_deref());
    match command {
        Command::Check { paths, sources, cases } => check::run(&paths, folder.as_deref(), sources.as_deref(), cases, color),
        Command::Measures { words, format } => list::measures(&catalogue()?, &words.join(" "), format),
        Command::Phrases { words, lang } => list::phrases(&words.join(" "), lang),
        Command::Draft { text, document } => {
            let text = files::bytes(&text)?;
            output::print(&rules::draft::yaml(&String::from_utf8_lossy(&text), &document))
        }
        Command::Mcp => mcp::run(catalogue()?),
        Command::Import { format, file, to, on } => import::run(format, &file, &to, on),
        Command::Compare { before, after, format, lang } => {
            let (before, after) = (schemes(&before, folder.as_deref())?, schemes(&after, folder.as_deref())?);
            if before.len() != after.len() {
                let message = format!("{} programmes can't be compared with {}: name one of each by its id", before.len(), after.len());
                return Err(Failure::Usage(message));
            }
            list::compare(&before, &after, format, lang)
        }
        Command::Programmes { as_of, format } => list::programmes(&catalogue()?, as_of, format),
        Command::Show { programme, sources, format, lang } => {
            let all = schemes(&programme, folder.as_deref())?;
            all.iter().try_for_each(|programme| list::show(programme, sources.as_deref(), format, lang))
        }
        Command::Assess { programme, file, as_of, phase, format, lang } => {
            let moment = rules::assess::Moment { phase, as_of: as_of.map(|i| i.0), ..rules::assess::Moment::default() };
            assess::run(&one(&programme, folder.as_deref())?, &file, moment, format, lang, color)
        }
        Command::Whatif { programme, file, set, facts, phase, format, lang } => {
            let moment = rules::assess::Moment { phase, ..rules::assess::Moment::default() };
            assess::whatif(&one(&programme, folder.as_deref())?, &file, &assess::Changes { set, facts }, moment, format, lang, color)
        }
        Command::Schema { of } => {
            let schema = match of {
                SchemaOf::Programme => rules::schema::programme_file(),
                SchemaOf::Measures => rules::schema::measures().clone(),
                SchemaOf::Application => rules::schema::application().clone(),
                SchemaOf::Assessment => rules::schema::assessment().clone(),
            };
            output::print_json(&format!("{schema:#}\n"))
        }
        Command::Load { settings, samples } => server::load(&of(settings)?, folder.as_deref(), samples),
        Command::Migrate { settings } => {
            let settings = of(settings)?;
            server::wait(async { server::open(&settings).await.map(|_| ()) })
        }
        Command::Serve(given) => server::serve(&Settings::read(&given)?.0),
        Command::User { what, settings } => running::user(what, &of(settings)?),
        Command::Journal { what, settings } => match what {
            Journal::Verify { against, key } => running::verify_journal(&against, key.as_deref(), &of(settings)?),
            Journal::Checkpoint => running::checkpoint(&of(settings)?),
            Journal::PublicKey => output::print(&format!("{}\n", of(settings)?.signer()?.verifier().to_text())),
            Journal::Key { name } => running::journal_key(&name),
        },
        Command::Verify { settings } => running::verify(&of(settings)?),
        Command::Config { what: Config::Check, settings } => running::check(&settings),
        Command::Backup { what, settings } => running::backup(what, &of(settings)?),
        Command::Restore { folder, key, settings } => running::restore(&folder, key.as_deref(), &of(settings)?),
        Command::Files { what: Files::Check, settings } => running::files(&of(settings)?),
        Command::Retention { run, settings } => running::retention(run, &of(settings)?),
        Command::Receipt { what, settings } => running::receipt(what, &of(settings)?),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "shien", &mut out);
            output::print_as_it_is(&String::from_utf8_lossy(&out))
        }
        Command::Man => {
            let mut out = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut out)?;
            out.flush()?;
            output::print_as_it_is(&String::from_utf8_lossy(&out))
        }
    }
}

/// The settings of a command that serves nobody.
fn of(given: cli::Settings) -> Result<Settings, Failure> {
    Settings::read(&cli::Serve { settings: given, ..cli::Serve::default() }).map(|read| read.0)
}

/// The programme of an identifier, or every scheme of a file, in its order.
fn schemes(named: &str, folder: Option<&Path>) -> Result<Vec<Programme>, Failure> {
    let path = Path::new(named);
    if path.extension().is_some_and(|e| e == "yaml" || e == "yml") && path.is_file() {
        let found = Catalogue::of(&files::read(Some(path))?).programmes;
        if found.len() > 1 {
            return Ok(found);
        }
    }
    one(named, folder).map(|one| vec![one])
}

/// One programme by its identifier, or that of a file. Only files that hold the identifier are read as programmes.
fn one(named: &str, folder: Option<&Path>) -> Result<Programme, Failure> {
    let path = Path::new(named);
    if path.extension().is_some_and(|e| e == "yaml" || e == "yml") && path.is_file() {
        let catalogue = Catalogue::of(&files::read(Some(path))?);
        let [only] = catalogue.programmes.as_slice() else {
            let ids: Vec<&str> = catalogue.programmes.iter().map(Programme::id).collect();
            let why = if ids.is_empty() { "`shien check` tells its faults".to_owned() } else { format!("it has {}", ids.join(", ")) };
            return Err(Failure::Usage(format!("{named} does not hold one sound programme: {why}")));
        };
        return Ok(only.clone());
    }
    let all = files::read(folder)?;
    let holds = |file: &&File| file.body.windows(named.len().max(1)).any(|w| w == named.as_bytes());
    let few: Vec<File> = all.iter().filter(holds).cloned().collect();
    let catalogue = Catalogue::of(&few);
    if let Some(found) = catalogue.find(named) {
        return Ok(found.clone());
    }
    find(&files::catalogue(folder)?, named).cloned()
}

fn find<'c>(catalogue: &'c Catalogue, id: &str) -> Result<&'c Programme, Failure> {
    catalogue.find(id).ok_or_else(|| {
        let why = catalogue.suggest(id);
        let twice = catalogue.twice.iter().any(|(twice, _)| twice == id);
        Failure::Usage(if twice { format!("`{id}` can't be told apart: {why}") } else { format!("there is no programme `{id}`; {why}") })
    })
}
