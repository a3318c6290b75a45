//! What was typed about a picture → how it is made.

use super::failure::Failure;
use crate::diag::{nearest, or_list};
use crate::draw::{Options, PageSize};
use crate::library::{Axes, Direction, Layout, Picture, Show};
use clap::Args;

/// The options of commands that make pictures; each wins over the header of a saved query.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct PictureArgs {
    /// The title of the picture [default: the saved query's]
    #[arg(long)]
    pub title: Option<String>,
    /// The shape that it fills: 16:9, 16:10, 4:3, A4, A4-portrait, or a width and height such as 1600x900
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
    /// How things are arranged: layered, matrix or timeline, and what plays which part, as after `show:` in a header
    #[arg(long, value_name = "layered|matrix|timeline, …")]
    pub layout: Option<String>,
    /// Leaves out what explains the looks
    #[arg(long)]
    pub no_legend: bool,
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
                Failure::usage(format!("--size {size} is no shape; a shape is {}, or 1600x900", or_list(&names)))
            })?;
            options.size = Some(known);
        }
        if let Some(direction) = &self.direction {
            options.picture.direction = Some(Direction::of_name(direction).ok_or_else(|| no_direction(direction))?);
        }
        if !self.connect.is_empty() {
            options.picture.connect.clone_from(&self.connect);
        }
        if !self.group_by.is_empty() {
            options.picture.group_by = self.group_by.iter().map(|name| name.trim().to_owned()).collect();
        }
        if let Some(layout) = &self.layout {
            arrange(&mut options.picture, layout)?;
        }
        options.picture.induced |= self.induced;
        options.legend &= !self.no_legend;
        Ok(())
    }
}

/// Arranges a picture as was typed, in the words of a header; parts that are not typed stay as they are.
fn arrange(picture: &mut Picture, text: &str) -> Result<(), Failure> {
    let (form, parts) = text.split_at(text.find(',').unwrap_or(text.len()));
    let names = Layout::NAMES.map(|(name, _)| name);
    let Some((_, layout)) = Layout::NAMES.into_iter().find(|(name, _)| *name == form.trim()) else {
        let near = nearest(form.trim(), names).map(|near| format!("; did you mean {near}?"));
        let near = near.unwrap_or_else(|| format!("; it is {}", or_list(&names)));
        return Err(Failure::usage(format!("--layout {form} is none{near}")));
    };
    let form = if layout == Layout::Layered { "graph" } else { layout.name() };
    let Show::Graph(said) = Show::parse("--layout", &format!("{form}{parts}"))? else { return Ok(()) };
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
    Ok(())
}

fn no_direction(word: &str) -> Failure {
    let names = Direction::NAMES.map(|(name, _)| name);
    match nearest(word, names) {
        Some(near) => Failure::usage(format!("--direction {word} is none; did you mean {near}?")),
        None => Failure::usage(format!("--direction {word} is none; it is {}", or_list(&names))),
    }
}
