//! The company that somebody means by its name.

use db::Tx;
use kit::{CompanyId, Result};

use super::{Company, Profile, create, store};
use crate::who::Who;

/// Of those whose name the caller may know, the first one of that name; else a new one. What others have of that name is not found, or
/// whoever guesses a name would read what hangs from it. `meant`: which one it was, where an earlier edit says so.
pub fn named(tx: &mut Tx<'_>, who: &Who, name: &str, meant: Option<CompanyId>) -> Result<Company> {
    if let Some(id) = meant
        && let Some(found) = store::row(tx, who.org(), id)?
    {
        return Ok(found);
    }
    if let Some(found) = store::by_name(tx, who, &kit::fold::fold(name))? {
        return Ok(found);
    }
    let profile = Profile {
        name: name.to_owned(),
        ..Profile::default()
    };
    create::insert(tx, who, profile)
}
