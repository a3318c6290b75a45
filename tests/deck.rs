//! Decks: a folder of queries becomes numbered pictures and tables, and a check tells what differs.

use crate::sandbox::{Run, Sandbox};
use std::path::PathBuf;
use std::process::Command;

const FIRST: &str = "// title: The landscape\n// show: graph, connect USES\nMATCH (n) RETURN n";
const SECOND: &str = "// title: Who has what?\n// show: matrix\n\
                      MATCH (c:Company)-[:USES]->(t:Technology) RETURN t, c ORDER BY t.name, c.name";
const THIRD: &str = "// title: The names\nMATCH (c:Company) RETURN c.name AS name ORDER BY name";

fn deck() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("talk/01-landscape.cypher", FIRST);
    sandbox.write("talk/02-matrix.cypher", SECOND);
    sandbox.write("talk/03-names.cypher", THIRD);
    sandbox
}

/// What a command that did its work said.
#[track_caller]
fn done(run: Run) -> String {
    assert!(run.code == 0 && run.out.is_empty(), "{run:?}");
    run.err
}

#[test]
fn each_query_becomes_a_picture_or_a_table() {
    let sandbox = deck();
    assert_eq!(done(sandbox.run(&["deck", "talk", "-o", "out"])), "out: 4 files, 4 changed\n");
    for picture in ["out/01-landscape.svg", "out/02-matrix.svg"] {
        let svg = sandbox.read(picture);
        assert!(svg.starts_with("<svg") && svg.contains("Apache Flink"), "{picture}: {svg}");
    }
    done(sandbox.run(&["deck", "talk", "-o", "pixels", "--pictures", "png", "--theme", "dark"]));
    for picture in ["pixels/01-landscape.png", "pixels/02-matrix.png"] {
        assert!(std::fs::read(sandbox.path(picture)).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")), "{picture}");
    }
    assert_eq!(sandbox.read("out/03-names.md"), "| name |\n|---|\n| Acme |\n| Birch |\n");
    let manifest: serde_json::Value = serde_json::from_str(&sandbox.read("out/manifest.json")).expect("it is JSON");
    let pages = manifest["pages"].as_array().expect("a list");
    assert_eq!(pages.len(), 3);
    assert_eq!(pages[2]["file"], "03-names.md");
    assert_eq!(pages[2]["query"], "03-names.cypher");
    assert_eq!(pages[2]["title"], "The names");
    assert_eq!(pages[2]["bytes"], 34);
    assert_eq!(pages[2]["xxh3"].as_str().map(str::len), Some(32));
    assert_eq!(done(sandbox.run(&["deck", "talk", "-o", "out"])), "out: 4 files, 0 changed\n");
    done(sandbox.run(&["deck", "talk", "-o", "out", "--format", "csv"]));
    assert_eq!(sandbox.read("out/03-names.csv"), "name\nAcme\nBirch\n");
}

#[test]
fn a_check_names_what_is_out_of_date_missing_and_too_much() {
    let sandbox = deck();
    sandbox.run(&["deck", "talk", "-o", "out", "--check"]).fails(1, &["E0425", "out/01-landscape.svg is missing"]);
    done(sandbox.run(&["deck", "talk", "-o", "out"]));
    done(sandbox.run(&["deck", "talk", "-o", "out", "--check"]));
    sandbox.write("talk/03-names.cypher", THIRD.replace("ORDER BY name", "ORDER BY name DESC"));
    sandbox.write("out/09-old.svg", "<svg/>");
    sandbox.write("out/notes.txt", "mine");
    let run = sandbox.run(&["deck", "talk", "-o", "out", "--check"]);
    assert_eq!(run.code, 1, "{run:?}");
    for said in ["out/03-names.md is out of date", "manifest.json is out of date", "out/09-old.svg is of no query"] {
        assert!(run.err.contains(said), "{said}: {run:?}");
    }
    assert!(!run.err.contains("notes.txt") && !run.err.contains("01-landscape"), "{run:?}");
    // Writing again mends what it may, and leaves the rest to whoever put it there.
    let said = done(sandbox.run(&["deck", "talk", "-o", "out"]));
    assert!(said.contains("2 changed") && said.contains("W0426"), "{said}");
    assert_eq!(sandbox.read("out/09-old.svg"), "<svg/>");
}

#[test]
fn a_check_remembers_how_the_deck_was_made() {
    let sandbox = deck();
    done(sandbox.run(&["deck", "talk", "-o", "out", "--theme", "dark", "--format", "csv", "--size", "4:3"]));
    let manifest: serde_json::Value = serde_json::from_str(&sandbox.read("out/manifest.json")).expect("it is JSON");
    assert_eq!(manifest["options"], serde_json::json!({"format": "csv", "size": "4:3", "theme": "dark"}));
    assert_eq!(done(sandbox.run(&["deck", "talk", "-o", "out", "--check"])), "out: 4 files up to date\n");
    // What is typed counts.
    sandbox.run(&["deck", "talk", "-o", "out", "--check", "--theme", "light"]).fails(1, &["01-landscape.svg"]);
    // The rest is as it was.
    let dark = ["deck", "talk", "-o", "out", "--check", "--theme", "dark"];
    assert_eq!(done(sandbox.run(&dark)), "out: 4 files up to date\n");
    sandbox.write("out/manifest.json", sandbox.read("out/manifest.json").replace("\"dark\"", "\"drak\""));
    sandbox.run(&["deck", "talk", "-o", "out", "--check"]).fails(1, &["the options in out/manifest.json mean nothing"]);
    sandbox.run(&["deck", "talk", "-o", "out", "--check", "--theme", "drak"]).fails(2, &["did you mean dark?"]);
    // A manifest that cannot be read is out of date, as are the pages of a deck that is made in the usual way.
    sandbox.write("out/manifest.json", "{");
    sandbox.run(&["deck", "talk", "-o", "out", "--check"]).fails(1, &["manifest.json is out of date"]);
}

#[test]
fn nothing_is_written_when_a_page_cannot_be_made() {
    let sandbox = deck();
    sandbox.write("talk/04-typo.cypher", "// title: T\nMATCH (c:Compani) RETURN c");
    sandbox.write("talk/05-writes.cypher", "// title: T\nMATCH (c:Company) SET c.size = 1 RETURN c.name AS name");
    sandbox.run(&["deck", "talk", "-o", "out"]).fails(1, &["E0424", "04-typo.cypher", "Company", "changes the graph"]);
    assert!(sandbox.run(&["deck", "talk", "-o", "out", "--check"]).code == 1);
    assert!(!sandbox.path("out").exists());
    sandbox.write("empty/readme.md", "");
    sandbox.run(&["deck", "empty", "-o", "out"]).fails(3, &["no query in empty"]);
    sandbox.run(&["deck", "nowhere", "-o", "out"]).fails(3, &["E0401", "nowhere"]);
    sandbox.run(&["deck", "talk"]).fails(2, &["-o"]);
    sandbox.run(&["deck", "talk", "-o", "out", "--title", "x"]).fails(2, &["its own title"]);
    sandbox.run(&["deck", "talk", "-o", "out", "--pictures", "bmp"]).fails(2, &["svg"]);
}

#[test]
fn the_shipped_talk_is_made_without_a_word() {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("talk");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
        command.env("CASEGRAPH_CACHE", "");
        command.args(["-g", "data", "deck", "queries/talk", "-o"]).arg(&out).args(args);
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the binary starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        said
    };
    let said = run(&[]);
    assert!(said.contains("7 files") && !said.contains("warning"), "{said}");
    assert!(run(&["--check"]).contains("7 files up to date"));
}
