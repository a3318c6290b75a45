//! `--layout dot`: with a Graphviz that is slow, broken or missing, and with the real one where it is installed.

use crate::sandbox::Sandbox;
use roxmltree::Document;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const DRAW: [&str; 6] = ["draw", "landscape", "-o", "x.svg", "--text", "editable"];

/// The picture without Graphviz.
fn built_in(sandbox: &Sandbox) -> String {
    sandbox.run(&DRAW).drew();
    sandbox.read("x.svg")
}

/// The picture, and what is said about it, with the script `dot` or no program at all in the way of programs.
fn drawn(sandbox: &Sandbox, script: Option<&str>) -> (String, String) {
    sandbox.write("bin/other", "");
    if let Some(script) = script {
        sandbox.write("bin/dot", format!("#!/bin/sh\n{script}\n"));
        let runs = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(sandbox.path("bin/dot"), runs).expect("its mode can be set");
    }
    let mut command = sandbox.command();
    let output = command.args(DRAW).args(["--layout", "dot"]).env("PATH", sandbox.path("bin")).output();
    let output = output.expect("the binary starts");
    assert!(output.status.success(), "{output:?}");
    (sandbox.read("x.svg"), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn without_a_working_graphviz_the_built_in_layout_takes_its_place() {
    let sandbox = Sandbox::new();
    let usual = built_in(&sandbox);
    for (script, why) in [
        (None, "there is no program `dot`"),
        (Some("exit 1"), "Graphviz failed"),
        (Some("echo '{}'"), "Graphviz left out the place of something"),
        (Some("echo places"), "Graphviz answered what is no JSON"),
    ] {
        let (svg, said) = drawn(&sandbox, script);
        assert!(said.contains("W0410") && said.contains(why) && said.contains("built-in layout"), "{why}: {said}");
        assert!(svg == usual, "{why}: the picture is another");
    }
}

#[test]
fn a_slow_graphviz_is_ended() {
    let sandbox = Sandbox::new();
    let usual = built_in(&sandbox);
    let start = Instant::now();
    // By its path, since the way of programs leads to this one alone.
    let (svg, said) = drawn(&sandbox, Some("/bin/sleep 100"));
    assert!(said.contains("W0410") && said.contains("no answer within 10 seconds"), "{said}");
    assert!(svg == usual && start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn an_installed_graphviz_gives_the_places() {
    let sandbox = Sandbox::new();
    let usual = built_in(&sandbox);
    let run = sandbox.run(&[&DRAW[..], &["--layout", "dot"]].concat());
    if run.err.contains("no program `dot`") {
        // Where there is none, the others tell what happens.
        return;
    }
    run.drew();
    let svg = sandbox.read("x.svg");
    assert_ne!(svg, usual);
    let document = Document::parse(&svg).expect("it is XML");
    let layer = document.descendants().find(|part| part.attribute("id") == Some("nodes")).expect("it has nodes");
    let boxes: Vec<_> = layer.children().filter(|part| part.has_tag_name("g")).collect();
    assert_eq!(boxes.len(), 4);
    let down = sandbox.run(&[&DRAW[..], &["--layout", "dot, top-to-bottom", "--size", "16:9"]].concat());
    down.drew();
    let wide = sandbox.read("x.svg");
    assert!(wide.contains("width=\"1280\" height=\"720\"") && wide != svg);
}

#[test]
fn what_graphviz_cannot_lay_out_for_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.run(&["draw", "landscape", "-o", "x.dot", "--layout", "dot"]).fails(2, &["--layout dot gives places"]);
    sandbox.run(&["draw", "landscape", "-o", "x.svg", "--layout", "dott"]).fails(2, &["did you mean dot?"]);
}
