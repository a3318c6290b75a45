//! Names of labels, relationship types and property keys, each as a small number.

use super::Schema;
use rustc_hash::FxHashMap;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(index: u32) -> Self {
                Self(index)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id! {
    /// A label of nodes.
    LabelId
}
id! {
    /// A type of relationships.
    TypeId
}
id! {
    /// A property key, of nodes and relationships alike.
    KeyId
}

/// Names in the order of their first use. A name is never forgotten, so an id stays good for the life of the graph.
#[derive(Clone, Debug)]
pub struct Interner<Id> {
    names: Vec<Arc<str>>,
    ids: FxHashMap<Arc<str>, u32>,
    kind: std::marker::PhantomData<Id>,
}

impl<Id> Default for Interner<Id> {
    fn default() -> Self {
        Self { names: Vec::new(), ids: FxHashMap::default(), kind: std::marker::PhantomData }
    }
}

impl<Id: From<u32> + Into<u32> + Copy> Interner<Id> {
    /// The id of a name, given on its first use.
    pub fn intern(&mut self, name: &str) -> Id {
        if let Some(id) = self.ids.get(name) {
            return Id::from(*id);
        }
        let id = self.names.len() as u32;
        let name: Arc<str> = Arc::from(name);
        self.names.push(Arc::clone(&name));
        self.ids.insert(name, id);
        Id::from(id)
    }

    /// The id of a name that was used before.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Id> {
        self.ids.get(name).map(|id| Id::from(*id))
    }

    /// The name behind an id.
    ///
    /// # Panics
    /// When the id is of another graph.
    #[must_use]
    pub fn name(&self, id: Id) -> &Arc<str> {
        &self.names[id.into() as usize]
    }

    /// Every id in order.
    pub fn ids(&self) -> impl Iterator<Item = Id> + use<Id> {
        (0..self.names.len() as u32).map(Id::from)
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// The three name spaces of a graph.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Labels of nodes.
    pub labels: Interner<LabelId>,
    /// Types of relationships.
    pub types: Interner<TypeId>,
    /// Property keys.
    pub keys: Interner<KeyId>,
}

impl Names {
    /// The names of a schema, in its order.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = Self::default();
        names.learn(schema);
        names
    }

    /// Adds the names of a schema.
    pub(super) fn learn(&mut self, schema: &Schema) {
        for node in &schema.nodes {
            self.labels.intern(&node.name);
        }
        for rel in &schema.rels {
            self.types.intern(&rel.name);
        }
        let properties =
            schema.nodes.iter().map(|node| &node.properties).chain(schema.rels.iter().map(|rel| &rel.properties));
        for property in properties.flatten() {
            self.keys.intern(&property.name);
        }
    }
}
