//! `explain`: what the code of a finding means.

use super::failure::{Exit, Failure};
use super::setup::Setup;
use crate::diag::{self, Code, Diagnostics, Source, Style, codes, nearest, show_all};
use crate::engine;
use crate::graph::{Graph, Schema};
use crate::project;
use crate::value::Map;
use std::sync::Arc;

/// Explains a code, or lists all of them.
pub(super) fn explain(setup: &Setup, code: Option<&str>) -> Result<Exit, Failure> {
    let style = if setup.file().is_some() { Style::Plain } else { setup.terminal.output_style };
    let text = match code {
        None => codes::ALL.iter().map(|code| format!("{}  {}\n", code.id, code.title)).collect(),
        Some(name) => explanation(find(name)?, style),
    };
    let mut output = setup.output();
    output.put(&text)?;
    output.finish()?;
    Ok(Exit::Fine)
}

/// A code by its id, in any case, or by the name that programs see.
fn find(name: &str) -> Result<Code, Failure> {
    let is_named = |code: &&Code| {
        code.id.eq_ignore_ascii_case(name) || code.detail.eq_ignore_ascii_case(name) || code.standard() == name
    };
    if let Some(code) = codes::ALL.iter().find(is_named) {
        return Ok(*code);
    }
    let said = format!("there is no code `{name}`");
    let names = codes::ALL.iter().flat_map(|code| [code.id, code.detail]);
    Err(Failure::usage(match nearest(name, names) {
        Some(near) => format!("{said}; did you mean `{near}`?"),
        None => format!("{said}; `casegraph explain` lists all of them"),
    }))
}

fn explanation(code: Code, style: Style) -> String {
    let mut text = format!("{}: {}\n", code.id, code.title);
    let Some(explanation) = diag::explain(code) else { return text };
    text += &format!("\n{}\n", filled(explanation.about));
    if let Some(example) = explanation.example {
        text += &format!("\nAn example:\n\n{}", show_all(&findings(code, example, &project::builtin().graph), style));
    }
    text + &format!("\nPrograms know it as {}.\n", code.standard())
}

/// The text in lines of a hundred characters.
fn filled(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= 100 {
            *line += if line.is_empty() { "" } else { " " };
            *line += word;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// What an example gives: on the built-in knowledge, or, where that gives something else, on an empty graph.
fn findings(code: Code, example: &str, builtin: &Graph) -> Diagnostics {
    let found = ask(builtin.clone(), example);
    if found.iter().next().is_some_and(|finding| finding.code == code) {
        return found;
    }
    ask(Graph::new(Arc::new(Schema::open())), example)
}

fn ask(mut graph: Graph, example: &str) -> Diagnostics {
    let source = Source::new("<query>", example);
    match engine::run(&mut graph, &source, &Map::new(), &engine::Options::default()) {
        Ok(answer) => answer.warnings,
        Err(findings) => findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_triggers_its_code() {
        let mut wrong = Vec::new();
        let builtin = project::builtin().graph;
        for code in codes::ALL {
            let Some(example) = diag::explain(*code).and_then(|explanation| explanation.example) else { continue };
            let found: Vec<&str> = findings(*code, example, &builtin).iter().map(|finding| finding.code.id).collect();
            if found.first() != Some(&code.id) {
                wrong.push(format!("{code}: {example} gives {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn findings_of_queries_have_examples() {
        let without = codes::ALL.iter().filter(|code| {
            let about_queries = ["E01", "E02", "E03", "W02"].iter().any(|start| code.id.starts_with(start));
            about_queries && diag::explain(**code).is_none_or(|explanation| explanation.example.is_none())
        });
        let without: Vec<&Code> = without.collect();
        assert_eq!(
            without,
            [&codes::TOO_LARGE, &codes::TOO_DEEP, &codes::IMPLICIT_ARGUMENTS, &codes::INTERRUPTED, &codes::TIMED_OUT]
        );
    }

    #[test]
    fn a_code_is_found_by_each_of_its_names() {
        for name in ["E0201", "e0201", "undefinedvariable", "SyntaxError.UndefinedVariable"] {
            assert_eq!(find(name).ok(), Some(codes::UNDEFINED_VARIABLE), "{name}");
        }
        let Err(Failure::Usage(message)) = find("UndefinedVarible") else { panic!("it is no code") };
        assert_eq!(message, "there is no code `UndefinedVarible`; did you mean `UndefinedVariable`?");
    }

    #[test]
    fn text_is_filled_by_words() {
        let text = filled(&"word ".repeat(30));
        assert!(text.lines().all(|line| line.chars().count() <= 100) && text.lines().count() == 2);
    }
}
