//! How a picture is to be made.

use super::stylesheet::Stylesheet;
use super::{Changes, Cut, Pixels, Theme};
use crate::library::Picture;
use crate::value::{Rows, Stop};
use std::sync::Arc;

/// What a picture is called, what of the answer it shows, and how it looks. Every writer draws by these.
#[derive(Clone, Debug)]
pub struct Options {
    /// The title; none when empty.
    pub title: String,
    /// What is to be known of the question; it is read to those who cannot see the picture, before what the picture holds.
    pub about: String,
    /// What is shown and how it runs, as a saved query's header or the command line says it.
    pub picture: Picture,
    /// The shape that the picture fills; as large as it needs to be when there is none.
    pub size: Option<PageSize>,
    /// Who lays diagrams out.
    pub engine: Engine,
    /// What is left out of the answer.
    pub cuts: Vec<Cut>,
    /// Whether the looks are explained below the picture.
    pub legend: bool,
    /// Whether a line below the picture says where its facts can be read.
    pub footnote: bool,
    /// The colors.
    pub theme: Theme,
    /// How types look, where the data says so.
    pub style: Arc<Stylesheet>,
    /// Whether the ground is left to what the picture stands on.
    pub transparent: bool,
    /// What differs from another graph, which is then marked; nothing when there is no other.
    pub changes: Option<Changes>,
    /// The rows of the other answer, in which the nodes are those of the graph at hand; the cells of a matrix are compared
    /// with them.
    pub before: Option<Rows>,
    /// How letters are written in SVG.
    pub text: TextForm,
    /// What stands before the path of a source to make a link of it; there are no links when it is not said.
    pub sources: Option<String>,
    /// How many pixels a PNG has.
    pub pixels: Pixels,
    /// Where somebody asks for an end: what is drawn from then on is of no use.
    pub stop: Stop,
}

/// Who gives nodes and lines their places. The look is the same with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// The layout that is built in.
    #[default]
    BuiltIn,
    /// The program `dot` of an installed Graphviz; the built-in layout takes its place when it fails.
    Graphviz,
}

/// How the letters of an SVG are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextForm {
    /// As outlines, which look the same everywhere.
    #[default]
    Paths,
    /// As text, which can be edited and searched, in a font of whoever shows it.
    Editable,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: String::new(),
            about: String::new(),
            picture: Picture::default(),
            size: None,
            engine: Engine::default(),
            cuts: Vec::new(),
            legend: true,
            footnote: true,
            theme: Theme::default(),
            style: Arc::default(),
            transparent: false,
            changes: None,
            before: None,
            text: TextForm::default(),
            sources: None,
            pixels: Pixels::default(),
            stop: Stop::default(),
        }
    }
}

/// The shape of a page or a slide, in units of 1/96 inch, as SVG and browsers count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl PageSize {
    /// A slide of 13.333 by 7.5 inches.
    pub const WIDE: Self = Self { width: 1280.0, height: 720.0 };

    /// The shapes that have a name.
    pub const NAMES: [(&str, Self); 6] = [
        ("16:9", Self::WIDE),
        ("9:16", Self { width: 720.0, height: 1280.0 }),
        ("16:10", Self { width: 1152.0, height: 720.0 }),
        ("4:3", Self { width: 960.0, height: 720.0 }),
        ("A4", Self { width: 1123.0, height: 794.0 }),
        ("A4-portrait", Self { width: 794.0, height: 1123.0 }),
    ];

    /// The least and the most that a side may have.
    pub const SIDES: std::ops::RangeInclusive<f64> = 200.0..=20_000.0;

    /// A shape by its name, or by its sides as in `1600x900`; nothing when it is neither, or when a side is shorter than
    /// 200 or longer than 20,000.
    ///
    /// ```
    /// use casegraph::draw::PageSize;
    ///
    /// assert_eq!(PageSize::parse("16:9"), Some(PageSize::WIDE));
    /// assert_eq!(PageSize::parse("1600x900"), Some(PageSize { width: 1600.0, height: 900.0 }));
    /// assert_eq!(PageSize::parse("10x900"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((_, size)) = Self::NAMES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Some(size);
        }
        let (width, height) = text.split_once(['x', 'X', '×'])?;
        let side = |text: &str| text.trim().parse::<f64>().ok().filter(|side| Self::SIDES.contains(side));
        Some(Self { width: side(width)?, height: side(height)? })
    }

    /// How much the shape shrinks or grows when it is shown on a wide slide.
    #[must_use]
    pub fn on_a_slide(self) -> f64 {
        (Self::WIDE.width / self.width).min(Self::WIDE.height / self.height)
    }
}
