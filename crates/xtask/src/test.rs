//! `cargo xtask test`: everything that proves Relevo, in one go.
//!
//! Sections stand in the order in which they are likely to fail fast. `cargo xtask test rust panel` runs some of them by their
//! own name or their group's; what a section needs (the panel, PostgreSQL, a browser) it fetches itself.

mod advisories;
mod needs;
mod panel;
mod report;
mod rust;

use std::{
    ffi::OsString,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};
use needs::Needs;
use report::{Report, heading};

use crate::{sh, tidy};

struct Section {
    name: &'static str,
    group: &'static str,
    about: &'static str,
    run: fn(&mut Needs) -> Result<()>,
}

const SECTIONS: &[Section] = &[
    Section {
        name: "fmt",
        group: "rust",
        about: "rustfmt changes nothing",
        run: rust::fmt,
    },
    Section {
        name: "tidy",
        group: "tidy",
        about: "the house's rules",
        run: |needs| tidy::tidy(&needs.root),
    },
    Section {
        name: "advisories",
        group: "tidy",
        about: "no locked crate has a known hole",
        run: advisories::check,
    },
    Section {
        name: "panel-check",
        group: "panel",
        about: "types of panel and widget",
        run: |needs| panel::script(needs, "check"),
    },
    Section {
        name: "panel-lint",
        group: "panel",
        about: "lint of panel and widget",
        run: |needs| panel::script(needs, "lint"),
    },
    Section {
        name: "panel-unit",
        group: "panel",
        about: "unit tests of panel and widget",
        run: |needs| panel::script(needs, "test"),
    },
    Section {
        name: "panel-build",
        group: "panel",
        about: "panel and widget build within their budgets",
        run: |needs| needs.web(),
    },
    Section {
        name: "clippy",
        group: "rust",
        about: "clippy on every target, warnings are errors",
        run: rust::clippy,
    },
    Section {
        name: "compile",
        group: "rust",
        about: "the binary and every test",
        run: rust::compile,
    },
    Section {
        name: "rust",
        group: "rust",
        about: "unit and integration tests on SQLite and PostgreSQL",
        run: rust::test,
    },
    Section {
        name: "bench",
        group: "rust",
        about: "the benches run through, small, held against no clock",
        run: rust::bench,
    },
    Section {
        name: "generated",
        group: "gen",
        about: "generated files are fresh",
        run: rust::generated,
    },
    Section {
        name: "e2e",
        group: "e2e",
        about: "the real binary in a real browser, with axe",
        run: panel::end_to_end,
    },
];

pub fn test(root: PathBuf, args: Parser) -> Result<()> {
    let options = Options::read(args)?;
    let mut needs = Needs::new(root, options.durable, options.rest);
    let mut report = Report::default();
    // Even the compiler on a cold machine needs a third of it.
    sh::limit(Duration::from_secs(40 * 60));
    for section in options.sections {
        heading(section.name, section.about);
        let began = Instant::now();
        let outcome = (section.run)(&mut needs);
        report.add(section.name, began.elapsed(), outcome);
        if report.failed() && !options.keep_going {
            break;
        }
    }
    drop(needs);
    report.close()
}

struct Options {
    sections: Vec<&'static Section>,
    keep_going: bool,
    durable: bool,
    rest: Vec<OsString>,
}

impl Options {
    fn read(mut args: Parser) -> Result<Self> {
        let (mut names, mut rest) = (Vec::new(), Vec::new());
        let (mut keep_going, mut durable) = (false, false);
        while let Some(arg) = args.next()? {
            match arg {
                Arg::Long("keep-going") => keep_going = true,
                Arg::Long("durable") => durable = true,
                Arg::Value(value) => {
                    names.push(value.string()?);
                    // What stands after `--` is for the Rust tests: a filter, a number of threads.
                    if args.try_raw_args().is_some_and(|mut raw| {
                        raw.next_if(|a| a == "--").is_some_and(|_| {
                            rest.extend(raw);
                            true
                        })
                    }) {
                        break;
                    }
                }
                other => return Err(other.unexpected().into()),
            }
        }
        let sections = select(&names)?;
        Ok(Self {
            sections,
            keep_going,
            durable,
            rest,
        })
    }
}

fn select(names: &[String]) -> Result<Vec<&'static Section>> {
    if let Some(unknown) = names.iter().find(|name| !SECTIONS.iter().any(|s| s.is(name))) {
        let list: Vec<String> = SECTIONS
            .iter()
            .map(|s| format!("  {:<12} {:<6} {}", s.name, s.group, s.about))
            .collect();
        bail!(
            "no section is called `{unknown}`. They are, with their groups:\n{}",
            list.join("\n")
        );
    }
    let chosen: Vec<_> = SECTIONS
        .iter()
        .filter(|s| names.is_empty() || names.iter().any(|name| s.is(name)))
        .collect();
    ensure!(!chosen.is_empty(), "nothing to run");
    Ok(chosen)
}

impl Section {
    fn is(&self, name: &str) -> bool {
        self.name == name || self.group == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &[&str]) -> Result<Vec<&'static str>> {
        Ok(Options::read(Parser::from_args(args))?.sections.iter().map(|s| s.name).collect())
    }

    #[test]
    fn sections_by_name_by_group_and_all() -> Result<()> {
        assert_eq!(chosen(&["fmt"])?, ["fmt"]);
        assert_eq!(chosen(&["tidy", "e2e"])?, ["tidy", "advisories", "e2e"]);
        assert_eq!(chosen(&[])?.len(), SECTIONS.len());
        assert!(chosen(&["rust"])?.contains(&"clippy"));
        Ok(())
    }

    #[test]
    fn a_wrong_name_shows_the_right_ones() {
        assert!(chosen(&["rast"]).unwrap_err().to_string().contains("panel-lint"));
        assert!(chosen(&["--fast"]).is_err());
    }

    #[test]
    fn flags_and_what_is_for_the_tests() -> Result<()> {
        let options = Options::read(Parser::from_args(["--keep-going", "rust", "--", "postgres", "--nocapture"]))?;
        assert!(options.keep_going && !options.durable);
        assert_eq!(options.rest, ["postgres", "--nocapture"]);
        Ok(())
    }
}
