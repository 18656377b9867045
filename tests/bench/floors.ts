/** The floors beside the product: bare servers on databases of their own in the product's PostgreSQL. */
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import type { OpenBare } from './processes/bare.ts';
import type { Product } from './product.ts';
import type { Stage } from './stage.ts';
import { call } from './wire/calls.ts';
import type { Target } from './wire/poster.ts';
import type { Protocol } from './wire/wall.ts';

export interface Floor extends Target {
	child: ChildProcess;
	protocol: Protocol;
}

async function makeDatabase(product: Product, name: string): Promise<string> {
	const client = new pg.Client({ connectionString: product.databaseUrl('postgres') });
	await client.connect();
	try {
		await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
	} finally {
		await client.end();
	}
	return product.databaseUrl(name);
}

/** A bare server that records as the product does and then sends a frame of the product's. */
export async function openFloor(
	stage: Stage,
	product: Product,
	protocol: Protocol
): Promise<Floor> {
	const databaseUrl = await makeDatabase(product, `bare_${protocol.replace('.', '_')}`);
	const child = await stage.fork('bare.ts');
	const port = await call<number>(child, 'open', { databaseUrl, protocol } satisfies OpenBare);
	return { child, port, key: 'none', protocol };
}
