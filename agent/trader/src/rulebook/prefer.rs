// SPDX-License-Identifier: Apache-2.0

//! `[prefer]`: from whom the node would rather buy.

use gridmerit_client::choices::Preferred;
use gridmerit_energy::MAX_CHOICES;
use toml::Spanned;

use super::{reader::Section, values::expected};

/// From whom the node would rather buy. It changes no price and nobody's energy, so plans and orders do not ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferRules {
	/// The first choice first; nothing takes back what the chain has.
	pub sellers: Vec<Preferred>,
}

impl PreferRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		section.require("sellers", "from whom it would rather buy, or [] for nobody");
		let sellers = section.take("sellers", |value| {
			let wanted = "a list of sellers, such as [\"node:8\", \"source:wind\"]";
			let array = value.as_array().ok_or_else(|| expected(wanted, value))?;
			if array.len() > MAX_CHOICES {
				return Err(format!("must be {MAX_CHOICES} at most"));
			}
			let mut sellers = Vec::<Preferred>::with_capacity(array.len());
			for row in array.iter() {
				let text =
					row.get_ref().as_str().ok_or_else(|| expected("strings", row.get_ref()))?;
				let seller = text.parse()?;
				if sellers.contains(&seller) {
					return Err(format!("`{seller}` is there twice"));
				}
				sellers.push(seller);
			}
			Ok(sellers)
		});
		sellers.map(Spanned::into_inner).map(|sellers| Self { sellers })
	}
}
