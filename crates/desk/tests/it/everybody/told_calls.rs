//! Calls about what is told: webhooks and their deliveries, notifications, and work that was given up.

use desk::testing::Office;
use kit::{DeliveryId, JobId, MemberId, NotificationId, WebhookId};
use serde_json::{Value, json};

use super::call::Call;
use super::world::{Caller, World};
use crate::desk::sql;

pub fn call(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let nothing = Call::default;
    // An organisation has few of them: those of earlier calls make room.
    let room = || sql(&world.office, "DELETE FROM webhook WHERE org_id = $1", db::args![world.office.org]);
    let webhook = || {
        room();
        world.make("/webhooks", new(world))["id"].as_str().expect("an id").to_owned()
    };
    let on = || Call::ids([("webhook", webhook())]);
    Some(match operation {
        "webhook.list" | "webhook.kinds" | "dead_letter.list" | "me.notifications" => nothing(),
        "webhook.create" => {
            room();
            nothing().body(new(world))
        }
        "webhook.get" | "webhook.delete" | "webhook.deliveries" | "webhook.rotate" => on(),
        "webhook.replay_count" => {
            let since = world.office.db.now().to_string().replace(':', "%3A");
            on().query(format!("?since={since}"))
        }
        "webhook.edit" => on().body(json!({ "name": format!("Aviso {}", world.next()) })),
        "webhook.test" => on().body(json!({})),
        "webhook.replay_since" => on().body(json!({ "since": world.office.db.now() })),
        "webhook.replay" | "webhook.delivery" => {
            let webhook = webhook();
            let failed = delivery(&world.office, webhook.parse().ok()?);
            Call::ids([("webhook", webhook), ("delivery", failed.to_string())])
        }
        "dead_letter.retry" | "dead_letter.discard" => Call::ids([("job", dead(&world.office).to_string())]),
        "me.notifications_read" => nothing().body(json!({})),
        "notification.read" => {
            let own = world.who(caller).map_or(world.admin(), |who| who.member());
            Call::ids([("notification", notification(&world.office, own).to_string())])
        }
        _ => return None,
    })
}

fn new(world: &World) -> Value {
    json!({ "name": format!("Aviso {}", world.next()), "url": "https://ejemplo.mx/avisos", "kinds": ["message.created"] })
}

/// A delivery that did not get there.
pub fn delivery(office: &Office, webhook: WebhookId) -> DeliveryId {
    let now = office.db.now();
    let id = DeliveryId::new(now);
    sql(
        office,
        "INSERT INTO delivery (org_id, id, webhook_id, seq, kind, state, attempts, due_at, created_at, updated_at) \
         VALUES ($1, $2, $3, NULL, 'message.created', 'failed', 9, $4, $4, $4)",
        db::args![office.org, id, webhook, now],
    );
    id
}

/// Work that was given up.
pub fn dead(office: &Office) -> JobId {
    let now = office.db.now();
    let id = JobId::new(now);
    sql(
        office,
        "INSERT INTO job (id, org_id, kind, version, body, created_at, due_at, attempts, last_error, dead_at) \
         VALUES ($1, $2, 'message.deliver', 1, '{}', $3, $3, 9, 'timed_out', $3)",
        db::args![id, office.org, now],
    );
    id
}

/// Something that a member should look at.
pub fn notification(office: &Office, member: MemberId) -> NotificationId {
    let now = office.db.now();
    let id = NotificationId::new(now);
    sql(
        office,
        "INSERT INTO notification (org_id, id, member_id, kind, at) VALUES ($1, $2, $3, 'assigned', $4)",
        db::args![office.org, id, member, now],
    );
    id
}
