//! Where the history is kept from one run to the next.

use super::editor::ShellEditor;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The history file, unless something else has its place: a pipe would make the shell wait for ever.
pub(super) fn place() -> Option<PathBuf> {
    named().filter(|path| fs::metadata(path).map_or(true, |about| about.is_file()))
}

/// `$CASEGRAPH_HISTORY`, which turns the history off when empty, else a file in the user's state directory.
fn named() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CASEGRAPH_HISTORY") {
        return (!named.is_empty()).then(|| PathBuf::from(named));
    }
    let state = env::var_os("XDG_STATE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let state =
        state.filter(|path| path.is_absolute()).or_else(|| env::home_dir().map(|home| home.join(".local/state")));
    state.map(|state| state.join("casegraph/history"))
}

/// Adds the newest entries to the file. Where it cannot be written, only this run has a history.
pub(super) fn save(editor: &mut ShellEditor, path: &Path) {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        let _ = fs::create_dir_all(directory);
    }
    let _ = editor.append_history(path);
}
