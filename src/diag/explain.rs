//! What each code means, for `casegraph explain`: a few sentences, and for the findings of a query one that triggers it.
//!
//! The examples ask the built-in knowledge; those that it does not reach are for an empty graph without a schema.

use super::Code;
use super::codes::*;

/// The long form of a row of the code table.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The row.
    pub code: Code,
    /// What it means and what to do about it, in sentences.
    pub about: &'static str,
    /// A query that triggers it; none where no short text can.
    pub example: Option<&'static str>,
}

/// The explanation of a code. O(number of codes).
///
/// ```
/// use casegraph::diag::{codes, explain};
/// let explanation = explain(codes::DIVISION_BY_ZERO).expect("every code has one");
/// assert_eq!(explanation.example, Some("RETURN 1 / 0 AS x"));
/// ```
#[must_use]
pub fn explain(code: Code) -> Option<Explanation> {
    EXPLANATIONS.iter().find(|explanation| explanation.code == code).copied()
}

const fn query(code: Code, example: &'static str, about: &'static str) -> Explanation {
    Explanation { code, about, example: Some(example) }
}

const fn words(code: Code, about: &'static str) -> Explanation {
    Explanation { code, about, example: None }
}

static EXPLANATIONS: &[Explanation] = &[
    // Syntax.
    query(
        UNEXPECTED,
        "MATCH (c:Company) RETURN c.name,",
        "Something stands where the language wants something else, or the text ends too early. The message names what \
         could stand there; the slip itself is often just before the place.",
    ),
    query(
        UNCLOSED,
        "MATCH (c:Company {name: 'Netflix'}) WHERE (c.name = 'x' RETURN c",
        "A quote, a comment or a bracket is opened and never closed. The place is the one where it is opened.",
    ),
    words(TOO_LARGE, "A statement may have four megabytes. Hand large values in as parameters."),
    words(
        TOO_DEEP,
        "Brackets or expressions lie in each other deeper than any person writes them. Long chains of one operator and long \
         lists are no trouble; only nesting is limited.",
    ),
    query(
        BAD_LITERAL,
        "RETURN 012 AS x",
        "A number is written in a way that the language does not have. Whole numbers do not begin with 0; hexadecimal \
         is 0x2A and octal 0o52; digits stand without separators.",
    ),
    query(
        NOT_YET,
        "LOAD CSV FROM 'companies.csv' AS row RETURN row",
        "openCypher or one of its dialects has this, and casegraph does not.",
    ),
    query(EMPTY_QUERY, "// nothing but a comment", "There is nothing to run but blanks and comments."),
    query(
        INTEGER_RANGE,
        "RETURN 9223372036854775808 AS x",
        "Whole numbers have 64 bits: from -9223372036854775808 to 9223372036854775807. With a decimal point a number is a \
         float, which goes further and has about 16 digits.",
    ),
    query(FLOAT_RANGE, "RETURN 1e999 AS x", "Floats have 64 bits; the largest is about 1.8e308."),
    query(
        BAD_UNICODE,
        r"RETURN '\u12' AS x",
        "After \\u stand exactly four hexadecimal digits and after \\U exactly eight, and they name a character of Unicode.",
    ),
    query(
        BAD_ESCAPE,
        r"RETURN 'C:\data' AS path",
        "In strings a backslash begins an escape, such as \\n or \\t. A backslash itself is written twice.",
    ),
    query(
        BAD_CHARACTER,
        "RETURN 4 — 2 AS x",
        "A character that looks like one of the language, such as a long dash or a typographic quote from a word processor, \
         or one that it does not use at all.",
    ),
    // Meaning.
    query(
        UNDEFINED_VARIABLE,
        "MATCH (c:Company) RETURN company.name",
        "A variable is a name that a clause before gives to something, such as c in MATCH (c). WITH passes on only what it \
         lists, and after an aggregate or DISTINCT only what is returned can be ordered by. A text stands in quotes.",
    ),
    query(
        VARIABLE_DEFINED,
        "MATCH (c:Company) CREATE (c:Company {name: 'New'})",
        "CREATE and MERGE make new things, so a name that stands for something already can only be used in them, as an end \
         of a relationship.",
    ),
    query(
        UNKNOWN_LABEL,
        "MATCH (c:Compny) RETURN c",
        "The schema declares every label; one that it lacks could match nothing, so it is a mistake. `casegraph schema` \
         lists them.",
    ),
    query(
        UNKNOWN_TYPE,
        "MATCH (:Company)-[:USE]->(t) RETURN t",
        "The schema declares every relationship type; one that it lacks could match nothing, so it is a mistake. `casegraph \
         schema` lists them.",
    ),
    query(
        UNKNOWN_PROPERTY,
        "MATCH (c:Company) RETURN c.nme",
        "Nothing that stands for this variable has such a property by the schema. `casegraph schema Company` lists the \
         properties of a type.",
    ),
    query(
        UNKNOWN_PARAMETER,
        "MATCH (c:Company {name: $name}) RETURN c",
        "A parameter such as $name gets its value when the query is run: by -p name=value, by `:param` in the shell, or with \
         the request of a program. One that the query does not use is a mistake too.",
    ),
    query(UNKNOWN_FUNCTION, "RETURN uper('a') AS x", "The message names the function that was probably meant."),
    query(
        WRONG_ARITY,
        "RETURN toUpper('a', 'b') AS x",
        "A function takes a certain number of arguments, of which some may be left out.",
    ),
    query(
        WRONG_TYPE,
        "RETURN toUpper(1) AS x",
        "No value of this type can stand here, whatever the data. toString(), toInteger() and toFloat() make other types.",
    ),
    query(
        VARIABLE_KIND,
        "MATCH (c:Company) MATCH ()-[c]->() RETURN c",
        "One variable stands for one thing: a node here and a relationship there can never be the same.",
    ),
    query(
        BAD_AGGREGATION,
        "MATCH (c:Company) WHERE count(*) > 1 RETURN c",
        "An aggregate such as count() makes one value of many rows, which is done in RETURN and WITH only. Compute it in a \
         WITH, name it, and use the name in the WHERE that follows.",
    ),
    query(
        AMBIGUOUS_AGGREGATION,
        "MATCH (c:Company) RETURN c.name + count(*) AS x",
        "The items without an aggregate are what rows are grouped by. What stands beside an aggregate in one item must be one \
         of those items, or it has no single value for the group.",
    ),
    query(COLUMN_CONFLICT, "RETURN 1 AS x, 2 AS x", "Every column has a name of its own; AS gives it."),
    query(
        NO_ALIAS,
        "MATCH (c:Company) WITH c.name RETURN 1 AS x",
        "What WITH passes on is known by its name in the clauses after it, so an expression needs one: WITH c.name AS name.",
    ),
    query(
        UNION_COLUMNS,
        "RETURN 1 AS a UNION RETURN 2 AS b",
        "The parts of a UNION make one table, so they return the same columns in the same order.",
    ),
    query(
        CLAUSE_ORDER,
        "MATCH (c:Company)",
        "A clause stands where it can do nothing, or one is missing: a statement that only reads ends with RETURN, nothing \
         follows RETURN, and after a change WITH comes before the next MATCH.",
    ),
    query(BAD_LIMIT, "RETURN 1 AS x LIMIT -1", "SKIP and LIMIT count rows, from 0 up."),
    query(
        BAD_CREATE,
        "CREATE (:Technology {name: 'x'})-[:USES]->(:Company {name: 'y'})",
        "What is made must be complete and must obey the schema: every node has a label, and a relationship joins only what \
         its type may join.",
    ),
    query(
        REL_REUSED,
        "MATCH (a)-[r]->(b)-[r]->(c) RETURN r",
        "All relationships of one pattern are different ones, so one that stands twice could never match.",
    ),
    query(
        BAD_LENGTH,
        "MATCH (a:Company)-[:USES*-2]->(b) RETURN b",
        "A walk of several steps is written with a star and a range: -[:TYPE*1..3]->, *2 for exactly two, *2.. for at least \
         two. A shortest path needs no least length above 1.",
    ),
    query(
        IMPOSSIBLE_PATTERN,
        "MATCH (t:Technology)-[:USES]->(c:Company) RETURN c",
        "Each relationship type leads from certain node types to certain others. By these rules the pattern can match \
         nothing; often an arrow points the wrong way.",
    ),
    query(
        BAD_PATTERN_USE,
        "MATCH (c:Company) RETURN (c)-[:USES]->() AS x",
        "A pattern alone is a condition, not a value. exists() asks whether it matches, COUNT or a comprehension such as \
         [(c)-->(t) | t] collects what it finds.",
    ),
    query(
        IMPOSSIBLE_VALUE,
        "MATCH (c:Company) WHERE c.name = 1 RETURN c",
        "The schema says which type a property has, and of some which values. What is compared with it is none of these, so \
         the comparison never holds.",
    ),
    query(
        COMPARED_WITH_NULL,
        "MATCH (c:Company) WHERE c.industry = null RETURN c",
        "Null stands for a value that is not known. Whether something unknown equals something is unknown too, and a condition \
         that is unknown lets no row through. IS NULL and IS NOT NULL ask whether there is a value.",
    ),
    query(
        NAME_OF_TYPE,
        "MATCH (c:Company)-[USES]->(t) RETURN t.name LIMIT 1",
        "In a pattern a name without a colon is a variable, and it matches anything. When the schema has a label or a type of \
         that name, the colon was probably forgotten: (:Company), -[:USES]->.",
    ),
    query(
        NO_SINGLE_TYPE,
        "CREATE (a)-[:LIKES|KNOWS]->(b)",
        "A relationship that is made has exactly one type; only one that is looked for may have a choice, or any.",
    ),
    query(
        NO_DIRECTION,
        "CREATE (a)-[:LIKES]-(b)",
        "Every relationship leads from one node to another. One that is looked for may be met either way, one that is made \
         needs its arrow.",
    ),
    query(
        WALK_MADE,
        "CREATE (a)-[:LIKES*2]->(b)",
        "A range of steps says what to look for. What is made is drawn step by step.",
    ),
    query(
        PATTERN_PARAMETER,
        "MATCH (c:Company $properties) RETURN c",
        "In MATCH and MERGE the properties of a pattern are written key by key, so that they can be looked up in an index: \
         {name: $properties.name}. CREATE takes a whole map.",
    ),
    query(LIMIT_TYPE, "RETURN 1 AS x LIMIT 1.5", "SKIP and LIMIT count rows, so they are whole numbers."),
    query(
        LIMIT_VARIES,
        "MATCH (c:Company) RETURN c LIMIT size(c.name)",
        "SKIP and LIMIT are one number for all rows: they may use parameters and functions, and no variable.",
    ),
    query(
        NESTED_AGGREGATION,
        "RETURN max(count(*)) AS x",
        "The rows of one group make one value, of which there is nothing to aggregate. Compute the inner one in a WITH before.",
    ),
    query(
        NO_VARIABLES,
        "MATCH (:Company) RETURN *",
        "The star stands for all variables, and no clause before names any.",
    ),
    query(
        NO_PROPERTIES,
        "WITH 'Netflix' AS c RETURN c.name",
        "Nodes, relationships and maps have properties; texts, numbers and lists have none.",
    ),
    query(NO_ELEMENTS, "WITH 1 AS x RETURN x[0]", "Brackets take an element of a list, or a key of a map or node."),
    query(
        LIST_POSITION,
        "RETURN [1, 2]['a'] AS x",
        "The position in a list is a whole number, from 0 for the first, or from -1 for the last.",
    ),
    query(
        UNKNOWN_PROCEDURE,
        "CALL graph.magic()",
        "A procedure is called by its whole name. Only those that were defined for the run can be called.",
    ),
    words(
        IMPLICIT_ARGUMENTS,
        "A call may leave its arguments to parameters of the same names only where it is the whole statement; write them in \
         parentheses.",
    ),
    query(
        BAD_DELETE,
        "MATCH (n:Company) DELETE n:Company",
        "DELETE takes whole nodes, relationships and paths. Labels and properties are taken away by REMOVE, and a node of a \
         strict schema keeps its label.",
    ),
    query(MAP_KEY, "RETURN {a: 1}[0] AS x", "The keys of maps, nodes and relationships are texts."),
    // At run time.
    query(
        TYPE_MISMATCH,
        "UNWIND [1, 'a'] AS x RETURN x * 2 AS y",
        "A value turned out to have a type with which this can't be done. Leave such rows out with WHERE, or convert them.",
    ),
    query(
        OVERFLOW,
        "RETURN 9223372036854775807 + 1 AS x",
        "The result is beyond the whole numbers of 64 bits. toFloat() on an operand makes it a float.",
    ),
    query(
        DIVISION_BY_ZERO,
        "RETURN 1 / 0 AS x",
        "A whole number can't be divided by zero. A float can: 1 / 0.0 is infinite.",
    ),
    query(
        BAD_ARGUMENT,
        "RETURN left('text', -1) AS x",
        "The value has the right type, and is not one that the function is defined for.",
    ),
    query(
        BAD_REGEX,
        "RETURN 'a' =~ '(' AS x",
        "What stands after =~ is a regular expression, in which ( [ { . * + ? ^ $ | \\ have a meaning. CONTAINS looks for a \
         plain text.",
    ),
    query(
        MISSING_ENTITY,
        "OPTIONAL MATCH (a:Nobody) CREATE (a)-[:LIKES]->(:Person)",
        "An OPTIONAL MATCH before found nothing, so that there is no node to make a relationship from. Leave such rows out \
         with WITH … WHERE … IS NOT NULL.",
    ),
    query(
        NEEDS_MORE_MEMORY,
        "RETURN range(1, 1000000000000) AS x",
        "One value or all that is kept until the statement ends would grow beyond what may be held in memory, which \
         --memory-limit sets.",
    ),
    query(
        BAD_WRITE,
        "MATCH (c:Company) SET c += {nme: 'x'}",
        "The schema holds for changes too: it says which properties a type has, with which values.",
    ),
    words(
        TIMED_OUT,
        "A statement ran longer than --timeout or the request allows. What it had changed is taken back. A pattern between two \
         nodes that are known is found sooner than one between any; a walk of any length has more ways than it seems.",
    ),
    words(INTERRUPTED, "Somebody ended the statement, by Ctrl-C in the shell. What it had changed is taken back."),
    query(
        STILL_CONNECTED,
        "MATCH (c:Company) DELETE c",
        "A relationship can't be without its ends. Delete the relationships too, or let DETACH DELETE take them along.",
    ),
    query(
        DELETED_ENTITY,
        "MATCH (c:Company) DETACH DELETE c RETURN c.name",
        "A node or relationship that the same statement deleted has no labels or properties any more. Read what is needed \
         before.",
    ),
    query(
        MERGE_NULL,
        "MERGE (p:Person {name: null})",
        "MERGE looks for what it would make, and null equals nothing, so it would make another one each time. Leave such rows \
         out with WITH … WHERE … IS NOT NULL.",
    ),
    query(LIMIT_BELOW_ZERO, "RETURN 1 AS x LIMIT 1 - 2", "SKIP and LIMIT count rows, from 0 up."),
    query(LIMIT_NOT_WHOLE, "RETURN 1 AS x LIMIT {n: 1.5}.n", "SKIP and LIMIT count rows, so they are whole numbers."),
    query(
        NOT_STORABLE,
        "CREATE (:Person {address: {city: 'Berlin'}})",
        "Properties hold texts, numbers, booleans, and lists of them. A map is stored key by key, or as a node of its own.",
    ),
    query(
        ARGUMENT_TYPE,
        "UNWIND ['a', [1]] AS x RETURN toString(x) AS text",
        "A value turned out to have a type that the function does not take.",
    ),
    query(
        NOT_INDEXABLE,
        "UNWIND [[1], 2] AS x RETURN x[0] AS first",
        "Brackets take an element of a list, or a key of a map or node, and the value turned out to be none of these.",
    ),
    query(
        POSITION_TYPE,
        "UNWIND [0, 'a'] AS at RETURN [1, 2][at] AS x",
        "The position in a list turned out to be no whole number.",
    ),
    query(KEY_TYPE, "UNWIND ['a', 1] AS key RETURN {a: 1}[key] AS x", "The key of a map turned out to be no text."),
    // Commands and files.
    words(
        CANNOT_READ,
        "The file is not there, may not be read, or is not UTF-8 text. The message has the system's reason.",
    ),
    words(CANNOT_WRITE, "The file can't be made or changed. What stood in it before is left as it was."),
    words(UNKNOWN_QUERY, "Saved queries are the .cypher files in queries/; `casegraph queries` lists them."),
    words(
        BAD_HEADER,
        "A saved query begins with comments such as `// title: …` and `// param name: STRING = 'x' -- what it is`. The place \
         is the line that is not of this form.",
    ),
    words(
        BAD_PARAMETER,
        "A parameter that has a type takes only values of it. Texts that hold blanks need quotes in the shell.",
    ),
    words(
        NOTHING_TO_DRAW,
        "A diagram shows the nodes, relationships and paths that are returned; return some, not only names.",
    ),
    words(UNKNOWN_FORMAT, "The extension of the file after -o tells the format; --format names it for any other."),
    words(BAD_REQUEST, "A request is one line of JSON with a `statement` or a `command`; docs/pipe.md describes them."),
    words(INTERNAL, "The program met a mistake of its own. The statement changed nothing; please report it."),
    words(
        PLAIN_LAYOUT,
        "The layered layout gave up on this picture, so it is drawn in plain rows; or Graphviz did, which --layout dot asks, \
         and the built-in layout took its place. A smaller answer reads better anyway.",
    ),
    words(
        MERMAID_LIMIT,
        "Mermaid refuses more than 500 lines or 50,000 characters unless the page that shows the picture raises its limits.",
    ),
    words(
        MISSING_LETTERS,
        "Pictures are set in DejaVu Sans, which has Latin, Greek, Cyrillic and many signs, yet no Chinese, Japanese or Korean \
         and no emoji. SVG leaves lines with such letters to the viewer's fonts; PNG shows boxes.",
    ),
    words(PICTURE_SIZE, "PNG has at most 64 million pixels and 32,000 on a side; a smaller --scale or --dpi fits."),
    words(
        NOT_A_CHART,
        "A matrix wants an answer of two columns and perhaps a value, or of relationships; a timeline one with years. What \
         plays which part is said after `// show:` in the header of a saved query, or after --layout.",
    ),
    words(
        LEFT_OUT,
        "A thing without a year cannot stand on a timeline, and a relationship between other types not in a matrix. The \
         picture shows all the rest.",
    ),
    words(
        SMALL_TEXT,
        "On a slide, text of twelve points is read from the last row, and smaller text is not. Show less, or take a larger \
         shape.",
    ),
    words(
        DECK_FAILED,
        "Nothing of a deck is written unless every page of it can be made. The findings that follow tell what is wrong with \
         the query.",
    ),
    words(
        DECK_OUTDATED,
        "`casegraph deck FOLDER -o OUT --check` compares the files in OUT with what the queries give today, byte by byte. \
         The same command without --check writes them anew.",
    ),
    words(
        DECK_STRANGER,
        "A page whose query was renamed or removed stays where it is until somebody removes it, since it may be in use.",
    ),
    words(
        NO_REVISION,
        "What --diff names is a data directory, a snapshot, or a revision of the data directory that git knows, such as HEAD~3, \
         a tag or a branch.",
    ),
    words(
        TOO_MUCH,
        "The picture is drawn, but has more nodes than one can take in. The message proposes cuts and the size of each.",
    ),
    // YAML.
    words(
        YAML_SYNTAX,
        "Often a value that holds `: ` or ` #`, or begins with a mark, needs quotes, or a line is indented wrongly.",
    ),
    words(YAML_DUPLICATE_KEY, "A mapping has each key once. Both places are shown."),
    words(YAML_LIMIT, "Files have limits of size and nesting, so that a file made in bad faith can't fill the memory."),
    words(YAML_ENCODING, "Documents are UTF-8 text. Editors can save a file of another encoding as such."),
    // Schema.
    words(
        SCHEMA_MISSING,
        "A data directory is known by its schema.yaml, which declares the types and how documents become them.",
    ),
    words(SCHEMA_SHAPE, "The schema has a key or a value that means nothing there. The place is in schema.yaml."),
    words(SCHEMA_NAME, "The schema uses a type or a property that it does not declare; perhaps it is misspelled."),
    // Looks.
    words(STYLE_SHAPE, "style.yaml says how pictures look. It has a key or a value there that means nothing."),
    words(
        STYLE_NAME,
        "style.yaml gives a look to a type or property that the schema does not declare; perhaps it is misspelled.",
    ),
    // Entries.
    words(
        NO_DOCUMENT,
        "The documents section of the schema says which files hold what; this one fits none of its patterns.",
    ),
    words(
        UNKNOWN_KEY,
        "The type of this entry has no such property and no such link. The message names the nearest one.",
    ),
    words(
        VALUE_TYPE,
        "The schema gives the property a type, and the value is of another. A text that looks like a number needs quotes.",
    ),
    words(MISSING_PROPERTY, "The schema requires this property of every entry of the type."),
    words(UNKNOWN_REFERENCE, "An entry names another by its id, name or alias, and there is none of that name."),
    words(AMBIGUOUS_REFERENCE, "The name fits several entries. Use the id of the one that is meant."),
    words(DUPLICATE_ID, "An id stands for one entry of its type. Both places are shown."),
    words(WRONG_ENDPOINT, "The relationship type may not lead to an entry of this type."),
    words(
        CARDINALITY,
        "The schema says how many relationships of a type an entry has: one, at most one, or at least one.",
    ),
    words(VALUE_NOT_ALLOWED, "The schema lists the values of this property, and this is none of them."),
    words(RULE_FAILED, "A rule in rules/ is a query that has a mistake. The finding that follows says which."),
    words(RULE_FINDING, "A rule of the data returned a row, which says what is wrong, and where."),
    // Tables and snapshots.
    words(
        BAD_MANIFEST,
        "The manifest of `build --csv` says which table holds which nodes or relationships. docs/bulk.md describes it.",
    ),
    words(
        CSV_LINE,
        "A line of a table has more or fewer fields than its header, a value of another type than the manifest says, an \
         unclosed quote, or is not UTF-8 text. `--skip-bad N` leaves out up to N bad lines with a warning.",
    ),
    words(
        CSV_KEY,
        "The key tells one node of a table from the other, so that every line has one and none stands twice. \
         `--skip-bad N` leaves the later line out.",
    ),
    words(
        CSV_END,
        "A line of a table of relationships names a node by a key that no table of nodes with that label has. Mend the \
         line or add the node; `--skip-bad N` leaves the line out.",
    ),
    words(CSV_COLUMN, "The manifest names a column that the header of the table has not."),
    words(
        CSV_SIZE,
        "A graph holds up to four billion nodes, as many relationships, and four gigabytes of text in a column.",
    ),
    words(
        NOT_A_SNAPSHOT,
        "A graph is a data directory or a file that `casegraph build` wrote. The file begins as no snapshot does.",
    ),
    words(
        SNAPSHOT_VERSION,
        "The snapshot was written by a version of the program that writes another format. Build it again from its data.",
    ),
    words(
        SNAPSHOT_DAMAGED,
        "What the file holds is not what was written: it was cut off, changed, or made by something else. Build it again \
         from its data.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_the_order_of_the_table() {
        let mut codes: Vec<&str> = ALL.iter().map(|code| code.id).collect();
        let mut explained: Vec<&str> = EXPLANATIONS.iter().map(|explanation| explanation.code.id).collect();
        codes.sort_unstable();
        explained.sort_unstable();
        assert_eq!(explained, codes);
        assert!(EXPLANATIONS.iter().all(|explanation| explanation.about.ends_with('.')));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<&str> = ALL.iter().map(|code| code.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }
}
