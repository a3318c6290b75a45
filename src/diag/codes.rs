//! The table of every finding the program can make.
//!
//! `E01xx` syntax · `E02xx` meaning of a query · `E03xx` while a query runs · `E04xx` commands and files ·
//! `D01xx` YAML · `D02xx` schema · `D03xx` entries · `W….` the warnings of the same phases.
//!
//! The third column of the findings of a query is the name that openCypher's compatibility kit has for them: its type and
//! its detail. Programs that drive several engines know errors by it.

/// A row of the code table, by which tests and scripts know a finding whatever its wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// The code, such as `E0203`.
    pub id: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Its type in openCypher's compatibility kit, such as `SyntaxError`; for what the kit does not know, one of its kind.
    pub kind: &'static str,
    /// Its detail there, such as `UndefinedVariable`; what the kit does not know has a name of our own.
    pub detail: &'static str,
}

impl Code {
    /// Type and detail as one name.
    ///
    /// ```
    /// use casegraph::diag::codes;
    /// assert_eq!(codes::UNDEFINED_VARIABLE.standard(), "SyntaxError.UndefinedVariable");
    /// ```
    #[must_use]
    pub fn standard(&self) -> String {
        format!("{}.{}", self.kind, self.detail)
    }

    /// `compile` for what is found in the text, whatever the data, and `runtime` for what is found while a query runs.
    #[must_use]
    pub fn phase(&self) -> &'static str {
        if self.id.starts_with("E03") { "runtime" } else { "compile" }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $kind:ident.$detail:ident;)*) => {
        $(#[doc = $title]
        pub const $name: Code =
            Code { id: $id, title: $title, kind: stringify!($kind), detail: stringify!($detail) };)*

        /// Every code, in the order of the table.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    // Syntax.
    UNEXPECTED = "E0101", "the text does not go on as the language does", SyntaxError.UnexpectedSyntax;
    UNCLOSED = "E0102", "a quote, comment or bracket is not closed", SyntaxError.UnexpectedSyntax;
    TOO_LARGE = "E0103", "the text is larger than the limit", SyntaxError.TooLarge;
    TOO_DEEP = "E0104", "the text is nested deeper than the limit", SyntaxError.TooDeep;
    BAD_LITERAL = "E0105", "a number is malformed", SyntaxError.InvalidNumberLiteral;
    NOT_YET = "E0106", "a part of the language that this version does not know", SyntaxError.NotSupported;
    EMPTY_QUERY = "E0107", "there is no statement", SyntaxError.UnexpectedSyntax;
    INTEGER_RANGE = "E0109", "a whole number is beyond 64 bits", SyntaxError.IntegerOverflow;
    FLOAT_RANGE = "E0110", "a number is beyond the floats of 64 bits", SyntaxError.FloatingPointOverflow;
    BAD_UNICODE = "E0111", "an escape does not name a character", SyntaxError.InvalidUnicodeLiteral;
    BAD_ESCAPE = "E0112", "strings know no such escape", SyntaxError.UnexpectedSyntax;
    BAD_CHARACTER = "E0113", "a character that the language does not use", SyntaxError.InvalidUnicodeCharacter;
    // Meaning.
    UNDEFINED_VARIABLE = "E0201", "a variable is used that nothing defines", SyntaxError.UndefinedVariable;
    VARIABLE_DEFINED = "E0202", "a variable is defined twice", SyntaxError.VariableAlreadyBound;
    UNKNOWN_LABEL = "E0203", "the schema has no such node label", SyntaxError.UnknownLabel;
    UNKNOWN_TYPE = "E0204", "the schema has no such relationship type", SyntaxError.UnknownRelationshipType;
    UNKNOWN_PROPERTY = "E0205", "the schema has no such property there", SyntaxError.UnknownProperty;
    UNKNOWN_PARAMETER = "E0206", "a parameter has no value, or is not used", ParameterMissing.MissingParameter;
    UNKNOWN_FUNCTION = "E0207", "there is no such function", SyntaxError.UnknownFunction;
    WRONG_ARITY = "E0208", "a function gets too many or too few arguments", SyntaxError.InvalidNumberOfArguments;
    WRONG_TYPE = "E0209", "a value of one type stands where another is needed", SyntaxError.InvalidArgumentType;
    VARIABLE_KIND = "E0210", "one variable stands for two kinds of things", SyntaxError.VariableTypeConflict;
    BAD_AGGREGATION = "E0211", "an aggregate stands where none is allowed", SyntaxError.InvalidAggregation;
    AMBIGUOUS_AGGREGATION = "E0212", "an item mixes an aggregate with something that is not grouped", SyntaxError.AmbiguousAggregationExpression;
    COLUMN_CONFLICT = "E0213", "two columns have one name", SyntaxError.ColumnNameConflict;
    NO_ALIAS = "E0214", "an expression needs a name", SyntaxError.NoExpressionAlias;
    UNION_COLUMNS = "E0215", "the parts of a UNION return different columns", SyntaxError.DifferentColumnsInUnion;
    CLAUSE_ORDER = "E0216", "a clause stands where it may not", SyntaxError.InvalidClauseComposition;
    BAD_LIMIT = "E0217", "SKIP or LIMIT is negative", SyntaxError.NegativeIntegerArgument;
    BAD_CREATE = "E0218", "a pattern that can be matched but not created", SyntaxError.InvalidCreation;
    REL_REUSED = "E0219", "a relationship variable stands twice in one pattern", SyntaxError.RelationshipUniquenessViolation;
    BAD_LENGTH = "E0220", "the length of a path is malformed", SyntaxError.InvalidRelationshipPattern;
    IMPOSSIBLE_PATTERN = "W0221", "the schema allows no match of this pattern", Warning.ImpossiblePattern;
    IMPOSSIBLE_VALUE = "W0223", "the schema does not allow the value that is compared with", Warning.ImpossibleValue;
    COMPARED_WITH_NULL = "W0224", "a value is compared with null", Warning.ComparedWithNull;
    NAME_OF_TYPE = "W0225", "a variable has the name of a label or type", Warning.NameOfType;
    BAD_PATTERN_USE = "E0222", "a pattern stands where no pattern is allowed", SyntaxError.UnexpectedSyntax;
    NO_SINGLE_TYPE = "E0230", "a new relationship has not exactly one type", SyntaxError.NoSingleRelationshipType;
    NO_DIRECTION = "E0231", "a new relationship has no direction", SyntaxError.RequiresDirectedRelationship;
    WALK_MADE = "E0232", "a walk of variable length is to be made", SyntaxError.CreatingVarLength;
    PATTERN_PARAMETER = "E0233", "a parameter stands for all properties of a pattern", SyntaxError.InvalidParameterUse;
    LIMIT_TYPE = "E0234", "SKIP or LIMIT is not a whole number", SyntaxError.InvalidArgumentType;
    LIMIT_VARIES = "E0235", "SKIP or LIMIT depends on the row", SyntaxError.NonConstantExpression;
    NESTED_AGGREGATION = "E0236", "an aggregate stands in another", SyntaxError.NestedAggregation;
    NO_VARIABLES = "E0237", "a star stands for variables, and there is none", SyntaxError.NoVariablesInScope;
    NO_PROPERTIES = "E0238", "a property is asked of what has none", TypeError.InvalidArgumentType;
    NO_ELEMENTS = "E0239", "an element is asked of what has none", TypeError.InvalidElementAccess;
    LIST_POSITION = "E0240", "the position in a list is not an integer", TypeError.ListElementAccessByNonInteger;
    UNKNOWN_PROCEDURE = "E0251", "there is no such procedure", ProcedureError.ProcedureNotFound;
    IMPLICIT_ARGUMENTS = "E0252", "a call within a statement leaves out its arguments", SyntaxError.InvalidArgumentPassingMode;
    BAD_DELETE = "E0250", "something is deleted that can't be", SyntaxError.InvalidDelete;
    MAP_KEY = "E0241", "the key of a map is not a string", TypeError.MapElementAccessByNonString;
    // At run time.
    TYPE_MISMATCH = "E0301", "a value has the wrong type for what is done with it", TypeError.InvalidArgumentType;
    OVERFLOW = "E0302", "a number leaves the range of 64 bits", ArithmeticError.NumberOutOfRange;
    DIVISION_BY_ZERO = "E0303", "a whole number is divided by zero", ArithmeticError.DivisionByZero;
    BAD_ARGUMENT = "E0304", "a function gets a value it is not defined for", ArgumentError.NumberOutOfRange;
    BAD_REGEX = "E0305", "a regular expression is malformed", ArgumentError.InvalidRegularExpression;
    MISSING_ENTITY = "E0306", "a node or relationship is null where one is needed", EntityNotFound.MissingEntity;
    NEEDS_MORE_MEMORY = "E0307", "a result would grow beyond the limit", ResourceError.OutOfMemory;
    INTERRUPTED = "E0309", "the query was interrupted", TransactionError.Interrupted;
    TIMED_OUT = "E0310", "the query took longer than it may", TransactionError.TimedOut;
    BAD_WRITE = "E0308", "a change that the schema or the graph does not allow", ConstraintVerificationFailed.SchemaViolation;
    STILL_CONNECTED = "E0330", "a node is deleted that still has relationships", ConstraintVerificationFailed.DeleteConnectedNode;
    DELETED_ENTITY = "E0320", "something is asked of what was deleted", EntityNotFound.DeletedEntityAccess;
    MERGE_NULL = "E0321", "MERGE looks for a property that is null", SemanticError.MergeReadOwnWrites;
    LIMIT_BELOW_ZERO = "E0322", "SKIP or LIMIT turns out negative", SyntaxError.NegativeIntegerArgument;
    LIMIT_NOT_WHOLE = "E0323", "SKIP or LIMIT turns out to be no whole number", SyntaxError.InvalidArgumentType;
    NOT_STORABLE = "E0324", "a property can't hold such a value", TypeError.InvalidPropertyType;
    ARGUMENT_TYPE = "E0325", "a function gets a value of a type it is not defined for", TypeError.InvalidArgumentValue;
    NOT_INDEXABLE = "E0326", "what an element is asked of turns out to have none", TypeError.InvalidElementAccess;
    POSITION_TYPE = "E0327", "a position turns out to be no integer", TypeError.ListElementAccessByNonInteger;
    KEY_TYPE = "E0328", "a key turns out to be no string", TypeError.MapElementAccessByNonString;
    // Commands and files.
    CANNOT_READ = "E0401", "a file cannot be read", FileError.CannotRead;
    CANNOT_WRITE = "E0402", "a file cannot be written", FileError.CannotWrite;
    UNKNOWN_QUERY = "E0403", "there is no saved query of that name", RequestError.UnknownQuery;
    BAD_HEADER = "E0404", "the header of a saved query is malformed", RequestError.InvalidHeader;
    BAD_PARAMETER = "E0405", "the value given for a parameter is malformed", RequestError.InvalidParameter;
    NOTHING_TO_DRAW = "E0406", "the answer holds no node and no relationship", RequestError.NothingToDraw;
    UNKNOWN_FORMAT = "E0407", "the format of a file is not known from its name", RequestError.UnknownFormat;
    BAD_REQUEST = "E0408", "a request of a program is malformed", RequestError.InvalidRequest;
    INTERNAL = "E0409", "the program itself is wrong", InternalError.Panic;
    PLAIN_LAYOUT = "W0410", "a picture is laid out more plainly than it could be", Warning.PlainLayout;
    MERMAID_LIMIT = "W0411", "a picture is larger than Mermaid draws without being told to", Warning.MermaidLimit;
    MISSING_LETTERS = "W0412", "the bundled face lacks letters of a picture", Warning.MissingLetters;
    PICTURE_SIZE = "E0413", "a picture cannot be turned into pixels", RequestError.PictureSize;
    NOT_A_CHART = "E0421", "an answer cannot be shown as a matrix or a timeline", RequestError.NotAChart;
    LEFT_OUT = "W0422", "a part of an answer has no place in its picture", Warning.LeftOut;
    SMALL_TEXT = "W0423", "text in a picture is smaller than is read well on a slide", Warning.SmallText;
    DECK_FAILED = "E0424", "a query gives no page of its deck", RequestError.DeckFailed;
    DECK_OUTDATED = "E0425", "a page of a deck is not what its query gives", RequestError.DeckOutdated;
    DECK_STRANGER = "W0426", "a file beside a deck is of none of its queries", Warning.DeckStranger;
    NO_REVISION = "E0427", "a revision of the data cannot be read", FileError.NoRevision;
    TOO_MUCH = "W0414", "a picture holds more than can be read", Warning.TooMuch;
    // YAML.
    YAML_SYNTAX = "D0101", "the file is not YAML", DataError.InvalidYaml;
    YAML_DUPLICATE_KEY = "D0102", "a key stands twice in one mapping", DataError.DuplicateKey;
    YAML_LIMIT = "D0103", "the file is larger or deeper than the limit, or expands too far", DataError.TooLarge;
    YAML_ENCODING = "D0104", "the file is not UTF-8 text", DataError.InvalidEncoding;
    // Schema.
    SCHEMA_MISSING = "D0201", "there is no schema.yaml", SchemaError.MissingSchema;
    SCHEMA_SHAPE = "D0202", "the schema is malformed", SchemaError.InvalidSchema;
    SCHEMA_NAME = "D0203", "the schema names something it does not declare", SchemaError.UnknownName;
    // Entries.
    NO_DOCUMENT = "D0301", "no rule of the schema reads this file", DataError.UnknownDocument;
    UNKNOWN_KEY = "D0302", "a key means nothing here", DataError.UnknownKey;
    VALUE_TYPE = "D0303", "a value has the wrong type", DataError.InvalidType;
    MISSING_PROPERTY = "D0304", "a required property is missing", DataError.MissingProperty;
    UNKNOWN_REFERENCE = "D0305", "a reference leads nowhere", DataError.UnknownReference;
    AMBIGUOUS_REFERENCE = "D0306", "a reference could mean several entries", DataError.AmbiguousReference;
    DUPLICATE_ID = "D0307", "two entries have one id", DataError.DuplicateId;
    WRONG_ENDPOINT = "D0308", "a relationship leads to the wrong type", DataError.InvalidEndpoint;
    CARDINALITY = "D0309", "a relationship stands too often or not at all", DataError.InvalidCardinality;
    VALUE_NOT_ALLOWED = "D0310", "a value is not one of those allowed", DataError.InvalidValue;
    RULE_FAILED = "D0311", "a rule cannot be run", DataError.RuleFailed;
    RULE_FINDING = "D0312", "a rule of the data is broken", DataError.RuleBroken;
    // Looks.
    STYLE_SHAPE = "D0601", "the style of the pictures is malformed", DataError.InvalidStyle;
    STYLE_NAME = "D0602", "the style names something that the schema does not declare", DataError.UnknownName;
    // Tables and snapshots.
    BAD_MANIFEST = "D0401", "the manifest of a bulk load is malformed", DataError.InvalidManifest;
    CSV_LINE = "D0402", "a line of a table is malformed", DataError.InvalidLine;
    CSV_KEY = "D0403", "the key of a node is empty or stands twice", DataError.InvalidKey;
    CSV_END = "D0404", "a relationship of a table leads to no node", DataError.InvalidEndpoint;
    CSV_COLUMN = "D0405", "a table has no such column", DataError.UnknownColumn;
    CSV_SIZE = "D0406", "the tables hold more than fits", DataError.TooLarge;
    NOT_A_SNAPSHOT = "D0501", "the file is not a snapshot", DataError.NotASnapshot;
    SNAPSHOT_VERSION = "D0502", "the snapshot was written by another version", DataError.SnapshotVersion;
    SNAPSHOT_DAMAGED = "D0503", "the snapshot is damaged", DataError.SnapshotDamaged;
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<&str> = ALL.iter().map(|code| &code.id[1..]).filter(|id| !id.is_empty()).collect();
        let letters =
            |id: &str| ALL.iter().filter(|code| code.id.starts_with(['E', 'W']) && code.id[1..] == *id).count();
        ids.sort_unstable();
        let twice: Vec<&str> = ids.into_iter().filter(|id| letters(id) > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let mut whole: Vec<&str> = ALL.iter().map(|code| code.id).collect();
        whole.sort_unstable();
        assert!(whole.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
