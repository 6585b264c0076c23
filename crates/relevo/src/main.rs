//! Relevo, the desk in one binary. `relevo help` lists what it can do; [`options`] where its settings come from.

mod archive;
mod assets;
mod command;
mod options;
mod serve;

use clap::{Parser, Subcommand};
use options::Options;

#[derive(Parser)]
#[command(name = "relevo", version, about = "A self-hosted customer-service desk")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the desk.
    Serve(Options),
    /// Bring the database to this version's level; a copy is made first.
    Migrate(Options),
    /// Look whether everything an installation needs is there.
    Doctor(Options),
    /// Write everything, database and files, into one archive; the desk may go on serving.
    Backup(command::backup::Backup),
    /// Bring an archive back into an empty folder and an empty database, of either engine.
    Restore(command::backup::Restore),
    /// Fill an empty folder with three organisations to look at and to try.
    Demo(command::demo::Ask),
    /// Print the OpenAPI document.
    Openapi,
    /// Print a generated document: `routes`, `roles`, `settings` or `demo-schema`.
    Table { name: command::table::Name },
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(options) => options.complete().and_then(serve::run),
        Command::Migrate(options) => options.complete().and_then(|o| command::migrate::run(&o)),
        Command::Doctor(options) => options.complete().and_then(command::doctor::run),
        Command::Backup(ask) => command::backup::backup(ask),
        Command::Restore(ask) => command::backup::restore(ask),
        Command::Demo(ask) => command::demo::run(ask),
        Command::Openapi => command::openapi::run(),
        Command::Table { name } => command::table::run(name),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            command::say_error(&format!("relevo: {error:#}"));
            std::process::ExitCode::FAILURE
        }
    }
}
