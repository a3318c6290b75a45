//! Feature files → scenarios, outlines expanded.
//!
//! Only what the compatibility kit uses of Gherkin: features, backgrounds, scenarios, outlines with examples, steps with
//! a doc string or a table, tags, comments.

use std::collections::BTreeMap;

/// A step of a scenario.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// The text without its keyword.
    pub(super) text: String,
    /// The doc string below it.
    pub(super) doc: String,
    /// The rows of the table below it.
    pub(super) table: Vec<Vec<String>>,
}

/// A scenario, or one example of an outline.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    /// `path :: name`, and `#3` for the third example.
    pub(super) id: String,
    pub(super) tags: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// A scenario as written.
#[derive(Default)]
struct Draft {
    name: String,
    tags: Vec<String>,
    steps: Vec<Step>,
    /// A table of examples, each with its tags.
    examples: Vec<(Vec<String>, Vec<Vec<String>>)>,
    is_outline: bool,
}

/// Where lines of tables and steps go.
enum Target {
    Nowhere,
    Background,
    Steps,
    Examples,
}

/// The scenarios of a feature file that is known as `path`.
pub(super) fn scenarios(path: &str, text: &str) -> Vec<Scenario> {
    let (background, drafts) = drafts(text);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for draft in drafts {
        let count = seen.entry(draft.name.clone()).or_default();
        *count += 1;
        let again = if *count == 1 { String::new() } else { format!(" ({count})") };
        let id = format!("{path} :: {}{again}", draft.name);
        let steps: Vec<Step> = background.iter().chain(&draft.steps).cloned().collect();
        if !draft.is_outline {
            all.push(Scenario { id, tags: draft.tags, steps });
            continue;
        }
        let rows = draft.examples.iter().flat_map(|(tags, table)| {
            let (head, rows) = table.split_first().expect("a table of examples has a head");
            rows.iter().map(move |row| (tags, head, row))
        });
        for (index, (tags, head, row)) in rows.enumerate() {
            let put = |text: &str| {
                head.iter()
                    .zip(row)
                    .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
            };
            let steps = steps.iter().map(|step| Step {
                text: put(&step.text),
                doc: put(&step.doc),
                table: step.table.iter().map(|row| row.iter().map(|cell| put(cell)).collect()).collect(),
            });
            let tags = draft.tags.iter().chain(tags).cloned().collect();
            all.push(Scenario { id: format!("{id} #{}", index + 1), tags, steps: steps.collect() });
        }
    }
    all
}

fn drafts(text: &str) -> (Vec<Step>, Vec<Draft>) {
    let (mut background, mut drafts): (Vec<Step>, Vec<Draft>) = (Vec::new(), Vec::new());
    let (mut tags, mut target) = (Vec::new(), Target::Nowhere);
    let mut lines = text.lines();
    while let Some(raw) = lines.next() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('@') {
            tags.extend(line.split_whitespace().map(str::to_owned));
        } else if let Some((keyword, name)) = heading(line) {
            let tags = std::mem::take(&mut tags);
            match keyword {
                "Feature" => target = Target::Nowhere,
                "Background" => target = Target::Background,
                "Examples" | "Scenarios" => {
                    let draft = drafts.last_mut().expect("examples follow an outline");
                    draft.examples.push((tags, Vec::new()));
                    target = Target::Examples;
                }
                _ => {
                    let is_outline = keyword.starts_with("Scenario ");
                    drafts.push(Draft { name: name.to_owned(), tags, is_outline, ..Draft::default() });
                    target = Target::Steps;
                }
            }
        } else {
            let steps = match target {
                Target::Nowhere => continue,
                Target::Background => &mut background,
                Target::Steps => &mut drafts.last_mut().expect("a scenario was begun").steps,
                Target::Examples => {
                    let table = drafts.last_mut().and_then(|draft| draft.examples.last_mut());
                    table.expect("examples were begun").1.push(cells(line));
                    continue;
                }
            };
            if line.starts_with('|') {
                steps.last_mut().expect("a table follows a step").table.push(cells(line));
            } else if line.starts_with("\"\"\"") {
                let indent = raw.len() - raw.trim_start().len();
                let body = lines.by_ref().take_while(|line| line.trim() != "\"\"\"");
                let body: Vec<&str> =
                    body.map(|line| &line[indent.min(line.len() - line.trim_start().len())..]).collect();
                steps.last_mut().expect("a doc string follows a step").doc = body.join("\n");
            } else if let Some(text) = step(line) {
                steps.push(Step { text: text.to_owned(), ..Step::default() });
            }
        }
    }
    (background, drafts)
}

fn heading(line: &str) -> Option<(&str, &str)> {
    const HEADINGS: [&str; 8] = [
        "Feature",
        "Background",
        "Scenario Outline",
        "Scenario Template",
        "Scenario",
        "Example",
        "Examples",
        "Scenarios",
    ];
    let (keyword, name) = line.split_once(':')?;
    HEADINGS.contains(&keyword).then(|| (keyword, name.trim()))
}

fn step(line: &str) -> Option<&str> {
    let keywords = ["Given ", "When ", "Then ", "And ", "But ", "* "];
    keywords.iter().find_map(|keyword| line.strip_prefix(keyword)).map(str::trim)
}

/// The cells of a row; in them `\|`, `\\` and `\n` stand for a bar, a backslash and a line break.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut chars = line[1..].chars().peekable();
    while let Some(each) = chars.next() {
        match (each, chars.peek()) {
            ('|', _) => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            ('\\', Some(next @ ('|' | '\\' | 'n'))) => {
                cell.push(if *next == 'n' { '\n' } else { *next });
                chars.next();
            }
            _ => cell.push(each),
        }
    }
    cells
}

#[test]
fn outlines_are_expanded_and_cells_unescaped() {
    let text = "@a\nFeature: f\n  words\n  Background:\n    Given x\n\n  Scenario: one\n    When q:\n      \"\"\"\n      A\n        B\n      \"\"\"\n    Then r\n      | a\\|b | c |\n\n  @b\n  Scenario Outline: two <v>\n    When <v>\n    Examples:\n      | v |\n      | 1 |\n      | 2 |\n";
    let all = scenarios("p", text);
    let ids: Vec<&str> = all.iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(ids, ["p :: one", "p :: two <v> #1", "p :: two <v> #2"]);
    assert_eq!(all[0].steps[1].doc, "A\n  B");
    assert_eq!(all[0].steps[2].table, [["a|b", "c"]]);
    assert_eq!((all[2].steps[0].text.as_str(), all[2].steps[1].text.as_str()), ("x", "2"));
    assert_eq!(all[2].tags, ["@b"]);
}
