//! The format of a case file: text to cases and back.

use casegraph::diag::{Source, Style, show_all};
use casegraph::engine;
use casegraph::value::Map;

/// A query with what is expected of it.
#[derive(Debug)]
pub(super) struct Case {
    /// The lines before the query, as written.
    head: String,
    /// The line of `-- case:`.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) graph: String,
    pub(super) params: Map,
    pub(super) query: String,
    pub(super) expected: Vec<Section>,
}

/// A line `---- head` with the lines below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    head: String,
    lines: Vec<String>,
}

impl Section {
    pub(super) fn new(head: &str, lines: impl IntoIterator<Item = String>) -> Self {
        Self { head: head.to_owned(), lines: lines.into_iter().collect() }
    }
}

impl Case {
    pub(super) fn asks_for(&self, head: &str) -> bool {
        self.expected.iter().any(|section| section.head == head)
    }

    /// Whether the order of the rows counts; of a case without rows yet, whether the query orders them.
    pub(super) fn is_ordered(&self) -> bool {
        let orders = self.query.to_ascii_uppercase().contains("ORDER BY");
        self.asks_for("ordered") || (orders && !self.asks_for("rows"))
    }
}

/// The cases of a file, or `line: mistake`.
pub(super) fn parse(text: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut graph = String::new();
    let mut open: Option<Case> = None;
    let mut before = String::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let starts = line.starts_with("-- graph:") || line.starts_with("-- case:") || line.starts_with('#');
        if starts && open.as_ref().is_some_and(|case| !case.query.is_empty()) {
            cases.extend(open.take().map(finish).transpose()?);
        }
        if let Some(name) = line.strip_prefix("-- graph:") {
            if open.is_some() {
                return Err(format!("{number}: the graph is named before the case"));
            }
            graph = name.trim().to_owned();
            before += &format!("{line}\n");
        } else if let Some(name) = line.strip_prefix("-- case:") {
            if graph.is_empty() {
                return Err(format!("{number}: a case needs a line `-- graph: NAME` before it"));
            }
            if let Some(case) = open.take() {
                return Err(format!("{}: the case has no query", case.line));
            }
            let name = name.trim().to_owned();
            if cases.iter().any(|case| case.name == name) {
                return Err(format!("{number}: another case of this file has the name `{name}`"));
            }
            let head = format!("{}{line}\n", std::mem::take(&mut before));
            open = Some(Case {
                head,
                line: number,
                name,
                graph: graph.clone(),
                params: Map::new(),
                query: String::new(),
                expected: Vec::new(),
            });
        } else if let Some(case) = &mut open {
            line_of_case(case, line, number)?;
        } else if line.starts_with('#') || line.is_empty() {
            before += &format!("{line}\n");
        } else {
            return Err(format!("{number}: a line `-- case: NAME` comes before a query"));
        }
    }
    cases.extend(open.map(finish).transpose()?);
    Ok(cases)
}

fn line_of_case(case: &mut Case, line: &str, number: usize) -> Result<(), String> {
    if let Some(param) = line.strip_prefix("-- param ") {
        let (name, value) = param.split_once('=').ok_or(format!("{number}: a parameter is written `name = value`"))?;
        let value = engine::evaluate(&Source::new("parameter", value.trim()))
            .map_err(|findings| format!("{number}: {}", show_all(&findings, Style::Plain)))?;
        case.params.insert(name.trim().into(), value);
        case.head += &format!("{line}\n");
    } else if let Some(head) = line.strip_prefix("---- ") {
        let known = ["plan", "rows", "ordered", "effects", "graph"].contains(&head);
        if !known && !head.starts_with("error E") && !head.starts_with("warning W") {
            return Err(format!("{number}: `{head}` is no section; see tests/cases/README.md"));
        }
        case.expected.push(Section::new(head, []));
    } else if line.starts_with("-- ") || line == "----" {
        return Err(format!("{number}: `{line}` is no line of a case; see tests/cases/README.md"));
    } else if let Some(section) = case.expected.last_mut() {
        section.lines.push(line.to_owned());
    } else {
        case.query += &format!("{line}\n");
    }
    Ok(())
}

fn finish(mut case: Case) -> Result<Case, String> {
    case.query.truncate(case.query.trim_end().len());
    if case.query.is_empty() {
        return Err(format!("{}: the case has no query", case.line));
    }
    for section in &mut case.expected {
        let end = section.lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        section.lines.truncate(end);
    }
    Ok(case)
}

/// Whether two lists of sections say the same; rows may come in any order.
pub(super) fn agree(a: &[Section], b: &[Section]) -> bool {
    let same = |(a, b): (&Section, &Section)| {
        if a.head != b.head || a.head != "rows" {
            return a == b;
        }
        let sorted = |section: &Section| {
            let mut rows = section.lines.iter().skip(1).cloned().collect::<Vec<_>>();
            rows.sort();
            rows
        };
        a.lines.first() == b.lines.first() && sorted(a) == sorted(b)
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// Sections as text.
pub(super) fn print(sections: &[Section]) -> String {
    sections
        .iter()
        .map(|section| {
            format!(
                "---- {}\n{}",
                section.head,
                section.lines.iter().map(|line| format!("{line}\n")).collect::<String>()
            )
        })
        .collect()
}

/// A whole file.
pub(super) fn print_file(cases: &[Case]) -> String {
    let show = |case: &Case| format!("{}{}\n{}", case.head, case.query, print(&case.expected));
    let mut text = String::new();
    for case in cases {
        // What stands before the first line of a case, such as a blank line, is part of its head.
        let gap = if text.is_empty() || case.head.starts_with('\n') { "" } else { "\n" };
        text += &format!("{gap}{}", show(case));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_file_is_refused_with_its_line() {
        let cases = [
            ("-- case: a\nRETURN 1\n", "1: a case needs a line `-- graph: NAME` before it"),
            ("RETURN 1\n", "1: a line `-- case: NAME` comes before a query"),
            ("-- graph: empty\n-- case: a\n-- case: b\n", "2: the case has no query"),
            ("-- graph: empty\n-- case: a\n---- rows\n", "2: the case has no query"),
            (
                "-- graph: empty\n-- case: a\nRETURN 1\n-- case: a\nRETURN 1\n",
                "4: another case of this file has the name `a`",
            ),
            ("-- graph: empty\n-- case: a\nRETURN 1\n---- row\n", "4: `row` is no section; see tests/cases/README.md"),
            ("-- graph: empty\n-- case: a\n-- parm x = 1\nRETURN 1\n", "3: `-- parm x = 1` is no line of a case"),
            ("-- graph: empty\n-- case: a\n-- param x\nRETURN 1\n", "3: a parameter is written `name = value`"),
            ("-- graph: empty\n-- case: a\n-- param x = (\nRETURN 1\n", "3: error"),
        ];
        for (text, mistake) in cases {
            let found = parse(text).expect_err(text);
            assert!(found.starts_with(mistake), "{found}");
        }
    }

    #[test]
    fn a_file_is_written_as_it_was_read() {
        let text = "# Words.\n\n-- graph: empty\n-- case: a\n-- param x = 1\nRETURN $x\n---- rows\n$x\n1\n\n-- case: b\nRETURN 2\n---- rows\n2\n2\n";
        assert_eq!(print_file(&parse(text).expect("it is well-formed")), text);
    }

    #[test]
    fn rows_are_a_bag_and_ordered_rows_a_list() {
        let rows = |head: &str, lines: [&str; 4]| vec![Section::new(head, lines.map(str::to_owned))];
        assert!(agree(&rows("rows", ["x", "1", "2", "2"]), &rows("rows", ["x", "2", "1", "2"])));
        assert!(!agree(&rows("rows", ["x", "1", "2", "2"]), &rows("rows", ["x", "1", "1", "2"])));
        assert!(!agree(&rows("ordered", ["x", "1", "2", "2"]), &rows("ordered", ["x", "2", "1", "2"])));
    }
}
