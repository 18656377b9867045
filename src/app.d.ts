import type { App as LonghubangApp } from '$server/app.ts';
import type { Principal } from '$lib/domain/permissions.ts';
import type { FormMessage } from '$lib/page-form.ts';
import type { Locale } from '$lib/i18n.ts';

declare global {
	namespace App {
		interface Error {
			id?: string;
		}
		namespace Superforms {
			type Message = FormMessage;
		}
		interface Locals {
			locale: Locale;
			app: LonghubangApp;
			/** Who asks. */
			principal: Principal;
			/** Names the session that the request came with. */
			session: string | undefined;
		}
	}
}

export {};
