//! casegraph turns case studies kept as YAML in git into a typed knowledge graph, answers questions about it in
//! openCypher, and draws the answers as diagrams.
//!
//! This page is the architecture: what flows where, what each module is for, and who may import whom.
//!
//! # Two flows that meet in the graph
//!
//! ```text
//! documents ── yaml ──▶ spanned tree ── load (by the schema's mapping) ──▶ graph ◀─┐
//!                                                                            │      │ rules
//! query text ── syntax ──▶ ast ── check ──▶ ir ── plan ──▶ Plan ── exec ──▶ rows ──┘
//!                                                                            │
//!                                             render: table, JSON, CSV … ◀───┴───▶ draw: scene, layout, DOT, SVG
//! ```
//!
//! [`engine`] is the second flow in one function that a reader sees whole; the shell, saved queries, rules and tests all
//! go through it. [`project`] is the first flow, with the rules run on top.
//!
//! # Modules
//!
//! | rank | module | duty | may import |
//! |---|---|---|---|
//! | 0 | `diag` | sources, spans, findings with caret and fix, the code table | – |
//! | 0 | `value` | values, types, dates and times, three-valued logic, equality, equivalence, order, arithmetic | – |
//! | 1 | `graph` | the typed property graph: schema, names, store, view, adjacency, origin | diag value |
//! | 1 | `syntax` | text → tree; the only user of pest | diag |
//! | 1 | `yaml` | text → spanned tree; the only user of the YAML crates | diag |
//! | 1 | `library` | a saved query: header and text | diag value |
//! | 2 | `load` | documents → graph, by the mapping in `schema.yaml` | yaml diag value graph |
//! | 2 | `functions` | one table of functions and procedures | value graph diag |
//! | 2 | `render` | rows → text | value graph |
//! | 2 | `draw` | rows → picture | library yaml diag value graph |
//! | 3 | `ir` | the checked query; data types only | diag value graph functions |
//! | 4 | `check` | tree + schema → checked query; the only module that sees both | syntax ir graph functions value diag |
//! | 4 | `plan` | checked query → operators, in the order that the graph's counts make cheapest; EXPLAIN | ir graph value diag |
//! | 5 | `exec` | operators → rows | plan ir graph functions value diag |
//! | 6 | `engine` | the pipeline | syntax check plan exec functions graph value diag |
//! | 7 | `project` | files → graph, rules, findings, saved queries, looks, cache | load library engine draw yaml graph value diag |
//! | 7 | `assist` | completion | syntax library functions graph value diag |
//! | 8 | `cli` | arguments, files, terminal, shell, exit codes | every module |
//!
//! `tests/layers.rs` reads this table and fails on an import that it does not list.
//!
//! # Invariants
//!
//! - **Checking changes the type.** `check` turns an `ast::Query` into an `ir::Query`; nothing that plans or runs can be
//!   handed an unchecked query, because it does not take one.
//! - **Names are resolved once.** After `check` a variable is a slot, a label, type or key a number, a function a pointer.
//! - **One read path.** Planner, executor, functions and renderers see the graph through [`graph::View`] alone.
//! - **One pattern operator.** A `MATCH` is one plan node of steps that run depth first in one frame.
//! - **The files are the truth.** A query changes the graph in memory; no file changes.
//! - **The same input gives the same bytes.** Nothing that is printed depends on hash order, time or threads.
//! - **No domain word in Rust.** What a document means is said by `data/schema.yaml`.

pub mod diag;
pub mod value;

pub mod graph;
pub mod library;
pub mod syntax;
pub mod yaml;

pub mod draw;
pub mod functions;
pub mod load;
pub mod render;

pub mod ir;

pub mod check;
pub mod plan;

pub mod exec;

pub mod engine;

pub mod assist;
pub mod project;

pub mod cli;
