//! `shien assess` and `shien whatif`.

use std::{
    borrow::Cow,
    fs,
    io::{self, BufRead, BufReader, Write},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::mpsc,
    thread,
};

use kernel::text::visible;
use programmes::model::Programme;
use rules::{
    application::{Application, Given as Fact},
    assess::{self, Moment, assess},
    assessment::Assessment,
    language::{FactOf, Scalar},
    plan::Plan,
    read,
    sentences::Teller,
    words::Lang,
};
use serde_json::{Value as Json, json};

use super::files;
use crate::{
    cli::{AnswerFormat, AssessFormat, Color},
    output::{self, Failure},
};

/// Assesses one application, or one a line.
pub fn run(programme: &Programme, file: &Path, moment: Moment, format: AssessFormat, lang: Lang, color: Color) -> Result<(), Failure> {
    if format == AssessFormat::Jsonl {
        return lines(programme.plan(), file, moment);
    }
    let application = one(file, color)?;
    let answer = answer(programme.plan(), &application, file, moment, color)?;
    if format == AssessFormat::Json {
        return output::print_json(&pretty(&answer)?);
    }
    output::print(&Teller::new(programme.plan(), lang).text(&answer))
}

struct Given {
    application: Application,
    tree: rules::node::Node,
    text: String,
}

fn one(file: &Path, color: Color) -> Result<Given, Failure> {
    let bytes = files::bytes(file)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (application, tree) = read::application(&bytes).map_err(|faults| {
        output::diagnostics(color, &file.display().to_string(), &text, &faults);
        Failure::Faults
    })?;
    Ok(Given { application, tree, text })
}

fn answer<'p>(plan: &'p Plan, given: &Given, file: &Path, moment: Moment, color: Color) -> Result<Assessment<'p>, Failure> {
    assess(plan, &given.application, moment).map_err(|faults| {
        output::diagnostics(color, &file.display().to_string(), &given.text, &read::locate(&given.tree, faults));
        Failure::Faults
    })
}

fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map(|s| s + "\n").map_err(|e| Failure::Unusable(e.to_string()))
}

/// What would be otherwise.
pub struct Changes {
    /// Of the programme: paths and values.
    pub set: Vec<(String, String)>,
    /// Of the applicant: facts and values.
    pub facts: Vec<(String, String)>,
}

/// Assesses an application as things are, and as they would be; where nothing is to change, tells what would bring the most.
pub fn whatif(
    programme: &Programme,
    file: &Path,
    changed: &Changes,
    moment: Moment,
    format: AnswerFormat,
    lang: Lang,
    color: Color,
) -> Result<(), Failure> {
    let Changes { set, facts } = changed;
    let changes: Vec<(String, Scalar)> = set.iter().map(|(path, value)| (path.clone(), scalar(value))).collect();
    let changed = read::with_changes(&programme.read, &changes).map_err(|faults| {
        let lines: Vec<String> =
            faults.iter().map(|f| format!("{}{}", f.message, f.help.as_ref().map(|h| format!("; {h}")).unwrap_or_default())).collect();
        Failure::Usage(lines.join("\n"))
    })?;
    let given = one(file, color)?;
    let now = answer(programme.plan(), &given, file, moment, color)?;
    if set.is_empty() && facts.is_empty() {
        return best(programme.plan(), &given, moment, &now, format, lang);
    }
    let other = Given { application: with_facts(&given.application, programme.plan(), facts), ..given };
    let then = answer(&changed.plan, &other, file, moment, color)?;
    if format == AnswerFormat::Json {
        return output::print_json(&pretty(
            &json!({ "changes": set.iter().chain(facts).map(|(p, v)| format!("{p}={v}")).collect::<Vec<_>>(), "now": now, "then": then }),
        )?);
    }
    let teller = Teller::new(programme.plan(), lang);
    let grant = |a: &Assessment<'_>| teller.grant(a);
    let mut rows = vec![
        (teller.word("verdict"), teller.verdict(now.verdict), teller.verdict(then.verdict)),
        (teller.word("grant"), grant(&now), grant(&then)),
        (teller.word("eligible-total"), teller.yen(now.eligible_total_yen), teller.yen(then.eligible_total_yen)),
    ];
    for c in &now.categories {
        let other = then.categories.iter().find(|o| o.id == c.id && o.member == c.member);
        let name = format!("{} {}", c.member, teller.fact(c.id));
        rows.push((name, teller.yen(c.recognised_yen), other.map_or_else(String::new, |o| teller.yen(o.recognised_yen))));
    }
    let mut out: String = set.iter().chain(facts).map(|(p, v)| format!("{p} = {v}\n")).collect();
    for (name, a, b) in rows {
        let mark = if a == b { " " } else { "*" };
        out += &format!("{mark} {name}: {a} → {b}\n");
    }
    output::print(&out)
}

/// An application with other facts: of its lead, or of its own.
fn with_facts(application: &Application, plan: &Plan, facts: &[(String, String)]) -> Application {
    let mut other = application.clone();
    let lead = other.members.iter().position(|m| m.lead == Some(true)).unwrap_or(0);
    for (fact, value) in facts {
        let of = plan.slot(fact).map(|slot| plan.slots[slot].of);
        let given = Fact::from(scalar(value));
        match other.members.get_mut(lead).filter(|_| of != Some(FactOf::Application)) {
            Some(member) => member.facts.insert(fact.clone(), given),
            None => other.facts.insert(fact.clone(), given),
        };
    }
    other
}

/// The facts that would bring the most.
fn best(plan: &Plan, given: &Given, moment: Moment, now: &Assessment<'_>, format: AnswerFormat, lang: Lang) -> Result<(), Failure> {
    let gains = assess::gains(plan, &given.application, moment, now);
    if format == AnswerFormat::Json {
        return output::print_json(&pretty(&gains)?);
    }
    let teller = Teller::new(plan, lang);
    let mut out = format!("{}: {}\n", teller.word("grant"), teller.grant(now));
    for gain in &gains {
        out += &format!("{}\n", teller.gain(gain));
    }
    for addition in &now.additions {
        out += &format!("{}\n", teller.addition(addition));
    }
    output::print(&out)
}

fn scalar(text: &str) -> Scalar {
    match text {
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        // A plain number; anything else is read where it is set, as in a file.
        _ => text.parse().map_or_else(|_| Scalar::Text(text.to_owned()), Scalar::Int),
    }
}

/// Lines that are read before they are answered: as many as have their answers in the nearer caches.
const BATCH: usize = 256;
/// A line longer than this is no application.
const MOST_LINE: usize = 8 * 1024 * 1024;

/// One application a line in, one answer a line out, in the same order, in bounded memory.
fn lines(plan: &Plan, file: &Path, moment: Moment) -> Result<(), Failure> {
    let unusable = |error: io::Error| Failure::Unusable(format!("{}: {error}", file.display()));
    let mut reader: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(BufReader::with_capacity(1 << 20, io::stdin()))
    } else {
        Box::new(BufReader::with_capacity(1 << 20, fs::File::open(file).map_err(unusable)?))
    };
    let mut out = io::BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // Each worker answers every so manyth batch; this thread reads ahead and writes in order.
    let faulty = thread::scope(|scope| -> Result<bool, Failure> {
        let desks: Vec<_> = (0..workers)
            .map(|_| {
                let (ask, asked) = mpsc::sync_channel::<(usize, Vec<Line>)>(2);
                let (answer, answered) = mpsc::sync_channel(2);
                scope.spawn(move || {
                    for (first, batch) in asked {
                        if answer.send(answer_part(plan, &batch, first, moment)).is_err() {
                            break;
                        }
                    }
                });
                (ask, answered)
            })
            .collect();
        let (mut sent, mut written, mut number) = (0, 0, 0);
        let (mut faulty, mut more) = (false, true);
        loop {
            while more && sent < written + 2 * workers {
                let batch = next_batch(&mut reader).map_err(unusable)?;
                more = !batch.is_empty();
                if more {
                    let lines = batch.len();
                    desks[sent % workers].0.send((number, batch)).map_err(|_| stopped())?;
                    (sent, number) = (sent + 1, number + lines);
                }
            }
            if written == sent {
                return Ok(faulty);
            }
            let (text, wrong) = desks[written % workers].1.recv().map_err(|_| stopped())?;
            written += 1;
            faulty |= wrong;
            match out.write_all(&text) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
                other => other?,
            }
        }
    })?;
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    if faulty { Err(Failure::Faults) } else { Ok(()) }
}

fn stopped() -> Failure {
    Failure::Unusable("an assessment stopped the work; the lines before it are answered".to_owned())
}

/// A line of the file; `None` for one that is longer than any application.
type Line = Option<Vec<u8>>;

fn next_batch(reader: &mut dyn BufRead) -> io::Result<Vec<Line>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < MOST_LINE {
        let mut line = Vec::new();
        let most = u64::try_from(MOST_LINE).unwrap_or(u64::MAX);
        if io::Read::take(&mut *reader, most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        bytes += line.len();
        if line.len() == MOST_LINE && line.last() != Some(&b'\n') {
            line = Vec::new();
            batch.push(reader.skip_until(b'\n').map(|_| None)?);
        } else {
            batch.push(Some(line));
        }
    }
    Ok(batch)
}

/// Faults of one line that are told; the others are counted.
const MOST_TOLD: usize = 100;

fn answer_part(plan: &Plan, part: &[Line], first: usize, moment: Moment) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(part.len() * 10_240);
    let mut faulty = false;
    for (place, line) in part.iter().enumerate() {
        if line.as_ref().is_some_and(|line| line.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        let before = out.len();
        // One line never takes the others with it.
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| answer_line(plan, line.as_deref(), moment, &mut out)))
            .unwrap_or_else(|_| Err(vec![json!({ "path": "", "code": "internal", "message": "this line could not be assessed" })]));
        if let Err(mut faults) = outcome {
            faulty = true;
            out.truncate(before);
            let more = faults.len().saturating_sub(MOST_TOLD);
            faults.truncate(MOST_TOLD);
            let mut refused = json!({ "version": rules::assessment::VERSION, "line": first + place + 1, "faults": faults });
            if more > 0 {
                refused["more_faults"] = more.into();
            }
            out.extend_from_slice(refused.to_string().as_bytes());
        }
        if line.as_deref().is_none_or(may_steer)
            && let Ok(text) = std::str::from_utf8(&out[before..])
            && let Cow::Owned(escaped) = output::escaped(text)
        {
            out.truncate(before);
            out.extend_from_slice(escaped.as_bytes());
        }
        out.push(b'\n');
    }
    (out, faulty)
}

/// Whether a line may hold a sign that steers a terminal, as it is or escaped: asked of the line, which is shorter than its answer.
fn may_steer(line: &[u8]) -> bool {
    line.contains(&b'\\') || str::from_utf8(line).is_ok_and(|text| visible(text) != text)
}

/// Writes the answer to one line, or says what is wrong with it.
fn answer_line(plan: &Plan, line: Option<&[u8]>, moment: Moment, out: &mut Vec<u8>) -> Result<(), Vec<Json>> {
    let Some(line) = line else {
        let message = format!("the line is longer than the {MOST_LINE} bytes that are read");
        return Err(vec![json!({ "path": "", "code": "too-large", "message": message })]);
    };
    let describe = |path: &str, code: &str, message: &str, help: &Option<String>| match help {
        Some(help) => json!({ "path": path, "code": code, "message": message, "help": help }),
        None => json!({ "path": path, "code": code, "message": message }),
    };
    let application = read::application_line(line)
        .map_err(|faults| faults.iter().map(|f| describe("", f.code, &f.message, &f.help)).collect::<Vec<_>>())?;
    let answer = assess(plan, &application, moment)
        .map_err(|faults| faults.iter().map(|f| describe(&f.path, f.code, &f.message, &f.help)).collect::<Vec<_>>())?;
    serde_json::to_writer(out, &answer).map_err(|e| vec![json!({ "path": "", "code": "internal", "message": e.to_string() })])
}
