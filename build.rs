//! Compiles the knowledge in: writes a table of the files below `data/` and `queries/` that `src/project/builtin.rs` includes,
//! and a fingerprint of everything that the program is made from, by which a cache of another program is told.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the directory of the package"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the directory for what is generated"));
    let mut text = String::new();
    for (name, folder) in [("DATA", "data"), ("QUERIES", "queries")] {
        let mut files = Vec::new();
        // A directory that is not there may not be named to cargo, which would then rebuild every time.
        if home.join(folder).is_dir() {
            collect(&home.join(folder), "", &mut files)?;
        }
        writeln!(text, "static {name}: &[(&str, &[u8])] = &[").expect("a string takes any text");
        for (path, place) in files {
            writeln!(text, "    ({path:?}, include_bytes!({place:?})),").expect("a string takes any text");
        }
        text.push_str("];\n");
    }
    directive(&home.join("build.rs"))?;
    link_at_a_fixed_place()?;
    writeln!(io::stdout(), "cargo::rustc-env=CASEGRAPH_FINGERPRINT={:016x}", fingerprint(&home)?)?;
    fs::write(out.join("builtin.rs"), text)
}

/// A program that may lie anywhere in memory has thirty thousand addresses set right each time it starts, which takes as
/// long as a query. It reads no input in an unsafe language, for which lying anywhere would be a defense.
fn link_at_a_fixed_place() -> io::Result<()> {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|given| given == value);
    let fixed =
        env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|given| given.split(',').any(|each| each == "crt-static"));
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !fixed {
        writeln!(io::stdout(), "cargo::rustc-link-arg-bins=-no-pie")?;
    }
    Ok(())
}

/// A number that changes with the sources, the grammar, the knowledge and the libraries.
fn fingerprint(home: &Path) -> io::Result<u64> {
    let mut open: Vec<PathBuf> =
        ["Cargo.toml", "Cargo.lock", "src", "grammar", "data"].iter().map(|name| home.join(name)).collect();
    let mut files = Vec::new();
    while let Some(place) = open.pop() {
        if place.is_dir() {
            directive(&place)?;
            let entries = fs::read_dir(&place)?.collect::<io::Result<Vec<_>>>()?;
            open.extend(entries.iter().map(fs::DirEntry::path));
        } else if place.is_file() {
            // Cargo.lock is not there when the crate is a dependency.
            directive(&place)?;
            files.push(place);
        }
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        file.strip_prefix(home).unwrap_or(&file).hash(&mut hash);
        fs::read(&file)?.hash(&mut hash);
    }
    Ok(hash.finish())
}

/// Lists the YAML and Cypher files below a directory in the order of their paths, which do not depend on the machine.
fn collect(directory: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    directive(directory)?;
    let mut entries = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let place = entry.path();
        if name.starts_with('.') {
            continue;
        }
        if place.is_dir() {
            collect(&place, &format!("{prefix}{name}/"), files)?;
        } else if place.extension().is_some_and(|kind| kind == "yaml" || kind == "yml" || kind == "cypher") {
            directive(&place)?;
            files.push((format!("{prefix}{name}"), place));
        }
    }
    Ok(())
}

/// Tells cargo to build again when a file or directory changes.
fn directive(place: &Path) -> io::Result<()> {
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", place.display())
}
