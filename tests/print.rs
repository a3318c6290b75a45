//! Printing a tree and reading the text gives the same tree: for generated trees of everything that the grammar knows, and
//! for every query that lies about, in the cases, the saved queries, the golden files and openCypher's compatibility kit.

mod generate;

use casegraph::diag::{Source, Style, show_all};
use casegraph::syntax::ast::Query;
use casegraph::syntax::{parse, print, split};
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const ROUNDS: u64 = 600;

/// All of a tree but the places.
fn shape(query: &Query) -> String {
    static PLACES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"Span \{ start: \d+, end: \d+ \}").expect("it is a regular expression"));
    PLACES.replace_all(&format!("{query:?}"), "_").into_owned()
}

/// What is wrong with the printed text of a tree, if anything.
fn complaint(query: &Query) -> Option<String> {
    let text = print(query);
    match parse(&Source::new("printed", text.as_str())) {
        Err(findings) => Some(format!("{text}\n{}", show_all(&findings, Style::Plain))),
        Ok(again) if shape(&again) != shape(query) => {
            Some(format!("{text}\nwas\n{}\nis read as\n{}", shape(query), shape(&again)))
        }
        Ok(again) => (print(&again) != text).then(|| format!("{text}\nis printed again as\n{}", print(&again))),
    }
}

#[test]
fn printed_trees_are_read_as_what_they_were() {
    let mut random = fastrand::Rng::with_seed(2_026);
    for round in 0..ROUNDS {
        let query = generate::Writer::new(&mut random).query();
        let complaint = complaint(&query);
        assert!(complaint.is_none(), "round {round}: {}", complaint.unwrap_or_default());
    }
}

#[test]
fn every_query_that_lies_about_is_printed_as_it_is_meant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["queries", "data", "tests", "../shared/tck/features"] {
        for path in files(&root.join(folder)) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            match path.extension().and_then(|end| end.to_str()) {
                Some("cypher") => texts.extend(split(&text).into_iter().map(|span| text[span.range()].to_owned())),
                // The query stands between the head of a case and its first section.
                Some("test") => texts.extend(text.split("\n-- case:").skip(1).map(|case| {
                    let lines = case.lines().skip(1).skip_while(|line| line.starts_with("-- "));
                    lines.take_while(|line| !line.starts_with("---- ")).collect::<Vec<_>>().join("\n")
                })),
                Some("feature") => texts.extend(text.split("\"\"\"").skip(1).step_by(2).map(str::to_owned)),
                _ => {}
            }
        }
    }
    let trees: Vec<Query> = texts.iter().filter_map(|text| parse(&Source::new("query", text.as_str())).ok()).collect();
    assert!(trees.len() > 1_000, "only {} queries were found", trees.len());
    let wrong: Vec<String> = trees.iter().filter_map(complaint).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), trees.len(), wrong.join("\n\n"));
}

/// Every file below a folder; none when there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
