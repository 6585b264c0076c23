//! The routes of files, for members. Decided when they are fetched: a link opens nothing.

pub mod upload;

use access::Perm::TicketRead;
use aide::OperationInput;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use db::Tx;
use kit::{Error, FileId};

use super::store::{self, File, Owner, Through};
use crate::App;
use crate::http::Permit::{At, Member};
use crate::http::{Created, Cx, Fault, On, Slice};
use crate::who::Who;
use crate::who::secret::sha256;

pub fn routes() -> Slice {
    Slice::new("file")
        .post(
            "/files",
            Member("their own until it hangs from a message"),
            "file.upload: upload a file as the form field `file`",
            create,
        )
        .get(
            "/files/{file}",
            At(TicketRead),
            "file.get: a file on a message that you can read",
            get,
        )
        .get(
            "/files/{file}/preview",
            At(TicketRead),
            "file.preview: a reduced picture of it",
            preview,
        )
}

/// A file as it is shown.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "UploadedFile")]
pub struct View {
    pub id: FileId,
    pub name: String,
    pub size: i64,
    pub media_type: String,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub has_preview: bool,
}

pub fn view(file: File) -> View {
    View {
        id: file.id,
        name: file.name,
        size: file.size,
        media_type: file.media_type,
        width: file.width,
        height: file.height,
        has_preview: file.preview.is_some(),
    }
}

/// A form with a file in it. The size is limited while it is read.
pub struct Form(pub Multipart);

impl FromRequest<App> for Form {
    type Rejection = Fault;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Fault> {
        // The route's default limit is for JSON; a file's own is in the configuration, and the form around it takes a little.
        let limit = usize::try_from(app.config.max_file).unwrap_or(usize::MAX).saturating_add(64 * 1024);
        DefaultBodyLimit::max(limit).apply(&mut request);
        Ok(Self(
            Multipart::from_request(request, app)
                .await
                .map_err(|_| Error::malformed("form_malformed"))?,
        ))
    }
}

impl OperationInput for Form {}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "FilePathOf")]
struct Path {
    file: FileId,
}

async fn create(cx: Cx, Form(form): Form) -> Result<Created<View>, Fault> {
    let (stored, preview) = upload::take(&cx.app, cx.org(), form).await?;
    // Of a form the boundary differs each time: what makes two of them the same is what was sent.
    let print = sha256(&[b"POST /files ".as_slice(), &stored.hash, stored.name.as_bytes()].concat());
    let keep = move |tx: &mut Tx<'_>, who: &Who| store::insert(tx, who.org(), Owner::Member(who.member()), &stored, preview.as_ref());
    let show = |tx: &mut Tx<'_>, who: &Who, id| store::row(tx, who.org(), id)?.map(view).ok_or_else(Error::unknown);
    cx.create(print, keep, show).await.map_err(Fault)
}

async fn find(cx: &Cx, id: FileId) -> Result<File, Fault> {
    let found = cx.read(move |tx, who| {
        let file = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
        let through = store::readable(tx, who, &file)?.ok_or_else(Error::unknown)?;
        Ok((file, through))
    });
    let (file, through) = found.await?;
    if let Through::Ticket(ticket) = through {
        cx.read_across(ticket).await?;
    }
    Ok(file)
}

async fn get(cx: Cx, On(path): On<Path>, headers: HeaderMap) -> Result<Response, Fault> {
    let file = find(&cx, path.file).await?;
    upload::answer(&cx.app, cx.org(), &file, &headers, false, false).await
}

async fn preview(cx: Cx, On(path): On<Path>, headers: HeaderMap) -> Result<Response, Fault> {
    let file = find(&cx, path.file).await?;
    upload::answer(&cx.app, cx.org(), &file, &headers, true, false).await
}
