//! The house's rules as tests. One file a rule, each with a good and a bad example; to add one, write its file and its line here.

mod catalogue;
mod crates;
mod dependencies;
mod edges;
mod environment;
mod house;
mod leftovers;
mod markup;
mod migrations;
mod rust;
mod size;
mod slices;
mod wording;

use std::path::Path;

use anyhow::{Result, bail};
use house::{Finding, House};

type Rule = fn(&House, &mut Vec<Finding>);

const RULES: &[(&str, Rule)] = &[
    ("size", size::check),
    ("crates", crates::check),
    ("slices", slices::check),
    ("sql", edges::sql),
    ("http", edges::http),
    ("environment", environment::check),
    ("leftovers", leftovers::check),
    ("migrations", migrations::check),
    ("sentences", dependencies::sentences),
    ("banned", dependencies::banned),
    ("wording", wording::check),
    ("catalogue", catalogue::check),
];

pub fn tidy(root: &Path) -> Result<()> {
    let house = House::read(root)?;
    let mut count = 0;
    for (rule, check) in RULES {
        let mut found = Vec::new();
        check(&house, &mut found);
        for Finding { path, line, sentence } in &found {
            println!("{path}:{line}: {rule}: {sentence}");
        }
        count += found.len();
    }
    let s = size::measure(&house);
    println!(
        "{} files, {} lines: median {}, p90 {}, max {} ({})",
        s.files, s.lines, s.median, s.p90, s.max, s.longest
    );
    if count > 0 {
        bail!("{count} findings: the house is not tidy");
    }
    println!("{} rules hold", RULES.len());
    Ok(())
}
