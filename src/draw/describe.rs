//! What a file tells beside its picture: what is seen, for those who cannot see it, and which version drew it.
//!
//! Input: what the asker says about the question, and what the picture holds. Output: sentences.

use super::Subgraph;
use super::style::Styles;
use crate::graph::View;
use crate::value::NodeId;
use rustc_hash::FxHashMap;

/// The version of layout and look, which every file names: the same answer, options and version give the same bytes. A
/// release that moves or recolors anything raises it, so that whoever keeps pictures knows why theirs differ.
pub(super) const DRAWING: &str = "casegraph drawing 1";

/// From so many relationships on, the node that has the most is named.
const MANY: usize = 3;

/// What was said about the question, then what is shown.
pub(super) fn described(about: &str, shown: &str) -> String {
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    match about.chars().last() {
        None => shown.to_owned(),
        Some('.' | '!' | '?' | ':') => format!("{about} {shown}"),
        Some(_) => format!("{about}. {shown}"),
    }
}

/// "1 row", "2 rows".
pub(super) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// "A diagram: 2 Company, 5 Technology; 7 USES. Most relationships: Apache Kafka (4).", by type in the order of the schema.
pub(super) fn diagram(subgraph: &Subgraph, view: View<'_>, styles: &Styles<'_>) -> String {
    let nodes = subgraph.nodes.iter().map(|node| styles.node_type(*node).unwrap_or((usize::MAX, "node")));
    let nodes = counted(nodes.collect());
    let kind = |rel| view.rel_type(rel);
    let rels = subgraph.rels.iter().map(|rel| (styles.rel_place(kind(*rel)), &**view.names().types.name(kind(*rel))));
    let rels = counted(rels.collect());
    let apart = if rels.is_empty() { "" } else { "; " };
    let most = busiest(subgraph, view).map(|(node, most)| {
        let caption = styles.caption(node);
        format!(" Most relationships: {} ({most}).", caption.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    format!("A diagram: {nodes}{apart}{rels}.{}", most.unwrap_or_default())
}

fn counted(mut types: Vec<(usize, &str)>) -> String {
    types.sort_unstable();
    let counts = types.chunk_by(|one, other| one == other).map(|same| format!("{} {}", same.len(), same[0].1));
    counts.collect::<Vec<_>>().join(", ")
}

/// The node that more relationships lead to or from than any other, and how many.
fn busiest(subgraph: &Subgraph, view: View<'_>) -> Option<(NodeId, usize)> {
    let mut degrees: FxHashMap<NodeId, usize> = FxHashMap::default();
    for rel in &subgraph.rels {
        let (start, end) = view.ends(*rel);
        *degrees.entry(start).or_default() += 1;
        if end != start {
            *degrees.entry(end).or_default() += 1;
        }
    }
    let most = degrees.values().copied().max().filter(|most| *most >= MANY)?;
    let mut nodes = subgraph.nodes.iter().filter(|node| degrees.get(node) == Some(&most));
    nodes.next().filter(|_| nodes.next().is_none()).map(|node| (*node, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_ends_before_what_is_shown() {
        let both = |about| described(about, "A diagram: 1 Tool.");
        assert_eq!(both(""), "A diagram: 1 Tool.");
        assert_eq!(both(" Counts\n all. "), "Counts all. A diagram: 1 Tool.");
        assert_eq!(both("Counts all"), "Counts all. A diagram: 1 Tool.");
        assert_eq!([0, 1, 2].map(|number| count(number, "row")), ["0 rows", "1 row", "2 rows"]);
    }
}
