//! How the picture of an answer is made, as the header of a query or the command line says it.

/// What a picture shows and how it runs, besides the answer itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Where lines lead; whatever suits the picture when it is not said.
    pub direction: Option<Direction>,
    /// How things are arranged.
    pub layout: Layout,
    /// What of the answer plays which part in a matrix or a timeline.
    pub axes: Box<Axes>,
    /// The relationship types to draw between the nodes of the answer, besides what the answer holds.
    pub connect: Vec<String>,
    /// Whether all relationships between the nodes of the answer are drawn, whatever their type.
    pub induced: bool,
    /// The properties or relationship types that make groups: none, one, or an outer and an inner one.
    pub group_by: Vec<String>,
    /// The columns of scalars that are written at nodes and relationships; when none is named, all that belong to nodes.
    pub annotate: Vec<String>,
    /// The columns of the answer whose nodes and relationships stand out; everything else is dimmed. None dims nothing.
    pub highlight: Vec<String>,
}

impl Picture {
    /// Makes a timeline a graph of the same nodes, with the relationships between them where the answer has none: what is
    /// marked in a comparison are nodes, lines and the cells of a matrix.
    pub fn lay_out_to_compare(&mut self) {
        if self.layout == Layout::Timeline {
            let connect = std::mem::take(&mut self.connect);
            *self = Self { induced: connect.is_empty(), connect, ..Self::default() };
        }
    }
}

/// Where most lines of a picture lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Down the page.
    #[default]
    TopToBottom,
    /// As text is read.
    LeftToRight,
    /// Up the page.
    BottomToTop,
    /// Against the text.
    RightToLeft,
}

/// How things are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In layers, along the lines.
    #[default]
    Layered,
    /// As a grid with a mark where two things meet.
    Matrix,
    /// As bars along an axis of years.
    Timeline,
}

/// The parts of a matrix or a timeline. Each names a column of the answer or, where that has none of the name, a property;
/// what is not named is found in the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// What stands at the left of a matrix.
    pub rows: Option<String>,
    /// What stands along the top of a matrix.
    pub columns: Option<String>,
    /// What stands in the cells of a matrix, or tells the bars of a timeline apart.
    pub value: Option<String>,
    /// What the bars of a timeline are.
    pub bars: Option<String>,
    /// When bars begin.
    pub from: Option<String>,
    /// When bars end.
    pub until: Option<String>,
    /// The lanes in which bars lie.
    pub lanes: Option<String>,
    /// Whether things stand in the order of the answer, rather than by count or time.
    pub as_returned: bool,
}

impl Layout {
    /// Every layout by its name on the command line.
    pub const NAMES: [(&str, Self); 3] =
        [("layered", Self::Layered), ("matrix", Self::Matrix), ("timeline", Self::Timeline)];

    /// The name of a layout.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(_, layout)| *layout == self).map_or("layered", |(name, _)| name)
    }
}

impl Direction {
    /// Every direction by its name in headers and on the command line.
    pub const NAMES: [(&str, Self); 4] = [
        ("top-to-bottom", Self::TopToBottom),
        ("left-to-right", Self::LeftToRight),
        ("bottom-to-top", Self::BottomToTop),
        ("right-to-left", Self::RightToLeft),
    ];

    /// The direction of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, direction)| direction)
    }

    /// Whether lines run along rows rather than down columns.
    #[must_use]
    pub fn is_horizontal(self) -> bool {
        matches!(self, Self::LeftToRight | Self::RightToLeft)
    }
}
