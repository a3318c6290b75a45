//! "Did you mean": the nearest of the names that would have been right.

/// The bytes of the longest word that is compared.
const LONGEST: usize = 200;

/// The candidate nearest to `word`, if it is near enough to be a likely slip.
///
/// The distance is Damerau-Levenshtein without regard to case; a third of the longer word may differ. A candidate that
/// differs in case alone always wins. The first of equally near candidates is taken. O(candidates × length²), where words
/// longer than any name a person would mistype are not looked at.
///
/// ```
/// use casegraph::diag::nearest;
/// assert_eq!(nearest("Tecnology", ["Company", "Technology"]), Some("Technology"));
/// assert_eq!(nearest("Planet", ["Company", "Technology"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word || candidate.len() > LONGEST {
            continue;
        }
        let other = candidate.to_lowercase();
        let (length, others) = (folded.chars().count(), other.chars().count());
        let limit = length.max(others) / 3;
        if length.abs_diff(others) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &other);
        // Names of one letter are one change apart and have nothing in common.
        if distance <= limit && distance < length.max(others) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names as an English list: `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn or_list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", first.join(", "), last.as_ref())
        }
    }
}
