//! Pictures and papers that hang from messages: drawn here, kept once in each organisation.

mod paper;
mod picture;

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::App;
use desk::file::{Preview, Stored};
use kit::{Error, OrgId, Result};

use crate::world::Org;

/// The pictures, as dialogues name them.
const PICTURES: [&str; 12] = [
    "tolva",
    "fuga",
    "conector",
    "tablero",
    "pieza",
    "llanta",
    "comprobante",
    "cosechadora",
    "mapa",
    "tractor",
    "implemento",
    "pantalla",
];

/// The papers, with their titles.
const PAPERS: [(&str, &str); 8] = [
    ("servicio", "Reporte de servicio"),
    ("instructivo", "Instructivo"),
    ("cotizacion", "Cotización"),
    ("factura", "Factura"),
    ("constancia", "Constancia de situación fiscal"),
    ("ficha", "Ficha técnica"),
    ("estado", "Estado de cuenta"),
    ("mapa", "Datos de rendimiento"),
];

/// What is kept, by organisation and name.
#[derive(Clone, Default)]
pub struct Files(Arc<BTreeMap<(OrgId, &'static str), (Stored, Option<Preview>)>>);

impl Files {
    pub fn of(&self, org: OrgId, name: &str) -> Result<(&Stored, Option<&Preview>)> {
        let found = self.0.iter().find(|((o, n), _)| *o == org && *n == name);
        found
            .map(|(_, (stored, preview))| (stored, preview.as_ref()))
            .ok_or_else(|| Error::internal(format!("no file {name}")))
    }
}

/// What a dialogue calls `foto:tolva` or `doc:factura`.
pub fn named(name: &str) -> Option<&'static str> {
    let (kind, name) = name.split_once(':')?;
    match kind {
        "foto" => PICTURES.iter().copied().find(|n| *n == name),
        "doc" => PAPERS
            .iter()
            .map(|p| p.0)
            .find(|n| *n == name && *n != "mapa")
            .or_else(|| (name == "mapa").then_some("datos")),
        _ => None,
    }
}

pub async fn store(app: &App, orgs: &[Org]) -> Result<Files> {
    let pictures: Vec<(&'static str, String, Vec<u8>)> = PICTURES
        .iter()
        .map(|name| Ok((*name, format!("{name}.jpg"), picture::draw(name).map_err(Error::internal)?)))
        .collect::<Result<_>>()?;
    let mut kept = BTreeMap::new();
    for org in orgs {
        let papers = PAPERS.iter().map(|(name, title)| {
            let name = if *name == "mapa" { "datos" } else { name };
            (name, format!("{name}.pdf"), paper::write(title, &org.spec.name))
        });
        for (name, called, bytes) in pictures.iter().cloned().chain(papers) {
            let mut intake = app.vault.take_in(org.id, &called, app.config.max_file);
            intake.write(&bytes).await?;
            let stored = intake.finish().await?;
            let preview = app.previews.make(&app.vault, org.id, &stored).await?;
            kept.insert((org.id, name), (stored, preview));
        }
    }
    Ok(Files(Arc::new(kept)))
}
