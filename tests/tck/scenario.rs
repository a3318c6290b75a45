//! One scenario: its steps done, its expectations held against what came of them.

use super::gherkin::{Scenario, Step};
use super::pipe::Pipe;
use super::value::{Value, answered, written};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a scenario counts: elements by id, distinct labels, and properties by owner, key and value.
#[derive(Default)]
struct State {
    nodes: BTreeSet<String>,
    relationships: BTreeSet<String>,
    labels: BTreeSet<String>,
    properties: BTreeSet<(String, String, String)>,
}

/// A scenario on its way.
struct Course<'a> {
    pipe: &'a mut Pipe,
    graphs: &'a Path,
    params: Map<String, Json>,
    before: State,
    response: Json,
}

/// Runs a scenario.
///
/// # Errors
/// The first expectation that is not met, in words.
pub(super) fn judge(scenario: &Scenario, pipe: &mut Pipe, graphs: &Path) -> Result<(), String> {
    let mut course = Course { pipe, graphs, params: Map::new(), before: State::default(), response: Json::Null };
    scenario.steps.iter().try_for_each(|step| course.step(step))
}

impl Course<'_> {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step.text.as_str() {
            "an empty graph" | "any graph" => self.command(&json!({"command": "reset"})),
            "having executed:" | "after having executed:" => self.prepare(&step.doc),
            "parameters are:" | "parameter values are:" => {
                for row in &step.table {
                    self.params.insert(row[0].clone(), written(&row[1])?.typed());
                }
                Ok(())
            }
            "executing query:" | "executing control query:" => {
                self.before = self.state()?;
                self.response = self.query(&step.doc)?;
                Ok(())
            }
            "the result should be empty" => self.check_rows(&[vec![]], false, false),
            "the result should be, in any order:" => self.check_rows(&step.table, false, false),
            "the result should be, in order:" => self.check_rows(&step.table, true, false),
            "the result should be (ignoring element order for lists):" => self.check_rows(&step.table, false, true),
            "the result should be, in order (ignoring element order for lists):" => {
                self.check_rows(&step.table, true, true)
            }
            "no side effects" | "the side effects should be:" => self.check_effects(&step.table),
            text => {
                if let Some(signature) = text.strip_prefix("there exists a procedure ") {
                    return self.define(signature.trim_end_matches(':').trim(), &step.table);
                }
                let named = text.strip_prefix("the ").and_then(|text| text.strip_suffix(" graph"));
                if let Some(name) = named {
                    return self.load(name);
                }
                self.check_error(text)
            }
        }
    }

    fn query(&mut self, text: &str) -> Result<Json, String> {
        self.pipe.ask(&json!({"statement": text, "parameters": self.params}))
    }

    fn command(&mut self, request: &Json) -> Result<(), String> {
        let response = self.pipe.ask(request)?;
        refused(&response).map_or(Ok(()), |error| Err(format!("a command was refused: {error}")))
    }

    fn prepare(&mut self, text: &str) -> Result<(), String> {
        let response = self.query(text)?;
        refused(&response).map_or(Ok(()), |error| Err(format!("the preparation failed: {error}")))
    }

    fn define(&mut self, signature: &str, table: &[Vec<String>]) -> Result<(), String> {
        let columns = table.first().cloned().unwrap_or_default();
        let mut rows = Vec::new();
        for row in table.iter().skip(1) {
            let cells: Result<Vec<Json>, String> = row.iter().map(|cell| Ok(written(cell)?.typed())).collect();
            rows.push(cells?);
        }
        self.command(&json!({"command": "procedure", "signature": signature, "columns": columns, "rows": rows}))
    }

    /// Loads a graph of the kit.
    fn load(&mut self, name: &str) -> Result<(), String> {
        self.command(&json!({"command": "reset"}))?;
        let path = self.graphs.join(name).join(format!("{name}.cypher"));
        let script = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        script.split(';').filter(|text| !text.trim().is_empty()).try_for_each(|text| self.prepare(text))
    }

    /// The graph as the kit counts it.
    fn state(&mut self) -> Result<State, String> {
        let mut state = State::default();
        for (statement, kind) in [("MATCH (n) RETURN n", "node"), ("MATCH ()-[r]->() RETURN r", "relationship")] {
            let response = self.pipe.run(statement)?;
            let rows = response["data"]["values"].as_array().ok_or_else(|| format!("no rows: {response}"))?;
            for row in rows {
                let value = &row[0]["_value"];
                let id = value["_element_id"].to_string();
                let (Value::Node(_, properties) | Value::Rel(_, properties)) = answered(&row[0])? else {
                    return Err(format!("no {kind}: {}", row[0]));
                };
                if let Value::Node(labels, _) = answered(&row[0])? {
                    state.labels.extend(labels);
                }
                for (key, value) in properties {
                    state.properties.insert((format!("{kind} {id}"), key, value.text(false)));
                }
                let ids = if kind == "node" { &mut state.nodes } else { &mut state.relationships };
                if !ids.insert(id) {
                    return Err(format!("a {kind} was returned twice: {}", row[0]));
                }
            }
        }
        Ok(state)
    }

    fn check_rows(&mut self, table: &[Vec<String>], ordered: bool, loose: bool) -> Result<(), String> {
        if let Some(error) = refused(&self.response) {
            return Err(format!("an unexpected error: {error}"));
        }
        let fields: Vec<&str> =
            self.response["data"]["fields"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let (head, rows) = table.split_first().expect("a table has a head");
        if fields != *head {
            return Err(format!("the columns are {fields:?}, expected {head:?}"));
        }
        let mut expected: Vec<Vec<String>> = Vec::new();
        for row in rows {
            expected.push(row.iter().map(|cell| Ok(written(cell)?.text(loose))).collect::<Result<_, String>>()?);
        }
        let mut found: Vec<Vec<String>> = Vec::new();
        for row in self.response["data"]["values"].as_array().into_iter().flatten() {
            let cells = row.as_array().into_iter().flatten();
            found.push(cells.map(|cell| Ok(answered(cell)?.text(loose))).collect::<Result<_, String>>()?);
        }
        if !ordered {
            expected.sort();
            found.sort();
        }
        if expected == found { Ok(()) } else { Err(format!("the rows are {found:?}, expected {expected:?}")) }
    }

    fn check_effects(&mut self, table: &[Vec<String>]) -> Result<(), String> {
        if let Some(error) = refused(&self.response) {
            return Err(format!("an unexpected error: {error}"));
        }
        let number = |row: &Vec<String>| row[1].parse::<usize>().map_err(|error| format!("{row:?}: {error}"));
        let expected: BTreeMap<String, usize> =
            table.iter().map(|row| Ok((row[0].clone(), number(row)?))).collect::<Result<_, String>>()?;
        let found = self.effects()?;
        if expected == found { Ok(()) } else { Err(format!("the side effects are {found:?}, expected {expected:?}")) }
    }

    /// What changed since the query was put, without what is zero.
    fn effects(&mut self) -> Result<BTreeMap<String, usize>, String> {
        fn both<T: Ord>(name: &str, old: &BTreeSet<T>, new: &BTreeSet<T>) -> [(String, usize); 2] {
            let more = new.difference(old).count();
            [(format!("+{name}"), more), (format!("-{name}"), old.difference(new).count())]
        }
        let (after, before) = (self.state()?, &self.before);
        let all = [
            both("nodes", &before.nodes, &after.nodes),
            both("relationships", &before.relationships, &after.relationships),
            both("labels", &before.labels, &after.labels),
            both("properties", &before.properties, &after.properties),
        ];
        Ok(all.into_iter().flatten().filter(|(_, count)| *count > 0).collect())
    }

    /// `a SyntaxError should be raised at compile time: UndefinedVariable`
    fn check_error(&mut self, text: &str) -> Result<(), String> {
        let parts = text.split_once(" should be raised at ").and_then(|(kind, rest)| {
            let (phase, detail) = rest.split_once(':')?;
            Some((kind.split_once(' ')?.1, phase, detail.trim()))
        });
        let (kind, phase, detail) = parts.ok_or_else(|| format!("an unknown step: {text}"))?;
        let Some(error) = refused(&self.response) else {
            return Err(format!("{text}, and the query gave an answer"));
        };
        let (found_kind, found_detail) =
            error["code"].as_str().and_then(|code| code.split_once('.')).unwrap_or_default();
        let found_phase = if error["phase"] == "compile" { "compile time" } else { "runtime" };
        let is_right = found_kind == kind
            && (phase == "any time" || found_phase == phase)
            && (matches!(detail, "" | "*") || found_detail == detail);
        if !is_right {
            return Err(format!("{text}, and {error} was"));
        }
        let effects = self.effects()?;
        if effects.is_empty() { Ok(()) } else { Err(format!("a query that failed changed the graph: {effects:?}")) }
    }
}

/// The first error of a response.
fn refused(response: &Json) -> Option<Json> {
    response["errors"].as_array().and_then(|errors| errors.first()).cloned()
}
