import { escapeText, formatCost, sparkline } from './format.js';

/** A campaign's row of the table. */
export function campaignRow(campaign) {
  const cells = [
    escapeText(campaign.name),
    escapeText(campaign.channel),
    formatCost(campaign.cost),
    sparkline(campaign.trend ?? []),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
