/* global document, H5P */
// For the pages of a site that shows H5P content: sends what H5P reports to the record store behind the site's own
// address /xapi (docs/guides/integrator/h5p.md). After H5P's own scripts:
//   <script src="forward.js" data-home-page="https://lms.example.org" data-name="rd-000123"
//           data-run="https://lms.example.org/runs/htn-2026-09"></script>
(() => {
  const { homePage, name, run } = document.currentScript.dataset;
  const shelf = 'snowlight-h5p';
  const kept = () => JSON.parse(localStorage.getItem(shelf) ?? '[]');
  const keep = (statements) => localStorage.setItem(shelf, JSON.stringify(statements));

  /** What H5P says, as the person and the run that the roster knows; null for what no record store takes. */
  function told({ statement }) {
    if (!statement.object?.id || !statement.verb) return null; // a preview in the editor
    const { score, ...result } = statement.result ?? {};
    return {
      ...statement,
      id: crypto.randomUUID(), // kept with the statement: sent twice, it is stored once
      timestamp: new Date().toISOString(),
      actor: { objectType: 'Agent', account: { homePage, name } },
      context: {
        ...statement.context,
        platform: 'H5P',
        extensions: { 'https://w3id.org/snowlight/extensions/run': run },
      },
      // 0 points of 0 is no score: min must be less than max
      ...(statement.result && { result: score?.max > 0 ? { ...result, score } : result }),
    };
  }

  let sending = false;
  async function send() {
    const batch = kept().slice(0, 50);
    if (sending || batch.length === 0) return;
    sending = true;
    let isDone = false;
    try {
      const answer = await fetch('/xapi/statements', {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
        body: JSON.stringify(batch),
      });
      // a refusal stays one: say so, and do not come again with it. Anything else is tried with the next event.
      const isRefused = [400, 403, 409, 413].includes(answer.status);
      if (isRefused) console.error(`statements refused: ${answer.status} ${await answer.text()}`);
      const done = new Set(batch.map(({ id }) => id));
      isDone = answer.ok || isRefused;
      if (isDone) keep(kept().filter(({ id }) => !done.has(id)));
    } catch (lost) {
      console.warn(`statements wait for the network: ${lost.message}`);
    } finally {
      sending = false;
    }
    if (isDone) void send(); // what was told meanwhile
  }

  H5P.externalDispatcher.on('xAPI', ({ data }) => {
    const statement = told(data);
    if (statement !== null) keep([...kept(), statement]);
    void send();
  });
  void send();
})();
