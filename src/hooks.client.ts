import { useDocumentLocale } from '$lib/i18n.ts';

// SvelteKit's data reader (devalue) calls it; Chromium before 93 does not have it, and TVs of 2022 are at 87.
Object.hasOwn ??= (object: object, key: PropertyKey) =>
	Object.prototype.hasOwnProperty.call(object, key);

useDocumentLocale();
