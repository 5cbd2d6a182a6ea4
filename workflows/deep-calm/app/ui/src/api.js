/** What the service answers at a path; an error that names the path when it refuses. */
export async function getJSON(path, fetcher = fetch) {
  const answer = await fetcher(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) {
    throw new Error(`${path} answered ${answer.status}`);
  }
  return answer.json();
}

/** All campaigns, each with what a customer of its costs. */
export async function campaignsWithCost(fetcher = fetch) {
  const campaigns = await getJSON('/campaigns', fetcher);
  return Promise.all(campaigns.map(async (campaign) => {
    const { cost } = await getJSON(`/campaigns/${campaign.id}/cac`, fetcher);
    return { ...campaign, cost };
  }));
}
