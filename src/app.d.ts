import type { App as LonghubangApp } from '$server/app.ts';
import type { Principal } from '$lib/domain/permissions.ts';
import type { Locale } from '$lib/i18n.ts';

declare global {
	namespace App {
		interface Error {
			id?: string;
		}
		interface Locals {
			locale: Locale;
			app: LonghubangApp;
			/** Who asks. */
			principal: Principal;
		}
	}
}

export {};
