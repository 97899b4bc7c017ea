//! The command line, as types.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use kernel::calendar::Closure;
use platform::access::Role;
use rules::{application::Instant, language::Phase, words::Lang};
use serde::Serialize;

use crate::config::Log;

/// Support programmes as data: eligibility, amounts to the yen, and why.
///
/// Exit status: 0 when everything was answered, whatever the verdict; 1 when a file has faults;
/// 2 when the command line is wrong; 3 when a file or an address can't be used.
#[derive(Debug, Parser)]
#[command(name = "shien", version, max_term_width = 100)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Programme files to use instead of the catalogue that comes with shien.
    #[arg(long, global = true, env = "SHIEN_CATALOGUE", value_name = "DIR")]
    pub catalogue: Option<PathBuf>,
    /// Colour: only on a terminal, always or never.
    #[arg(long, global = true, default_value = "auto")]
    pub color: Color,
}

/// When to print in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check programme files, and the cases beside them.
    Check {
        /// Files or folders; the catalogue when nothing is named.
        paths: Vec<PathBuf>,
        /// A folder with the source documents' texts: citations are held against them.
        #[arg(long, value_name = "DIR")]
        sources: Option<PathBuf>,
        /// Propose the cases that a file lacks: every bound at it, one below and one above, every class, every phase, with their answers.
        #[arg(long)]
        cases: bool,
    },
    /// List the programmes.
    Programmes {
        /// Show which are open at this instant.
        #[arg(long, value_name = "DATE", value_parser = Instant::parse)]
        as_of: Option<Instant>,
        /// How to print.
        #[arg(long, default_value = "table")]
        format: ListFormat,
    },
    /// Find measures of support by a sentence (「後継者がいない」), or list all of them.
    Measures {
        /// What is sought; everything where nothing is.
        words: Vec<String>,
        /// How to print.
        #[arg(long, default_value = "table")]
        format: ListFormat,
    },
    /// Find how something that a call says is written: 「いずれか早い日」, 「加算する」; all phrases where nothing is asked.
    Phrases {
        /// The words of the call.
        words: Vec<String>,
        /// The language of the explanations.
        #[arg(long, default_value = "ja")]
        lang: Lang,
    },
    /// Propose a programme file from the text of a call document: each entry with its line, to be confirmed.
    Draft {
        /// The text; `-` reads standard input.
        text: PathBuf,
        /// What the document is called in citations; the text's file name begins with it.
        #[arg(long, default_value = "DOC")]
        document: String,
    },
    /// Take over measures of other agencies: answers of jGrants (JSON) or service data of GIF (CSV), as a file that names their source and the
    /// day, with the text that it cites beside it.
    Import {
        /// What is read.
        #[arg(value_enum)]
        format: MeasuresFrom,
        /// The file; `-` reads standard input.
        file: PathBuf,
        /// The folder of the catalogue that the file is put into.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The day on which it was taken; today where nothing is said.
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Option<Date>,
    },
    /// Answer the questions of an assistant (Model Context Protocol) on standard input and output: find measures, assess a budget, list due
    /// dates. A served site answers the same at /mcp.
    Mcp,
    /// Tell what changed between two programmes: two years, rounds or revisions of a call.
    Compare {
        /// The earlier one: an identifier, or a file.
        before: String,
        /// The later one: an identifier, or a file.
        after: String,
        /// How to print.
        #[arg(long, default_value = "text")]
        format: AnswerFormat,
        /// The language of the text.
        #[arg(long, default_value = "ja")]
        lang: Lang,
    },
    /// Show one programme.
    Show {
        /// Its identifier, or a file.
        programme: String,
        /// A folder with the source documents' texts: the document is shown line by line, with what cites each line.
        #[arg(long, value_name = "DIR")]
        sources: Option<PathBuf>,
        /// How to print.
        #[arg(long, default_value = "text")]
        format: AnswerFormat,
        /// The language of the text.
        #[arg(long, default_value = "ja")]
        lang: Lang,
    },
    /// Assess an application.
    Assess {
        /// The programme's identifier.
        programme: String,
        /// The application, YAML or JSON; `-` reads standard input.
        file: PathBuf,
        /// The instant at which it arrives, where the file does not say.
        #[arg(long, value_name = "INSTANT", value_parser = Instant::parse)]
        as_of: Option<Instant>,
        /// The phase.
        #[arg(long, default_value = "application", value_parser = phase)]
        phase: Phase,
        /// How to print; `jsonl` reads one application a line and writes one answer a line.
        #[arg(long, default_value = "text")]
        format: AssessFormat,
        /// The language of the text.
        #[arg(long, default_value = "ja")]
        lang: Lang,
    },
    /// Assess an application as the programme is, and as it would be with changes, side by side.
    Whatif {
        /// The programme's identifier.
        programme: String,
        /// The application, YAML or JSON; `-` reads standard input.
        file: PathBuf,
        /// A change: `amount.cap.single=12000000`, or `readings.NAME=OPTION`.
        #[arg(long = "set", value_name = "PATH=VALUE", value_parser = change)]
        set: Vec<(String, String)>,
        /// Another fact of the applicant: `invoice_registered=true`.
        #[arg(long = "fact", value_name = "FACT=VALUE", value_parser = change)]
        facts: Vec<(String, String)>,
        /// The phase.
        #[arg(long, default_value = "application", value_parser = phase)]
        phase: Phase,
        /// How to print.
        #[arg(long, default_value = "text")]
        format: AnswerFormat,
        /// The language of the text.
        #[arg(long, default_value = "ja")]
        lang: Lang,
    },
    /// Print a JSON Schema, so that editors complete the files.
    Schema {
        /// Of what.
        of: SchemaOf,
    },
    /// Load the catalogue into the database.
    Load {
        /// The settings.
        #[command(flatten)]
        settings: Settings,
        /// Also load an agency, people and companies to try the system out with; everybody knows their password.
        #[arg(long)]
        samples: bool,
    },
    /// Bring the database up to date, and do nothing else.
    Migrate {
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Serve the site, and do the jobs.
    Serve(Serve),
    /// Look after accounts.
    User {
        /// What to do.
        #[command(subcommand)]
        what: User,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Hold the journal, the records and the files against one another: what was filed, how applications stand, who holds which role;
    /// exit status 1 where they do not agree.
    Verify {
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Look after the journal.
    Journal {
        /// What to do.
        #[command(subcommand)]
        what: Journal,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Look after the settings.
    Config {
        /// What to do.
        #[command(subcommand)]
        what: Config,
        /// The settings.
        #[command(flatten)]
        settings: Serve,
    },
    /// Make and verify backups: the database and every file.
    Backup {
        /// What to do.
        #[command(subcommand)]
        what: Backup,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Take a backup into a new database, whichever kind it is: all or nothing.
    Restore {
        /// The backup's folder.
        folder: PathBuf,
        /// The public key of whoever made it; that of the settings where none is given.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Look after the files.
    Files {
        /// What to do.
        #[command(subcommand)]
        what: Files,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Show how many rows of each table are kept longer than they are to be; the server takes them away each night.
    Retention {
        /// Take them away now.
        #[arg(long)]
        run: bool,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Look after receipts.
    Receipt {
        /// What to do.
        #[command(subcommand)]
        what: Receipt,
        /// The settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// The settings, as flags. A file and the environment say the same things: `shien config check` shows what counts.
#[derive(Debug, Default, clap::Args, Serialize)]
pub struct Settings {
    /// A file with settings; `shien.toml` is read where it is there.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The database: `sqlite:FILE` or `postgres://…`.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Where files are kept: a folder, or `s3://BUCKET/PREFIX` with the usual AWS_… variables.
    #[arg(long, global = true, value_name = "PLACE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<String>,
}

/// How the site is served, as flags.
#[derive(Debug, Default, clap::Args, Serialize)]
pub struct Serve {
    /// What every command knows.
    #[command(flatten)]
    #[serde(flatten)]
    pub settings: Settings,
    /// Where to listen.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Where to tell figures of the process for Prometheus: for machines of the system only.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<String>,
    /// Where traces go: a collector of OpenTelemetry, `http://HOST:4318`.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traces: Option<String>,
    /// The address at which people reach the site, for links in letters; with https, cookies are kept to that.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// More names by which people reach the site, with commas between them; a request to any other is turned away.
    #[arg(long, global = true, value_name = "NAMES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
    /// A proxy stands before the site and writes the caller's address at the end of `X-Forwarded-For`: one on this machine, or those
    /// that are named by address or network.
    #[arg(long, global = true, value_name = "PROXIES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind_proxy: Option<String>,
    /// Those who work at an agency must sign in with a code, a passkey or GビズID.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub two_steps: bool,
    /// Who looks at files for harmful programs: clamd at `tcp://HOST:PORT` or `unix:/PATH`.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanner: Option<String>,
    /// Where letters go: `smtp://HOST:PORT`, `smtps://USER:PASSWORD@HOST`, or `folder:PATH` for trying out.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Whom letters come from.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    /// What the site is called, in Japanese.
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// What it is called in English.
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name_en: Option<String>,
    /// The picture before the name: a file, SVG or PNG.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_mark: Option<String>,
    /// The colour of links and buttons, such as #0017c1.
    #[arg(long, global = true, value_name = "COLOUR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_colour: Option<String>,
    /// Hold a rehearsal: the clock begins at this day and time in Japan and goes on from there, and every page says so.
    #[arg(long, global = true, value_name = "DATE-TIME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rehearsal: Option<String>,
    /// The file with the key that signs the end of the journal; see `shien journal key`.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal_key: Option<String>,
    /// So many bytes stay free where files are kept: below that papers are refused, so that filings find room.
    #[arg(long, global = true, value_name = "BYTES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_free: Option<u64>,
    /// How the log is written.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Log>,
}

/// What can be done with the settings.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Show each setting and where it comes from, and try whether everything that is set can be reached; exit status 1 where not.
    Check,
}

/// What can be done with files.
#[derive(Debug, Subcommand)]
pub enum Files {
    /// Hold every file against its name now, as the server does each night; exit status 1 where one is missing or damaged.
    Check,
}

/// What can be done with backups.
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Copy everything into a new folder while people work, and read the copy again.
    Make {
        /// The folder; it must not be there yet.
        folder: PathBuf,
    },
    /// Read a backup whole and hold it against what it says of itself, and that against its signature.
    Verify {
        /// The folder.
        folder: PathBuf,
        /// The public key of whoever made it; that of the settings where none is given.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a person, or a role to one who is there already. The password is read from standard input.
    Add {
        /// The e-mail address.
        email: String,
        /// The name.
        #[arg(long)]
        name: String,
        /// The role.
        #[arg(long, value_parser = role)]
        role: Role,
        /// The id of the agency or organisation in which the role is held.
        #[arg(long = "in", value_name = "ID")]
        place: String,
    },
    /// Add an operating agency.
    Agency {
        /// Its id.
        id: String,
        /// Its name in Japanese.
        #[arg(long)]
        ja: String,
        /// Its name in English.
        #[arg(long)]
        en: String,
        /// The days of every year on which it is closed besides weekends and public holidays.
        #[arg(long, value_name = "DAYS", default_value = "12-29..01-03", value_parser = Closure::parse)]
        closure: Closure,
    },
}

/// What can be done with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Follow the chain from its beginning; exit status 1 where it is broken.
    Verify {
        /// What left the system before and carries the journal's end as it was then: a checkpoint, a receipt's PDF, a letter to auditors,
        /// the folder of a backup.
        #[arg(long, value_name = "FILE")]
        against: Vec<PathBuf>,
        /// The public key of whoever signed it; that of the settings where none is given.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// Print the end of the journal, signed: keep it where nobody who can change the database comes.
    Checkpoint,
    /// Print the public half of the key in use: what auditors check checkpoints with, and another machine a backup.
    PublicKey,
    /// Print a new key to sign the end of the journal with, for the file that the setting `journal_key` names; the public half, for
    /// auditors, goes to the terminal.
    Key {
        /// What the key is called: the site and what it signs, such as `shien.example.jp/journal`.
        name: String,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let known: Vec<&str> = Role::ALL.iter().map(|r| r.name()).collect();
    text.parse().map_err(|_| format!("`{text}` is not a role; write one of {}", known.join(", ")))
}

/// What measures of other agencies are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MeasuresFrom {
    /// Answers of the API of jGrants: a list, details, or several of them in an array.
    Jgrants,
    /// 行政サービス・制度 of GIF as CSV.
    #[value(name = "ds-451-4")]
    Ds4514,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table.
    Table,
    /// JSON.
    Json,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people.
    Text,
    /// JSON.
    Json,
}

/// How assessments are read and printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AssessFormat {
    /// For people.
    Text,
    /// JSON.
    Json,
    /// A line for each.
    Jsonl,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// A programme file.
    Programme,
    /// An application file.
    Application,
    /// An answer.
    Assessment,
    /// Of files of measures.
    Measures,
}

fn day(text: &str) -> Result<Date, String> {
    kernel::date::parse_date(text).map_err(|error| error.to_string())
}

fn phase(text: &str) -> Result<Phase, String> {
    let found = Phase::ALL.into_iter().find(|p| p.word() == text);
    found.ok_or_else(|| format!("`{text}` is not a phase; write application, decision or settlement"))
}

fn change(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("write PATH=VALUE, for example amount.cap.single=12000000")?;
    Ok((path.trim().to_owned(), value.trim().to_owned()))
}

/// What is done with receipts.
#[derive(Debug, Subcommand)]
pub enum Receipt {
    /// Hold a receipt against what is kept: what it says, what was filed, and every file.
    Verify {
        /// The receipt's PDF, or its code.
        receipt: String,
        /// Files of the applicant's: told for each is whether it was filed with this receipt.
        #[arg(value_name = "FILE")]
        papers: Vec<PathBuf>,
    },
}
