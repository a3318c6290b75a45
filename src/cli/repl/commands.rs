//! The commands of the shell: words after a dot, or after a colon as some shells have it.

use super::shell::{Flow, Last, Shell};
use crate::assist;
use crate::cli::answer::{self, counted};
use crate::cli::failure::Failure;
use crate::cli::{draw, output, params, queries, query, schema, terminal};
use crate::diag::nearest;
use crate::draw::PictureFormat;
use crate::render::Format;
use std::path::Path;
use std::sync::Arc;

/// A command, as help and completion know it.
pub(super) struct Command {
    /// Its name with the dot.
    pub name: &'static str,
    /// What follows it.
    arguments: &'static str,
    /// What it does.
    about: &'static str,
    /// What may follow it, where that is a short list.
    pub values: &'static [&'static str],
    run: fn(&mut Shell, &str) -> Result<Flow, Failure>,
}

const fn command(
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    values: &'static [&'static str],
    run: fn(&mut Shell, &str) -> Result<Flow, Failure>,
) -> Command {
    Command { name, arguments, about, values, run }
}

/// Every command, in the order of the help.
pub(super) const COMMANDS: &[Command] = &[
    command(".help", "", "show this", &[], help),
    command(".schema", "[NAME]", "what is in the graph, or one label or type", &[], schema_of),
    command(".queries", "", "the saved queries", &[], list),
    command(".run", "NAME [p=value …]", "run a saved query", &[], run_saved),
    command(".param", "[NAME = VALUE]", "set a parameter, or show them", &[], param),
    command(".draw", "FILE [NAME]", "draw the last answer, or a saved query", &[], draw_to),
    command(".dot", "", "show the last answer as DOT", &[], dot),
    command(".why", "[ROW] [all]", "where a row of the last answer comes from", &["all"], why),
    command(".again", "", "run the last statement again", &[], again),
    command(
        ".mode",
        "[FORMAT]",
        "how rows are shown",
        &["table", "json", "jsonl", "csv", "tsv", "markdown", "typed-json"],
        mode,
    ),
    command(".rows", "[N|all]", "how many rows of a table are shown", &["all"], rows),
    command(".quit", "", "leave; Ctrl-D does too", &[], quit),
    command(".exit", "", "leave", &[], quit),
];

/// Whether a line is a command: no statement begins with a dot or a colon.
pub(super) fn is_command(line: &str) -> bool {
    line.trim_start().starts_with(['.', ':'])
}

/// Runs a command.
pub(super) fn run(shell: &mut Shell, line: &str) -> Result<Flow, Failure> {
    let line = line.trim();
    let line = line.strip_suffix(';').unwrap_or(line).trim_end();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = format!(".{}", &name[1..]);
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) if command.arguments.is_empty() && !rest.trim().is_empty() => {
            Err(Failure::usage(format_args!("{name} takes nothing after it")))
        }
        Some(command) => {
            shell.fit();
            (command.run)(shell, rest.trim())
        }
        None => {
            let near = nearest(&name, COMMANDS.iter().map(|command| command.name));
            let hint = near.map_or_else(|| String::from(".help lists them"), |near| format!("did you mean {near}?"));
            Err(Failure::usage(format_args!("there is no command {name}; {hint}")))
        }
    }
}

fn help(shell: &mut Shell, _: &str) -> Result<Flow, Failure> {
    let mut text =
        String::from("A statement ends with `;` or an empty line. Tab completes, Ctrl-R searches the history.\n\n");
    for command in COMMANDS {
        let usage = format!("{} {}", command.name, command.arguments);
        text.push_str(&format!("  {usage:<24}{}\n", command.about));
    }
    shell.show(&text)?;
    Ok(Flow::Go)
}

fn schema_of(shell: &mut Shell, name: &str) -> Result<Flow, Failure> {
    let name = (!name.is_empty()).then_some(name);
    let text = schema::describe(shell.project().graph.view(), name, Format::Table, shell.look())?;
    shell.show(&text)?;
    Ok(Flow::Go)
}

fn list(shell: &mut Shell, _: &str) -> Result<Flow, Failure> {
    let project = shell.project();
    shell.show(&queries::list(&project.queries, project.graph.view(), Format::Table, shell.look()))?;
    for broken in &project.broken {
        terminal::say(&format!("`{}` has a malformed header; .run {} shows where\n", broken.name, broken.name));
    }
    Ok(Flow::Go)
}

fn run_saved(shell: &mut Shell, rest: &str) -> Result<Flow, Failure> {
    let mut words = words(rest).into_iter();
    let Some(name) = words.next() else {
        return Err(Failure::usage(".run NAME [p=value …]; .queries lists the names"));
    };
    let query = query::find(shell.project(), &name)?;
    let given = params::split(&words.collect::<Vec<_>>())?;
    let values = params::for_query(&query, &given, &shell.params, "")?;
    shell.again = Some(format!(".run {rest}"));
    let options = draw::options(&query, &values, &shell.project().style);
    shell.ask(&query.source, &values, options)?;
    Ok(Flow::Go)
}

fn param(shell: &mut Shell, rest: &str) -> Result<Flow, Failure> {
    let show = |name: &str, shell: &Shell| match shell.params.get(name) {
        Some(value) => shell.show(&format!("${name} = {}\n", value.to_literal())),
        None => Err(Failure::usage(format_args!("${name} has no value; .param {name} = 'value' gives it one"))),
    };
    let name = rest.trim_start_matches('$');
    if name.is_empty() {
        for name in shell.param_names() {
            show(&name, shell)?;
        }
    } else if name.contains('=') {
        for (name, text) in params::split(&[name.to_owned()])? {
            let value = params::untyped(&name, text.trim())?;
            shell.params.insert(Arc::from(name), value);
        }
    } else {
        show(name, shell)?;
    }
    Ok(Flow::Go)
}

fn draw_to(shell: &mut Shell, rest: &str) -> Result<Flow, Failure> {
    let words = words(rest);
    let (file, name) = match words.as_slice() {
        [file] => (file, None),
        [file, name] => (file, Some(name)),
        _ => return Err(Failure::usage(".draw FILE [NAME], such as .draw answer.dot")),
    };
    let file = Path::new(file.trim_matches(['\'', '"']));
    let format = draw::drawable(file)?;
    if let Some(name) = name {
        let query = query::find(shell.project(), name)?;
        let values = params::for_query(&query, &[], &shell.params, ".param ")?;
        let answer = shell.answer(&query.source, &values)?;
        answer::warn(&answer, shell.style());
        let options = draw::options(&query, &values, &shell.project().style);
        shell.last = Some(Last { rows: answer.rows, options });
    }
    let subgraph = shell.draw(format, |bytes, stop| output::write_until(file, bytes, stop))?;
    let summary = draw::summary(&subgraph, &shell.last()?.options, None);
    terminal::say(&format!("{}: {summary}\n", file.display()));
    Ok(Flow::Go)
}

fn dot(shell: &mut Shell, _: &str) -> Result<Flow, Failure> {
    shell.draw(PictureFormat::Dot, output::print_until)?;
    Ok(Flow::Go)
}

fn why(shell: &mut Shell, rest: &str) -> Result<Flow, Failure> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (numbers, all): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| **word != "all" && **word != "--all");
    let number: usize = match numbers.as_slice() {
        [] => 1,
        [number] => number.parse().map_err(|_| Failure::usage(".why takes the number of a row, such as .why 2"))?,
        _ => return Err(Failure::usage(".why takes one number, such as .why 2")),
    };
    let rows = &shell.last()?.rows.rows;
    let count = rows.len();
    let Some(row) = number.checked_sub(1).and_then(|at| rows.get(at)) else {
        let rows = counted(count as u64, "row", "rows");
        return Err(Failure::usage(format_args!("there is no row {number}; the last answer has {rows}")));
    };
    let text = assist::why(row, shell.project().graph.view(), !all.is_empty());
    if text.is_empty() {
        return Err(Failure::usage(
            "the row holds values alone; return nodes or relationships to see where they come from",
        ));
    }
    shell.show(&text)?;
    Ok(Flow::Go)
}

fn again(shell: &mut Shell, _: &str) -> Result<Flow, Failure> {
    match shell.again.clone() {
        Some(text) => Ok(shell.submit(&text)),
        None => Err(Failure::usage("there is no statement yet to run again")),
    }
}

fn mode(shell: &mut Shell, name: &str) -> Result<Flow, Failure> {
    let names = [
        ("table", Format::Table),
        ("json", Format::Json),
        ("jsonl", Format::Jsonl),
        ("csv", Format::Csv),
        ("tsv", Format::Tsv),
        ("markdown", Format::Markdown),
        ("typed-json", Format::TypedJson),
    ];
    if name.is_empty() {
        let present = names.iter().find(|(_, format)| *format == shell.manner.format).map_or("", |(name, _)| name);
        shell.show(&format!("{present}\n"))?;
        return Ok(Flow::Go);
    }
    let Some((_, format)) = names.iter().find(|(each, _)| *each == name) else {
        let known = names.map(|(name, _)| name);
        let known = crate::diag::or_list(&known);
        return Err(Failure::usage(format_args!("there is no mode {name}; it is {known}")));
    };
    shell.manner.format = *format;
    Ok(Flow::Go)
}

fn rows(shell: &mut Shell, rest: &str) -> Result<Flow, Failure> {
    match rest {
        "" => {
            let shown = shell.manner.limit.map_or_else(|| String::from("all"), |limit| limit.to_string());
            shell.show(&format!("{shown}\n"))?;
        }
        "all" => shell.manner.limit = None,
        _ => match rest.parse::<usize>() {
            Ok(number) if number > 0 => shell.manner.limit = Some(number),
            _ => return Err(Failure::usage(format_args!(".rows takes a number from 1 up, or all, not {rest}"))),
        },
    }
    Ok(Flow::Go)
}

fn quit(_: &mut Shell, _: &str) -> Result<Flow, Failure> {
    Ok(Flow::Quit)
}

/// Cuts at blanks, but not within quotes and brackets, so that `p='a b'` and `p=[1, 2]` stay whole.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut depth) = (None, 0_usize);
    for each in text.chars() {
        match (quote, each) {
            (Some(open), _) if each == open => quote = None,
            (None, '\'' | '"') => quote = Some(each),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) if each.is_whitespace() && depth == 0 => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            _ => {}
        }
        word.push(each);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_quotes_and_brackets_whole() {
        assert_eq!(words("name p='a b'  q=[1, 2] r={a: 'x y'}"), ["name", "p='a b'", "q=[1, 2]", "r={a: 'x y'}"]);
        assert_eq!(words("  "), Vec::<String>::new());
        assert_eq!(words("it's open"), ["it's open"]);
    }

    #[test]
    fn commands_begin_with_a_dot_or_a_colon() {
        assert!(is_command(" .help"));
        assert!(is_command(":help"));
        assert!(!is_command("MATCH (n:Company)"));
    }
}
