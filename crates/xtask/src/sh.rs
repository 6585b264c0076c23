//! Running other programs: said aloud, in a group of their own, ended when we are.

use std::{
    env,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

/// The process group that is waited for, 0 when none is.
static GROUP: AtomicU32 = AtomicU32::new(0);
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
        let group = GROUP.load(Ordering::SeqCst);
        if group != 0 {
            signal("-s TERM", &format!("-- -{group}"));
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Prints the command, runs it without standard input and fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", show(command));
    quietly(command)
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
    GROUP.store(child.id(), Ordering::SeqCst);
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
    GROUP.store(0, Ordering::SeqCst);
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
