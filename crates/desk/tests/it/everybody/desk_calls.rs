//! Calls about what an organisation has beside tickets and contacts.

use access::{Facts, Perm, Place};
use serde_json::{Value, json};

use super::call::Call;
use super::world::{Caller, Spot, World};

pub fn call(world: &World, operation: &str, caller: Caller, spot: Spot) -> Option<Call> {
    let (noun, verb) = operation.split_once('.')?;
    let name = |what: &str| format!("{what} {}", world.next());
    let id = |made: Value| made["id"].as_str().expect("an id").to_owned();
    let nothing = Call::default;
    Some(match (noun, verb) {
        ("organisation", "get") | ("audit", "list") | ("category", "list") | ("colleague", "list") => nothing(),
        ("organisation", "edit") => nothing().body(json!({ "name": name("Tractores") })),
        ("ticket" | "contact" | "company" | "team" | "channel", "list") | ("ticket", "waiting") => nothing(),
        ("ticket", "next") => {
            world.ticket(Spot::Queue, caller);
            let far = world.ticket(Spot::Elsewhere, caller);
            crate::desk::sql(
                &world.office,
                "UPDATE ticket SET assignee_id = NULL, state = 'waiting' WHERE id = $1",
                db::args![far],
            );
            nothing().at(Perm::TicketTake, Place::Anywhere)
        }
        ("ticket", "open") => {
            let me = world.who(caller).map(|who| who.member());
            let facts = Facts {
                assignee: me,
                team: Some(world.office.team),
                channel: Some(world.office.channel),
                ..Facts::of(world.office.org)
            };
            nothing()
                .body(json!({ "channel": world.office.channel, "team": world.office.team, "new_contact": { "name": name("Cliente") } }))
                .at(Perm::TicketOpen, Place::Anywhere)
                .at(Perm::TicketOpen, Place::At(facts))
                .at(Perm::ContactCreate, Place::Desk)
        }
        ("ticket", "bulk") => nothing().body(json!({ "act": "take", "tickets": [world.ticket(Spot::Queue, caller)] })),
        ("ticket", "unfollow") => Call::ids([("ticket", world.ticket(Spot::Queue, caller).to_string())]),
        ("contact", "create") => nothing().body(json!({ "name": name("Cliente") })),
        ("label" | "origin" | "resolution", verb) => word(world, noun, verb)?,
        ("field", "list") | ("canned", "list") | ("view", "list") | ("token", "list") | ("role", "list") | ("member", "list") => nothing(),
        ("field", verb) => field(world, verb)?,
        ("canned", verb) => canned(world, verb)?,
        ("hours", verb) => hours(world, verb)?,
        ("team", verb) => team(world, verb, spot)?,
        ("channel", verb) => channel(world, verb, spot)?,
        ("role", verb) => role(world, verb)?,
        ("member" | "switch" | "invitation", _) => return member(world, operation, caller),
        ("view", "create") => nothing().body(json!({ "name": name("Vista"), "filter": { "view": "all" } })),
        ("view", verb) => {
            let made = as_caller(
                world,
                caller,
                "/views",
                json!({ "name": name("Vista"), "filter": { "view": "all" } }),
            );
            let of = Call::ids([("view", id(made))]);
            if verb == "edit" {
                of.body(json!({ "name": name("Vista") }))
            } else {
                of
            }
        }
        ("token", "create") => nothing().body(json!({ "name": name("Programa") })),
        ("token", "revoke") => Call::ids([(
            "token",
            id(as_caller(world, caller, "/tokens", json!({ "name": name("Programa") }))),
        )]),
        ("monitor", "get") => nothing().at(Perm::MonitorRead, Place::Anywhere),
        ("search", "find") => nothing().query("?q=cosechadora".into()),
        ("file", "upload") => Call { form: true, ..nothing() },
        ("profile", "edit") => nothing().body(json!({ "signature": name("Saludos") })),
        ("presence", "set") | ("me", "presence_set") => nothing().body(json!({ "presence": "online" })),
        ("me", "presence") => nothing(),
        ("bulk_transfer", verb) => bulk_transfer(world, verb)?,
        ("contact", verb) => merge(world, verb)?,
        ("company", verb) => company(world, verb)?,
        _ => return None,
    })
}

/// Made by the caller when they are a member here, else by the administrator.
fn as_caller(world: &World, caller: Caller, rest: &str, body: Value) -> Value {
    match world.who(caller) {
        Some(_) => world.browser(caller).post(&world.office.path(rest), body).with(201).json,
        None => world.make(rest, body),
    }
}

fn made(world: &World, rest: &str, body: Value) -> String {
    world.make(rest, body)["id"].as_str().expect("an id").to_owned()
}

fn bulk_transfer(world: &World, verb: &str) -> Option<Call> {
    let draft = || json!({ "from": world.operator(), "way": "queue" });
    let of = || Call::ids([("bulk_transfer", made(world, "/bulk-transfers", draft()))]);
    Some(match verb {
        "list" => Call::default(),
        "begin" | "preview" => Call::default().body(draft()),
        "get" => of(),
        "undo" => {
            let call = of();
            crate::desk::sql(
                &world.office,
                "UPDATE bulk_transfer SET state = 'done' WHERE org_id = $1",
                db::args![world.office.org],
            );
            call
        }
        _ => return None,
    })
}

fn company(world: &World, verb: &str) -> Option<Call> {
    let named = || json!({ "name": format!("Agrícola {}", world.next()) });
    if verb == "create" {
        return Some(Call::default().body(named()));
    }
    let id = made(world, "/companies", named());
    let of = Call::ids([("company", id.clone())]);
    Some(match verb {
        "remove" | "history" => of,
        "edit" => of.body(json!({ "version": 1, "note": "Paga a fin de mes" })),
        "revert" => {
            let path = world.office.path(&format!("/companies/{id}"));
            let mut admin = world.as_admin();
            admin.patch(&path, json!({ "version": 1, "note": "Paga a fin de mes" })).with(200);
            let edits = admin.get(&format!("{path}/edits")).with(200).json;
            let edit = edits["items"][0]["id"].as_str()?.to_owned();
            Call::ids([("company", id), ("edit", edit)]).body(json!({ "version": 2 }))
        }
        _ => return None,
    })
}

fn merge(world: &World, verb: &str) -> Option<Call> {
    let new = || made(world, "/contacts", json!({ "name": format!("Cliente {}", world.next()) }));
    let (kept, gone) = (new(), new());
    let asked = json!({ "from": gone, "version": 1, "from_version": 1 });
    let of = |kept: &str| Call::ids([("contact", kept.to_owned())]);
    Some(match verb {
        "merges" => of(&kept),
        "merge" => of(&kept).body(asked),
        "merge_preview" => of(&kept).body(json!({ "from": gone })),
        "part" => {
            let merge = made(world, &format!("/contacts/{kept}/merges"), asked);
            Call::ids([("contact", kept), ("merge", merge)])
        }
        _ => return None,
    })
}

fn word(world: &World, noun: &str, verb: &str) -> Option<Call> {
    let body = || {
        let mut body = json!({ "name": format!("Palabra {}", world.next()) });
        if noun == "label" {
            body["colour"] = json!("red");
        }
        body
    };
    let of = || Call::ids([("id", made(world, &format!("/{noun}s"), body()))]);
    Some(match verb {
        "list" => Call::default(),
        "create" => Call::default().body(body()),
        "edit" => of().body(body()),
        "archive" => of(),
        _ => return None,
    })
}

fn field(world: &World, verb: &str) -> Option<Call> {
    let new = || json!({ "name": format!("Campo {}", world.next()), "kind": "text", "subject": "ticket" });
    Some(match verb {
        "create" => Call::default().body(new()),
        "edit" => Call::ids([("field", made(world, "/fields", new()))]).body(json!({ "name": format!("Campo {}", world.next()) })),
        "archive" => Call::ids([("field", made(world, "/fields", new()))]),
        _ => return None,
    })
}

fn canned(world: &World, verb: &str) -> Option<Call> {
    let new = || json!({ "name": "Saludo", "shortcut": format!("saludo{}", world.next()), "body": "Buenos días" });
    Some(match verb {
        "create" => Call::default().body(new()),
        "edit" => Call::ids([("canned", made(world, "/canned", new()))]).body(new()),
        "delete" => Call::ids([("canned", made(world, "/canned", new()))]),
        _ => return None,
    })
}

fn hours(world: &World, verb: &str) -> Option<Call> {
    let new = || {
        let day = json!([{ "from": "09:00", "until": "18:00" }]);
        json!({
            "name": format!("Horario {}", world.next()), "week": [day, day, day, day, day, [], []], "answers": true, "derives": false,
        })
    };
    let of = || Call::ids([("hours", made(world, "/hours", new()))]);
    Some(match verb {
        "list" | "in_force" => Call::default(),
        "create" => Call::default().body(new()),
        "holidays" => Call::default().body(json!({ "calendar": "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nEND:VEVENT" })),
        "get" | "delete" => of(),
        "edit" => of().body(new()),
        "days" => of().query("?from=2026-11-23&days=7".into()),
        _ => return None,
    })
}

fn team(world: &World, verb: &str, spot: Spot) -> Option<Call> {
    let new = |hidden| json!({ "name": format!("Equipo {}", world.next()), "hidden": hidden });
    let (standing, hidden) = match spot {
        Spot::Hidden => (world.hidden_team, true),
        Spot::Elsewhere => (world.far_team, false),
        _ => (world.office.team, false),
    };
    let on = |team: String, perm| {
        let place = Place::Team {
            team: team.parse().expect("a team"),
            hidden,
        };
        Call::ids([("team", team)]).at(perm, place)
    };
    let seat = |mut call: Call| {
        call.ids.push(("member", world.operator().to_string()));
        call
    };
    Some(match verb {
        "create" => Call::default().body(new(false)),
        "get" => on(standing.to_string(), Perm::TeamRead),
        "edit" => on(standing.to_string(), Perm::TeamManage).body(json!({ "description": format!("Nota {}", world.next()) })),
        "archive" => on(made(world, "/teams", new(hidden)), Perm::TeamManage),
        "join" => seat(on(standing.to_string(), Perm::TeamManage)).body(json!({})),
        "leave" => {
            let call = seat(on(standing.to_string(), Perm::TeamManage));
            let path = format!("/teams/{standing}/members/{}", call.ids[1].1);
            world.as_admin().put(&world.office.path(&path), json!({})).with(204);
            call
        }
        _ => return None,
    })
}

fn channel(world: &World, verb: &str, spot: Spot) -> Option<Call> {
    let (standing, team) = match spot {
        Spot::Elsewhere => (world.far_channel, world.far_team),
        _ => (world.office.channel, world.office.team),
    };
    let place = Place::Channel {
        channel: standing,
        team: Some(team),
    };
    let new = || json!({ "kind": "api", "name": format!("Canal {}", world.next()), "team": world.office.team, "settings": { "url": "https://ejemplo.mx/entrada" } });
    Some(match verb {
        "create" => Call::default().body(new()),
        "get" => Call::ids([("channel", standing.to_string())]).at(Perm::ChannelRead, place),
        "edit" => Call::ids([("channel", standing.to_string())]).body(json!({ "name": format!("Canal {}", world.next()) })),
        "check" => Call::ids([("channel", standing.to_string())]),
        "test" => Call::ids([("channel", standing.to_string())]).body(json!({ "to": "+52 33 1204 4417", "text": "Prueba" })),
        "archive" | "rotate" => Call::ids([("channel", made(world, "/channels", new()))]),
        _ => return None,
    })
}

fn role(world: &World, verb: &str) -> Option<Call> {
    let new = || json!({ "name": format!("Papel {}", world.next()), "reach": "own", "cells": { "ticket.read": { "state": "always", "base": "reach" } } });
    let of = || Call::ids([("role", made(world, "/roles", new()))]);
    Some(match verb {
        "create" => Call::default().body(new()),
        "get" => of(),
        "edit" | "preview" => of().body(json!({ "name": format!("Papel {}", world.next()) })),
        "permissions" => Call::default(),
        "delete" => of(),
        _ => return None,
    })
}

fn member(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let operator = || world.operator().to_string();
    let of = |member: String| Call::ids([("member", member)]);
    let new = || {
        let n = world.next();
        json!({ "first_name": "Ana", "last_name": "Sosa", "email": format!("ana{n}@ejemplo.mx"), "roles": ["operator"], "teams": [world.office.team] })
    };
    let switch = json!({ "permission": "contact.edit", "scope": "organisation", "on": true });
    Some(match operation {
        "member.create" => Call::default().body(new()),
        "member.get" | "member.remove" | "member.suspend" | "member.password_reset" | "switch.list" => of(operator()),
        "member.view_as" => of(operator()).body(json!({})),
        "member.viewed" => Call::default(),
        "member.edit" => of(operator()).body(json!({ "first_name": "Inés" })),
        "member.resume" => {
            let operator = operator();
            world.make(&format!("/members/{operator}/suspension"), json!({}));
            of(operator)
        }
        "member.roles" => of(operator()).body(json!({ "roles": ["advisor"] })),
        "member.teams" => of(operator()).body(json!({ "teams": [{ "id": world.office.team }] })),
        "member.origins" => {
            let manages = world.who(caller).is_some_and(|who| who.can(Perm::OriginManage, &Place::Desk));
            let perm = if manages { Perm::OriginManage } else { Perm::UserEdit };
            let origin = made(world, "/origins", json!({ "name": format!("Origen {}", world.next()) }));
            of(operator()).body(json!({ "origins": [origin] })).at(perm, Place::Desk)
        }
        "member.preview" => of(operator()).body(json!({ "roles": ["advisor"] })),
        "switch.in_channel" | "switch.set_in_channel" => {
            let (channel, team) = (world.office.channel, Some(world.office.team));
            let body = json!({ "members": [operator()], "permissions": { "contact.edit": true } });
            let call = Call::ids([("channel", channel.to_string())]).at(Perm::ChannelManage, Place::Channel { channel, team });
            if operation == "switch.in_channel" { call } else { call.body(body) }
        }
        "member.channels" => of(operator()).body(json!({ "channels": [world.office.channel] })),
        "switch.set" => of(operator()).body(switch).at(Perm::UserEdit, Place::Desk),
        "switch.remove" => {
            let operator = operator();
            let made = made(world, &format!("/members/{operator}/switches"), switch);
            Call::ids([("member", operator), ("switch", made)]).at(Perm::UserEdit, Place::Desk)
        }
        "invitation.send" | "invitation.cancel" => of(world.make("/members", new())["member"]["id"].as_str()?.to_owned()),
        _ => return None,
    })
}
