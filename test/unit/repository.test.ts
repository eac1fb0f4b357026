// What the checkout promises: exact versions, no machine's or registry's name, no error code that nobody uses, a package that
// names what the build makes, no test left out in silence.

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { UserConfig } from 'vite';
import { describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import mainBuild from '../../main/vite.config.ts';
import { problemTable } from '../../main/sync/problem.ts';
import { version } from '../../main/version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const listed = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
const isCheckout = listed.status === 0;
if (!isCheckout) console.warn('This is no git checkout: the tests of what is tracked are skipped.');
const tracked = isCheckout ? listed.stdout.split('\0').filter((path) => path !== '') : [];

const textEndings = /\.(tsx?|json|jsonl|md|css|html|svg|yml|sql)$|(^|\/)[^.]+$|(^|\/)\.[^/]+$/;

/** The text of a tracked file; empty for one that a colleague is just moving. */
function textOf(path: string): string {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ? readFileSync(join(root, path), 'utf8') : '';
}

describe('package.json', () => {
  test('every version is pinned exactly, and our own stands in one more place only', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageFile;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    expect(Object.entries(all).filter(([, wanted]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted))).toEqual([]);
    expect(version).toBe(packageFile.version);
  });

  test('the lockfile has the same versions and names no place to fetch them from', () => {
    const lock = JSON.parse(textOf('package-lock.json')) as {
      readonly packages: Readonly<Record<string, Partial<typeof packageFile> & { readonly resolved?: string }>>;
    };
    const { dependencies, devDependencies, optionalDependencies } = packageFile;
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
    expect(Object.entries(lock.packages).filter(([, item]) => item.resolved !== undefined)).toEqual([]);
  });
});

describe.skipIf(!isCheckout)('what is tracked', () => {
  test('names no registry and no path of a machine', () => {
    const hosts = ['registry.npm' + 'js', 'npm' + 'mirror', 'artif' + 'actory', 'jf' + 'rog'].join('|');
    const paths = ['/wo' + 'rk/', '/ro' + 'ot/', '/ho' + 'me/[a-z]', '/Us' + 'ers/', '[A-Z]:\\\\Us' + 'ers'].join('|');
    const wrong = new RegExp(`(${hosts})|(^|["'\`\\s(=])(${paths})`, 'im');
    const found = tracked.filter((path) => textEndings.test(path) && wrong.test(textOf(path)));
    expect(found).toEqual([]);
  });

  test('the top level holds the agreed entries and dot files only', () => {
    const entries = new Set(tracked.map((path) => path.split('/')[0] ?? ''));
    const folders = ['main', 'preload', 'renderer', 'resources', 'test'];
    const files = ['electron-builder.yml', 'package.json', 'package-lock.json', 'tsconfig.json'];
    const agreed = new Set([...folders, ...files, 'README.md', 'LICENSE', 'CHANGELOG.md']);
    expect([...entries].filter((entry) => !agreed.has(entry) && !entry.startsWith('.'))).toEqual([]);
    expect([...folders, ...files].filter((entry) => !entries.has(entry))).toEqual([]);
  });

  test('R-120 every error code is raised or told somewhere', () => {
    const sources = tracked.filter(
      (path) => /^(main|renderer)\/.*\.tsx?$/.test(path) && path !== 'main/sync/problem.ts',
    );
    const text = sources.map(textOf).join('\n');
    expect(Object.keys(problemTable).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  test('a test that is left out says why; none is set apart or promised for later', () => {
    const tests = tracked.filter((path) => /^test\/.*\.tsx?$/.test(path) && path !== 'test/unit/repository.test.ts');
    const codeOf = (path: string): string => textOf(path).replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
    const left = tests.filter((path) =>
      /\b(test|it|describe|suite)\.(skip|skipIf|runIf)\b|\bskip\(\)/.test(codeOf(path)),
    );
    expect(left.filter((path) => !/console\.warn\([^]*?skipped/.test(textOf(path)))).toEqual([]);
    expect(tests.filter((path) => /\b(test|it|describe|suite)\.(only|todo|fails)\b/.test(codeOf(path)))).toEqual([]);
  });
});

describe('electron-builder.yml', () => {
  const load = createRequire(import.meta.resolve('electron-builder'));
  const { getConfig, validateConfiguration } = load('app-builder-lib/out/util/config/config') as {
    getConfig(folder: string, file: string, options: null): Promise<PackConfig>;
    validateConfiguration(config: PackConfig, log: { add(): void }): Promise<void>;
  };
  const config = (): Promise<PackConfig> => getConfig(root, 'electron-builder.yml', null);

  test('is what electron-builder takes, for Windows, macOS and Linux', { timeout: 60_000 }, async () => {
    const { win, mac, linux, ...rest } = await config();
    await validateConfiguration({ win, mac, linux, ...rest }, { add: () => undefined });
    expect([win, mac, linux].map((system) => system.target.length > 0)).toEqual([true, true, true]);
  });

  test('its icons are there, square and large enough for every system', async () => {
    const { win, mac, linux } = await config();
    for (const { icon } of [win, mac, linux]) {
      const png = readFileSync(join(root, icon));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
      expect([width >= 512, width === height]).toEqual([true, true]);
    }
  });

  test('it packs what the build makes, and starts what it makes', async () => {
    const { files } = await config();
    const packed = files.flatMap((item) => (typeof item === 'string' ? [item] : item.filter));
    const { main, preload } = (mainBuild as Build).environments;
    const window = (await import(pathToFileURL(join(root, 'renderer/vite.config.ts')).href)) as {
      default: BuildEnvironment;
    };
    const folders = [main, preload, window.default].map(({ build }) => relative(root, build.outDir));
    expect(folders).toEqual(['dist/main', 'dist/preload', 'dist/window']);
    expect(folders.filter((folder) => !packed.includes(`${folder}/**`))).toEqual([]);
    expect(packed).toContain('package.json');
    const made = (environment: BuildEnvironment, ending: string): string[] =>
      Object.keys(environment.build.rolldownOptions?.input ?? {}).map(
        (name) => `${relative(root, environment.build.outDir)}/${name}.${ending}`,
      );
    expect(made(main, 'js')).toContain(packageFile.main);
    expect(made(preload, 'cjs')).toEqual(['dist/preload/electron.cjs']);
    expect(textOf('main/electron/main.ts')).toContain("join(dist, 'preload/electron.cjs')");
  });
});

interface PackSystem {
  readonly target: readonly string[];
  readonly icon: string;
}

interface PackConfig {
  readonly files: readonly (string | { readonly filter: readonly string[] })[];
  readonly win: PackSystem;
  readonly mac: PackSystem;
  readonly linux: PackSystem;
}

interface BuildEnvironment {
  readonly build: { readonly outDir: string; readonly rolldownOptions?: { readonly input?: object } };
}

type Build = UserConfig & { readonly environments: Readonly<Record<'main' | 'preload', BuildEnvironment>> };
