//! Every saved query runs with its defaults, without a warning, and gives the rows that stand in `tests/queries/`;
//! `UPDATE_EXPECT=1` rewrites them.

use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the binary on the knowledge of this repository; gives standard output, after checking that nothing else was said.
fn casegraph(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_casegraph"))
        .env("CASEGRAPH_CACHE", "")
        .args(["-g", "data"])
        .args(args)
        .current_dir(root())
        .output()
        .expect("the binary starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{args:?} fails or warns:\n{said}");
    String::from_utf8(output.stdout).expect("it prints text")
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(root().join("queries")).expect("there are saved queries");
    let names = files.map(|file| file.expect("the directory can be read").path());
    let mut names: Vec<String> = names
        .filter(|path| path.extension().is_some_and(|extension| extension == "cypher"))
        .map(|path| path.file_stem().expect("it has a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn each_gives_its_rows() {
    let names = names();
    assert!(names.len() >= 8, "at least eight queries are shipped");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for name in names {
        let shown = casegraph(&["run", &name, "--format", "markdown"]);
        let file = root().join("tests/queries").join(format!("{name}.md"));
        if update {
            std::fs::create_dir_all(root().join("tests/queries")).expect("the directory can be made");
            std::fs::write(&file, &shown).expect("the rows can be written");
        } else if std::fs::read_to_string(&file).unwrap_or_default() != shown {
            wrong.push(format!("{name} gives\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rows of `shared-stream-processors` as lines `technology: companies (today)`.
fn shared(params: &[&str]) -> Vec<String> {
    let mut args = vec!["run", "shared-stream-processors", "--format", "jsonl"];
    args.extend(params.iter().flat_map(|param| ["-p", param]));
    let rows = casegraph(&args);
    let line = |row: &str| {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row is JSON");
        let name = |node: &serde_json::Value| node["properties"]["name"].as_str().expect("it has a name").to_owned();
        let companies: Vec<String> = row["companies"].as_array().expect("a list").iter().map(name).collect();
        format!("{}: {}", name(&row["technology"]), companies.join(", "))
    };
    rows.lines().map(line).collect()
}

#[test]
fn a_shared_stream_processor_depends_on_what_counts_as_one() {
    assert_eq!(shared(&[]), ["Apache Storm: Netflix, Spotify, Uber", "Apache Flink: Netflix, Uber"]);
    assert_eq!(shared(&["current_only=true"]), ["Apache Flink: Netflix, Uber"]);
    assert_eq!(shared(&["taxonomy=seed"]), ["Apache Kafka: Netflix, Uber"]);
    let managed = ["taxonomy=seed", "current_only=true", "count_managed=true"];
    assert_eq!(shared(&managed), ["Apache Kafka: Amazon, Netflix, Uber"]);
    assert_eq!(shared(&["current_only=true", "count_managed=true"]), ["Apache Flink: Amazon, Netflix, Uber"]);
}

#[test]
fn a_managed_version_counts_when_asked() {
    let batch = ["category=processing/batch", "current_only=true"];
    assert_eq!(shared(&batch), ["Apache Spark: Netflix, Spotify, Uber", "Amazon EMR: Amazon, Netflix"]);
    let managed = ["category=processing/batch", "current_only=true", "count_managed=true"];
    assert_eq!(
        shared(&managed),
        [
            "Apache Spark: Amazon, Netflix, Spotify, Uber",
            "Apache Hadoop: Amazon, Netflix, Spotify",
            "Amazon EMR: Amazon, Netflix"
        ]
    );
}
