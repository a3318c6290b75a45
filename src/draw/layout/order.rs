//! A problem → its layers, and the order in which its boxes stand within them.
//!
//! The order follows from the boxes' neighbors and from the order in which they are best read, by rules that chance has no
//! part in: a box that is added finds its place among the others, and they keep theirs. That is worth the tenth of crossings
//! that a search from many random orders would spare.
//!
//! After the first two steps of Sugiyama, Tagawa and Toda (1981): each layer by the mean place of the neighbors in the
//! layers before it, then neighbors changed over wherever that spares a crossing.

use super::Problem;
use petgraph::unionfind::UnionFind;

/// How often neighbors are changed over in all layers; most orders have settled before.
const MOST_ROUNDS: usize = 9;

/// All boxes, layer after layer, as positions in [`Problem::boxes`]; layers longer than a bound in parts.
///
/// O(boxes × edges) for ranks at worst, and for each round of changes the squares of the numbers of edges at a box.
pub(super) fn reading_order(problem: &Problem, bound: Option<usize>) -> Vec<Vec<usize>> {
    let mut order = Order::new(problem);
    for layer in 1..order.layers.len() {
        order.by_neighbors_before(layer);
    }
    for _ in 0..MOST_ROUNDS {
        let changed =
            (0..order.layers.len()).map(|layer| order.spare_crossings(layer)).fold(false, |one, other| one | other);
        if !changed {
            break;
        }
    }
    match bound {
        Some(bound) => divided(problem, order.layers, bound.max(1)),
        None => order.layers,
    }
}

/// Layers with at most so many boxes of each connected part, those to which labels lead behind the others, so that labels
/// find room beside these. What begins the picture together stays together.
fn divided(problem: &Problem, layers: Vec<Vec<usize>>, bound: usize) -> Vec<Vec<usize>> {
    let (sources, connected) = (sources(problem), connected(problem));
    let mut labeled = vec![false; problem.boxes.len()];
    problem.edges.iter().filter(|edge| edge.label.is_some()).for_each(|edge| labeled[edge.end] = true);
    let divide = |mut layer: Vec<usize>| {
        layer.sort_by_key(|each| (connected[*each], !sources[*each], labeled[*each]));
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for boxes in layer.chunk_by(|one, other| connected[*one] == connected[*other]) {
            let together = boxes.iter().filter(|each| sources[**each]).count();
            let long = boxes.len().div_ceil(boxes.len().div_ceil(bound));
            let (first, others) = boxes.split_at(long.max(together).min(boxes.len()));
            for (at, part) in std::iter::once(first).chain(others.chunks(long)).enumerate() {
                parts.resize(parts.len().max(at + 1), Vec::new());
                parts[at].extend(part);
            }
        }
        parts
    };
    layers.into_iter().flat_map(divide).collect()
}

/// For each box the first of those that it is connected with.
fn connected(problem: &Problem) -> Vec<usize> {
    let mut sets = UnionFind::new(problem.boxes.len());
    problem.edges.iter().for_each(|edge| {
        sets.union(edge.start, edge.end);
    });
    let sets = sets.into_labeling();
    let mut first = vec![usize::MAX; sets.len()];
    for (each, set) in sets.iter().enumerate() {
        first[*set] = first[*set].min(each);
    }
    sets.into_iter().map(|set| first[set]).collect()
}

/// The boxes from which several edges leave and none arrives. They begin the picture together: what a reader compares
/// stands in one column.
pub(super) fn sources(problem: &Problem) -> Vec<bool> {
    let (mut out, mut into) = (vec![0_usize; problem.boxes.len()], vec![0_usize; problem.boxes.len()]);
    for edge in &problem.edges {
        out[edge.start] += 1;
        into[edge.end] += 1;
    }
    out.into_iter().zip(into).map(|(out, into)| out > 1 && into == 0).collect()
}

/// An order that is still being made.
struct Order {
    /// The boxes with an edge to each box.
    before: Vec<Vec<usize>>,
    /// The boxes with an edge from each box.
    after: Vec<Vec<usize>>,
    /// The boxes of each rank, in order.
    layers: Vec<Vec<usize>>,
    /// Where each box stands in its layer, as a share of it.
    places: Vec<f64>,
}

impl Order {
    /// The order of the problem.
    fn new(problem: &Problem) -> Self {
        let count = problem.boxes.len();
        let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for edge in problem.edges.iter().filter(|edge| edge.start != edge.end) {
            before[edge.end].push(edge.start);
            after[edge.start].push(edge.end);
        }
        let mut ranks = ranks(problem);
        for each in 0..count {
            // A box that leads to one other, and to which nothing leads, stands near that.
            if let (true, [next]) = (before[each].is_empty(), &after[each][..]) {
                ranks[each] = ranks[*next].saturating_sub(1);
            }
        }
        let mut layers = Vec::new();
        for (each, rank) in ranks.into_iter().enumerate() {
            layers.resize(layers.len().max(rank + 1), Vec::new());
            layers[rank].push(each);
        }
        let mut order = Self { before, after, layers, places: vec![0.0; count] };
        (0..order.layers.len()).for_each(|layer| order.settle(layer));
        order
    }

    fn settle(&mut self, layer: usize) {
        let boxes = &self.layers[layer];
        for (at, each) in boxes.iter().enumerate() {
            self.places[*each] = (at as f64 + 0.5) / boxes.len() as f64;
        }
    }

    /// Sorts a layer by the mean place of the boxes before each; those that nothing leads to stay where they are.
    fn by_neighbors_before(&mut self, layer: usize) {
        let mean = |each: usize| {
            let before = &self.before[each];
            let sum: f64 = before.iter().map(|other| self.places[*other]).sum();
            if before.is_empty() { self.places[each] } else { sum / before.len() as f64 }
        };
        let mut boxes: Vec<(f64, usize)> = self.layers[layer].iter().map(|each| (mean(*each), *each)).collect();
        boxes.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        self.layers[layer] = boxes.into_iter().map(|(_, each)| each).collect();
        self.settle(layer);
    }

    /// Changes neighbors over where that spares a crossing, and says whether it did.
    fn spare_crossings(&mut self, layer: usize) -> bool {
        let mut changed = false;
        for at in 1..self.layers[layer].len() {
            let (one, other) = (self.layers[layer][at - 1], self.layers[layer][at]);
            if self.crossings(other, one) < self.crossings(one, other) {
                self.layers[layer].swap(at - 1, at);
                changed = true;
            }
        }
        self.settle(layer);
        changed
    }

    /// How often edges of two boxes cross when the one stands before the other.
    fn crossings(&self, one: usize, other: usize) -> usize {
        let between = |near: &[Vec<usize>]| {
            let beyond = |each: &usize| {
                let earlier = |next: &&usize| self.places[**next] < self.places[*each];
                near[other].iter().filter(earlier).count()
            };
            near[one].iter().map(beyond).sum::<usize>()
        };
        between(&self.before) + between(&self.after)
    }
}

/// The length of the longest way to each box. On a circle it is bounded by the number of boxes.
fn ranks(problem: &Problem) -> Vec<usize> {
    let count = problem.boxes.len();
    let mut ranks = vec![0; count];
    for _ in 0..count {
        let mut changed = false;
        for edge in problem.edges.iter().filter(|edge| edge.start != edge.end) {
            let rank = ranks[edge.start] + 1;
            if rank > ranks[edge.end] && rank < count {
                ranks[edge.end] = rank;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, Size, Tile};
    use super::*;

    fn order(boxes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        let each = Tile { size: Size { width: 10.0, height: 10.0 }, group: None };
        let edges =
            edges.iter().map(|(start, end)| Edge { start: *start, end: *end, label: None, trunk: None }).collect();
        reading_order(&Problem { boxes: vec![each; boxes], edges, ..Problem::default() }, None).concat()
    }

    #[test]
    fn layers_follow_their_neighbors() {
        assert_eq!(order(4, &[(0, 3), (1, 2)]), [0, 1, 3, 2], "two ways do not cross");
        assert_eq!(order(5, &[(0, 2), (0, 3), (1, 4)]), [0, 1, 2, 3, 4], "equals as they are best read");
        assert_eq!(order(3, &[]), [0, 1, 2]);
    }

    #[test]
    fn neighbors_change_over_when_that_spares_a_crossing() {
        // By the mean the two of the second layer stand as they are read; turned, no way crosses another.
        let edges = [(0, 5), (1, 5), (2, 5), (2, 4), (2, 3)];
        let order = order(6, &edges);
        let at = |each: usize| order.iter().position(|other| *other == each);
        assert!(at(5) < at(3) && at(5) < at(4), "{order:?}");
    }

    #[test]
    fn long_layers_are_divided() {
        let each = Tile { size: Size { width: 10.0, height: 10.0 }, group: None };
        let label = Some(Size { width: 5.0, height: 5.0 });
        let edge = |(start, end, label)| Edge { start, end, label, trunk: None };
        let lines = [(0, 2, label), (1, 2, None), (0, 3, None), (1, 4, None), (0, 5, None), (7, 6, None), (8, 7, None)];
        let problem = Problem { boxes: vec![each; 9], edges: lines.map(edge).to_vec(), ..Problem::default() };
        let layers = |bound| reading_order(&problem, bound);
        assert_eq!(layers(None), [vec![0, 1, 8], vec![3, 5, 2, 4, 7], vec![6]]);
        // What begins the picture stays together, the box with the label comes last, and another part is not divided.
        assert_eq!(layers(Some(2)), [vec![0, 1, 8], vec![3, 5, 7], vec![4, 2], vec![6]]);
        assert_eq!(layers(Some(1)), [vec![0, 1, 8], vec![3, 7], vec![5], vec![4], vec![2], vec![6]]);
        assert_eq!(layers(Some(9)), [vec![0, 1, 8], vec![3, 5, 4, 2, 7], vec![6]], "nothing is divided");
    }

    #[test]
    fn circles_and_loops_have_an_end() {
        let mut boxes = order(4, &[(0, 1), (1, 2), (2, 0), (3, 3), (2, 3)]);
        boxes.sort_unstable();
        assert_eq!(boxes, [0, 1, 2, 3]);
    }
}
