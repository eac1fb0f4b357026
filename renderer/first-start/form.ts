// What is typed in the first start. It lives in memory alone: the token is no one else's, and is never kept by the page.

import type { CallInput, CallOutput, ReplyProblem } from '../../main/window/contract.ts';

/** The form. An empty token means none, or the one that was given at the start. */
export interface SetupForm {
  readonly hub: string;
  readonly token: string;
  readonly scope: string;
  readonly file: string;
  readonly rule: CallInput<'setup.begin'>['rule'];
}

/** State of the first start. */
export type SetupState = CallOutput<'setup.state'>;

/** One check of *Test connection*. */
export type Check = CallOutput<'setup.checks'>['checks'][number];

/** A field that can be at fault. */
export type FieldName = 'hub' | 'token' | 'scope' | 'file';

const fieldOf: Readonly<Record<Check['name'], FieldName>> = {
  address: 'hub',
  name: 'hub',
  answer: 'hub',
  hub: 'hub',
  token: 'token',
  scope: 'scope',
  file: 'file',
};

/** What the test is given. */
export function testInput({ hub, token, scope, file }: SetupForm): CallInput<'setup.test'> {
  return { hub, scope, file, token: token.trim() === '' ? null : token };
}

/** What the first download is given. */
export function beginInput(form: SetupForm): CallInput<'setup.begin'> {
  return { ...testInput(form), file: form.file, rule: form.rule };
}

/** The failed checks by the field that they belong to. */
export function faultsOf(checks: readonly Check[]): Partial<Record<FieldName, ReplyProblem>> {
  return Object.fromEntries(
    checks.flatMap(({ name, state, problem }) => (state === 'failed' && problem ? [[fieldOf[name], problem]] : [])),
  );
}

/** Fields that may not be empty, and are. */
export function emptyFields(form: SetupForm): readonly ('hub' | 'scope' | 'file')[] {
  return (['hub', 'scope', 'file'] as const).filter((name) => form[name].trim() === '');
}

/** "hub.example" of an address; the text itself where it is none. */
export function hostOf(hub: string): string {
  return URL.canParse(hub) ? new URL(hub).host : hub;
}
