/** The demo company at a moment that does not go on, with the board for pictures. */
import { serve } from '../../server/serve.ts';
import { loadDemo } from '../../server/demo/load.ts';
import { loadPictureBoard } from './picture-board.ts';

await serve({
	clock: Date.now,
	onRunning: async ({ app }, log) => {
		await loadDemo(app, { open: true });
		await loadPictureBoard(app, { unit: 'NORTH', many: 'HQ' });
		log.info('the company is there');
		return () => Promise.resolve();
	}
});
