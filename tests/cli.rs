//! The real program: its streams, its exit codes, its files, and what it says when something is wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use crate::sandbox::{Run, Sandbox};
use std::io::Read;
use std::process::{Command, Stdio};

const NAMES: &str = "MATCH (c:Company) RETURN c.name AS name ORDER BY name";

#[test]
fn a_query_gives_data_on_standard_output_and_nothing_else() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["query", NAMES, "--format", "csv"]).fine(), "name\nAcme\nBirch\n");
    assert_eq!(sandbox.run(&[NAMES, "--format", "csv"]).fine(), "name\nAcme\nBirch\n");
    assert_eq!(sandbox.run(&["--format", "csv", NAMES]).fine(), "name\nAcme\nBirch\n");
    assert_eq!(sandbox.run(&["return(1)AS one", "--format=csv"]).fine(), "one\n1\n");
    let table = sandbox.run(&[NAMES]).fine();
    assert!(table.contains("│ Acme"), "{table}");
    assert!(!table.contains('\x1b'), "{table}");
}

#[test]
fn a_query_comes_from_a_file_or_from_standard_input() {
    let sandbox = Sandbox::new();
    sandbox.write("q.cypher", format!("\u{feff}{NAMES}"));
    for arguments in
        [&["query", "-f", "q.cypher", "--format", "tsv"][..], &["query", "--file=q.cypher", "--format=tsv"]]
    {
        assert_eq!(sandbox.run(arguments).fine(), "name\nAcme\nBirch\n");
    }
    assert_eq!(sandbox.pipe(&["query", "-", "--format", "tsv"], NAMES).fine(), "name\nAcme\nBirch\n");
    assert_eq!(sandbox.pipe(&["-", "--format", "tsv"], NAMES).fine(), "name\nAcme\nBirch\n");
}

#[test]
fn standard_input_is_a_script_that_stops_at_the_first_failure() {
    let sandbox = Sandbox::new();
    let script = "RETURN 1 AS a; // one; two\nRETURN ';' AS b;\n";
    assert_eq!(sandbox.pipe(&["--format", "csv"], script).fine(), "a\n1\nb\n;\n");
    let run = sandbox.pipe(&["--format", "csv"], "RETURN 1 AS a;\n  RETURN nope; RETURN 3 AS c;");
    assert_eq!((run.code, run.out.as_str()), (1, "a\n1\n"));
    assert!(run.err.contains("E0201") && run.err.contains("<stdin>:2:10"), "{}", run.err);
    sandbox.pipe(&[], "").fails(1, &["E0107"]);
    sandbox.pipe(&[], " // nothing\n").fails(1, &["E0107"]);
}

#[test]
fn a_write_changes_memory_alone() {
    let sandbox = Sandbox::new();
    let before = sandbox.read("data/companies.yaml");
    let script = "CREATE (c:Company {id: 'x', name: 'X'}); MATCH (c:Company) RETURN count(*) AS n;";
    let run = sandbox.pipe(&["--format", "csv"], script);
    assert_eq!((run.code, run.out.as_str()), (0, "n\n3\n"));
    assert_eq!(run.err, "1 node created, 2 properties set (in memory; no file was changed)\n");
    assert_eq!(sandbox.read("data/companies.yaml"), before);
    assert_eq!(sandbox.run(&["MATCH (c:Company) RETURN count(*) AS n", "--format", "csv"]).fine(), "n\n2\n");
}

#[test]
fn a_failed_query_exits_with_1_and_a_suggestion() {
    let sandbox = Sandbox::new();
    sandbox.run(&["MATCH (c:Compny) RETURN c"]).fails(1, &["E0203", "<query>:1:10", "Company"]);
    sandbox.run(&["MATCH (c:Company RETURN c"]).fails(1, &["error[E01", "<query>:1:"]);
    sandbox.run(&["RETURN 1 / 0"]).fails(1, &["E0303"]);
    sandbox.run(&["RETURN $x"]).fails(1, &["E0206", "$x"]);
}

#[test]
fn wrong_usage_exits_with_2() {
    let sandbox = Sandbox::new();
    sandbox.run(&["chek"]).fails(2, &["did you mean `casegraph check`?"]);
    sandbox.run(&["landscpe"]).fails(2, &["did you mean `casegraph run landscape`?"]);
    sandbox.run(&["users"]).fails(2, &["`casegraph run users` runs the saved query"]);
    sandbox.run(&["frobnicate"]).fails(2, &["there is no command `frobnicate`", "Usage: casegraph"]);
    sandbox.run(&["query"]).fails(2, &["Usage: casegraph query"]);
    sandbox.run(&["query", "RETURN 1", "-f", "x"]).fails(2, &["cannot be used with"]);
    sandbox.run(&["query", "RETURN 1", "--format", "xml"]).fails(2, &["table, json"]);
    sandbox.run(&["query", "RETURN $a", "-p", "a"]).fails(2, &["name=value"]);
    sandbox.run(&["query", "RETURN $a", "-p", "a=1", "-p", "a=2"]).fails(2, &["twice"]);
    sandbox.run(&["check", "-p", "a=1"]).fails(2, &["-p means nothing there"]);
    sandbox.run(&["explain", "E0307", "--timeout", "1s"]).fails(2, &["--timeout means nothing there"]);
    for command in [&["explain", "E0307"][..], &["build", "data", "-o", "g.cgx"], &["pipe"]] {
        sandbox.run(&[command, &["--format", "json"]].concat()).fails(2, &["--format means nothing there"]);
        sandbox.run(&[command, &["--timings"]].concat()).fails(2, &["--timings means nothing there"]);
    }
    sandbox.run(&["check", "--format", "csv"]).fails(2, &["table or json"]);
    sandbox.run(&["draw", "landscape", "--format", "csv"]).fails(2, &["--format is for rows"]);
}

#[test]
fn the_rules_of_the_data_have_the_limits_of_a_statement() {
    let sandbox = Sandbox::new();
    let rule = |statement: &str| {
        sandbox.write("data/rules/size.cypher", format!("// title: Sizes\n// about: Derives sizes.\n{statement}\n"));
    };
    rule("UNWIND range(1, 100000) AS i WITH collect(i) AS all MATCH (c:Company) SET c.size = size(all)");
    let ask = ["MATCH (c:Company) RETURN max(c.size) AS size", "--format", "csv"];
    assert_eq!(sandbox.run(&ask).fine(), "size\n100000\n");
    sandbox
        .run(&[&ask[..], &["--memory-limit", "1MB"]].concat())
        .fails(1, &["the rule `size` cannot", "E0307", "1 MB"]);
    let check = sandbox.run(&["check", "--memory-limit", "1MB"]);
    assert!(
        check.code == 1 && check.out.contains("the rule `size` cannot") && check.out.contains("E0307"),
        "{check:?}"
    );
    rule(
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH max(a + b) AS size \
         MATCH (c:Company) SET c.size = size",
    );
    sandbox.run(&[&ask[..], &["--timeout", "50ms"]].concat()).fails(1, &["the rule `size` cannot be run", "E0310"]);
    sandbox.run(&["schema", "--timeout", "50ms"]).fails(1, &["the rule `size` cannot be run", "E0310"]);
}

#[test]
fn help_and_version_are_data() {
    let sandbox = Sandbox::empty();
    let help = sandbox.run(&["--help"]).fine();
    assert!(help.starts_with("Turn case studies kept as YAML"), "{help}");
    assert!(help.find("Examples:") < help.find("Usage:"), "{help}");
    assert!(sandbox.run(&["draw", "--help"]).fine().contains("casegraph draw"));
    assert_eq!(sandbox.run(&["--version"]).fine(), format!("casegraph {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn parameters_are_literals_or_plain_texts() {
    let sandbox = Sandbox::new();
    let value = |given: &str| {
        let run = sandbox.run(&["RETURN $p AS p", "-p", given, "--format", "jsonl"]);
        run.fine().trim_end().to_owned()
    };
    assert_eq!(value("p=1"), r#"{"p":1}"#);
    assert_eq!(value("$p=-2.5"), r#"{"p":-2.5}"#);
    assert_eq!(value("p=Apache Flink"), r#"{"p":"Apache Flink"}"#);
    assert_eq!(value("p='1'"), r#"{"p":"1"}"#);
    assert_eq!(value("p=2024-05-01"), r#"{"p":"2024-05-01"}"#);
    assert_eq!(value("p=[1, 'a']"), r#"{"p":[1,"a"]}"#);
    assert_eq!(value("p=a=b"), r#"{"p":"a=b"}"#);
    assert_eq!(value("p="), r#"{"p":""}"#);
    assert_eq!(value("p=null"), r#"{"p":null}"#);
    sandbox.run(&["RETURN $name", "-p", "nmae=x"]).fails(2, &["E0206", "Did you mean name?"]);
    sandbox.run(&["RETURN 1", "-p", "x=1"]).fails(2, &["E0206", "It takes none."]);
}

#[test]
fn a_saved_query_runs_by_name() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.run(&[&["run", "users", "--format", "csv"], arguments].concat());
    assert_eq!(run(&["-p", "technology=Apache Flink"]).fine(), "company\nAcme\nBirch\n");
    assert_eq!(run(&["-p", "technology='Apache Flink'", "-p", "least=5"]).fine(), "company\nAcme\n");
    run(&[]).fails(2, &["E0206", "needs a value for $technology: the name of the technology", "-p technology="]);
    run(&["-p", "technology=x", "-p", "leest=5"]).fails(2, &["E0206", "Did you mean least?"]);
    run(&["-p", "technology=x", "-p", "least=many"]).fails(2, &["E0405", "$least takes an integer, not `many`"]);
    sandbox.run(&["run", "usrs"]).fails(2, &["E0403", "Did you mean `users`?"]);
    sandbox.run(&["run", "nothing-like-it"]).fails(2, &["E0403", "casegraph queries"]);
}

#[test]
fn the_directory_at_hand_comes_before_the_graphs_own_queries() {
    let sandbox = Sandbox::new();
    sandbox.write("other/data/schema.yaml", sandbox.read("data/schema.yaml"));
    sandbox.write("other/queries/users.cypher", "// title: Other\nRETURN 'other' AS whose");
    sandbox.write("other/queries/own.cypher", "// title: Own\nRETURN 'own' AS whose");
    sandbox.write("other/data/queries/inner.cypher", "// title: Inner\nRETURN 'inner' AS whose");
    let run = |name: &str| sandbox.run(&["-g", "other/data", "run", name, "--format", "csv"]);
    assert_eq!(run("own").fine(), "whose\nown\n");
    assert_eq!(run("inner").fine(), "whose\ninner\n");
    run("users").fails(2, &["needs a value for $technology"]);
}

#[test]
fn queries_lists_what_can_be_run() {
    let sandbox = Sandbox::new();
    let list = sandbox.run(&["queries"]).fine();
    assert!(list.contains("users") && list.contains("Who uses it?") && list.contains("least = 0"), "{list}");
    let rows = sandbox.run(&["queries", "--format", "jsonl"]).fine();
    assert!(rows.lines().any(|line| line.contains(r#""file":"queries/users.cypher""#)), "{rows}");
    sandbox.write("queries/bad.cypher", "RETURN 1");
    let run = sandbox.run(&["queries"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("users") && run.err.contains("E0404"), "{run:?}");
    sandbox.run(&["run", "bad"]).fails(1, &["E0404", "queries/bad.cypher"]);
    assert_eq!(sandbox.run(&[NAMES, "--format=csv"]).fine(), "name\nAcme\nBirch\n");
}

/// What an unknown extension is answered with.
#[cfg(not(feature = "pdf"))]
const KNOWN: &str = "Diagrams are drawn as .svg, .png, .html, .dot, .gv, .mmd or .mermaid.";
#[cfg(feature = "pdf")]
const KNOWN: &str = "Diagrams are drawn as .svg, .png, .pdf, .html, .dot, .gv, .mmd or .mermaid.";

#[test]
fn a_drawing_is_dot_with_the_title_of_the_query() {
    let sandbox = Sandbox::new();
    let dot = sandbox.run(&["draw", "landscape"]).fine();
    assert!(dot.starts_with("digraph") && dot.contains("The landscape") && dot.contains("Apache Flink"), "{dot}");
    sandbox.run(&["draw", "landscape", "-o", "x.dot"]).drew();
    assert_eq!(sandbox.read("x.dot"), dot);
    let text = "MATCH p = (:Company)-[:USES]->() RETURN p";
    let titled = sandbox.run(&["draw", text, "--title", "Mine"]).fine();
    assert!(titled.contains("Mine") && titled.contains("Acme"), "{titled}");
    sandbox.run(&["draw", "RETURN 1 AS x"]).fails(1, &["E0406", "Return the nodes"]);
    sandbox.run(&["draw", "MATCH (c:Company) WHERE false RETURN c"]).fails(1, &["E0406", "no rows"]);
    sandbox.run(&["draw", "landscape", "-o", "x"]).fails(2, &["E0407", KNOWN]);
    // Several files are drawn at once, and what they hold is said.
    let run = sandbox.run(&["draw", "landscape", "--size", "16:9", "-o", "a.svg", "-o", "b.png", "--scale", "1"]);
    let said = "a.svg, b.png: 4 nodes, 3 relationships, smallest text 12.0 pt\n";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", said));
    assert!(sandbox.read("a.svg").starts_with("<svg") && sandbox.path("b.png").exists());
    sandbox.run(&["draw", "landscape", "-o", "c.svg", "-o", "x"]).fails(2, &["E0407"]);
    assert!(!sandbox.path("c.svg").exists(), "nothing is written when one of the files cannot be");
    sandbox.run(&["draw", "landscape", "-o", "a.svg", "-o", "b.html", "--dpi", "90"]).fails(2, &["--dpi is for .png"]);
    sandbox.run(&["draw", "landscape", "-o", "a.svg", "-o", "a.svg"]).fails(2, &["-o a.svg is given twice"]);
    let path = "MATCH p = (:Company)-[:USES]->() RETURN p";
    let last = sandbox.run(&["draw", path, "--top", "3", "--top", "2", "-o", "a.svg"]);
    assert_eq!(last.err, "a.svg: 2 nodes, 1 relationship\n", "the last counts, so that a proposed command can be run");
    sandbox.run(&["RETURN 1 AS x", "-o", "a.csv", "-o", "b.csv"]).fails(2, &["only `draw` writes several files"]);
    sandbox.run(&["draw", "landscpe"]).fails(2, &["E0403", "Did you mean `landscape`?"]);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let sandbox = Sandbox::new();
    for (name, start) in [("a.csv", "name\n"), ("a.json", "["), ("a.md", "| name"), ("a.jsonl", "{"), ("a.txt", "┌")]
    {
        assert_eq!(sandbox.run(&[NAMES, "-o", name]).fine(), "");
        let text = sandbox.read(name);
        assert!(text.starts_with(start), "{name}: {text}");
    }
    assert_eq!(sandbox.run(&[NAMES, "-o", "a.csv", "--format", "tsv"]).fine(), "");
    let before = sandbox.read("a.csv");
    let script = "RETURN 1 AS a; RETURN nope;";
    sandbox.pipe(&["-o", "a.csv"], script).fails(1, &["E0201"]);
    assert_eq!(sandbox.read("a.csv"), before);
    sandbox.run(&[NAMES, "-o", "a.xyz"]).fails(2, &["E0407", "--format"]);
    sandbox.run(&[NAMES, "-o", "missing/a.csv"]).fails(3, &["E0402", "missing/a.csv"]);
    sandbox.run(&[NAMES, "-o", "data", "--format", "csv"]).fails(3, &["E0402", "data"]);
    let left: Vec<_> = std::fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("tmp")), "{left:?}");
}

#[test]
fn check_reports_everything_with_its_place() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["check"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.err, "no findings: 4 nodes, 3 relationships from 3 files, 2 queries\n");

    sandbox.write("data/companies.yaml", "- id: acme\n  name: Acme\n  uses: [flnk]\n  siez: 3\n");
    sandbox.write("queries/stale.cypher", "// title: Stale\nMATCH (c:Firm) RETURN c");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1);
    for said in ["D0305", "data/companies.yaml:3:10", "D0302", "E0203", "queries/stale.cypher:2:10"] {
        assert!(run.out.contains(said), "`{said}` is missing in:\n{}", run.out);
    }
    assert!(run.err.ends_with("in 2 of 6 files\n"), "{}", run.err);
    // Half of the facts are no ground for an answer.
    sandbox.run(&[NAMES]).fails(1, &["D0305"]);
}

#[test]
fn check_speaks_json() {
    let sandbox = Sandbox::new();
    sandbox.write("data/companies.yaml", "- id: acme\n  name: Acme\n  uses: [flnk]\n");
    let run = sandbox.run(&["check", "data", "--format", "json"]);
    assert_eq!(run.code, 1);
    let finding: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    let place = (&finding["code"], &finding["severity"], &finding["file"], &finding["line"], &finding["column"]);
    let wanted = ("D0305".into(), "error".into(), "data/companies.yaml".into(), 3.into(), 10.into());
    assert_eq!(place, (&wanted.0, &wanted.1, &wanted.2, &wanted.3, &wanted.4));
    assert!(finding["message"].is_string());
}

#[test]
fn rules_derive_and_find() {
    let sandbox = Sandbox::new();
    sandbox.write("data/rules/1-derive.cypher", "// title: Big\nMATCH (c:Company {id: 'acme'}) SET c.size = 99");
    sandbox.write(
        "data/rules/2-check.cypher",
        "// title: A company should have a size\n// severity: warning\n\
         MATCH (c:Company) WHERE c.size IS NULL RETURN c, c.name + ' has no size' AS message",
    );
    let query = "MATCH (c:Company {id: 'acme'}) RETURN c.size AS size";
    assert_eq!(sandbox.run(&[query, "--format", "csv"]).fine(), "size\n99\n");
    let run = sandbox.run(&["check"]);
    assert_eq!((run.code, run.err.as_str()), (0, "1 warning in 1 of 7 files\n"), "{run:?}");
    for said in ["warning[D0312]: Birch has no size", "data/companies.yaml:5:3", "2-check.cypher"] {
        assert!(run.out.contains(said), "`{said}` is missing in:\n{}", run.out);
    }
    sandbox.write("data/rules/3-bad.cypher", "// title: Bad\nMATCH (c:Compny) RETURN c");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("D0311") && run.out.contains("data/rules/3-bad.cypher:2:10"), "{}", run.out);
}

#[test]
fn schema_tells_types_with_counts() {
    let sandbox = Sandbox::new();
    let all = sandbox.run(&["schema"]).fine();
    assert!(all.contains("Company") && all.contains("(Company)->(Technology)"), "{all}");
    let one = sandbox.run(&["schema", "Technology"]).fine();
    for said in ["2 nodes", "STRING", "engine | broker", "<-[:USES]-", "Apache Flink", "data/technologies.yaml:1"] {
        assert!(one.contains(said), "`{said}` is missing in:\n{one}");
    }
    let rel = sandbox.run(&["schema", "USES"]).fine();
    assert!(rel.contains("3 relationships") && rel.contains("role"), "{rel}");
    assert!(sandbox.run(&["schema", "--format", "csv"]).fine().starts_with("kind,name,count"));
    sandbox.run(&["schema", "Tecnology"]).fails(2, &["Did you mean `Technology`?"]);
}

#[test]
fn the_graph_is_named_found_or_built_in() {
    let sandbox = Sandbox::new();
    sandbox.write("elsewhere/keep", "");
    let count = "MATCH (n) RETURN count(n) AS n";
    let arguments = ["-g", "../data", count, "--format=csv"];
    let output = sandbox.command().current_dir(sandbox.path("elsewhere")).args(arguments).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "n\n4\n");
    let mut command = sandbox.command();
    command.current_dir(sandbox.path("elsewhere")).env("CASEGRAPH_GRAPH", sandbox.path("data"));
    let output = command.args([count, "--format=csv"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "n\n4\n");

    sandbox.run(&["-g", "missing", count]).fails(3, &["E0401", "missing"]);
    sandbox.run(&["-g", "data/schema.yaml", count]).fails(3, &["D0501", "is not a snapshot"]);
    sandbox.run(&["-g", "elsewhere", count]).fails(1, &["D0201", "elsewhere"]);
    sandbox.run(&["-g", ".", count]).fails(1, &["D0201", "There is one in data"]);

    let built_in = Sandbox::empty().run(&["MATCH (n) RETURN count(n) > 100 AS many", "--format=csv"]);
    assert_eq!(built_in.fine(), "many\ntrue\n");
}

#[test]
fn what_cannot_be_read_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("latin.cypher", b"RETURN '\xe9'");
    sandbox.run(&["query", "-f", "missing.cypher"]).fails(3, &["E0401", "missing.cypher", "no such file"]);
    sandbox.run(&["query", "-f", "data"]).fails(3, &["E0401", "data"]);
    sandbox.run(&["query", "-f", "latin.cypher"]).fails(3, &["E0401", "UTF-8", "latin.cypher:1:9"]);
}

#[test]
fn data_that_is_not_utf8_is_a_finding() {
    let sandbox = Sandbox::new();
    sandbox.write("data/companies.yaml", b"- name: \xe9\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("D0104"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end_and_broken_ones_are_named() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("data/sub")).unwrap();
    symlink("..", sandbox.path("data/sub/up")).unwrap();
    symlink("sub", sandbox.path("data/again")).unwrap();
    assert_eq!(sandbox.run(&[NAMES, "--format=csv"]).fine(), "name\nAcme\nBirch\n");
    symlink("nowhere.yaml", sandbox.path("data/broken.yaml")).unwrap();
    sandbox.run(&[NAMES]).fails(3, &["E0401", "data/broken.yaml", "The link leads nowhere."]);
    std::fs::remove_file(sandbox.path("data/broken.yaml")).unwrap();
    std::fs::create_dir(sandbox.path("data/folder.yaml")).unwrap();
    sandbox.run(&[NAMES]).fails(3, &["E0401", "data/folder.yaml: is a directory"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_written_through() {
    let sandbox = Sandbox::new();
    sandbox.write("real.csv", "old");
    std::os::unix::fs::symlink("real.csv", sandbox.path("link.csv")).unwrap();
    sandbox.run(&[NAMES, "-o", "link.csv"]).fine();
    assert_eq!(sandbox.read("real.csv"), "name\nAcme\nBirch\n");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command();
    command.args(["UNWIND range(1, 200000) AS x RETURN x", "--format", "csv"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut start = [0; 4];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn times_and_colors_come_only_when_asked_for() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&[NAMES, "--format=csv", "--timings"]);
    assert_eq!((run.code, run.out.as_str()), (0, "name\nAcme\nBirch\n"));
    for phase in ["open ", "parse ", "check ", "plan ", "run ", "render "] {
        assert!(run.err.contains(phase), "{}", run.err);
    }
    let colored = sandbox.run(&["--color", "always", "RETURN nope"]);
    assert!(colored.err.contains("\x1b["), "{}", colored.err);
    let plain: Run = sandbox.run(&["--color", "never", "RETURN nope"]);
    assert!(!plain.err.contains("\x1b["), "{}", plain.err);
}

/// The commands of the examples in a help text, without what is said beside them.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1).take_while(|line| !line.is_empty());
    let command = |line: &str| line.trim().split("  ").next().unwrap_or_default().to_owned();
    lines.map(command).filter(|line| line.contains("casegraph")).collect()
}

#[cfg(all(unix, feature = "elk"))]
#[test]
fn the_examples_of_every_help_do_what_they_say() {
    let sandbox = Sandbox::empty();
    // A graph in ./data, a deck and tables, as the examples name them; else the built-in knowledge is asked.
    let other = Sandbox::new();
    for file in ["schema.yaml", "companies.yaml", "technologies.yaml"] {
        sandbox.write(&format!("talks/data/{file}"), other.read(&format!("data/{file}")));
    }
    for file in casegraph::project::builtin_data() {
        sandbox.write(&format!("data/{}", file.path), &*file.bytes);
    }
    sandbox.write("queries/talk/01-users.cypher", other.read("queries/landscape.cypher"));
    sandbox.write("question.cypher", "MATCH (t:Technology {name: $name}) RETURN t.name");
    sandbox.write("person.csv", "id\n1\n");
    sandbox.write("tables.yaml", "nodes: [{file: person.csv, labels: Person, key: id}]\n");
    let program = env!("CARGO_BIN_EXE_casegraph");
    let folder = std::path::Path::new(program).parent().expect("it lies in a folder").display().to_string();
    let mut tried = 0;
    for of in ["", "query", "run", "queries", "draw", "deck", "check", "build", "schema", "explain", "pipe"] {
        let help = sandbox.run(&[of, "--help"].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>()).fine();
        for example in examples(&help) {
            // These need what only their reader has: a query's name, a history in git, a terminal.
            if example.contains("NAME") || example.contains("HEAD~") || example == "casegraph" {
                continue;
            }
            let mut shell = Command::new("sh");
            for (key, value) in sandbox.command().get_envs() {
                match value {
                    Some(value) => shell.env(key, value),
                    None => shell.env_remove(key),
                };
            }
            let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
            let output = shell
                .args(["-c", &example])
                .current_dir(sandbox.path(""))
                .env("PATH", path)
                .stdin(Stdio::null())
                .output()
                .expect("there is a shell");
            assert!(output.status.success(), "{of}: {example}\n{}", String::from_utf8_lossy(&output.stderr));
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried} examples were found");
}
