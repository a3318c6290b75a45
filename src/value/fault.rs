//! An error that does not know its place.

/// What went wrong with values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A value of one type where another is needed.
    Type,
    /// A function is given a value of a type that it is not defined for.
    ArgumentType,
    /// An element is asked of what has none.
    Elements,
    /// The position in a list is no integer.
    Position,
    /// The key of a map is no string.
    Key,
    /// A value that no property can hold.
    Property,
    /// A number beyond 64 bits.
    Overflow,
    /// A whole number divided by zero.
    DivisionByZero,
    /// A value that the function is not defined for.
    Argument,
    /// A malformed regular expression.
    Regex,
    /// A result beyond the limit.
    TooLarge,
    /// A change that is not allowed.
    Write,
    /// A node or relationship that was deleted.
    Missing,
    /// Somebody asked for an end.
    Interrupted,
    /// The time is up.
    Late,
    /// More memory than may be held.
    Memory,
}

/// An operation on values that failed. The executor turns it into a diagnostic with the span of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What went wrong.
    pub kind: FaultKind,
    /// The same in the user's words, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault without a hint.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
