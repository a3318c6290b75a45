//! The gallery: every picture of `docs/gallery.md` is what the command above it draws, and
//! sound on a slide: texts apart, routes beside the nodes they only pass, letters of at least 12 points, no empty slide.
//!
//! `UPDATE_EXPECT=1` draws them again.

use crate::docs::run_in;
use crate::geometry::faults;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A picture of the gallery.
struct Picture {
    title: String,
    /// What draws it.
    command: String,
    /// Its file, from the root of the repository.
    file: String,
}

fn pictures() -> Vec<Picture> {
    let page = std::fs::read_to_string(root().join("docs/gallery.md")).expect("there is a gallery");
    let sections = page.split("\n## ").skip(1);
    let read = |section: &str| {
        let title = section.lines().next()?.to_owned();
        let command = section.lines().find_map(|line| line.strip_prefix("$ "))?.to_owned();
        let (alternative, rest) = section.split_once("![")?.1.split_once("](")?;
        assert!(!alternative.is_empty(), "{title}: it says nothing to those who do not see it");
        Some(Picture { title, command, file: format!("docs/{}", rest.split_once(')')?.0) })
    };
    sections.map(|section| read(section).unwrap_or_else(|| panic!("no command or no picture: {section}"))).collect()
}

#[test]
fn the_gallery_shows_what_its_commands_draw() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    let mut wrong = Vec::new();
    for Picture { title, command, file } in pictures() {
        assert!(command.contains("--size 16:9") && command.ends_with(&format!(" -o {file}")), "{command}");
        let _ = std::fs::remove_file(folder.join(&file));
        let said = run_in(&folder, &command);
        assert!(said.lines().count() == 1 && said.starts_with(&file), "{command}: {said}");
        let drawn = std::fs::read_to_string(folder.join(&file)).unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(drawn.contains(&format!("<title>{title}</title>")), "{file} has another title than {title:?}");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(root().join(&file), &drawn).expect("the picture can be written");
        }
        if std::fs::read_to_string(root().join(&file)).ok().as_ref() != Some(&drawn) {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "out of date; UPDATE_EXPECT=1 draws them again: {wrong:?}");
}

#[test]
fn the_gallery_has_each_file_once_and_the_readme_shows_three() {
    let pictures = pictures();
    let shown: BTreeSet<String> = pictures.iter().map(|picture| picture.file.clone()).collect();
    assert!(shown.len() == 12 && pictures.len() == 12, "{shown:?}");
    let there: BTreeSet<String> = std::fs::read_dir(root().join("docs/gallery"))
        .expect("there is a folder of pictures")
        .map(|entry| format!("docs/gallery/{}", entry.expect("it can be read").file_name().to_string_lossy()))
        .collect();
    assert_eq!(there, shown);
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let in_readme = pictures.iter().filter(|picture| readme.contains(&format!("]({})", picture.file)));
    let with_command = |picture: &&Picture| readme.contains(&format!("\n$ {}\n", picture.command));
    assert_eq!(in_readme.filter(with_command).count(), 3);
    assert_eq!(readme.matches("](docs/gallery/").count(), 3);
}

#[test]
fn every_picture_is_sound_on_a_slide() {
    let mut graphs = 0;
    for Picture { file, .. } in pictures() {
        let svg = std::fs::read_to_string(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(faults(&svg), Vec::<String>::new(), "{file}");
        // The same picture in a corner of a slide of twice the size is neither readable nor large.
        let (before, after) = svg.split_once("viewBox=\"0 0 ").expect("it has a frame");
        let (frame, after) = after.split_once('"').expect("its frame ends");
        let twice: Vec<String> =
            frame.split(' ').map(|side| (side.parse::<f64>().expect("it is a number") * 2.0).to_string()).collect();
        let small = faults(&format!("{before}viewBox=\"0 0 {}\"{after}", twice.join(" ")));
        assert!(small.iter().any(|fault| fault.contains("points")), "{file}: {small:?}");
        assert!(small.iter().any(|fault| fault.contains("% of the slide")), "{file}: {small:?}");
        // A line across the whole graph at the height of a label crosses that label and its node.
        let Some((_, nodes)) = svg.split_once("<g id=\"nodes\">") else { continue };
        let Some((lines, _)) = svg.split_once("<g id=\"lines\">") else { continue };
        graphs += 1;
        let label =
            nodes.split_once("<text x=").and_then(|(_, rest)| rest.split_once(" y=\"")).expect("a node has a label").1;
        let base: f64 = label.split_once('"').and_then(|(base, _)| base.parse().ok()).expect("it is a number");
        let height = base - 5.0;
        let stray = format!("<g id=\"lines\"><g><title>stray</title><path d=\"M0 {height} L1280 {height}\"/></g>");
        let crossed = faults(&format!("{lines}{stray}{}", &svg[lines.len() + "<g id=\"lines\">".len()..]));
        assert!(crossed.iter().any(|fault| fault.starts_with("\"stray\" crosses the node")), "{file}: {crossed:?}");
    }
    assert!(graphs >= 5, "{graphs} graphs");
}
