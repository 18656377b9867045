/** `npm run demo`: a server on a folder of its own, the demo company, and a working day that goes on by itself. */
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { serve } from '../serve.ts';
import { ACCOUNTS, PASSWORD } from './company.ts';
import { loadDemo } from './load.ts';
import { simulateDay } from './simulate.ts';

const tell = (line: string) => console.log(line);

/** Addresses under which a TV in the same network reaches this machine. */
function addresses(port: number): string[] {
	const own = Object.values(networkInterfaces())
		.flat()
		.filter((address) => address?.family === 'IPv4' && !address.internal)
		.map((address) => `http://${address!.address}:${port}`);
	return [`http://localhost:${port}`, ...own];
}

function welcome(port: number): void {
	const [home, ...network] = addresses(port);
	tell('');
	tell('龙虎榜 Longhubang — the demo is running, sales come in by themselves.');
	tell('');
	tell(`  The wall        ${home}/tv`);
	tell(`  in English      ${home}/tv?lang=en`);
	tell(`  many scenes     ${home}/tv?board=longhubang`);
	tell(`  one region      ${home}/tv?unit=EAST`);
	tell(`  one team        ${home}/tv?unit=S1`);
	tell(`  Sign in         ${home}/login`);
	tell(`                  as ${ACCOUNTS.map(({ code }) => code).join(', ')}; password ${PASSWORD}`);
	tell(`  The API         ${home}/api/v1/openapi.json`);
	for (const address of network) tell(`  In your network ${address}/tv`);
	tell('');
	tell('Stop it with Ctrl-C; the next start takes seconds.');
}

await serve({
	clock: Date.now,
	onRunning: async ({ app, port }) => {
		await loadDemo(app, { open: true, tell });
		const day = simulateDay(app);
		welcome(port);
		return () => day.stop();
	},
	adjust: (config) => ({
		...config,
		// Beside, never among, the data of a real installation.
		dataDir: process.env.DATA_DIR ? config.dataDir : join(config.dataDir, 'demo'),
		logLevel: process.env.LOG_LEVEL ? config.logLevel : 'warn'
	})
});
