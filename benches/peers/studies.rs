//! A graph of case studies: companies with the technologies that they use, and what the studies teach.
//!
//! A company uses about nine technologies, of which few are known to everybody and most to hardly anybody, and has one or two
//! studies. There are about 40 technologies per cube root of the number of companies. Companies 7 and 900 use rare
//! technologies alone, so that a path between them takes some steps.

use crate::draw::{Zipf, geometric};
use crate::tables::Tables;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

const CATEGORIES: [&str; 16] = [
    "Database",
    "Stream processor",
    "Message broker",
    "Cache",
    "Search engine",
    "Container platform",
    "Service mesh",
    "Language",
    "Web framework",
    "Observability",
    "Data warehouse",
    "Object storage",
    "Feature store",
    "Gateway",
    "Workflow engine",
    "Scheduler",
];
const PATTERNS: usize = 60;

/// Writes the tables for a number of companies into a folder, and gives back the number of nodes and edges.
pub fn generate(folder: &Path, companies: usize) -> io::Result<[usize; 2]> {
    let rng = &mut Rng::with_seed(companies as u64);
    let mut tables = Tables::new(folder)?;
    let technologies = (40.0 * (companies as f64).powf(0.33)) as usize;
    let (studies, lessons) = (companies * 3 / 2, companies / 4 + 50);
    tables.nodes(
        "Company",
        None,
        "name|founded",
        (0..companies).map(|at| format!("{}|{}", company(at), 1970 + rng.u16(0..54))),
    )?;
    tables.nodes(
        "Study",
        None,
        "name|year",
        (0..studies).map(|at| format!("{}|{}", study(at), 2008 + rng.u16(0..18))),
    )?;
    tables.nodes("Technology", None, "name", (0..technologies).map(technology))?;
    tables.nodes("Lesson", None, "name", (0..lessons).map(lesson))?;
    tables.nodes("Pattern", None, "name", (0..PATTERNS).map(pattern))?;
    tables.nodes("Category", None, "name", CATEGORIES.into_iter())?;

    let mut uses: BTreeSet<(usize, usize)> =
        some(rng, companies, &Zipf::new(technologies, 0.9), |rng| 1 + geometric(rng, 8.0));
    uses.retain(|(company, _)| ![7, 900].contains(company));
    uses.extend([(7, technologies - 1), (7, technologies - 2), (900, technologies - 5), (900, technologies - 6)]);
    tables.edges(["Company", "USES", "Technology"], uses.into_iter().map(|(a, b)| (company(a), technology(b))))?;
    tables.edges(
        ["Company", "HAS_STUDY", "Study"],
        (0..studies).map(|at| (company(rng.usize(0..companies)), study(at))),
    )?;
    let teaches = some(rng, studies, &Zipf::new(lessons, 0.7), |rng| rng.usize(1..4));
    tables.edges(["Study", "TEACHES", "Lesson"], teaches.into_iter().map(|(a, b)| (study(a), lesson(b))))?;
    let applies = some(rng, studies, &Zipf::new(PATTERNS, 0.8), |rng| rng.usize(0..4));
    tables.edges(["Study", "APPLIES", "Pattern"], applies.into_iter().map(|(a, b)| (study(a), pattern(b))))?;

    // None of the most popular technologies processes streams, so that the pairs of companies that share one can be counted by
    // those who list them.
    let category = |rng: &mut Rng, at: usize| match rng.usize(0..CATEGORIES.len()) {
        1 if at < 40 => 0,
        _ if at == 40 => 1,
        other => other,
    };
    tables.edges(
        ["Technology", "IN_CATEGORY", "Category"],
        (0..technologies).map(|at| (technology(at), CATEGORIES[category(rng, at)].to_owned())),
    )?;
    let mut needs = BTreeSet::new();
    for at in 1..technologies {
        for _ in 0..rng.usize(0..5) {
            needs.insert((at, (rng.f64().powi(2) * at as f64) as usize));
        }
    }
    tables.edges(
        ["Technology", "DEPENDS_ON", "Technology"],
        needs.into_iter().map(|(a, b)| (technology(a), technology(b))),
    )?;
    tables.finish()
}

/// For each of `n` things some of others, by their popularity and without repetition.
fn some(rng: &mut Rng, n: usize, of: &Zipf, count: impl Fn(&mut Rng) -> usize) -> BTreeSet<(usize, usize)> {
    (0..n)
        .flat_map(|at| {
            let count = count(rng);
            (0..count).map(|_| (at, of.pick(rng))).collect::<Vec<_>>()
        })
        .collect()
}

fn company(at: usize) -> String {
    format!("company-{at:07}")
}

fn study(at: usize) -> String {
    format!("study-{at:07}")
}

fn technology(at: usize) -> String {
    format!("technology-{at:05}")
}

fn lesson(at: usize) -> String {
    format!("lesson-{at:07}")
}

fn pattern(at: usize) -> String {
    format!("pattern-{at:04}")
}
