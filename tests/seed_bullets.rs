//! Nothing of the page of the collection is lost: `tests/seed_bullets.yaml` lists its every bullet with what holds it in
//! the built-in graph, and each of these is there, says what it should, and names a section of that page as its source.

use casegraph::diag::{Source, Style, show_all};
use casegraph::graph::Graph;
use casegraph::value::{Map, Value};
use casegraph::{engine, project};
use serde::Deserialize;

#[derive(Deserialize)]
struct Section {
    section: String,
    bullets: Vec<Bullet>,
}

#[derive(Deserialize)]
struct Bullet {
    bullet: String,
    holds: Vec<String>,
}

/// One line under `holds`: a node or a relationship, and perhaps what a property of it says.
struct Claim<'a> {
    start: (&'a str, &'a str),
    /// The type of the relationship, and the label and id of its other end.
    relationship: Option<(&'a str, &'a str, &'a str)>,
    says: Option<(&'a str, &'a str)>,
}

impl<'a> Claim<'a> {
    /// Reads `Label id`, `Label id -TYPE-> Label id`, and either with ` . property = value`.
    fn read(text: &'a str) -> Option<Self> {
        let (what, says) = match text.split_once(" . ") {
            Some((what, says)) => (what, Some(says.split_once(" = ")?)),
            None => (text, None),
        };
        let (start, relationship) = match what.split_once(" -") {
            Some((start, rest)) => {
                let (rel, end) = rest.split_once("-> ")?;
                let (label, id) = end.split_once(' ')?;
                (start, Some((rel, label, id)))
            }
            None => (what, None),
        };
        Some(Self { start: start.split_once(' ')?, relationship, says })
    }

    /// A query that gives the source and the property of each match; an unknown label, type or property fails in it.
    fn query(&self) -> String {
        let label = self.start.0;
        let pattern = match self.relationship {
            Some((rel, end, _)) => format!("(:{label} {{id: $start}})-[it:{rel}]->(:{end} {{id: $end}})"),
            None => format!("(it:{label} {{id: $start}})"),
        };
        let property = self.says.map_or("id(it)".to_owned(), |(property, _)| format!("it.{property}"));
        format!("MATCH {pattern} RETURN it.source AS source, {property} AS value")
    }

    /// What is wrong with the claim, if anything.
    fn fault(&self, graph: &mut Graph) -> Option<String> {
        let mut params = Map::new();
        params.insert("start".into(), Value::str(self.start.1));
        if let Some((_, _, id)) = self.relationship {
            params.insert("end".into(), Value::str(id));
        }
        let source = Source::new("bullet", self.query());
        let answer = match engine::run(graph, &source, &params, &engine::Options::default()) {
            Ok(answer) => answer,
            Err(findings) => return Some(show_all(&findings, Style::Plain)),
        };
        let rows = &answer.rows.rows;
        if rows.is_empty() {
            return Some("is not in the graph".to_owned());
        }
        // A study has its own document for a source; what the page says of it are properties beside.
        let of_the_page = |row: &Vec<Value>| self.start.0 == "Study" || text(&row[0]).starts_with("collection/");
        if !rows.iter().any(of_the_page) {
            return Some(format!("has the source {}", text(&rows[0][0])));
        }
        let (_, wanted) = self.says?;
        let said = rows.iter().any(|row| says(&row[1], wanted));
        (!said).then(|| format!("says {}", text(&rows[0][1])))
    }
}

fn says(value: &Value, wanted: &str) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| text(item) == wanted),
        Value::Str(text) => text.contains(wanted),
        other => text(other) == wanted,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

fn sections() -> Vec<Section> {
    serde_yaml::from_str(include_str!("seed_bullets.yaml")).expect("the list of bullets is YAML of this shape")
}

#[test]
fn every_bullet_is_in_the_graph() {
    let mut graph = project::builtin().graph;
    let mut wrong = Vec::new();
    for section in sections() {
        for bullet in &section.bullets {
            assert!(!bullet.holds.is_empty(), "nothing holds the bullet {}", bullet.bullet);
            for line in &bullet.holds {
                let claim = Claim::read(line).unwrap_or_else(|| panic!("not of the form: {line}"));
                if let Some(fault) = claim.fault(&mut graph) {
                    wrong.push(format!("{} / {}: {line} {fault}", section.section, bullet.bullet));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page has 28 bullets on studies, 12 on phases, 11 rows of technologies, 12 optimizations, 12 benefits, 24 factors, 24
/// on segments and 15 lessons.
#[test]
fn no_bullet_is_left_out() {
    let sections = sections();
    assert_eq!(
        sections.iter().map(|section| section.bullets.len()).sum::<usize>(),
        28 + 12 + 11 + 12 + 12 + 24 + 24 + 15
    );
    let mut seen = std::collections::BTreeSet::new();
    for section in &sections {
        for bullet in &section.bullets {
            assert!(seen.insert((&section.section, &bullet.bullet)), "twice: {}", bullet.bullet);
        }
    }
}

#[test]
fn a_claim_that_is_false_is_noticed() {
    let mut graph = project::builtin().graph;
    let fault = |graph: &mut Graph, line| Claim::read(line).expect("the form is right").fault(graph);
    assert!(fault(&mut graph, "Segment start-up . data_size = <1TB").is_none());
    assert!(fault(&mut graph, "Segment start-up . data_size = 7TB").is_some());
    assert!(fault(&mut graph, "Segment start-up -RECOMMENDS-> Technology snowflake").is_some());
    assert!(fault(&mut graph, "Segment nowhere").is_some());
    assert!(fault(&mut graph, "Technology snowflake").is_some());
    assert!(Claim::read("Segment").is_none());
}
