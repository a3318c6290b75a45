//! The graph algorithms as procedures.
//!
//! All take the same kind of map, of which each knows the entries that make sense for it: `labels` and `types` say what
//! part of the graph to look at, `direction` which way relationships lead, `weight` by which property they weigh.

mod config;

use super::argument;
use super::procedure::{BuiltIn, Input, Output, Setting};
use super::signature::{float, integer, map, node, path};
use crate::graph::algorithms::{self, PageRank};
use crate::graph::{Direction, Projection};
use crate::value::{Fault, FaultKind, Map, Path, Type, Value};
use config::Config;
use std::cmp::Ordering;

const LABELS: Setting = Setting { name: "labels", about: "nodes with one of these labels; all when left out" };
const TYPES: Setting = Setting { name: "types", about: "relationships of one of these types; all when left out" };
const OUT: Setting = Setting { name: "direction", about: "'out', 'in' or 'both'; 'out' when left out" };
const WEIGHT: Setting = Setting { name: "weight", about: "the property that weighs a relationship; 1 when left out" };
const DEFAULT_WEIGHT: Setting = Setting {
    name: "defaultWeight",
    about: "the weight of a relationship without the property; an error when left out",
};

const CONFIG: Input = Input { name: "config", ty: map, default: Some(|| Value::map(Map::new())) };
const NODE: Output = Output { name: "node", ty: node };
const SCORE: Output = Output { name: "score", ty: float };
const COMPONENT: Output = Output { name: "component", ty: integer };

/// The rows of the table.
pub(super) static PROCEDURES: &[BuiltIn] = &[
    PAGE_RANK,
    BETWEENNESS,
    DEGREE,
    WEAK_COMPONENTS,
    STRONG_COMPONENTS,
    COMMUNITIES,
    K_CORE,
    TOPOLOGICAL_ORDER,
    CYCLES,
    SHORTEST_PATH,
    DISTANCES,
];

const PAGE_RANK: BuiltIn = BuiltIn {
    name: "algo.pageRank",
    inputs: &[CONFIG],
    settings: &[
        LABELS,
        TYPES,
        OUT,
        WEIGHT,
        DEFAULT_WEIGHT,
        Setting { name: "damping", about: "the share that follows relationships; 0.85 when left out" },
        Setting { name: "iterations", about: "rounds at most; 100 when left out" },
        Setting { name: "tolerance", about: "the change of a rank that counts as none; 0.000001 when left out" },
    ],
    outputs: &[NODE, SCORE],
    about: "How important each node is, by the importance of those that lead to it; the scores add up to 1.",
    example: (
        "CREATE (:A)-[:R]->(b:B) WITH b CALL algo.pageRank() YIELD node, score WITH b, node ORDER BY score DESC LIMIT 1 RETURN node = b",
        "true",
    ),
    call: |context, args| {
        let config = Config::new(context, &PAGE_RANK, &args[0])?;
        let how = PageRank {
            damping: config.share("damping", 0.85)?,
            iterations: config.count("iterations", 100)?,
            tolerance: config.number("tolerance", 1e-6)?,
        };
        let graph = config.projection(Some(Direction::Out))?;
        scored(&config, &graph, &algorithms::page_rank(&graph, how, config.bounds())?)
    },
};

const BETWEENNESS: BuiltIn = BuiltIn {
    name: "algo.betweenness",
    inputs: &[CONFIG],
    settings: &[
        LABELS,
        TYPES,
        OUT,
        Setting { name: "normalized", about: "whether to divide by the number of pairs; false when left out" },
    ],
    outputs: &[NODE, SCORE],
    about: "How many shortest paths between other nodes lead through each node, by Brandes' algorithm.",
    example: (
        "CREATE (:A)-[:R]->(b:B)-[:R]->(:C) WITH b CALL algo.betweenness() YIELD node, score WITH b, node, score WHERE node = b RETURN score",
        "1.0",
    ),
    call: |context, args| {
        let config = Config::new(context, &BETWEENNESS, &args[0])?;
        let normalized = config.flag("normalized")?;
        let graph = config.projection(Some(Direction::Out))?;
        let mut scores = algorithms::betweenness(&graph, config.bounds())?;
        let others = graph.len().saturating_sub(1) as f64;
        let pairs = others * (others - 1.0) / if graph.is_undirected() { 2.0 } else { 1.0 };
        if normalized && pairs > 0.0 {
            scores.iter_mut().for_each(|score| *score /= pairs);
        }
        scored(&config, &graph, &scores)
    },
};

const DEGREE: BuiltIn = BuiltIn {
    name: "algo.degree",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES],
    outputs: &[
        NODE,
        Output { name: "degree", ty: integer },
        Output { name: "incoming", ty: integer },
        Output { name: "outgoing", ty: integer },
    ],
    about: "How many relationships each node has, those to it and those from it; a loop counts as both.",
    example: (
        "CREATE (:A)-[:R]->(b:B)-[:R]->(:C) WITH b CALL algo.degree() YIELD node, degree WITH b, node, degree WHERE node = b RETURN degree",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &DEGREE, &args[0])?;
        let graph = config.projection(Some(Direction::Out))?;
        let ends = |index: usize| (graph.hops_back(index).len(), graph.hops(index).len());
        let degree = |index: usize| ends(index).0 + ends(index).1;
        let order = ordered(&config, &graph, |a, b| degree(b).cmp(&degree(a)))?;
        let row = |index| {
            let (incoming, outgoing) = ends(index);
            vec![node_of(&graph, index), whole(incoming + outgoing), whole(incoming), whole(outgoing)]
        };
        config.rows(order.into_iter().map(row))
    },
};

const WEAK_COMPONENTS: BuiltIn = BuiltIn {
    name: "algo.weakComponents",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES],
    outputs: &[NODE, COMPONENT],
    about: "Which nodes hang together, whichever way relationships lead; components are numbered from 1.",
    example: (
        "CREATE (:A)-[:R]->(:B), (:C) WITH count(*) AS rows CALL algo.weakComponents() YIELD component RETURN max(component)",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &WEAK_COMPONENTS, &args[0])?;
        let graph = config.projection(None)?;
        grouped(&config, &graph, &algorithms::weak_components(&graph, config.bounds())?)
    },
};

const STRONG_COMPONENTS: BuiltIn = BuiltIn {
    name: "algo.strongComponents",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES],
    outputs: &[NODE, COMPONENT],
    about: "Which nodes reach each other along relationships; components are numbered from 1.",
    example: (
        "CREATE (:A)-[:R]->(:B) WITH count(*) AS rows CALL algo.strongComponents() YIELD component RETURN max(component)",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &STRONG_COMPONENTS, &args[0])?;
        let graph = config.projection(Some(Direction::Out))?;
        grouped(&config, &graph, &algorithms::strong_components(&graph, config.bounds())?)
    },
};

const COMMUNITIES: BuiltIn = BuiltIn {
    name: "algo.communities",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES, WEIGHT, DEFAULT_WEIGHT],
    outputs: &[NODE, Output { name: "community", ty: integer }],
    about: "Which nodes have more relationships among themselves than with others, by the Louvain method; directions do not count.",
    example: (
        "CREATE (:A)-[:R]->(:B), (:C)-[:R]->(:D) WITH count(*) AS rows CALL algo.communities() YIELD community RETURN max(community)",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &COMMUNITIES, &args[0])?;
        let graph = config.projection(None)?;
        grouped(&config, &graph, &algorithms::communities(&graph, config.bounds())?)
    },
};

const K_CORE: BuiltIn = BuiltIn {
    name: "algo.kCore",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES],
    outputs: &[NODE, Output { name: "core", ty: integer }],
    about: "The largest k for which each node lies in a part of the graph where every node has k neighbors; directions do not count.",
    example: (
        "CREATE (a)-[:R]->(b)-[:R]->(c)-[:R]->(a) WITH count(*) AS rows CALL algo.kCore() YIELD core RETURN max(core)",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &K_CORE, &args[0])?;
        let graph = config.projection(None)?;
        let cores = algorithms::core_numbers(&graph, config.bounds())?;
        let order = ordered(&config, &graph, |a, b| cores[b].cmp(&cores[a]))?;
        config.rows(order.into_iter().map(|index| vec![node_of(&graph, index), whole(cores[index])]))
    },
};

const TOPOLOGICAL_ORDER: BuiltIn = BuiltIn {
    name: "algo.topologicalOrder",
    inputs: &[CONFIG],
    settings: &[LABELS, TYPES, OUT],
    outputs: &[NODE, Output { name: "position", ty: integer }],
    about: "An order in which every relationship leads forward, from position 1; an error when there is a cycle.",
    example: (
        "CREATE (:A)<-[:R]-(b:B) WITH b CALL algo.topologicalOrder() YIELD node, position WITH b, node, position WHERE node = b RETURN position",
        "1",
    ),
    call: |context, args| {
        let config = Config::new(context, &TOPOLOGICAL_ORDER, &args[0])?;
        let graph = config.projection(Some(Direction::Out))?;
        let order = algorithms::topological_order(&graph, config.bounds())?.map_err(|index| {
            let name = context.view.caption(graph.node(index));
            let message = format!("there is no topological order, since `{name}` lies on a cycle");
            Fault::new(FaultKind::Argument, message).hint("algo.cycles() lists the cycles.")
        })?;
        config.rows(order.into_iter().enumerate().map(|(at, index)| vec![node_of(&graph, index), whole(at + 1)]))
    },
};

const CYCLES: BuiltIn = BuiltIn {
    name: "algo.cycles",
    inputs: &[CONFIG],
    settings: &[
        LABELS,
        TYPES,
        Setting { name: "limit", about: "cycles at most; 100 when left out" },
        Setting { name: "maxLength", about: "nodes of a cycle at most; no bound when left out" },
    ],
    outputs: &[Output { name: "nodes", ty: || Type::list(Type::Node) }, Output { name: "length", ty: integer }],
    about: "The elementary cycles, each by its nodes in order; no row when there is none. With {limit: 1} it asks whether there is one.",
    example: (
        "CREATE (a)-[:R]->(b)-[:R]->(a) WITH count(*) AS rows CALL algo.cycles() YIELD length RETURN length",
        "2",
    ),
    call: |context, args| {
        let config = Config::new(context, &CYCLES, &args[0])?;
        let (limit, longest) = (config.count("limit", 100)?, config.count("maxLength", usize::MAX)?);
        let graph = config.projection(Some(Direction::Out))?;
        let found = algorithms::cycles(&graph, limit, longest, config.bounds())?;
        let row = |cycle: Vec<usize>| {
            let nodes = cycle.iter().map(|index| node_of(&graph, *index)).collect();
            vec![Value::list(nodes), whole(cycle.len())]
        };
        config.rows(found.into_iter().map(row))
    },
};

const SHORTEST_PATH: BuiltIn = BuiltIn {
    name: "algo.shortestPath",
    inputs: &[
        Input { name: "source", ty: node, default: None },
        Input { name: "target", ty: node, default: None },
        CONFIG,
    ],
    settings: &[LABELS, TYPES, OUT, WEIGHT, DEFAULT_WEIGHT],
    outputs: &[Output { name: "path", ty: path }, Output { name: "cost", ty: float }],
    about: "The path with the least sum of weights, by Dijkstra's algorithm; no row when there is none.",
    example: (
        "CREATE (a)-[:R {km: 2}]->()-[:R {km: 3}]->(b) WITH a, b CALL algo.shortestPath(a, b, {weight: 'km'}) YIELD cost RETURN cost",
        "5.0",
    ),
    call: |context, args| {
        let config = Config::new(context, &SHORTEST_PATH, &args[2])?;
        let graph = config.projection(Some(Direction::Out))?;
        let (Some(source), Some(target)) =
            (end(&graph, &SHORTEST_PATH, 0, &args[0])?, end(&graph, &SHORTEST_PATH, 1, &args[1])?)
        else {
            return Ok(Vec::new());
        };
        let way = algorithms::shortest_path(&graph, source, target, config.bounds())?;
        let row = |way: algorithms::Way| {
            let steps = way.steps.iter().map(|(rel, index)| (*rel, graph.node(*index))).collect();
            let path = Path { start: graph.node(way.start), steps };
            vec![Value::Path(path.into()), Value::Float(way.cost)]
        };
        Ok(way.map(row).into_iter().collect())
    },
};

const DISTANCES: BuiltIn = BuiltIn {
    name: "algo.distances",
    inputs: &[Input { name: "source", ty: node, default: None }, CONFIG],
    settings: &[LABELS, TYPES, OUT, WEIGHT, DEFAULT_WEIGHT],
    outputs: &[NODE, Output { name: "distance", ty: float }],
    about: "The least sum of weights from a node to each node that can be reached, by Dijkstra's algorithm.",
    example: (
        "CREATE (a)-[:R {km: 2}]->()-[:R {km: 3}]->(b) WITH a CALL algo.distances(a, {weight: 'km'}) YIELD distance RETURN max(distance)",
        "5.0",
    ),
    call: |context, args| {
        let config = Config::new(context, &DISTANCES, &args[1])?;
        let graph = config.projection(Some(Direction::Out))?;
        let Some(source) = end(&graph, &DISTANCES, 0, &args[0])? else { return Ok(Vec::new()) };
        let found = algorithms::distances(&graph, source, config.bounds())?;
        config.rows(found.into_iter().map(|(index, cost)| vec![node_of(&graph, index), Value::Float(cost)]))
    },
};

/// The number of a node that was given; none for null, or when the call leaves the node out of what it looks at.
fn end(graph: &Projection<'_>, row: &BuiltIn, at: usize, value: &Value) -> Result<Option<usize>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Node(node) => Ok(graph.index(*node)),
        other => Err(argument::wrong_type(argument::At(row.name, row.inputs[at].name), &Type::Node, other)),
    }
}

fn node_of(graph: &Projection<'_>, index: usize) -> Value {
    Value::Node(graph.node(index))
}

fn whole(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The numbers of the nodes in an order; those that are equal there stay in their own.
fn ordered(
    config: &Config<'_>,
    graph: &Projection<'_>,
    order: impl Fn(usize, usize) -> Ordering,
) -> Result<Vec<usize>, Fault> {
    config.bounds().sort((0..graph.len()).collect(), |a: &usize, b| order(*a, *b))
}

/// Nodes with their scores, the highest first.
fn scored(config: &Config<'_>, graph: &Projection<'_>, scores: &[f64]) -> Result<Vec<Vec<Value>>, Fault> {
    let order = ordered(config, graph, |a, b| scores[b].total_cmp(&scores[a]))?;
    config.rows(order.into_iter().map(|index| vec![node_of(graph, index), Value::Float(scores[index])]))
}

/// Nodes with the numbers of their groups, group by group.
fn grouped(config: &Config<'_>, graph: &Projection<'_>, groups: &[usize]) -> Result<Vec<Vec<Value>>, Fault> {
    let order = ordered(config, graph, |a, b| groups[a].cmp(&groups[b]))?;
    config.rows(order.into_iter().map(|index| vec![node_of(graph, index), whole(groups[index])]))
}
