//! The sections that Node runs: types, lint and unit tests of panel and widget, and the end-to-end tests.

use std::{fs, panic::resume_unwind, path::Path, process::Command, thread};

use anyhow::{Result, ensure};

use super::{needs::Needs, rust};
use crate::{node::npm, sh, web};

pub fn script(needs: &mut Needs, script: &str) -> Result<()> {
    needs.node()?;
    for web in web::ALL.iter().filter(|web| web.exists(&needs.root)) {
        web.install(&needs.root)?;
        sh::run(&mut npm(&web.folder(&needs.root), &["run", "--silent", script]))?;
    }
    Ok(())
}

/// What can be tried without the binary.
pub fn alone(needs: &mut Needs) -> Result<()> {
    needs.node()?;
    let chromium = needs.chromium()?;
    for web in web::ALL.iter().filter(|web| web.alone && web.exists(&needs.root)) {
        web.build(&needs.root)?;
        sh::run(npm(&web.folder(&needs.root), &["run", "--silent", "e2e"]).env("CHROMIUM", &chromium))?;
    }
    Ok(())
}

/// Tests that go from page to page, or from form to form, in no hurry: they stand aside, behind those in which people answer each other.
/// Both lanes should take about the same time.
const WALKS: &[&str] = &["accessibility", "languages", "looks", "me", "people"];

/// The binary of the dev profile, the one that the Rust tests were built with.
pub fn end_to_end(needs: &mut Needs) -> Result<()> {
    let (node, chromium) = (needs.node()?, needs.chromium()?);
    needs.web()?;
    rust::compile(needs)?;
    let folder = needs.root.join("e2e");
    web::install(&folder)?;
    let files = test_files(&folder)?;
    let is_walk = |file: &String| WALKS.iter().any(|walk| *file == format!("tests/{walk}.test.mjs"));
    let (walks, talks): (Vec<String>, Vec<String>) = files.into_iter().partition(is_walk);
    ensure!(
        walks.len() == WALKS.len() && !talks.is_empty(),
        "tests are missing in {}",
        folder.display()
    );
    let postgres = needs.postgres()?;
    let target = sh::target(&needs.root);
    let tests = |files: &[String]| {
        let mut command = Command::new(&node);
        command
            // One file after the other: beside each other two browsers in a hurry are slower on two cores than a test is patient. What hangs
            // fails, and what a failed test left open does not keep the rest waiting.
            .args([
                "--test",
                "--test-concurrency=1",
                "--test-timeout=600000",
                "--test-force-exit",
                "--test-reporter=spec",
            ])
            .args(files)
            .current_dir(&folder)
            .env("CHROMIUM", &chromium)
            .env("RELEVO_TEST_POSTGRES", &postgres)
            .env("RELEVO_BIN", target.join("debug/relevo"));
        command
    };
    thread::scope(|scope| {
        let aside = scope.spawn(|| sh::aside(&target.join("xtask/walks.log"), || sh::run(&mut sh::gently(tests(&walks)))));
        let front = sh::run(&mut tests(&talks));
        let (walked, said) = aside.join().unwrap_or_else(|panic| resume_unwind(panic));
        print!("{said}");
        front.and(walked)
    })
}

/// By name: what `node --test` makes of a folder is not the same in every version.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    let names = fs::read_dir(folder.join("tests"))?.map(|entry| Ok(format!("tests/{}", entry?.file_name().to_string_lossy())));
    let mut files = names.collect::<Result<Vec<_>>>()?;
    files.retain(|name| name.ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}
