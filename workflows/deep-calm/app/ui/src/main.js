import { campaignsWithCost } from './api.js';
import { campaignRow } from './view.js';

const rows = (await campaignsWithCost()).map(campaignRow);
document.getElementById('campaigns').innerHTML = rows.join('');
