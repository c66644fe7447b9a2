// SPDX-License-Identifier: Apache-2.0

//! Arrows between pallets, by what the runtime gives them as `type`s of their `Config`: a pallet depends on
//! no other by its manifest, so this is where they lean on each other.

use std::{
	collections::BTreeMap,
	fs,
	path::{Path, PathBuf},
};

use syn::{
	Attribute, File, ImplItem, Item, ItemImpl, Type,
	visit::{self, Visit},
};

use crate::{Arrow, Error, arrows::Member, read};

const RUNTIMES: &str = "runtime";

/// The pallets, by their folders, that a name in the runtime stands for.
type Folders = BTreeMap<String, Vec<String>>;

/// Arrows of all `impl pallet_x::Config for Runtime`, wherever they stand in the runtimes.
pub fn arrows(root: &Path, members: &[Member]) -> Result<Vec<Arrow>, Error> {
	let mut files = Vec::new();
	collect(&root.join(RUNTIMES), &mut files)?;
	files.sort();
	let parsed: Vec<File> = files
		.iter()
		.map(|path| syn::parse_file(&read(path)?).map_err(|error| Error::Rust(path.clone(), error)))
		.collect::<Result<_, _>>()?;
	let crates: BTreeMap<String, String> = members
		.iter()
		.filter(|member| member.folder.starts_with("pallets/"))
		.map(|member| (member.package.replace('-', "_"), member.folder.clone()))
		.collect();

	// `pub type Ledger = pallet_ledger;` gives a pallet its name in the runtime.
	let mut names = Names { crates: &crates, folders: BTreeMap::new() };
	parsed.iter().for_each(|file| names.visit_file(file));
	let mut named: Folders =
		names.folders.into_iter().map(|(name, folder)| (name, vec![folder])).collect();

	// A pallet can be reached through a type of the runtime's own that asks it.
	let mut adapters = Adapters { folders: &named, found: BTreeMap::new() };
	parsed.iter().for_each(|file| adapters.visit_file(file));
	let adapters = adapters.found;
	named.extend(adapters);
	// A runtime may call either by another name.
	let mut aliases = Aliases { folders: &named, found: BTreeMap::new() };
	parsed.iter().for_each(|file| aliases.visit_file(file));
	let aliases = aliases.found;
	named.extend(aliases);

	let mut found = Configs { crates: &crates, folders: &named, arrows: Vec::new() };
	parsed.iter().for_each(|file| found.visit_file(file));
	Ok(found.arrows)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
	let broken = |error| Error::Read(folder.into(), error);
	for entry in fs::read_dir(folder).map_err(broken)? {
		let path = entry.map_err(broken)?.path();
		if path.is_dir() {
			if !path.ends_with("tests") {
				collect(&path, files)?;
			}
		} else if path.extension().is_some_and(|extension| extension == "rs") {
			files.push(path);
		}
	}
	Ok(())
}

/// The names that pallets have in the runtime.
struct Names<'a> {
	crates: &'a BTreeMap<String, String>,
	folders: BTreeMap<String, String>,
}

impl Visit<'_> for Names<'_> {
	fn visit_item_type(&mut self, item: &syn::ItemType) {
		let Type::Path(path) = &*item.ty else { return };
		let Some(krate) = path.path.get_ident() else { return };
		if let Some(folder) = self.crates.get(&krate.to_string()) {
			self.folders.insert(item.ident.to_string(), folder.clone());
		}
	}
}

/// What the runtime's own types ask.
struct Adapters<'a> {
	folders: &'a Folders,
	found: Folders,
}

impl Visit<'_> for Adapters<'_> {
	fn visit_item_impl(&mut self, item: &ItemImpl) {
		let Type::Path(path) = &*item.self_ty else { return };
		let Some(name) = path.path.get_ident().filter(|name| *name != "Runtime") else { return };
		let mut named = Named { folders: self.folders, found: Vec::new() };
		item.items.iter().for_each(|item| named.visit_impl_item(item));
		self.found.entry(name.to_string()).or_default().extend(named.found);
	}
}

/// Other names, also of types that are taken from elsewhere in the runtime.
struct Aliases<'a> {
	folders: &'a Folders,
	found: Folders,
}

impl Visit<'_> for Aliases<'_> {
	fn visit_item_type(&mut self, item: &syn::ItemType) {
		let Type::Path(path) = &*item.ty else { return };
		let Some(last) = path.path.segments.last() else { return };
		if let Some(folders) = self.folders.get(&last.ident.to_string()) {
			self.found.entry(item.ident.to_string()).or_default().extend(folders.clone());
		}
	}
}

/// The arrows of the pallets' `Config`s.
struct Configs<'a> {
	crates: &'a BTreeMap<String, String>,
	folders: &'a Folders,
	arrows: Vec<Arrow>,
}

impl Configs<'_> {
	fn config_of(&self, item: &ItemImpl) -> Option<String> {
		let (_, path, _) = item.trait_.as_ref()?;
		let mut segments = path.segments.iter().map(|segment| segment.ident.to_string());
		let folder = self.crates.get(&segments.next()?)?;
		(segments.next()? == "Config").then(|| folder.clone())
	}
}

impl Visit<'_> for Configs<'_> {
	fn visit_item(&mut self, item: &Item) {
		let config = if let Item::Impl(item) = item { self.config_of(item) } else { None };
		let (Some(from), Item::Impl(item)) = (config, item) else {
			return visit::visit_item(self, item);
		};
		for item in &item.items {
			let ImplItem::Type(item) = item else { continue };
			// Benchmarks set up the whole chain, above and below.
			if item.attrs.iter().any(only_for_benchmarks) {
				continue;
			}
			let mut named = Named { folders: self.folders, found: Vec::new() };
			named.visit_type(&item.ty);
			self.arrows.extend(named.found.into_iter().filter(|to| *to != from).map(|to| Arrow {
				from: from.clone(),
				to,
				item: Some(item.ident.to_string()),
			}));
		}
	}
}

fn only_for_benchmarks(attribute: &Attribute) -> bool {
	attribute.path().is_ident("cfg")
		&& attribute.meta.require_list().is_ok_and(|list| {
			list.tokens.to_string().replace(' ', "") == "feature=\"runtime-benchmarks\""
		})
}

/// The pallets that a piece of code names.
struct Named<'a> {
	folders: &'a Folders,
	found: Vec<String>,
}

impl Visit<'_> for Named<'_> {
	fn visit_ident(&mut self, ident: &syn::Ident) {
		self.found.extend(self.folders.get(&ident.to_string()).into_iter().flatten().cloned());
	}
}
