/** What is looked at, and on which screens. */
export interface Screen {
	name: string;
	width: number;
	height: number;
}

interface SurfaceLook {
	screens: readonly Screen[];
	/** As tall as the page, instead of the screen. */
	whole: boolean;
	/** Held in the hand and touched. */
	touch: boolean;
}

export type Surface = 'page' | 'wall' | 'tablet' | 'phone';

export const SURFACES: Readonly<Record<Surface, SurfaceLook>> = {
	page: {
		screens: [
			{ name: '1440', width: 1440, height: 900 },
			{ name: '390', width: 390, height: 844 }
		],
		whole: true,
		touch: false
	},
	wall: {
		screens: [
			{ name: '1080p', width: 1920, height: 1080 },
			{ name: '4k', width: 3840, height: 2160 },
			{ name: 'portrait', width: 1080, height: 1920 }
		],
		whole: false,
		touch: false
	},
	tablet: {
		screens: [
			{ name: 'landscape', width: 1180, height: 820 },
			{ name: 'portrait', width: 820, height: 1180 }
		],
		whole: false,
		touch: true
	},
	phone: {
		screens: [{ name: '390', width: 390, height: 844 }],
		whole: true,
		touch: true
	}
};

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
