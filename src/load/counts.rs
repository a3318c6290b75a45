//! How often relationships stand: too often, not at all, or twice alike.

use super::draft::{Drafter, RelDraft, Values};
use super::strays::one_of;
use super::value::same;
use crate::diag::{Diagnostic, codes};
use crate::graph::schema::{Cardinality, RelType};
use rustc_hash::FxHashMap;

/// Checks `per_start` and `per_end` of every relationship type, in O(relationships + entries × types that bound them).
pub(super) fn check(drafter: &mut Drafter<'_>) {
    twice(drafter);
    for (index, kind) in drafter.schema.rels.iter().enumerate().filter(|(_, kind)| !kind.derived) {
        for (at_start, cardinality) in [(true, kind.per_start), (false, kind.per_end)] {
            if cardinality != Cardinality::Many {
                bound(drafter, index, at_start, cardinality);
            }
        }
    }
}

/// One relationship type, counted at its starts or at its ends.
fn bound(drafter: &mut Drafter<'_>, index: usize, at_start: bool, cardinality: Cardinality) {
    let kind = &drafter.schema.rels[index];
    let node = |rel: &RelDraft| if at_start { rel.start } else { rel.end };
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    let mut findings = Vec::new();
    for (position, rel) in drafter.rels.iter().enumerate().filter(|(_, rel)| rel.rel == index) {
        let before = *first.entry(node(rel)).or_insert(position);
        if before != position && cardinality != Cardinality::Some {
            findings.push(too_many(drafter, kind, rel, &drafter.rels[before], node(rel), at_start));
        }
    }
    let labels = if at_start { kind.starts() } else { kind.targets() };
    let needed = matches!(cardinality, Cardinality::One | Cardinality::Some);
    for entry in (0..drafter.entries.len() as u32).filter(|_| needed) {
        let label = &*drafter.schema.nodes[drafter.entries[entry as usize].node].name;
        if labels.contains(&label) && !first.contains_key(&entry) && !drafter.is_excused(entry, index, at_start) {
            findings.push(none(drafter, index, entry, at_start, cardinality));
        }
    }
    for finding in findings {
        drafter.findings.push(finding);
    }
}

fn too_many(
    drafter: &Drafter<'_>,
    kind: &RelType,
    rel: &RelDraft,
    before: &RelDraft,
    node: u32,
    at_start: bool,
) -> Diagnostic {
    let label = &drafter.schema.nodes[drafter.entries[node as usize].node].name;
    let (verb, bound) = if at_start { ("leaves", "per_start") } else { ("leads to", "per_end") };
    let message = format!("a second {} {verb} one {label}", kind.name);
    let place = kind.place.as_ref().map_or_else(String::new, |place| {
        format!(" ({}:{})", place.source.name(), place.source.position(place.span.start))
    });
    Diagnostic::error(codes::CARDINALITY, message)
        .at(&drafter.documents[rel.document].source, rel.span, "")
        .at(&drafter.documents[before.document].source, before.span, "the first one")
        .hint(format!("The schema allows one: `{bound}` of {}{place}.", kind.name))
}

fn none(drafter: &Drafter<'_>, index: usize, entry: u32, at_start: bool, cardinality: Cardinality) -> Diagnostic {
    let kind = &drafter.schema.rels[index];
    let node = drafter.entries[entry as usize].node;
    let label = &drafter.schema.nodes[node].name;
    let (source, span) = drafter.place(entry);
    let many = if cardinality == Cardinality::One { "exactly one" } else { "at least one" };
    let (verb, others) = if at_start { ("leaves", kind.targets()) } else { ("leads to", kind.starts()) };
    let message = format!("no {} {verb} this {label}, and {many} is needed", kind.name);
    let finding = Diagnostic::error(codes::CARDINALITY, message).at(source, span, "in the entry that begins here");
    // The key to write, here or at the other end.
    let here = drafter.mapping.nodes[node].links.iter().find(|link| link.rel == index && link.reverse != at_start);
    match here {
        Some(link) if link.nested => finding.hint(format!("Add {} under the key `{}`.", one_of(&others), link.key)),
        Some(link) => finding.hint(format!("Add `{}: <the key of {}>`.", link.key, one_of(&others))),
        None => finding.hint(format!("{}.", kind.rule())),
    }
}

/// Of so many references between the same two nodes a further one is compared with the first.
const COMPARED: usize = 32;

/// Warns of references that are repeated with nothing to tell them apart.
fn twice(drafter: &mut Drafter<'_>) {
    let rels = &drafter.rels;
    let mut order: Vec<usize> = (0..rels.len()).filter(|at| rels[*at].comparable).collect();
    let ends = |at: &usize| (rels[*at].rel, rels[*at].start, rels[*at].end);
    order.sort_by_key(ends);
    let mut findings = Vec::new();
    for alike in order.chunk_by(|a, b| ends(a) == ends(b)).filter(|alike| alike.len() > 1) {
        let mut different: Vec<&RelDraft> = Vec::new();
        for rel in alike.iter().map(|at| &rels[*at]) {
            if let Some(before) = different.iter().find(|other| same_values(&other.values, &rel.values)) {
                let name = &drafter.schema.rels[rel.rel].name;
                let message = format!("this {name} is written twice with the same properties");
                findings.push(
                    Diagnostic::warning(codes::CARDINALITY, message)
                        .at(&drafter.documents[rel.document].source, rel.span, "again here")
                        .at(&drafter.documents[before.document].source, before.span, "first here"),
                );
            } else if different.len() < COMPARED {
                different.push(rel);
            }
        }
    }
    for finding in findings {
        drafter.findings.push(finding);
    }
}

fn same_values(left: &Values, right: &Values) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|((a, left), (b, right))| a == b && same(left, right))
}
