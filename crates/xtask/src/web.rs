//! The folders that Node builds: the panel and the widget, both embedded into the binary.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

use crate::{
    node::{self, npm},
    sh, stamp,
};

/// A folder with a package.json and the scripts build, check, lint and test.
pub struct Web {
    pub name: &'static str,
    /// It has a script `e2e` too: it is tried in a browser on its own, against a desk made up for it.
    pub alone: bool,
}

pub const PANEL: Web = Web {
    name: "panel",
    alone: false,
};
pub const WIDGET: Web = Web {
    name: "widget",
    alone: true,
};
pub const ALL: &[Web] = &[PANEL, WIDGET];

impl Web {
    pub fn folder(&self, root: &Path) -> PathBuf {
        root.join(self.name)
    }

    pub fn exists(&self, root: &Path) -> bool {
        self.folder(root).join("package.json").is_file()
    }

    /// `npm ci`, when the lock file is not the one that was installed.
    pub fn install(&self, root: &Path) -> Result<()> {
        install(&self.folder(root))
    }

    /// `npm run build`, when a source changed.
    pub fn build(&self, root: &Path) -> Result<()> {
        self.install(root)?;
        let folder = self.folder(root);
        let now = stamp::of(&[&folder])?;
        let built = folder.join("build");
        let stamp = sh::target(root).join("xtask").join(format!("{}.built", self.name));
        if !stamp::once(&stamp, &now, &built, || sh::run(&mut npm(&folder, &["run", "build"])))? {
            println!("{}: nothing changed since it was built", self.name);
        }
        ensure!(
            fs::read_dir(&built)?.next().is_some(),
            "{} is empty after its build",
            built.display()
        );
        Ok(())
    }
}

/// `npm ci` in a folder, when its lock file is not the one that was installed.
pub fn install(folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let now = stamp::of(&[&folder.join("package.json"), &folder.join("package-lock.json")])?;
    // Inside node_modules, so that whoever removes the one removes the other.
    stamp::once(&modules.join(".relevo-installed"), &now, &modules, || {
        sh::run(&mut npm(folder, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    })?;
    Ok(())
}

/// Everything that the binary embeds.
pub fn build_all(root: &Path) -> Result<()> {
    node::check()?;
    for web in ALL.iter().filter(|web| web.exists(root)) {
        web.build(root)?;
    }
    Ok(())
}
