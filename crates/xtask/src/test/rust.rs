//! The Rust sections. Everything is built once, in the dev profile: the tests, and the binary that the end-to-end tests drive.

use anyhow::Result;

use super::needs::Needs;
use crate::{
    bench, gen_files,
    sh::{self, cargo},
};

pub fn fmt(needs: &mut Needs) -> Result<()> {
    sh::run(cargo(&needs.root).args(["fmt", "--all", "--check"]))
}

pub fn clippy(needs: &mut Needs) -> Result<()> {
    sh::run(sh::gently(cargo(&needs.root)).args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

/// Binaries and tests in one command, so that both agree about the features of what they share and nothing is built twice.
pub fn compile(needs: &mut Needs) -> Result<()> {
    sh::run(sh::gently(cargo(&needs.root)).args(["build", "--workspace", "--bins", "--tests"]))
}

/// The benches run through, small; nothing is held against a clock.
pub fn bench(needs: &mut Needs) -> Result<()> {
    let postgres = needs.postgres()?;
    bench::quick(&needs.root, &postgres, &["--quick".into()])
}

pub fn generated(needs: &mut Needs) -> Result<()> {
    compile(needs)?;
    gen_files::generate(&needs.root, true)
}

pub fn test(needs: &mut Needs) -> Result<()> {
    let postgres = needs.postgres()?;
    needs.faults()?;
    let nextest = sh::output(cargo(&needs.root).args(["nextest", "--version"])).is_ok();
    let mut command = cargo(&needs.root);
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
