//! The table of every finding the program can make.
//!
//! `E01xx` syntax · `E02xx` meaning of a query · `E03xx` while a query runs · `E04xx` commands and files ·
//! `D01xx` YAML · `D02xx` schema · `D03xx` entries · `W….` the warnings of the same phases.

/// A row of the code table, by which tests and scripts know a finding whatever its wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// The code, such as `E0203`.
    pub id: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal;)*) => {
        $(#[doc = $title]
        pub const $name: Code = Code { id: $id, title: $title };)*

        /// Every code, in the order of the table.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    // Syntax.
    UNEXPECTED = "E0101", "the text does not go on as the language does";
    UNCLOSED = "E0102", "a quote, comment or bracket is not closed";
    TOO_LARGE = "E0103", "the text is larger than the limit";
    TOO_DEEP = "E0104", "the text is nested deeper than the limit";
    BAD_LITERAL = "E0105", "a number or string literal is malformed or out of range";
    NOT_YET = "E0106", "a part of the language that this version does not know";
    EMPTY_QUERY = "E0107", "there is no statement";
    // Meaning.
    UNDEFINED_VARIABLE = "E0201", "a variable is used that nothing defines";
    VARIABLE_DEFINED = "E0202", "a variable is defined twice";
    UNKNOWN_LABEL = "E0203", "the schema has no such node label";
    UNKNOWN_TYPE = "E0204", "the schema has no such relationship type";
    UNKNOWN_PROPERTY = "E0205", "the schema has no such property there";
    UNKNOWN_PARAMETER = "E0206", "a parameter has no value, or is not used";
    UNKNOWN_FUNCTION = "E0207", "there is no such function";
    WRONG_ARITY = "E0208", "a function gets too many or too few arguments";
    WRONG_TYPE = "E0209", "a value of one type stands where another is needed";
    VARIABLE_KIND = "E0210", "one variable stands for two kinds of things";
    BAD_AGGREGATION = "E0211", "an aggregate stands where none is allowed";
    AMBIGUOUS_AGGREGATION = "E0212", "an item mixes an aggregate with something that is not grouped";
    COLUMN_CONFLICT = "E0213", "two columns have one name";
    NO_ALIAS = "E0214", "an expression needs a name";
    UNION_COLUMNS = "E0215", "the parts of a UNION return different columns";
    CLAUSE_ORDER = "E0216", "a clause stands where it may not";
    BAD_LIMIT = "E0217", "SKIP or LIMIT is not a whole number from 0 up";
    BAD_CREATE = "E0218", "a pattern that can be matched but not created";
    REL_REUSED = "E0219", "a relationship variable stands twice in one pattern";
    BAD_DELETE = "E0224", "something is deleted that can't be";
    BAD_LENGTH = "E0220", "the length of a path is malformed";
    IMPOSSIBLE_PATTERN = "W0221", "the schema allows no match of this pattern";
    IMPOSSIBLE_VALUE = "W0223", "the schema does not allow the value that is compared with";
    BAD_PATTERN_USE = "E0222", "a pattern stands where no pattern is allowed";
    // At run time.
    TYPE_MISMATCH = "E0301", "a value has the wrong type for what is done with it";
    OVERFLOW = "E0302", "a number leaves the range of 64 bits";
    DIVISION_BY_ZERO = "E0303", "a whole number is divided by zero";
    BAD_ARGUMENT = "E0304", "a function gets a value it is not defined for";
    BAD_REGEX = "E0305", "a regular expression is malformed";
    MISSING_ENTITY = "E0306", "a node or relationship is null where one is needed";
    NEEDS_MORE_MEMORY = "E0307", "a result would grow beyond the limit";
    STILL_CONNECTED = "E0310", "a node is deleted that still has relationships";
    INTERRUPTED = "E0309", "the query was interrupted";
    BAD_WRITE = "E0308", "a change that the schema or the graph does not allow";
    // Commands and files.
    CANNOT_READ = "E0401", "a file cannot be read";
    CANNOT_WRITE = "E0402", "a file cannot be written";
    UNKNOWN_QUERY = "E0403", "there is no saved query of that name";
    BAD_HEADER = "E0404", "the header of a saved query is malformed";
    BAD_PARAMETER = "E0405", "the value given for a parameter is malformed";
    NOTHING_TO_DRAW = "E0406", "the answer holds no node and no relationship";
    UNKNOWN_FORMAT = "E0407", "the format of a file is not known from its name";
    // YAML.
    YAML_SYNTAX = "D0101", "the file is not YAML";
    YAML_DUPLICATE_KEY = "D0102", "a key stands twice in one mapping";
    YAML_LIMIT = "D0103", "the file is larger or deeper than the limit, or expands too far";
    YAML_ENCODING = "D0104", "the file is not UTF-8 text";
    // Schema.
    SCHEMA_MISSING = "D0201", "there is no schema.yaml";
    SCHEMA_SHAPE = "D0202", "the schema is malformed";
    SCHEMA_NAME = "D0203", "the schema names something it does not declare";
    // Entries.
    NO_DOCUMENT = "D0301", "no rule of the schema reads this file";
    UNKNOWN_KEY = "D0302", "a key means nothing here";
    VALUE_TYPE = "D0303", "a value has the wrong type";
    MISSING_PROPERTY = "D0304", "a required property is missing";
    UNKNOWN_REFERENCE = "D0305", "a reference leads nowhere";
    AMBIGUOUS_REFERENCE = "D0306", "a reference could mean several entries";
    DUPLICATE_ID = "D0307", "two entries have one id";
    WRONG_ENDPOINT = "D0308", "a relationship leads to the wrong type";
    CARDINALITY = "D0309", "a relationship stands too often or not at all";
    VALUE_NOT_ALLOWED = "D0310", "a value is not one of those allowed";
    RULE_FAILED = "D0311", "a rule cannot be run";
    RULE_FINDING = "D0312", "a rule of the data is broken";
}
