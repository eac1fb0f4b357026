// Passwords and tokens are never written, at any level (TL-11): every text passes through here before it is stored.

const hidden = '•••';

/** A function that takes secrets out of a text: those that are known by then, and whatever looks like one. */
export function createScrubber(secrets: () => readonly string[]): (text: string) => string {
  let seen: readonly string[] = [];
  let known: readonly string[] = [];
  return (text) => {
    const now = secrets();
    if (now.length !== seen.length) known = spellings(now);
    seen = now;
    // A lone half of a character would be another one in each format.
    let clean = text.toWellFormed();
    for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, hidden);
    return clean.includes('://') || telling.test(clean) ? takeOut(clean) : clean;
  };
}

/** Short ones would blot out ordinary words; nobody's token has less than four characters. */
function spellings(secrets: readonly string[]): readonly string[] {
  return secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])]);
}

const telling = /bearer|basic|token|passw|secret|api[-_]?key|authorization|cookie|signature|\bpwd|\bsig=/i;

function takeOut(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"'<>]+@/gi, `$1${hidden}@`)
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{4,}/gi, `$1 ${hidden}`)
    .replace(
      /((?:[a-z_-]*token|passw(?:or)?d|passphrase|pwd|[a-z_-]*secret|api[-_]?key|sig|signature)["']?\s*[=:]\s*["']?)[^\s&"',;<>]+/gi,
      `$1${hidden}`,
    )
    .replace(/((?:set-)?cookie|authorization)(["']?\s*[=:]\s*["']?)(?!["']?•)[^\r\n"']+/gi, `$1$2${hidden}`);
}
