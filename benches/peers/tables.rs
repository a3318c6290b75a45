//! Tables of nodes and edges as files, with the manifest that `casegraph build --csv` reads.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A folder of tables that is being written: `Label.csv` for nodes, `Source_TYPE_Target.csv` for edges.
pub struct Tables {
    folder: PathBuf,
    nodes: Vec<String>,
    edges: Vec<String>,
    /// How many nodes and edges there are so far.
    pub count: [usize; 2],
}

impl Tables {
    pub fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), nodes: Vec::new(), edges: Vec::new(), count: [0, 0] })
    }

    /// The nodes of a label, which have a second one when `also` says so: a line each, under a header whose first column is
    /// the key.
    pub fn nodes<L: Display>(
        &mut self,
        label: &str,
        also: Option<&str>,
        header: &str,
        lines: impl Iterator<Item = L>,
    ) -> io::Result<()> {
        let labels = also.map_or(label.to_owned(), |also| format!("{label}, {also}"));
        let key = header.split('|').next().unwrap_or(header);
        self.nodes.push(format!("{{file: {label}.csv, labels: [{labels}], key: {key}}}"));
        self.count[0] += self.write(label, header, lines)?;
        Ok(())
    }

    /// The edges of a type between two labels, as pairs of keys.
    pub fn edges<K: Display>(
        &mut self,
        [source, kind, target]: [&str; 3],
        pairs: impl Iterator<Item = (K, K)>,
    ) -> io::Result<()> {
        let file = format!("{source}_{kind}_{target}");
        self.edges
            .push(format!("{{file: {file}.csv, type: {kind}, source: {source}, target: {target}, from: a, to: b}}"));
        self.count[1] += self.write(&file, "a|b", pairs.map(|(a, b)| format!("{a}|{b}")))?;
        Ok(())
    }

    fn write<L: Display>(&self, file: &str, header: &str, lines: impl Iterator<Item = L>) -> io::Result<usize> {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(self.folder.join(format!("{file}.csv")))?);
        writeln!(out, "{header}")?;
        let mut count = 0;
        for line in lines {
            writeln!(out, "{line}")?;
            count += 1;
        }
        out.flush()?;
        Ok(count)
    }

    /// Writes the manifest, with which the folder is complete.
    pub fn finish(self) -> io::Result<[usize; 2]> {
        let lists = [("nodes", &self.nodes), ("edges", &self.edges)];
        let lists = lists.map(|(name, tables)| format!("{name}:\n  - {}\n", tables.join("\n  - ")));
        fs::write(self.folder.join("manifest.yaml"), format!("delimiter: \"|\"\n{}", lists.concat()))?;
        Ok(self.count)
    }
}
