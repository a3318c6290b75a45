//! Clauses and aggregates → what is counted for each of these.

use super::read::Reader;
use super::shape::{self, Kind, Known, Shape, Unfit};
use super::{Count, Measure, levels, symmetry};
use crate::graph::View;
use crate::ir::{self, Expr, ExprKind};

/// The count that stands for these clauses and a projection with these keys and aggregates.
pub(in crate::plan) fn plan(
    clauses: &[ir::Clause],
    grouping: &ir::Grouping,
    subqueries: &[ir::Subquery],
    view: View<'_>,
) -> Option<Count> {
    read(clauses, grouping, subqueries, view).ok()
}

fn read(
    clauses: &[ir::Clause],
    grouping: &ir::Grouping,
    subqueries: &[ir::Subquery],
    view: View<'_>,
) -> Result<Count, Unfit> {
    let known = Known { view };
    let mut reader = Reader::new(subqueries, known, grouping);
    for clause in clauses {
        reader.clause(clause)?;
    }
    let ordered = symmetry::in_a_row(&mut reader.shape)?;
    let mut groups: Vec<usize> = Vec::new();
    for (key, _) in &grouping.keys {
        let mut fit = !key.by_chance();
        key.slots(subqueries, &mut |slot| match reader.nodes.get(&slot) {
            Some(node) if !reader.shape.node(*node).inner => {
                if !groups.contains(node) {
                    groups.push(*node);
                }
            }
            _ => fit = false,
        });
        if !fit {
            return Err(Unfit);
        }
    }
    if groups.len() > 2 || ordered.iter().any(|node| groups.contains(node)) {
        return Err(Unfit);
    }
    let apart = groups.iter().all(|node| is_keyed(reader.shape.node(*node), grouping, known));
    let sum = |shape: Shape, groups: &[usize]| levels::terms(shape, groups, known);
    let mut measures = Vec::new();
    for (call, _) in &grouping.aggregates {
        measures.push(match counted(call, &reader)? {
            Counted::Rows => Measure::Rows,
            // What is counted of one of several variables in order would not be the same for another order.
            _ if !ordered.is_empty() => return Err(Unfit),
            Counted::Some(shape) => Measure::Sum(sum(shape, &groups)?),
            Counted::Total(shape) => Measure::Total(sum(shape, &groups)?),
            Counted::Mean(total, count) => Measure::Mean(sum(total, &groups)?, sum(count, &groups)?),
            Counted::Distinct(shape, node) => {
                let all: Vec<usize> = groups.iter().copied().filter(|each| *each != node).chain([node]).collect();
                // Two nodes with the same key are one group, in which a node is not to be counted for each of them.
                if groups.contains(&node) || all.len() > 2 || !apart {
                    return Err(Unfit);
                }
                Measure::Distinct(sum(shape, &all)?)
            }
        });
    }
    let slots = groups.iter().map(|node| reader.shape.node(*node).slots[0]).collect();
    // Without keys there is one group, with or without rows.
    let counted = measures.iter().any(|each| matches!(each, Measure::Rows));
    let listing = if counted || grouping.keys.is_empty() { 0 } else { listing(grouping, &reader) };
    let rows = if counted || !grouping.keys.is_empty() && listing == 0 {
        Measure::Sum(sum(reader.shape, &groups)?)
    } else {
        Measure::Rows
    };
    let times = (1..=ordered.len() as i128).product();
    let mut count = Count { groups: slots, conditions: Vec::new(), apart, rows, listing, measures, times };
    count.conditions = reader.of_groups;
    if let Some(fulfilled) = reader.rising.filter(|_| count.is_rising()) {
        count.conditions.remove(fulfilled);
    }
    Ok(count)
}

/// Whether no two nodes of a variable have the same keys of groups: it is a key itself, or a property that tells its nodes
/// apart is one.
fn is_keyed(node: &shape::Node, grouping: &ir::Grouping, known: Known<'_>) -> bool {
    let is_own = |expr: &Expr| matches!(expr.kind, ExprKind::Slot(slot) if node.slots.contains(&slot));
    grouping.keys.iter().any(|(expr, _)| match &expr.kind {
        ExprKind::Property(owner, key) => is_own(owner) && known.tells_apart(node, *key),
        _ => is_own(expr),
    })
}

/// The place from 1 on of an aggregate that counts different nodes, of which every group has one, unless one with two
/// numbers comes before; zero when there is none.
fn listing(grouping: &ir::Grouping, reader: &Reader<'_>) -> usize {
    let two = |call: &ir::AggregateCall| call.function.is_some_and(|function| function.name == "avg");
    let lists = |call: &ir::AggregateCall| match call.args.as_slice() {
        [Expr { kind: ExprKind::Slot(slot), .. }] => {
            call.distinct && reader.nodes.get(slot).is_some_and(|node| !reader.shape.node(*node).inner)
        }
        _ => false,
    };
    let mut calls = grouping.aggregates.iter().map(|(call, _)| call).take_while(|call| !two(call));
    calls.position(lists).map_or(0, |at| at + 1)
}

/// What an aggregate counts.
enum Counted {
    Rows,
    /// The rows of another pattern.
    Some(Shape),
    /// The different nodes of a variable in the rows of a pattern.
    Distinct(Shape, usize),
    /// The rows of a pattern with weights.
    Total(Shape),
    /// The rows of a pattern with weights, and without.
    Mean(Shape, Shape),
}

fn counted(call: &ir::AggregateCall, reader: &Reader<'_>) -> Result<Counted, Unfit> {
    let Some(function) = call.function else { return Ok(Counted::Rows) };
    let [arg] = call.args.as_slice() else { return Err(Unfit) };
    match function.name {
        "count" => {}
        "sum" => return Ok(Counted::Total(valued(arg, call, reader)?.1)),
        "avg" => {
            let (count, total) = valued(arg, call, reader)?;
            return Ok(Counted::Mean(total, count));
        }
        _ => return Err(Unfit),
    }
    // A property that tells the nodes of a variable apart is there for each of them, and counts as they do.
    let arg = match &arg.kind {
        ExprKind::Property(owner, key) => match owner.kind {
            ExprKind::Slot(slot) if reader.tells_apart(slot, *key) => &**owner,
            _ => arg,
        },
        _ => arg,
    };
    if let ExprKind::Slot(slot) = arg.kind {
        if reader.always.contains(&slot) && !call.distinct {
            return Ok(Counted::Rows);
        }
        let node = *reader.nodes.get(&slot).ok_or(Unfit)?;
        let shape = present(&reader.shape, node);
        return Ok(match (call.distinct, reader.shape.node(node).inner) {
            (true, _) => Counted::Distinct(shape, node),
            (false, true) => Counted::Some(shape),
            (false, false) => Counted::Rows,
        });
    }
    Ok(Counted::Some(valued(arg, call, reader)?.0))
}

/// The pattern in which an expression about one variable has a value, and the same weighed by the value.
fn valued(arg: &Expr, call: &ir::AggregateCall, reader: &Reader<'_>) -> Result<(Shape, Shape), Unfit> {
    let node = reader.owner(arg).ok_or(Unfit)?;
    if call.distinct {
        return Err(Unfit);
    }
    let mut shape = present(&reader.shape, node);
    let condition = Expr { kind: ExprKind::IsNull(Box::new(arg.clone()), true), span: arg.span };
    shape.nodes[node].as_mut().ok_or(Unfit)?.conditions.push(condition);
    let mut weighed = shape.clone();
    weighed.nodes[node].as_mut().ok_or(Unfit)?.weight = Some(arg.clone());
    Ok((shape, weighed))
}

/// The pattern in which a variable is not missing.
fn present(shape: &Shape, node: usize) -> Shape {
    let mut shape = shape.clone();
    if shape.node(node).inner {
        let mut tree = vec![node];
        let mut at = 0;
        while let Some(next) = tree.get(at).copied() {
            at += 1;
            let ends = shape.edges.iter().filter(|edge| edge.touches(next)).map(|edge| edge.other(next));
            let inner: Vec<usize> = ends.filter(|end| shape.node(*end).inner && !tree.contains(end)).collect();
            tree.extend(inner);
        }
        for each in &tree {
            shape.nodes[*each].as_mut().expect("no variable has become another yet").inner = false;
        }
        for edge in shape.edges.iter_mut().filter(|edge| tree.contains(&edge.right) && edge.kind == Kind::Optional) {
            edge.kind = Kind::Rows;
            edge.put_in_order();
        }
    }
    shape
}
