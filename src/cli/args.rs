//! What was typed: the commands and options, and the text of `--help`.

use super::deck::DeckArgs;
use super::picture::PictureArgs;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

const TEMPLATE: &str = "{about}\n\n{before-help}Usage: {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  casegraph                                        a shell on ./data, or on the built-in studies
  casegraph 'MATCH (c:Company) RETURN c.name'      one query
  casegraph run NAME -p year=2024 --format json    a saved query; `casegraph queries` lists them
  casegraph draw NAME -o talk.svg                  the answer as a diagram
  casegraph check                                  look for mistakes in data, rules and queries
";

const EXITS: &str =
    "Exit codes: 0 fine, 1 findings or a failed query, 2 wrong usage, 3 input or output, 130 interrupted";

const FORMATS: &str = "table|json|jsonl|csv|tsv|markdown|typed-json";

const QUERY_EXAMPLES: &str = "\
Examples:
  casegraph query 'MATCH (t:Technology) RETURN t.name LIMIT 5'
  casegraph query -f question.cypher -p name=Flink -o answer.csv
  echo 'MATCH (n) RETURN count(n);' | casegraph query -
";

const RUN_EXAMPLES: &str = "\
Examples:
  casegraph run shared-technologies
  casegraph run shared-technologies -p least=3 --format markdown
";

const DRAW_EXAMPLES: &str = "\
Examples:
  casegraph draw shared-technologies -o shared.svg
  casegraph draw 'MATCH p = (:Company)-[:USES]->() RETURN p' --title 'Who uses what' -o who.png
  casegraph draw shared-technologies --diff HEAD~3 -o news.svg
";

const DECK_EXAMPLES: &str = "\
Examples:
  casegraph deck queries/talk -o out               a picture or a table of each query, 1280 by 720
  casegraph deck queries/talk -o out --check       exits 1 when one is not what its query gives today
  casegraph deck queries/talk -o out --format csv --size 4:3
";

const CHECK_EXAMPLES: &str = "\
Examples:
  casegraph check                  what `casegraph` would open
  casegraph check talks/data       another directory
  casegraph check --format json    one object a line
";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  casegraph schema                 every type with its count
  casegraph schema Technology      its properties and relationships, and an example
";

const BUILD_EXAMPLES: &str = "\
Examples:
  casegraph build data -o studies.cgx              a data directory with what its rules derive
  casegraph build --csv tables.yaml -o social.cgx  the tables that a manifest names
  casegraph query -g social.cgx 'MATCH (n) RETURN count(n)'
";

const PIPE_EXAMPLES: &str = "\
Examples:
  echo '{\"statement\": \"RETURN 1 AS x\"}' | casegraph pipe    on an empty graph that takes everything
  casegraph pipe -g data                                       on the graph of a data directory
";

/// Turn case studies kept as YAML in git into a typed knowledge graph, ask it questions in openCypher, and draw the
/// answers.
#[derive(Debug, Parser)]
#[command(name = "casegraph", version, before_help = EXAMPLES, after_help = EXITS, help_template = TEMPLATE)]
#[command(allow_external_subcommands = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub shared: Shared,
}

/// What every command understands.
#[derive(Args, Clone, Debug)]
pub(super) struct Shared {
    /// The data directory, or a snapshot [default: $CASEGRAPH_GRAPH, else ./data with a schema.yaml, else the built-in
    /// knowledge]
    #[arg(short, long, global = true, value_name = "DIR|FILE")]
    pub graph: Option<PathBuf>,
    /// Gives a parameter its value, a literal or a plain text; may be repeated
    #[arg(short, long = "param", global = true, value_name = "NAME=VALUE")]
    pub param: Vec<String>,
    /// The form of the output [default: by the extension of -o, else table]
    #[arg(long, global = true, value_enum, value_name = FORMATS, hide_possible_values = true)]
    pub format: Option<FormatName>,
    /// Writes to a file, whole or not at all; `draw` writes several, each with its own -o
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Tells on standard error how long each phase took
    #[arg(long, global = true)]
    pub timings: bool,
    /// Whether to use colors [default: auto, which heeds NO_COLOR]
    #[arg(long, global = true, value_enum, value_name = "auto|always|never", hide_possible_values = true)]
    #[arg(default_value = "auto", hide_default_value = true)]
    pub color: When,
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// What a statement may take.
#[derive(Args, Clone, Debug)]
pub(super) struct LimitArgs {
    /// Ends a statement that runs longer, such as 500ms, 2s or 1m30s [default: $CASEGRAPH_TIMEOUT, else no limit]
    #[arg(long, global = true, value_name = "TIME")]
    pub timeout: Option<String>,
    /// Ends a statement that would hold more in memory, such as 500MB [default: $CASEGRAPH_MEMORY_LIMIT, else 2GB]
    #[arg(long, global = true, value_name = "SIZE")]
    pub memory_limit: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a query given as text, as a file, or on standard input
    #[command(before_help = QUERY_EXAMPLES, help_template = TEMPLATE)]
    Query {
        /// The query; `-` reads standard input
        #[arg(value_name = "QUERY", required_unless_present = "file", conflicts_with = "file")]
        text: Option<String>,
        /// Reads the query from a file
        #[arg(short, long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Run a saved query
    #[command(before_help = RUN_EXAMPLES, help_template = TEMPLATE)]
    Run {
        /// The name of the query
        name: String,
    },
    /// List the saved queries
    #[command(help_template = TEMPLATE)]
    Queries,
    /// Draw the answer of a saved query, or of a query given as text
    #[command(before_help = DRAW_EXAMPLES, help_template = TEMPLATE)]
    Draw {
        /// The name of a saved query, or a query
        #[arg(value_name = "NAME|QUERY")]
        what: String,
        /// Marks what was added, removed and changed since another graph: a directory, a snapshot, or a revision in git
        #[arg(long, value_name = "DIR|FILE|REVISION")]
        diff: Option<String>,
        #[command(flatten)]
        picture: PictureArgs,
    },
    /// Draw a folder of saved queries into numbered pictures and tables with a manifest
    #[command(before_help = DECK_EXAMPLES, help_template = TEMPLATE)]
    Deck(DeckArgs),
    /// Look for mistakes in data, schema, rules and saved queries
    #[command(before_help = CHECK_EXAMPLES, help_template = TEMPLATE)]
    Check {
        /// The data directory
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Build a snapshot, a single file that opens at once
    #[command(before_help = BUILD_EXAMPLES, help_template = TEMPLATE)]
    Build {
        /// The data directory [default: as for any other command]
        #[arg(value_name = "DIR", conflicts_with = "csv")]
        dir: Option<PathBuf>,
        /// Loads the tables that a manifest in YAML or JSON names
        #[arg(long, value_name = "MANIFEST")]
        csv: Option<PathBuf>,
        /// Leaves out so many bad lines with a warning
        #[arg(long, value_name = "N", conflicts_with = "dir")]
        skip_bad: Option<u64>,
    },
    /// Show what is in the graph
    #[command(before_help = SCHEMA_EXAMPLES, help_template = TEMPLATE)]
    Schema {
        /// A node label or a relationship type
        name: Option<String>,
    },
    /// Tell what the code of an error means, with an example
    #[command(help_template = TEMPLATE)]
    Explain {
        /// The code, such as E0203; without one, all codes are listed
        code: Option<String>,
    },
    /// Answer requests of programs: a JSON request a line in, a JSON response a line out
    #[command(before_help = PIPE_EXAMPLES, help_template = TEMPLATE)]
    Pipe,
    /// Anything else: a query without `query` before it, or a slip.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// The names of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// Aligned, for people
    Table,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// Comma-separated
    Csv,
    /// Tab-separated
    Tsv,
    /// A Markdown table
    Markdown,
    /// One object whose values tell their types
    TypedJson,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also in a pipe
    Always,
    /// Not at all
    Never,
}

/// The words with which a statement can begin.
const STARTS: [&str; 17] = [
    "MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND", "CREATE", "MERGE", "CALL", "SET", "DELETE", "DETACH", "REMOVE",
    "FOREACH", "UNION", "EXPLAIN", "PROFILE", "LOAD",
];

/// Whether a word of the command line is a query rather than a name: it holds a blank, or begins as a statement does.
pub(super) fn is_query(word: &str) -> bool {
    let first: &str = word.split(|each: char| !each.is_alphanumeric()).next().unwrap_or_default();
    word.trim().contains(char::is_whitespace) || STARTS.iter().any(|start| first.eq_ignore_ascii_case(start))
}

/// The commands by name, for suggestions.
pub(super) const COMMANDS: [&str; 10] =
    ["query", "run", "queries", "draw", "deck", "check", "build", "schema", "explain", "pipe"];

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_query_is_told_from_a_name() {
        assert!(is_query("match(n)return(n)"));
        assert!(is_query("RETURN"));
        assert!(is_query("anything with blanks"));
        assert!(!is_query("shared-technologies"));
        assert!(!is_query("matches"));
    }

    #[test]
    fn every_command_is_listed_for_suggestions() {
        let defined: Vec<String> =
            Arguments::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(defined, COMMANDS);
    }
}
