//! The same questions to several engines, as a table.

use crate::How;
use crate::engine::{self, Engine, Rows};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What one engine did.
struct Column {
    name: String,
    load: Duration,
    open: Duration,
    peak: Option<u64>,
    /// The share of the machine that other processes took.
    others: f64,
    /// For each query, the first time and the median of the others, or why there is none.
    answers: Vec<Result<Answer, String>>,
}

struct Answer {
    first: Duration,
    warm: Duration,
    rows: Rows,
}

/// Loads the tables in a folder into every engine, asks each all queries, and prints a table. Gives back whether the
/// answers agree.
pub fn compare(work: &str, folder: &Path, how: &How) -> Result<bool, Box<dyn Error>> {
    let queries = queries(work)?;
    let columns: Vec<Column> =
        how.engines.iter().map(|name| column(name, work, folder, &queries, how)).collect::<Result<_, _>>()?;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    println!("| ms | {} | ratio | answer |", names.join(" | "));
    println!("|---|{}---:|---:|", "---:|".repeat(columns.len()));
    for (at, path) in queries.iter().enumerate() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        line(
            &name,
            &columns,
            |column| column.answers[at].as_ref().ok().map(|answer| answer.warm),
            &answer(&columns, at),
        );
    }
    let first = |column: &Column| -> Option<Duration> {
        column.answers.iter().map(|answer| answer.as_ref().ok().map(|answer| answer.first)).sum()
    };
    line("load", &columns, |column| Some(column.load), "");
    line("open", &columns, |column| Some(column.open), "");
    line("all first runs", &columns, first, "");
    line("load and first runs", &columns, |column| Some(column.load + first(column)?), "");
    let peak = columns.iter().map(|column| column.peak.map_or("–".into(), |peak| format!("{peak}")));
    println!("| peak memory, MB | {} | | |", peak.collect::<Vec<_>>().join(" | "));
    let others: Vec<String> = columns.iter().map(|column| format!("{:.0} %", column.others * 100.0)).collect();
    println!("\n{} threads; other processes took {} of the machine.", how.threads, others.join(", "));
    let mut agree = true;
    for (at, path) in queries.iter().enumerate() {
        let mut rows = columns.iter().filter_map(|column| column.answers[at].as_ref().ok()).map(|answer| &answer.rows);
        let first = rows.next();
        agree &= rows.all(|other| Some(other) == first);
        for column in &columns {
            if let Err(error) = &column.answers[at] {
                eprintln!("{} {}: {error}", column.name, path.display());
            }
        }
    }
    if !agree {
        eprintln!("the answers differ");
    }
    Ok(agree)
}

/// So much memory is touched before an engine loads.
const TOUCHED: usize = 3 << 30;

/// Makes the start of a load the same for whoever comes first and whoever comes later: what was written before is on
/// disk, and the memory is there, which a virtual machine gets from its host only when it is touched.
fn level() {
    // Where there is no such command, or less memory, the load has to do without.
    let _ = std::process::Command::new("sync").status();
    let mut memory = Vec::<u8>::new();
    if memory.try_reserve_exact(TOUCHED).is_ok() {
        memory.resize(TOUCHED, 1);
        std::hint::black_box(&memory);
    }
}

/// The files of the queries, in order.
fn queries(work: &str) -> std::io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(work);
    let files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    let mut queries: Vec<PathBuf> =
        files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "cypher")).collect();
    queries.sort();
    Ok(queries)
}

fn column(name: &str, work: &str, folder: &Path, queries: &[PathBuf], how: &How) -> Result<Column, Box<dyn Error>> {
    eprintln!("{name}");
    let database = std::env::temp_dir().join("casegraph-peers").join(format!("{work}.{name}.database"));
    remove(&database);
    level();
    let load = engine::load(name, work, folder, &database, how)?;
    let hello = if name == "duckdb" { "SELECT 1" } else { "RETURN 1" };
    let start = Instant::now();
    let mut engine = Engine::open(name, work, folder, &database, how)?;
    engine.ask(hello)?;
    let open = start.elapsed();
    let mut answers = Vec::new();
    let (machine, (own, _), begin) = (busy(), engine.used(), Instant::now());
    let mut lost = Duration::ZERO;
    for path in queries {
        let path = path.with_extension(if name == "duckdb" { "sql" } else { "cypher" });
        let text = std::fs::read_to_string(&path)?;
        let answer = answer_of(&mut engine, &text, how);
        if answer.is_err() {
            // What does not end is ended, and the next query finds the database anew.
            lost += engine.used().0;
            engine = Engine::open(name, work, folder, &database, how)?;
            engine.ask(hello)?;
        }
        answers.push(answer);
    }
    let (used, peak) = engine.used();
    let own = (used + lost).saturating_sub(own);
    let whole = begin.elapsed() * std::thread::available_parallelism().map_or(1, usize::from) as u32;
    let others = busy().saturating_sub(machine).saturating_sub(own).as_secs_f64() / whole.as_secs_f64();
    drop(engine);
    remove(&database);
    Ok(Column { name: name.to_owned(), load, open, peak, others, answers })
}

fn answer_of(engine: &mut Engine, text: &str, how: &How) -> Result<Answer, String> {
    let (first, rows) = engine.ask(text)?;
    let runs = if first > Duration::from_secs(10) { 1 } else { how.runs.max(1) };
    let mut warm = Vec::new();
    for _ in 0..runs {
        warm.push(engine.ask(text)?.0);
    }
    warm.sort();
    Ok(Answer { first, warm: warm[runs / 2], rows })
}

/// The time that all processors together were busy since the machine began.
fn busy() -> Duration {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields =
        stat.lines().next().unwrap_or("").split_whitespace().skip(1).take(8).map(|field| field.parse().unwrap_or(0));
    let fields: Vec<u64> = fields.collect();
    let idle: u64 = fields.iter().skip(3).take(2).sum();
    Duration::from_millis((fields.iter().sum::<u64>() - idle) * 10)
}

/// A line of the table: a time of each engine, and how often that of casegraph goes into the best of the others.
fn line(name: &str, columns: &[Column], time: impl Fn(&Column) -> Option<Duration>, answer: &str) {
    let ms = |time: Duration| match time.as_secs_f64() * 1000.0 {
        ms if ms < 10.0 => format!("{ms:.2}"),
        ms if ms < 100.0 => format!("{ms:.1}"),
        ms => format!("{ms:.0}"),
    };
    let cells: Vec<String> = columns.iter().map(|column| time(column).map_or("–".into(), ms)).collect();
    let ours = columns.iter().find(|column| column.name == "casegraph").and_then(&time);
    let best = columns.iter().filter(|column| column.name != "casegraph").filter_map(&time).min();
    let ratio = ours.zip(best).map_or(String::new(), |(ours, best)| match best.as_secs_f64() / ours.as_secs_f64() {
        ratio if ratio < 10.0 => format!("{ratio:.1}"),
        ratio => format!("{ratio:.0}"),
    });
    println!("| {name} | {} | {ratio} | {answer} |", cells.join(" | "));
}

/// The answer of a query: its number, or how many rows it has.
fn answer(columns: &[Column], at: usize) -> String {
    let rows = columns.iter().find_map(|column| column.answers[at].as_ref().ok()).map(|answer| &answer.rows);
    match rows.map(Vec::as_slice) {
        None => String::new(),
        Some([row]) if row.len() == 1 => row[0].clone(),
        Some(rows) => format!("{} rows", rows.len()),
    }
}

fn remove(database: &Path) {
    let _ = std::fs::remove_dir_all(database);
    for path in [database.to_owned(), database.with_extension("database.wal")] {
        let _ = std::fs::remove_file(path);
    }
}
