import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { SilenceParameters, silences } from '../risk/silence.js';

/** What the silence of one learner may mean; asked within their own village, whose other learners tell of its network. */
export const learnerSilence = defineQuery({
  name: 'learner.silence',
  sql: `
    SELECT toBool(offline) AS offline, toBool(silent) AS silent FROM (${silences})
    WHERE learner_pid = {learner:String}`,
  params: SilenceParameters.extend({ learner: z.string() }),
  row: z.object({ offline: z.boolean(), silent: z.boolean() }),
});
