// Word lists as one text: easier to read and to extend than a column of quoted words.

/** The words between semicolons. */
export function list(text: string): readonly string[] {
  return text.trim().split(/\s*;\s*/);
}
