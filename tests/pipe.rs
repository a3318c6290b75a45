//! The machine interface, driven as programs drive it, and its page `docs/pipe.md`.

use crate::tck::pipe::Pipe;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The value alone of an answer of one row and one column.
fn value(response: &Json) -> &Json {
    &response["data"]["values"][0][0]["_value"]
}

fn code(response: &Json) -> &str {
    response["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("no error: {response}"))
}

#[test]
fn no_request_ends_the_program_and_each_gets_one_response() {
    let mut pipe = Pipe::start(&[]);
    let deep = format!("{{\"statement\": \"RETURN {}1{}\"}}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{{\"statement\": \"RETURN $x\", \"parameters\": {{\"x\": {}}}}}", "[".repeat(100_000));
    let wrong: [&[u8]; 13] = [
        b"",
        b"  ",
        b"{",
        b"null",
        b"\"RETURN 1\"",
        b"\xff\xfe",
        b"{\"statement\": \"RETURN \xc3\x28\"}",
        br#"{"statement": "RETURN 1", "command": "reset"}"#,
        br#"{"statement": "RETURN 1", "parameters": {"x": {"$type": "Point", "_value": 1}}}"#,
        br#"{"command": "procedure", "signature": "p"}"#,
        br#"{"command": "drop"}"#,
        deep.as_bytes(),
        nested.as_bytes(),
    ];
    for line in wrong {
        let response = pipe.send(line).expect("there is a response");
        assert!(!code(&response).is_empty() && response.get("data").is_none(), "{response}");
        assert!(response["errors"][0]["message"].is_string(), "{response}");
    }
    assert_eq!(value(&pipe.run("RETURN 1 + 1").expect("it answers")), "2");
    assert_eq!(pipe.finish(), Some(0));
}

#[test]
fn a_failed_statement_leaves_the_graph_as_it_was() {
    let mut pipe = Pipe::start(&[]);
    let made = pipe.run("CREATE (:A {x: 1})-[:T]->(:B)").expect("it answers");
    assert_eq!(made["data"], json!({"fields": [], "values": []}));
    assert_eq!(made["counters"]["nodesCreated"], 2);
    let failed = pipe.run("MATCH (a:A) SET a.x = 2, a:C CREATE (:D) WITH a RETURN 1 / (a.x - 2)").expect("it answers");
    assert_eq!((code(&failed), &failed["errors"][0]["phase"]), ("ArithmeticError.DivisionByZero", &json!("runtime")));
    let left = pipe.run("MATCH (n) RETURN [count(n), max(n.x), size(collect(DISTINCT labels(n)))] AS left");
    let left = left.expect("it answers");
    let numbers: Vec<&Json> = value(&left).as_array().expect("a list").iter().map(|item| &item["_value"]).collect();
    assert_eq!(numbers, ["2", "1", "2"]);
    pipe.ask(&json!({"command": "reset"})).expect("it answers");
    assert_eq!(value(&pipe.run("MATCH (n) RETURN count(n)").expect("it answers")), "0");
}

#[test]
fn parameters_are_plain_or_typed() {
    let mut pipe = Pipe::start(&[]);
    let given = json!({
        "plain": [1, 1.0, "a", null, true, {"k": -0.5}],
        "typed": {"$type": "Map", "_value": {"k": {"$type": "Float", "_value": "NaN"}}},
    });
    let response = pipe.ask(&json!({"statement": "RETURN [$plain, $typed] AS x", "parameters": given}));
    let response = response.expect("it answers");
    let expected = json!([
        {"$type": "List", "_value": [
            {"$type": "Integer", "_value": "1"},
            {"$type": "Float", "_value": "1.0"},
            {"$type": "String", "_value": "a"},
            {"$type": "Null", "_value": null},
            {"$type": "Boolean", "_value": true},
            {"$type": "Map", "_value": {"k": {"$type": "Float", "_value": "-0.5"}}},
        ]},
        {"$type": "Map", "_value": {"k": {"$type": "Float", "_value": "NaN"}}},
    ]);
    assert_eq!(*value(&response), expected);
}

#[test]
fn a_named_graph_brings_its_schema() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let mut pipe = Pipe::start(&["-g", data]);
    let known = pipe.run("MATCH (c:Company {name: 'Netflix'}) RETURN c").expect("it answers");
    assert_eq!(value(&known)["_labels"], json!(["Company"]));
    let unknown = pipe.run("MATCH (c:Compny) RETURN c").expect("it answers");
    let error = &unknown["errors"][0];
    assert_eq!((&error["id"], &error["suggestion"]), (&json!("E0203"), &json!("Company")));
    assert_eq!(error["position"], json!({"offset": 9, "line": 1, "column": 10}));
    let warned = pipe.run("MATCH (t:Technology)-[:USES]->(c:Company) RETURN c").expect("it answers");
    assert_eq!(warned["notifications"][0]["id"], "W0221");
    pipe.ask(&json!({"command": "reset"})).expect("it answers");
    assert_eq!(pipe.run("CREATE (:Anything)").expect("it answers")["counters"]["nodesCreated"], 1);
}

#[test]
fn rows_of_other_commands_are_typed_json_too() {
    let output = Command::new(env!("CARGO_BIN_EXE_casegraph"))
        .env("CASEGRAPH_CACHE", "")
        .args(["query", "UNWIND [1, 1.0] AS x RETURN x", "--format", "typed-json"])
        .output()
        .expect("the program starts");
    let rows = r#"{"fields":["x"],"values":[[{"$type":"Integer","_value":"1"}],[{"$type":"Float","_value":"1.0"}]]}"#;
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{rows}\n"));
}

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pipe.md");
    std::fs::read_to_string(path).expect("there is a page")
}

/// The blocks of the page in this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let after = page.split(&opening).skip(1);
    after.map(|rest| rest.split("```").next().expect("a block is closed").to_owned()).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "who runs the tests is told what was not run")]
fn the_python_example_prints_what_stands_there() {
    let page = page();
    let (example, printed) = (&blocks(&page, "python")[0], &blocks(&page, "text")[0]);
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_casegraph"));
    let folder = binary.parent().expect("it lies in a folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path)));
    let run = Command::new("python3").args(["-c", example]).env("PATH", path.expect("the path can be joined")).output();
    let Ok(output) = run else {
        println!("There is no python3, so the example of docs/pipe.md was not run.");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout), *printed, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_responses_on_the_page_are_real() {
    let page = page();
    let mut pipe = Pipe::start(&[]);
    let statements = ["RETURN 1 AS n", "WITH 'Netflix' AS name RETURN nme"];
    for (block, statement) in blocks(&page, "json").iter().zip(statements) {
        let shown: Json = serde_json::from_str(block).expect("a block is JSON");
        assert_eq!(pipe.run(statement).expect("it answers"), shown);
    }
}
