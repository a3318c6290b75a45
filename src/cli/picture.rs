//! What was typed about a picture → how it is made.

use super::failure::Failure;
use super::open::Place;
use super::setup::Setup;
use crate::diag::{nearest, or_list};
use crate::draw::{Cut, Engine, Options, PageSize, PictureFormat, Pixels, TextForm, Theme};
use crate::library::{Axes, Direction, Layout, Picture, Show};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::path::{Component, Path};

/// The options of commands that make pictures; each wins over the header of a saved query.
#[derive(Args, Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct PictureArgs {
    /// The title of the picture [default: the saved query's]
    #[arg(long)]
    pub title: Option<String>,
    /// The shape that it fills: 16:9, 9:16, 16:10, 4:3, A4, A4-portrait, or a width and height such as 1600x900
    #[arg(long, value_name = "SHAPE")]
    pub size: Option<String>,
    /// Where lines lead [default: the saved query's, else what suits the shape]
    #[arg(long, value_name = "top-to-bottom|left-to-right|…")]
    pub direction: Option<String>,
    /// Draws the relationships of these types between the nodes of the answer [default: the saved query's]
    #[arg(long, value_name = "TYPE|TYPE", value_delimiter = '|')]
    pub connect: Vec<String>,
    /// Draws every relationship between the nodes of the answer
    #[arg(long)]
    pub induced: bool,
    /// Makes groups by a property or a relationship type; two levels with `>` between
    #[arg(long, value_name = "NAME>NAME", value_delimiter = '>')]
    pub group_by: Vec<String>,
    /// Draws only so many nodes, those with the most lines
    #[arg(long, value_name = "N", overrides_with = "top")]
    pub top: Option<usize>,
    /// Draws only nodes with at least so many lines
    #[arg(long, value_name = "N", overrides_with = "least_lines")]
    pub least_lines: Option<usize>,
    /// Leaves out the nodes of a label, or the relationships of a type; may be repeated
    #[arg(long, value_name = "LABEL|TYPE", value_delimiter = '|')]
    pub without: Vec<String>,
    /// Leaves out the line that says where the facts can be read
    #[arg(long)]
    pub no_footnote: bool,
    /// Writes these columns of scalars at their nodes and relationships [default: the saved query's, else all at nodes]
    #[arg(long, value_name = "COLUMN|COLUMN", value_delimiter = '|')]
    pub annotate: Vec<String>,
    /// Lets the nodes and relationships of these columns stand out [default: the saved query's]
    #[arg(long, value_name = "COLUMN|COLUMN", value_delimiter = '|')]
    pub highlight: Vec<String>,
    /// The colors: light, dark, print or high-contrast [default: light]
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Leaves the ground unpainted
    #[arg(long)]
    pub transparent: bool,
    /// How things are arranged: layered, by an installed Graphviz (dot), as a matrix or a timeline, and what plays which
    /// part, as after `show:` in a header; parts that are not named are found in the answer
    #[arg(long, value_name = "layered|dot|matrix|timeline, …")]
    pub layout: Option<String>,
    /// Leaves out what explains the looks
    #[arg(long)]
    pub no_legend: bool,
    /// How .svg writes letters: as outlines that look the same everywhere, or as text [default: paths]
    #[arg(long, value_name = "paths|editable")]
    pub text: Option<TextName>,
    /// How many pixels .png gives to 1/96 inch [default: 2]
    #[arg(long, value_name = "FACTOR")]
    pub scale: Option<f64>,
    /// How many pixels .png gives to an inch [default: 96 times the scale]
    #[arg(long, value_name = "PIXELS")]
    pub dpi: Option<f64>,
    /// What stands before the paths of sources in .svg and .html to make links of them, or `none`
    #[arg(long, value_name = "PREFIX|none")]
    pub links: Option<String>,
}

/// How letters are written, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TextName {
    /// As outlines.
    Paths,
    /// As text.
    Editable,
}

impl PictureArgs {
    /// Sets what was typed, and leaves the rest.
    pub fn apply(&self, options: &mut Options) -> Result<(), Failure> {
        if let Some(title) = &self.title {
            title.clone_into(&mut options.title);
        }
        if let Some(size) = &self.size {
            let names: Vec<&str> = PageSize::NAMES.into_iter().map(|(name, _)| name).collect();
            let known = PageSize::parse(size).ok_or_else(|| {
                Failure::usage(format!(
                    "--size {size} is no shape; a shape is {}, or such as 1600x900, with sides from {} to {}",
                    or_list(&names),
                    PageSize::SIDES.start(),
                    PageSize::SIDES.end()
                ))
            })?;
            options.size = Some(known);
        }
        if let Some(direction) = &self.direction {
            options.picture.direction = Some(
                Direction::of_name(direction)
                    .ok_or_else(|| no_word("--direction", direction, &Direction::NAMES.map(|(name, _)| name)))?,
            );
        }
        if !self.connect.is_empty() {
            options.picture.connect.clone_from(&self.connect);
        }
        if !self.group_by.is_empty() {
            options.picture.group_by = self.group_by.iter().map(|name| name.trim().to_owned()).collect();
        }
        if let Some(layout) = &self.layout {
            options.engine = arrange(&mut options.picture, layout)?;
        }
        match self.text {
            Some(TextName::Paths) => options.text = TextForm::Paths,
            Some(TextName::Editable) => options.text = TextForm::Editable,
            None => {}
        }
        options.pixels = Pixels {
            scale: within("--scale", self.scale, Pixels::SCALES)?,
            dpi: within("--dpi", self.dpi, Pixels::RESOLUTIONS)?,
        };
        options.picture.induced |= self.induced;
        options.cuts.extend(self.without.iter().map(|name| Cut::Without(name.trim().to_owned())));
        options.cuts.extend(self.least_lines.map(Cut::LeastLines));
        options.cuts.extend(self.top.map(Cut::Top));
        if !self.annotate.is_empty() {
            options.picture.annotate.clone_from(&self.annotate);
        }
        if !self.highlight.is_empty() {
            options.picture.highlight.clone_from(&self.highlight);
        }
        options.legend &= !self.no_legend;
        options.footnote &= !self.no_footnote;
        if let Some(theme) = &self.theme {
            options.theme =
                Theme::of_name(theme).ok_or_else(|| no_word("--theme", theme, &Theme::NAMES.map(|(name, _)| name)))?;
        }
        options.transparent |= self.transparent;
        Ok(())
    }

    /// Refuses what means nothing to any of several formats.
    pub fn for_formats(&self, formats: &[PictureFormat], layout: Layout) -> Result<(), Failure> {
        let placed = formats.iter().any(|format| !matches!(format, PictureFormat::Dot | PictureFormat::Mermaid));
        if self.layout.as_deref().is_some_and(|text| split(text).0 == DOT) && !placed {
            return Err(Failure::usage(
                "--layout dot gives places, which .dot and .mmd have none of; the format follows from the name after -o",
            ));
        }
        if layout != Layout::Layered {
            let wrong = [
                ("--direction", self.direction.is_some()),
                ("--annotate", !self.annotate.is_empty()),
                ("--highlight", !self.highlight.is_empty()),
                ("--top", self.top.is_some()),
                ("--least-lines", self.least_lines.is_some()),
                ("--without", !self.without.is_empty()),
            ];
            if let Some((name, _)) = wrong.into_iter().find(|(_, wrong)| *wrong) {
                return Err(Failure::usage(format!("{name} is for --layout layered, not for a {}", layout.name())));
            }
        }
        let [svg, png, html] =
            [PictureFormat::Svg, PictureFormat::Png, PictureFormat::Html].map(|format| formats.contains(&format));
        let wrong = [
            ("--text", self.text.is_some() && !svg, ".svg"),
            ("--scale", self.scale.is_some() && !png, ".png"),
            ("--dpi", self.dpi.is_some() && !png, ".png"),
            ("--links", self.links.is_some() && !svg && !html, ".svg and .html"),
        ];
        match wrong.into_iter().find(|(_, wrong, _)| *wrong) {
            Some((name, _, formats)) => {
                Err(Failure::usage(format!("{name} is for {formats}; the format follows from the name after -o")))
            }
            None => Ok(()),
        }
    }

    /// What makes links of the paths of sources: what was typed, else the way from the directory of the picture to the
    /// one in which the program runs, as long as both picture and data are named from there.
    pub fn sources(&self, setup: &Setup, file: Option<&Path>) -> Option<String> {
        match (&self.links, &setup.place, file) {
            (Some(none), ..) if none == "none" => None,
            (Some(prefix), ..) => Some(prefix.clone()),
            (None, Place::Directory(data), Some(file)) if inside(data) && inside(file) => {
                Some("../".repeat(file.components().filter(|part| matches!(part, Component::Normal(_))).count() - 1))
            }
            _ => None,
        }
    }
}

/// Whether a path leads from the directory at hand down to something.
fn inside(path: &Path) -> bool {
    let mut parts = path.components().filter(|part| *part != Component::CurDir).peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// A number that must lie in a range.
fn within(name: &str, number: Option<f64>, range: RangeInclusive<f64>) -> Result<Option<f64>, Failure> {
    match number {
        Some(number) if !range.contains(&number) => Err(Failure::usage(format!(
            "{name} {number} is out of range; it is from {} to {}",
            range.start(),
            range.end()
        ))),
        number => Ok(number),
    }
}

/// The word for the layout of Graphviz. What is drawn is the same, so that a header has no word for it.
const DOT: &str = "dot";

/// The word for a layout, and what is said after it.
fn split(text: &str) -> (&str, &str) {
    let (form, parts) = text.split_at(text.find(',').unwrap_or(text.len()));
    (form.trim(), parts)
}

/// Arranges a picture as was typed, in the words of a header; parts that are not typed stay as they are.
fn arrange(picture: &mut Picture, text: &str) -> Result<Engine, Failure> {
    let (form, parts) = split(text);
    let mut names = Layout::NAMES.map(|(name, _)| name).to_vec();
    names.insert(1, DOT);
    let engine = if form == DOT { Engine::Graphviz } else { Engine::BuiltIn };
    let wanted = if form == DOT { Layout::Layered.name() } else { form };
    let Some((_, layout)) = Layout::NAMES.into_iter().find(|(name, _)| *name == wanted) else {
        let near = nearest(form, names.iter().copied()).map(|near| format!("; did you mean {near}?"));
        let near = near.unwrap_or_else(|| format!("; it is {}", or_list(&names)));
        return Err(Failure::usage(format!("--layout {form} is none{near}")));
    };
    let form = if layout == Layout::Layered { "graph" } else { layout.name() };
    let Show::Graph(said) = Show::parse("--layout", &format!("{form}{parts}"))? else { return Ok(engine) };
    if picture.layout != layout || *said.axes != Axes::default() {
        picture.axes = said.axes;
    }
    picture.layout = layout;
    picture.direction = said.direction.or(picture.direction);
    picture.induced |= said.induced;
    for (place, names) in [
        (&mut picture.connect, said.connect),
        (&mut picture.group_by, said.group_by),
        (&mut picture.highlight, said.highlight),
    ] {
        if !names.is_empty() {
            *place = names;
        }
    }
    Ok(engine)
}

/// That an option has no such word.
fn no_word(option: &str, word: &str, names: &[&str]) -> Failure {
    match nearest(word, names.iter().copied()) {
        Some(near) => Failure::usage(format!("{option} {word} is none; did you mean {near}?")),
        None => Failure::usage(format!("{option} {word} is none; it is {}", or_list(names))),
    }
}
