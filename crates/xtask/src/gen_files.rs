//! `cargo xtask gen`: the files in git that a program wrote. `--check` writes nothing and fails when one is stale.

use std::{fs, path::Path, process::Command};

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::{
    node::npm,
    sh::{self, cargo},
    web::PANEL,
};

/// How a file is made.
enum Maker {
    /// What `relevo …` prints.
    Relevo(&'static [&'static str]),
    /// A test of `desk` that writes the file when this variable is set, and compares it whenever it runs.
    Test(&'static str, &'static str),
    /// A script of the panel's package.json, which writes the file itself.
    Panel(&'static str),
}

/// One line a file, in the order in which they depend on each other. To add one, add its line.
const FILES: &[(Maker, &str)] = &[
    (Maker::Relevo(&["table", "roles"]), "docs/roles.txt"),
    (Maker::Relevo(&["table", "routes"]), "docs/routes.txt"),
    (
        Maker::Test("every_route_answers_everybody_as_access_says", "RELEVO_WRITE_ACCESS"),
        "docs/access.txt",
    ),
    (Maker::Relevo(&["openapi"]), "docs/openapi.json"),
    (Maker::Relevo(&["table", "settings"]), "docs/settings.md"),
    (Maker::Relevo(&["table", "demo-schema"]), "docs/demo.schema.json"),
    (Maker::Panel("gen"), "panel/src/lib/api/schema.d.ts"),
];

impl Maker {
    fn exists(&self, root: &Path) -> bool {
        match self {
            Self::Relevo(_) => root.join("crates/relevo/Cargo.toml").exists(),
            Self::Test(..) => root.join("crates/desk/tests/it/everybody").exists(),
            Self::Panel(_) => PANEL.exists(root) && root.join("docs/openapi.json").exists(),
        }
    }
}

pub fn verb(root: &Path, mut args: Parser) -> Result<()> {
    let mut check = false;
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("check") => check = true,
            other => return Err(other.unexpected().into()),
        }
    }
    sh::run(cargo(root).args(["build", "--package", "relevo"]))?;
    generate(root, check)
}

/// Asks the binary of the dev profile, which was built before.
pub fn generate(root: &Path, check: bool) -> Result<()> {
    let mut stale = Vec::new();
    for (maker, path) in FILES {
        if !maker.exists(root) {
            println!("{path}: its maker is not in the house");
            continue;
        }
        let file = root.join(path);
        let before = fs::read_to_string(&file).unwrap_or_default();
        let now = match maker {
            Maker::Test(..) if check => {
                println!("{path}: compared by its own test");
                continue;
            }
            Maker::Test(test, variable) => {
                let mut run = cargo(root);
                // As the tests are built, so that nothing is compiled twice with other features.
                run.args(["test", "--quiet", "--workspace", "--test", "it", "--", *test])
                    .env(variable, "1");
                sh::run(&mut run)?;
                println!("{path}: written");
                continue;
            }
            Maker::Relevo(args) => sh::output(Command::new(sh::target(root).join("debug/relevo")).args(*args))?,
            Maker::Panel(script) => written_by_panel(root, script, &file, &before)?,
        };
        if now == before {
            println!("{path}: fresh");
        } else if check {
            stale.push(*path);
        } else {
            fs::write(&file, now)?;
            println!("{path}: written");
        }
    }
    if !stale.is_empty() {
        bail!("stale: {}\nRun `cargo xtask gen` and commit what it writes.", stale.join(", "));
    }
    Ok(())
}

/// Runs the script and gives what it wrote; the file itself is put back, so that looking changes nothing.
fn written_by_panel(root: &Path, script: &str, file: &Path, before: &str) -> Result<String> {
    PANEL.install(root)?;
    sh::run(&mut npm(&PANEL.folder(root), &["run", "--silent", script]))?;
    let now = fs::read_to_string(file)?;
    fs::write(file, before)?;
    Ok(now)
}
