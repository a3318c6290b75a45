//! The targets of `fuzz/` on generated input, a short run of each with a seed that never changes.

#[allow(dead_code, missing_docs)]
#[path = "../fuzz/src/generate.rs"]
mod generate;
#[allow(dead_code, missing_docs)]
#[path = "../fuzz/src/targets.rs"]
mod targets;

/// Gives a target so many inputs.
fn run(name: &str, count: u64) {
    let (_, target) = targets::ALL.iter().find(|(each, _)| *each == name).expect("there is such a target");
    for number in 0..count {
        let input = generate::input(name, 20_26, number);
        let outcome = std::panic::catch_unwind(|| target(&input));
        assert!(outcome.is_ok(), "input {number}: {}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    run("syntax", 8_000);
}

#[test]
fn any_text_gives_rows_or_findings() {
    run("pipeline", 2_500);
}

#[test]
fn any_document_is_loaded_or_refused() {
    run("documents", 1_500);
}

#[test]
fn any_request_is_answered() {
    run("requests", 800);
}
