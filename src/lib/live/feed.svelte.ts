/** A room with its feed at hand from the first moment: a wall must know at once when it loses the server. */
import { createFeed, type FeedOptions } from './feed.ts';
import type { Room, RoomKind } from './protocol.ts';
import { followedRoom, type LiveRoom } from './room.svelte.ts';

export const liveRoom = <Kind extends RoomKind>(
	room: Room<Kind>,
	initial: NonNullable<FeedOptions<Kind>['initial']>
): LiveRoom<Kind> => followedRoom(room, initial, createFeed);
