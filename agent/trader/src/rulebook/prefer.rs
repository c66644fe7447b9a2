// SPDX-License-Identifier: Apache-2.0

//! `[prefer]`: from whom the agent would rather buy. The chain pairs buyers and sellers of an interval
//! at one price and without choice, so these wishes are kept for a later one.

use gridmerit_primitives::SourceKind;

use super::reader::Section;

/// Wishes that the chain cannot express yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefer {
	/// Sources to buy from, the most wanted first.
	pub sources: Vec<SourceKind>,
	/// Certificates that a seller should have.
	pub certificates: Vec<String>,
}

impl Prefer {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		let sources = [
			("solar", SourceKind::Solar),
			("wind", SourceKind::Wind),
			("hydro", SourceKind::Hydro),
			("geothermal", SourceKind::Geothermal),
			("biodiesel", SourceKind::Biodiesel),
			("storage", SourceKind::Storage),
		];
		Self {
			sources: section.words("sources", &sources),
			certificates: section.texts("certificates"),
		}
	}

	pub(super) fn notices(&self) -> Vec<String> {
		let wishes =
			[("sources", self.sources.is_empty()), ("certificates", self.certificates.is_empty())];
		let notice = |(key, _): (&str, bool)| {
			format!("prefer.{key}: has no effect yet, as the chain has no choice of sellers")
		};
		wishes.into_iter().filter(|(_, empty)| !empty).map(notice).collect()
	}
}
