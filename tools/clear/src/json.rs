// SPDX-License-Identifier: Apache-2.0

//! How values are written in the input.

use std::{fmt, io::Read, marker::PhantomData};

use serde::{
	Deserialize, Deserializer,
	de::{self, DeserializeOwned},
};

/// Reads an object, to the end of the input; an error names its field.
pub fn object<T: DeserializeOwned>(mut from: impl Read) -> Result<T, String> {
	let mut text = Vec::new();
	from.read_to_end(&mut text).map_err(|error| format!("standard input: {error}"))?;
	let mut json = serde_json::Deserializer::from_slice(&text);
	let Object(object) = serde_path_to_error::deserialize(&mut json).map_err(|error| {
		let path = error.path().to_string();
		// The path to no field is a dot, that to one without a name ends in a question mark.
		let field = path.trim_end_matches(['.', '?']);
		format!("{}: {}", if field.is_empty() { "standard input" } else { field }, error.inner())
	})?;
	json.end().map_err(|error| format!("standard input: {error}"))?;
	Ok(object)
}

/// That a field is there, whatever it says, null included.
pub fn given<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
	de::IgnoredAny::deserialize(from).map(|_| true)
}

/// A struct written as an object; serde alone would take an array of its fields as well.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
	fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
		from.deserialize_map(ObjectVisitor(PhantomData))
	}
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for ObjectVisitor<T> {
	type Value = Object<T>;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("an object")
	}

	fn visit_map<A: de::MapAccess<'de>>(self, fields: A) -> Result<Object<T>, A::Error> {
		T::deserialize(de::value::MapAccessDeserializer::new(fields)).map(Object)
	}
}

/// A number without sign and fraction, or one written as a string of digits.
#[derive(Clone, Copy, Default)]
pub struct Integer(pub u64);

impl Integer {
	/// The number, which `field` names, if it is not above `bound`.
	pub fn at_most(self, bound: u64, field: impl Fn() -> String) -> Result<u64, String> {
		if self.0 > bound {
			return Err(format!("{}: {} is above {bound}", field(), self.0));
		}
		Ok(self.0)
	}
}

impl<'de> Deserialize<'de> for Integer {
	fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
		from.deserialize_any(IntegerVisitor)
	}
}

struct IntegerVisitor;

impl de::Visitor<'_> for IntegerVisitor {
	type Value = Integer;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a whole number, or a string of its digits")
	}

	fn visit_u64<E: de::Error>(self, value: u64) -> Result<Integer, E> {
		Ok(Integer(value))
	}

	fn visit_str<E: de::Error>(self, text: &str) -> Result<Integer, E> {
		let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
		let value = text.parse().ok().filter(|_| digits);
		value.map(Integer).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
	}
}
