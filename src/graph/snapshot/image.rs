//! A graph as bytes, just as it stands: with the ids that its nodes and relationships have, and with where each of them
//! comes from. A cache keeps it, so that what is read is what loading the files again would give, row for row.
//!
//! The texts of all columns and places stand in front, each once, and are referred to by number. There is no checksum:
//! who keeps the bytes sees to that. Bytes that are something else are refused, and do no harm.

use super::bytes::{Input, Output};
use super::{Result, damaged, describe, values};
use crate::graph::column::{Column, Table};
use crate::graph::listing::Listing;
use crate::graph::store::{Lazy, NodeSlot, RelSlot};
use crate::graph::{Entity, Graph, KeyId, LabelId, Origin, TypeId};
use crate::value::{NodeId, RelId, Value};
use petgraph::stable_graph::StableDiGraph;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The bytes of a graph; nothing for one that was loaded in bulk, or from which something was deleted. Linear in the size of
/// the graph.
#[must_use]
pub fn write(graph: &Graph) -> Option<Vec<u8>> {
    let bulk = graph.base.node_end > 0 || graph.base.rel_end > 0;
    if bulk || !graph.nodes.iter().all(|slot| slot.alive) || !graph.rels.iter().all(|slot| slot.alive) {
        return None;
    }
    let counts = [graph.nodes.len(), graph.rels.len()];
    let tables = [&graph.node_tables, &graph.rel_tables];
    // A node that has often got other labels may have left more rows behind than there are nodes.
    if tables.iter().zip(counts).any(|(tables, count)| tables.iter().any(|table| table.rows as usize > count)) {
        return None;
    }
    let mut scribe = Scribe { output: Output::default(), texts: Texts::default() };
    counts.iter().for_each(|count| scribe.output.u32(*count as u32));
    scribe.list(&graph.node_tables, Scribe::table);
    scribe.list(&graph.rel_tables, Scribe::table);
    scribe.list(&graph.nodes, |scribe, slot| {
        scribe.output.u32(slot.table);
        scribe.output.u32(slot.row);
    });
    let rels: Vec<RelId> = graph.rel_ids().collect();
    scribe.list(&rels, |scribe, rel| {
        let ((start, end), slot) = (graph.ends(*rel), &graph.rels[rel.0 as usize]);
        [start.0, end.0, slot.kind.0, slot.row].into_iter().for_each(|number| scribe.output.u32(number));
    });
    let entities = graph.node_ids().map(Entity::Node).chain(rels.iter().copied().map(Entity::Rel));
    entities.for_each(|entity| scribe.origin(graph.origins.get(entity)));

    let mut output = Output::default();
    describe::put_names(&mut output, &graph.names);
    describe::put_schema(&mut output, &graph.schema);
    output.list(&scribe.texts.texts, |output, text| output.text(text));
    output.0.append(&mut scribe.output.0);
    Some(output.0)
}

struct Scribe<'g> {
    output: Output,
    texts: Texts<'g>,
}

/// Texts, each once, by number.
#[derive(Default)]
struct Texts<'g> {
    texts: Vec<&'g str>,
    numbers: FxHashMap<&'g str, u32>,
}

impl<'g> Texts<'g> {
    /// The number of a text, which is the next when it was not there.
    fn number(&mut self, text: &'g str) -> u32 {
        let next = self.texts.len() as u32;
        let number = *self.numbers.entry(text).or_insert(next);
        if number == next {
            self.texts.push(text);
        }
        number
    }
}

impl<'g> Scribe<'g> {
    fn list<T>(&mut self, items: &'g [T], mut put: impl FnMut(&mut Self, &'g T)) {
        self.output.u32(items.len() as u32);
        items.iter().for_each(|item| put(self, item));
    }

    /// The number of a text.
    fn text(&mut self, text: &'g str) {
        self.output.u32(self.texts.number(text));
    }

    fn table(&mut self, table: &'g Table) {
        self.output.list(&table.labels, |output, label| output.u32(label.0));
        self.output.u32(table.rows);
        self.output.list(&table.keys, |output, key| output.u32(key.0));
        table.columns.iter().for_each(|column| self.column(column));
    }

    fn column(&mut self, column: &'g Column) {
        self.output.byte(match column {
            Column::Bool(_) => 0,
            Column::Int(_) => 1,
            Column::Float(_) => 2,
            Column::Str(_) => 3,
            Column::Mixed(_) => 4,
        });
        match column {
            Column::Bool(cells) => self.cells(cells, |scribe, cell| scribe.output.bool(*cell)),
            Column::Int(cells) => self.cells(cells, |scribe, cell| scribe.output.u64(*cell as u64)),
            Column::Float(cells) => self.cells(cells, |scribe, cell| scribe.output.u64(cell.to_bits())),
            Column::Str(cells) => self.cells(cells, |scribe, cell| scribe.text(cell)),
            Column::Mixed(cells) => {
                self.output.gaps(cells.len(), |at| !cells[at].is_null());
                let texts = &mut self.texts;
                let mut text = |output: &mut Output, text: &'g str| output.u32(texts.number(text));
                let there = cells.iter().filter(|cell| !cell.is_null());
                there.for_each(|cell| values::put_with(&mut self.output, cell, &mut text));
            }
        }
    }

    fn cells<T>(&mut self, cells: &'g [Option<T>], mut put: impl FnMut(&mut Self, &'g T)) {
        self.output.gaps(cells.len(), |at| cells[at].is_some());
        cells.iter().flatten().for_each(|cell| put(self, cell));
    }

    fn origin(&mut self, origin: Option<&'g Origin>) {
        match origin {
            None => self.output.byte(0),
            Some(Origin::Written { file, line, column }) => {
                self.output.byte(1);
                self.text(file);
                self.output.u32(*line);
                self.output.u32(*column);
            }
            Some(Origin::Derived { rule, facts }) => {
                self.output.byte(2);
                self.text(rule);
                self.output.list(facts, |output, fact| {
                    let (is_rel, id) = match fact {
                        Entity::Node(node) => (false, node.0),
                        Entity::Rel(rel) => (true, rel.0),
                    };
                    output.bool(is_rel);
                    output.u32(id);
                });
            }
        }
    }
}

/// The graph that [`write()`] was given, with the same ids.
///
/// # Errors
/// When the bytes are not what [`write()`] gives.
pub fn read(bytes: &[u8]) -> Result<Graph> {
    let mut input = Input::new(bytes);
    let names = describe::get_names(&mut input)?;
    let schema = describe::get_schema(&mut input)?;
    let mut reader = Reader { texts: input.list(Input::text)?, input };
    let mut graph = Graph::over(Arc::new(schema), names, Arc::default());
    let [nodes, rels] = [reader.input.u32()?, reader.input.u32()?];
    graph.node_tables = reader.tables(&graph, nodes)?;
    graph.rel_tables = reader.tables(&graph, rels)?;
    graph.tables_by_labels = (0..).zip(&graph.node_tables).map(|(at, table)| (Arc::clone(&table.labels), at)).collect();
    reader.nodes(&mut graph)?;
    reader.rels(&mut graph)?;
    if [graph.nodes.len(), graph.rels.len()] != [nodes as usize, rels as usize] {
        return Err(damaged("it has not as many nodes and relationships as it says"));
    }
    reader.origins(&mut graph)?;
    reader.input.end()?;
    Ok(graph)
}

fn text(texts: &[Arc<str>], number: u32) -> Result<Arc<str>> {
    texts.get(number as usize).cloned().ok_or_else(|| damaged(format!("there is no text {number}")))
}

struct Reader<'b> {
    texts: Vec<Arc<str>>,
    input: Input<'b>,
}

impl Reader<'_> {
    fn text(&mut self) -> Result<Arc<str>> {
        text(&self.texts, self.input.u32()?)
    }

    /// The tables, none with more rows than this.
    fn tables(&mut self, graph: &Graph, most: u32) -> Result<Vec<Table>> {
        // As many nodes and relationships follow, of eight bytes and sixteen.
        if most as usize > self.input.left() / 8 {
            return Err(damaged("its description is cut off"));
        }
        let count = self.input.u32()?;
        (0..count).map(|_| self.table(graph, most)).collect()
    }

    fn table(&mut self, graph: &Graph, most: u32) -> Result<Table> {
        let labels = self.input.list(|input| Ok(LabelId(input.u32()?)))?;
        let rows = self.input.u32()?;
        let keys = self.input.list(|input| Ok(KeyId(input.u32()?)))?;
        let named = labels.iter().all(|label| (label.0 as usize) < graph.names.labels.len())
            && keys.iter().all(|key| (key.0 as usize) < graph.names.keys.len());
        if !named {
            return Err(damaged("a label or a key has no name"));
        }
        let ordered = labels.windows(2).all(|pair| pair[0] < pair[1]);
        let mut once: Vec<KeyId> = keys.clone();
        once.sort_unstable();
        once.dedup();
        if !ordered || once.len() < keys.len() || rows > most {
            return Err(damaged("a table has a label or a key twice, or rows that belong to nothing"));
        }
        let columns = keys.iter().map(|_| self.column()).collect::<Result<Vec<_>>>()?;
        if columns.iter().any(|column: &Column| column.len() > rows as usize) {
            return Err(damaged("a column is longer than its table"));
        }
        Ok(Table::of(labels.into(), keys, columns, rows))
    }

    fn column(&mut self) -> Result<Column> {
        let (input, texts) = (&mut self.input, &self.texts);
        Ok(match input.byte()? {
            0 => Column::Bool(input.gaps(|| None, |input| input.bool().map(Some))?),
            1 => Column::Int(input.gaps(|| None, |input| Ok(Some(input.u64()? as i64)))?),
            2 => Column::Float(input.gaps(|| None, |input| Ok(Some(f64::from_bits(input.u64()?))))?),
            3 => Column::Str(input.gaps(|| None, |input| text(texts, input.u32()?).map(Some))?),
            4 => {
                let text = |input: &mut Input<'_>| text(texts, input.u32()?);
                Column::Mixed(input.gaps(Value::default, |input| values::get_with(input, 0, &text))?)
            }
            other => return Err(damaged(format!("{other} is no type of a column"))),
        })
    }

    fn nodes(&mut self, graph: &mut Graph) -> Result<()> {
        let count = self.input.length(8)?;
        let mut topology = StableDiGraph::with_capacity(count, 0);
        let mut by_label: Vec<Vec<NodeId>> = vec![Vec::new(); graph.names.labels.len()];
        graph.nodes.reserve_exact(count);
        for at in 0..count as u32 {
            let (table, row) = (self.input.u32()?, self.input.u32()?);
            let rows = graph.node_tables.get(table as usize).filter(|rows| row < rows.rows);
            let labels = &rows.ok_or_else(|| damaged("a node has no row"))?.labels;
            labels.iter().for_each(|label| by_label[label.0 as usize].push(NodeId(at)));
            graph.nodes.push(NodeSlot { alive: true, index: topology.add_node(NodeId(at)), table, row });
        }
        graph.node_count = graph.nodes.len() as u64;
        graph.by_label = by_label.into_iter().map(Listing::from).collect();
        graph.topology = topology;
        Ok(())
    }

    fn rels(&mut self, graph: &mut Graph) -> Result<()> {
        let count = self.input.length(16)?;
        graph.topology.reserve_exact_edges(count);
        graph.rels.reserve_exact(count);
        let kinds = graph.rel_tables.len();
        if kinds > graph.names.types.len() {
            return Err(damaged("a relationship type has no name"));
        }
        graph.rel_counts = vec![0; kinds];
        graph.adjacency.resize_with(kinds, Lazy::default);
        for at in 0..count as u32 {
            let [start, end] = [self.input.u32()?, self.input.u32()?];
            let [kind, row] = [self.input.u32()?, self.input.u32()?];
            if graph.rel_tables.get(kind as usize).is_none_or(|rows| row >= rows.rows) {
                return Err(damaged("a relationship has no row"));
            }
            let ends = (graph.nodes.get(start as usize), graph.nodes.get(end as usize));
            let (Some(start), Some(end)) = ends else { return Err(damaged("a relationship leads to no node")) };
            let index = graph.topology.add_edge(start.index, end.index, RelId(at));
            graph.rel_counts[kind as usize] += 1;
            graph.rels.push(RelSlot { alive: true, index, kind: TypeId(kind), row });
        }
        Ok(())
    }

    fn origins(&mut self, graph: &mut Graph) -> Result<()> {
        let nodes = (0..graph.nodes.len() as u32).map(|id| Entity::Node(NodeId(id)));
        let rels = (0..graph.rels.len() as u32).map(|id| Entity::Rel(RelId(id)));
        graph.origins.reserve(graph.nodes.len(), graph.rels.len());
        for entity in nodes.chain(rels) {
            let origin = match self.input.byte()? {
                0 => continue,
                1 => Origin::Written { file: self.text()?, line: self.input.u32()?, column: self.input.u32()? },
                2 => {
                    let rule = self.text()?;
                    let facts = self.input.list(|input| {
                        let (is_rel, id) = (input.bool()?, input.u32()?);
                        Ok(if is_rel { Entity::Rel(RelId(id)) } else { Entity::Node(NodeId(id)) })
                    })?;
                    let there = |fact: &Entity| graph.view().exists(*fact);
                    if !facts.iter().all(there) {
                        return Err(damaged("a rule drew on what is not there"));
                    }
                    Origin::Derived { rule, facts: facts.into() }
                }
                other => return Err(damaged(format!("{other} is no origin"))),
            };
            graph.origins.set(entity, Some(origin));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Schema;

    /// Two nodes of two labels with a property and a relationship, as bytes with what is said of the first table changed.
    fn forged(labels: &[u32], rows: u32, keys: &[u32], cells: usize) -> Result<Graph> {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let names = ["A", "B"].map(|name| graph.names_mut().labels.intern(name));
        let key = graph.names_mut().keys.intern("k");
        graph.names_mut().keys.intern("l");
        let kind = graph.names_mut().types.intern("R");
        let ends = [(); 2].map(|()| graph.add_node(&names));
        ends.iter().for_each(|node| graph.set_property(Entity::Node(*node), key, Value::Int(1)));
        graph.add_rel(ends[0], kind, ends[1]);
        let bytes = write(&graph).expect("nothing was deleted");

        let table = |labels: &[u32], rows: u32, keys: &[u32], cells: usize| {
            let mut output = Output::default();
            output.list(labels, |output, label| output.u32(*label));
            output.u32(rows);
            output.list(keys, |output, key| output.u32(*key));
            for _ in keys {
                output.byte(1);
                output.gaps(cells, |at| at < 2);
                [1, 1].into_iter().for_each(|cell| output.u64(cell));
            }
            output.0
        };
        let honest = table(&[0, 1], 2, &[0], 2);
        let at = bytes.windows(honest.len()).position(|part| part == honest).expect("the table is there");
        read(&[&bytes[..at], &table(labels, rows, keys, cells), &bytes[at + honest.len()..]].concat())
    }

    #[test]
    fn a_table_says_nothing_twice_and_no_more_than_there_is() {
        let graph = forged(&[0, 1], 2, &[0], 2).expect("this is what was written");
        assert_eq!(graph.view().nodes_with(LabelId(1)).len(), 2);
        for (labels, rows, keys, cells) in [
            (&[0, 0][..], 2, &[0][..], 2),
            (&[1, 0], 2, &[0], 2),
            (&[0, 7], 2, &[0], 2),
            (&[0, 1], u32::MAX, &[0], 2),
            (&[0, 1], 1, &[0], 2),
            (&[0, 1], 2, &[0, 0], 2),
            (&[0, 1], 2, &[0], 90_000),
        ] {
            assert!(forged(labels, rows, keys, cells).is_err(), "{labels:?} {rows} {keys:?} {cells}");
        }
    }

    #[test]
    fn a_graph_that_lost_something_is_not_kept() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let node = graph.add_node(&[]);
        assert!(write(&graph).is_some());
        graph.delete_node(node);
        assert!(write(&graph).is_none());
        let bytes = std::io::Cursor::new(Vec::new());
        let refused = crate::graph::snapshot::write(&graph, None, bytes).expect_err("its ids would be others");
        assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
    }
}
