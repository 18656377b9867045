/** A company that tries the layout: 500 people, long names, billions; a region that is done, and one that has not begun. */
import { serve } from '../../server/serve.ts';
import { foundLargeCompany } from './large-company.ts';
import { loadPictureBoard } from './picture-board.ts';

await serve({
	clock: Date.now,
	onRunning: async ({ app }, log) => {
		await foundLargeCompany(app);
		await loadPictureBoard(app, { unit: 'NEW', many: 'HQ' });
		log.info('the company is there');
		return () => Promise.resolve();
	}
});
