//! Values on their way to and from PostgreSQL.

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::col::Col;
use crate::{Arg, Result};

type Failure = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Arg<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        let wrong = || Err(format!("{} for a parameter of type {ty}", self.name()).into());
        match (self, ty) {
            (Arg::Null, _) => Ok(IsNull::Yes),
            (Arg::Bool(v), &Type::BOOL) => v.to_sql(ty, out),
            (Arg::Int(v), &Type::INT8) => v.to_sql(ty, out),
            (Arg::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(ty, out),
            (Arg::Int(v), &Type::INT2) => i16::try_from(*v)?.to_sql(ty, out),
            (Arg::Real(v), &Type::FLOAT8) => v.to_sql(ty, out),
            (Arg::Text(v), &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME | &Type::UNKNOWN) => v.to_sql(ty, out),
            (Arg::Bytes(v), &Type::BYTEA) => v.as_ref().to_sql(ty, out),
            (Arg::Id(v), &Type::BYTEA) => v.as_slice().to_sql(ty, out),
            _ => wrong(),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Decided by value above: one statement's parameter may be an integer or NULL.
        true
    }

    to_sql_checked!();
}

/// A column as it came over the wire.
struct Wire<'a>(Col<'a>);

impl<'a> FromSql<'a> for Wire<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(Self(match *ty {
            Type::BOOL => Col::Bool(bool::from_sql(ty, raw)?),
            Type::INT8 => Col::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Col::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Col::Int(i16::from_sql(ty, raw)?.into()),
            Type::OID => Col::Int(u32::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Col::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Col::Real(f32::from_sql(ty, raw)?.into()),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => Col::Text(<&str>::from_sql(ty, raw)?),
            Type::BYTEA => Col::Bytes(raw),
            Type::NUMERIC => Col::Other("a numeric: cast sums of BIGINT to BIGINT"),
            _ => Col::Other("a type that we do not speak"),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self(Col::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A column of a row, lent.
pub(crate) fn col(row: &postgres::Row, i: usize) -> Result<Col<'_>> {
    row.try_get::<_, Wire<'_>>(i).map(|wire| wire.0).map_err(super::error::plain)
}
