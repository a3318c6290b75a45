//! What Graphviz does not arrange by itself.
//!
//! Input: the nodes that no relationship of the picture touches. Output: chains of them, to be tied together invisibly.
//! Graphviz puts all such nodes into one rank; as a line of thirty nodes they would fit no slide.

use crate::value::NodeId;

/// So many loose nodes still fit in one rank.
const LOOSE_IN_A_RANK: usize = 4;

/// How many nodes stand beside each other for one below the other, in a picture about as wide as a slide.
const COLUMNS_PER_ROW: f64 = 1.2;

/// Chains along the direction of the ranks, which make a grid that is read row by row.
pub(super) fn grid(loose: &[NodeId], left_to_right: bool) -> Vec<Vec<NodeId>> {
    if loose.len() <= LOOSE_IN_A_RANK {
        return Vec::new();
    }
    let columns = (loose.len() as f64 * COLUMNS_PER_ROW).sqrt().ceil() as usize;
    if left_to_right {
        return loose.chunks(columns).map(<[NodeId]>::to_vec).collect();
    }
    (0..columns).map(|column| loose.iter().skip(column).step_by(columns).copied().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_read_row_by_row() {
        let nodes: Vec<NodeId> = (0..6).map(NodeId).collect();
        let numbers = |chains: Vec<Vec<NodeId>>| -> Vec<Vec<u32>> {
            chains.iter().map(|chain| chain.iter().map(|node| node.0).collect()).collect()
        };
        assert_eq!(numbers(grid(&nodes, false)), [[0, 3], [1, 4], [2, 5]]);
        assert_eq!(numbers(grid(&nodes, true)), [[0, 1, 2], [3, 4, 5]]);
        assert!(grid(&nodes[..4], false).is_empty());
    }
}
