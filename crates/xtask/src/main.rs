//! Everything that is done to the house from outside, behind one door: `cargo xtask <verb>`. A verb is a file.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people at a terminal")]

mod apt;
mod bench;
mod build;
mod chromium;
mod gen_files;
mod node;
mod postgres;
mod run;
mod sh;
mod stamp;
mod strace;
mod test;
mod tidy;
mod web;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

const HELP: &str = "\
cargo xtask <verb>

  run [--demo] [--data DIR] [--listen ADDR]
          builds the panel and Relevo and starts it; with --demo on three organisations full of data
  test [SECTION…] [--keep-going] [--durable] [-- ARGS]
          everything that proves Relevo, or some sections of it; ARGS go to the Rust tests
  build   target/release/relevo, with the panel inside
  bench [--quick] [--only PART] [--engine ENGINE]
          measures the release on both engines (docs/bench.md); --quick only shows that it runs
  gen [--check]
          writes the generated files anew, or only looks whether they are fresh
  tidy    the house's rules: sizes, who may know whom, SQL and HTTP in their places, no text in code
";

fn main() -> ExitCode {
    match verb(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn verb(mut args: Parser) -> Result<()> {
    let root = root()?;
    let verb = match args.next()? {
        Some(Arg::Value(verb)) => verb.string()?,
        None | Some(Arg::Short('h') | Arg::Long("help")) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    sh::catch_interrupts()?;
    match verb.as_str() {
        "run" => run::run(&root, args),
        "test" => test::test(root, args),
        "build" => build::build(&root),
        "bench" => bench::bench(&root, args),
        "gen" => gen_files::verb(&root, args),
        "tidy" => tidy::tidy(&root),
        "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("unknown verb `{other}`\n\n{HELP}"),
    }
}

/// The repository, wherever the command is typed.
fn root() -> Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .map(PathBuf::from)
        .context("xtask does not stand in crates/")
}
