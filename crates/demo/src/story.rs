//! One story: a dialogue as it went this time, beat by beat, and how it ended.

use std::time::Duration;

use access::Builtin;
use desk::ticket::Priority;
use kit::Time;

use crate::chance::Chance;
use crate::data::{self, Dialogue};
use crate::files;
use crate::phrase::{self, Slots};
use crate::plan::{Customer, MINUTE};
use crate::script::{self, Line, Side};
use crate::world::Org;
use crate::words;

/// Something done, by indexes into the organisation's people, teams and words. Texts are as they are said.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Say { text: String, subject: Option<String>, file: Option<&'static str> },
    /// The customer has read what was answered.
    Seen,
    Take { by: usize },
    Give { by: usize, to: usize },
    Answer { by: usize, text: String, file: Option<&'static str>, fails: bool },
    Note { by: usize, text: String, mention: Option<usize> },
    Classify { by: usize, subject: String, origin: String, labels: Vec<String>, priority: Priority },
    Fields { by: usize, values: Vec<(&'static str, serde_json::Value)> },
    Transfer { by: usize, team: usize, to: Option<usize> },
    Hold { by: usize },
    Release { by: usize },
    /// For so long.
    Snooze { by: usize, lasts: Duration },
    Wake { by: usize },
    Close { by: usize, resolution: String },
    Read { by: Vec<usize> },
    Follow { by: usize },
    Draft { by: usize, text: String, note: bool },
    Edit { by: usize, fields: Vec<(&'static str, String)> },
    Revert { by: usize },
}

impl Act {
    /// Who of us does it, when it is one.
    pub fn by(&self) -> Option<usize> {
        match self {
            Self::Say { .. } | Self::Seen | Self::Read { .. } => None,
            Self::Take { by }
            | Self::Give { by, .. }
            | Self::Answer { by, .. }
            | Self::Note { by, .. }
            | Self::Classify { by, .. }
            | Self::Fields { by, .. }
            | Self::Transfer { by, .. }
            | Self::Hold { by }
            | Self::Release { by }
            | Self::Snooze { by, .. }
            | Self::Wake { by }
            | Self::Close { by, .. }
            | Self::Follow { by }
            | Self::Draft { by, .. }
            | Self::Edit { by, .. }
            | Self::Revert { by } => Some(*by),
        }
    }
}

/// Acts of one moment, so many minutes after the last ones.
#[derive(Clone, Debug)]
pub struct Beat {
    pub wait: u64,
    /// Done by somebody at work, in working hours.
    pub office: bool,
    pub acts: Vec<Act>,
}

/// How it stands at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Closed,
    /// The customer came back, and it was closed again.
    Twice,
    Waiting,
    Open,
    Hold,
    Snoozed,
    Reopened,
}

pub struct Teller<'a> {
    pub org: &'a Org,
    pub customer: &'a Customer,
    pub dialogue: &'static Dialogue,
    pub chance: Chance,
    slots: Slots,
    agent: usize,
    team: usize,
    beats: Vec<Beat>,
    /// Put aside by the advisor.
    asleep: bool,
}

impl<'a> Teller<'a> {
    pub fn new(org: &'a Org, customer: &'a Customer, dialogue: &'static Dialogue, mut chance: Chance) -> Self {
        let team = org.team_of_topic(&dialogue.topic);
        let agent = agent(org, team, None, &mut chance);
        let slots = slots(org, customer, agent, &mut chance);
        Self {
            org,
            customer,
            dialogue,
            chance,
            slots,
            agent,
            team,
            beats: Vec::new(),
            asleep: false,
        }
    }

    /// The whole of it.
    pub fn tell(mut self, end: End) -> Vec<Beat> {
        let lines = script::lines(&self.dialogue.lines);
        let first = lines.iter().position(|l| l.side != Side::Customer).unwrap_or(lines.len());
        for line in &lines[..first] {
            self.customer(line);
        }
        self.route();
        if end == End::Waiting {
            return self.beats;
        }
        self.begin();
        let rest = &lines[first..];
        let cut = self.cut(rest, end);
        for (at, line) in rest[..cut].iter().enumerate() {
            match line.side {
                Side::Customer => self.customer(line),
                Side::Advisor => self.advisor(line),
                Side::Note => self.note(line),
                Side::Deed => self.deed(line, rest.get(at + 1), end),
            }
        }
        self.ending(end);
        self.beats
    }

    /// How many of the lines are said: all, or up to where it stands now.
    fn cut(&mut self, rest: &[Line<'_>], end: End) -> usize {
        let answered = |n: &usize| rest[..*n].iter().any(|l| l.side == Side::Advisor);
        let last = |n: usize| rest[n - 1].side;
        let customer_last = self.chance.percent(60);
        let fits = |n: &usize| match end {
            End::Open => last(*n) == if customer_last { Side::Customer } else { Side::Advisor },
            End::Hold | End::Snoozed => last(*n) == Side::Advisor,
            _ => *n == rest.len(),
        };
        let places: Vec<usize> = (1..=rest.len()).filter(answered).filter(fits).collect();
        if places.is_empty() { rest.len() } else { *self.chance.one(&places) }
    }

    fn say(&mut self, text: &str) -> String {
        phrase::say(text, &self.slots, &mut self.chance)
    }

    fn push(&mut self, wait: u64, office: bool, acts: Vec<Act>) {
        self.beats.push(Beat { wait, office, acts });
    }

    fn customer(&mut self, line: &Line<'_>) {
        let wait = if self.beats.is_empty() { 0 } else { line.wait.unwrap_or_else(|| self.chance.within(1, 22)) };
        let mail = self.org.channels[self.customer.channel].spec.mail;
        let subject = if self.beats.is_empty() && mail { Some(self.say(&self.dialogue.subject)) } else { None };
        let text = self.say(line.text);
        let say = Act::Say {
            text,
            subject,
            file: line.file.and_then(files::named),
        };
        self.asleep = false;
        self.push(wait, false, vec![Act::Seen, say]);
    }

    /// To the team that knows about it, when it came in elsewhere.
    fn route(&mut self) {
        let came = self.org.channels[self.customer.channel].team;
        if came != self.team {
            let by = dispatcher(self.org, self.team, &mut self.chance);
            let wait = self.chance.within(2, 14);
            let team = self.team;
            self.push(wait, true, vec![Act::Read { by: vec![by] }, Act::Transfer { by, team, to: None }]);
        }
    }

    /// Somebody takes it, or is given it.
    fn begin(&mut self) {
        let agent = self.agent;
        let wait = self.chance.within(1, 16);
        let got = if self.org.staff[agent].takes {
            Act::Take { by: agent }
        } else {
            let by = dispatcher(self.org, self.team, &mut self.chance);
            Act::Give { by, to: agent }
        };
        let subject = self.say(&self.dialogue.subject);
        let classify = Act::Classify {
            by: agent,
            subject,
            origin: words::local(&self.dialogue.origin, self.org.spec),
            labels: self.dialogue.labels.clone(),
            priority: self.dialogue.priority,
        };
        self.push(wait, true, vec![got, Act::Read { by: vec![agent] }, classify]);
        if matches!(self.dialogue.topic.as_str(), "campo" | "garantia" | "precision") && self.chance.percent(60) {
            let values = self.values();
            self.push(1, true, vec![Act::Fields { by: agent, values }]);
        }
    }

    fn values(&mut self) -> Vec<(&'static str, serde_json::Value)> {
        let kinds = ["Cosechadora", "Tractor", "Sembradora", "Pulverizadora", "Empacadora"];
        let kind = self.dialogue.labels.iter().find(|l| kinds.contains(&l.as_str()));
        let kind = kind.map_or("Tractor", String::as_str).to_owned();
        let hours = self.chance.within(120, 6400);
        vec![
            ("Número de serie", self.slots["serie"].clone().into()),
            ("Horas de uso", hours.into()),
            ("Equipo", kind.into()),
            ("En garantía", self.chance.percent(35).into()),
        ]
    }

    fn advisor(&mut self, line: &Line<'_>) {
        let wait = line.wait.unwrap_or_else(|| self.chance.within(1, 11));
        let by = self.agent;
        let text = self.say(line.text);
        let answer = Act::Answer {
            by,
            text,
            file: line.file.and_then(files::named),
            fails: self.chance.percent(1),
        };
        let mut acts = vec![Act::Read { by: vec![by] }, answer];
        if std::mem::take(&mut self.asleep) {
            acts.insert(0, Act::Wake { by });
        }
        self.push(wait, true, acts);
    }

    fn note(&mut self, line: &Line<'_>) {
        let by = self.agent;
        let colleague = colleague(self.org, self.team, by, &mut self.chance);
        if let Some(other) = colleague {
            self.slots.insert("colega", self.org.name_of(other).to_owned());
        }
        let text = self.say(line.text);
        let wait = line.wait.unwrap_or_else(|| self.chance.within(1, 6));
        let mention = colleague.filter(|_| text.contains('@'));
        self.push(wait, true, vec![Act::Note { by, text, mention }]);
    }

    fn deed(&mut self, line: &Line<'_>, next: Option<&Line<'_>>, end: End) {
        let by = self.agent;
        let wait = self.chance.within(1, 5);
        // What is still going on gets its state from its end.
        let settled = matches!(end, End::Closed | End::Twice | End::Reopened);
        match line.text {
            "hold" if settled => self.push(wait, true, vec![Act::Hold { by }]),
            "release" if settled => self.push(wait, true, vec![Act::Release { by }]),
            "snooze" if settled => {
                let lasts = MINUTE * u32::try_from(next.and_then(|l| l.wait).unwrap_or(60) + 30).unwrap_or(90);
                self.push(wait, true, vec![Act::Snooze { by, lasts }]);
                self.asleep = true;
            }
            "edit" => {
                let by = editor(self.org, &mut self.chance);
                let email = self.slots["correo"].clone();
                self.push(wait, true, vec![Act::Edit { by, fields: vec![("email", email)] }]);
            }
            moved if moved.starts_with("transfer ") => {
                let team = self.org.team_of_topic(moved.trim_start_matches("transfer "));
                let to = agent(self.org, team, Some(by), &mut self.chance);
                let by = dispatcher(self.org, team, &mut self.chance);
                self.push(wait, true, vec![Act::Transfer { by, team, to: Some(to) }, Act::Read { by: vec![to] }]);
                (self.team, self.agent) = (team, to);
                self.slots.insert("yo", self.org.name_of(to).to_owned());
            }
            _ => {}
        }
    }

    fn ending(&mut self, end: End) {
        let by = self.agent;
        match end {
            End::Closed => self.close(),
            End::Twice => {
                self.close();
                self.again();
                self.close();
            }
            End::Reopened => {
                self.close();
                self.again();
            }
            End::Hold => self.push(3, true, vec![Act::Hold { by }]),
            End::Snoozed => {
                let lasts = MINUTE * u32::try_from(self.chance.within(2, 140) * 60).unwrap_or(600);
                self.push(3, true, vec![Act::Snooze { by, lasts }]);
            }
            End::Open | End::Waiting => {
                if self.chance.percent(12) {
                    let template = self.chance.one(&data::words().drafts);
                    let text = self.say(template);
                    let note = template.starts_with("Pedir");
                    self.push(1, true, vec![Act::Read { by: vec![by] }, Act::Draft { by, text, note }]);
                }
                if self.chance.percent(15) {
                    let by = dispatcher(self.org, self.team, &mut self.chance);
                    self.push(0, true, vec![Act::Read { by: vec![by] }, Act::Follow { by }]);
                }
            }
        }
    }

    fn close(&mut self) {
        let by = self.agent;
        let mut acts = Vec::new();
        if self.chance.percent(75) {
            acts.push(Act::Seen);
        }
        if let Some(edit) = self.edit() {
            acts.push(edit);
            if self.chance.percent(6) {
                let by = editor(self.org, &mut self.chance);
                self.push(30, true, std::mem::take(&mut acts));
                acts.push(Act::Revert { by });
            }
        }
        let over_all = (0..self.org.staff.len()).filter(|i| self.org.staff[*i].dispatches());
        acts.push(Act::Read {
            by: over_all.chain([by]).collect(),
        });
        let resolution = self.resolution();
        acts.push(Act::Close { by, resolution });
        let wait = self.chance.within(4, 160);
        self.push(wait, true, acts);
    }

    /// What somebody learns of a customer on the way.
    fn edit(&mut self) -> Option<Act> {
        if !self.customer.fresh || !self.chance.percent(30) {
            return None;
        }
        let by = editor(self.org, &mut self.chance);
        let mut fields = vec![("company", self.customer.company.clone())];
        if self.chance.percent(60) {
            fields.push(("document", self.customer.document.clone()));
        }
        if self.chance.percent(40) {
            fields.push(("email", self.customer.email.clone()));
        }
        Some(Act::Edit { by, fields })
    }

    fn resolution(&mut self) -> String {
        let by_topic = match self.dialogue.topic.as_str() {
            "campo" => "Resuelto con visita",
            "refacciones" => "Refacción entregada",
            "garantia" => "Garantía autorizada",
            "ventas" | "facturacion" => "Información enviada",
            _ => "Resuelto",
        };
        let name = match self.chance.within(0, 100) {
            0..50 => by_topic,
            50..86 => "Resuelto",
            86..95 => "Sin respuesta del cliente",
            95..98 => "No procede",
            _ => "Duplicado",
        };
        name.to_owned()
    }

    /// Hours after the end the customer is back.
    fn again(&mut self) {
        let template = self.chance.one(&data::words().again);
        let text = self.say(template);
        let wait = self.chance.within(90, 1300);
        let say = Act::Say {
            text,
            subject: None,
            file: None,
        };
        self.push(wait, false, vec![Act::Seen, say]);
    }
}

/// Somebody who answers in this team, and is not `but`.
fn agent(org: &Org, team: usize, but: Option<usize>, chance: &mut Chance) -> usize {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| org.staff[*i].answers() && org.staff[*i].teams.contains(&team) && Some(*i) != but)
        .collect();
    if able.is_empty() { dispatcher(org, team, chance) } else { *chance.one(&able) }
}

/// Somebody who sees everything and knows this team.
fn dispatcher(org: &Org, team: usize, chance: &mut Chance) -> usize {
    let all: Vec<usize> = (0..org.staff.len()).filter(|i| org.staff[*i].steady && org.staff[*i].dispatches()).collect();
    let here: Vec<usize> = all.iter().copied().filter(|i| org.staff[*i].teams.contains(&team)).collect();
    let anybody = here.is_empty() || (!org.teams[team].spec.hidden && chance.percent(20));
    *chance.one(if anybody { &all } else { &here })
}

/// Somebody who changes contacts and sees what was changed.
fn editor(org: &Org, chance: &mut Chance) -> usize {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| org.staff[*i].dispatches() && !org.staff[*i].roles.contains(&Builtin::Coordinator))
        .collect();
    *chance.one(&able)
}

/// Somebody of the team who can read what is noted there.
fn colleague(org: &Org, team: usize, of: usize, chance: &mut Chance) -> Option<usize> {
    let able: Vec<usize> = (0..org.staff.len())
        .filter(|i| *i != of && org.staff[*i].steady && org.staff[*i].teams.contains(&team) && org.staff[*i].reads_teams())
        .collect();
    (!able.is_empty()).then(|| *chance.one(&able))
}

fn slots(org: &Org, customer: &Customer, agent: usize, chance: &mut Chance) -> Slots {
    let words = data::words();
    let mut slots = Slots::new();
    for (name, values) in &words.slots {
        slots.insert(name.as_str(), chance.one(values).clone());
    }
    let spec = org.spec;
    let (low, high) = if spec.country == "AR" { (40, 2600) } else { (480, 38_000) };
    let amount = chance.within(low, high);
    let amount = if amount < 1000 { amount.to_string() } else { format!("{},{:03}", amount / 1000, amount % 1000) };
    let amount = if spec.country == "AR" { amount.replace(',', ".") } else { amount };
    let (tax, proof) = if spec.country == "AR" { ("CUIT", "recibo de pago") } else { ("RFC", "complemento de pago") };
    let own = [
        ("rfc", tax.to_owned()),
        ("complemento", proof.to_owned()),
        ("nombre", customer.first.clone()),
        ("empresa", customer.company.clone()),
        ("correo", customer.email.clone()),
        ("yo", org.name_of(agent).to_owned()),
        ("colega", org.name_of(dispatcher(org, 0, chance)).to_owned()),
        ("org", spec.name.clone()),
        ("tecnico", chance.one(&spec.technicians).clone()),
        ("sucursal", chance.one(&spec.branches).clone()),
        ("lugar", chance.one(&spec.places).clone()),
        ("ref", spec.part.clone()),
        ("refs", spec.parts.clone()),
        ("monto", format!("{} {amount}", spec.currency).replace("$ ", "$")),
        ("serie", format!("{}{:06}", chance.one(&["1TL", "CX4", "NG8", "ES9", "PA3"]), chance.within(10_000, 999_999))),
        ("parte", format!("{}-{}", chance.one(&["RE", "AH", "TL", "DZ"]), chance.within(10_000, 99_999))),
        ("factura", format!("{}-{}", chance.one(&["A", "B", "F"]), chance.within(2_000, 48_000))),
        ("pedido", chance.within(10_000, 99_999).to_string()),
        ("guia", chance.within(1_000_000_000, 9_999_999_999).to_string()),
        ("caso", format!("G{}", chance.within(1_000, 9_999))),
        ("horas", chance.one(&["250", "500", "750", "1 000", "1 500", "2 000", "3 000"]).to_string()),
        ("lote", chance.within(12, 420).to_string()),
    ];
    slots.extend(own);
    slots
}

/// When the last of these beats happens, if the first happens at `start` and nobody sleeps.
pub fn lasts(beats: &[Beat]) -> Duration {
    MINUTE * u32::try_from(beats.iter().map(|b| b.wait).sum::<u64>()).unwrap_or(u32::MAX)
}

/// A moment within a minute, so that nothing happens on the dot.
pub fn at(time: Time, chance: &mut Chance) -> Time {
    time.plus(Duration::from_micros(chance.within(1_000_000, 55_000_000)))
}
