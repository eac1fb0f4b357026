// What is wrong with a request, said in a form that a hub can answer with (W-12, W-95).

/** Concord's own code of a bad request; it goes into the error body's extra member (W-95). */
export type RequestCode = 'header-missing' | 'header-invalid' | 'request-broken';

/** A request that cannot be understood. A hub answers 400 with an error body of these parts (W-12, W-95). */
export class RequestProblem extends Error {
  readonly code: RequestCode;
  /** The exception name that a stock peer would look for (`tn`). */
  readonly typeName: string;

  constructor(code: RequestCode, typeName: string, message: string) {
    super(message);
    this.name = 'RequestProblem';
    this.code = code;
    this.typeName = typeName;
  }
}
