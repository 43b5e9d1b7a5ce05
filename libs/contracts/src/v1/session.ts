import * as z from 'zod';
import { BilingualText, IsoInstant, StaffRole } from '../words.js';
import { RegionNode, RunSummary } from './common.js';

export const SignIn = z
  .object({ account: z.string().min(1).max(200), password: z.string().min(1).max(500) })
  .meta({ id: 'SignIn' });

/** Who is signed in, what they may see, and where they land. `GET /v1/session` answers 401 where nobody is. */
export const Session = z
  .object({
    account: z.string(),
    name: z.string(),
    tenant: z.object({ id: z.string(), name: BilingualText, timeZone: z.string() }),
    roles: z.array(z.object({ role: StaffRole, region: z.string() })),
    /** Own subtree, roots first. */
    regions: z.array(RegionNode),
    runs: z.array(RunSummary),
    landing: z.string(),
    /** To be sent back as `x-csrf-token` with every write. */
    csrfToken: z.string(),
    /** The tenant's clock; a demo province's runs ahead of the wall. */
    now: IsoInstant,
    simulated: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** `GET /v1/session/personas`: sign-in buttons of a demo; empty elsewhere. */
export const Personas = z
  .object({
    personas: z.array(
      z.object({ account: z.string(), password: z.string(), title: BilingualText, who: BilingualText }),
    ),
  })
  .meta({ id: 'Personas' });
export type Personas = z.infer<typeof Personas>;
