//! `relevo table routes|roles`: the generated tables of `docs/`, so that a change of policy is a readable diff.

use anyhow::Result;

use super::{say, settings};

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Name {
    /// Every route with its permission.
    Routes,
    /// Every role with its permissions and where they hold.
    Roles,
    /// Every setting: flag, variable and line of the settings file.
    Settings,
    /// The JSON Schema of what `relevo demo --json` prints.
    DemoSchema,
}

pub fn run(name: Name) -> Result<()> {
    match name {
        Name::Routes => {
            let (_, lines, _) = desk::http::openapi::assemble(desk::slices());
            say(&desk::http::route::table(&lines))
        }
        Name::Settings => say(&settings::table()),
        Name::DemoSchema => say(&serde_json::to_string_pretty(&demo::schema())?),
        Name::Roles => say(&access::matrix::render(access::builtin_roles())),
    }
}
