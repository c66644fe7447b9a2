// SPDX-License-Identifier: Apache-2.0

//! A runtime in lines of text, of which each says what one thing is: a call, what a map holds, what a call is charged.

use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
	fmt::{self, Write as _},
};

use codec::{Compact, Decode, Encode};
use frame_metadata::{
	RuntimeMetadata, RuntimeMetadataPrefixed,
	v16::{
		PalletMetadata, RuntimeMetadataV16, StorageEntryModifier, StorageEntryType, StorageHasher,
	},
};
use scale_info::{
	Field, PortableRegistry, TypeDef, TypeDefPrimitive, form::PortableForm,
	interner::UntrackedSymbol,
};
use sp_io::hashing::twox_64;
use sp_version::RuntimeVersion;

use crate::{rehearsal::storage_versions, runtimes::Runtime};

/// The version of metadata that is read.
pub const METADATA: u32 = 16;

/// APIs that only builds for tests and measurements have.
const BUILD_ONLY: [&str; 2] = ["Benchmark", "TryRuntime"];

/// Constants that are not of the runtime but of a chain: its state says what they are.
const OF_A_CHAIN: [(&str, &str); 3] = [
	("Babe", "EpochDuration"),
	("ParachainSystem", "SelfParaId"),
	("PolkadotXcm", "UniversalLocation"),
];

type Type = UntrackedSymbol<core::any::TypeId>;

/// A runtime: what each thing in it is, by its kind and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description(pub BTreeMap<String, String>);

impl Description {
	/// Of a runtime's metadata.
	pub fn of_metadata(bytes: &[u8]) -> Result<Self, String> {
		let metadata = RuntimeMetadataPrefixed::decode(&mut &*bytes)
			.map_err(|error| format!("this is no metadata of a runtime: {error}"))?;
		let RuntimeMetadata::V16(metadata) = metadata.1 else {
			let version = metadata.1.version();
			return Err(format!("this is metadata of version {version}, and not {METADATA}"));
		};
		Writer::new(&metadata).describe()
	}

	/// Of a runtime of this tree: with what metadata does not say.
	pub fn of_runtime(runtime: &Runtime) -> Result<Self, String> {
		let bytes = (runtime.metadata)();
		let mut description = Self::of_metadata(&bytes)?;
		for (pallet, version) in storage_versions(runtime) {
			description.put(format!("storage-version {pallet}"), version);
		}
		let RuntimeMetadata::V16(metadata) = decode_metadata(&bytes)? else {
			return Err("the runtime has old metadata".into());
		};
		Writer::new(&metadata).weights(runtime, &mut description);
		Ok(description)
	}

	/// Of the text that [`fmt::Display`] writes.
	pub fn parse(text: &str) -> Result<Self, String> {
		let mut lines = BTreeMap::new();
		for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
			let (name, what) =
				line.split_once(" = ").ok_or(format!("`{line}` is no NAME = WHAT"))?;
			lines.insert(name.into(), what.into());
		}
		Ok(Self(lines))
	}

	fn put(&mut self, name: String, what: impl ToString) {
		let what = what.to_string();
		// Types of one name are told apart by what they are.
		let known = self.0.entry(name).or_default();
		if known.is_empty() {
			*known = what;
		} else if !known.split(" | ").any(|one| one == what) {
			*known = format!("{known} | {what}");
		}
	}

	/// What a thing is.
	pub fn get(&self, name: &str) -> Option<&str> {
		self.0.get(name).map(String::as_str)
	}

	/// What its runtime calls itself.
	pub fn runtime(&self) -> &str {
		self.get("runtime").unwrap_or_default()
	}

	/// A number that it states.
	pub fn number(&self, name: &str) -> Option<u32> {
		self.get(name)?.parse().ok()
	}

	/// Kinds of which it says something.
	pub fn kinds(&self) -> BTreeSet<&str> {
		self.0.keys().map(|name| kind(name)).collect()
	}
}

/// The kind of a line.
pub fn kind(name: &str) -> &str {
	name.split(' ').next().unwrap_or_default()
}

impl fmt::Display for Description {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		self.0.iter().try_for_each(|(name, what)| writeln!(out, "{name} = {what}"))
	}
}

fn decode_metadata(bytes: &[u8]) -> Result<RuntimeMetadata, String> {
	let metadata =
		RuntimeMetadataPrefixed::decode(&mut &*bytes).map_err(|error| error.to_string())?;
	Ok(metadata.1)
}

/// Metadata as a runtime API answers.
pub fn opaque(answer: &[u8]) -> Option<Vec<u8>> {
	Option::<Vec<u8>>::decode(&mut &*answer).ok()?
}

struct Writer<'a> {
	metadata: &'a RuntimeMetadataV16,
	types: &'a PortableRegistry,
	/// Enums that grow with every pallet: what is in them has lines of its own.
	open: BTreeSet<u32>,
	/// Types of which something that was described is made.
	used: RefCell<BTreeSet<u32>>,
}

impl<'a> Writer<'a> {
	fn new(metadata: &'a RuntimeMetadataV16) -> Self {
		let outer = &metadata.outer_enums;
		let mut open: BTreeSet<u32> =
			[outer.call_enum_ty.id, outer.event_enum_ty.id, outer.error_enum_ty.id].into();
		for pallet in &metadata.pallets {
			open.extend(pallet.calls.as_ref().map(|calls| calls.ty.id));
			open.extend(pallet.event.as_ref().map(|event| event.ty.id));
			open.extend(pallet.error.as_ref().map(|error| error.ty.id));
		}
		Self { metadata, types: &metadata.types, open, used: RefCell::default() }
	}

	fn describe(&self) -> Result<Description, String> {
		let mut out = Description::default();
		for pallet in &self.metadata.pallets {
			self.pallet(pallet, &mut out);
		}
		if !out.0.contains_key("runtime") {
			return Err("the runtime states no version".into());
		}
		for (place, extension) in self.metadata.extrinsic.transaction_extensions.iter().enumerate()
		{
			let (ty, implicit) = (self.name(extension.ty.id), self.name(extension.implicit.id));
			let mark = self.mark([extension.ty.id, extension.implicit.id]);
			let what = format!("{place:02} {ty}, signed with {implicit} {mark}");
			out.put(format!("extension {}", extension.identifier), what);
		}
		for api in &self.metadata.apis {
			if BUILD_ONLY.contains(&api.name.as_str()) {
				continue;
			}
			out.put(format!("api {}", api.name), api.version.0);
			for method in &api.methods {
				let inputs = method.inputs.iter().map(|input| (Some(&input.name), input.ty.id));
				let types = method.inputs.iter().map(|input| input.ty.id).chain([method.output.id]);
				let what = format!(
					"({}) -> {} {}",
					self.list(inputs),
					self.name(method.output.id),
					self.mark(types)
				);
				out.put(format!("api {}.{}", api.name, method.name), what);
			}
		}
		for id in self.used.take() {
			// Such as `Option` have a path of one.
			if self.types.resolve(id).is_some_and(|ty| ty.path.segments.len() > 1) {
				out.put(format!("type {}", self.name(id)), self.definition(id));
			}
		}
		Ok(out)
	}

	fn pallet(&self, pallet: &PalletMetadata<PortableForm>, out: &mut Description) {
		let name = &pallet.name;
		out.put(format!("pallet {name}"), pallet.index);
		let enums = [
			("call", pallet.calls.as_ref().map(|calls| calls.ty)),
			("event", pallet.event.as_ref().map(|event| event.ty)),
			("error", pallet.error.as_ref().map(|error| error.ty)),
		];
		for (kind, ty) in enums {
			let Some(TypeDef::Variant(variants)) = ty.and_then(|ty| self.definition_of(ty.id))
			else {
				continue;
			};
			for variant in &variants.variants {
				let mark = self.mark(variant.fields.iter().map(|field| field.ty.id));
				let fields = self.fields(&variant.fields);
				let place = format!("{}.{}", pallet.index, variant.index);
				let what =
					if fields.is_empty() { place } else { format!("{place} ({fields}) {mark}") };
				out.put(format!("{kind} {name}.{}", variant.name), what);
			}
		}
		for constant in &pallet.constants {
			if OF_A_CHAIN.contains(&(name, &constant.name)) {
				continue;
			}
			if name == "System" && constant.name == "Version" {
				self.version(&constant.value, out);
				continue;
			}
			let value = sp_core::bytes::to_hex(&constant.value, false);
			let (name_of, mark) = (self.name(constant.ty.id), self.mark([constant.ty.id]));
			let what = format!("{name_of} {value} {mark}");
			out.put(format!("constant {name}.{}", constant.name), what);
		}
		for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
			let optional = match entry.modifier {
				StorageEntryModifier::Optional => "optional ",
				StorageEntryModifier::Default => "",
			};
			let what = match &entry.ty {
				StorageEntryType::Plain(ty) => {
					format!("{optional}{} {}", self.name(ty.id), self.mark([ty.id]))
				},
				StorageEntryType::Map { hashers, key, value } => {
					let hashers: Vec<_> = hashers.iter().map(hasher).collect();
					let (hashers, mark) = (hashers.join(", "), self.mark([key.id, value.id]));
					let (key, value) = (self.name(key.id), self.name(value.id));
					format!("map {hashers}({key}) -> {optional}{value} {mark}")
				},
			};
			out.put(format!("storage {name}.{}", entry.name), what);
		}
		for view in &pallet.view_functions {
			let inputs = view.inputs.iter().map(|input| (Some(&input.name), input.ty.id));
			let types = view.inputs.iter().map(|input| input.ty.id).chain([view.output.id]);
			let (output, mark) = (self.name(view.output.id), self.mark(types));
			out.put(
				format!("view {name}.{}", view.name),
				format!("({}) -> {output} {mark}", self.list(inputs)),
			);
		}
	}

	fn version(&self, value: &[u8], out: &mut Description) {
		if let Ok(version) = RuntimeVersion::decode(&mut &*value) {
			out.put("runtime".into(), version.spec_name);
			out.put("spec_version".into(), version.spec_version);
			out.put("transaction_version".into(), version.transaction_version);
		}
	}

	/// What each call is charged with the smallest arguments, and with one of everything of which there may be several.
	fn weights(&self, runtime: &Runtime, out: &mut Description) {
		for pallet in &self.metadata.pallets {
			let calls = pallet.calls.as_ref().and_then(|calls| self.definition_of(calls.ty.id));
			let Some(TypeDef::Variant(calls)) = calls else { continue };
			for call in &calls.variants {
				let weight = |several| {
					let mut bytes = vec![pallet.index, call.index];
					for field in &call.fields {
						self.sample(field.ty.id, several, 0, &mut bytes)?;
					}
					(runtime.weight)(&bytes)
				};
				let written = |weight: sp_runtime::Weight| {
					format!("{} ps, {} B", weight.ref_time(), weight.proof_size())
				};
				let Some(least) = weight(0) else { continue };
				let mut what = written(least);
				if let Some(more) = weight(1).filter(|more| *more != least) {
					_ = write!(what, "; with one of each: {}", written(more));
				}
				out.put(format!("weight {}.{}", pallet.name, call.name), what);
			}
		}
	}

	fn definition_of(&self, id: u32) -> Option<&'a TypeDef<PortableForm>> {
		self.types.resolve(id).map(|ty| &ty.type_def)
	}

	/// A type by its name.
	fn name(&self, id: u32) -> String {
		let Some(ty) = self.types.resolve(id) else { return "?".into() };
		let path = &ty.path.segments;
		if path.is_empty() {
			return self.definition(id);
		}
		let last = path.last().cloned().unwrap_or_default();
		let shared = ["bounded_collections", "primitive_types", "sp_arithmetic"];
		let short =
			path.len() == 1 || path.first().is_some_and(|first| shared.contains(&first.as_str()));
		let name = if short { last } else { path.join("::") };
		let params: Vec<_> =
			ty.type_params.iter().filter_map(|param| Some(self.name(param.ty?.id))).collect();
		if params.is_empty() || self.open.contains(&id) {
			return name;
		}
		format!("{name}<{}>", params.join(", "))
	}

	/// What a type is made of.
	fn definition(&self, id: u32) -> String {
		match self.definition_of(id) {
			None => "?".into(),
			Some(TypeDef::Composite(composite)) => {
				format!("{{{}}}", self.fields(&composite.fields))
			},
			Some(TypeDef::Variant(variants)) => {
				let variants = variants.variants.iter().map(|variant| {
					let fields = self.fields(&variant.fields);
					let fields = if fields.is_empty() { fields } else { format!("({fields})") };
					format!("{} {}{fields}", variant.index, variant.name)
				});
				format!("[{}]", variants.collect::<Vec<_>>().join("; "))
			},
			Some(TypeDef::Sequence(of)) => format!("Vec<{}>", self.name(of.type_param.id)),
			Some(TypeDef::Array(of)) => format!("[{}; {}]", self.name(of.type_param.id), of.len),
			Some(TypeDef::Tuple(of)) => {
				let parts: Vec<_> = of.fields.iter().map(|ty| self.name(ty.id)).collect();
				format!("({})", parts.join(", "))
			},
			Some(TypeDef::Primitive(primitive)) => format!("{primitive:?}").to_lowercase(),
			Some(TypeDef::Compact(of)) => format!("compact {}", self.name(of.type_param.id)),
			Some(TypeDef::BitSequence(_)) => "bits".into(),
		}
	}

	fn fields(&self, fields: &[Field<PortableForm>]) -> String {
		self.list(fields.iter().map(|field| (field.name.as_ref(), field.ty.id)))
	}

	fn list<'s>(&self, fields: impl Iterator<Item = (Option<&'s String>, u32)>) -> String {
		let fields = fields.map(|(name, ty)| match name {
			Some(name) => format!("{name}: {}", self.name(ty)),
			None => self.name(ty),
		});
		fields.collect::<Vec<_>>().join(", ")
	}

	/// A mark of all that types are made of, however deep.
	fn mark(&self, types: impl IntoIterator<Item = u32>) -> String {
		let mut seen = BTreeSet::new();
		let mut left: Vec<u32> = types.into_iter().collect();
		let mut all = String::new();
		while let Some(id) = left.pop() {
			if self.open.contains(&id) || !seen.insert(id) {
				continue;
			}
			_ = write!(all, "{};", self.definition(id));
			left.extend(self.parts(id));
		}
		self.used.borrow_mut().extend(seen);
		let [a, b, c, d, ..] = twox_64(all.as_bytes());
		format!("#{:08x}", u32::from_be_bytes([a, b, c, d]))
	}

	/// The types that a type is made of.
	fn parts(&self, id: u32) -> Vec<u32> {
		let of = |fields: &[Field<PortableForm>]| -> Vec<u32> {
			fields.iter().map(|field| field.ty.id).collect()
		};
		match self.definition_of(id) {
			Some(TypeDef::Composite(composite)) => of(&composite.fields),
			Some(TypeDef::Variant(variants)) => {
				variants.variants.iter().flat_map(|variant| of(&variant.fields)).collect()
			},
			Some(TypeDef::Sequence(of)) => vec![of.type_param.id],
			Some(TypeDef::Array(of)) => vec![of.type_param.id],
			Some(TypeDef::Tuple(of)) => of.fields.iter().map(|ty: &Type| ty.id).collect(),
			Some(TypeDef::Compact(of)) => vec![of.type_param.id],
			Some(TypeDef::Primitive(_) | TypeDef::BitSequence(_)) | None => vec![],
		}
	}

	/// A value of a type: zeros, the first variants, and so many of what there may be any number of. None if there is
	/// none so simple.
	fn sample(&self, id: u32, several: u32, depth: u32, out: &mut Vec<u8>) -> Option<()> {
		if depth > 24 {
			return None;
		}
		if id == self.metadata.outer_enums.call_enum_ty.id {
			// `System.remark` of nothing.
			out.extend([0, 0, 0]);
			return Some(());
		}
		let all = |fields: &mut dyn Iterator<Item = u32>, out: &mut Vec<u8>| {
			for id in fields {
				self.sample(id, several, depth + 1, out)?;
			}
			Some(())
		};
		match self.definition_of(id)? {
			TypeDef::Composite(of) => all(&mut of.fields.iter().map(|field| field.ty.id), out),
			TypeDef::Variant(of) => {
				let path = self.types.resolve(id)?.path.segments.join("::");
				let first = match (path.as_str(), several) {
					("Option", 1..) => of.variants.last()?,
					_ => of.variants.first()?,
				};
				out.push(first.index);
				all(&mut first.fields.iter().map(|field| field.ty.id), out)
			},
			TypeDef::Sequence(of) => {
				Compact(several).encode_to(out);
				all(&mut (0..several).map(|_| of.type_param.id), out)
			},
			TypeDef::Array(of) => all(&mut (0..of.len).map(|_| of.type_param.id), out),
			TypeDef::Tuple(of) => all(&mut of.fields.iter().map(|ty| ty.id), out),
			TypeDef::Compact(_) => {
				out.push(0);
				Some(())
			},
			TypeDef::BitSequence(_) => {
				out.push(0);
				Some(())
			},
			TypeDef::Primitive(primitive) => {
				out.resize(out.len() + size(primitive), 0);
				Some(())
			},
		}
	}
}

fn size(primitive: &TypeDefPrimitive) -> usize {
	use TypeDefPrimitive::*;
	match primitive {
		// A string of no letters.
		Bool | Str | U8 | I8 => 1,
		U16 | I16 => 2,
		Char | U32 | I32 => 4,
		U64 | I64 => 8,
		U128 | I128 => 16,
		U256 | I256 => 32,
	}
}

fn hasher(hasher: &StorageHasher) -> String {
	format!("{hasher:?}").to_lowercase()
}
