//! The end of a cluster, of our own and of those whose run was killed before it could clean up.

use std::{fs, path::Path};

use super::{PREFIX, server::Server};
use crate::sh;

/// Stops the cluster in a folder without ceremony and removes the folder. Nothing in it is worth a farewell.
pub fn end(server: &Server, folder: &Path) {
    let data = folder.join("data");
    if data.join("postmaster.pid").exists() {
        let mut pg_ctl = server.command("pg_ctl", folder);
        pg_ctl.arg("stop").arg("-D").arg(&data).args(["-m", "immediate", "-w", "-s"]);
        if let Err(error) = sh::output(&mut pg_ctl) {
            eprintln!("{error:#}");
        }
    }
    if let Err(error) = fs::remove_dir_all(folder) {
        eprintln!("cannot remove {}: {error}", folder.display());
    }
}

/// Ends every cluster whose owner, named in its folder's name, is no more.
pub fn remove(server: &Server, temporary: &Path) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        if owner(&entry.file_name().to_string_lossy()).is_some_and(|pid| !lives(pid)) {
            println!("removing {}, left by a run that was killed", entry.path().display());
            end(server, &entry.path());
        }
    }
}

fn owner(name: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.parse().ok()
}

fn lives(pid: u32) -> bool {
    sh::signal("-0", &pid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_folders_have_an_owner_and_we_live() {
        assert_eq!(owner("relevo-test-postgres-12"), Some(12));
        assert_eq!(owner("relevo-test-postgres-x"), None);
        assert_eq!(owner("postgres-12"), None);
        assert!(lives(std::process::id()));
        assert!(!lives(u32::MAX >> 1));
    }
}
