//! The same input gives the same bytes wherever the program runs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program draws in a folder and an environment.
fn drawn(arguments: &[&str], folder: &Path, environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
    command.env("CASEGRAPH_CACHE", "");
    command.args(arguments).current_dir(folder).env_remove("CASEGRAPH_GRAPH").envs(environment.iter().copied());
    let output = command.output().expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn pictures_are_the_same_bytes_in_every_environment() {
    let here = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let there = here.join("another folder");
    std::fs::create_dir_all(&there).expect("a folder can be made");
    let there_too = there.to_string_lossy().into_owned();
    let pictures: [&[&str]; 5] = [
        &["draw", "shared-technologies", "--layout", "layered"],
        &["draw", "technology-by-company", "--size", "16:9"],
        &["draw", "platform-years", "--size", "4:3"],
        &["run", "platform-evolution", "--format", "json"],
        &["draw", "MATCH (c:Company)-[u:USES]->(t:Technology) RETURN t, c", "--layout", "matrix"],
    ];
    for picture in pictures {
        let first = drawn(picture, &here, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
        for environment in [
            &[("RAYON_NUM_THREADS", "2"), ("TZ", "Asia/Kathmandu")][..],
            &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("TZ", "America/St_Johns")],
            &[("HOME", there_too.as_str()), ("XDG_CONFIG_HOME", there_too.as_str()), ("NO_COLOR", "1")],
        ] {
            assert!(first == drawn(picture, &there, environment), "{picture:?} differs under {environment:?}");
        }
    }
    let file = |name: &str, threads: &str| {
        let path = there.join(name);
        let path_text = path.to_string_lossy().into_owned();
        let threads = [("RAYON_NUM_THREADS", threads), ("TZ", "Asia/Tokyo")];
        drawn(&["draw", "shared-stream-processors", "-o", &path_text], &here, &threads);
        std::fs::read(&path).expect("the picture is there")
    };
    assert!(file("one.svg", "1") == file("two.svg", "2"), "a picture differs with the number of threads");
}
