// SPDX-License-Identifier: Apache-2.0

//! What the operator does with nodes.

use super::*;
use gridmerit_energy::{Label, SourceKind};
use gridmerit_pallet_support::{NodeSources, SellerLabels, ViolationSink};

#[test]
fn a_node_is_changed() {
	run(|| {
		let node = applied_and_approved(2);
		let data = NodeData { customer: H256::repeat_byte(8), bus: 33, ..prosumer() };
		assert_ok!(Registry::change(operator(), node, data));
		assert_eq!(last_event(), Event::NodeChanged { node, data });
		assert_eq!(Nodes::<Test>::get(node).unwrap().data, data);
		assert_eq!(held(2), DEPOSIT);
		assert_eq!(Registry::customer_of(node), Some(data.customer.0));
		assert_eq!(Registry::customer_of(7), None);
		assert_eq!([node, 7].map(|node| Registry::source_of(node, 0)), [Some(data.source), None]);
		for (data, error) in unsound() {
			assert_noop!(Registry::change(operator(), node, data), error);
		}
		assert_noop!(Registry::change(operator(), 7, data), Error::<Test>::UnknownNode);
	});
}

#[test]
fn a_seller_is_known_by_what_it_was_admitted_with() {
	run(|| {
		let node = applied_and_approved(2);
		let data = NodeData { bus: 33, source: SourceKind::Wind, ..prosumer() };
		assert_ok!(Registry::change(operator(), node, data));
		let wind = Label { bus: Some(33), source: Some(SourceKind::Wind.number()) };
		assert_eq!(Registry::label(node), wind);
		assert_eq!(Registry::label(7), Label::default());
		assert_eq!(<() as SellerLabels>::label(node), Label::default());
		assert!(Registry::label_weight().proof_size() > 0);
	});
}

#[test]
fn a_suspension_cancels_orders_at_once_and_can_be_lifted() {
	run(|| {
		let node = applied_and_approved(2);
		assert_noop!(Registry::resume(operator(), node), Error::<Test>::NotSuspended);
		assert_ok!(Registry::suspend(operator(), node, reason()));
		assert_eq!(last_event(), Event::NodeSuspended { node, reason: reason() });
		assert_eq!(Cancelled::get(), [node]);
		assert!(Registry::by_account(&2).unwrap().suspended);
		assert_noop!(
			Registry::suspend(operator(), node, reason()),
			Error::<Test>::AlreadySuspended
		);
		assert_ok!(Registry::resume(operator(), node));
		assert_eq!(last_event(), Event::NodeResumed { node });
		assert!(!Registry::by_index(node).unwrap().suspended);
		assert_noop!(Registry::suspend(operator(), 7, reason()), Error::<Test>::UnknownNode);
		assert_noop!(Registry::resume(operator(), 7), Error::<Test>::UnknownNode);
		assert_eq!(Cancelled::get(), [node]);
	});
}

#[test]
fn a_node_is_removed_when_nothing_is_open() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::record_violation(operator(), node, ViolationKind::Other));
		assert_ok!(Registry::offer_handover(Origin::signed(2), 3));
		Registry::hold(node);
		assert_noop!(Registry::remove(operator(), node), Error::<Test>::BusinessOpen);
		Registry::release(node);
		assert_ok!(Registry::remove(operator(), node));
		assert_eq!(last_event(), Event::NodeRemoved { node, account: 2 });
		assert_eq!(held(2), 0);
		assert_eq!(Registry::by_account(&2), None);
		assert_eq!(Violations::<Test>::iter().count(), 0);
		assert_eq!(Handovers::<Test>::iter().count(), 0);
		assert_noop!(Registry::remove(operator(), node), Error::<Test>::UnknownNode);
		// The account may come back, as another node.
		assert_eq!(applied_and_approved(2), node + 1);
	});
}

#[test]
fn violations_are_counted_by_kind() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::record_violation(operator(), node, ViolationKind::Other));
		Registry::report(node, ViolationKind::Silence);
		Registry::report(node, ViolationKind::Silence);
		let count = 2;
		let kind = ViolationKind::Silence;
		assert_eq!(last_event(), Event::ViolationRecorded { node, kind, count });
		assert_eq!(Violations::<Test>::get(node, ViolationKind::Other), 1);
		assert_eq!(Violations::<Test>::get(node, ViolationKind::Tampering), 0);
		assert_noop!(Registry::record_violation(operator(), 7, kind), Error::<Test>::UnknownNode);
		// A report about a node that has left is no error, and leaves nothing.
		Registry::report(7, kind);
		assert_eq!(Violations::<Test>::iter_prefix(7).count(), 0);
	});
}
