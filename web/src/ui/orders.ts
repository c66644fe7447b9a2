// SPDX-License-Identifier: Apache-2.0

// Orders in words.

import type { Order } from '../chain/market';
import { kwh, price, type Token } from '../lib/format';
import { t } from '../lib/i18n';

export function orderText(order: Order, token: Token): string {
  return order.type === 'Demand'
    ? t(order.value.limit === undefined ? 'order.demand' : 'order.limited', {
      energy: kwh(order.value.quantity), price: order.value.limit === undefined ? '' : price(order.value.limit, token),
    })
    : t('order.offer', { energy: kwh(order.value.capacity), price: price(order.value.ask, token) });
}
