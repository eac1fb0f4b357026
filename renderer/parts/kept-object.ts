// What was kept on this computer as an object, whatever became of it since.

/** The object that a text is; an empty one where it is none, or none was kept. */
export function keptObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
