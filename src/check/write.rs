//! `CREATE`, `MERGE` and `SET`.

use super::pattern::Purpose;
use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::{Type, Value};
use rustc_hash::FxHashSet;

impl Checker<'_> {
    pub(super) fn create(&mut self, clause: &ast::Create) -> ir::Clause {
        self.aggregates = super::Aggregates::Forbidden("in CREATE");
        let mistakes = self.findings.len();
        let placed = self.place(&clause.patterns, Purpose::Create);
        if self.findings.len() == mistakes {
            self.check_made(&placed.pattern, Purpose::Create);
        }
        let mut nodes = Vec::new();
        for (node, written) in placed.pattern.nodes.iter().zip(&placed.node_properties) {
            let ty = Ty::Node(self.kinds_of_labels(&node.labels));
            nodes.push(self.made_properties(written.first().copied(), &ty));
        }
        let mut rels = Vec::new();
        for (rel, written) in placed.pattern.rels.iter().zip(&placed.rel_properties) {
            let ty = Ty::Rel(self.kinds_of_types(&rel.types));
            rels.push(self.made_properties(*written, &ty));
        }
        let items = items(&placed.pattern, nodes, rels);
        let mut unmade = made_slots(&placed.pattern);
        for item in &items {
            let (ir::CreateItem::Node { slot, properties, .. } | ir::CreateItem::Rel { slot, properties, .. }) = item
            else {
                continue;
            };
            match properties {
                ir::Properties::Keys(keys) => keys.iter().for_each(|(_, value)| self.check_there(value, &unmade)),
                ir::Properties::Map(map) => self.check_there(map, &unmade),
            }
            unmade.remove(slot);
        }
        ir::Clause::Create(items)
    }

    pub(super) fn merge(&mut self, clause: &ast::Merge) -> ir::Clause {
        self.aggregates = super::Aggregates::Forbidden("in MERGE");
        let mistakes = self.findings.len();
        let mut placed = self.place(std::slice::from_ref(&clause.pattern), Purpose::Merge);
        if self.findings.len() == mistakes {
            self.check_made(&placed.pattern, Purpose::Merge);
        }
        self.match_properties(&mut placed);
        let pattern = placed.pattern;
        let new = made_slots(&pattern);
        for (_, value) in pattern.nodes.iter().flat_map(|node| &node.properties) {
            self.check_there(value, &new);
        }
        for (_, value) in pattern.rels.iter().flat_map(|rel| &rel.properties) {
            self.check_there(value, &new);
        }
        let of = |properties: &Vec<_>| ir::Properties::Keys(Vec::clone(properties));
        let nodes = pattern.nodes.iter().map(|node| of(&node.properties)).collect();
        let rels = pattern.rels.iter().map(|rel| of(&rel.properties)).collect();
        let create = items(&pattern, nodes, rels);
        let on_create = self.set_items(&clause.on_create);
        let on_match = self.set_items(&clause.on_match);
        ir::Clause::Merge(Box::new(ir::Merge { pattern, create, on_create, on_match, span: clause.span }))
    }

    /// In a strict schema a new node has a label, and a new relationship joins what its type may join.
    fn check_made(&mut self, pattern: &ir::Pattern, purpose: Purpose) {
        if self.schema.open {
            return;
        }
        for node in pattern.nodes.iter().filter(|node| !node.bound && node.labels.is_empty()) {
            self.report(
                Diagnostic::error(codes::BAD_CREATE, "a new node needs a label")
                    .at(self.source, node.span, "of which type?")
                    .hint("Add one of the schema's labels, as in (n:Label)."),
            );
        }
        self.infer(pattern, purpose);
    }

    /// Notes a value that reads what is not there before the clause has made it.
    fn check_there(&mut self, value: &ir::Expr, unmade: &FxHashSet<ir::Slot>) {
        let mut early = false;
        value.slots(&self.subqueries, &mut |slot| early |= unmade.contains(&slot));
        if early {
            self.report(
                Diagnostic::error(codes::UNDEFINED_VARIABLE, "a value uses what the same pattern has yet to make")
                    .at(self.source, value.span, "not there yet")
                    .hint("Make that in a clause of its own before, and use it here."),
            );
        }
    }

    fn made_properties(&mut self, written: Option<&ast::Expr>, owner: &Ty) -> ir::Properties {
        match written {
            None => ir::Properties::Keys(Vec::new()),
            Some(ast::Expr { kind: ast::ExprKind::Map(entries), .. }) => {
                let keys = entries.iter().map(|(name, value)| {
                    let (key, declared) = self.property(owner, name);
                    (key, self.typed(value, &declared.plain(), &format!("`{}`", name.text)).0)
                });
                ir::Properties::Keys(keys.collect())
            }
            Some(expr) => ir::Properties::Map(self.typed(expr, &Type::Map, "the property part of a pattern").0),
        }
    }

    pub(super) fn set_items(&mut self, items: &[ast::SetItem]) -> Vec<ir::SetItem> {
        self.aggregates = super::Aggregates::Forbidden("in SET");
        items.iter().filter_map(|item| self.set_item(item)).collect()
    }

    fn set_item(&mut self, item: &ast::SetItem) -> Option<ir::SetItem> {
        match item {
            ast::SetItem::Property { entity, key, value, span } => {
                let wanted = Type::OneOf(vec![Type::Node, Type::Rel]);
                let (entity, owner) = self.typed(entity, &wanted, "SET");
                let (key_id, declared) = self.property(&owner, key);
                let value = self.typed(value, &declared.plain(), &format!("`{}`", key.text)).0;
                Some(ir::SetItem::Property { entity, key: key_id, value, span: *span })
            }
            ast::SetItem::Properties { variable, add, value, span } => {
                let slot = self.entity(variable, &Type::OneOf(vec![Type::Node, Type::Rel]))?;
                let wanted = Type::OneOf(vec![Type::Map, Type::Node, Type::Rel]);
                let value = self.typed(value, &wanted, "SET").0;
                Some(ir::SetItem::Properties { slot, add: *add, value, span: *span })
            }
            ast::SetItem::Labels { variable, labels, span } => {
                let slot = self.entity(variable, &Type::Node)?;
                let labels = labels.iter().filter_map(|label| self.label(label)).collect();
                Some(ir::SetItem::Labels { slot, labels, span: *span })
            }
        }
    }

    /// `REMOVE` is a `SET` to null, and of labels the opposite of one.
    pub(super) fn remove_items(&mut self, items: &[ast::RemoveItem]) -> Vec<ir::SetItem> {
        self.aggregates = super::Aggregates::Forbidden("in REMOVE");
        items.iter().filter_map(|item| self.remove_item(item)).collect()
    }

    fn remove_item(&mut self, item: &ast::RemoveItem) -> Option<ir::SetItem> {
        match item {
            ast::RemoveItem::Property { entity, key, span } => {
                let wanted = Type::OneOf(vec![Type::Node, Type::Rel]);
                let (entity, owner) = self.typed(entity, &wanted, "REMOVE");
                let (key, _) = self.property(&owner, key);
                let value = ir::Expr::constant(Value::Null, *span);
                Some(ir::SetItem::Property { entity, key, value, span: *span })
            }
            ast::RemoveItem::Labels { variable, labels, span } => {
                let slot = self.entity(variable, &Type::Node)?;
                if !self.schema.open {
                    let message = "a node keeps its label, since the schema knows it by that";
                    self.error(codes::BAD_DELETE, message, *span, "would have no type");
                }
                let labels = labels.iter().filter_map(|label| self.label(label)).collect();
                Some(ir::SetItem::RemoveLabels { slot, labels, span: *span })
            }
        }
    }

    pub(super) fn delete(&mut self, clause: &ast::Delete) -> ir::Clause {
        self.aggregates = super::Aggregates::Forbidden("in DELETE");
        let wanted = Type::OneOf(vec![Type::Node, Type::Rel, Type::Path]);
        let mut entities = Vec::new();
        for entity in &clause.entities {
            if let ast::ExprKind::HasLabels(..) = entity.kind {
                self.report(
                    Diagnostic::error(
                        codes::BAD_DELETE,
                        "DELETE takes whole nodes and relationships, and this is a label",
                    )
                    .at(self.source, entity.span, "a label test")
                    .hint("A label is taken away by REMOVE n:Label."),
                );
                continue;
            }
            entities.push(self.typed(entity, &wanted, "DELETE").0);
        }
        ir::Clause::Delete(ir::Delete { detach: clause.detach, entities })
    }

    fn entity(&mut self, name: &ast::Name, wanted: &Type) -> Option<ir::Slot> {
        let variable = self.variable(&name.text, name.span)?;
        self.expect(&variable.ty, wanted, name.span, "SET");
        Some(variable.slot)
    }
}

/// What a pattern adds to the frame.
fn made_slots(pattern: &ir::Pattern) -> FxHashSet<ir::Slot> {
    let nodes = pattern.nodes.iter().filter(|node| !node.bound).map(|node| node.slot);
    let rels = pattern.rels.iter().map(|rel| rel.slot);
    nodes.chain(rels).chain(pattern.paths.iter().map(|path| path.slot)).collect()
}

/// What to make of a pattern: nodes first, then the relationships between them, then the paths over both.
fn items(pattern: &ir::Pattern, nodes: Vec<ir::Properties>, rels: Vec<ir::Properties>) -> Vec<ir::CreateItem> {
    let made = pattern.nodes.iter().zip(nodes).filter(|(node, _)| !node.bound);
    let nodes = made.map(|(node, properties)| ir::CreateItem::Node {
        slot: node.slot,
        labels: node.labels.clone(),
        properties,
        span: node.span,
    });
    let slot = |index: usize| pattern.nodes[index].slot;
    let rels = pattern.rels.iter().zip(rels).filter_map(|(rel, properties)| {
        let (start, end) = match rel.arrow {
            ir::Arrow::Left => (slot(rel.right), slot(rel.left)),
            _ => (slot(rel.left), slot(rel.right)),
        };
        let kind = *rel.types.first()?;
        Some(ir::CreateItem::Rel { slot: rel.slot, kind, start, end, properties, span: rel.span })
    });
    let paths = pattern.paths.iter().map(|path| {
        ir::CreateItem::Path(ir::PathSlots {
            slot: path.slot,
            nodes: path.nodes.iter().map(|index| slot(*index)).collect(),
            rels: path.rels.iter().map(|index| pattern.rels[*index].slot).collect(),
        })
    });
    nodes.chain(rels).chain(paths).collect()
}
