//! Our reading of YAML against serde_yaml's.
//!
//! Known differences, none of which the files have: serde_yaml takes `0b11` and `-0xF` for numbers and `010` for a text,
//! keeps whole numbers up to 2^64, allows lists and mappings as keys, and takes the keys `1` and `"1"` for two.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use casegraph::diag::Source;
use casegraph::yaml::{self, Content, Node, Scalar};
use serde_yaml::Value;
use std::path::{Path, PathBuf};

fn value(node: &Node) -> Value {
    match &node.content {
        Content::Scalar(Scalar::Null) => Value::Null,
        Content::Scalar(Scalar::Bool(value)) => Value::Bool(*value),
        Content::Scalar(Scalar::Int(value)) => Value::Number((*value).into()),
        Content::Scalar(Scalar::Float(value)) => Value::Number((*value).into()),
        Content::Scalar(Scalar::Text(text)) => Value::String(text.to_string()),
        Content::Sequence(items) => Value::Sequence(items.iter().map(value).collect()),
        Content::Mapping(entries) => Value::Mapping(
            entries.iter().map(|entry| (Value::String(entry.key.text.to_string()), value(&entry.value))).collect(),
        ),
    }
}

/// Keys as texts, as ours are.
fn with_text_keys(value: Value) -> Value {
    match value {
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(with_text_keys).collect()),
        Value::Mapping(entries) => Value::Mapping(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key = match key {
                        Value::Bool(key) => Value::String(key.to_string()),
                        Value::Number(key) => Value::String(key.to_string()),
                        key => key,
                    };
                    (key, with_text_keys(value))
                })
                .collect(),
        ),
        other => other,
    }
}

fn assert_same(name: &str, text: &str) {
    let theirs: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = Source::new(name, text);
    let ours = yaml::parse(&source).unwrap_or_else(|findings| {
        panic!("{name}: {}", casegraph::diag::show_all(&findings, casegraph::diag::Style::Plain))
    });
    assert_eq!(value(&ours), with_text_keys(theirs), "{name}");
    check_spans(&source, &ours);
}

/// Every span lies in its parent's, on characters, and a plain scalar's is its text.
fn check_spans(source: &Source, node: &Node) {
    let inside = |child: &Node| child.span.start >= node.span.start && child.span.end <= node.span.end;
    match &node.content {
        Content::Scalar(_) => assert!(source.text().get(node.span.range()).is_some()),
        Content::Sequence(items) => {
            for item in items {
                assert!(inside(item), "{}", source.slice(node.span));
                check_spans(source, item);
            }
        }
        Content::Mapping(entries) => {
            for entry in entries {
                let written = source.slice(entry.key.span);
                assert!(written == &*entry.key.text || written.starts_with(['"', '\'']), "{written}");
                assert!(inside(&entry.value), "{}", source.slice(node.span));
                check_spans(source, &entry.value);
            }
        }
    }
}

#[test]
fn every_file_reads_as_serde_yaml_reads_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["data", "tests"].map(|folder| root.join(folder)).into();
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert_same(path.strip_prefix(root).unwrap().to_str().unwrap(), &text);
                count += 1;
            }
        }
    }
    assert!(count >= 8, "{count} files");
}

#[test]
fn the_forms_of_yaml_read_as_serde_yaml_reads_them() {
    for text in [
        "",
        "~",
        "a: x # é comment é\nb: y",
        "é: [ü, {ö: 1}]\nz: \"ß\" # ä\ny: |\n  é\n  x\nw: >-\n  folded\n\nv: plain\n  more\nt: !!str 12\ns:\n",
        "- a: 1\n  b: 2\n-\n  - x\n  - y\n- - q\n- k: [1,\n   2]\n",
        "a:\n- x\n- y\nb: {c: , d: ~, \"e\": 'it''s'}\n",
        "text: |+\n  a\n\n   b\n\nnext: >\n  a\n  b\n\n  c\n",
        "[no, NO, yes, on, Off, True, FALSE, null, Null, ~, 0x1F, 0o17, 1e3, .5, -.inf, 12, -3, +4, 1_000]",
        "\"q\\\"\\n\": \"\\n\\t\\x41\\u00e9\\U0001F600\\\\\"\n",
        "a: \"line\n  continued \\\n  here\"\n",
        "1: one\ntrue: yes\n1.5: x\n",
        "a: [x, b: c]\nd: {e: [f, {g: h}]}\n",
        "? a\n: b\n",
        "%YAML 1.2\n---\na: 1\n...\n",
        "a:   \n  - 1\r\n  - 2\r\n",
        "'a: b': \"c # d\"\n",
        "url: http://x.y/z#frag\ntime: 12:30\nratio: 3:4\n",
    ] {
        if serde_yaml::from_str::<Value>(text).is_ok() {
            assert_same(text, text);
        }
    }
}

#[test]
fn aliases_read_as_serde_yaml_reads_them() {
    let text = "base: &b {x: 1, y: [2, 3]}\nlist: [*b, &s text, *s]\ncopy: *b\n";
    let ours = yaml::parse(&Source::new("a", text)).unwrap();
    assert_eq!(value(&ours), serde_yaml::from_str::<Value>(text).unwrap());
}
