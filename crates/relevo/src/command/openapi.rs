//! `relevo openapi`.

use anyhow::Result;

use super::say;

pub fn run() -> Result<()> {
    let (_, _, document) = desk::http::openapi::assemble(desk::slices());
    say(&serde_json::to_string_pretty(&document)?)
}
