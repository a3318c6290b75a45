//! What the loader says of every mistake: the cases below `tests/load/cases`.
//!
//! A case is files, each behind a line `==== PATH`, and behind a line `---- findings` the report. A case without a
//! `schema.yaml` gets `tests/load/schema.yaml`, unless that is its point. In a file marked
//! `escaped`, `\xNN` and `\n` stand for bytes. `UPDATE_EXPECT=1` rewrites the reports.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use casegraph::diag::{Code, Style, codes, show_all};
use casegraph::load::{File, Loaded, load};
use casegraph::yaml::{decode, parse};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const REPORT: &str = "---- findings\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/load")
}

fn cases() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder().join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The files of a case, and where its report begins.
fn read(text: &str) -> (Vec<File>, usize) {
    let end = text.find(REPORT).expect("a case has a report");
    let mut files = Vec::new();
    for part in text[..end].split("==== ").skip(1) {
        let (head, content) = part.split_once('\n').unwrap();
        let (path, escaped) = head.strip_suffix(" escaped").map_or((head, false), |path| (path, true));
        let bytes = if escaped { unescape(content.trim_end_matches('\n')) } else { content.into() };
        files.push(File { path: path.into(), name: path.into(), bytes: bytes.into() });
    }
    (files, end + REPORT.len())
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, true) => match rest.next().unwrap() {
                b'n' => bytes.push(b'\n'),
                b'r' => bytes.push(b'\r'),
                b'x' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                }
                other => panic!("unknown escape {other}"),
            },
            (byte, false) => bytes.push(byte),
        }
    }
    bytes
}

fn run(path: &Path, files: &mut Vec<File>) -> Loaded {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let bare = ["missing-schema", "no-files"].contains(&name);
    if !bare && !files.iter().any(|file| file.path == "schema.yaml") {
        let bytes = std::fs::read(folder().join("schema.yaml")).unwrap();
        files.push(File { path: "schema.yaml".into(), name: "schema.yaml".into(), bytes: bytes.into() });
    }
    load(files)
}

#[test]
fn every_mistake_is_shown_with_its_place_and_its_fix() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (mut files, report) = read(&text);
        let loaded = run(&path, &mut files);
        seen.extend(loaded.findings.iter().map(|finding| finding.code));
        let shown = show_all(&loaded.findings, Style::Plain);
        if shown != text[report..] {
            if update {
                std::fs::write(&path, format!("{}{shown}", &text[..report])).unwrap();
            } else {
                wrong.push(format!("{}:\n{shown}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 rewrites these reports:\n{}", wrong.join("\n"));
    // Those of tables and snapshots are shown in `bulk` and `snapshot`.
    let documents = ["D01", "D02", "D03"];
    let data = codes::ALL.iter().filter(|code| documents.iter().any(|part| code.id.starts_with(part)));
    let unseen: Vec<&str> = data
        .filter(|code| !seen.contains(code) && ![codes::RULE_FAILED, codes::RULE_FINDING].contains(code))
        .map(|code| code.id)
        .collect();
    assert!(unseen.is_empty(), "no case shows {unseen:?}");
}

/// The findings of one document, as `CODE place message`.
fn findings(document: impl Into<Vec<u8>>) -> Vec<String> {
    let schema = std::fs::read(folder().join("schema.yaml")).unwrap();
    let file = |path: &str, bytes: Vec<u8>| File { path: path.into(), name: path.into(), bytes: bytes.into() };
    let loaded = load(&[file("schema.yaml", schema), file("cooks.yaml", document.into())]);
    let line = |finding: &casegraph::diag::Diagnostic| {
        // The picture must be made without trouble, too.
        assert!(casegraph::diag::show(finding, Style::Plain).len() < 4_000);
        format!("{} {} {}", finding.code, finding.place().unwrap_or_default(), finding.message)
    };
    loaded.findings.iter().map(line).collect()
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = String::from("- &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("- &a{level} [{}]\n", vec![alias; 9].join(", "));
    }
    assert_eq!(findings(bomb), ["D0103 cooks.yaml:6:8 the aliases of this file repeat more than 100000 values"]);
}

#[test]
fn chains_of_aliases_do_not_grow_deeper_than_the_limit() {
    let mut chain = String::from("- &a0 [x]\n");
    for level in 1..1_000 {
        chain += &format!("- &a{level} [*a{}]\n", level - 1);
    }
    assert_eq!(findings(chain), ["D0103 cooks.yaml:64:9 lists and mappings nest deeper than 64 levels"]);
}

#[test]
fn deep_nesting_is_refused() {
    // The parser's own limit comes first here, since it looks ahead for the colon of a key.
    let deep = "D0103 cooks.yaml:1:256 lists and mappings nest deeper than 64 levels";
    assert_eq!(findings("[".repeat(500_000)), [deep]);
    assert_eq!(findings("{a: ".repeat(200_000)).len(), 1);
    assert_eq!(findings("- ".repeat(200_000)).len(), 1);
    assert_eq!(findings("? ".repeat(200_000)).len(), 1);
    assert_eq!(findings("&a ".repeat(200_000)).len(), 1);
    let block: String = (0..3_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(findings(block), ["D0103 cooks.yaml:65:65 lists and mappings nest deeper than 64 levels"]);
}

#[test]
fn large_files_are_refused_or_read_in_linear_time() {
    assert_eq!(findings(vec![b'a'; 20_000_001]), ["D0103 cooks.yaml:1:1 the file has 21 MB, and 20 MB are the limit"]);
    let many = format!("[{}]", "a,".repeat(2_000_001));
    assert_eq!(findings(many)[0].split(' ').next(), Some("D0103"));
    let wide = format!("name: Paul\naliases: [{}]", "ééé, ".repeat(100_000));
    assert!(findings(wide).is_empty());
    let alike = "- Paul\n".repeat(1_000);
    assert_eq!(findings(alike).len(), 999);
    let long = format!("name: \"{}", "é".repeat(1_000_000));
    assert_eq!(findings(long), ["D0101 cooks.yaml:1:7 this quote is not closed"]);
    assert_eq!(findings("\t".repeat(1_000_000)).len(), 1);
    assert_eq!(findings(" \n".repeat(1_000_000)).len(), 1);
    assert_eq!(findings("#\n".repeat(1_000_000)).len(), 1);
    assert_eq!(findings("a: b: ".repeat(300_000)).len(), 1);
}

#[test]
fn arbitrary_bytes_never_make_it_panic() {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize
    };
    let pieces = [
        "- ",
        "a",
        ": ",
        "\n",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "&x ",
        "*x",
        "!t ",
        "|",
        ">",
        "#",
        " ",
        "é",
        "\t",
        "name",
        "id",
        "aliases",
        "- name: b\n",
        "\r\n",
        "\u{feff}",
        "%",
        "---\n",
        "...\n",
        "? ",
        "\\",
        "~",
        "12",
        "\u{85}",
        "😀",
    ];
    for round in 0..20_000 {
        let length = next() % 30;
        let text: String = (0..length).map(|_| pieces[next() % pieces.len()]).collect();
        if round % 20 == 0 {
            findings(text);
        } else if let Err(found) = decode("a.yaml", text.as_bytes()).and_then(|source| parse(&source).map(|_| ())) {
            assert!(!show_all(&found, Style::Plain).is_empty());
        }
    }
}
