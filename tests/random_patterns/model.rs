//! Graphs and queries as plain data, and their text in the language.

/// A node: its labels among `A` and `B`, and its property `p`. Its place in the world is its property `id`.
pub(super) struct Node {
    pub(super) labels: Vec<&'static str>,
    pub(super) p: Option<i64>,
}

/// A relationship. Its place is its property `id`.
pub(super) struct Rel {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: &'static str,
    pub(super) p: Option<i64>,
}

/// A graph.
pub(super) struct World {
    pub(super) nodes: Vec<Node>,
    pub(super) rels: Vec<Rel>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Arrow {
    Right,
    Left,
    Both,
}

/// A node of a pattern, by the number of its variable.
#[derive(Clone)]
pub(super) struct NodePattern {
    pub(super) variable: usize,
    pub(super) labels: Vec<&'static str>,
    pub(super) p: Option<i64>,
}

/// A relationship of a pattern, by the number of its variable; a walk when it has a length.
#[derive(Clone)]
pub(super) struct RelPattern {
    pub(super) variable: usize,
    pub(super) kinds: Vec<&'static str>,
    pub(super) arrow: Arrow,
    pub(super) length: Option<(usize, usize)>,
    pub(super) p: Option<i64>,
}

/// A node, and relationships with the nodes after them.
#[derive(Clone)]
pub(super) struct Chain {
    pub(super) start: NodePattern,
    pub(super) steps: Vec<(RelPattern, NodePattern)>,
}

/// A condition on the property `p` of nodes, by their variables.
#[derive(Clone)]
pub(super) enum Condition {
    Equals(usize, i64),
    Greater(usize, i64),
    Same(usize, usize),
    IsNull(usize),
    /// Whether two nodes are different ones.
    Differ(usize, usize),
    /// Whether a pattern has a match; its variables without a name are [`UNNAMED`] or above.
    Pattern(Chain),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// The first number of a variable that has no name.
pub(super) const UNNAMED: usize = 1000;

/// `[OPTIONAL] MATCH chain, chain [WHERE condition]`
pub(super) struct Clause {
    pub(super) optional: bool,
    pub(super) chains: Vec<Chain>,
    pub(super) condition: Option<Condition>,
}

/// Clauses; all their variables are returned.
pub(super) struct Query {
    pub(super) clauses: Vec<Clause>,
}

impl World {
    /// The statement that makes the graph.
    pub(super) fn script(&self) -> String {
        let p = |p: Option<i64>| p.map_or_else(String::new, |p| format!(", p: {p}"));
        let nodes = self.nodes.iter().enumerate().map(|(id, node)| {
            let labels: String = node.labels.iter().map(|label| format!(":{label}")).collect();
            format!("(n{id}{labels} {{id: {id}{}}})", p(node.p))
        });
        let rels = self
            .rels
            .iter()
            .enumerate()
            .map(|(id, rel)| format!("(n{})-[:{} {{id: {id}{}}}]->(n{})", rel.start, rel.kind, p(rel.p), rel.end));
        format!("CREATE {}", nodes.chain(rels).collect::<Vec<_>>().join(", "))
    }
}

impl Chain {
    pub(super) fn nodes(&self) -> impl Iterator<Item = &NodePattern> {
        std::iter::once(&self.start).chain(self.steps.iter().map(|(_, node)| node))
    }

    pub(super) fn text(&self) -> String {
        let mut text = node_text(&self.start);
        for (rel, node) in &self.steps {
            text += &format!("{}{}", rel_text(rel), node_text(node));
        }
        text
    }
}

fn map_text(p: Option<i64>) -> String {
    p.map_or_else(String::new, |p| format!(" {{p: {p}}}"))
}

fn node_text(node: &NodePattern) -> String {
    let labels: String = node.labels.iter().map(|label| format!(":{label}")).collect();
    let name = if node.variable < UNNAMED { format!("n{}", node.variable) } else { String::new() };
    format!("({name}{labels}{})", map_text(node.p))
}

fn rel_text(rel: &RelPattern) -> String {
    let kinds = if rel.kinds.is_empty() { String::new() } else { format!(":{}", rel.kinds.join("|")) };
    let length = rel.length.map_or_else(String::new, |(min, max)| format!("*{min}..{max}"));
    let (left, right) = match rel.arrow {
        Arrow::Right => ("-", "->"),
        Arrow::Left => ("<-", "-"),
        Arrow::Both => ("-", "-"),
    };
    let name = if rel.variable < UNNAMED { format!("r{}", rel.variable) } else { String::new() };
    format!("{left}[{name}{kinds}{length}{}]{right}", map_text(rel.p))
}

impl Condition {
    fn text(&self) -> String {
        match self {
            Self::Equals(node, value) => format!("n{node}.p = {value}"),
            Self::Greater(node, value) => format!("n{node}.p > {value}"),
            Self::Same(a, b) => format!("n{a}.p = n{b}.p"),
            Self::IsNull(node) => format!("n{node}.p IS NULL"),
            Self::Differ(a, b) => format!("n{a} <> n{b}"),
            Self::Pattern(chain) => format!("EXISTS {{ {} }}", chain.text()),
            Self::Not(inner) => format!("NOT ({})", inner.text()),
            Self::And(a, b) => format!("{} AND {}", a.text(), b.text()),
            Self::Or(a, b) => format!("({} OR {})", a.text(), b.text()),
        }
    }
}

impl Query {
    /// The variables of nodes, in order.
    pub(super) fn nodes(&self) -> Vec<usize> {
        let chains = self.clauses.iter().flat_map(|clause| &clause.chains);
        let mut all: Vec<usize> = chains.flat_map(|chain| chain.nodes().map(|node| node.variable)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The variables of relationships, in order, with whether each is a walk.
    pub(super) fn rels(&self) -> Vec<(usize, bool)> {
        let chains = self.clauses.iter().flat_map(|clause| &clause.chains);
        let steps = chains.flat_map(|chain| &chain.steps);
        let mut all: Vec<(usize, bool)> = steps.map(|(rel, _)| (rel.variable, rel.length.is_some())).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The clauses that match.
    pub(super) fn matching(&self) -> String {
        let mut text = String::new();
        for clause in &self.clauses {
            let chains: Vec<String> = clause.chains.iter().map(Chain::text).collect();
            let condition =
                clause.condition.as_ref().map_or_else(String::new, |each| format!(" WHERE {}", each.text()));
            let optional = if clause.optional { "OPTIONAL " } else { "" };
            text += &format!("{optional}MATCH {}{condition} ", chains.join(", "));
        }
        text
    }

    /// The query; every variable is returned by its ids.
    pub(super) fn text(&self) -> String {
        let nodes = self.nodes().into_iter().map(|node| format!("n{node}.id"));
        let rels = self
            .rels()
            .into_iter()
            .map(|(rel, walk)| if walk { format!("[x IN r{rel} | x.id]") } else { format!("r{rel}.id") });
        self.matching() + "RETURN " + &nodes.chain(rels).collect::<Vec<_>>().join(", ")
    }
}
