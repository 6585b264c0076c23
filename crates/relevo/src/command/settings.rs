//! `relevo table settings`: the settings as `docs/` lists them, from the command line's own definition.

use clap::Args;

use crate::options::Options;

const HEAD: &str = "# Settings

A setting is its flag, else its `RELEVO_…` variable, else its line in the settings file, else the default. The commands that need a desk
(`serve`, `migrate`, `backup`, `restore`, `doctor`, `demo`) take all of them. This page is written by `cargo xtask gen`.

| flag | variable | in `relevo.toml` | |
|---|---|---|---|
";

pub fn table() -> String {
    let command = Options::augment_args(clap::Command::new("relevo"));
    let rows = command.get_arguments().filter_map(|arg| {
        let flag = arg.get_long()?;
        let variable = arg.get_env()?.to_string_lossy();
        let help = arg.get_help()?.to_string();
        // The file cannot say where it is itself.
        let line = if flag == "config" {
            String::new()
        } else {
            format!("`{}`", flag.replace('-', "_"))
        };
        Some(format!("| `--{flag}` | `{variable}` | {line} | {help} |\n"))
    });
    HEAD.to_owned() + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_flag_a_variable_a_line_and_a_sentence() {
        let command = Options::augment_args(clap::Command::new("relevo"));
        for arg in command.get_arguments() {
            let flag = arg.get_long().expect("a flag");
            let variable = format!("RELEVO_{}", flag.replace('-', "_").to_uppercase());
            assert_eq!(arg.get_env().and_then(|v| v.to_str()), Some(variable.as_str()), "{flag}");
            assert!(arg.get_help().is_some_and(|h| h.to_string().len() > 10), "{flag}");
            let unknown = |error: toml::de::Error| error.message().contains("unknown field");
            let line = format!("{} = {{}}", flag.replace('-', "_"));
            let known = toml::from_str::<Options>(&line).err().is_none_or(|error| !unknown(error));
            assert_eq!(known, flag != "config", "{flag}");
        }
        assert!(table().contains("| `--max-file-mb` | `RELEVO_MAX_FILE_MB` | `max_file_mb` |"));
    }
}
