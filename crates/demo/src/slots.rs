//! What the sentences of a story are filled in with: names, machines, numbers, sums.

use crate::cast::dispatcher;
use crate::chance::Chance;
use crate::data;
use crate::phrase::Slots;
use crate::plan::Customer;
use crate::world::Org;

/// What is filled in, the same through a whole story.
pub fn of(org: &Org, customer: &Customer, agent: usize, chance: &mut Chance) -> Slots {
    let words = data::words();
    let mut slots = Slots::new();
    for (name, values) in &words.slots {
        slots.insert(name.as_str(), chance.one(values).clone());
    }
    let spec = org.spec;
    let (low, high) = if spec.country == "AR" { (40, 2600) } else { (480, 38_000) };
    let amount = chance.within(low, high);
    let amount = if amount < 1000 {
        amount.to_string()
    } else {
        format!("{},{:03}", amount / 1000, amount % 1000)
    };
    let amount = if spec.country == "AR" { amount.replace(',', ".") } else { amount };
    let (tax, proof) = if spec.country == "AR" {
        ("CUIT", "recibo de pago")
    } else {
        ("RFC", "complemento de pago")
    };
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
        (
            "serie",
            format!(
                "{}{:06}",
                chance.one(&["1TL", "CX4", "NG8", "ES9", "PA3"]),
                chance.within(10_000, 999_999)
            ),
        ),
        (
            "parte",
            format!("{}-{}", chance.one(&["RE", "AH", "TL", "DZ"]), chance.within(10_000, 99_999)),
        ),
        (
            "factura",
            format!("{}-{}", chance.one(&["A", "B", "F"]), chance.within(2_000, 48_000)),
        ),
        ("pedido", chance.within(10_000, 99_999).to_string()),
        ("guia", chance.within(1_000_000_000, 9_999_999_999).to_string()),
        ("caso", format!("G{}", chance.within(1_000, 9_999))),
        (
            "horas",
            chance.one(&["250", "500", "750", "1 000", "1 500", "2 000", "3 000"]).to_string(),
        ),
        ("lote", chance.within(12, 420).to_string()),
    ];
    slots.extend(own);
    slots
}
