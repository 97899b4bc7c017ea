//! The command line, as types.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use platform::{access::Role, accounts::openid::Settings};
use rules::{application::Instant, language::Phase, words::Lang};

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
    /// Show one programme.
    Show {
        /// Its identifier.
        programme: String,
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
        #[arg(long = "set", required = true, value_name = "PATH=VALUE", value_parser = change)]
        set: Vec<(String, String)>,
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
        /// The database.
        #[command(flatten)]
        database: Database,
        /// Also load an agency, people and companies to try the house out with; everybody knows their password.
        #[arg(long)]
        samples: bool,
    },
    /// Bring the database up to date, and do nothing else.
    Migrate {
        /// The database.
        #[command(flatten)]
        database: Database,
    },
    /// Serve the site, and do the jobs.
    Serve(Serve),
    /// Look after accounts.
    User {
        /// What to do.
        #[command(subcommand)]
        what: User,
        /// The database.
        #[command(flatten)]
        database: Database,
    },
    /// Look after the journal.
    Journal {
        /// What to do.
        #[command(subcommand)]
        what: Journal,
        /// The database.
        #[command(flatten)]
        database: Database,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// The database.
#[derive(Debug, clap::Args)]
pub struct Database {
    /// The database: `sqlite:FILE` or `postgres://…`.
    #[arg(long = "database", env = "DATABASE_URL", default_value = "sqlite:.shien/shien.db", value_name = "ADDRESS")]
    pub address: String,
}

/// How the site is served.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The database: `sqlite:FILE` or `postgres://…`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:.shien/shien.db")]
    pub database: String,
    /// Where to listen.
    #[arg(long, env = "SHIEN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// The address at which people reach the site, for links in letters; with https, cookies are kept to that.
    #[arg(long, env = "SHIEN_ADDRESS", value_name = "URL")]
    pub address: Option<String>,
    /// A proxy stands before the site and writes the caller's address at the end of `X-Forwarded-For`; sign-in limits then count by it.
    #[arg(long, env = "SHIEN_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Where letters go: `smtp://HOST:PORT`, `smtps://USER:PASSWORD@HOST`, or `folder:PATH` for trying out.
    #[arg(long, env = "SHIEN_MAIL", default_value = "folder:.shien/mail", hide_env_values = true, value_name = "ADDRESS")]
    pub mail: String,
    /// Whom letters come from.
    #[arg(long, env = "SHIEN_MAIL_FROM", default_value = "shien <shien@localhost.localdomain>", value_name = "ADDRESS")]
    pub mail_from: String,
    /// Signing in with GビズID.
    #[command(flatten)]
    pub gbizid: GbizId,
}

/// Signing in with GビズID.
#[derive(Debug, clap::Args)]
pub struct GbizId {
    /// The issuer that says who somebody is, as it names itself: `https://gbiz-id.go.jp/oauth/`.
    #[arg(long = "gbizid-issuer", env = "SHIEN_GBIZID_ISSUER", value_name = "URL", requires_all = ["gbizid_client", "gbizid_secret"])]
    pub gbizid_issuer: Option<String>,
    /// The name under which it knows this site.
    #[arg(long = "gbizid-client", env = "SHIEN_GBIZID_CLIENT", value_name = "ID")]
    pub gbizid_client: Option<String>,
    /// The secret that goes with it; better in the environment than on the command line.
    #[arg(long = "gbizid-secret", env = "SHIEN_GBIZID_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub gbizid_secret: Option<String>,
    /// What is asked for beside the person, separated by spaces.
    #[arg(long = "gbizid-scopes", env = "SHIEN_GBIZID_SCOPES", default_value = "profile user email", value_name = "SCOPES")]
    pub gbizid_scopes: String,
}

impl GbizId {
    /// The settings, where there are any.
    pub fn settings(&self) -> Option<Settings> {
        Some(Settings {
            issuer: self.gbizid_issuer.clone()?,
            client: self.gbizid_client.clone()?,
            secret: self.gbizid_secret.clone()?,
            scopes: self.gbizid_scopes.split_whitespace().map(str::to_owned).collect(),
        })
    }
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
    },
}

/// What can be done with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Follow the chain from its beginning; exit status 1 where it is broken.
    Verify,
}

fn role(text: &str) -> Result<Role, String> {
    let known: Vec<&str> = Role::ALL.iter().map(|r| r.name()).collect();
    text.parse().map_err(|_| format!("`{text}` is not a role; write one of {}", known.join(", ")))
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
}

fn phase(text: &str) -> Result<Phase, String> {
    let found = Phase::ALL.into_iter().find(|p| p.word() == text);
    found.ok_or_else(|| format!("`{text}` is not a phase; write application, decision or settlement"))
}

fn change(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("write PATH=VALUE, for example amount.cap.single=12000000")?;
    Ok((path.trim().to_owned(), value.trim().to_owned()))
}
