import { expect, test } from 'vitest';
import { majorVersion } from './redis.ts';

test.each([
	['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d', 7],
	['Redis server v=6.2.14 sha=00000000:0 malloc=libc bits=64 build=1', 6],
	['Redis server v=10.0.0 sha=0', 10],
	['Valkey server v=8.1.1 sha=00000000:0', 8],
	['something else', undefined]
])('%s → major version %s', (text, major) => expect(majorVersion(text)).toBe(major));
