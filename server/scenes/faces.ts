import type { PeopleMedia } from '../people/media.ts';
import type { SceneContext, Source } from './scene.ts';

/** Addresses of the photos of people, by their code. */
export type Faces = ReadonlyMap<string, string>;

interface FacesSource extends Source {
	read(codes: readonly string[]): Promise<Faces>;
}

/** The photos of whoever a room shows, read once for all its scenes (SCENE-10). Of a past moment there are none. */
export const facesOf = (context: SceneContext): FacesSource =>
	context.share('faces', () => createFaces(context.media));

function createFaces(media: Pick<PeopleMedia, 'ofAll'> | undefined): FacesSource {
	/** Undefined: somebody without a photo. */
	const known = new Map<string, string | undefined>();
	return {
		hears: 'faces',
		note: () => false,
		forget: () => known.clear(),
		async read(codes) {
			const unknown = codes.filter((code) => !known.has(code));
			if (media && unknown.length > 0) {
				const found = await media.ofAll(unknown);
				for (const code of unknown) known.set(code, found.get(code)?.photo);
			}
			const faces = new Map<string, string>();
			for (const code of codes) {
				const photo = known.get(code);
				if (photo !== undefined) faces.set(code, photo);
			}
			return faces;
		}
	};
}

/** A row with the photo of whom it is about, where there is one. */
export function withFace<Row extends { code: string }>(
	row: Row,
	faces: Faces
): Row & { photo?: string } {
	const photo = faces.get(row.code);
	return photo === undefined ? row : { ...row, photo };
}
