//! The types of values, as the checker and the function table write them.

/// A type. A value of any type may be null.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing is known.
    Any,
    /// Only null.
    Null,
    /// `BOOLEAN`
    Bool,
    /// `INTEGER`
    Int,
    /// `FLOAT`
    Float,
    /// An integer or a float.
    Number,
    /// `STRING`
    Str,
    /// `LIST<T>`
    List(Box<Type>),
    /// `MAP`
    Map,
    /// `NODE`
    Node,
    /// `RELATIONSHIP`
    Rel,
    /// `PATH`
    Path,
    /// `DATE`
    Date,
    /// `LOCAL TIME`
    LocalTime,
    /// `ZONED TIME`
    Time,
    /// `LOCAL DATETIME`
    LocalDateTime,
    /// `ZONED DATETIME`
    DateTime,
    /// `DURATION`
    Duration,
    /// A value of one of these types.
    OneOf(Vec<Type>),
}

impl Type {
    /// The types of points in time, and that of the durations between them.
    pub const TEMPORAL: [Self; 6] =
        [Self::Date, Self::LocalTime, Self::Time, Self::LocalDateTime, Self::DateTime, Self::Duration];

    /// A list of `element`.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// Whether a value of type `given` may stand where `self` is wanted, as far as can be said without its value:
    /// false only when it is certain that no value but null fits.
    ///
    /// ```
    /// use casegraph::value::Type;
    /// assert!(Type::Number.accepts(&Type::Int));
    /// assert!(Type::Str.accepts(&Type::Any));
    /// assert!(!Type::Str.accepts(&Type::Int));
    /// ```
    #[must_use]
    pub fn accepts(&self, given: &Self) -> bool {
        match (self, given) {
            (Self::Any, _) | (_, Self::Any | Self::Null) => true,
            (_, Self::OneOf(types)) => types.iter().any(|each| self.accepts(each)),
            (Self::OneOf(types), _) => types.iter().any(|each| each.accepts(given)),
            (Self::Number, Self::Int | Self::Float) | (Self::Int | Self::Float, Self::Number) => true,
            (Self::Float, Self::Int) => true,
            (Self::List(wanted), Self::List(given)) => wanted.accepts(given),
            _ => self == given,
        }
    }
}

impl Type {
    /// Several values of a type that has one word.
    fn plural(&self) -> Option<&'static str> {
        match self {
            Self::Any | Self::Null | Self::OneOf(_) => None,
            Self::Bool => Some("booleans"),
            Self::Int => Some("integers"),
            Self::Float => Some("floats"),
            Self::Number => Some("numbers"),
            Self::Str => Some("strings"),
            Self::List(_) => Some("lists"),
            Self::Map => Some("maps"),
            Self::Node => Some("nodes"),
            Self::Rel => Some("relationships"),
            Self::Path => Some("paths"),
            Self::Date => Some("dates"),
            Self::LocalTime => Some("local times"),
            Self::Time => Some("times"),
            Self::LocalDateTime => Some("local datetimes"),
            Self::DateTime => Some("datetimes"),
            Self::Duration => Some("durations"),
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Any => f.write_str("any value"),
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("a boolean"),
            Self::Int => f.write_str("an integer"),
            Self::Float => f.write_str("a float"),
            Self::Number => f.write_str("a number"),
            Self::Str => f.write_str("a string"),
            Self::List(element) => match element.plural() {
                Some(items) => write!(f, "a list of {items}"),
                None => f.write_str("a list"),
            },
            Self::Map => f.write_str("a map"),
            Self::Node => f.write_str("a node"),
            Self::Rel => f.write_str("a relationship"),
            Self::Path => f.write_str("a path"),
            Self::Date => f.write_str("a date"),
            Self::LocalTime => f.write_str("a local time"),
            Self::Time => f.write_str("a time"),
            Self::LocalDateTime => f.write_str("a local datetime"),
            Self::DateTime => f.write_str("a datetime"),
            Self::Duration => f.write_str("a duration"),
            Self::OneOf(types) => {
                for (index, each) in types.iter().enumerate() {
                    let joint = match index {
                        0 => "",
                        _ if index + 1 == types.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{joint}{each}")?;
                }
                Ok(())
            }
        }
    }
}
