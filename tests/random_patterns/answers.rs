//! What a random query makes of its matches: all variables, some of them, groups with aggregates, an order, a part.

use super::generate::Random;
use super::model::{Query, World};
use super::reference::Row;
use std::collections::BTreeMap;

/// Something that a row is asked for.
#[derive(Clone, Copy)]
pub(super) enum Item {
    /// A node, shown by its number.
    Node(usize),
    /// The property `p` of a node.
    P(usize),
    /// A relationship that is no walk, shown by its number.
    Rel(usize),
}

#[derive(Clone, Copy)]
pub(super) enum Aggregate {
    Rows,
    Count { item: Item, distinct: bool },
    Sum { item: Item, distinct: bool },
    Least(Item),
    Most(Item),
}

/// `RETURN …`
pub(super) struct Returns {
    keys: Vec<Item>,
    aggregates: Vec<Aggregate>,
    distinct: bool,
    /// Whether entities are grouped by themselves in a WITH, and shown after it.
    passes: bool,
    /// The order of all columns, and from where to where the rows are shown.
    order: Option<(bool, usize, usize)>,
}

/// A value of an answer: null is `None`, and the largest in an order.
type Cell = Option<i64>;

impl Returns {
    /// For a query with some variables.
    pub(super) fn random(random: &mut Random, query: &Query) -> Self {
        let nodes = query.nodes();
        let rels: Vec<usize> = query.rels().into_iter().filter(|(_, walk)| !walk).map(|(rel, _)| rel).collect();
        let item = |random: &mut Random| match random.below(5) {
            0 if !rels.is_empty() => Item::Rel(random.pick(&rels)),
            0..3 => Item::Node(random.pick(&nodes)),
            _ => Item::P(random.pick(&nodes)),
        };
        let grouped = random.percent(75);
        let keys = random.pick(if grouped { &[0, 0, 1, 1, 2] } else { &[1, 2, 2, 3] });
        let keys: Vec<Item> = (0..keys).map(|_| item(random)).collect();
        let mut aggregates = Vec::new();
        for _ in 0..if grouped { random.pick(&[1, 1, 1, 2, 3]) } else { 0 } {
            let (item, distinct) = (item(random), random.percent(40));
            aggregates.push(match random.below(8) {
                0..3 => Aggregate::Rows,
                3..6 => Aggregate::Count { item, distinct },
                6 => Aggregate::Sum { item: Item::P(random.pick(&nodes)), distinct },
                _ if random.percent(50) => Aggregate::Least(item),
                _ => Aggregate::Most(item),
            });
        }
        let order = random.percent(30).then(|| (random.percent(50), random.below(3), 1 + random.below(5)));
        let distinct = random.percent(if grouped { 10 } else { 50 });
        Self { keys, aggregates, distinct, passes: grouped && random.percent(40), order }
    }

    /// Whether the order of the rows is told.
    pub(super) fn is_ordered(&self) -> bool {
        self.order.is_some()
    }

    /// The end of the query.
    pub(super) fn text(&self) -> String {
        let aggregates: Vec<String> =
            self.aggregates.iter().enumerate().map(|(at, each)| format!("{} AS a{at}", each.text())).collect();
        let distinct = if self.distinct { "DISTINCT " } else { "" };
        let shown = |at: usize, item: &Item| format!("{} AS k{at}", item.shown());
        let keys: Vec<String> = self.keys.iter().enumerate().map(|(at, item)| shown(at, item)).collect();
        let mut text = if self.passes {
            let passed = |(at, item): (usize, &Item)| format!("{} AS x{at}", item.itself());
            let passed: Vec<String> = self.keys.iter().enumerate().map(passed).chain(aggregates).collect();
            let keys = self.keys.iter().enumerate().map(|(at, item)| match item {
                Item::P(_) => format!("x{at} AS k{at}"),
                Item::Node(_) | Item::Rel(_) => format!("x{at}.id AS k{at}"),
            });
            let all: Vec<String> = keys.chain((0..self.aggregates.len()).map(|at| format!("a{at}"))).collect();
            format!("WITH {} RETURN {distinct}{}", passed.join(", "), all.join(", "))
        } else {
            format!("RETURN {distinct}{}", keys.into_iter().chain(aggregates).collect::<Vec<_>>().join(", "))
        };
        if let Some((descending, skip, limit)) = self.order {
            let names = (0..self.keys.len()).map(|at| format!("k{at}"));
            let names = names.chain((0..self.aggregates.len()).map(|at| format!("a{at}")));
            let names: Vec<String> = names.map(|name| if descending { name + " DESC" } else { name }).collect();
            text += &format!(" ORDER BY {} SKIP {skip} LIMIT {limit}", names.join(", "));
        }
        text
    }

    /// The answer as text, a line a row.
    pub(super) fn answer(&self, world: &World, rows: &[Row]) -> Vec<String> {
        let mut groups: BTreeMap<Vec<Cell>, Vec<&Row>> = BTreeMap::new();
        let mut table: Vec<Vec<Cell>> = Vec::new();
        for row in rows {
            let key: Vec<Cell> = self.keys.iter().map(|item| item.value(world, row)).collect();
            if self.aggregates.is_empty() {
                table.push(key);
            } else {
                groups.entry(key).or_default().push(row);
            }
        }
        if !self.aggregates.is_empty() {
            if self.keys.is_empty() {
                groups.entry(Vec::new()).or_default();
            }
            for (mut key, rows) in groups {
                key.extend(self.aggregates.iter().map(|aggregate| aggregate.value(world, &rows)));
                table.push(key);
            }
        }
        // Null is the largest.
        table.sort_by_key(|row| row.iter().map(|cell| (cell.is_none(), *cell)).collect::<Vec<_>>());
        if self.distinct {
            table.dedup();
        }
        if let Some((descending, skip, limit)) = self.order {
            if descending {
                table.reverse();
            }
            table = table.into_iter().skip(skip).take(limit).collect();
        }
        let show = |cell: &Cell| cell.map_or_else(|| "null".to_owned(), |number| number.to_string());
        table.iter().map(|row| row.iter().map(show).collect::<Vec<_>>().join(" | ")).collect()
    }
}

impl Item {
    /// Itself, as an expression.
    fn itself(self) -> String {
        match self {
            Self::Node(node) => format!("n{node}"),
            Self::P(node) => format!("n{node}.p"),
            Self::Rel(rel) => format!("r{rel}"),
        }
    }

    /// By its number, as an expression.
    fn shown(self) -> String {
        match self {
            Self::P(_) => self.itself(),
            Self::Node(_) | Self::Rel(_) => self.itself() + ".id",
        }
    }

    fn value(self, world: &World, row: &Row) -> Cell {
        match self {
            Self::Node(node) => row.nodes[&node].map(|id| id as i64),
            Self::P(node) => row.nodes[&node].and_then(|id| world.nodes[id].p),
            Self::Rel(rel) => row.rels[&rel].as_ref().map(|walk| walk[0] as i64),
        }
    }
}

impl Aggregate {
    fn text(self) -> String {
        let word = |distinct: bool| if distinct { "DISTINCT " } else { "" };
        match self {
            Self::Rows => "count(*)".to_owned(),
            Self::Count { item, distinct } => format!("count({}{})", word(distinct), item.itself()),
            Self::Sum { item, distinct } => format!("sum({}{})", word(distinct), item.shown()),
            Self::Least(item) => format!("min({})", item.shown()),
            Self::Most(item) => format!("max({})", item.shown()),
        }
    }

    fn value(self, world: &World, rows: &[&Row]) -> Cell {
        let values = |item: Item, distinct: bool| {
            let mut values: Vec<i64> = rows.iter().filter_map(|row| item.value(world, row)).collect();
            values.sort_unstable();
            if distinct {
                values.dedup();
            }
            values
        };
        match self {
            Self::Rows => Some(rows.len() as i64),
            Self::Count { item, distinct } => Some(values(item, distinct).len() as i64),
            Self::Sum { item, distinct } => Some(values(item, distinct).iter().sum()),
            Self::Least(item) => values(item, false).first().copied(),
            Self::Most(item) => values(item, false).last().copied(),
        }
    }
}
