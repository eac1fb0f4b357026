// The bodies of the steps, read as far as the hub needs them (§5, W-37).

import type { RefusedRow } from '../../sync/orchestrator.ts';
import { keyPositions, type Schema } from '../../sync/schema.ts';
import { message, required, type Of } from '../../wire/codec.ts';
import { requestReader } from '../../wire/messages/body.ts';
import { syncContext } from '../../wire/messages/context.ts';
import { scopeInfoClient } from '../../wire/messages/scope-info.ts';
import { readSendChangesRequest, type SendChangesRequest } from '../../wire/messages/send-changes.ts';
import { readUpload } from '../../wire/read-upload.ts';
import type { Caller } from '../caller.ts';
import type { ReceivedPart } from '../upload-parts.ts';

const known = message({ sc: required(syncContext), scopeclient: required(scopeInfoClient) });
const readKnown = requestReader(known);

/**
 * Step 13 without the client's own scope: it is by far the largest part of an idle session, and nothing depends on it. In the
 * usual order of members it is cut out before the body is parsed; both marks hold quotes and braces that no text can hold.
 */
export function readKnownClient(body: string): Of<typeof known> {
  const start = body.indexOf(',"scope":{');
  const end = body.lastIndexOf('},"scopeclient":{');
  if (start < 0 || end < start || body.length < 4096) return readKnown(body);
  return readKnown(body.slice(0, start) + body.slice(end + 1));
}

/** The rows of an upload part; later they may be read once more from its text. */
export function uploadPart(request: SendChangesRequest, body: string, { caller, schema }: Uploading): ReceivedPart {
  const stock = caller.agent === null;
  const misfits: RefusedRow[] = [];
  const batch = readUpload(schema, request.changes, {
    stock,
    misfit: ({ misfit, key }) => {
      const name = request.changes.t?.[0];
      const table = schema.tables.find((item) => item.name.toLowerCase() === name?.n.toLowerCase());
      if (!table) return;
      const kind = name?.r[0]?.[0] === 8 ? 'delete' : 'upsert';
      const nameless = keyPositions(table).map(() => null);
      misfits.push({
        table: { name: table.name, schema: table.schema },
        kind,
        key: key ?? nameless,
        code: 'value-invalid',
        message: misfit.message,
      });
    },
  });
  const again = (text: string): ReceivedPart['batch'] =>
    readUpload(schema, readSendChangesRequest(text).changes, { stock, misfit: () => undefined });
  return {
    index: request.bi,
    batch: batch && batch.rows.length > 0 ? batch : null,
    misfits,
    source: { text: body, read: again },
  };
}

/** Who sends rows, and of which scope. */
export interface Uploading {
  readonly caller: Caller;
  readonly schema: Schema;
}
