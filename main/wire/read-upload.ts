// Uploaded containers at a hub: as `readContainer`, but a fault is the client's and is answered as stock would (W-83).

import type { RowBatch } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Schema } from '../sync/schema.ts';
import type { ContainerSet } from './messages/container.ts';
import { readContainer, type ContainerOptions } from './read-container.ts';
import { RequestProblem } from './request-problem.ts';

/**
 * The rows of an upload part; null if it is empty. Throws a RequestProblem where `readContainer` throws a ConcordError:
 * `NullReferenceException` for an unknown table, else `ArgumentException` (W-83).
 */
export function readUpload(schema: Schema, container: ContainerSet, options: ContainerOptions): RowBatch | null {
  try {
    return readContainer(schema, container, options);
  } catch (error) {
    throw error instanceof ConcordError ? requestProblem(error) : error;
  }
}

function requestProblem({ code, message, details }: ConcordError): RequestProblem {
  if (code === 'table-not-in-scope') {
    return new RequestProblem(
      'request-broken',
      'NullReferenceException',
      'The upload has a table that the scope does not have.',
    );
  }
  const fault = details ?? (code === 'row-width' ? 'rows of another width than the table' : message);
  return new RequestProblem('request-broken', 'ArgumentException', `The upload is broken: ${fault}.`);
}
