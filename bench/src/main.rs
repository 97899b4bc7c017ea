//! Measures the engine in process, and writes what other sides are fed. See `bench/README.md`.
#![allow(clippy::print_stdout, clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures for people, not money")]

use grants::acts;
use std::{env, fs, hint::black_box, io::Write, process::ExitCode, time::Instant};

use kernel::SizeClass;
use platform::{Actor, App};
use rules::{
    application::Application,
    assess::{Moment, assess},
    columns::{Firms, Rule},
    read,
};

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["assess", programme, application] => one(programme, application),
        ["load", programme, count] => load(programme, count),
        ["columns", rule, firms] => columns(rule, firms),
        ["firms", count, out] => firms(count, out),
        ["applications", count, out] => applications(count, out),
        ["journal", database, count] => journal(database, count),
        ["measures", companies, count] => measures(companies, count),
        _ => Err("usage: bench assess PROGRAMME APPLICATION | load PROGRAMME COUNT | columns RULE FIRMS | firms COUNT OUT | applications COUNT OUT | journal DATABASE COUNT | measures COMPANIES COUNT"
            .into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::FAILURE
        }
    }
}

/// One explained assessment, many times over.
fn one(programme: &str, application: &str) -> Result<(), Fault> {
    let read = read::programmes(&fs::read(programme)?);
    let plan = &read.programmes.first().ok_or("the programme has faults")?.plan;
    let (application, _) = read::application(&fs::read(application)?).map_err(|f| format!("{f:?}"))?;
    let rounds = 50_000_u32;
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(assess(plan, black_box(&application), Moment::default()).map_err(|f| format!("{f:?}"))?);
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds));
    }
    println!("one explained assessment: {best:.2} µs");
    Ok(())
}

/// So many programmes: checked, as when they are taken in, and then as a server reads them when it begins, with their signatures.
fn load(programme: &str, count: &str) -> Result<(), Fault> {
    let (bytes, count) = (fs::read(programme)?, count.parse::<u32>()?);
    let text: std::sync::Arc<[u8]> = bytes.as_slice().into();
    let start = Instant::now();
    for _ in 0..count {
        black_box(read::programmes(black_box(&bytes)));
    }
    println!("{count} programmes are checked after {} ms", start.elapsed().as_millis());
    let key = platform::checkpoint::Key::generate("bench")?;
    let kept = key.sign(&format!("{}\n", read::prepared(&read::programmes(&bytes).programmes)));
    let verifier = key.verifier();
    let start = Instant::now();
    for _ in 0..count {
        let opened = verifier.open(black_box(&kept))?;
        black_box(read::from_prepared(opened.trim_end(), &text).ok_or("it was not prepared")?);
    }
    println!("{count} programmes are ready after {} ms", start.elapsed().as_millis());
    Ok(())
}

/// So many companies asked of every measure, and sentences sought among so many measures: those of the catalogue, over and over.
fn measures(companies: &str, count: &str) -> Result<(), Fault> {
    let (companies, count) = (companies.parse::<u32>()?, count.parse::<usize>()?);
    let catalogue = programmes::model::Catalogue::of(&programmes::model::shipped());
    let index = catalogue.measure_index();
    let finder = index.finder.as_ref().ok_or("what measures ask can't be made ready")?;
    let mut numbers = Numbers(0x5eed);
    let kinds = rules::vocabulary::KINDS;
    let asked = |numbers: &mut Numbers| -> Result<Application, Fault> {
        let kind = kinds[usize::try_from(numbers.next(kinds.len() as u64))?].0;
        let industry = ["24", "53", "58", "39", "78"][usize::try_from(numbers.next(5))?];
        let facts = serde_json::json!({
            "kind": kind, "establishment_prefectures": [format!("{:02}", 1 + numbers.next(47))], "industry": industry, "employees": numbers.next(500),
        });
        Ok(serde_json::from_value(serde_json::json!({"members": [{"id": "a", "facts": facts}]}))?)
    };
    let applications = (0..companies).map(|_| asked(&mut numbers)).collect::<Result<Vec<_>, _>>()?;
    let start = Instant::now();
    let mut fits = 0_usize;
    for application in &applications {
        let looked = finder.assess(application).map_err(|f| format!("{f:?}"))?;
        fits += (0..index.entries.len()).filter(|place| looked.fit(*place) == rules::measure::Fit::Fits).count();
    }
    let (ms, pairs) = (start.elapsed().as_millis(), applications.len() * index.entries.len());
    println!("{companies} companies asked of {} measures in {ms} ms: {pairs} answers, {fits} fit", index.entries.len());
    let mut files = Vec::new();
    for round in 0..count.div_ceil(index.entries.len().max(1)) {
        files.extend(catalogue.measures.iter().map(|(path, file)| {
            let mut file = (**file).clone();
            file.measures = file.measures.into_iter().map(|(id, measure)| (format!("{id}-{round}"), again(measure, round))).collect();
            (format!("{round}/{path}"), std::sync::Arc::new(file))
        }));
    }
    let start = Instant::now();
    let large = programmes::measures::MeasureIndex::new(files.iter().map(|(_, file)| &**file));
    println!("{} measures are ready to be sought after {} ms", large.entries.len(), start.elapsed().as_millis());
    let today = jiff::civil::date(2022, 6, 1);
    for sentence in ["展示会に出たい", "海外に特許を出したい", "後継者がいない", "補助金", "training"] {
        let filters = programmes::measures::Filters { text: sentence.to_owned(), ..programmes::measures::Filters::default() };
        let mut best = f64::MAX;
        let mut found = 0;
        for _ in 0..20 {
            let start = Instant::now();
            found = black_box(large.search(&filters, today)).len();
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        println!("「{sentence}」: {found} found in {best:.1} ms");
    }
    Ok(())
}

/// A measure under identifiers of another round.
fn again(measure: rules::measure::Measure, round: usize) -> rules::measure::Measure {
    let children = measure.children.into_iter().map(|(id, child)| (format!("{id}-{round}"), again(child, round))).collect();
    rules::measure::Measure { children, parent: None, ..measure }
}

/// A small generator, so that every side gets the same firms.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// Firms as three columns of 64-bit integers: class, materials, labour.
fn firms(count: &str, out: &str) -> Result<(), Fault> {
    let count: usize = count.parse()?;
    let mut numbers = Numbers(0x5eed);
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..count {
        columns[0].push(i64::try_from(numbers.next(3))?);
        columns[1].push(i64::try_from(numbers.next(12_000_000))?);
        columns[2].push(i64::try_from(numbers.next(12_000_000))?);
    }
    let mut file = std::io::BufWriter::new(fs::File::create(out)?);
    for value in columns.iter().flatten() {
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}

/// One rule over many firms, explained, and held against an exact reference.
fn columns(rule: &str, file: &str) -> Result<(), Fault> {
    let read = read::programmes(&fs::read(rule)?);
    let plan = &read.programmes.first().ok_or("the rule has faults")?.plan;
    let rule = Rule::of(plan).ok_or("the rule does not go over columns")?;
    let bytes = fs::read(file)?;
    let values: Vec<i64> = bytes.as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b)).collect();
    let count = values.len() / 3;
    let classes =
        values[..count].iter().map(|c| [SizeClass::Small, SizeClass::Sme, SizeClass::Large][usize::try_from(*c).unwrap_or(2).min(2)]);
    let firms = Firms { classes: classes.collect(), requested: vec![values[count..2 * count].to_vec(), values[2 * count..].to_vec()] };
    let mut best = f64::MAX;
    let mut answers = rule.answer(&firms);
    for _ in 0..7 {
        let start = Instant::now();
        rule.answer_into(black_box(&firms), &mut answers);
        best = best.min(start.elapsed().as_secs_f64());
    }
    let mut wrong = 0;
    for firm in 0..count {
        let (materials, labour) = (values[count + firm], values[2 * count + firm]);
        // 0.4 (m + l) bounds l, so l is at most two thirds of m, in whole yen.
        let eligible = materials + labour.min(materials * 2 / 3);
        let (above, below) = [(3, 4), (2, 3), (1, 2)][usize::try_from(values[firm])?];
        let grant = (eligible * above / below).min(5_000_000) / 1_000 * 1_000;
        wrong += i32::from(answers.grants[firm] != grant || answers.eligible[firm] != eligible);
    }
    println!("{:.1} million firms a second, explained, one core; {wrong} wrong of {count}", count as f64 / best / 1e6);
    Ok(())
}

async fn act(app: &App, n: u32) -> Result<(), platform::Error> {
    let mut write = app.begin(&Actor::System("bench")).await?;
    write.journal(acts::WORK, &format!("record:{n}"), "{}".into()).await?;
    write.commit().await
}

/// Verbs that only write a journal entry, each its own transaction: one after another, and by eight at once.
fn journal(database: &str, count: &str) -> Result<(), Fault> {
    use platform::{Clock, Db};
    let count: u32 = count.parse()?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let db = Db::open(database).await?;
        db.migrate(&shien::contexts::CONTEXTS).await?;
        let app = App::new(
            db,
            platform::Files::open(&std::env::temp_dir().join("shien-bench-files").display().to_string())?,
            Clock::default(),
            &shien::contexts::CONTEXTS,
        )?;
        let start = Instant::now();
        for n in 0..count {
            act(&app, n).await?;
        }
        let alone = f64::from(count) / start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let app = app.clone();
            workers.spawn(async move {
                for n in 0..count / 8 {
                    act(&app, n).await?;
                }
                Ok::<(), platform::Error>(())
            });
        }
        while let Some(done) = workers.join_next().await {
            done??;
        }
        let together = f64::from(count) / start.elapsed().as_secs_f64();
        println!("journalled acts a second: {alone:.0} one after another, {together:.0} by eight at once");
        Ok(())
    })
}

/// Applications, one a line, for `shien assess --format jsonl`.
fn applications(count: &str, out: &str) -> Result<(), Fault> {
    let mut numbers = Numbers(0x5eed);
    let mut file = std::io::BufWriter::new(fs::File::create(out)?);
    for n in 0..count.parse::<usize>()? {
        let (materials, labour, outsourcing) = (numbers.next(20_000_000), numbers.next(12_000_000), numbers.next(12_000_000));
        writeln!(
            file,
            r#"{{"id":"{n}","members":[{{"id":"a","facts":{{"establishment_prefectures":["09"],"capital_yen":{},"regional_future_selected":true,"regional_plan":"none"}}}}],"facts":{{"field":"robot"}},"other_subsidies":[],"expenses":[{{"category":"materials","amount":{materials}}},{{"category":"labour","amount":{labour}}},{{"category":"outsourcing","amount":{outsourcing}}}]}}"#,
            numbers.next(600_000_000)
        )?;
    }
    file.flush()?;
    let _: Application = serde_json::from_str("{}")?;
    Ok(())
}
