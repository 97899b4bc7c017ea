//! The one place that prints: plain text to standard output, faults to standard error.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};
use rules::diagnostic::{Diagnostic, Severity};

use crate::cli::Color;

/// What can end a command.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Files have faults; they have been told.
    #[error("faults were found")]
    Faults,
    /// The command line asks for something that is not there.
    #[error("{0}")]
    Usage(String),
    /// A file or an address can't be used.
    #[error("{0}")]
    Unusable(String),
}

impl Failure {
    /// The exit status.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Faults => 1,
            Self::Usage(_) => 2,
            Self::Unusable(_) => 3,
        })
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error.to_string())
    }
}

/// Prints text; a closed pipe ends quietly.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a line about a failure.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "shien: {text}");
}

/// Prints a note that is neither result nor failure.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints the faults of a file like a good compiler: file, line, column, the line itself, what to do.
pub fn diagnostics(color: Color, name: &str, text: &str, faults: &[Diagnostic]) {
    let colored = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let theme = if colored { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    for fault in faults {
        let start = fault.span.start.min(text.len());
        let end = fault.span.end.clamp(start, text.len());
        // A whole block is shown by its first line.
        let end = text.get(start..end).and_then(|t| t.find('\n')).map_or(end, |n| start + n);
        let mut told = MietteDiagnostic::new(fault.message.clone())
            .with_code(fault.code)
            .with_severity(if fault.severity == Severity::Error { miette::Severity::Error } else { miette::Severity::Warning })
            .with_label(LabeledSpan::new(Some("here".to_owned()), start, end - start));
        if let Some(help) = &fault.help {
            told = told.with_help(help.clone());
        }
        let report = Report::new(told).with_source_code(NamedSource::new(name, text.to_owned()));
        let mut out = String::new();
        if handler.render_report(&mut out, report.as_ref()).is_err() {
            out = format!("{name}:{}:{}: {}", fault.span.line, fault.span.column, fault.message);
        }
        let _ = writeln!(io::stderr(), "{out}");
    }
}
