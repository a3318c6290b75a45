//! The one place that knows every format of a picture, its extensions and its writer.

use super::apart::apart;
use super::html::{Contents, html};
use super::png::png;
use super::scene::Scene;
use super::svg::picture;
use super::typeset::Lettering;
use super::{Drawing, Options, Subgraph, dot, ended, mermaid};
use crate::diag::codes::UNKNOWN_FORMAT;
use crate::diag::{Diagnostic, Diagnostics, or_list};
use crate::graph::View;
use crate::value::{Stop, Why};

/// What pictures can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Text for Graphviz, which lays it out.
    Dot,
    /// Text for Mermaid, which lays it out.
    Mermaid,
    /// A picture with everything in its place.
    Svg,
    /// The same in pixels.
    Png,
    /// The same as a page to print.
    #[cfg(feature = "pdf")]
    Pdf,
    /// The same as a page that pans, zooms, searches and tells.
    Html,
}

/// The content of a file, and what is not as it could be about it.
#[derive(Clone, Debug, Default)]
pub struct PictureFile {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// Warnings, of which the picture is whole all the same.
    pub warnings: Diagnostics,
    /// The size of the smallest letters in points when the picture fills a slide; nothing when it has no shape of its own.
    pub smallest: Option<f64>,
}

impl From<Drawing> for PictureFile {
    fn from(drawing: Drawing) -> Self {
        Self { bytes: drawing.text.into_bytes(), warnings: drawing.warnings, smallest: drawing.smallest }
    }
}

impl PictureFormat {
    /// Every extension of a file, with its format.
    pub const EXTENSIONS: &[(&str, Self)] = &[
        ("svg", Self::Svg),
        ("png", Self::Png),
        #[cfg(feature = "pdf")]
        ("pdf", Self::Pdf),
        ("html", Self::Html),
        ("dot", Self::Dot),
        ("gv", Self::Dot),
        ("mmd", Self::Mermaid),
        ("mermaid", Self::Mermaid),
    ];

    /// The format of a file with this extension, in whatever case.
    ///
    /// ```
    /// use casegraph::draw::PictureFormat;
    ///
    /// assert_eq!(PictureFormat::of_extension("SVG"), Some(PictureFormat::Svg));
    /// assert_eq!(PictureFormat::of_extension("bmp"), None);
    /// ```
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let known = Self::EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|(_, format)| *format)
    }
}

/// What has a place for everything, and so is drawn in every format but those that others lay out.
pub(super) trait Drawn {
    /// The picture as SVG, unless somebody asks for an end. With a prefix for the paths of sources, nodes are links to
    /// theirs.
    fn svg(&self, lettering: Lettering, sources: Option<&str>, stop: &Stop) -> Result<Drawing, Why>;

    /// What the picture holds, for a page that tells of it.
    fn contents(&self) -> Contents<'_>;
}

impl Drawn for Scene {
    fn svg(&self, lettering: Lettering, sources: Option<&str>, _: &Stop) -> Result<Drawing, Why> {
        picture(self, lettering, sources)
    }

    fn contents(&self) -> Contents<'_> {
        let id = |at: usize| self.nodes[at].id;
        Contents {
            title: &self.title,
            nodes: self.nodes.iter().map(|node| node.id).collect(),
            lines: self.lines.iter().map(|line| (id(line.start), id(line.end), &line.rels[..])).collect(),
        }
    }
}

/// The picture of nodes and relationships in a format. O((nodes + relationships) log nodes) besides the layout, and the
/// pixels.
///
/// # Errors
///
/// When the picture has more pixels than can be drawn, or when somebody asks for an end by the options.
pub fn draw(
    subgraph: &Subgraph,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Box<Diagnostic>> {
    match format {
        PictureFormat::Dot => {
            let text = dot::written(subgraph, view, options).map_err(ended)?;
            Ok(Drawing { text, ..Drawing::default() }.into())
        }
        PictureFormat::Mermaid => Ok(mermaid::written(subgraph, view, options).map_err(ended)?.into()),
        _ => write(&Scene::of(subgraph, view, options).map_err(ended)?, view, options, format),
    }
}

/// A picture with its places in a format.
pub(super) fn write(
    drawn: &impl Drawn,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Box<Diagnostic>> {
    let (sources, pixels) = (options.sources.as_deref(), options.pixels);
    let svg = |lettering, sources| drawn.svg(lettering, sources, &options.stop).map_err(ended);
    match format {
        PictureFormat::Svg => Ok(svg(options.text.into(), sources)?.into()),
        PictureFormat::Png => {
            let Drawing { text, warnings, smallest } = svg(Lettering::OutlinesOnly, None)?;
            let bytes = apart(&options.stop, move || png(&text, pixels)).map_err(ended)??;
            Ok(PictureFile { bytes, warnings, smallest })
        }
        #[cfg(feature = "pdf")]
        PictureFormat::Pdf => {
            let Drawing { text, warnings, smallest } = svg(Lettering::OutlinesOnly, None)?;
            let bytes = apart(&options.stop, move || super::pdf::pdf(&text)).map_err(ended)??;
            Ok(PictureFile { bytes, warnings, smallest })
        }
        PictureFormat::Html => {
            // A browser finds and copies text, and has fonts; so letters are text here.
            let drawing = svg(Lettering::Text, None)?;
            let text = html(&drawn.contents(), &drawing.text, view, sources, &options.stop).map_err(ended)?;
            Ok(Drawing { text, ..drawing }.into())
        }
        PictureFormat::Dot | PictureFormat::Mermaid => {
            let formats: Vec<String> = PictureFormat::EXTENSIONS
                .iter()
                .filter(|(_, format)| !matches!(format, PictureFormat::Dot | PictureFormat::Mermaid))
                .map(|(extension, _)| format!(".{extension}"))
                .collect();
            let message = format!("a {} is drawn as {} alone", options.picture.layout.name(), or_list(&formats));
            let hint = "With --layout layered, the same answer makes a diagram of its nodes in any format.";
            Err(Box::new(Diagnostic::error(UNKNOWN_FORMAT, message).hint(hint)))
        }
    }
}
