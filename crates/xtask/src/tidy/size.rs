//! Files that fit on a desk: the median file has at most 120 lines, nine in ten at most 350, none more than 600.

use super::house::{Finding, House, Source};

const MEDIAN: usize = 120;
const P90: usize = 350;
const MOST: usize = 600;

const COUNTED: &[&str] = &[".rs", ".ts", ".tsx", ".mjs", ".svelte", ".css"];

/// Files that may be longer, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

pub struct Sizes {
    pub files: usize,
    pub lines: usize,
    pub median: usize,
    pub p90: usize,
    pub max: usize,
    pub longest: String,
}

pub fn measure(house: &House) -> Sizes {
    let mut sizes: Vec<(usize, &str)> = counted(house).map(|s| (s.text.lines().count(), s.path.as_str())).collect();
    sizes.sort_unstable();
    let at = |share: usize| {
        sizes
            .get((sizes.len() * share / 100).min(sizes.len().saturating_sub(1)))
            .map_or(0, |s| s.0)
    };
    let (max, longest) = sizes.last().copied().unwrap_or_default();
    let lines = sizes.iter().map(|s| s.0).sum();
    Sizes {
        files: sizes.len(),
        lines,
        median: at(50),
        p90: at(90),
        max,
        longest: longest.to_owned(),
    }
}

pub fn check(house: &House, found: &mut Vec<Finding>) {
    for source in counted(house) {
        let lines = source.text.lines().count();
        if lines > MOST && !EXCEPTIONS.iter().any(|(path, _)| *path == source.path) {
            found.push(Finding::new(
                source,
                MOST + 1,
                format!("{lines} lines; no file has more than {MOST}"),
            ));
        }
    }
    let sizes = measure(house);
    for (what, is, most) in [("median", sizes.median, MEDIAN), ("p90", sizes.p90, P90)] {
        if is > most {
            found.push(Finding {
                path: ".".into(),
                line: 1,
                sentence: format!("the {what} file has {is} lines; at most {most}"),
            });
        }
    }
    for (path, reason) in EXCEPTIONS {
        let still = house.get(path).is_some_and(|s| s.text.lines().count() > MOST);
        if !still || reason.is_empty() {
            found.push(Finding {
                path: (*path).into(),
                line: 1,
                sentence: "is listed as an exception and is none, or has no reason".into(),
            });
        }
    }
}

fn counted(house: &House) -> impl Iterator<Item = &Source> {
    house.under("", COUNTED).filter(|s| !s.is_generated())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(sources: &[(&str, &str)]) -> usize {
        let mut found = Vec::new();
        check(&House::of(sources), &mut found);
        found.len()
    }

    #[test]
    fn a_long_file_is_found_unless_generated() {
        let (short, long) = ("x\n".repeat(100), "x\n".repeat(601));
        let mut house = vec![("a.rs", short.as_str()); 20];
        assert_eq!(findings(&house), 0);
        house.push(("panel/src/lib/api/schema.d.ts", &long));
        assert_eq!(findings(&house), 0);
        house.push(("b.css", &long));
        assert_eq!(findings(&house), 1);
    }

    #[test]
    fn many_middling_files_are_found_by_the_median_and_the_p90() {
        assert_eq!(findings(&[("a.rs", &"x\n".repeat(121))]), 1);
        assert_eq!(findings(&[("a.rs", &"x\n".repeat(351))]), 2);
        assert_eq!(findings(&[("a.rs", &"x\n".repeat(120))]), 0);
    }
}
