//! openCypher's compatibility kit, run through `casegraph pipe` and judged strictly.
//!
//! Input: the feature files below `$CASEGRAPH_TCK`, else those of a checkout that lies beside this one; without any the
//! test says so and passes. A verdict is strict: columns by their names in order, rows by exact types, side effects as the
//! difference of the graph before and after, errors by type, phase and detail.
//!
//! `tests/tck/skip.txt` names the scenarios that are known to fail, each with its reason. A listed scenario that passes is
//! a failure too, so that the list only shrinks; `UPDATE_EXPECT=1` takes such lines out.

mod gherkin;
pub(crate) mod pipe;
mod scenario;
mod value;

use gherkin::Scenario;
use pipe::Pipe;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the features, if there is one.
fn features() -> Option<PathBuf> {
    let named = std::env::var_os("CASEGRAPH_TCK").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tck/features"));
    folder.is_dir().then_some(folder)
}

fn skip_list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tck/skip.txt")
}

/// The scenarios that are known to fail, each with its reason: lines of the form `[reason] scenario`.
fn skipped<'a>(text: &'a str) -> BTreeMap<&'a str, &'a str> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let split = |line: &'a str| line.strip_prefix('[')?.split_once("] ").map(|(reason, id)| (id, reason));
    lines.map(|line| split(line).unwrap_or_else(|| panic!("not `[reason] scenario`: {line}"))).collect()
}

/// The feature files, in the order of their paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).filter(|path| path.extension().is_some_and(|end| end == "feature")).collect()
}

fn scenarios(folder: &Path) -> Vec<Scenario> {
    let mut all = Vec::new();
    for path in files(folder) {
        let name = path.strip_prefix(folder).expect("it is below the folder").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).expect("a feature file is UTF-8 text");
        all.extend(gherkin::scenarios(&name, &text));
    }
    all.retain(|scenario| !scenario.tags.iter().any(|tag| tag == "@ignore"));
    all
}

/// What is wrong with each scenario, in order; nothing for one that passes.
fn verdicts(scenarios: &[Scenario], graphs: &Path) -> Vec<Option<String>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let share = scenarios.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = scenarios.chunks(share).map(|share| {
            scope.spawn(move || {
                let mut pipe = Pipe::start(&[]);
                let mut judge = |each: &Scenario| {
                    let verdict = scenario::judge(each, &mut pipe, graphs);
                    // A program that is out of step or gone would fail all that follow.
                    if verdict
                        .as_ref()
                        .is_err_and(|failure| failure.contains(" is not JSON") || failure.contains("no more"))
                    {
                        pipe = Pipe::start(&[]);
                    }
                    verdict.err()
                };
                share.iter().map(&mut judge).collect::<Vec<Option<String>>>()
            })
        });
        let work: Vec<_> = work.collect();
        work.into_iter().flat_map(|each| each.join().expect("no scenario panics")).collect()
    })
}

#[test]
#[expect(clippy::print_stdout, reason = "who runs the tests is told what was not run")]
fn scenarios_of_the_compatibility_kit_pass() {
    let Some(folder) = features() else {
        println!(
            "No features were found, so none was run: set CASEGRAPH_TCK to the folder tck/features of openCypher."
        );
        return;
    };
    let graphs = folder.parent().expect("the folder has a parent").join("graphs");
    let text = fs::read_to_string(skip_list()).expect("there is a skip list");
    let skipped = skipped(&text);
    let scenarios = scenarios(&folder);
    assert!(!scenarios.is_empty(), "there is no scenario below {}", folder.display());
    let (mut failed, mut mended) = (Vec::new(), Vec::new());
    let mut passed = 0;
    for (scenario, verdict) in scenarios.iter().zip(verdicts(&scenarios, &graphs)) {
        match (verdict, skipped.contains_key(scenario.id.as_str())) {
            (None, false) => passed += 1,
            (None, true) => mended.push(scenario.id.as_str()),
            (Some(_), true) => {}
            (Some(reason), false) => failed.push(format!("{}\n    {reason}", scenario.id)),
        }
    }
    println!("{passed} of {} scenarios pass, {} are skipped", scenarios.len(), skipped.len());
    if std::env::var_os("UPDATE_EXPECT").is_some() && !mended.is_empty() {
        let stays = |line: &&str| !mended.iter().any(|id| line.ends_with(&format!("] {id}")));
        let lines: String = text.lines().filter(stays).map(|line| format!("{line}\n")).collect();
        fs::write(skip_list(), lines).expect("the skip list can be written");
        mended.clear();
    }
    assert!(failed.is_empty(), "{} scenarios fail:\n{}", failed.len(), failed.join("\n"));
    assert!(mended.is_empty(), "these pass, so take them off tests/tck/skip.txt:\n{}", mended.join("\n"));
}

#[test]
fn every_kind_of_error_of_the_kit_is_in_the_code_table_with_an_explanation() {
    let Some(folder) = features() else { return };
    let step = regex::Regex::new(r"an? (\w+) should be raised at [\w ]+: (\w+)").expect("it is a regular expression");
    let mut kinds = std::collections::BTreeSet::new();
    for path in files(&folder) {
        let text = fs::read_to_string(&path).expect("a feature file is UTF-8 text");
        kinds.extend(step.captures_iter(&text).map(|found| format!("{}.{}", &found[1], &found[2])));
    }
    assert!(kinds.len() > 30, "only {} kinds were found", kinds.len());
    for kind in kinds {
        let mut codes = casegraph::diag::codes::ALL.iter().filter(|code| code.standard() == kind);
        let explained = |code| casegraph::diag::explain(code).is_some_and(|explanation| explanation.example.is_some());
        assert!(codes.any(|code| explained(*code)), "{kind} is not explained");
    }
}
