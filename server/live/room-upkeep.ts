import { readRoom } from '../../src/lib/live/protocol.ts';
import type { Room } from '../../src/lib/live/protocol.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Applause } from '../celebrations/applause.ts';
import type { Celebrations } from '../celebrations/celebrations.ts';
import type { Contests } from '../contests/contests.ts';
import type { Directory } from '../directory/directory.ts';
import type { PeopleMedia } from '../people/media.ts';
import type { SalesProcess } from '../process/process.ts';
import type { Rooms } from './rooms.ts';

const unwatched = (): void => {};

/** Rooms follow what is no entry: each change touches those that show it, and no others (LIVE-*). */
export function keepRoomsTrue(options: {
	rooms: Pick<Rooms, 'refresh' | 'tell'>;
	directory: Pick<Directory, 'mirror'>;
	process: Pick<SalesProcess, 'onChange'>;
	contests: Pick<Contests, 'watch'>;
	celebrations: Pick<Celebrations, 'watch'>;
	alerts: Pick<Alerts, 'onChange'>;
	applause: Pick<Applause, 'onChange'>;
	media: Pick<PeopleMedia, 'onChange'>;
}): void {
	const { rooms, directory, process, contests, celebrations, alerts, applause, media } = options;

	process.onChange(({ rep, what }) => {
		rooms.refresh((room) => {
			const of = readRoom(room);
			if (of?.kind === 'floor') return true;
			return (of?.kind === 'me' || of?.kind === 'card') && (rep === undefined || of.rep === rep);
		});
		if (what === undefined || what === 'visits' || what === 'report' || what === 'settings')
			rooms.tell('process');
	});
	contests.watch({ onChange: () => rooms.tell('contests'), onEnd: unwatched });
	media.onChange(() => rooms.tell('faces'));
	celebrations.watch({
		onChange: () => rooms.refresh((room) => isOfKind(room, ['floor', 'card'])),
		onEnd: unwatched
	});
	alerts.onChange((repIds) => {
		rooms.tell('alerts');
		rooms.refresh((room) => {
			const of = readRoom(room);
			if (of?.kind !== 'card' && of?.kind !== 'me') return false;
			const id = directory.mirror.reps.named(of.rep)?.id;
			return repIds === undefined || (id !== undefined && repIds.has(id));
		});
	});
	applause.onChange(({ rep }) =>
		rooms.refresh((room) => {
			const of = readRoom(room);
			return of?.kind === 'me' && (rep === undefined || of.rep === rep);
		})
	);
}

const isOfKind = (room: Room, kinds: readonly string[]): boolean =>
	kinds.includes(readRoom(room)?.kind ?? '');
