//! A picture that holds too much → the cuts that make it one to be read.

use super::cut::{Cut, READABLE};
use super::figure::{Figure, is_readable};
use super::scene::Scene;
use super::{Options, Subgraph};
use crate::graph::View;

/// How many cuts are proposed.
const PROPOSALS: usize = 3;

/// What leaves more nodes is not tried: its letters would be small.
const WORTH_TRYING: usize = READABLE + READABLE / 2;

/// A way to draw less, and what it would give.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The cut.
    pub cut: Cut,
    /// What it leaves.
    pub rest: Subgraph,
    /// The size of the smallest letters of what is left in points on a slide, when there is a shape to fill.
    pub smallest: Option<f64>,
}

/// Cuts that leave less, at most three: of each kind the one that leaves the most of those that can be read, then fewer nodes;
/// last what cannot be read either, the smallest first.
///
/// With a shape to fill, what is left is laid out, so that this takes as long as up to twenty pictures of sixty nodes.
///
/// ```
/// use casegraph::draw::{Options, Subgraph, proposals};
/// use casegraph::graph::{Graph, Schema};
///
/// let mut graph = Graph::new(Schema::open().into());
/// let nodes = (0..100).map(|_| graph.add_node(&[])).collect();
/// let all = Subgraph { nodes, ..Subgraph::default() };
/// let cuts = proposals(&all, graph.view(), &Options::default());
/// assert_eq!(cuts[0].cut.option(), ("--top", "40".to_owned()));
/// ```
#[must_use]
pub fn proposals(subgraph: &Subgraph, view: View<'_>, options: &Options) -> Vec<Proposal> {
    let mut search = Search { whole: subgraph, view, options, found: Vec::new() };
    let mut chosen = search.readable(&least_lines(), 1);
    chosen.extend(search.readable(&without(subgraph, view), 1));
    chosen.extend(search.readable(&top(), PROPOSALS - chosen.len()));
    let mut others: Vec<usize> = (0..search.found.len()).filter(|at| !chosen.contains(at)).collect();
    others.sort_by_key(|at| search.found[*at].rest.nodes.len());
    chosen.extend(others);
    chosen.truncate(PROPOSALS);
    chosen.into_iter().map(|at| search.found[at].clone()).collect()
}

/// What has been tried.
struct Search<'a> {
    whole: &'a Subgraph,
    view: View<'a>,
    options: &'a Options,
    found: Vec<Proposal>,
}

impl Search<'_> {
    /// The places of the first cuts of a kind that leave what can be read, so many at most.
    fn readable(&mut self, kind: &[Cut], most: usize) -> Vec<usize> {
        let mut readable = Vec::new();
        for cut in kind {
            if readable.len() == most {
                break;
            }
            readable.extend(self.tried(cut).filter(|at| self.is_readable(*at)));
        }
        readable
    }

    fn is_readable(&self, at: usize) -> bool {
        let Proposal { rest, smallest, .. } = &self.found[at];
        rest.nodes.len() <= READABLE && (self.options.size.is_none() || smallest.is_some_and(is_readable))
    }

    /// The place of what a cut leaves; nothing when it leaves nothing to see, or all, or what another leaves too.
    fn tried(&mut self, cut: &Cut) -> Option<usize> {
        let rest = self.whole.cut(cut, self.view);
        let known = self.found.iter().any(|other| other.rest.nodes == rest.nodes && other.rest.rels == rest.rels);
        if known || rest.nodes.len() < 2 || rest.nodes.len() >= self.whole.nodes.len() {
            return None;
        }
        let placed = self.options.size.is_some() && rest.nodes.len() <= WORTH_TRYING;
        // When somebody asks for an end, the picture ends too, and what is proposed is of no use.
        let figure = || Scene::of(&rest, self.view, self.options).and_then(|scene| Figure::of(&scene)).ok();
        let smallest = placed.then(figure).flatten().and_then(|(figure, _)| figure.smallest);
        self.found.push(Proposal { cut: cut.clone(), rest, smallest });
        Some(self.found.len() - 1)
    }
}

fn least_lines() -> Vec<Cut> {
    (2..=5).map(Cut::LeastLines).collect()
}

fn top() -> Vec<Cut> {
    [READABLE, READABLE * 3 / 4, READABLE / 2, READABLE * 3 / 8, READABLE / 4].map(Cut::Top).to_vec()
}

/// Without a label or a relationship type, the rarest first; there must be several of a sort.
fn without(subgraph: &Subgraph, view: View<'_>) -> Vec<Cut> {
    let names = view.names();
    let labels = subgraph.nodes.iter().filter_map(|node| view.labels(*node).first());
    let labels = rarest(labels.map(|label| names.labels.name(*label).to_string()));
    let kinds = rarest(subgraph.rels.iter().map(|rel| names.types.name(view.rel_type(*rel)).to_string()));
    let several = [labels, kinds].into_iter().filter(|names| names.len() > 1);
    several.flatten().map(Cut::Without).collect()
}

/// Each text once, the rarest first.
fn rarest(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: Vec<(usize, String)> = Vec::new();
    for text in texts {
        match counts.iter_mut().find(|(_, other)| *other == text) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, text)),
        }
    }
    counts.sort_by_key(|(count, _)| *count);
    counts.into_iter().map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::PageSize;
    use super::*;
    use crate::graph::{Graph, Schema};

    /// Two hubs that share `shared` leaves and have `own` of their own, joined by USES.
    fn hubs(shared: usize, own: usize) -> (Graph, Subgraph) {
        let mut graph = Graph::new(Schema::open().into());
        let (hub, leaf) = (graph.names_mut().labels.intern("Hub"), graph.names_mut().labels.intern("Leaf"));
        let uses = graph.names_mut().types.intern("USES");
        let hubs = [graph.add_node(&[hub]), graph.add_node(&[hub])];
        let mut subgraph = Subgraph { nodes: hubs.to_vec(), ..Subgraph::default() };
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

    fn proposed((graph, subgraph): &(Graph, Subgraph), size: Option<PageSize>) -> Vec<(String, usize, Option<f64>)> {
        let proposals = proposals(subgraph, graph.view(), &Options { size, ..Options::default() });
        let option = |cut: &Cut| format!("{} {}", cut.option().0, cut.option().1);
        proposals.into_iter().map(|each| (option(&each.cut), each.rest.nodes.len(), each.smallest)).collect()
    }

    #[test]
    fn each_kind_of_cut_is_proposed_that_leaves_enough() {
        let natural = proposed(&hubs(5, 20), None);
        let options: Vec<(&str, usize)> = natural.iter().map(|(option, nodes, _)| (option.as_str(), *nodes)).collect();
        assert_eq!(options, [("--least-lines 2", 7), ("--top 40", 40), ("--top 30", 30)]);
        assert!(natural.iter().all(|(.., smallest)| smallest.is_none()), "there is no slide to be read from");
        assert!(
            proposals(&Subgraph::default(), Graph::new(Schema::open().into()).view(), &Options::default()).is_empty()
        );
    }

    #[test]
    fn what_is_proposed_for_a_slide_can_be_read_there() {
        let on_a_slide = proposed(&hubs(40, 20), Some(PageSize::WIDE));
        assert_eq!(on_a_slide.len(), PROPOSALS);
        assert!(on_a_slide.iter().all(|(.., smallest)| smallest.is_some_and(is_readable)), "{on_a_slide:?}");
    }

    #[test]
    fn what_has_no_lines_is_cut_too() {
        let (graph, mut nodes) = hubs(0, 40);
        nodes.rels.clear();
        let cuts = proposed(&(graph, nodes), Some(PageSize::WIDE));
        assert!(cuts.len() == PROPOSALS && cuts.iter().all(|(_, nodes, _)| *nodes <= READABLE), "{cuts:?}");
    }
}
