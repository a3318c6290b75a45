//! A picture that holds too much → smaller ones.

use super::Subgraph;
use crate::graph::View;
use crate::value::{NodeId, RelId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// More nodes than this are not taken in at a glance.
pub const READABLE: usize = 40;

/// A way to draw less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Only the nodes with the most lines, so many of them; of those with as many the first.
    Top(usize),
    /// Only nodes with at least so many lines.
    LeastLines(usize),
    /// Without the nodes of a label, or the relationships of a type.
    Without(String),
}

impl Cut {
    /// The option of the command line that makes it, and its value.
    #[must_use]
    pub fn option(&self) -> (&'static str, String) {
        match self {
            Self::Top(count) => ("--top", count.to_string()),
            Self::LeastLines(least) => ("--least-lines", least.to_string()),
            Self::Without(name) => ("--without", name.clone()),
        }
    }
}

impl Subgraph {
    /// What is left after a cut. A node whose lines are all gone goes too. O(nodes log nodes + relationships).
    #[must_use]
    pub fn cut(&self, cut: &Cut, view: View<'_>) -> Self {
        let names = view.names();
        match cut {
            Cut::Top(count) => {
                let lines = self.lines(view);
                let mut ranked: Vec<NodeId> = self.nodes.clone();
                ranked.sort_by_key(|node| Reverse(lines[node]));
                ranked.truncate(*count);
                self.only(&ranked.into_iter().collect(), |_| true, view)
            }
            Cut::LeastLines(least) => {
                let lines = self.lines(view);
                let kept = self.nodes.iter().copied().filter(|node| lines[node] >= *least);
                // What the kept nodes are joined to stands with them only when it is kept itself.
                self.only(&kept.collect(), |_| true, view)
            }
            Cut::Without(name) => {
                let (label, kind) = (names.labels.get(name), names.types.get(name));
                let has = |node: &NodeId| label.is_some_and(|label| view.has_label(*node, label));
                let kept = self.nodes.iter().copied().filter(|node| !has(node)).collect();
                self.only(&kept, |rel| Some(view.rel_type(rel)) != kind, view)
            }
        }
    }

    /// How many relationships touch each node.
    fn lines(&self, view: View<'_>) -> FxHashMap<NodeId, usize> {
        let mut lines: FxHashMap<NodeId, usize> = self.nodes.iter().map(|node| (*node, 0)).collect();
        for rel in &self.rels {
            let (start, end) = view.ends(*rel);
            for node in [start, end] {
                *lines.entry(node).or_default() += 1;
            }
        }
        lines
    }

    fn only(&self, kept: &FxHashSet<NodeId>, wanted: impl Fn(RelId) -> bool, view: View<'_>) -> Self {
        let joined = |rel: &RelId| {
            let (start, end) = view.ends(*rel);
            kept.contains(&start) && kept.contains(&end)
        };
        let rels: Vec<RelId> = self.rels.iter().copied().filter(|rel| joined(rel) && wanted(*rel)).collect();
        let (before, mut after) = (self.lines(view), FxHashSet::default());
        for rel in &rels {
            let (start, end) = view.ends(*rel);
            after.extend([start, end]);
        }
        let stays = |node: &NodeId| kept.contains(node) && (before[node] == 0 || after.contains(node));
        Self { nodes: self.nodes.iter().copied().filter(stays).collect(), rels, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};

    /// Two hubs that share `shared` leaves and have `own` of their own, joined by USES.
    fn hubs(shared: usize, own: usize) -> (Graph, Subgraph) {
        let mut graph = Graph::new(Schema::open().into());
        let (hub, leaf) = (graph.names_mut().labels.intern("Hub"), graph.names_mut().labels.intern("Leaf"));
        let uses = graph.names_mut().types.intern("USES");
        let mut subgraph = Subgraph::default();
        let hubs = [graph.add_node(&[hub]), graph.add_node(&[hub])];
        subgraph.nodes.extend(hubs);
        for at in 0..shared + 2 * own {
            let node = graph.add_node(&[leaf]);
            subgraph.nodes.push(node);
            for (index, hub) in hubs.into_iter().enumerate() {
                if at < shared || at % 2 == index {
                    subgraph.rels.push(graph.add_rel(hub, uses, node));
                }
            }
        }
        (graph, subgraph)
    }

    #[test]
    fn cuts_leave_what_they_say() {
        let (graph, whole) = hubs(5, 20);
        let left = |cut: Cut| {
            let rest = whole.cut(&cut, graph.view());
            (rest.nodes.len(), rest.rels.len())
        };
        assert_eq!((whole.nodes.len(), whole.rels.len()), (47, 50));
        assert_eq!(left(Cut::LeastLines(2)), (7, 10));
        assert_eq!(left(Cut::Top(4)), (4, 4));
        assert_eq!(left(Cut::Without("Leaf".into())), (0, 0), "nodes whose lines are gone go too");
        assert_eq!(left(Cut::Without("USES".into())), (0, 0));
        assert_eq!(left(Cut::Without("nothing".into())), (47, 50));
    }
}
