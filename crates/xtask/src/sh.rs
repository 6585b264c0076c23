//! Running other programs: said aloud, in a group of their own, ended when we are.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    env,
    fs::{self, File},
    io::Write,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

/// The process groups that are waited for.
static GROUPS: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How many seconds a program may run.
static PATIENCE: AtomicU64 = AtomicU64::new(u64::MAX);

/// From here on a program that runs longer hangs, and is ended instead of being waited for.
pub fn limit(patience: Duration) {
    PATIENCE.store(patience.as_secs(), Ordering::SeqCst);
}

/// From here on Ctrl-C and SIGTERM end the program that runs, and then ours by its ordinary way out, so that what was started is stopped.
pub fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        for group in groups().iter() {
            signal("-s TERM", &format!("-- -{group}"));
        }
    })
    .context("cannot listen for Ctrl-C")
}

fn groups() -> MutexGuard<'static, BTreeSet<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// Where the programs that this thread runs write, when not to the terminal.
    static PAPER: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Keeps what the programs that `act` runs say in a file, and gives it back.
pub fn aside<T>(paper: &Path, act: impl FnOnce() -> Result<T>) -> (Result<T>, String) {
    let write = || -> Result<File> {
        fs::create_dir_all(paper.parent().unwrap_or(paper))?;
        Ok(File::create(paper)?)
    };
    match write() {
        Err(error) => (Err(error.context(format!("cannot write {}", paper.display()))), String::new()),
        Ok(file) => {
            PAPER.set(Some(file));
            let outcome = act();
            PAPER.set(None);
            let said = fs::read(paper).unwrap_or_default();
            (outcome, String::from_utf8_lossy(&said).into_owned())
        }
    }
}

/// Prints the command, runs it without standard input and fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let said = format!("$ {}", show(command));
    PAPER.with_borrow(|paper| {
        let Some(paper) = paper else {
            println!("{said}");
            return anyhow::Ok(());
        };
        command.stdout(paper.try_clone()?).stderr(paper.try_clone()?);
        Ok(writeln!(&*paper, "{said}")?)
    })?;
    quietly(command)
}

/// The same command, behind all that somebody waits for: browsers whose tests are patient only for so long.
pub fn gently(command: Command) -> Command {
    if find("nice").is_none() {
        return command;
    }
    let mut gentle = Command::new("nice");
    gentle.args(["-n", "10"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => gentle.env(name, value),
            None => gentle.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        gentle.current_dir(folder);
    }
    gentle
}

pub fn quietly(command: &mut Command) -> Result<()> {
    within(Duration::from_secs(PATIENCE.load(Ordering::SeqCst)), command)
}

fn within(patience: Duration, command: &mut Command) -> Result<()> {
    ensure!(!INTERRUPTED.load(Ordering::SeqCst), "interrupted");
    let mut child = command
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start `{}`", show(command)))?;
    groups().insert(child.id());
    let began = Instant::now();
    let status = loop {
        let ended = child.try_wait();
        if !matches!(ended, Ok(None)) || began.elapsed() > patience {
            break ended;
        }
        thread::sleep(Duration::from_millis(20));
    };
    if let Ok(None) = status {
        // The whole group, and at once: who hangs does not hear.
        signal("-s KILL", &format!("-- -{}", child.id()));
        child.wait()?;
    }
    groups().remove(&child.id());
    ensure!(!INTERRUPTED.load(Ordering::SeqCst), "interrupted");
    let Some(status) = status? else {
        bail!("`{}` still ran after {} min and was ended", show(command), patience.as_secs() / 60);
    };
    ensure!(status.success(), "`{}` failed ({status})", show(command));
    Ok(())
}

/// What a command prints.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        bail!(
            "`{shown}` failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` did not print text"))
}

/// The shell's own `kill`: the program of that name is not on every machine. A group wants `-s`: dash takes no `--` after `-KILL`.
pub fn signal(signal: &str, whom: &str) -> bool {
    let kill = format!("kill {signal} {whom} 2>/dev/null");
    Command::new("sh").args(["-c", &kill]).status().is_ok_and(|status| status.success())
}

/// Cargo as it would be from a shell. `cargo run` tells us about xtask's own package in variables which build scripts
/// (ring's among them) watch: handed on, they would have the dependencies built anew each time.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") || told == "CARGO_BIN_NAME" || told == "LD_LIBRARY_PATH" {
            command.env_remove(name);
        }
    }
    command
}

/// Where cargo puts what it builds.
pub fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A program in the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(program).chain(args).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        assert!(quietly(&mut Command::new("true")).is_ok());
        assert!(
            quietly(Command::new("false").arg("x"))
                .unwrap_err()
                .to_string()
                .starts_with("`false x` failed")
        );
        assert!(
            output(&mut Command::new("no-such-program"))
                .unwrap_err()
                .to_string()
                .contains("no-such-program")
        );
    }

    #[test]
    fn who_hangs_is_ended() {
        let wrong = within(Duration::from_millis(50), Command::new("sleep").arg("600")).unwrap_err();
        assert!(wrong.to_string().starts_with("`sleep 600` still ran"), "{wrong}");
    }

    #[test]
    fn what_is_said_aside_is_kept_and_given_back() -> Result<()> {
        let folder = env::temp_dir().join(format!("relevo-aside-{}", std::process::id()));
        let (outcome, said) = aside(&folder.join("new/aside.log"), || {
            run(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]))
        });
        assert!(outcome.is_err());
        fs::remove_dir_all(&folder)?;
        assert_eq!(said, "$ sh -c echo one; echo two >&2; exit 3\none\ntwo\n");
        Ok(())
    }

    #[test]
    fn gently_changes_nothing_but_the_order() {
        let mut command = cargo(Path::new("/"));
        command.arg("build").env("A", "1");
        let gentle = gently(command);
        assert!(show(&gentle).ends_with("cargo build"), "{}", show(&gentle));
        assert_eq!(gentle.get_current_dir(), Some(Path::new("/")));
        assert!(gentle.get_envs().any(|(name, value)| name == "A" && value == Some("1".as_ref())));
    }

    #[test]
    fn cargo_does_not_hear_of_our_own_package() {
        let command = cargo(Path::new("."));
        let removed: Vec<_> = command
            .get_envs()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name.to_os_string())
            .collect();
        assert!(removed.contains(&"CARGO_PKG_NAME".into()), "{removed:?}");
    }
}
