//! The one place that prints: plain text to standard output, faults to standard error.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use kernel::text::visible;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError, MietteSpanContents, Report, SourceCode, SourceSpan,
    SpanContents,
};
use rules::diagnostic::{Diagnostic, MOST_FAULTS, Severity};

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

/// Prints text, with signs that would steer the terminal in a form that is seen.
pub fn print(text: &str) -> Result<(), Failure> {
    print_as_it_is(&visible(text))
}

/// Prints JSON; signs that would steer the terminal stand as JSON writes them.
pub fn print_json(text: &str) -> Result<(), Failure> {
    print_as_it_is(&escaped(text))
}

/// JSON with the signs that would steer a terminal, or hide from the eye, as JSON writes them.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if visible(json) == json {
        return Cow::Borrowed(json);
    }
    let mut plain = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        // Below U+0020 only the line breaks between values are left.
        if c == '\u{7f}' || !c.is_ascii() && visible(c.encode_utf8(&mut [0; 4])) != c.to_string() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                plain.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// Prints what programs read, byte by byte; a closed pipe ends quietly.
pub fn print_as_it_is(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a line about a failure.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "shien: {}", visible(text));
}

/// Prints a note that is neither result nor failure.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{}", visible(text));
}

/// Faults of one file that are shown; the others are counted.
const MOST_SHOWN: usize = 20;

/// Prints the faults of a file like a good compiler: file, line, column, the line itself, what to do.
pub fn diagnostics(color: Color, name: &str, text: &str, faults: &[Diagnostic]) {
    let colored = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    // A closed pipe is nobody's fault.
    let _ = render(&mut io::stderr().lock(), colored, name, text, faults);
}

/// Writes the faults of a file. What it takes grows with the file once, however many faults there are and however long its lines.
pub fn render(out: &mut dyn Write, colored: bool, name: &str, text: &str, faults: &[Diagnostic]) -> io::Result<()> {
    let theme = if colored { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    let name = visible(name);
    for fault in faults.iter().take(MOST_SHOWN) {
        let excerpt = Excerpt::of(&name, text, fault);
        let mut diagnostic = MietteDiagnostic::new(short(&fault.message))
            .with_code(fault.code)
            .with_severity(if fault.severity == Severity::Error { miette::Severity::Error } else { miette::Severity::Warning })
            .with_label(LabeledSpan::new(Some("here".to_owned()), excerpt.start, excerpt.length));
        if let Some(help) = &fault.help {
            diagnostic = diagnostic.with_help(short(help));
        }
        let report = Report::new(diagnostic).with_source_code(excerpt);
        let mut shown = String::new();
        if handler.render_report(&mut shown, report.as_ref()).is_err() {
            shown = format!("{name}:{}:{}: {}", fault.span.line, fault.span.column, short(&fault.message));
        }
        writeln!(out, "{shown}")?;
    }
    let more = faults.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        let least = if faults.len() >= MOST_FAULTS { "at least " } else { "" };
        writeln!(out, "{name}: {least}{more} more faults like these; mend some and ask again\n")?;
    }
    Ok(())
}

/// A message of a length that people read.
fn short(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(MOST_MESSAGE) {
        None => text.into_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

const MOST_MESSAGE: usize = 1_000;
/// How much of a line stands before and behind the place of a fault, and how much of the place itself is marked, in characters.
const BEFORE: usize = 60;
const MARKED: usize = 120;
const BEHIND: usize = 60;

/// The line of a fault, cut around its place.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    start: usize,
    length: usize,
    line: usize,
    column: usize,
}

impl Excerpt {
    fn of(name: &str, text: &str, fault: &Diagnostic) -> Self {
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(fault.span.start);
        let end = floor(fault.span.end.max(start));
        let before = text[..start].chars().rev().take_while(|c| *c != '\n').take(BEFORE).map(char::len_utf8).sum::<usize>();
        // A whole block is shown by its first line.
        let place: String = text[start..end].chars().take_while(|c| *c != '\n').take(MARKED).collect();
        let behind = text[start + place.len()..].chars().take_while(|c| *c != '\n').take(BEHIND);
        let before = visible(&text[start - before..start]).into_owned();
        let marked = visible(&place).into_owned();
        let (start, length) = (before.len(), marked.len());
        let text = before + &marked + &visible(&behind.collect::<String>());
        let (line, column) = (fault.span.line.saturating_sub(1), fault.span.column.saturating_sub(1));
        Self { name: name.to_owned(), text, start, length, line, column }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, _: &SourceSpan, before: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Asked about the place alone, the column is the place's; asked about its surroundings, the excerpt's own.
        let column = if before == 0 { self.column } else { 0 };
        let whole = SourceSpan::new(0.into(), self.text.len());
        let contents = MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), whole, self.line, column, 1);
        Ok(Box::new(contents))
    }
}
