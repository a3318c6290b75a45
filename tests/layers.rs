//! Who imports whom, held against the table on the architecture page (`src/lib.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The table: module → what it may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(root().join("src/lib.rs")).expect("the page is there");
    let mut table = BTreeMap::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Some(module) = cells.get(1).and_then(|cell| cell.strip_prefix('`')?.strip_suffix('`')) else {
            continue;
        };
        let imports = cells[3].split_whitespace().map(str::to_owned).collect();
        table.insert(module.to_owned(), imports);
    }
    table
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("the directory can be read");
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The modules that a file names by `crate::…`, with the line. Documentation may name any.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let names = group.split(',').map(|each| each.split("::").next().unwrap_or_default().trim());
                found.extend(names.filter(|name| !name.is_empty()).map(|name| (number + 1, name.to_owned())));
                continue;
            }
            let name: String = rest.chars().take_while(|each| each.is_alphanumeric() || *each == '_').collect();
            found.push((number + 1, name));
        }
    }
    found
}

#[test]
fn every_import_is_listed() {
    let table = table();
    assert!(table.len() >= 18, "the table on the architecture page was not found");
    let source = root().join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let relative = file.strip_prefix(&source).expect("below src");
        let module = relative.components().next().expect("a file has a name").as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(allowed) = table.get(&module) else {
            wrong.push(format!("{}: the module is not in the table", relative.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("the file is text");
        for (line, name) in imports(&text) {
            let listed = name == module || allowed.contains(&name) || (module == "cli" && table.contains_key(&name));
            if !listed {
                wrong.push(format!("src/{}:{line}: {module} may not import {name}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::diag::{Span, codes};\nlet x = crate::value::Map::new();\n// crate::nothing\nuse crate::{ir, plan::Op};";
    let names: Vec<String> = imports(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["diag", "value", "ir", "plan"]);
}

#[test]
fn every_file_says_what_it_is_for() {
    for directory in ["src", "tests"] {
        for file in rust_files(&root().join(directory)) {
            let text = std::fs::read_to_string(&file).expect("the file is text");
            assert!(text.starts_with("//!"), "{} does not begin with its purpose", file.display());
        }
    }
}

#[test]
fn libraries_stay_in_their_modules() {
    let owners: [(&str, &[&str]); 5] = [
        ("pest", &["syntax"]),
        // The graph's topology, and which boxes of a picture are connected.
        ("petgraph", &["graph", "draw/layout"]),
        ("saphyr_parser", &["yaml"]),
        ("serde_yaml", &["yaml"]),
        ("elkrs", &["draw/layout"]),
    ];
    let source = root().join("src");
    for file in rust_files(&source) {
        let text = std::fs::read_to_string(&file).expect("the file is text");
        for (name, owners) in owners {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let used = code
                .into_iter()
                .any(|line| line.contains(&format!("{name}::")) && !line.contains(&format!("crate::{name}::")));
            let inside = owners.iter().any(|owner| file.starts_with(source.join(owner)));
            assert!(!used || inside, "{} uses {name}, which belongs to {owners:?}", file.display());
        }
    }
}
