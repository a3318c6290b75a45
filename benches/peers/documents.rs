//! A data directory of YAML files: companies in one file, technologies in twenty, a file for each study.

use fastrand::Rng;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SCHEMA: &str = include_str!("documents.yaml");
const RULE: &str = include_str!("documents.cypher");

/// Of a hundred entries, so many are companies, technologies and studies; each study holds six more.
const SHARES: [usize; 3] = [15, 15, 10];

/// Writes the files, and gives back how many nodes and relationships the entries make.
pub fn generate(folder: &Path, entries: usize) -> io::Result<[usize; 2]> {
    let rng = &mut Rng::with_seed(entries as u64);
    let [companies, technologies, studies] = SHARES.map(|share| (entries * share / 100).max(1));
    for below in ["technologies", "studies", "rules"] {
        fs::create_dir_all(folder.join(below))?;
    }
    fs::write(folder.join("schema.yaml"), SCHEMA)?;
    fs::write(folder.join("rules/uses.cypher"), RULE)?;
    let company = |at| {
        format!(
            "- id: company-{at}\n  name: Company {at}\n  aliases: [C{at}]\n  industry: industry {}\n  website: https://company-{at}.example/\n",
            at % 40
        )
    };
    fs::write(folder.join("companies.yaml"), (0..companies).map(company).collect::<String>())?;
    for part in 0..20 {
        let mut text = String::new();
        for at in part * technologies / 20..(part + 1) * technologies / 20 {
            let kind = ["open source", "managed service", "in-house"][at % 3];
            let _ = write!(
                text,
                "- id: technology-{at}\n  name: Technology {at}\n  aliases: [T{at}, Tech {at}]\n  kind: {kind}\n  first_release: {}\n  \
                 note: What is said about technology {at}, in a sentence of some length.\n  origin: Company {}\n",
                1990 + at % 35,
                rng.usize(0..companies)
            );
            if at % 4 == 3 {
                let _ = writeln!(text, "  depends_on: Technology {}", rng.usize(0..at));
            }
        }
        fs::write(folder.join(format!("technologies/part-{part:02}.yaml")), text)?;
    }
    for at in 0..studies {
        fs::write(folder.join(format!("studies/study-{at:05}.yaml")), study(rng, at, companies, technologies))?;
    }
    let derived = 6 * studies;
    Ok([companies + technologies + 7 * studies, technologies + technologies / 4 + 13 * studies + derived])
}

fn study(rng: &mut Rng, at: usize, companies: usize, technologies: usize) -> String {
    let mut text = format!(
        "id: study-{at}\ntitle: The platform of company {at}\ncompany: Company {}\nfocus: streams and search\n\
         summary: >\n  A summary of some length that runs over\n  two lines of text.\nphases:\n",
        at % companies
    );
    for phase in 0..2 {
        let from = 2005 + 5 * phase;
        let _ = write!(
            text,
            "  - order: {}\n    name: Phase {phase} of {at}\n    from: {from}\n    to: {}\n    technologies:\n",
            phase + 1,
            from + 4
        );
        for role in 0..3 {
            let _ =
                writeln!(text, "      - {{technology: Technology {}, role: role {role}}}", rng.usize(0..technologies));
        }
    }
    text.push_str("figures:\n");
    for figure in 0..2 {
        let _ = writeln!(
            text,
            "  - {{metric: metric {figure}, raw: {at}K, value: {}, unit: events/second, qualifier: at least}}",
            at * 1000
        );
    }
    text.push_str("lessons:\n");
    for lesson in 0..2 {
        let _ = writeln!(text, "  - {{title: 'Lesson {lesson} of study {at}, as the study puts it.'}}");
    }
    text
}

/// Opens the directory from its files, with a cache that is empty, and again when nothing has changed; prints the median of
/// five runs of each. Gives back whether both gave the same answer.
pub fn time(folder: &Path, program: &Path) -> Result<bool, Box<dyn Error>> {
    let cache = folder.with_extension("cache");
    let run = |cache: &str| -> Result<(Duration, String), Box<dyn Error>> {
        let start = Instant::now();
        let output = Command::new(program)
            .arg("-g")
            .arg(folder)
            .args([
                "query",
                "MATCH (n) RETURN labels(n)[0] AS label, count(*) AS nodes ORDER BY label",
                "--format",
                "csv",
            ])
            .env("CASEGRAPH_CACHE", cache)
            .stderr(Stdio::inherit())
            .output()?;
        let took = start.elapsed();
        Ok((took, String::from_utf8_lossy(&output.stdout).into_owned()))
    };
    let kept = cache.to_string_lossy();
    let (first, answer) = run(&kept)?;
    let (mut cold, mut warm, mut same) = (Vec::new(), Vec::new(), true);
    for _ in 0..5 {
        for (times, cache) in [(&mut cold, ""), (&mut warm, &*kept)] {
            let (took, again) = run(cache)?;
            times.push(took);
            same &= again == answer && !answer.is_empty();
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    };
    println!(
        "from the files: {:.2} s; the first time, with what is kept: {:.2} s",
        median(&mut cold),
        first.as_secs_f64()
    );
    println!("when nothing has changed: {:.2} s", median(&mut warm));
    fs::remove_dir_all(cache)?;
    Ok(same)
}
