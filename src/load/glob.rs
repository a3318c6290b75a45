//! Patterns of paths, such as `studies/*.yaml`.

/// A path in which `*` stands for any characters but `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(String);

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the whole path fits. O(pattern × path).
    pub(super) fn fits(&self, path: &str) -> bool {
        let (mut patterns, mut parts) = (self.0.split('/'), path.split('/'));
        loop {
            match (patterns.next(), parts.next()) {
                (None, None) => return true,
                (Some(pattern), Some(part)) if fits(pattern.as_bytes(), part.as_bytes()) => {}
                _ => return false,
            }
        }
    }
}

/// Matches one part of a path; on a mismatch the last star takes one byte more.
fn fits(pattern: &[u8], part: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < part.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, from));
            at += 1;
        } else if pattern.get(at) == Some(&part[from]) {
            at += 1;
            from += 1;
        } else if let Some((star_at, taken)) = star {
            star = Some((star_at, taken + 1));
            at = star_at + 1;
            from = taken + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_its_part_of_the_path() {
        for (pattern, path, expected) in [
            ("companies.yaml", "companies.yaml", true),
            ("companies.yaml", "a/companies.yaml", false),
            ("studies/*.yaml", "studies/a.yaml", true),
            ("studies/*.yaml", "studies/a/b.yaml", false),
            ("studies/*.yaml", "studies/a.yml", false),
            ("studies/*.yaml", "studies", false),
            ("*/x-*-*.yaml", "a/x-1-2-3.yaml", true),
            ("*/x-*-*.yaml", "a/x-1.yaml", false),
            ("*", "", true),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbXcd", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(path), expected, "{pattern} {path}");
        }
    }
}
