// Where the core's build is, with what packs and unpacks the page's parts.
import { join } from 'node:path';

import { web } from './bundle.mjs';

export const built = process.env.SEVPROOF_CORE ?? join(web, '..', 'build', 'wasm', 'bin');
