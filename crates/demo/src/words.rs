//! What an organisation chooses: labels, origins, resolutions, custom fields, canned responses, saved filters.

use std::collections::{BTreeMap, BTreeSet};

use desk::word::{self, Label, Origin, Resolution};
use desk::{App, canned, field, view};
use kit::Result;

use crate::data;
use crate::found::by_admin;
use crate::world::{Org, Words};

pub async fn all(app: &App, org: &Org) -> Result<Words> {
    let (spec, name) = (org.spec, |name: &str| word::create::Draft {
        name: name.to_owned(),
        colour: None,
    });
    let mut origins: BTreeSet<String> = data::dialogues().iter().map(|d| local(&d.origin, spec)).collect();
    // Some serve an origin that no dialogue has yet.
    origins.extend(spec.person.iter().flat_map(|p| p.origins.iter().cloned()));
    by_admin(app, org, move |tx, who| {
        let words = data::words();
        let mut made = Words::default();
        for group in &words.label {
            for label in &group.names {
                let draft = word::create::Draft {
                    name: label.clone(),
                    colour: Some(group.colour.clone()),
                };
                made.labels.insert(label.clone(), word::create::create::<Label>(tx, who, &draft)?);
            }
        }
        for origin in &origins {
            made.origins
                .insert(origin.clone(), word::create::create::<Origin>(tx, who, &name(origin))?);
        }
        for resolution in &words.resolutions {
            let said = resolution.replace("Refacción", &capital(&spec.part));
            let id = word::create::create::<Resolution>(tx, who, &name(&said))?;
            made.resolutions.insert(resolution.clone(), id);
        }
        for (at, asked) in (0_i64..).zip(&words.field) {
            let draft = field::save::Draft {
                subject: asked.subject,
                kind: asked.kind,
                looks: field::save::Looks {
                    name: asked.name.clone(),
                    choices: asked.choices.clone(),
                    required: false,
                    position: at,
                },
            };
            made.fields.insert(asked.name.clone(), field::save::create(tx, who, &draft)?);
        }
        for response in &words.canned {
            canned::save::create(tx, who, response)?;
        }
        for saved in &words.view {
            let mut filter = saved.filter.clone();
            filter.label = saved.label.iter().filter_map(|label| made.labels.get(label).copied()).collect();
            let choice = view::save::Choice {
                name: Some(saved.name.clone()),
                shared: Some(saved.shared),
                filter: Some(filter),
            };
            view::save::create(tx, who, &choice)?;
        }
        Ok(made)
    })
    .await
}

/// An origin as this organisation calls it.
pub fn local(text: &str, spec: &data::Organisation) -> String {
    let slots = BTreeMap::from([("ref", spec.part.clone()), ("refs", spec.parts.clone())]);
    crate::phrase::say(text, &slots, &mut crate::chance::Chance::of(0, ""))
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
