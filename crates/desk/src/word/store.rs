//! The only SQL of words. The table's name is a constant of the noun, never text from outside.

use db::{Tx, args};
use kit::{Error, Id, OrgId, Result, Time};

use super::{Noun, Word};

fn columns<N: Noun>() -> &'static str {
    if N::COLOURED {
        "id, name, created_at, colour"
    } else {
        "id, name, created_at, NULL"
    }
}

type Row = ([u8; 16], String, Time, Option<String>);

fn word<N: Noun>((id, name, created_at, colour): Row) -> Word<N::Id> {
    Word {
        id: N::Id::from_bytes(id),
        name,
        colour,
        created_at,
    }
}

/// All that are in use, by name.
pub fn all<N: Noun>(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Word<N::Id>>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE org_id = $1 AND archived_at IS NULL ORDER BY name_folded",
        columns::<N>(),
        N::NAME
    );
    Ok(tx.all::<Row>(&sql, args![org])?.into_iter().map(word::<N>).collect())
}

/// One that is in use; unknown else.
pub fn one<N: Noun>(tx: &mut Tx<'_>, org: OrgId, id: N::Id) -> Result<Word<N::Id>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
        columns::<N>(),
        N::NAME
    );
    tx.opt::<Row>(&sql, args![org, id.to_bytes()])?
        .map(word::<N>)
        .ok_or_else(Error::unknown)
}

pub fn insert<N: Noun>(tx: &mut Tx<'_>, org: OrgId, word: &Word<N::Id>) -> Result<()> {
    let (id, folded) = (word.id.to_bytes(), kit::fold::fold(&word.name));
    let done = if N::COLOURED {
        let sql = format!(
            "INSERT INTO {} (org_id, id, name, name_folded, created_at, colour) VALUES ($1, $2, $3, $4, $5, $6)",
            N::NAME
        );
        tx.exec(&sql, args![org, id, &word.name, folded, word.created_at, word.colour.as_ref()])
    } else {
        let sql = format!(
            "INSERT INTO {} (org_id, id, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $5)",
            N::NAME
        );
        tx.exec(&sql, args![org, id, &word.name, folded, word.created_at])
    };
    taken(done)
}

pub fn update<N: Noun>(tx: &mut Tx<'_>, org: OrgId, word: &Word<N::Id>) -> Result<()> {
    let (id, folded) = (word.id.to_bytes(), kit::fold::fold(&word.name));
    let done = if N::COLOURED {
        let sql = format!(
            "UPDATE {} SET name = $3, name_folded = $4, colour = $5 WHERE org_id = $1 AND id = $2",
            N::NAME
        );
        tx.exec(&sql, args![org, id, &word.name, folded, word.colour.as_ref()])
    } else {
        tx.exec(
            &format!("UPDATE {} SET name = $3, name_folded = $4 WHERE org_id = $1 AND id = $2", N::NAME),
            args![org, id, &word.name, folded],
        )
    };
    taken(done)
}

pub fn archive<N: Noun>(tx: &mut Tx<'_>, org: OrgId, id: N::Id) -> Result<()> {
    let now = tx.now();
    tx.exec(
        &format!("UPDATE {} SET archived_at = $3 WHERE org_id = $1 AND id = $2", N::NAME),
        args![org, id.to_bytes(), now],
    )?;
    Ok(())
}

/// A name that is taken is the person's to mend.
fn taken(done: db::Result<u64>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(db::Error::Unique { .. }) => Err(Error::conflict("name_taken").with_field("name")),
        Err(error) => Err(error.into()),
    }
}
