// SPDX-License-Identifier: Apache-2.0

// The meters of a household, who certified them, and what they have said.

import type { Chain } from '../../chain/link';
import { BEST, startOf } from '../../chain/market';
import { useRead } from '../../chain/read';
import { text } from '../../lib/bytes';
import { clock, day, kwh, moment } from '../../lib/format';
import { t } from '../../lib/i18n';
import { Empty, Section, Shown, Table } from '../../ui/parts';

export function Meters({ chain, node }: { chain: Chain; node: number }) {
  const read = useRead(async ({ api }) => {
    const meters = await api.apis.MarketApi.meters(node, BEST);
    return Promise.all(meters.map(async (meter) => {
      const [readings, known] = await Promise.all([
        api.apis.MarketApi.readings(meter.meter, BEST), api.view.MeterAttestation.meter(meter.meter, BEST),
      ]);
      const maker = known && (await api.query.MeterAttestation.Manufacturers.getValue(known[1].manufacturer, BEST));
      return { ...meter, readings, maker: maker && text(maker.name), serial: known && text(known[1].serial) };
    }));
  }, [node]);
  return (
    <Section title={t('meters')} id="meters">
      <Shown read={read}>{(meters) => (meters.length === 0 ? <Empty>{t('meters.none')}</Empty> : (
        <>
          <Table caption={t('meters.table')} rows={meters} columns={[
            { title: t('meter'), cell: ({ meter }) => meter },
            { title: t('meters.maker'), left: true, cell: ({ maker, serial }) => [maker, serial].filter(Boolean).join(', ') || '–' },
            { title: t('meters.settles'), left: true, cell: ({ settles_from, revoked_from }) => (
              revoked_from !== undefined ? t('meters.revoked', { from: moment(startOf(chain, revoked_from)) })
                : settles_from === undefined ? t('meters.informs') : t('meters.from', { from: moment(startOf(chain, settles_from)) })) },
            { title: t('meters.last'), left: true, cell: ({ readings }) => { const last = readings.at(-1); return last ? moment(startOf(chain, last.interval)) : t('meters.never'); } },
          ]} />
          {meters.filter(({ readings }) => readings.length > 0).map(({ meter, readings }) => (
            <Table caption={t('meters.readings', { meter })} rows={readings.slice(-8).reverse()} columns={[
              { title: t('interval'), cell: ({ interval }) => `${day(startOf(chain, interval))} ${clock(startOf(chain, interval))}` },
              { title: t('bill.drawn'), cell: (reading) => kwh(reading.import) },
              { title: t('bill.fed'), cell: (reading) => kwh(reading.export) },
              { title: t('meters.registers'), cell: (reading) => `${kwh(reading.import_register)} / ${kwh(reading.export_register)}` },
            ]} />
          ))}
        </>
      ))}</Shown>
    </Section>
  );
}
