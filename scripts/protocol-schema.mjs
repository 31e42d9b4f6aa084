// npm run protocol-schema writes docs/reference/agent-protocol.schema.json again.
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { textOfSchema } from './protocol-schema/make.mjs';
import { buildIfStale, load } from './recordings.mjs';

buildIfStale('protocol-schema');
const { protocolSchemas } = await load('agent/index.js');
const file = new URL('../docs/reference/agent-protocol.schema.json', import.meta.url);
writeFileSync(file, textOfSchema(z, protocolSchemas));
