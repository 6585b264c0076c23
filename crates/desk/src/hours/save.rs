//! Write a calendar, new or changed, and where it holds.

use db::Tx;
use kit::{Error, HoursId, Result, Time};
use serde_json::{Value, json};

use super::check::{Draft, MAX_NAME, plan};
use super::places::{self, Places};
use super::{Hours, opening, store};
use crate::who::Who;
use crate::{audit, organisation, text};

/// Nobody has more kinds of days than this.
const MOST: i64 = 100;

pub fn create(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<HoursId> {
    if store::count(tx, who.org())? >= MOST {
        return Err(Error::conflict("too_many_values").with_param("max", MOST));
    }
    let id = HoursId::new(tx.now());
    let made = read(tx, who, draft, id, tx.now())?;
    store::insert(tx, who.org(), &made)?;
    places::set(tx, who, id, draft)?;
    who.tell(tx, "hours.created", id)?;
    audit::write(tx, who, "hours.created", id, json!({ "name": made.name }))?;
    opening::again(tx, who.org())?;
    Ok(id)
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: HoursId, draft: &Draft) -> Result<()> {
    let before = store::one(tx, who.org(), id)?;
    let after = read(tx, who, draft, id, before.created_at)?;
    let held = held(tx, who, id)?;
    store::update(tx, who.org(), &after)?;
    places::set(tx, who, id, draft)?;
    let holds = self::held(tx, who, id)?;
    who.tell(tx, "hours.changed", id)?;
    audit::write(
        tx,
        who,
        "hours.changed",
        id,
        audit::diff(&logged(&before, &held), &logged(&after, &holds)),
    )?;
    opening::again(tx, who.org())
}

fn held(tx: &mut Tx<'_>, who: &Who, id: HoursId) -> Result<Places> {
    Ok(places::all(tx, who)?.remove(&id).unwrap_or_default())
}

/// What the log keeps: what is said to customers is no secret, and is compared with the rest.
fn logged(hours: &Hours, places: &Places) -> Value {
    let mut all = json!(hours);
    if let Some(all) = all.as_object_mut() {
        all.remove("created_at");
        all.remove("updated_at");
        all.insert("places".into(), json!(places));
    }
    all
}

fn read(tx: &mut Tx<'_>, who: &Who, draft: &Draft, id: HoursId, created_at: Time) -> Result<Hours> {
    let name = text::line("name", &draft.name, MAX_NAME)?;
    let time_zone = match &draft.time_zone {
        Some(zone) => organisation::model::time_zone(zone, "time_zone")?,
        None => organisation::store::row(tx, who.org())?.ok_or_else(Error::unknown)?.time_zone,
    };
    Ok(Hours {
        id,
        name,
        time_zone,
        plan: plan(&draft.plan)?,
        answers: draft.answers,
        derives: draft.derives,
        created_at,
        updated_at: tx.now(),
    })
}
