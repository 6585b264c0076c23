//! The commands that come and go.

use std::io::Write as _;

pub mod backup;
pub mod demo;
pub mod doctor;
pub mod empty;
pub mod migrate;
pub mod openapi;
pub mod settings;
pub mod table;

/// Prints what a command was asked for.
pub fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{}", text.trim_end())?)
}

pub fn say_error(text: &str) {
    // Nothing is left to do when even that cannot be said.
    let _ = writeln!(std::io::stderr(), "{text}");
}
