// SPDX-License-Identifier: Apache-2.0

//! A table that is one on a wide page, and a card for each row on a narrow one.

use maud::{Markup, html};

/// Most rows of one table; `report.json` has them all.
pub const MOST: usize = 1_000;

/// A table, with what it shows.
pub struct Table<'a> {
	caption: &'a str,
	columns: Vec<String>,
	body: Vec<Row>,
	foot: Vec<Row>,
	rows: usize,
}

/// A row: what it is about, and its values.
pub struct Row {
	head: String,
	cells: Vec<Markup>,
	differs: bool,
}

impl Row {
	/// A row of text.
	pub fn new(head: impl Into<String>, cells: impl IntoIterator<Item = String>) -> Self {
		Self::marked(head, cells.into_iter().map(|cell| html! { (cell) }))
	}

	/// A row of text with marks in it.
	pub fn marked(head: impl Into<String>, cells: impl IntoIterator<Item = Markup>) -> Self {
		Self { head: head.into(), cells: cells.into_iter().collect(), differs: false }
	}

	/// The same, set off from the others.
	pub fn differing(self, differs: bool) -> Self {
		Self { differs, ..self }
	}
}

impl<'a> Table<'a> {
	/// An empty table. The first of the columns says what each row is about.
	pub fn new(caption: &'a str, columns: &[&str]) -> Self {
		let columns = columns.iter().map(|name| (*name).into()).collect();
		Self { caption, columns, body: Vec::new(), foot: Vec::new(), rows: 0 }
	}

	/// With rows, as many as a page takes.
	pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
		for row in rows {
			self.rows += 1;
			if self.body.len() < MOST {
				self.body.push(row);
			}
		}
		self
	}

	/// With sums below them.
	pub fn sums(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
		self.foot.extend(rows);
		self
	}

	/// In HTML.
	pub fn markup(&self) -> Markup {
		html! {
			table.cards {
				caption { (self.caption) }
				thead { tr { @for name in &self.columns { th scope="col" { (name) } } } }
				tbody { @for row in &self.body { (self.row(row)) } }
				@if !self.foot.is_empty() { tfoot { @for row in &self.foot { (self.row(row)) } } }
			}
			@if self.rows > MOST {
				p {
					(super::format::count(MOST as u64)) " of " (super::format::count(self.rows as u64))
					" rows; all are in report.json."
				}
			}
		}
	}

	fn row(&self, row: &Row) -> Markup {
		html! {
			tr.differs[row.differs] {
				th scope="row" { (row.head) }
				@for (name, cell) in self.columns.iter().skip(1).zip(&row.cells) {
					td data-label=(name) { (cell) }
				}
			}
		}
	}
}
