//! Everything that is done to the house from outside, behind one door: `cargo xtask <verb>`. A verb is a file.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people at a terminal")]

mod tidy;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

const HELP: &str = "\
cargo xtask <verb>
  tidy    the house's rules: sizes, who may know whom, SQL and HTTP in their places, no text in code
";

fn main() -> ExitCode {
    match verb(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn verb(mut args: Parser) -> Result<()> {
    match args.next()? {
        Some(Arg::Value(verb)) => match verb.string()?.as_str() {
            "tidy" => tidy::tidy(&root()),
            other => bail!("unknown verb `{other}`\n\n{HELP}"),
        },
        _ => {
            print!("{HELP}");
            Ok(())
        }
    }
}

/// The repository, wherever the command is typed.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
