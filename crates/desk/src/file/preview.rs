//! Reduced pictures: small, upright, without the metadata (where it was taken, with what), and made on few threads within limits,
//! since a picture of a few bytes may claim to be as large as a field.

use std::io::Cursor;
use std::time::Duration;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use kit::{OrgId, Result};

use super::intake::Stored;
use super::sniff;
use super::vault::Vault;
use crate::pool::Pool;

/// The longer side of a preview.
pub const SIDE: u32 = 640;
/// The longer side of a picture that is shown beside a line or two.
const SMALL_SIDE: u32 = 320;
/// What is smaller counts who looks, or decorates.
const LEAST_SIDE: u32 = 48;
/// Larger files are kept and shown by name.
const MAX_BYTES: u64 = 30 * 1024 * 1024;
const MAX_SIDE: u32 = 20_000;
/// What one picture may take when it is unfolded: 50 megapixels in colour.
const MAX_UNFOLDED: u64 = 160 * 1024 * 1024;
const QUALITY: u8 = 82;

/// What a row says of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Of the picture itself, upright.
    pub width: u32,
    pub height: u32,
    /// Where the reduced picture is kept.
    pub hash: [u8; 32],
}

/// Makes previews, two at a time. Cheap to clone.
#[derive(Clone)]
pub struct Previews(Pool);

impl Default for Previews {
    fn default() -> Self {
        Self(Pool::new(2, Duration::from_secs(60)))
    }
}

impl Previews {
    /// The preview of a stored file; nothing for what is no picture, or none that can be unfolded within limits.
    pub async fn make(&self, vault: &Vault, org: OrgId, stored: &Stored) -> Result<Option<Preview>> {
        let Some(format) = format(stored.media_type).filter(|_| stored.size <= MAX_BYTES) else {
            return Ok(None);
        };
        let bytes = vault.whole(org, &stored.hash).await?;
        let Some(reduced) = self.0.run(move || reduce(&bytes, format, SIDE)).await? else {
            return Ok(None);
        };
        let hash = vault.keep(org, reduced.bytes).await?;
        Ok(Some(Preview {
            width: reduced.width,
            height: reduced.height,
            hash,
        }))
    }

    /// A picture from elsewhere, of which only the reduced one is kept: small, as a file of its own. Nothing for what is no picture, or
    /// too small to be looked at.
    pub async fn only(&self, vault: &Vault, org: OrgId, bytes: Bytes) -> Result<Option<Stored>> {
        let Some(format) = format(sniff::media_type(&bytes, "")) else {
            return Ok(None);
        };
        let reduced = self.0.run(move || reduce(&bytes, format, SMALL_SIDE)).await?;
        let Some(reduced) = reduced.filter(|r| r.width.min(r.height) >= LEAST_SIDE) else {
            return Ok(None);
        };
        let (size, media_type) = (reduced.bytes.len() as u64, media_type(&reduced.bytes));
        let hash = vault.keep(org, reduced.bytes).await?;
        Ok(Some(Stored {
            hash,
            size,
            media_type,
            name: format!("preview.{}", if media_type == "image/png" { "png" } else { "jpg" }),
        }))
    }
}

/// A reduced picture is one of these two.
pub fn media_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
}

struct Reduced {
    bytes: Bytes,
    width: u32,
    height: u32,
}

fn format(media_type: &str) -> Option<ImageFormat> {
    match media_type {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn reduce(bytes: &[u8], format: ImageFormat, side: u32) -> Option<Reduced> {
    match try_reduce(bytes, format, side) {
        Ok(reduced) => Some(reduced),
        Err(error) => {
            tracing::debug!(%error, "no preview");
            None
        }
    }
}

fn try_reduce(bytes: &[u8], format: ImageFormat, side: u32) -> image::ImageResult<Reduced> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(MAX_SIDE), Some(MAX_SIDE), Some(MAX_UNFOLDED));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // Before anything is unfolded, by what the header claims.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let small = if width.max(height) > side {
        image.thumbnail(side, side)
    } else {
        image
    };
    Ok(Reduced {
        bytes: encode(&small)?,
        width,
        height,
    })
}

fn encode(image: &DynamicImage) -> image::ImageResult<Bytes> {
    let mut bytes = Vec::new();
    if image.color().has_alpha() {
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))?;
    } else {
        image
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    }
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::gif::GifEncoder;
    use image::{Frame, Rgb, RgbImage, Rgba, RgbaImage};

    const RED: Rgb<u8> = Rgb([250, 0, 0]);
    const BLUE: Rgb<u8> = Rgb([0, 0, 250]);

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
    }

    fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        match format {
            // Choosing 256 colours well takes seconds; any will do.
            ImageFormat::Gif => GifEncoder::new_with_speed(&mut bytes, 30)
                .encode_frame(Frame::new(image.to_rgba8()))
                .unwrap(),
            other => image.write_to(&mut bytes, other).unwrap(),
        }
        bytes.into_inner()
    }

    /// Puts an EXIF segment with this orientation, and a place, after the start of a JPEG.
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS: 20.6736, -103.344");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
    }

    fn near(pixel: Rgb<u8>, colour: Rgb<u8>) -> bool {
        pixel.0.iter().zip(colour.0).all(|(a, b)| a.abs_diff(b) < 40)
    }

    #[test]
    fn every_format_is_reduced_to_its_side_and_keeps_its_shape() {
        let image = DynamicImage::from(halves(960, 240));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let reduced = reduce(&written(&image, format), format, SIDE).unwrap();
            assert_eq!((reduced.width, reduced.height), (960, 240), "{format:?}");
            let small = image::load_from_memory(&reduced.bytes).unwrap();
            assert_eq!((small.width(), small.height()), (640, 160), "{format:?}");
            assert!(
                near(*small.to_rgb8().get_pixel(10, 80), RED) && near(*small.to_rgb8().get_pixel(630, 80), BLUE),
                "{format:?}"
            );
        }
        let small = DynamicImage::from(halves(30, 20));
        let kept = reduce(&written(&small, ImageFormat::Png), ImageFormat::Png, SIDE).unwrap();
        assert_eq!(image::load_from_memory(&kept.bytes).unwrap().width(), 30, "never enlarged");
    }

    #[test]
    fn what_can_be_seen_through_stays_so() {
        let image = DynamicImage::from(RgbaImage::from_pixel(700, 10, Rgba([0, 250, 0, 0])));
        let reduced = reduce(&written(&image, ImageFormat::Png), ImageFormat::Png, SIDE).unwrap();
        assert_eq!(media_type(&reduced.bytes), "image/png");
        assert_eq!(image::load_from_memory(&reduced.bytes).unwrap().to_rgba8().get_pixel(5, 5).0[3], 0);
        let opaque = reduce(&written(&halves(9, 9).into(), ImageFormat::Png), ImageFormat::Png, SIDE).unwrap();
        assert_eq!(media_type(&opaque.bytes), "image/jpeg");
    }

    #[test]
    fn a_telephone_held_upright_gives_an_upright_picture_without_its_place() {
        let jpeg = turned(&written(&halves(800, 400).into(), ImageFormat::Jpeg), 6);
        let reduced = reduce(&jpeg, ImageFormat::Jpeg, SIDE).unwrap();
        assert_eq!((reduced.width, reduced.height), (400, 800));
        let small = image::load_from_memory(&reduced.bytes).unwrap().to_rgb8();
        assert!(
            near(*small.get_pixel(160, 10), RED) && near(*small.get_pixel(160, 630), BLUE),
            "turned clockwise"
        );
        assert!(!reduced.bytes.windows(4).any(|w| w == b"Exif" || w == b"GPS:"));
        assert!(jpeg.windows(4).any(|w| w == b"GPS:"));
    }

    /// A PNG of a few dozen bytes that claims to be 60,000 × 60,000, or within the side's limit but still 1.6 GB.
    #[test]
    fn bombs_and_noise_have_no_preview() {
        let mut png = written(&halves(4, 4).into(), ImageFormat::Png);
        for side in [60_000u32, 19_999] {
            png[16..20].copy_from_slice(&side.to_be_bytes());
            png[20..24].copy_from_slice(&side.to_be_bytes());
            let check = crc32(&png[12..29]);
            png[29..33].copy_from_slice(&check.to_be_bytes());
            let refused = try_reduce(&png, ImageFormat::Png, SIDE).map(|_| ()).unwrap_err();
            assert!(matches!(refused, image::ImageError::Limits(_)), "{refused:?}");
        }
        let whole = written(&halves(50, 50).into(), ImageFormat::Jpeg);
        for (bytes, format) in [
            (&b""[..], ImageFormat::Png),
            (b"GIF89a", ImageFormat::Gif),
            (&whole[..40], ImageFormat::Jpeg),
            (b"RIFF\xFF\xFF\xFF\xFFWEBPVP8 ", ImageFormat::WebP),
        ] {
            assert!(reduce(bytes, format, SIDE).is_none(), "{format:?}");
        }
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }

    #[tokio::test]
    async fn from_the_vault_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, org) = (Vault::folder(folder.path()).unwrap(), OrgId::from_bytes([1; 16]));
        let previews = Previews::default();
        let stored = |bytes: Vec<u8>| {
            let vault = vault.clone();
            async move {
                let mut intake = vault.take_in(org, "foto.jpg", 1_000_000);
                intake.write(&bytes).await.unwrap();
                intake.finish().await.unwrap()
            }
        };
        let picture = stored(written(&halves(1000, 500).into(), ImageFormat::Jpeg)).await;
        let preview = previews.make(&vault, org, &picture).await.unwrap().unwrap();
        assert_eq!((preview.width, preview.height), (1000, 500));
        let small = image::load_from_memory(&vault.whole(org, &preview.hash).await.unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (640, 320));
        assert_eq!(previews.make(&vault, org, &stored(b"hola".to_vec()).await).await.unwrap(), None);
        assert_eq!(
            previews
                .make(&vault, org, &stored(b"\xFF\xD8\xFF\xE0 not a picture\0".to_vec()).await)
                .await
                .unwrap(),
            None
        );
    }
}
