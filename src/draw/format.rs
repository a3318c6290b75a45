//! The one place that knows every format of a picture, its extensions and its writer.

use super::html::html;
use super::png::png;
use super::scene::Scene;
use super::svg::{Letters, picture};
use super::{Drawing, Options, Subgraph, dot, mermaid, svg};
use crate::diag::{Diagnostic, Diagnostics};
use crate::graph::View;

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
}

impl From<Drawing> for PictureFile {
    fn from(drawing: Drawing) -> Self {
        Self { bytes: drawing.text.into_bytes(), warnings: drawing.warnings }
    }
}

impl PictureFormat {
    /// Every extension of a file, with its format.
    pub const EXTENSIONS: [(&str, Self); 7] = [
        ("svg", Self::Svg),
        ("png", Self::Png),
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
        let known = Self::EXTENSIONS.into_iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|(_, format)| format)
    }
}

/// The picture in a format.
///
/// # Errors
///
/// When the picture has more pixels than can be drawn.
pub fn draw(
    subgraph: &Subgraph,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Box<Diagnostic>> {
    let drawing = match format {
        PictureFormat::Dot => Drawing { text: dot(subgraph, view, options), warnings: Diagnostics::new() },
        PictureFormat::Mermaid => mermaid(subgraph, view, options),
        PictureFormat::Svg => svg(subgraph, view, options),
        PictureFormat::Png => {
            let drawing = picture(&Scene::of(subgraph, view, options), Letters::OutlinesOnly, None);
            let bytes = png(&drawing.text, options.pixels)?;
            return Ok(PictureFile { bytes, warnings: drawing.warnings });
        }
        PictureFormat::Html => {
            let scene = Scene::of(subgraph, view, options);
            // A browser finds and copies text, and has fonts; so letters are text here.
            let Drawing { text, warnings } = picture(&scene, Letters::Text, None);
            Drawing { text: html(&scene, &text, view, options.sources.as_deref()), warnings }
        }
    };
    Ok(drawing.into())
}
