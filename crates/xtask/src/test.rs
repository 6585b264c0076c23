//! `cargo xtask test`: everything that proves Relevo, in one go.
//!
//! Sections stand in the order in which they are likely to fail fast. `cargo xtask test rust panel` runs some of them by their
//! own name or their group's; what a section needs (the panel, PostgreSQL, a browser) it fetches itself.

mod advisories;
mod needs;
mod panel;
mod report;
mod rust;
mod sections;

use std::{
    ffi::OsString,
    panic::resume_unwind,
    path::PathBuf,
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};
use needs::Needs;
use report::{Report, heading};
use sections::{Company, SECTIONS, Section};

use crate::sh;

pub fn test(root: PathBuf, args: Parser) -> Result<()> {
    let run = Run {
        root,
        options: Options::read(args)?,
        report: Report::begin(),
    };
    // Even the compiler on a cold machine needs a third of it.
    sh::limit(Duration::from_secs(40 * 60));
    let (front, aside) = halves(&run.options.sections);
    thread::scope(|scope| {
        let (mut needs, mut others, mut waiting) = (run.needs(), None, Some(aside));
        for section in front {
            match section.company {
                Company::Beside => others = others.or_else(|| waiting.take().map(|these| scope.spawn(|| run.aside(these)))),
                Company::Alone => {
                    if let Some(Err(panic)) = others.take().map(ScopedJoinHandle::join) {
                        resume_unwind(panic);
                    }
                }
                Company::First | Company::Aside => {}
            }
            if run.is_over() {
                break;
            }
            heading(section.name, section.about);
            let began = Instant::now();
            let outcome = (section.run)(&mut needs);
            run.report.add(section.name, began.elapsed(), outcome);
        }
    });
    run.report.close()
}

/// What is done one after the other, and what is done aside meanwhile: nothing, where there is nothing to stand beside.
fn halves(sections: &[&'static Section]) -> (Vec<&'static Section>, Vec<&'static Section>) {
    if !sections.iter().any(|section| section.company == Company::Beside) {
        return (sections.to_vec(), Vec::new());
    }
    sections.iter().partition(|section| section.company != Company::Aside)
}

struct Run {
    root: PathBuf,
    options: Options,
    report: Report,
}

impl Run {
    fn needs(&self) -> Needs {
        Needs::new(self.root.clone(), self.options.durable, self.options.rest.clone())
    }

    fn is_over(&self) -> bool {
        self.report.failed() && !self.options.keep_going
    }

    /// What these say is shown whole when each has ended, so that it does not stand between the lines of what is done in front.
    fn aside(&self, sections: Vec<&Section>) {
        let mut needs = self.needs();
        for section in sections {
            if self.is_over() {
                break;
            }
            let began = Instant::now();
            let (outcome, said) = sh::aside(&sh::target(&self.root).join("xtask/aside.log"), || (section.run)(&mut needs));
            heading(section.name, section.about);
            print!("{said}");
            self.report.add(section.name, began.elapsed(), outcome);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &[&str]) -> Result<Vec<&'static str>> {
        Ok(Options::read(Parser::from_args(args))?.sections.iter().map(|s| s.name).collect())
    }

    #[test]
    fn sections_by_name_by_group_and_all() -> Result<()> {
        assert_eq!(chosen(&["fmt"])?, ["fmt"]);
        assert_eq!(chosen(&["tidy", "e2e"])?, ["tidy", "advisories", "widget", "e2e"]);
        assert_eq!(chosen(&[])?.len(), SECTIONS.len());
        assert!(chosen(&["rust"])?.contains(&"compile"));
        Ok(())
    }

    #[test]
    fn aside_stands_only_what_has_something_to_stand_beside() -> Result<()> {
        let count = |args: &[&str]| {
            let (front, aside) = halves(&select(&args.iter().map(ToString::to_string).collect::<Vec<_>>())?);
            Ok::<_, anyhow::Error>((front.len(), aside.len()))
        };
        assert_eq!(count(&["panel-lint", "widget"])?, (2, 0));
        assert_eq!(count(&["panel-lint", "compile"])?, (1, 1));
        let (front, aside) = count(&[])?;
        assert_eq!((front + aside, aside > 2), (SECTIONS.len(), true));
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
