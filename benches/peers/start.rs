//! From nothing to the printed answer: whole processes, each for one question of a small database.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const QUESTION: &str = include_str!("studies/b.cypher");
const IN_SQL: &str = include_str!("studies/b.sql");

/// The tables that the question needs, and their files.
const TABLES: [(&str, &str); 2] =
    [("uses", "Company_USES_Technology.csv"), ("in_category", "Technology_IN_CATEGORY_Category.csv")];

/// A command with its arguments, and how long each run took.
struct Contender {
    name: &'static str,
    words: Vec<OsString>,
    times: Vec<Duration>,
}

/// Runs each in turns, so often, and prints medians and fastest runs as a table; who is not installed is left out. Gives back
/// whether every answer names as many technologies.
pub fn time(folder: &Path, program: &Path, runs: usize) -> Result<bool, Box<dyn Error>> {
    let databases = folder.with_extension("start");
    fs::create_dir_all(&databases)?;
    let (snapshot, sqlite, duckdb) =
        (databases.join("studies.cgx"), databases.join("studies.sqlite"), databases.join("studies.duckdb"));
    let manifest = folder.join("manifest.yaml");
    let built = words(&[&program, &"build", &"--csv", &manifest, &"-o", &snapshot]);
    run(&built)?.ok_or("casegraph is not there")?;
    let in_sqlite = TABLES.iter().flat_map(|(table, file)| {
        let import = format!(".import --skip 1 '{}' {table}", folder.join(file).display());
        [format!("CREATE TABLE {table}(a, b)"), import]
    });
    let mut filled = words(&[&"sqlite3", &sqlite, &".mode csv", &".separator |"]);
    filled.extend(in_sqlite.map(OsString::from));
    let in_duckdb: String = TABLES
        .iter()
        .map(|(table, file)| {
            format!("CREATE TABLE {table} AS FROM read_csv('{}', delim = '|');", folder.join(file).display())
        })
        .collect();
    run(&filled)?;
    run(&words(&[&"duckdb", &duckdb, &"-c", &in_duckdb]))?;

    let contenders = [
        ("casegraph, snapshot", words(&[&program, &"query", &"-g", &snapshot, &QUESTION])),
        ("casegraph, built-in", words(&[&program, &"query", &"MATCH (c:Company) RETURN count(*)"])),
        ("SQLite", words(&[&"sqlite3", &sqlite, &IN_SQL])),
        ("DuckDB", words(&[&"duckdb", &"-readonly", &duckdb, &"-c", &IN_SQL])),
    ];
    let mut there = Vec::new();
    let mut found = Vec::new();
    for (name, words) in contenders {
        if let Some(answer) = run(&words)? {
            if name != "casegraph, built-in" {
                found.push(answer.matches("technology-").count());
            }
            there.push(Contender { name, words, times: Vec::new() });
        }
    }
    for _ in 0..runs {
        for contender in &mut there {
            let mut command = Command::new(&contender.words[0]);
            command.args(&contender.words[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            command.status()?;
            contender.times.push(start.elapsed());
        }
    }
    println!("| | median ms | fastest ms |\n|---|---:|---:|");
    for Contender { name, mut times, .. } in there {
        times.sort();
        let [median, fastest] = [times[times.len() / 2], times[0]].map(|time| time.as_secs_f64() * 1e3);
        println!("| {name} | {median:.1} | {fastest:.1} |");
    }
    fs::remove_dir_all(databases)?;
    Ok(found.iter().all(|count| *count == found[0] && *count > 0))
}

fn words(words: &[&dyn AsRef<std::ffi::OsStr>]) -> Vec<OsString> {
    words.iter().map(|word| word.as_ref().to_owned()).collect()
}

/// What a command prints; none when it is not installed.
fn run(words: &[OsString]) -> Result<Option<String>, Box<dyn Error>> {
    match Command::new(&words[0]).args(&words[1..]).stderr(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned())),
        Ok(output) => Err(format!("{} ended with {}", words[0].display(), output.status).into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
