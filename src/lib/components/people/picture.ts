/** A photo as it is kept: a square of the middle, small enough to be shown everywhere at once (MEDIA-1). */

const SIDE = 512;
const LARGEST = 150_000;

const loaded = (file: Blob): Promise<HTMLImageElement> =>
	new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onerror = () => reject(new Error('unreadable'));
		reader.onload = () => {
			const image = new Image();
			image.onload = () => resolve(image);
			image.onerror = () => reject(new Error('unreadable'));
			image.src = String(reader.result);
		};
		// As data: the policy of our pages lets no blob be shown.
		reader.readAsDataURL(file);
	});

const encoded = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
	new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** Throws when the file is no picture that this browser can show. */
export async function squarePhoto(file: Blob): Promise<Blob> {
	const image = await loaded(file);
	const side = Math.min(image.naturalWidth, image.naturalHeight);
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = Math.min(SIDE, side);
	const [x, y] = [(image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2];
	canvas.getContext('2d')!.drawImage(image, x, y, side, side, 0, 0, canvas.width, canvas.height);
	for (const quality of [0.88, 0.75, 0.6, 0.4]) {
		const photo = await encoded(canvas, quality);
		if (photo && photo.size <= LARGEST) return photo;
	}
	throw new Error('unreadable');
}

const LONG_SIDE = 1280;
const LARGEST_NOTE = 250_000;

/**
 * A photo of a note: the whole picture, drawn anew, so that it does not say where it was taken, and small enough for a weak
 * network. `shown`: the same as an address. Throws when the file is no picture that this browser can show.
 */
export async function scaledPhoto(file: Blob): Promise<{ blob: Blob; shown: string }> {
	const image = await loaded(file);
	const scale = Math.min(1, LONG_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
	const canvas = document.createElement('canvas');
	canvas.width = Math.round(image.naturalWidth * scale);
	canvas.height = Math.round(image.naturalHeight * scale);
	canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
	for (const quality of [0.8, 0.65, 0.5, 0.35]) {
		const blob = await encoded(canvas, quality);
		if (blob && blob.size <= LARGEST_NOTE)
			return { blob, shown: canvas.toDataURL('image/jpeg', 0.5) };
	}
	throw new Error('unreadable');
}

/** Seconds of a sound; throws when this browser cannot play it. */
export async function lengthOf(file: Blob): Promise<number> {
	const audio = new AudioContext();
	try {
		return (await audio.decodeAudioData(await file.arrayBuffer())).duration;
	} finally {
		void audio.close().catch(() => {});
	}
}
