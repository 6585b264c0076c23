//! Fills a world by SQL: a million tickets in a minute or two. A tenth of them live, two messages each, one of them searchable; a contact
//! for every three, half of whom work for a company of forty; a fifth labelled, one in a thousand with a mention, one in ten told to a webhook.

use anyhow::Result;
use db::{Config, Db, Dialect, Sql, args};
use kit::{LabelId, MemberId, WebhookId};

use crate::world::World;

/// Rows of one transaction.
const PORTION: i64 = 100_000;
/// When the oldest ticket came, and how long until the next, in microseconds.
const AGES: i64 = 365 * 24 * 3600 * 1_000_000;

/// Writes ids, series and hashes as an engine has them.
#[derive(Clone, Copy)]
struct Forms(Dialect);

impl Forms {
    /// `g(i)` from `$1` to `$2`.
    fn series(self) -> &'static str {
        match self.0 {
            Dialect::Sqlite => "WITH RECURSIVE g(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM g WHERE i < $2)",
            Dialect::Postgres => "WITH g(i) AS (SELECT generate_series(CAST($1 AS BIGINT), CAST($2 AS BIGINT)))",
        }
    }

    /// What the search finds: under a key, a thing and its owner, by words.
    fn docs(self, org: &str, kind: &str, key: &str, [id, owner]: [&str; 2], words: &str) -> Vec<String> {
        let series = self.series();
        match self.0 {
            Dialect::Sqlite => vec![
                format!(
                    "{series} INSERT INTO search_doc (key, org_id, kind, id, owner) SELECT {key}, {org}, '{kind}', {id}, {owner} FROM g"
                ),
                format!("{series} INSERT INTO search_word (rowid, words) SELECT {key}, {words} FROM g"),
            ],
            Dialect::Postgres => vec![format!(
                "{series} INSERT INTO search_doc (key, org_id, kind, id, owner, words) \
                 SELECT {key}, {org}, '{kind}', {id}, {owner}, array_to_tsvector(string_to_array({words}, ' ')) FROM g"
            )],
        }
    }

    /// An id of one kind for a number.
    fn id(self, kind: u8, of: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("unhex(printf('019a{kind:02x}0000007000%016x', {of}))"),
            Dialect::Postgres => format!("decode('019a{kind:02x}0000007000' || lpad(to_hex({of}), 16, '0'), 'hex')"),
        }
    }
}

/// A literal of bytes.
fn blob(dialect: Dialect, bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    match dialect {
        Dialect::Sqlite => format!("x'{hex}'"),
        Dialect::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

/// One of several by a number.
fn one_of(dialect: Dialect, ids: &[[u8; 16]], by: &str) -> String {
    let cases: String = ids
        .iter()
        .enumerate()
        .map(|(n, id)| format!(" WHEN {n} THEN {}", blob(dialect, id)))
        .collect();
    format!("CASE ({by}) % {} {cases} END", ids.len())
}

/// Gives the people who have them: so many, and the world's own advisor.
pub fn fill(world: &World, tickets: i64, people: usize) -> Result<Vec<MemberId>> {
    let people: Vec<MemberId> = (0..people)
        .map(|n| {
            world
                .office
                .hire(&[access::Builtin::Advisor], &[world.teams[n % world.teams.len()]])
                .member
        })
        .chain([world.advisor.member])
        .collect();
    // What is seeded can be seeded again: no sync, and no index until all is there.
    let db = Db::open(Config {
        durable: false,
        ..Config::new(world.ground.database.clone())
    })?;
    let dropped = indexes(&db)?;
    for index in &dropped {
        run(&db, &format!("DROP INDEX {}", index.0))?;
    }
    let contacts = tickets / 3 + 1;
    for (upto, statements) in [
        (companies(contacts), company(world, tickets + contacts + 1)),
        (contacts, contact(world, tickets, companies(contacts))),
        (tickets, ticket(world, tickets, contacts, &people)),
    ] {
        for from in (1..=upto).step_by(PORTION as usize) {
            for sql in &statements {
                let (sql, to) = (sql.clone(), (from + PORTION - 1).min(upto));
                db.write_global_blocking(b"seed", move |tx| {
                    patient(tx)?;
                    tx.exec(&sql, args![from, to])
                })?;
            }
        }
    }
    for index in &dropped {
        run(&db, &index.1)?;
    }
    finish(world, &db, tickets, contacts)?;
    db.close();
    Ok(people)
}

fn run(db: &Db, sql: &str) -> Result<()> {
    let sql = sql.to_owned();
    db.write_global_blocking(b"seed", move |tx| {
        patient(tx)?;
        tx.exec(&sql, args![])
    })?;
    Ok(())
}

/// What is seeded takes longer than any closure may.
fn patient(tx: &mut db::Tx<'_>) -> db::Result<()> {
    if tx.dialect() == Dialect::Postgres {
        tx.exec("SET LOCAL statement_timeout = 0", args![])?;
        tx.exec("SET LOCAL maintenance_work_mem = '512MB'", args![])?;
        // No look at foreign keys: what is seeded has them right, and it would take five times as long.
        tx.exec("SET LOCAL session_replication_role = replica", args![])?;
    }
    Ok(())
}

/// Plain indexes of what is filled: name and text.
fn indexes(db: &Db) -> Result<Vec<(String, String)>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => {
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' \
             AND tbl_name IN ('ticket', 'message', 'company', 'contact', 'identity', 'activity', 'audit', 'ticket_label', 'delivery')"
        }
        Dialect::Postgres => {
            "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes WHERE indexdef LIKE 'CREATE INDEX%' \
             AND tablename IN ('ticket', 'message', 'company', 'contact', 'identity', 'activity', 'audit', 'ticket_label', 'delivery', 'search_doc')"
        }
    };
    Ok(db.read_blocking(|tx| tx.all(sql, args![]))?)
}

fn step(tickets: i64) -> i64 {
    AGES / tickets.max(1)
}

fn base(world: &World) -> i64 {
    world.db.now().micros() - AGES - 4 * 24 * 3600 * 1_000_000
}

/// So many for so many contacts.
fn companies(contacts: i64) -> i64 {
    contacts / 40 + 1
}

/// `key`: their places in the index come after it.
fn company(world: &World, key: i64) -> Vec<String> {
    let d = world.db.dialect();
    let f = Forms(d);
    let org = blob(d, &world.office.org.to_bytes());
    let name = "'Agricola ' || i";
    let words = placed(world, "cmp", "'agricola ' || i");
    let mut all = vec![format!(
        "{} INSERT INTO company (org_id, id, name, name_folded, version, created_at) SELECT {org}, {}, {name}, lower({name}), 1, {} FROM g",
        f.series(),
        f.id(8, "i"),
        base(world),
    )];
    all.extend(f.docs(&org, "cmp", &format!("{key} + i"), [&f.id(8, "i"), &f.id(8, "i")], &words));
    all
}

fn contact(world: &World, tickets: i64, companies: i64) -> Vec<String> {
    let d = world.db.dialect();
    let f = Forms(d);
    let (org, channel) = (blob(d, &world.office.org.to_bytes()), blob(d, &world.office.channel.to_bytes()));
    let at = format!("{} + i * {}", base(world), step(tickets) * 3);
    let names = "CASE i % 5 WHEN 0 THEN 'Rosa Mendoza ' WHEN 1 THEN 'Luis Paz ' WHEN 2 THEN 'Carmen Ibarra ' WHEN 3 THEN 'Tomas Gil ' ELSE 'Ana Rojas ' END || i";
    let words = placed(world, "con", &format!("lower({names}) || ' persona' || i || ' ejemplo mx'"));
    // Their places in the index come after those of the messages.
    let key = format!("{tickets} + i");
    let mut all = vec![
        format!(
            "{} INSERT INTO contact (org_id, id, name, phone, email, email_folded, version, created_at, last_at, company_id) \
             SELECT {org}, {}, {names}, '+5255' || (10000000 + i), 'persona' || i || '@ejemplo.mx', 'persona' || i || '@ejemplo.mx', 1, {at}, {at}, \
             CASE WHEN i % 2 = 0 THEN {} END FROM g",
            f.series(),
            f.id(1, "i"),
            f.id(8, &format!("(i / 2 % {companies} + 1)")),
        ),
        format!(
            "{} INSERT INTO identity (org_id, id, contact_id, channel_id, address, verified, created_at) \
             SELECT {org}, {}, {}, {channel}, 'c' || i, TRUE, {at} FROM g",
            f.series(),
            f.id(2, "i"),
            f.id(1, "i"),
        ),
    ];
    all.extend(f.docs(&org, "con", &key, [&f.id(1, "i"), &f.id(1, "i")], &words));
    all
}

/// Words joined by blanks, as the index has them.
fn placed(world: &World, kind: &str, words: &str) -> String {
    let place = db::search::place(world.office.org, kind);
    format!("'{place}' || replace({words}, ' ', ' {place}')")
}

/// Ticket `i`: its row, its two messages, its line, and now and then a label, an entry of the audit log.
fn ticket(world: &World, tickets: i64, contacts: i64, people: &[MemberId]) -> Vec<String> {
    let d = world.db.dialect();
    let f = Forms(d);
    let (org, channel) = (blob(d, &world.office.org.to_bytes()), blob(d, &world.office.channel.to_bytes()));
    let teams: Vec<[u8; 16]> = world.teams.iter().map(|t| t.to_bytes()).collect();
    let members: Vec<[u8; 16]> = people.iter().map(|m| m.to_bytes()).collect();
    let (team, member) = (one_of(d, &teams, "i * 7"), one_of(d, &members, "i * 13"));
    let who = format!("i % {contacts} + 1");
    let created = format!("({} + i * {})", base(world), step(tickets));
    // Some hours after it came: live ones cross, so that no index is in the order of ids.
    let last = format!("({created} + (i * 7919 % 259200) * 1000000)");
    let live = format!("i > {}", tickets - tickets / 10);
    let state = format!(
        "CASE WHEN NOT ({live}) THEN 'closed' WHEN i % 20 < 8 THEN 'waiting' WHEN i % 20 < 17 THEN 'open' WHEN i % 20 < 19 THEN 'hold' ELSE 'snoozed' END"
    );
    let series = f.series();
    let body = "CASE i % 4 WHEN 0 THEN 'la cosechadora no arranca desde ayer y la cosecha no espera' WHEN 1 THEN 'quiero saber cuando llega mi pedido' \
                WHEN 2 THEN 'la factura trae otro nombre, la necesito corregida hoy' ELSE 'gracias, quedo pendiente de su respuesta' END || ' folio' || i";
    let words = "CASE i % 4 WHEN 0 THEN 'la cosechadora no arranca desde ayer cosecha espera' WHEN 1 THEN 'quiero saber cuando llega mi pedido' \
                 WHEN 2 THEN 'factura trae otro nombre necesito corregida hoy' ELSE 'gracias quedo pendiente respuesta' END || ' folio' || i";
    let mut all = vec![
        format!(
            "{series} INSERT INTO ticket (org_id, id, number, subject, state, live, priority, team_id, assignee_id, channel_id, contact_id, identity_id, \
             snoozed_until, created_at, last_at, waiting_since, first_reply_at, closed_at, last_message_id, last_seq, last_in_seq, version) \
             SELECT {org}, {id}, i, 'Asunto ' || i, {state}, {live}, i % 4, {team}, CASE WHEN {live} AND i % 20 < 8 THEN NULL ELSE {member} END, {channel}, {contact}, {identity}, \
             CASE WHEN {live} AND i % 20 = 19 THEN {created} + 100000000000 END, {created}, {last}, CASE WHEN {live} AND i % 20 < 8 THEN {created} END, {last}, \
             CASE WHEN {live} THEN NULL ELSE {last} END, {message}, i * 2, i * 2 - 1, 2 FROM g",
            id = f.id(3, "i"),
            contact = f.id(1, &who),
            identity = f.id(2, &who),
            message = f.id(4, "(i * 2)"),
        ),
        format!(
            "{series} INSERT INTO message (org_id, id, ticket_id, seq, kind, channel_id, identity_id, body, provider_id, delivery, created_at) \
             SELECT {org}, {}, {}, i * 2 - 1, 'in', {channel}, {}, {body}, 'p' || i, 'received', {created} FROM g",
            f.id(4, "(i * 2 - 1)"),
            f.id(3, "i"),
            f.id(2, &who),
        ),
        format!(
            "{series} INSERT INTO message (org_id, id, ticket_id, seq, kind, member_id, channel_id, identity_id, body, delivery, created_at) \
             SELECT {org}, {}, {}, i * 2, 'out', {member}, {channel}, {}, {body}, 'sent', {last} FROM g",
            f.id(4, "(i * 2)"),
            f.id(3, "i"),
            f.id(2, &who),
        ),
        format!(
            "{series} INSERT INTO activity (org_id, id, ticket_id, seq, at, member_id, kind, body) \
             SELECT {org}, {}, {}, i * 2, {created}, NULL, 'opened', '{{\"by\":\"customer\"}}' FROM g",
            f.id(5, "i"),
            f.id(3, "i"),
        ),
        format!(
            "{series} INSERT INTO audit (org_id, id, at, actor_id, actor_name, action, subject, body, address) \
             SELECT {org}, {}, {last}, {member}, 'Alguien', CASE i % 3 WHEN 0 THEN 'ticket.read' ELSE 'member.changed' END, 'x' || i, '{{}}', '' FROM g WHERE i % 10 = 0",
            f.id(6, "i"),
        ),
        format!(
            "{series} INSERT INTO ticket_label (org_id, ticket_id, label_id) SELECT {org}, {}, id FROM g JOIN label ON label.org_id = {org} AND i % 5 = 0",
            f.id(3, "i"),
        ),
        format!(
            "{series} INSERT INTO mention (org_id, member_id, message_id, ticket_id, at) SELECT {org}, {}, {}, {}, {last} FROM g WHERE i % 1000 = 0",
            blob(d, &world.advisor.member.to_bytes()),
            f.id(4, "(i * 2)"),
            f.id(3, "i"),
        ),
        format!(
            "{series} INSERT INTO delivery (org_id, id, webhook_id, seq, kind, state, attempts, due_at, created_at, updated_at) \
             SELECT {org}, {}, webhook.id, i, 'ticket.changed', CASE WHEN i % 1000 = 0 THEN 'failed' ELSE 'delivered' END, 1, {last}, {last}, {last} \
             FROM g JOIN webhook ON webhook.org_id = {org} AND i % 10 = 0",
            f.id(7, "i"),
        ),
    ];
    let words = placed(world, "msg", words);
    all.extend(f.docs(&org, "msg", "i", [&f.id(4, "(i * 2 - 1)"), &f.id(3, "i")], &words));
    all
}

/// Heads and cursors as they would stand, and what PostgreSQL's planner wants to know.
fn finish(world: &World, db: &Db, tickets: i64, contacts: i64) -> Result<()> {
    let org = world.office.org;
    db.write_global_blocking(b"seed", move |tx| {
        let seq = tickets * 2;
        tx.exec("DELETE FROM event WHERE org_id = $1", args![org])?;
        tx.exec(
            "UPDATE org_head SET seq = $2, ticket_number = $3 WHERE org_id = $1",
            args![org, seq, tickets],
        )?;
        tx.exec("DELETE FROM reader WHERE org_id = $1", args![org])?;
        tx.exec(
            "INSERT INTO reader (name, org_id, cursor) VALUES ('search', $1, $2)",
            args![org, seq],
        )?;
        if tx.dialect() == Dialect::Postgres {
            let next = Sql::new("SELECT setval(pg_get_serial_sequence('search_doc', 'key'), CAST(")
                .bind(tickets + contacts + companies(contacts) + 2)
                .push(" AS BIGINT))");
            tx.one_sql::<i64>(&next)?;
        }
        Ok::<_, db::Error>(())
    })?;
    // As autovacuum would, which also marks what an index alone can answer. Nothing does that for the embedded engine, so nothing does it here.
    if let db::Database::Postgres { url } = &world.ground.database {
        postgres::Client::connect(url, postgres::NoTls)?.batch_execute("VACUUM ANALYZE")?;
    }
    Ok(())
}

/// Labels, before the tickets that carry them: a common one.
pub fn label(world: &World) -> Result<LabelId> {
    let (org, now) = (world.office.org, world.db.now());
    let id = LabelId::new(now);
    world.db.write_blocking(org, move |tx| {
        tx.exec(
            "INSERT INTO label (org_id, id, name, name_folded, colour, created_at) VALUES ($1, $2, 'Urgente', 'urgente', 'red', $3)",
            args![org, id, now],
        )
    })?;
    Ok(id)
}

/// A webhook, before the tickets of which it was told.
pub fn webhook(world: &World) -> Result<WebhookId> {
    let (org, now, member) = (world.office.org, world.db.now(), world.advisor.member);
    let id = WebhookId::new(now);
    world.db.write_blocking(org, move |tx| {
        tx.exec(
            "INSERT INTO webhook (org_id, id, member_id, name, url, secret, kinds, state, failures, created_at) \
             VALUES ($1, $2, $3, 'Almacén', 'https://almacen.example/relevo', 'whsec_', '[]', 'paused', 0, $4)",
            args![org, id, member, now],
        )
    })?;
    Ok(id)
}
