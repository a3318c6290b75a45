//! The README is true: every command in it is run and prints what stands there.
//!
//! A block marked `console` holds commands after `$ ` and what they print; `UPDATE_EXPECT=1` rewrites the latter. A block
//! marked `cypher` is run as a query, `yaml` is read, `sh` holds one of the two commands that build and test.

use casegraph::diag::{Source, Style, show_all};
use casegraph::library::SavedQuery;
use casegraph::value::Map;
use casegraph::{engine, project, yaml};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// A fenced block: its language, its lines, and the line it begins at.
struct Block {
    language: String,
    lines: Vec<String>,
    first: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block { language: language.to_owned(), lines: Vec::new(), first: number + 2 });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of the README is not closed");
    blocks
}

/// What a command line of the README prints.
fn run(line: &str) -> String {
    run_in(&std::env::temp_dir().join(format!("casegraph-docs-{}", std::process::id())), line)
}

/// What a command line prints, on both streams, in a folder with a place for pictures and no data but those compiled in.
pub(crate) fn run_in(directory: &Path, line: &str) -> String {
    std::fs::create_dir_all(directory.join("docs/gallery")).expect("a temporary directory can be made");
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_casegraph"));
    let path = std::env::join_paths(
        binary
            .parent()
            .map(PathBuf::from)
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(directory)
        .env("CASEGRAPH_CACHE", "")
        .env("PATH", path.expect("the path can be joined"))
        .env_remove("CASEGRAPH_GRAPH")
        .output()
        .expect("a shell is there");
    String::from_utf8(output.stdout).expect("it prints text")
}

#[test]
fn commands_print_what_stands_there() {
    let text = std::fs::read_to_string(readme()).expect("there is a README");
    let mut updated = text.clone();
    let mut wrong = Vec::new();
    for block in blocks(&text).iter().filter(|block| block.language == "console") {
        let mut shown = Vec::new();
        for command in block.lines.iter().filter(|line| line.starts_with("$ ")) {
            shown.push(command.clone());
            shown.extend(run(&command[2..]).trim_end().lines().map(str::to_owned));
        }
        if shown != block.lines {
            wrong.push(format!("README.md:{}:\n{}", block.first, shown.join("\n")));
            let (old, new) = (block.lines.join("\n"), shown.join("\n"));
            updated = updated.replacen(&format!("```console\n{old}\n```"), &format!("```console\n{new}\n```"), 1);
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(readme(), updated).expect("the README can be written");
    } else {
        assert!(wrong.is_empty(), "these commands print something else:\n{}", wrong.join("\n\n"));
    }
}

#[test]
fn other_blocks_are_good() {
    let text = std::fs::read_to_string(readme()).expect("there is a README");
    for block in blocks(&text) {
        let body = block.lines.join("\n");
        let source = Source::new(format!("README.md:{}", block.first), &*body);
        match block.language.as_str() {
            "console" => {}
            "sh" => assert!(["cargo run --release", "cargo test"].contains(&&*body), "an unknown command: {body}"),
            "yaml" => assert!(yaml::parse(&source).is_ok(), "not YAML: {body}"),
            "cypher" => ask(&source),
            other => panic!("a block of an unknown kind: {other}"),
        }
    }
}

/// Runs a saved query with its defaults and wants rows.
fn ask(source: &Arc<Source>) {
    let plain = |findings| show_all(&findings, Style::Plain);
    let query = SavedQuery::parse("readme", source).map_err(plain).expect("the header is good");
    let mut params = Map::new();
    for param in &query.params {
        let (text, _) = param.default.clone().expect("the parameter has a default");
        let value = engine::evaluate(&Source::new("default", text)).map_err(plain).expect("the default is good");
        params.insert(Arc::from(param.name.as_str()), value);
    }
    let mut graph = project::builtin().graph;
    let answer = engine::run(&mut graph, source, &params, &engine::Options::default()).map_err(plain).expect("it runs");
    assert!(!answer.rows.rows.is_empty(), "no rows: {}", source.text());
}
