//! The Rust sections. Everything is built once, in the dev profile: the tests, and the binary that the end-to-end tests drive.

use std::{path::Path, process::Command};

use anyhow::Result;

use super::needs::Needs;
use crate::{
    bench, gen_files,
    sh::{self, cargo},
};

pub fn fmt(needs: &mut Needs) -> Result<()> {
    sh::run(cargo(&needs.root).args(["fmt", "--all", "--check"]))
}

/// Binaries and tests in one command, so that both agree about the features of what they share and nothing is built twice.
pub fn compile(needs: &mut Needs) -> Result<()> {
    sh::run(sh::gently(linting(&needs.root)).args(["build", "--workspace", "--bins", "--tests"]))
}

/// Cargo with clippy in the compiler's place, warnings as errors: what it reads is what is tested. `cargo clippy` would do the first half of
/// the compiler's work, every dependency's too, and throw it away.
fn linting(root: &Path) -> Command {
    let mut command = cargo(root);
    command
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    command
}

/// The benches run through, small; nothing is held against a clock.
pub fn bench(needs: &mut Needs) -> Result<()> {
    let postgres = needs.postgres()?;
    compile(needs)?;
    bench::start(&needs.root, "debug", &postgres, &["--quick".into()])
}

pub fn generated(needs: &mut Needs) -> Result<()> {
    compile(needs)?;
    gen_files::generate(&needs.root, true)
}

pub fn test(needs: &mut Needs) -> Result<()> {
    let postgres = needs.postgres()?;
    needs.faults()?;
    let nextest = sh::output(cargo(&needs.root).args(["nextest", "--version"])).is_ok();
    let mut command = linting(&needs.root);
    // What passed quickly is not listed one by one; all that fails is, not only the first.
    command.args(if nextest {
        &["nextest", "run", "--status-level=slow"][..]
    } else {
        &["test"]
    });
    command
        .args(["--workspace", "--tests", "--no-fail-fast"])
        .env("RELEVO_TEST_POSTGRES", postgres);
    if !needs.rest.is_empty() {
        command.arg("--").args(&needs.rest);
    }
    sh::run(&mut command)
}
