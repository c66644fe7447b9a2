// SPDX-License-Identifier: Apache-2.0

//! Arrows between crates, by their manifests.

use std::path::Path;

use serde::Deserialize;
use toml::Table;

use crate::{Error, read};

/// Who leans on whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
	/// The folder of the crate that leans.
	pub from: String,
	/// The folder of the crate that it leans on.
	pub to: String,
	/// The `type` of a pallet's `Config`; none for a dependency of a manifest.
	pub item: Option<String>,
}

/// A crate of the workspace.
#[derive(Clone, Debug)]
pub struct Member {
	/// Its folder.
	pub folder: String,
	/// What it is called.
	pub package: String,
	/// Its manifest.
	manifest: Manifest,
}

#[derive(Clone, Debug, Deserialize)]
struct Manifest {
	package: Package,
	#[serde(default)]
	dependencies: Table,
	#[serde(default, rename = "build-dependencies")]
	build_dependencies: Table,
}

#[derive(Clone, Debug, Deserialize)]
struct Package {
	name: String,
}

#[derive(Deserialize)]
struct Root {
	workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
	members: Vec<String>,
}

fn parse<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Error> {
	toml::from_str(&read(path)?).map_err(|error| Error::Toml(path.into(), error))
}

/// The crates of a workspace.
pub fn members(root: &Path) -> Result<Vec<Member>, Error> {
	let workspace = parse::<Root>(&root.join("Cargo.toml"))?.workspace;
	workspace
		.members
		.into_iter()
		.map(|folder| {
			let manifest: Manifest = parse(&root.join(&folder).join("Cargo.toml"))?;
			Ok(Member { folder, package: manifest.package.name.clone(), manifest })
		})
		.collect()
}

/// What the crates depend on, but for what only their tests need.
pub fn of_manifests(members: &[Member]) -> Vec<Arrow> {
	let folder_of = |package: &str| {
		members.iter().find(|member| member.package == package).map(|member| member.folder.clone())
	};
	let mut arrows = Vec::new();
	for member in members {
		let Manifest { dependencies, build_dependencies, .. } = &member.manifest;
		for (name, _) in dependencies.iter().chain(build_dependencies) {
			let Some(to) = folder_of(name) else { continue };
			arrows.push(Arrow { from: member.folder.clone(), to, item: None });
		}
	}
	arrows
}
