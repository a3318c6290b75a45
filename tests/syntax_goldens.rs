//! The syntax against golden files: `tests/syntax/ok/NAME.cypher` with the tree in `NAME.ast`, and
//! `tests/syntax/err/NAME.cypher` with the finding as shown in `NAME.txt`.
//!
//! A file in `ok` may hold several statements; their trees stand apart by a line `---`. A file in `err` is one text.
//! `UPDATE_EXPECT=1` writes the golden files anew; without it a missing one is a failure.

use casegraph::diag::{Source, Style, show_all};
use casegraph::syntax::{dump, parse, split};
use std::fs;
use std::path::{Path, PathBuf};

/// The query files of a folder in order of their names.
fn queries(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder of golden files is there");
    let paths = entries.map(|entry| entry.expect("a folder can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "cypher")).collect();
    paths.sort();
    paths
}

/// Compares with the golden file, or writes it.
fn compare(path: &Path, extension: &str, actual: &str, failures: &mut Vec<String>) {
    let golden = path.with_extension(extension);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&golden, actual).expect("a golden file can be written");
        return;
    }
    let name = golden.file_name().unwrap_or_default().to_string_lossy();
    match fs::read_to_string(&golden) {
        Ok(expected) if expected == actual => {}
        Ok(expected) => failures.push(format!("{name}: expected\n{expected}\nfound\n{actual}")),
        Err(_) => failures.push(format!("{name} is missing; found\n{actual}")),
    }
}

fn finish(folder: &str, least: usize, failures: &[String]) {
    assert!(queries(folder).len() >= least, "there are fewer golden files in {folder} than there were");
    assert!(failures.is_empty(), "{}\nUPDATE_EXPECT=1 accepts what was found", failures.join("\n"));
}

#[test]
fn right_queries_give_these_trees() {
    let mut failures = Vec::new();
    for path in queries("ok") {
        let text = fs::read_to_string(&path).expect("a query file can be read");
        let mut trees = Vec::new();
        for span in split(&text) {
            let source = Source::new("query", &text[span.range()]);
            match parse(&source) {
                Ok(query) => trees.push(dump(&query)),
                Err(findings) => failures.push(format!("{}\n{}", path.display(), show_all(&findings, Style::Plain))),
            }
        }
        compare(&path, "ast", &trees.join("---\n"), &mut failures);
    }
    finish("ok", 40, &failures);
}

#[test]
fn wrong_queries_give_these_findings() {
    let mut failures = Vec::new();
    for path in queries("err") {
        let text = fs::read_to_string(&path).expect("a query file can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let source = Source::new(name.as_ref(), text);
        match parse(&source) {
            Ok(query) => failures.push(format!("{name} is right:\n{}", dump(&query))),
            Err(findings) => compare(&path, "txt", &show_all(&findings, Style::Plain), &mut failures),
        }
    }
    finish("err", 30, &failures);
}
