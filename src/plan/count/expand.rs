//! Conditions between variables as sums: what is wanted is everything without the condition, less what breaks it.
//!
//! A condition on two variables would make a pattern without circles into one with a circle, whose matches have to be
//! enumerated. By inclusion and exclusion it becomes a difference of patterns: `a <> c` is all pairs less those in which
//! both are one node; a missing relationship is all pairs less those that are related; two different relationships are all
//! pairs of relationships less those that are one. Patterns that come up twice are put together, which often cancels them.

use super::shape::{Edge, Kind, Known, Shape, Unfit};

/// More patterns than this are not worth the trouble.
const MOST: usize = 64;

/// A pattern and how often it counts.
pub(super) type Signed = (i64, Shape);

/// Patterns whose counts, times their factors, sum up to the count of `shape`.
pub(super) fn expand(shape: Shape, pinned: &[usize], known: Known<'_>) -> Result<Vec<Signed>, Unfit> {
    let mut expansion = Expansion { pinned, known, found: Vec::new(), steps: 0 };
    expansion.add(1, shape)?;
    let mut keyed: Vec<_> = expansion.found.into_iter().map(|(factor, shape)| (shape.key(), factor, shape)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let mut terms: Vec<(_, i64, Shape)> = Vec::new();
    for (key, factor, shape) in keyed {
        match terms.last_mut() {
            Some(last) if last.0 == key => last.1 += factor,
            _ => terms.push((key, factor, shape)),
        }
    }
    Ok(terms.into_iter().filter(|term| term.1 != 0).map(|(_, factor, shape)| (factor, shape)).collect())
}

struct Expansion<'a> {
    pinned: &'a [usize],
    known: Known<'a>,
    found: Vec<Signed>,
    steps: usize,
}

impl Expansion<'_> {
    fn add(&mut self, factor: i64, mut shape: Shape) -> Result<(), Unfit> {
        self.steps += 1;
        if self.steps > MOST {
            return Err(Unfit);
        }
        if let Some((first, second)) = shape.differ.pop() {
            return self.different(factor, shape, first, second);
        }
        shape.simplify(self.known);
        let core = shape.core(&self.current(&shape));
        if let Some(at) = shape.absent.iter().position(|edge| !(core[edge.left] && core[edge.right])) {
            let edge = shape.absent.remove(at);
            let related = Shape { edges: [shape.edges.clone(), vec![edge]].concat(), ..shape.clone() };
            self.add(factor, shape)?;
            return self.add(-factor, related);
        }
        if let Some(at) = shape.unequal.iter().position(|(a, b)| !(core[*a] && core[*b])) {
            let (a, b) = shape.unequal.remove(at);
            let same = shape.merged(a, b, self.known)?;
            self.add(factor, shape)?;
            return same.map_or(Ok(()), |same| self.add(-factor, same));
        }
        self.found.push((factor, shape));
        Ok(())
    }

    /// The pinned variables as what they became.
    fn current(&self, shape: &Shape) -> Vec<usize> {
        self.pinned.iter().map(|node| shape.became[*node]).collect()
    }

    /// Two edges that are to be different relationships.
    fn different(&mut self, factor: i64, shape: Shape, first: usize, second: usize) -> Result<(), Unfit> {
        let find = |id: usize| shape.edges.iter().find(|edge| edge.id == id).cloned();
        let (Some(one), Some(other)) = (find(first), find(second)) else {
            return Err(Unfit);
        };
        let ways = shape.alignments(&one, &other, self.known);
        let inner = |edge: &Edge| shape.node(edge.left).inner || shape.node(edge.right).inner;
        if ways.len() > 1 && !self.known.loop_free(&one.types) || !ways.is_empty() && (inner(&one) || inner(&other)) {
            return Err(Unfit);
        }
        for way in ways {
            if let Some(same) = same_relationship(&shape, &one, &other, way, self.known)? {
                self.add(-factor, same)?;
            }
        }
        self.add(factor, shape)
    }
}

/// The pattern in which two edges are one relationship.
fn same_relationship(
    shape: &Shape,
    one: &Edge,
    other: &Edge,
    way: [(usize, usize); 2],
    known: Known<'_>,
) -> Result<Option<Shape>, Unfit> {
    let plain = |edge: &Edge| edge.kind == Kind::Rows;
    let common: Vec<_> = one.types.iter().copied().filter(|kind| other.types.contains(kind)).collect();
    // Other pairs that name one of the two would have to be carried over; patterns with so many circles are rare.
    let named = |(a, b): &(usize, usize)| *a == other.id || *b == other.id;
    let strict = one.types != other.types && shape.differ.iter().any(named);
    if !plain(one) || !plain(other) || one.both != other.both || strict {
        return Err(Unfit);
    }
    let mut same = shape.clone();
    same.edges.retain(|edge| edge.id != other.id);
    for edge in same.edges.iter_mut().filter(|edge| edge.id == one.id) {
        edge.types.clone_from(&common);
    }
    for pair in &mut same.differ {
        for id in [&mut pair.0, &mut pair.1] {
            *id = if *id == other.id { one.id } else { *id };
        }
        if pair.0 == pair.1 {
            return Ok(None);
        }
    }
    for (a, b) in way {
        let (a, b) = (same.became[a], same.became[b]);
        match same.merged(a, b, known)? {
            Some(merged) => same = merged,
            None => return Ok(None),
        }
    }
    Ok(Some(same))
}
