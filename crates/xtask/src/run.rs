//! `cargo xtask run`: from a fresh clone to a desk in the browser. The only set-up there is.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::{
    sh::{self, cargo},
    web,
};

/// Optimised, and compiled in half the time of a release (see the profile in Cargo.toml).
const PROFILE: &str = "quick";

pub fn run(root: &Path, args: Parser) -> Result<()> {
    let options = Options::read(args)?;
    println!("Building Relevo. The first time takes some minutes, later ones seconds.");
    web::build_all(root)?;
    sh::run(cargo(root).args(["build", "--profile", PROFILE, "--package", "relevo"]))?;
    let binary = sh::target(root).join(PROFILE).join("relevo");
    let data = options
        .data
        .unwrap_or_else(|| root.join(if options.demo { "data-demo" } else { "data" }));
    if options.demo {
        println!("{}", demo(&binary, &data, options.listen.as_deref())?);
    }
    let mut serve = Command::new(&binary);
    serve.arg("serve").arg("--data").arg(&data);
    if let Some(listen) = options.listen {
        serve.args(["--listen", &listen]);
    }
    // Relevo takes our place: signals and the exit code are its own.
    bail!("cannot start {}: {}", binary.display(), serve.exec())
}

/// Who can sign in to the demo, which is made when the folder is empty. What it said then is kept beside it, since passwords are told once.
fn demo(binary: &Path, data: &Path, listen: Option<&str>) -> Result<String> {
    let people = data.join("people.txt");
    if is_empty(data) {
        println!("Filling {} with the demo", data.display());
        let mut fill = Command::new(binary);
        fill.arg("demo").arg("--data").arg(data);
        if let Some(listen) = listen {
            fill.args(["--listen", listen]);
        }
        let said = fill.stderr(Stdio::inherit()).output()?;
        if !said.status.success() {
            bail!("the demo could not be made");
        }
        fs::write(&people, said.stdout)?;
    }
    fs::read_to_string(&people).with_context(|| format!("{} is no demo of ours: remove it, or choose another with --data", data.display()))
}

struct Options {
    demo: bool,
    data: Option<PathBuf>,
    listen: Option<String>,
}

impl Options {
    fn read(mut args: Parser) -> Result<Self> {
        let mut options = Self {
            demo: false,
            data: None,
            listen: None,
        };
        while let Some(arg) = args.next()? {
            match arg {
                Arg::Long("demo") => options.demo = true,
                Arg::Long("data") => options.data = Some(args.value()?.into()),
                Arg::Long("listen") => options.listen = Some(args.value()?.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_flags() -> Result<()> {
        let options = Options::read(Parser::from_args(["--demo", "--data", "x", "--listen", "0.0.0.0:80"]))?;
        assert!(options.demo);
        assert_eq!((options.data, options.listen), (Some("x".into()), Some("0.0.0.0:80".into())));
        assert!(Options::read(Parser::from_args(["--fast"])).is_err());
        Ok(())
    }
}
