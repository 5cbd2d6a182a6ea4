/** An amount of money as people read it; a dash when there is none. */
export function formatCost(cost) {
  if (cost === null || cost === undefined) {
    return '—';
  }
  return Number(cost).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

const BARS = '▁▂▃▄▅▆▇█';

/** A row of bars, one a value, the highest for the greatest. */
export function sparkline(values) {
  const highest = Math.max(...values, 0);
  if (highest === 0) {
    return BARS[0].repeat(values.length);
  }
  return values.map((value) => BARS[Math.round((value / highest) * (BARS.length - 1))]).join('');
}

/** Text that is safe between tags. */
export function escapeText(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(text).replace(/[&<>"]/g, (character) => entities[character]);
}
